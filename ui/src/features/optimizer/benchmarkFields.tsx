// The weights that a portfolio is measured against.
import { useLingui } from "@lingui/react/macro";

import { useFormat } from "@/ui/display";
import { Select } from "@/ui/fields/Select";
import { type ObjectiveSettings } from "./form";
import { benchmarkOf } from "./request";
import { type Session } from "./session";
import { ShareTable } from "./shareTable";
import { type Universe } from "./types";
import { useChoices } from "./useChoices";

export function BenchmarkFields({ session, universe }: { session: Session; universe: Universe }) {
  const { t } = useLingui();
  const format = useFormat();
  const form = useChoices(session);
  const { benchmark, benchmarkWeights } = form.settings;
  const adjust = (change: Partial<ObjectiveSettings>): void => session.dispatch({ type: "settings", change });
  const weights = benchmarkOf(form, universe);
  const sum = Object.values(weights).reduce((a, b) => a + b, 0);
  return (
    <>
      <Select
        label={t`Benchmark weights`}
        value={benchmark}
        onChange={(next) =>
          // One's own start from those that held until now.
          adjust({ benchmark: next, ...(next === "own" && benchmark !== "own" ? { benchmarkWeights: weights } : {}) })
        }
        options={[
          { id: "current" as const, label: t`What is held today` },
          { id: "equal" as const, label: t`Equal weights` },
          { id: "own" as const, label: t`My own` },
        ]}
      />
      {benchmark === "current" && !universe.current ? (
        <p className="qd-warn">{t`None of these instruments is held: choose other benchmark weights.`}</p>
      ) : null}
      {benchmark === "own" ? (
        <>
          <ShareTable
            label={t`Benchmark weights`}
            nameHeader={t`Asset`}
            valueHeader={t`Weight, %`}
            rows={universe.assets.map(({ symbol }) => ({
              id: symbol,
              name: symbol,
              value: benchmarkWeights[symbol] ?? 0,
            }))}
            fieldLabel={(name) => t`Benchmark weight of ${name}, percent`}
            onChange={(id, value) => adjust({ benchmarkWeights: { ...benchmarkWeights, [id]: value } })}
          />
          <p className="qd-dim qd-small">{t`Together ${format.percent(sum, 1)}; what is missing to 100% is cash.`}</p>
        </>
      ) : null}
    </>
  );
}
