// The kept runs: open, compare, rename, delete.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { FigureValue } from "@/api/backtest/figureValue";
import { useBacktests } from "@/api/backtest/queries";
import { formOf } from "@/api/backtest/specification";
import { type BacktestItem, type Catalogue } from "@/api/backtest/types";
import { STANDING, useFigureName } from "@/api/backtest/words";
import { QueryView } from "@/api/QueryView";
import { RenameRun } from "@/api/RenameRun";
import { useBooks } from "@/api/useBooks";
import { Button } from "@/ui/Button";
import { DataTable } from "@/ui/DataTable";
import { useDisplay } from "@/ui/display";
import { EmptyState } from "@/ui/states";
import { type Column } from "@/ui/table/columns";
import { Compare } from "./compare";

const COMPARE_MAX = 6;
const LISTED = ["total_return", "annual_return", "sharpe_ratio", "max_drawdown"] as const;

export interface RunsProps {
  catalogue: Catalogue;
  onOpen: (id: string) => void;
  onSetUp: () => void;
}

function figure(row: BacktestItem, name: string): number | null {
  const value = row.summary[name as keyof BacktestItem["summary"]];
  return typeof value === "number" ? value : null;
}

export function Runs({ catalogue, onOpen, onSetUp }: RunsProps) {
  const { t, i18n } = useLingui();
  const { format, timeZone } = useDisplay();
  const name = useFigureName();
  const runs = useBacktests();
  const books = useBooks<{ name: string }, unknown>("/backtests");
  const [picked, setPicked] = useState<readonly string[]>([]);
  const [renamed, setRenamed] = useState<BacktestItem | null>(null);
  const toggle = (id: string): void =>
    setPicked(picked.includes(id) ? picked.filter((other) => other !== id) : [...picked, id].slice(-COMPARE_MAX));
  const columns: Column<BacktestItem>[] = [
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
    {
      id: "strategy",
      header: t`Strategy`,
      width: 150,
      value: (row) => formOf(catalogue, row.strategy_kind)?.title ?? row.strategy_kind,
    },
    {
      id: "over",
      header: t`Over`,
      width: 130,
      value: (row) => (row.paper ? t`Paper: ${i18n._(STANDING[row.paper.standing])}` : t`The past`),
    },
    ...LISTED.map((id): Column<BacktestItem> => ({
      id,
      header: name(id),
      align: "end",
      width: 110,
      value: (row) => figure(row, id),
      cell: (row) => <FigureValue name={id} value={figure(row, id)} />,
    })),
    {
      id: "period",
      header: t`Period`,
      width: 190,
      value: (row) => row.from,
      cell: (row) => `${format.date(row.from)} – ${format.date(row.to)}`,
    },
    { id: "n_trials", header: t`Trial`, align: "end", width: 60, value: (row) => row.n_trials },
    {
      id: "created_at",
      header: t`Ran`,
      width: 160,
      value: (row) => row.created_at,
      cell: (row) => format.dateTime(row.created_at, timeZone),
    },
  ];
  return (
    <QueryView query={runs}>
      {(rows) => {
        const compared = rows.filter(({ id }) => picked.includes(id));
        return rows.length === 0 ? (
          <EmptyState
            title={t`No run is kept yet`}
            text={t`Every back-test is kept with all that it takes to repeat it, and counted as a trial of its strategy.`}
            action={{ label: t`Set one up`, onPress: onSetUp }}
          />
        ) : (
          <div className="qd-stack">
            <div className="qd-boxed">
              <DataTable
                label={t`Kept runs`}
                rows={rows}
                columns={columns}
                rowKey={(row) => row.id}
                storageKey="backtest.runs"
                initialSort={[{ id: "created_at", desc: true }]}
                onOpen={(row) => onOpen(row.id)}
                isFilterable
                rowActions={(row) => [
                  { id: "open", label: t`Open`, onAction: () => onOpen(row.id) },
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
                  <Button size="small" isDisabled={picked.length === 0} onPress={() => setPicked([])}>
                    {t`Choose none`}
                  </Button>
                }
              />
            </div>
            {compared.length < 2 ? (
              <p className="qd-dim">{t`Choose two or more runs to see them beside each other.`}</p>
            ) : (
              <Compare runs={compared} />
            )}
            {renamed ? <RenameRun path="/backtests" run={renamed} onClose={() => setRenamed(null)} /> : null}
          </div>
        );
      }}
    </QueryView>
  );
}
