// The kept sweeps: open, delete.
import { useLingui } from "@lingui/react/macro";

import { FigureValue } from "@/api/backtest/figureValue";
import { formOf } from "@/api/backtest/specification";
import { type Catalogue, type SweepItem } from "@/api/backtest/types";
import { useFigureName } from "@/api/backtest/words";
import { useAll } from "@/api/queries";
import { QueryView } from "@/api/QueryView";
import { useBooks } from "@/api/useBooks";
import { DataTable } from "@/ui/DataTable";
import { useDisplay } from "@/ui/display";
import { EmptyState } from "@/ui/states";
import { type Column } from "@/ui/table/columns";

export interface KeptProps {
  catalogue: Catalogue;
  onOpen: (id: string) => void;
  onSetUp: () => void;
}

export function Kept({ catalogue, onOpen, onSetUp }: KeptProps) {
  const { t } = useLingui();
  const { format, timeZone } = useDisplay();
  const name = useFigureName();
  const sweeps = useAll<SweepItem>("/sweeps");
  const books = useBooks<never, unknown>("/sweeps");
  const columns: Column<SweepItem>[] = [
    { id: "name", header: t`Name`, width: 200, value: (row) => row.name },
    {
      id: "strategy",
      header: t`Strategy`,
      width: 160,
      value: (row) => formOf(catalogue, row.strategy_kind)?.title ?? row.strategy_kind,
    },
    { id: "figure", header: t`Figure`, width: 150, value: (row) => name(row.summary.figure) },
    {
      id: "n_trials",
      header: t`Trials`,
      align: "end",
      width: 80,
      value: (row) => row.summary.made,
      cell: (row) => format.number(row.summary.made, 0),
    },
    {
      id: "best",
      header: t`Best`,
      align: "end",
      width: 100,
      value: (row) => row.summary.best,
      cell: (row) => (
        <FigureValue name={row.summary.figure} value={row.summary.best} reason={t`No trial has this figure.`} />
      ),
    },
    { id: "stopped", header: t`State`, width: 90, value: (row) => (row.summary.stopped ? t`stopped` : t`done`) },
    {
      id: "created_at",
      header: t`Ran`,
      width: 160,
      value: (row) => row.created_at,
      cell: (row) => format.dateTime(row.created_at, timeZone),
    },
  ];
  return (
    <QueryView query={sweeps}>
      {(rows) =>
        rows.length === 0 ? (
          <EmptyState
            title={t`No sweep is kept yet`}
            text={t`Every sweep is kept with its trials, which count against the best of them.`}
            action={{ label: t`Set one up`, onPress: onSetUp }}
          />
        ) : (
          <div className="qd-boxed qd-sweep-kept">
            <DataTable
              label={t`Kept sweeps`}
              rows={rows}
              columns={columns}
              rowKey={(row) => row.id}
              storageKey="sweep.kept"
              initialSort={[{ id: "created_at", desc: true }]}
              onOpen={(row) => onOpen(row.id)}
              rowActions={(row) => [
                { id: "open", label: t`Open`, onAction: () => onOpen(row.id) },
                {
                  id: "delete",
                  label: t`Delete`,
                  isDanger: true,
                  startsGroup: true,
                  onAction: () => void books.remove(row.id, t`${row.name} deleted`),
                },
              ]}
            />
          </div>
        )
      }
    </QueryView>
  );
}
