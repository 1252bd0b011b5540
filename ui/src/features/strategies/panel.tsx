// Strategies: those that are kept, and what each of them does: parameters, conditions, or a script.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { useStored } from "@/api/backtest/drafts";
import { useCatalogue, useStrategies } from "@/api/backtest/queries";
import { formOf } from "@/api/backtest/specification";
import { type Catalogue, type Strategy, type StrategyFields } from "@/api/backtest/types";
import { QueryView } from "@/api/QueryView";
import { useBooks } from "@/api/useBooks";
import { Button } from "@/ui/Button";
import { DataTable } from "@/ui/DataTable";
import { useDisplay } from "@/ui/display";
import { type PanelProps } from "@/ui/host";
import { PanelFrame } from "@/ui/PanelFrame";
import { EmptyState } from "@/ui/states";
import { type Column } from "@/ui/table/columns";
import { discard, drafts, freeName, NEW, write } from "./drafts";
import { Editor } from "./editor";
import { NewDialog } from "./newDialog";
import "@/api/backtest/backtest.css";
import "./strategies.css";

export default function Panel({ params }: PanelProps) {
  const { t } = useLingui();
  const catalogue = useCatalogue();
  const strategies = useStrategies();
  return (
    <PanelFrame label={t`Strategies`}>
      <QueryView query={strategies}>
        {(rows) => (
          <QueryView query={catalogue}>
            {(known) => <List rows={rows} catalogue={known} wanted={params["strategy_id"] ?? null} />}
          </QueryView>
        )}
      </QueryView>
    </PanelFrame>
  );
}

interface ListProps {
  rows: readonly Strategy[];
  catalogue: Catalogue;
  wanted: string | null;
}

function List({ rows, catalogue, wanted }: ListProps) {
  const { t } = useLingui();
  const { format, timeZone } = useDisplay();
  const written = useStored(drafts);
  const books = useBooks<StrategyFields, Strategy>("/strategies");
  const [chosen, setChosen] = useState<string | null>(wanted);
  const [isChoosing, setChoosing] = useState(false);
  const isNew = chosen === NEW && written[NEW] !== undefined;
  const current = isNew ? null : (rows.find(({ id }) => id === chosen) ?? rows[0] ?? null);
  const remove = (row: Strategy): void => {
    discard(row.id);
    void books.remove(row.id, t`Strategy “${row.name}” deleted`);
  };
  const columns: Column<Strategy>[] = [
    {
      id: "name",
      header: t`Name`,
      width: 200,
      value: (row) => row.name,
      cell: (row) => (
        <>
          {row.name}
          {written[row.id] ? <span className="qd-warn"> {t`(changed)`}</span> : null}
        </>
      ),
    },
    {
      id: "kind",
      header: t`Kind`,
      width: 150,
      value: ({ specification: { kind } }) => formOf(catalogue, kind)?.title ?? kind,
    },
    {
      id: "updated_at",
      header: t`Changed`,
      width: 160,
      value: (row) => row.updated_at,
      cell: (row) => format.dateTime(row.updated_at, timeZone),
    },
  ];
  const add = { label: t`New strategy`, onPress: () => setChoosing(true) };
  const names = rows.map(({ name }) => name);
  const editor = isNew ? (
    <Editor key={NEW} saved={null} names={names} catalogue={catalogue} onSaved={({ id }) => setChosen(id)} />
  ) : current ? (
    <Editor
      key={current.id}
      saved={current}
      names={names}
      catalogue={catalogue}
      onSaved={({ id }) => setChosen(id)}
      onDelete={() => remove(current)}
    />
  ) : null;
  return (
    <>
      {rows.length === 0 && !isNew ? (
        <EmptyState
          title={t`No strategy is kept yet`}
          text={t`A strategy says when to buy and sell: a built-in one with your parameters, conditions in words, or a script of your own. A back-test shows what it would have done.`}
          action={add}
        />
      ) : (
        <div className="qd-listing">
          <div className="qd-boxed">
            <DataTable
              label={t`Strategies`}
              rows={rows}
              columns={columns}
              rowKey={(row) => row.id}
              storageKey="strategies"
              initialSort={[{ id: "name", desc: false }]}
              selectedKey={isNew ? null : (current?.id ?? null)}
              onSelect={(row) => setChosen(row.id)}
              rowActions={(row) => [{ id: "delete", label: t`Delete`, isDanger: true, onAction: () => remove(row) }]}
              toolbar={
                <Button icon="plus" size="small" onPress={add.onPress}>
                  {add.label}
                </Button>
              }
              empty={t`None is kept yet; save the one that is being written.`}
            />
          </div>
          {editor}
        </div>
      )}
      {isChoosing ? (
        <NewDialog
          catalogue={catalogue}
          onChoose={(name, specification) => {
            write(NEW, { name: freeName(name, names), specification }, null);
            setChosen(NEW);
          }}
          onClose={() => setChoosing(false)}
        />
      ) : null}
    </>
  );
}
