// Cash by account and currency.
import { useLingui } from "@lingui/react/macro";

import { type Account } from "@/api/types";
import { DataTable } from "@/ui/DataTable";
import { useFormat } from "@/ui/display";
import { Explainable, Money, Num, Percent } from "@/ui/numbers";
import { type Column } from "@/ui/table/columns";
import { tableHeight } from "./positions";
import { type Cash, type Portfolio, type Question } from "./types";

const RATE_DIGITS = { min: 4, max: 6 };

export interface CashProps {
  portfolio: Portfolio;
  accounts: readonly Account[];
  onExplain: (question: Question) => void;
}

export function CashTable({ portfolio, accounts, onExplain }: CashProps) {
  const { t } = useLingui();
  const format = useFormat();
  const names = new Map(accounts.map((account) => [account.id, account.name]));
  const columns: Column<Cash>[] = [
    { id: "account", header: t`Account`, width: 180, value: (row) => names.get(row.account_id) ?? "" },
    { id: "currency", header: t`Currency`, width: 90, value: (row) => row.currency },
    {
      id: "amount",
      header: t`Amount`,
      align: "end",
      value: (row) => row.amount,
      currency: (row) => row.currency,
      cell: (row) => <Money value={row.amount} currency={row.currency} />,
    },
    {
      id: "rate",
      header: t`Rate`,
      align: "end",
      value: (row) => row.rate?.rate,
      digitsMax: 6,
      cell: (row) => (
        <Explainable
          label={`${t`Rate of ${row.currency}`}: ${format.number(row.rate?.rate, RATE_DIGITS)}`}
          onExplain={() =>
            onExplain({
              figure: "exchange_rate",
              id: `cash:${row.account_id}:${row.currency}`,
              title: t`Rate of ${row.currency}`,
            })
          }
        >
          <Num value={row.rate?.rate} digits={RATE_DIGITS} reason={row.value_base.unknown?.message} />
        </Explainable>
      ),
    },
    {
      id: "value",
      header: t`Value`,
      align: "end",
      value: (row) => row.value_base.value,
      cell: (row) => (
        <Explainable
          label={`${t`Value of ${row.currency} cash`}: ${format.money(row.value_base.value, portfolio.base_currency)}`}
          onExplain={() =>
            onExplain({
              figure: "cash_value",
              id: `cash:${row.account_id}:${row.currency}`,
              title: t`Cash in ${row.currency}`,
            })
          }
        >
          <Money value={row.value_base.value} reason={row.value_base.unknown?.message} />
        </Explainable>
      ),
    },
    {
      id: "weight",
      header: t`Weight`,
      align: "end",
      width: 80,
      value: (row) => row.weight.value,
      cell: (row) => <Percent value={row.weight.value} reason={row.weight.unknown?.message} />,
    },
  ];
  return (
    <div className="qd-portfolio-table" style={{ height: tableHeight(portfolio.cash.length) }}>
      <DataTable
        label={t`Cash`}
        rows={portfolio.cash}
        columns={columns}
        rowKey={(row) => `${row.account_id} ${row.currency}`}
        storageKey="portfolio.cash"
        empty={t`No cash is held.`}
      />
    </div>
  );
}
