// Row by row what an import of transactions would change: new, there already, refused and why.
import { useLingui } from "@lingui/react/macro";

import { IMPORT_EFFECT, TRANSACTION_KIND } from "@/api/labels";
import { type ImportDifference } from "@/api/types";
import { DataTable } from "@/ui/DataTable";
import { useFormat } from "@/ui/display";
import { Money, Price, Quantity } from "@/ui/numbers";
import { type Column } from "@/ui/table/columns";

export function DifferenceTable({ differences }: { differences: readonly ImportDifference[] }) {
  const { t } = useLingui();
  const columns = useDifferenceColumns();
  const keyed = differences.map((difference, index) => ({ ...difference, key: `${index}` }));
  return (
    <div className="qd-table-box">
      <DataTable
        label={t`What would change`}
        rows={keyed}
        columns={columns}
        rowKey={(d) => d.key}
        storageKey="import-differences"
        isFilterable
      />
    </div>
  );
}

function useDifferenceColumns(): Column<ImportDifference>[] {
  const { t, i18n } = useLingui();
  const format = useFormat();
  return [
    { id: "line", header: t`Line`, align: "end", value: (d) => d.line, width: 60 },
    { id: "effect", header: t`Would be`, value: (d) => i18n._(IMPORT_EFFECT[d.effect]), width: 110 },
    {
      id: "trade_date",
      header: t`Date`,
      value: (d) => d.trade_date,
      cell: (d) => (d.trade_date === null ? "" : format.date(d.trade_date)),
      width: 110,
    },
    {
      id: "kind",
      header: t`Kind`,
      value: (d) => (d.kind === null ? "" : i18n._(TRANSACTION_KIND[d.kind])),
      width: 120,
    },
    { id: "account", header: t`Account`, value: (d) => d.account, width: 120 },
    { id: "symbol", header: t`Symbol`, value: (d) => d.symbol, width: 90 },
    {
      id: "quantity",
      header: t`Quantity`,
      align: "end",
      value: (d) => d.quantity,
      digitsMax: 8,
      cell: (d) => (d.quantity === null ? "" : <Quantity value={d.quantity} />),
      width: 90,
    },
    {
      id: "price",
      header: t`Price`,
      align: "end",
      value: (d) => d.price,
      digitsMax: 6,
      cell: (d) => (d.price === null ? "" : <Price value={d.price} />),
      width: 90,
    },
    {
      id: "amount",
      header: t`Amount`,
      align: "end",
      value: (d) => d.amount,
      currency: (d) => d.currency,
      cell: (d) => <Amount value={d.amount} currency={d.currency} />,
      width: 110,
    },
    {
      id: "costs",
      header: t`Fees and taxes`,
      align: "end",
      value: (d) => d.costs,
      currency: (d) => d.currency,
      cell: (d) => <Amount value={d.costs} currency={d.currency} />,
      width: 100,
    },
    { id: "reason", header: t`Reason`, value: (d) => d.reason, width: 320 },
    { id: "external_ref", header: t`Reference`, value: (d) => d.external_ref, width: 120, isHidden: true },
  ];
}

/** Refused rows have no amounts: nothing stands there, not the sign for what is unknown. */
function Amount({ value, currency }: { value: string | null; currency: string | null }) {
  return value === null || currency === null ? null : <Money value={value} currency={currency} />;
}
