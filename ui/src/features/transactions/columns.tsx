// The columns of the transactions table.
import { useLingui } from "@lingui/react/macro";

import { gross } from "@/api/gross";
import { TRANSACTION_KIND } from "@/api/labels";
import { useAccounts, useInstruments } from "@/api/pickers";
import { type Transaction } from "@/api/types";
import { useFormat } from "@/ui/display";
import { Money, Price, Quantity } from "@/ui/numbers";
import { type Column } from "@/ui/table/columns";

export function useTransactionColumns(): Column<Transaction>[] {
  const { t, i18n } = useLingui();
  const format = useFormat();
  const instruments = useInstruments();
  const accounts = useAccounts();
  const symbols = new Map((instruments.data ?? []).map((i) => [i.id, i.symbol]));
  const names = new Map((accounts.data ?? []).map((a) => [a.id, a.name]));
  const symbol = (id: string | null): string => (id === null ? "" : (symbols.get(id) ?? "…"));
  return [
    {
      id: "trade_date",
      header: t`Date`,
      value: (x) => x.trade_date,
      cell: (x) => format.date(x.trade_date),
      width: 120,
    },
    { id: "kind", header: t`Kind`, value: (x) => i18n._(TRANSACTION_KIND[x.kind]), width: 130 },
    { id: "instrument", header: t`Instrument`, value: (x) => symbol(x.instrument_id), width: 90 },
    {
      id: "quantity",
      header: t`Quantity`,
      align: "end",
      value: (x) => x.quantity,
      digitsMax: 8,
      cell: (x) => (x.quantity === null ? "" : <Quantity value={x.quantity} />),
      width: 90,
    },
    {
      id: "price",
      header: t`Price`,
      align: "end",
      value: (x) => x.price,
      digitsMax: 6,
      cell: (x) => (x.price === null ? "" : <Price value={x.price} />),
      width: 90,
    },
    {
      id: "amount",
      header: t`Amount`,
      align: "end",
      value: gross,
      currency: (x) => x.currency,
      cell: (x) => (gross(x) === null ? "" : <Money value={gross(x)} currency={x.currency} />),
      width: 120,
    },
    {
      id: "fees",
      header: t`Fees`,
      align: "end",
      value: (x) => x.fees,
      currency: (x) => x.currency,
      cell: (x) => <Money value={x.fees} currency={x.currency} />,
      width: 80,
    },
    {
      id: "taxes",
      header: t`Taxes`,
      align: "end",
      value: (x) => x.taxes,
      currency: (x) => x.currency,
      cell: (x) => <Money value={x.taxes} currency={x.currency} />,
      width: 80,
      isHidden: true,
    },
    { id: "currency", header: t`Currency`, value: (x) => x.currency, width: 75, isHidden: true },
    { id: "account", header: t`Account`, value: (x) => names.get(x.account_id) ?? "…", width: 130 },
    { id: "external_ref", header: t`Reference`, value: (x) => x.external_ref, isHidden: true },
    { id: "note", header: t`Note`, value: (x) => x.note, width: 180 },
  ];
}
