// What happened to alerts, and whom that had to reach.
import { useLingui } from "@lingui/react/macro";

import { useGet } from "@/api/queries";
import { QueryView } from "@/api/QueryView";
import { type Page } from "@/api/types";
import { DataTable } from "@/ui/DataTable";
import { useDisplay } from "@/ui/display";
import { EmptyState } from "@/ui/states";
import { type Column } from "@/ui/table/columns";
import { type Alert, type AlertDelivery, type AlertEvent } from "./types";
import { DELIVERY, HELD_BACK, STATE } from "./words";

const SHOWN_MAX = 500;
/** How the history calls the person at this machine. */
const LOCAL_OWNER = "local owner";

interface Shown {
  /** Of this alert; of all when null. */
  alert: Alert | null;
  alerts: readonly Alert[];
}

function useNames(alerts: readonly Alert[]): (id: string) => string {
  const { t } = useLingui();
  return (id) => alerts.find((alert) => alert.id === id)?.name ?? t`deleted`;
}

function useWhat(): (event: AlertEvent) => string {
  const { t, i18n } = useLingui();
  const { format, timeZone } = useDisplay();
  return ({ event, firing, is_late, not_before, not_after, is_order_assumed }) => {
    if (event.effect === "moved") {
      const by = event.by;
      const person = by.by === "person" ? (by.who === LOCAL_OWNER ? t`you` : by.who) : null;
      const who = by.by === "person" ? [person, by.note].filter(Boolean).join(": ") : null;
      const state = i18n._(STATE[event.to]);
      return who === null ? t`is ${state}` : t`is ${state} (${who})`;
    }
    if (event.effect === "held_back") return t`would have fired, but: ${i18n._(HELD_BACK[event.why])}`;
    if (event.effect === "expired") return t`expired`;
    const notes = [
      is_late ? t`seen late` : null,
      not_before === null || not_after === null
        ? null
        : t`between ${format.dateTime(not_before, timeZone)} and ${format.dateTime(not_after, timeZone)}`,
      is_order_assumed ? t`if the low came first in a rising bar` : null,
    ].filter((note) => note !== null);
    const fired = t`fired (${firing})`;
    return notes.length > 0 ? `${fired}: ${notes.join(", ")}` : fired;
  };
}

/** That an alert is firing says its firing already. */
function isNews({ event }: AlertEvent): boolean {
  return event.effect !== "moved" || event.to !== "firing" || event.by.by === "person";
}

export function Events({ alert, alerts }: Shown) {
  const { t } = useLingui();
  const { format, timeZone } = useDisplay();
  const name = useNames(alerts);
  const what = useWhat();
  const events = useGet<Page<AlertEvent>>(
    "/alerts/events",
    { query: { limit: SHOWN_MAX, ...(alert ? { alert_id: alert.id } : {}) } },
    { keepPrevious: true },
  );
  const columns: Column<AlertEvent>[] = [
    {
      id: "at",
      header: t`When`,
      width: 200,
      value: (row) => row.event.at,
      // A bar tells the day, and not the moment.
      cell: (row) =>
        row.not_before === null ? format.dateTime(row.event.at, timeZone) : format.date(row.not_before.slice(0, 10)),
    },
    ...(alert ? [] : [{ id: "alert", header: t`Alert`, width: 220, value: (row: AlertEvent) => name(row.alert_id) }]),
    { id: "what", header: t`What happened`, width: 360, value: what },
    {
      id: "seen_at",
      header: t`Seen`,
      width: 200,
      value: (row) => row.seen_at,
      cell: (row) => format.dateTime(row.seen_at, timeZone),
    },
  ];
  return (
    <QueryView query={events}>
      {(page) => (
        <DataTable
          label={alert ? t`What happened to ${alert.name}` : t`What happened`}
          rows={page.items.filter(isNews)}
          columns={columns}
          rowKey={(row) => `${row.alert_id} ${row.number}`}
          storageKey={alert ? "alerts.history" : "alerts.events"}
          empty={
            <EmptyState title={t`Nothing has happened yet`} text={t`Each firing and each answer is listed here.`} />
          }
        />
      )}
    </QueryView>
  );
}

export function Deliveries({ alert, alerts }: Shown) {
  const { t, i18n } = useLingui();
  const { format, timeZone } = useDisplay();
  const name = useNames(alerts);
  const deliveries = useGet<Page<AlertDelivery>>(
    "/alerts/deliveries",
    { query: { limit: SHOWN_MAX, ...(alert ? { alert_id: alert.id } : {}) } },
    { keepPrevious: true },
  );
  const said = ({ trouble, receipt }: AlertDelivery): string => trouble ?? receipt ?? "";
  const columns: Column<AlertDelivery>[] = [
    {
      id: "due_at",
      header: t`Due`,
      width: 200,
      value: (row) => row.due_at,
      cell: (row) => format.dateTime(row.due_at, timeZone),
    },
    ...(alert
      ? []
      : [{ id: "alert", header: t`Alert`, width: 220, value: (row: AlertDelivery) => name(row.alert_id) }]),
    { id: "way", header: t`Way`, width: 110, value: (row) => row.channel.way },
    {
      id: "kind",
      header: t`Message`,
      width: 100,
      value: (row) => (row.reminder === 0 ? t`firing ${row.firing}` : t`reminder ${row.reminder}`),
    },
    {
      id: "state",
      header: t`State`,
      width: 150,
      value: (row) => i18n._(DELIVERY[row.state]),
      cell: (row) => (
        <span className={row.state === "given_up" ? "qd-danger" : undefined}>{i18n._(DELIVERY[row.state])}</span>
      ),
    },
    { id: "attempts", header: t`Tries`, align: "end", width: 60, value: (row) => row.attempts },
    { id: "said", header: t`What was said`, width: 300, value: said },
  ];
  return (
    <QueryView query={deliveries}>
      {(page) => (
        <DataTable
          label={t`Deliveries`}
          rows={page.items}
          columns={columns}
          rowKey={(row) => `${row.alert_id} ${row.firing} ${row.channel.way} ${row.channel.person} ${row.reminder}`}
          storageKey="alerts.deliveries"
          empty={
            <EmptyState
              title={t`Nobody had to be told yet`}
              text={t`A firing is always listed under “What happened”. Say in an alert whom else it reaches.`}
            />
          }
        />
      )}
    </QueryView>
  );
}
