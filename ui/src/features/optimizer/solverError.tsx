// The solver's refusal in words, shown beside the fields it is about.
import { useLingui } from "@lingui/react/macro";

import { useSlice } from "@/ui/useSlice";
import { type ErrorPlace, placeOfError } from "./blame";
import { type Session } from "./session";

export function SolverError({ session, place }: { session: Session; place: ErrorPlace }) {
  const { t } = useLingui();
  const error = useSlice(session.solution, (solution) => solution.error);
  if (!error || placeOfError(error) !== place) return null;
  const details = error.fields.filter((f) => f.detail !== "" && f.detail !== error.message);
  return (
    <div role="alert" className="qd-notice qd-notice-danger">
      <div>
        <p>{error.message}</p>
        {details.length > 0 ? (
          <ul aria-label={t`Limits that contradict each other`}>
            {details.map((f) => (
              <li key={`${f.field} ${f.detail}`}>{f.detail}</li>
            ))}
          </ul>
        ) : null}
      </div>
    </div>
  );
}
