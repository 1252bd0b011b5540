// Targets: portfolios to steer towards, listed, edited, and held against today's weights.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { QueryView } from "@/api/QueryView";
import { useAll } from "@/api/queries";
import { usePortfolio } from "@/api/usePortfolio";
import { useBooks } from "@/api/useBooks";
import { type Decimal } from "@/lib/decimal";
import { Button } from "@/ui/Button";
import { DataTable } from "@/ui/DataTable";
import { useDisplay } from "@/ui/display";
import { type PanelProps, useHost } from "@/ui/host";
import { Percent } from "@/ui/numbers";
import { PanelFrame } from "@/ui/PanelFrame";
import { EmptyState } from "@/ui/states";
import { type Column } from "@/ui/table/columns";
import { TargetDetail } from "./detail";
import { driftRows, outside, sumOf, todayOf } from "./drift";
import { TargetForm } from "./form";
import { type Target, type TargetFields } from "./types";
import "./targets.css";

/** Today's weights as those of a new target, to hundredths of a percent. */
function asWeights(today: ReadonlyMap<string, number | null>): Record<string, Decimal> {
  return Object.fromEntries(
    [...today].flatMap(([id, weight]) =>
      weight === null || Math.abs(weight) < 0.00005 ? [] : [[id, weight.toFixed(4)] as const],
    ),
  );
}

interface Opened {
  target: Target | null;
  initial: Record<string, Decimal>;
}

export default function TargetsPanel({ params }: PanelProps) {
  const { t } = useLingui();
  const { format, timeZone } = useDisplay();
  const host = useHost();
  const targets = useAll<Target>("/targets");
  const portfolio = usePortfolio();
  const { remove } = useBooks<TargetFields, Target>("/targets");
  const [chosen, setChosen] = useState<string | null>(params["target_id"] ?? null);
  const [opened, setOpened] = useState<Opened | null>(null);
  const today = portfolio.data ? todayOf(portfolio.data) : null;
  const add = { label: t`New target`, onPress: () => setOpened({ target: null, initial: {} }) };
  const removed = (target: Target) => void remove(target.id, t`Target “${target.name}” deleted`);

  const columns: Column<Target>[] = [
    { id: "name", header: t`Name`, width: 180, value: (row) => row.name },
    {
      id: "count",
      header: t`Instruments`,
      align: "end",
      width: 90,
      value: (row) => Object.keys(row.weights).length,
    },
    {
      id: "sum",
      header: t`Invested`,
      align: "end",
      width: 90,
      value: (row) => sumOf(row.weights),
      cell: (row) => <Percent value={Number(sumOf(row.weights))} />,
    },
    {
      id: "band",
      header: t`Band`,
      align: "end",
      width: 80,
      value: (row) => row.tolerance,
      cell: (row) =>
        row.tree !== null ? (
          t`groups`
        ) : row.tolerance === null ? (
          t`none`
        ) : (
          <Percent value={Number(row.tolerance)} reason={t`No band is set.`} />
        ),
    },
    {
      id: "outside",
      header: t`Off today`,
      align: "end",
      width: 90,
      value: (row) => (today ? outside(driftRows(row, today)) : null),
      cell: (row) => (today ? (outside(driftRows(row, today)) ?? "—") : "—"),
    },
    {
      id: "updated_at",
      header: t`Changed`,
      width: 160,
      value: (row) => row.updated_at,
      cell: (row) => format.dateTime(row.updated_at, timeZone),
    },
  ];

  return (
    <PanelFrame label={t`Targets`}>
      <QueryView query={targets}>
        {(rows) => {
          const current = rows.find(({ id }) => id === chosen) ?? rows[0];
          return rows.length === 0 ? (
            <EmptyState
              title={t`No targets yet`}
              text={t`A target is the portfolio you steer towards. Save one from the optimizer, or enter its weights; here you see how far today's weights have drifted from it.`}
              action={{ label: t`Open the optimizer`, onPress: () => host.openPanel("optimizer") }}
            />
          ) : (
            <div className="qd-targets">
              <div className="qd-targets-list">
                <DataTable
                  label={t`Targets`}
                  rows={rows}
                  columns={columns}
                  rowKey={(row) => row.id}
                  storageKey="targets"
                  initialSort={[{ id: "updated_at", desc: true }]}
                  selectedKey={current?.id ?? null}
                  onSelect={(row) => setChosen(row.id)}
                  onOpen={(row) => setOpened({ target: row, initial: {} })}
                  rowActions={(row) => [
                    { id: "edit", label: t`Change`, onAction: () => setOpened({ target: row, initial: {} }) },
                    { id: "delete", label: t`Delete`, isDanger: true, onAction: () => removed(row) },
                  ]}
                  toolbar={
                    <>
                      <Button icon="plus" size="small" onPress={add.onPress}>
                        {add.label}
                      </Button>
                      <Button
                        size="small"
                        isDisabled={!today || today.size === 0}
                        onPress={() => today && setOpened({ target: null, initial: asWeights(today) })}
                      >
                        {t`From today's weights`}
                      </Button>
                    </>
                  }
                />
              </div>
              {current ? (
                <TargetDetail
                  target={current}
                  onChange={() => setOpened({ target: current, initial: {} })}
                  onDelete={() => removed(current)}
                />
              ) : null}
            </div>
          );
        }}
      </QueryView>
      {targets.data?.length === 0 ? (
        <div className="qd-row qd-targets-start">
          <Button icon="plus" onPress={add.onPress}>
            {add.label}
          </Button>
          <Button
            isDisabled={!today || today.size === 0}
            onPress={() => today && setOpened({ target: null, initial: asWeights(today) })}
          >
            {t`From today's weights`}
          </Button>
        </div>
      ) : null}
      {opened ? (
        <TargetForm
          target={opened.target}
          initial={opened.initial}
          onClose={() => setOpened(null)}
          onSaved={(saved) => setChosen(saved.id)}
        />
      ) : null}
    </PanelFrame>
  );
}
