// Whether chance could have made a run: asked for when somebody wants to know, for it takes a while.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { type BacktestSignificance } from "@/api/backtest/types";
import { useFigureName } from "@/api/backtest/words";
import { QueryView } from "@/api/QueryView";
import { useGet } from "@/api/queries";
import { Part } from "@/api/risk";
import { Button } from "@/ui/Button";
import { DataTable } from "@/ui/DataTable";
import { useFormat } from "@/ui/display";
import { belief, type Belief, counted } from "./believe";
import { useFigureColumns } from "./figureColumns";

export function SignificancePart({ id }: { id: string }) {
  const { t } = useLingui();
  const [isWanted, setWanted] = useState(false);
  const found = useGet<BacktestSignificance>("/backtests/{id}/significance", { path: { id } }, { enabled: isWanted });
  return (
    <Part title={t`Could chance have made it?`}>
      {isWanted ? (
        <QueryView query={found} lines={6}>
          {(data) => <Tests data={data} />}
        </QueryView>
      ) : (
        <div className="qd-row">
          <p className="qd-dim qd-grow">
            {t`The Sharpe ratio is held against what luck gives, and against what the best of all trials counted so far would show without any skill.`}
          </p>
          <Button icon="play" onPress={() => setWanted(true)}>{t`Test it`}</Button>
        </div>
      )}
    </Part>
  );
}

function Tests({ data }: { data: BacktestSignificance }) {
  const { t } = useLingui();
  const format = useFormat();
  const name = useFigureName();
  const columns = useFigureColumns();
  const trials = format.number(data.n_trials, 0);
  const found = belief(data);
  const words: Record<Belief, string> = {
    stands_out:
      data.n_trials > 1
        ? t`Even the best of ${trials} trials without skill would hardly look like this.`
        : t`Chance alone would hardly have made it; no other trial is counted.`,
    like_luck:
      data.n_trials > 1
        ? t`The best of ${trials} trials without skill could look like this: do not rely on it.`
        : t`Chance alone could have made it.`,
    hardly_chance: t`Chance alone would hardly have made it, if it was the only trial. ${data.undefined ?? ""}`,
    maybe_chance: t`Chance alone could have made it.`,
    unknown: t`These returns do not tell.`,
  };
  return (
    <>
      <p className={found === "stands_out" ? undefined : "qd-warn"} role="status">
        {words[found]}
      </p>
      <ul className="qd-risk-words">
        {data.report.intervals.map(({ name: figure, interval, undefined: why }) => (
          <li key={figure}>
            {interval
              ? t`${name(figure)}: ${format.number(interval.estimate, 3)}, and between ${format.number(interval.lower, 3)} and ${format.number(interval.upper, 3)} in ${format.percent(interval.confidence, 0)} of ${format.number(interval.n_resamples, 0)} series drawn anew.`
              : t`${name(figure)}: undefined. ${why ?? ""}`}
          </li>
        ))}
      </ul>
      <div className="qd-risk-table">
        <DataTable
          label={t`Tests of significance`}
          rows={counted(data)}
          columns={columns}
          rowKey={(row) => row.name}
          storageKey="backtest.significance"
        />
      </div>
      <p className="qd-small qd-dim">
        {t`From ${format.number(data.report.n_returns, 0)} returns; ${trials} trials of this strategy on days that overlap are counted, of ${format.number(data.n_known, 0)} the Sharpe ratio is known.`}{" "}
        {data.n_missing > 0 ? t`${format.number(data.n_missing, 0)} returns are missing.` : null}
      </p>
    </>
  );
}
