// Hedges, the one that leaves least and costs least first.
import { useLingui } from "@lingui/react/macro";

import { Part } from "@/api/risk";
import { DataTable } from "@/ui/DataTable";
import { useFormat } from "@/ui/display";
import { Money, Num, Percent } from "@/ui/numbers";
import { EmptyState } from "@/ui/states";
import { type Column } from "@/ui/table/columns";
import { titled } from "./settings";
import { type Hedge, type Report } from "./types";

export interface HedgeTableProps {
  report: Report;
  selected: string | null;
  onSelect: (name: string) => void;
}

export function HedgeTable({ report, selected, onSelect }: HedgeTableProps) {
  const { t } = useLingui();
  const format = useFormat();
  const trades = (hedge: Hedge): string =>
    hedge.trades
      .map(({ units, instrument, option }) => {
        const what = option ? `${instrument} ${option.kind === "put" ? t`puts` : t`calls`}` : instrument;
        return `${format.number(units, 0, true)} ${what}`;
      })
      .join(", ");
  const title = t`Hedges by what they leave and cost`;
  if (report.recommendations.length === 0) {
    return (
      <Part title={title}>
        <EmptyState title={t`There is no hedge`} text={t`None could be worked out; the reasons stand below.`} />
      </Part>
    );
  }
  const columns: Column<Hedge>[] = [
    { id: "hedge", header: t`Hedge`, width: 190, value: (row) => titled(row.name) },
    { id: "trades", header: t`Trades`, width: 180, value: trades },
    {
      id: "cost",
      header: t`Cost`,
      align: "end",
      width: 100,
      value: (row) => row.cost,
      cell: (row) => <Money value={row.cost.toFixed(2)} />,
    },
    {
      id: "effectiveness",
      header: t`Takes away`,
      align: "end",
      width: 100,
      value: (row) => row.effectiveness,
      cell: (row) => <Percent value={row.effectiveness} digits={1} />,
    },
    {
      id: "left",
      header: t`Value at risk left`,
      align: "end",
      width: 120,
      value: (row) => row.value_at_risk,
      cell: (row) => <Percent value={row.value_at_risk} />,
    },
    {
      id: "burden",
      header: t`Loss and cost`,
      align: "end",
      width: 120,
      value: (row) => row.burden,
      cell: (row) => <Money value={row.burden.toFixed(2)} digits={0} />,
    },
    {
      id: "beta",
      header: t`Beta left`,
      align: "end",
      width: 90,
      value: (row) => row.beta,
      cell: (row) => (
        <Num
          value={row.beta}
          digits={2}
          reason={t`Options change their beta with the price; there may be no benchmark.`}
        />
      ),
    },
  ];
  return (
    <Part title={title}>
      <div className="qd-risk-table qd-risk-table-low">
        <DataTable
          label={title}
          rows={report.recommendations}
          columns={columns}
          rowKey={(row) => row.name}
          storageKey="hedge.table"
          selectedKey={selected}
          onSelect={(row) => onSelect(row.name)}
        />
      </div>
    </Part>
  );
}
