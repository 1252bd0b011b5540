// Alerts: rules that watch, what happened to them, and whom that had to reach.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { useInstruments } from "@/api/pickers";
import { useAll } from "@/api/queries";
import { QueryView } from "@/api/QueryView";
import { useBooks } from "@/api/useBooks";
import { Button } from "@/ui/Button";
import { DataTable } from "@/ui/DataTable";
import { useDisplay } from "@/ui/display";
import { type PanelProps, useLinkedInstrument } from "@/ui/host";
import { PanelFrame } from "@/ui/PanelFrame";
import { EmptyState } from "@/ui/states";
import { type Column } from "@/ui/table/columns";
import { Tabs } from "@/ui/Tabs";
import { useAnswer } from "./answer";
import { AlertDetail, useSwitch } from "./detail";
import { AlertForm } from "./form";
import { Deliveries, Events } from "./history";
import { type Alert, type AlertFields } from "./types";
import { SEVERITY, STATE } from "./words";
import "./alerts.css";

/** What needs somebody stands first. */
const RANK: Record<Alert["state"], number> = { firing: 0, acknowledged: 1, snoozed: 2, armed: 3, resolved: 4 };

function useColumns(): Column<Alert>[] {
  const { t, i18n } = useLingui();
  const { format, timeZone } = useDisplay();
  const stateOf = (row: Alert): string => (row.enabled ? i18n._(STATE[row.state]) : t`off`);
  return [
    {
      id: "state",
      header: t`State`,
      width: 120,
      value: (row) => (row.enabled ? RANK[row.state] : 5),
      cell: (row) => (
        <span className={`qd-alert-state qd-alert-${row.enabled ? row.state : "off"}`}>{stateOf(row)}</span>
      ),
    },
    { id: "name", header: t`Name`, width: 220, value: (row) => row.name },
    { id: "severity", header: t`Severity`, width: 90, value: (row) => i18n._(SEVERITY[row.severity]) },
    { id: "words", header: t`Rule`, width: 300, value: (row) => row.words },
    { id: "firings", header: t`Fired`, align: "end", width: 70, value: (row) => row.firings },
    {
      id: "fired_at",
      header: t`Last fired`,
      width: 170,
      value: (row) => row.fired_at,
      cell: (row) => (row.fired_at === null ? "—" : format.dateTime(row.fired_at, timeZone)),
    },
  ];
}

export default function AlertsPanel({ params }: PanelProps) {
  const { t } = useLingui();
  const alerts = useAll<Alert>("/alerts");
  const instruments = useInstruments();
  const [linked] = useLinkedInstrument();
  const begun = params["words"] ?? null;
  const [opened, setOpened] = useState<{ alert: Alert | null; words: string } | null>(
    begun === null ? null : { alert: null, words: begun },
  );
  const [chosen, setChosen] = useState<string | null>(params["alert_id"] ?? null);
  const all = instruments.data ?? [];
  const symbol = (all.find(({ id }) => id === linked) ?? all[0])?.symbol ?? "AAPL";
  const add = (): void => setOpened({ alert: null, words: "" });
  return (
    <PanelFrame label={t`Alerts`}>
      <QueryView query={alerts}>
        {(rows) =>
          rows.length === 0 ? (
            <EmptyState
              title={t`No alerts yet`}
              text={t`An alert watches prices, indicators or your portfolio and tells you when its rule comes true, also when that happened while this program was closed.`}
              action={{ label: t`New alert`, onPress: add }}
            />
          ) : (
            <Tabs
              label={t`Alerts`}
              items={[
                {
                  id: "alerts",
                  label: t`Alerts`,
                  content: (
                    <List
                      rows={rows}
                      chosen={chosen}
                      onChoose={setChosen}
                      onAdd={add}
                      onChange={(alert) => setOpened({ alert, words: "" })}
                    />
                  ),
                },
                {
                  id: "events",
                  label: t`What happened`,
                  content: (
                    <div className="qd-boxed qd-alerts-all">
                      <Events alert={null} alerts={rows} />
                    </div>
                  ),
                },
                {
                  id: "deliveries",
                  label: t`Deliveries`,
                  content: (
                    <div className="qd-boxed qd-alerts-all">
                      <Deliveries alert={null} alerts={rows} />
                    </div>
                  ),
                },
              ]}
            />
          )
        }
      </QueryView>
      {opened ? (
        <AlertForm
          alert={opened.alert}
          words={opened.words}
          symbol={symbol}
          onClose={() => setOpened(null)}
          onSaved={(saved) => setChosen(saved.id)}
        />
      ) : null}
    </PanelFrame>
  );
}

interface ListProps {
  rows: readonly Alert[];
  chosen: string | null;
  onChoose: (id: string) => void;
  onAdd: () => void;
  onChange: (alert: Alert) => void;
}

function List({ rows, chosen, onChoose, onAdd, onChange }: ListProps) {
  const { t } = useLingui();
  const columns = useColumns();
  const { remove } = useBooks<AlertFields, Alert>("/alerts");
  const turn = useSwitch();
  const answer = useAnswer();
  const current = rows.find(({ id }) => id === chosen) ?? rows.find(({ state }) => state === "firing") ?? rows[0];
  const removed = (alert: Alert): void => void remove(alert.id, t`Alert “${alert.name}” deleted`);
  return (
    <div className="qd-listing">
      <div className="qd-boxed">
        <DataTable
          label={t`Alerts`}
          rows={rows}
          columns={columns}
          rowKey={(row) => row.id}
          storageKey="alerts"
          initialSort={[{ id: "state", desc: false }]}
          selectedKey={current?.id ?? null}
          onSelect={(row) => onChoose(row.id)}
          onOpen={onChange}
          rowActions={(row) => [
            {
              id: "acknowledge",
              label: t`Acknowledge`,
              isDisabled: row.state !== "firing",
              onAction: () => void answer(row, { act: "acknowledge" }),
            },
            {
              id: "switch",
              label: row.enabled ? t`Switch off` : t`Switch on`,
              onAction: () => turn(row, !row.enabled),
            },
            { id: "edit", label: t`Change`, onAction: () => onChange(row) },
            { id: "delete", label: t`Delete`, isDanger: true, onAction: () => removed(row) },
          ]}
          toolbar={
            <Button icon="plus" size="small" onPress={onAdd}>
              {t`New alert`}
            </Button>
          }
        />
      </div>
      {current ? (
        <AlertDetail alert={current} onChange={() => onChange(current)} onDelete={() => removed(current)} />
      ) : null}
    </div>
  );
}
