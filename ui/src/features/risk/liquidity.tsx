// How long it takes to sell.
import { useLingui } from "@lingui/react/macro";

import { Figure, Part, type HeldBasis } from "@/api/risk";
import { DataTable } from "@/ui/DataTable";
import { Money, Num, Percent } from "@/ui/numbers";
import { EmptyState } from "@/ui/states";
import { type Column } from "@/ui/table/columns";
import { sellingDays } from "./figures";
import { type Report } from "./types";

type Row = ReturnType<typeof sellingDays>[number];

export function Liquidity({ report, holdings }: { report: Report; holdings: HeldBasis["holdings"] }) {
  const { t } = useLingui();
  const plan = report.liquidity.value;
  const title = t`Days to sell`;
  if (!plan) {
    const why = report.liquidity.undefined;
    return (
      <Part title={title}>
        <EmptyState title={t`It cannot be told how long selling takes`} {...(why ? { text: why } : {})} />
      </Part>
    );
  }
  const unknown = t`What is traded a day is not known.`;
  const columns: Column<Row>[] = [
    { id: "holding", header: t`Holding`, width: 110, value: (row) => row.name },
    {
      id: "value",
      header: t`Value`,
      align: "end",
      width: 120,
      value: (row) => row.value,
      cell: (row) => <Money value={row.value.toFixed(2)} digits={0} />,
    },
    {
      id: "days",
      header: t`Days`,
      align: "end",
      width: 110,
      value: (row) => row.days,
      cell: (row) => <Num value={row.days} digits={{ min: 0, max: 4 }} reason={unknown} />,
    },
  ];
  const names = [t`Sold after a day`, t`After a week`, t`After a month`, t`After a quarter`];
  return (
    <Part title={title}>
      <dl className="qd-figures qd-risk-figures">
        <Figure title={t`All that is known of`}>
          <Num value={plan.days_for_all} digits={{ min: 0, max: 4 }} reason={unknown} />
        </Figure>
        <Figure title={t`Nine tenths`}>
          <Num
            value={plan.days_for_nine_tenths}
            digits={{ min: 0, max: 4 }}
            reason={t`Of more than a tenth it is not known what is traded.`}
          />
        </Figure>
        {plan.sold_after.map((share, i) => (
          <Figure key={names[i]} title={names[i] ?? ""}>
            <Percent value={share} digits={0} />
          </Figure>
        ))}
        <Figure title={t`Nothing known of`}>
          <Percent value={plan.unknown_share} digits={0} />
        </Figure>
      </dl>
      <div className="qd-risk-table qd-risk-table-low">
        <DataTable
          label={title}
          rows={sellingDays(holdings, plan.days)}
          columns={columns}
          rowKey={(row) => row.name}
          storageKey="risk.liquidity"
          initialSort={[{ id: "value", desc: true }]}
        />
      </div>
    </Part>
  );
}
