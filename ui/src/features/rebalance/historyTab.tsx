// What was proposed, approved, done and dismissed.
import { useLingui } from "@lingui/react/macro";

import { QueryView } from "@/api/QueryView";
import { useGet } from "@/api/queries";
import { type Page } from "@/api/types";
import { DataTable } from "@/ui/DataTable";
import { useDisplay } from "@/ui/display";
import { Money } from "@/ui/numbers";
import { EmptyState } from "@/ui/states";
import { type Column } from "@/ui/table/columns";
import { HistoryDetail } from "./historyDetail";
import { type RebalancingSummary } from "./types";
import { STATE, TRIGGER } from "./words";

const SHOWN_MAX = 500;

function useColumns(): Column<RebalancingSummary>[] {
  const { t, i18n } = useLingui();
  const { format, timeZone } = useDisplay();
  const untaxed = t`Taxes were not counted.`;
  const taxNow = (row: RebalancingSummary): string | null => (row.taxes_counted ? row.figures.tax_now : null);
  return [
    { id: "state", header: t`State`, width: 90, value: (row) => i18n._(STATE[row.state]) },
    {
      id: "created_at",
      header: t`Proposed`,
      width: 170,
      value: (row) => row.created_at,
      cell: (row) => format.dateTime(row.created_at, timeZone),
    },
    { id: "trigger", header: t`Because`, width: 130, value: (row) => i18n._(TRIGGER[row.trigger]) },
    { id: "target", header: t`Target`, width: 150, value: (row) => row.target_name ?? t`edited weights` },
    { id: "n_trades", header: t`Trades`, width: 70, align: "end", value: (row) => row.n_trades },
    {
      id: "tax_now",
      header: t`Tax now`,
      width: 110,
      align: "end",
      value: taxNow,
      cell: (row) => <Money value={taxNow(row)} currency={row.base_currency} reason={untaxed} />,
    },
    {
      id: "cost",
      header: t`Cost`,
      width: 90,
      align: "end",
      value: (row) => row.figures.cost,
      cell: (row) => <Money value={row.figures.cost} currency={row.base_currency} />,
    },
    {
      id: "traded",
      header: t`Traded`,
      width: 120,
      align: "end",
      value: (row) => row.figures.traded,
      cell: (row) => <Money value={row.figures.traded} currency={row.base_currency} />,
    },
    { id: "decided_by", header: t`Decided by`, width: 110, value: (row) => row.decided_by ?? "—" },
    { id: "date", header: t`Prices of`, width: 110, value: (row) => row.date, cell: (row) => format.date(row.date) },
    { id: "note", header: t`Note`, width: 160, value: (row) => row.note },
  ];
}

export interface HistoryTabProps {
  opened: string | null;
  onOpen: (id: string | null) => void;
}

export function HistoryTab({ opened, onOpen }: HistoryTabProps) {
  const { t } = useLingui();
  const columns = useColumns();
  const list = useGet<Page<RebalancingSummary>>("/rebalancings", { query: { limit: SHOWN_MAX } });
  return (
    <QueryView query={list}>
      {({ items }) => {
        const current = items.find(({ id }) => id === opened) ?? items[0];
        if (!current) {
          return (
            <EmptyState
              title={t`No rebalancing yet`}
              text={t`Plans that you save or approve are kept here with their trades, lots and reasons, and with who decided what.`}
            />
          );
        }
        return (
          <div className="qd-rb-history">
            <div className="qd-rb-history-list">
              <DataTable
                label={t`Rebalancings`}
                rows={items}
                columns={columns}
                rowKey={(row) => row.id}
                storageKey="rebalancings"
                initialSort={[{ id: "created_at", desc: true }]}
                selectedKey={current.id}
                onSelect={(row) => onOpen(row.id)}
              />
            </div>
            <HistoryDetail key={current.id} id={current.id} />
          </div>
        );
      }}
    </QueryView>
  );
}
