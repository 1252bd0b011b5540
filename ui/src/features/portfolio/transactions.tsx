// The transactions behind the portfolio, newest first.
import { useLingui } from "@lingui/react/macro";

import { QueryView } from "@/api/QueryView";
import { useAll } from "@/api/queries";
import { type Instrument, type Transaction } from "@/api/types";
import { Button } from "@/ui/Button";
import { DataTable } from "@/ui/DataTable";
import { useFormat } from "@/ui/display";
import { useHost } from "@/ui/host";
import { Money, Price, Quantity } from "@/ui/numbers";
import { type Column } from "@/ui/table/columns";
import { tableHeight } from "./positions";
import { type View } from "./types";

/** A kind as words: "currency_conversion" is "Currency conversion". */
export function kindText(kind: string): string {
  const words = kind.replace(/_/g, " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export function TransactionsTable({ view, instruments }: { view: View; instruments: readonly Instrument[] }) {
  const { t } = useLingui();
  const format = useFormat();
  const host = useHost();
  const query = useAll<Transaction>("/transactions", { query: { account_id: view.accountId, to: view.asOf } });
  const symbols = new Map(instruments.map((instrument) => [instrument.id, instrument.symbol]));
  const columns: Column<Transaction>[] = [
    {
      id: "trade_date",
      header: t`Date`,
      width: 100,
      value: (row) => row.trade_date,
      cell: (row) => format.date(row.trade_date),
    },
    { id: "kind", header: t`Kind`, width: 130, value: (row) => kindText(row.kind) },
    {
      id: "instrument",
      header: t`Instrument`,
      width: 90,
      value: (row) => (row.instrument_id ? (symbols.get(row.instrument_id) ?? "") : ""),
    },
    {
      id: "quantity",
      header: t`Quantity`,
      align: "end",
      value: (row) => row.quantity,
      digitsMax: 8,
      cell: (row) => (row.quantity === null ? "" : <Quantity value={row.quantity} />),
    },
    {
      id: "price",
      header: t`Price`,
      align: "end",
      value: (row) => row.price,
      digitsMax: 6,
      cell: (row) => (row.price === null ? "" : <Price value={row.price} />),
    },
    {
      id: "amount",
      header: t`Amount`,
      align: "end",
      value: (row) => row.amount,
      currency: (row) => row.currency,
      cell: (row) => (row.amount === null ? "" : <Money value={row.amount} currency={row.currency} />),
    },
    {
      id: "fees",
      header: t`Fees`,
      align: "end",
      width: 80,
      value: (row) => row.fees,
      currency: (row) => row.currency,
      cell: (row) => <Money value={row.fees} currency={row.currency} />,
    },
    { id: "note", header: t`Note`, width: 160, value: (row) => row.note },
  ];
  return (
    <QueryView query={query}>
      {(rows) => (
        <div className="qd-portfolio-table" style={{ height: tableHeight(rows.length) }}>
          <DataTable
            label={t`Transactions`}
            rows={rows}
            columns={columns}
            rowKey={(row) => row.id}
            storageKey="portfolio.transactions"
            initialSort={[{ id: "trade_date", desc: true }]}
            isFilterable
            onOpen={(row) => host.openPanel("transactions", { transaction_id: row.id })}
            toolbar={
              <Button
                size="small"
                icon="edit"
                onPress={() => host.openPanel("transactions")}
              >{t`Edit transactions`}</Button>
            }
            empty={t`No transaction is known.`}
          />
        </div>
      )}
    </QueryView>
  );
}
