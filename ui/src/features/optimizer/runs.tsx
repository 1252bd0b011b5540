// The saved runs: reopen, rename, compare, delete.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { get } from "@/api/client";
import { toApiError } from "@/api/errors";
import { OPTIMIZATION_TYPE } from "@/api/labels";
import { QueryView } from "@/api/QueryView";
import { getAll, useAll } from "@/api/queries";
import { RenameRun } from "@/api/RenameRun";
import { type Instrument } from "@/api/types";
import { useBooks } from "@/api/useBooks";
import { Button } from "@/ui/Button";
import { DataTable } from "@/ui/DataTable";
import { useDisplay } from "@/ui/display";
import { Num, Percent } from "@/ui/numbers";
import { EmptyState } from "@/ui/states";
import { type Column } from "@/ui/table/columns";
import { toast } from "@/ui/toasts";
import { CompareDialog } from "./compare";
import { formOf } from "./reopen";
import { type Session } from "./session";
import { type Run, type RunSummary } from "./types";

const COMPARE_MAX = 8;

export function SavedRuns({ session, onReopened }: { session: Session; onReopened: () => void }) {
  const { t, i18n } = useLingui();
  const { format, timeZone } = useDisplay();
  const runs = useAll<RunSummary>("/optimizations");
  const books = useBooks<{ name: string }, Run>("/optimizations");
  const [picked, setPicked] = useState<readonly string[]>([]);
  const [compared, setCompared] = useState<readonly string[] | null>(null);
  const [renamed, setRenamed] = useState<RunSummary | null>(null);

  const reopen = async (row: RunSummary): Promise<void> => {
    try {
      const [run, instruments] = await Promise.all([
        get<Run>("/optimizations/{id}", { path: { id: row.id } }),
        getAll<Instrument>("/instruments"),
      ]);
      session.dispatch({ type: "replace", form: formOf(run, instruments) });
      onReopened();
      toast({ text: t`${row.name} reopened with today's prices of its dates` });
    } catch (error) {
      toast({ kind: "error", text: toApiError(error).message });
    }
  };
  const toggle = (id: string): void =>
    setPicked(picked.includes(id) ? picked.filter((p) => p !== id) : [...picked, id].slice(-COMPARE_MAX));

  const columns: Column<RunSummary>[] = [
    {
      id: "pick",
      header: t`Compare`,
      width: 70,
      isUnsortable: true,
      value: () => null,
      cell: (row) => (
        <input
          type="checkbox"
          aria-label={t`Compare ${row.name}`}
          checked={picked.includes(row.id)}
          onChange={() => toggle(row.id)}
        />
      ),
    },
    { id: "name", header: t`Name`, width: 200, value: (row) => row.name },
    { id: "type", header: t`Objective`, width: 150, value: (row) => i18n._(OPTIMIZATION_TYPE[row.optimization_type]) },
    { id: "n_assets", header: t`Assets`, align: "end", width: 70, value: (row) => row.n_assets },
    {
      id: "expected_return",
      header: t`Return`,
      align: "end",
      width: 80,
      value: (row) => row.expected_return,
      cell: (row) => <Percent value={row.expected_return} />,
    },
    {
      id: "volatility",
      header: t`Volatility`,
      align: "end",
      width: 84,
      value: (row) => row.volatility,
      cell: (row) => <Percent value={row.volatility} />,
    },
    {
      id: "sharpe",
      header: t`Sharpe`,
      align: "end",
      width: 70,
      value: (row) => row.sharpe,
      cell: (row) => <Num value={row.sharpe} digits={3} />,
    },
    { id: "as_of", header: t`As of`, width: 100, value: (row) => row.as_of, cell: (row) => format.date(row.as_of) },
    {
      id: "created_at",
      header: t`Saved`,
      width: 150,
      value: (row) => row.created_at,
      cell: (row) => format.dateTime(row.created_at, timeZone),
    },
  ];

  return (
    <QueryView query={runs}>
      {(rows) =>
        rows.length === 0 ? (
          <EmptyState
            title={t`No run is saved yet`}
            text={t`Save a run to keep its weights with everything they were computed from, and to compare it with others.`}
          />
        ) : (
          <div className="qd-runs">
            <DataTable
              label={t`Saved runs`}
              rows={rows}
              columns={columns}
              rowKey={(row) => row.id}
              storageKey="optimizer.runs"
              initialSort={[{ id: "created_at", desc: true }]}
              onOpen={(row) => void reopen(row)}
              rowActions={(row) => [
                { id: "reopen", label: t`Reopen`, onAction: () => void reopen(row) },
                { id: "rename", label: t`Rename`, onAction: () => setRenamed(row) },
                {
                  id: "delete",
                  label: t`Delete`,
                  isDanger: true,
                  startsGroup: true,
                  onAction: () => void books.remove(row.id, t`${row.name} deleted`),
                },
              ]}
              toolbar={
                <Button
                  size="small"
                  isDisabled={picked.length < 2}
                  onPress={() => setCompared(picked.filter((id) => rows.some((r) => r.id === id)))}
                >
                  {t`Compare chosen`}
                </Button>
              }
            />
            <CompareDialog ids={compared} onClose={() => setCompared(null)} />
            {renamed ? <RenameRun path="/optimizations" run={renamed} onClose={() => setRenamed(null)} /> : null}
          </div>
        )
      }
    </QueryView>
  );
}
