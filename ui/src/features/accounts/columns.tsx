// The columns of the accounts table.
import { useLingui } from "@lingui/react/macro";

import { ACCOUNT_KIND } from "@/api/labels";
import { type Account } from "@/api/types";
import { useFormat } from "@/ui/display";
import { type Column } from "@/ui/table/columns";

export function useAccountColumns(): Column<Account>[] {
  const { t, i18n } = useLingui();
  const format = useFormat();
  return [
    { id: "name", header: t`Name`, value: (a) => a.name, width: 180 },
    { id: "kind", header: t`Taxation`, value: (a) => i18n._(ACCOUNT_KIND[a.kind]), width: 130 },
    { id: "currency", header: t`Currency`, value: (a) => a.currency, width: 80 },
    { id: "institution", header: t`Bank or broker`, value: (a) => a.institution, width: 150 },
    { id: "number", header: t`Number`, value: (a) => a.number, isHidden: true },
    {
      id: "opened_on",
      header: t`Opened`,
      value: (a) => a.opened_on,
      cell: (a) => (a.opened_on ? format.date(a.opened_on) : ""),
    },
    {
      id: "closed_on",
      header: t`Closed`,
      value: (a) => a.closed_on,
      cell: (a) => (a.closed_on ? format.date(a.closed_on) : ""),
      isHidden: true,
    },
    { id: "note", header: t`Note`, value: (a) => a.note, width: 220 },
  ];
}
