// Trials as lines across all parameters.
import { useLingui } from "@lingui/react/macro";

import { parameterTitle } from "@/api/backtest/parameterFields";
import { type SweepView } from "@/api/backtest/types";
import { isPart, useFigureName } from "@/api/backtest/words";
import { Part } from "@/api/risk";
import { ParallelLines } from "@/charts/parallel/ParallelLines";
import { type ParallelData } from "@/charts/parallel/parallel";
import { useFormat } from "@/ui/display";

/** More lines than these are one coloured area: the best and as many others by the order of their numbers are drawn. */
const LINES_MAX = 600;

export interface ParallelPartProps {
  sweep: SweepView;
  names: readonly string[];
  onOpen: (index: number) => void;
}

export function ParallelPart({ sweep, names, onOpen }: ParallelPartProps) {
  const { t } = useLingui();
  const format = useFormat();
  const name = useFigureName();
  const { figure, goal } = sweep.summary;
  const isLowBest = goal === "lowest";
  const known = sweep.trials.flatMap(({ index, parameters, figures }) => {
    const value = figures[figure];
    if (value === null || value === undefined) return [];
    return [{ key: index, values: [...names.map((one) => parameters[one] ?? Number.NaN), value] }];
  });
  if (known.length < 2) return null;
  const last = names.length;
  const way = isLowBest ? 1 : -1;
  const sorted = known.toSorted((a, b) => way * ((a.values[last] ?? 0) - (b.values[last] ?? 0)));
  const every = Math.max(1, Math.ceil(sorted.length / LINES_MAX));
  const lines = sorted.filter((_, i) => i % every === 0);
  const data: ParallelData = {
    isLowBest,
    lines,
    axes: [
      ...names.map((one) => ({
        name: parameterTitle(one),
        show: (value: number) => format.number(value, { min: 0, max: 4 }),
      })),
      {
        name: name(figure),
        show: (value: number) => (isPart(figure) ? format.percent(value, 1) : format.number(value, 2)),
      },
    ],
  };
  return (
    <Part title={t`All parameters`}>
      <ParallelLines
        title={t`Trials across their parameters`}
        data={data}
        nameOf={(index) => t`Trial ${index + 1}`}
        onOpen={onOpen}
      />
      <p className="qd-small qd-dim">
        {every > 1
          ? t`Every ${every}. of ${format.number(known.length, 0)} trials by rank, the best included.`
          : t`${format.number(known.length, 0)} trials; those without the figure are left out.`}{" "}
        {t`Enter or a click opens a trial as a back-test.`}
      </p>
    </Part>
  );
}
