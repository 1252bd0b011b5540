// What is held, and the lots of the position that was opened.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { type Account } from "@/api/types";
import { popOut } from "@/charts/popOut";
import { DataTable } from "@/ui/DataTable";
import { useHost, useLinkedInstrument } from "@/ui/host";
import { toast } from "@/ui/toasts";
import { type PositionRow, subjectOf, usePositionColumns } from "./columns";
import { LotsOfPosition } from "./lots";
import { type Portfolio, type Question, type View } from "./types";

export interface PositionsProps {
  portfolio: Portfolio;
  accounts: readonly Account[];
  view: View;
  onExplain: (question: Question) => void;
}

/** Pixels for a table of this many rows: all of them, up to a screenful. */
export function tableHeight(n_rows: number): number {
  return 82 + Math.min(22, Math.max(4, n_rows)) * 26;
}

export function Positions({ portfolio, accounts, view, onExplain }: PositionsProps) {
  const { t } = useLingui();
  const host = useHost();
  const [, follow] = useLinkedInstrument();
  const [opened, setOpened] = useState<string | null>(null);
  const [selected, setSelected] = useState<string | null>(null);
  const names = new Map(accounts.map((account) => [account.id, account.name]));
  const rows: PositionRow[] = portfolio.positions.map((position) => ({
    ...position,
    account: names.get(position.account_id) ?? "",
    sparkline: portfolio.sparklines[position.instrument_id] ?? [],
  }));
  const columns = usePositionColumns(onExplain, view.accountId === null && accounts.length > 1);
  const shown = rows.find((row) => subjectOf(row) === opened);
  const pop = async (row: PositionRow): Promise<void> => {
    try {
      await popOut({ instrumentId: row.instrument_id, symbol: row.symbol }, host.popOutChart);
    } catch (error) {
      toast({ kind: "error", text: error instanceof Error ? error.message : String(error) });
    }
  };
  return (
    <div className="qd-stack">
      <div className="qd-portfolio-table" style={{ height: tableHeight(rows.length) }}>
        <DataTable
          label={t`Positions`}
          rows={rows}
          columns={columns}
          rowKey={subjectOf}
          storageKey="portfolio.positions"
          initialSort={[{ id: "value", desc: true }]}
          isFilterable
          selectedKey={selected}
          onSelect={(row) => {
            setSelected(subjectOf(row));
            follow(row.instrument_id);
          }}
          onOpen={(row) => setOpened(opened === subjectOf(row) ? null : subjectOf(row))}
          rowActions={(row) => [
            { id: "lots", label: t`Show lots`, onAction: () => setOpened(subjectOf(row)) },
            {
              id: "chart",
              label: t`Open chart`,
              onAction: () => host.openPanel("chart", { instrument_id: row.instrument_id }),
            },
            { id: "pop-out", label: t`Pop out chart`, onAction: () => void pop(row) },
            {
              id: "explain",
              label: t`Explain value`,
              onAction: () =>
                onExplain({ figure: "market_value", id: subjectOf(row), title: `${t`Value`}: ${row.symbol}` }),
            },
          ]}
          empty={t`Nothing is held on this day.`}
        />
      </div>
      {shown ? (
        <LotsOfPosition
          key={opened}
          position={shown}
          view={view}
          onExplain={onExplain}
          onClose={() => setOpened(null)}
        />
      ) : (
        <p className="qd-dim qd-small">{t`Enter or a double click on a position shows its lots.`}</p>
      )}
    </div>
  );
}
