// Figures as a table: name, value, and how each is worked out.
import { useLingui } from "@lingui/react/macro";

import { FigureValue } from "@/api/backtest/figureValue";
import { type PerformanceFigure } from "@/api/backtest/types";
import { useFigureName } from "@/api/backtest/words";
import { type Column } from "@/ui/table/columns";
import { Hint } from "@/ui/Tooltip";

export function useFigureColumns(): Column<PerformanceFigure>[] {
  const { t } = useLingui();
  const name = useFigureName();
  return [
    {
      id: "figure",
      header: t`Figure`,
      width: 200,
      value: (row) => name(row.name),
      cell: (row) => <Hint text={row.convention}>{name(row.name)}</Hint>,
    },
    {
      id: "value",
      header: t`Value`,
      align: "end",
      width: 110,
      value: (row) => row.value,
      cell: (row) => <FigureValue name={row.name} value={row.value} unit={row.unit} reason={row.undefined} />,
    },
    {
      id: "convention",
      header: t`How it is worked out`,
      width: 420,
      value: (row) => row.convention,
      cell: (row) => <span className="qd-dim">{row.undefined ?? row.convention}</span>,
    },
  ];
}
