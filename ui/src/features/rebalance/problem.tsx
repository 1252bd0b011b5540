// Why the present draft has no plan, with the step that helps.
import { useLingui } from "@lingui/react/macro";

import { useInstruments } from "@/api/pickers";
import { type ApiError } from "@/api/errors";
import { placeOf, without } from "@/lib/targetTree";
import { Button } from "@/ui/Button";
import { useHost } from "@/ui/host";
import { ErrorState } from "@/ui/states";
import { useSlice } from "@/ui/useSlice";
import { type Session } from "./session";

/** The symbol that the planner names first where a price is missing. */
export function unpriced(error: ApiError): string | null {
  if (error.code !== "price_missing") return null;
  return /^(.+?) has no price/.exec(error.message)?.[1] ?? null;
}

export function PlanProblem({ session }: { session: Session }) {
  const { t } = useLingui();
  const host = useHost();
  const instruments = useInstruments();
  const error = useSlice(session.plan, (plan) => plan.error);
  if (!error) return null;
  const symbol = unpriced(error);
  const id = instruments.data?.find((instrument) => instrument.symbol === symbol)?.id;
  const leaveOut = (left: string): void => {
    session.edit((draft) => {
      const path = placeOf(draft.model, left);
      return {
        ...draft,
        model: path === null ? draft.model : without(draft.model, path),
        leftOut: [...draft.leftOut, left],
      };
    });
  };
  return (
    <div className="qd-rb-problem">
      <ErrorState error={error} onRetry={() => session.replan()} />
      <div className="qd-row qd-rb-remedies">
        {symbol !== null && id !== undefined ? (
          <>
            <Button variant="primary" onPress={() => leaveOut(id)}>{t`Leave ${symbol} out`}</Button>
            <Button onPress={() => host.openPanel("prices", { instrument_id: id })}>{t`Enter a price`}</Button>
          </>
        ) : null}
        {error.code === "rate_missing" ? (
          <Button onPress={() => host.openPanel("fx_rates")}>{t`Open FX rates`}</Button>
        ) : null}
        {error.code === "accounts_missing" || error.code === "nothing_held" ? (
          <Button onPress={() => host.openPanel("imports")}>{t`Import or add your own`}</Button>
        ) : null}
      </div>
    </div>
  );
}
