// The transactions behind the portfolio, newest first.
import { useLingui } from "@lingui/react/macro";

import { gross } from "@/api/gross";
import { type Instrument, type Transaction } from "@/api/types";
import { WindowTable } from "@/api/WindowTable";
import { Button } from "@/ui/Button";
import { useFormat } from "@/ui/display";
import { useHost } from "@/ui/host";
import { Money, Price, Quantity } from "@/ui/numbers";
import { type Column } from "@/ui/table/columns";
import { tableHeight } from "./positions";
import { type View } from "./types";

/** The table is as high as for so many rows; it scrolls by itself. */
const ROWS_SHOWN = 22;

/** A kind as words: "currency_conversion" is "Currency conversion". */
export function kindText(kind: string): string {
  const words = kind.replace(/_/g, " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export function TransactionsTable({ view, instruments }: { view: View; instruments: readonly Instrument[] }) {
  const { t } = useLingui();
  const format = useFormat();
  const host = useHost();
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
      value: gross,
      currency: (row) => row.currency,
      cell: (row) => (gross(row) === null ? "" : <Money value={gross(row)} currency={row.currency} />),
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
    <div className="qd-portfolio-table" style={{ height: tableHeight(ROWS_SHOWN) }}>
      <WindowTable<Transaction>
        label={t`Transactions`}
        path="/transactions/window"
        query={{ account_id: view.accountId, to: view.asOf }}
        columns={columns}
        rowKey={(row) => row.id}
        storageKey="portfolio.transactions"
        initialSort={[{ id: "trade_date", desc: true }]}
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
  );
}
