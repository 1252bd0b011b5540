// Whether a strategy knows what it cannot know: run again with the future cut off and changed, and the verdict in words.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { type BacktestLookAhead, type Cheat } from "@/api/backtest/types";
import { post } from "@/api/client";
import { type ApiError, toApiError } from "@/api/errors";
import { Part } from "@/api/risk";
import { Button } from "@/ui/Button";
import { useFormat } from "@/ui/display";
import { ErrorState } from "@/ui/states";

export interface LookAheadProps {
  id: string;
  symbolOf: (id: string) => string;
}

export function LookAheadCheck({ id, symbolOf }: LookAheadProps) {
  const { t } = useLingui();
  const [verdict, setVerdict] = useState<BacktestLookAhead | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const [isPending, setPending] = useState(false);
  const check = async (): Promise<void> => {
    setPending(true);
    setError(null);
    try {
      setVerdict(await post<BacktestLookAhead>("/backtests/{id}/look_ahead", {}, { path: { id } }));
    } catch (failure) {
      setError(toApiError(failure));
    } finally {
      setPending(false);
    }
  };
  return (
    <Part title={t`Does it look ahead?`}>
      <div className="qd-row">
        <p className="qd-dim qd-grow">
          {t`The strategy runs again with other prices after a moment, and without any: what it asked for before must stay the same.`}
        </p>
        <Button icon="play" isPending={isPending} onPress={() => void check()}>{t`Check it`}</Button>
      </div>
      {error ? <ErrorState error={error} onRetry={() => void check()} /> : null}
      {verdict && !error ? <Verdict answer={verdict} symbolOf={symbolOf} /> : null}
    </Part>
  );
}

function Verdict({ answer, symbolOf }: { answer: BacktestLookAhead; symbolOf: (id: string) => string }) {
  const { t } = useLingui();
  const format = useFormat();
  const title: Record<Cheat, string> = {
    not_repeatable: t`It does something else each time.`,
    knows_prices: t`It knows later prices.`,
    knows_the_end: t`It knows where the bars end.`,
  };
  const { is_clean: isClean, same_data } = answer;
  const { findings, same_close, longer_bars, requests, cuts, runs } = answer.verdict;
  const looked = t`The future was changed at ${format.number(cuts, 0)} moments in ${format.number(runs, 0)} runs; ${format.number(requests, 0)} requests were compared.`;
  return (
    <div
      className={`qd-notice${findings.length > 0 ? " qd-notice-danger" : isClean ? "" : " qd-notice-warn"}`}
      role="status"
    >
      <div className="qd-stack">
        <strong>
          {findings.length > 0
            ? t`It looks ahead: do not believe this run.`
            : isClean
              ? requests === 0
                ? t`It asked for nothing, so there was nothing to compare.`
                : t`It does not look ahead.`
              : t`It looks ahead only as the set-up says.`}
        </strong>
        {findings.length + longer_bars.length > 0 || same_close ? (
          <ul className="qd-risk-words">
            {findings.map(({ cheat, at, message }) => (
              <li key={`${cheat} ${at}`}>
                {title[cheat]} {message}
              </li>
            ))}
            {same_close ? <li>{t`Orders trade at the close that they were decided on: one bar ahead.`}</li> : null}
            {longer_bars.map((instrument) => (
              <li key={instrument}>
                {t`The bars of ${symbolOf(instrument)} are longer than the others and told before they are over.`}
              </li>
            ))}
          </ul>
        ) : null}
        <span className="qd-dim qd-small">
          {looked} {same_data ? null : t`The bars are others than those that the run saw.`}
        </span>
      </div>
    </div>
  );
}
