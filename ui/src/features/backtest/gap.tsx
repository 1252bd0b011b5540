// Why a run on paper brought something else than a back-test of the same instruments, in parts that add up.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { useBacktests } from "@/api/backtest/queries";
import { type BacktestView, type GapPart, GAP_PARTS, type RealityGap } from "@/api/backtest/types";
import { post } from "@/api/client";
import { type ApiError, toApiError } from "@/api/errors";
import { useGet } from "@/api/queries";
import { QueryView } from "@/api/QueryView";
import { Part } from "@/api/risk";
import { type Job } from "@/api/types";
import { Waterfall } from "@/charts/bars/Waterfall";
import { Button } from "@/ui/Button";
import { useFormat } from "@/ui/display";
import { Select } from "@/ui/fields/Select";
import { ErrorState } from "@/ui/states";
import { running } from "./running";

export function GapToReality({ run }: { run: BacktestView }) {
  const { t } = useLingui();
  const runs = useBacktests();
  const [chosen, setChosen] = useState<string | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const trades = new Set(run.instrument_ids);
  const others = (runs.data ?? []).filter(
    ({ paper, instrument_ids }) => paper === null && instrument_ids.some((id) => trades.has(id)),
  );
  const against = others.find(({ id }) => id === chosen)?.id ?? others[0]?.id ?? null;
  const again = async (): Promise<void> => {
    setError(null);
    try {
      const { id } = await post<Job>("/backtests", {
        ...run.question,
        specification: run.specification,
        strategy_id: null,
      });
      running.set(id);
    } catch (failure) {
      setError(toApiError(failure));
    }
  };
  return (
    <Part title={t`Gap to the back-test`}>
      <div className="qd-row qd-backtest-strategy">
        {against === null ? (
          <p className="qd-dim qd-grow">{t`No back-test of these instruments is kept yet.`}</p>
        ) : (
          <Select
            label={t`Held against`}
            value={against}
            onChange={setChosen}
            options={others.map(({ id, name }) => ({ id, label: name }))}
          />
        )}
        <Button size="small" icon="play" onPress={() => void again()}>{t`Run it over the same ticks`}</Button>
      </div>
      {error ? <ErrorState error={error} /> : null}
      {against === null ? null : <Gap actual={run} expected={against} />}
    </Part>
  );
}

function Gap({ actual, expected }: { actual: BacktestView; expected: string }) {
  const { t } = useLingui();
  const format = useFormat();
  const gap = useGet<RealityGap>("/backtests/{id}/gap", { path: { id: expected }, query: { actual: actual.id } });
  const { currency } = actual.summary;
  /** Bars are parts of the cash at the start. */
  const cash = Number(actual.summary.cash);
  const name: Record<GapPart, string> = {
    data: t`Data`,
    timing: t`Timing`,
    slippage: t`Slippage`,
    partial_fills: t`Partial fills`,
    fees: t`Fees`,
    decisions: t`Other decisions`,
  };
  const show = (amount: string): string => `${format.money(amount, currency, 2, true)} ${currency}`;
  return (
    <QueryView query={gap} lines={4}>
      {({ parts, total, actual_pnl, expected_pnl }) => {
        let at = 0;
        const bars = GAP_PARTS.map((part) => {
          const from = at;
          at += Number(parts[part]) / cash;
          return { name: name[part], from, to: at, amount: show(parts[part]) };
        });
        return (
          <>
            <p>
              {t`On paper ${show(actual_pnl)}, in the back-test ${show(expected_pnl)}: a difference of ${show(total)}.`}
            </p>
            <Waterfall
              title={t`The difference in parts`}
              steps={[
                ...bars,
                { name: t`Together`, from: 0, to: Number(total) / cash, amount: show(total), isTotal: true },
              ]}
            />
            <p className="qd-small qd-dim">
              {t`Orders of both that begin to trade within two bars of each other are taken for one and the same; the others are other decisions.`}
            </p>
          </>
        );
      }}
    </QueryView>
  );
}
