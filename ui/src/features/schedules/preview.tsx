// The next runs of a recurrence, in its own zone and in the reader's.
import { useLingui } from "@lingui/react/macro";
import { keepPreviousData, useQuery, type UseQueryResult } from "@tanstack/react-query";

import { post } from "@/api/client";
import { type ApiError } from "@/api/errors";
import { useDisplay } from "@/ui/display";
import { type Preview, type Recurrence } from "./types";

/** Runs that are shown. */
const SHOWN = 5;

/** Asks when a recurrence comes; nothing is asked while there is none. */
export function usePreview(recurrence: Recurrence | null): UseQueryResult<Preview, ApiError> {
  return useQuery<Preview, ApiError>({
    queryKey: ["schedules", "preview", recurrence],
    queryFn: () => post<Preview>("/schedules/preview", { recurrence, count: SHOWN }),
    enabled: recurrence !== null,
    placeholderData: keepPreviousData,
  });
}

/** The next runs as a table. */
export function NextRuns({ label, recurrence }: { label: string; recurrence: Recurrence | null }) {
  const { t } = useLingui();
  const { format, timeZone } = useDisplay();
  const preview = usePreview(recurrence);
  if (recurrence === null)
    return <p className="qd-dim">{t`The next runs appear here when every field makes sense.`}</p>;
  if (preview.error) {
    return (
      <p role="alert" className="qd-field-error">
        {preview.error.message}
      </p>
    );
  }
  if (!preview.data) return null;
  const { sentence, zone, occurrences } = preview.data;
  return (
    <>
      <p role="status">{sentence}</p>
      <table className="qd-plain-table" aria-label={label}>
        <thead>
          <tr>
            <th scope="col">{t`Next runs, ${zone} time`}</th>
            <th scope="col">{timeZone === "utc" ? t`In UTC` : t`Your time`}</th>
          </tr>
        </thead>
        <tbody>
          {occurrences.map(({ nominal, due_at }) => (
            <tr key={nominal}>
              <td>{format.localTime(nominal)}</td>
              <td>{format.dateTime(due_at, timeZone)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {occurrences.length < SHOWN ? (
        <p className="qd-dim">{t`Sessions after 2035 are not known yet; there it ends.`}</p>
      ) : null}
    </>
  );
}
