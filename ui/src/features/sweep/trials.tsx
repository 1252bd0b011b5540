// Every trial with its parameters and figures, or why it failed.
import { useLingui } from "@lingui/react/macro";

import { FigureValue } from "@/api/backtest/figureValue";
import { parameterTitle } from "@/api/backtest/parameterFields";
import { type SweepTrial, type SweepView } from "@/api/backtest/types";
import { SOUGHT, useFigureName } from "@/api/backtest/words";
import { Part } from "@/api/risk";
import { DataTable } from "@/ui/DataTable";
import { Num } from "@/ui/numbers";
import { type Column } from "@/ui/table/columns";

export interface TrialTableProps {
  sweep: SweepView;
  names: readonly string[];
  selected: number | null;
  onSelect: (index: number) => void;
  onOpen: (trial: SweepTrial) => void;
}

/** Figures that are shown unasked. */
const SHOWN = new Set<string>(["total_return", "annual_return", "sharpe_ratio", "max_drawdown"]);

export function TrialTable({ sweep, names, selected, onSelect, onOpen }: TrialTableProps) {
  const { t } = useLingui();
  const name = useFigureName();
  const figures = [
    ...new Set([sweep.summary.figure, ...SOUGHT, ...sweep.trials.flatMap((one) => Object.keys(one.figures))]),
  ].filter((id) => sweep.trials.some((one) => id in one.figures));
  const columns: Column<SweepTrial>[] = [
    { id: "index", header: t`Trial`, align: "end", width: 60, value: (row) => row.index + 1 },
    ...names.map((id): Column<SweepTrial> => ({
      id: `parameter.${id}`,
      header: parameterTitle(id),
      align: "end",
      width: 90,
      value: (row) => row.parameters[id],
      cell: (row) => <Num value={row.parameters[id]} digits={{ min: 0, max: 6 }} />,
    })),
    ...figures.map((id): Column<SweepTrial> => ({
      id: `figure.${id}`,
      header: name(id),
      align: "end",
      width: 120,
      isHidden: id !== sweep.summary.figure && !SHOWN.has(id),
      value: (row) => row.figures[id],
      cell: (row) => <FigureValue name={id} value={row.figures[id]} reason={row.error} />,
    })),
    {
      id: "error",
      header: t`Why it failed`,
      width: 220,
      value: (row) => row.error,
      isHidden: sweep.trials.every((one) => one.error === null),
    },
  ];
  return (
    <Part title={t`Trials`}>
      <div className="qd-risk-table qd-sweep-trials">
        <DataTable
          key={columns.map(({ id }) => id).join(" ")}
          label={t`Trials`}
          rows={sweep.trials}
          columns={columns}
          rowKey={(row) => String(row.index)}
          initialSort={[{ id: `figure.${sweep.summary.figure}`, desc: sweep.summary.goal === "highest" }]}
          selectedKey={selected === null ? null : String(selected)}
          onSelect={(row) => onSelect(row.index)}
          onOpen={onOpen}
          rowActions={(row) => [{ id: "open", label: t`Set up as a back-test`, onAction: () => onOpen(row) }]}
          isFilterable
        />
      </div>
    </Part>
  );
}
