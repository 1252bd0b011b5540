// One alert: where it stands, how to answer it, what happened to it.
import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";

import { useBooks } from "@/api/useBooks";
import { Button } from "@/ui/Button";
import { useDisplay } from "@/ui/display";
import { Switch } from "@/ui/fields/Toggle";
import { MenuButton } from "@/ui/Menu";
import { Tabs } from "@/ui/Tabs";
import { toast } from "@/ui/toasts";
import { inHours, tomorrowMorning, useAnswer } from "./answer";
import { Deliveries, Events } from "./history";
import { type Alert, type AlertFields } from "./types";
import { SEVERITY, STATE } from "./words";

/** Switches an alert on or off, with a message that can take it back. */
export function useSwitch(): (alert: Alert, enabled: boolean) => void {
  const { t } = useLingui();
  const { update } = useBooks<AlertFields, Alert>("/alerts");
  return ({ id, name }, enabled) => {
    const said = enabled ? t`Alert “${name}” switched on` : t`Alert “${name}” switched off`;
    update(id, { enabled }, said).catch((error: unknown) => {
      toast({ kind: "error", text: error instanceof Error ? error.message : String(error) });
    });
  };
}

/** Where an alert stands, with what is to be known of it. */
function useStanding(): (alert: Alert) => string {
  const { t, i18n } = useLingui();
  const { format, timeZone } = useDisplay();
  return (alert) => {
    if (!alert.enabled) return t`switched off`;
    const state = i18n._(STATE[alert.state]);
    if (alert.snoozed_until !== null) return t`${state} until ${format.dateTime(alert.snoozed_until, timeZone)}`;
    if (alert.fired_at !== null && alert.state !== "armed") {
      return t`${state} since ${format.dateTime(alert.fired_at, timeZone)}`;
    }
    return state;
  };
}

/** The answers that go with where an alert stands. */
export function Answers({ alert }: { alert: Alert }) {
  const { t } = useLingui();
  const answer = useAnswer();
  const isOpen = alert.state === "firing" || alert.state === "acknowledged";
  const snooze = (until: string): void => void answer(alert, { act: "snooze", until });
  return (
    <>
      {alert.state === "firing" ? (
        <Button size="small" variant="primary" onPress={() => void answer(alert, { act: "acknowledge" })}>
          {t`Acknowledge`}
        </Button>
      ) : null}
      {isOpen ? (
        <Button size="small" onPress={() => void answer(alert, { act: "resolve" })}>
          {t`Resolve`}
        </Button>
      ) : null}
      {alert.state !== "armed" || alert.is_over ? (
        <Button size="small" onPress={() => void answer(alert, { act: "rearm" })} isDisabled={alert.state === "armed"}>
          {t`Watch again`}
        </Button>
      ) : null}
      <MenuButton
        label={t`Snooze`}
        size="small"
        items={[
          { id: "hour", label: t`For an hour`, onAction: () => snooze(inHours(1)) },
          { id: "day", label: t`Until tomorrow, 8:00`, onAction: () => snooze(tomorrowMorning()) },
          { id: "week", label: t`For a week`, onAction: () => snooze(inHours(7 * 24)) },
        ]}
      >
        {t`Snooze`}
      </MenuButton>
    </>
  );
}

export interface AlertDetailProps {
  alert: Alert;
  onChange: () => void;
  onDelete: () => void;
}

export function AlertDetail({ alert, onChange, onDelete }: AlertDetailProps) {
  const { t, i18n } = useLingui();
  const { format, timeZone } = useDisplay();
  const turn = useSwitch();
  const standing = useStanding();
  const steps = alert.escalation?.steps ?? [];
  const told = steps.map(({ after_minutes, channel }) =>
    after_minutes === 0 ? channel.way : t`${channel.way} after ${after_minutes} min`,
  );
  const reminders = alert.escalation?.repeat_minutes ?? null;
  const times = plural(alert.firings, { 0: "never", one: "once", other: "# times" });
  return (
    <section aria-label={t`Alert ${alert.name}`} className="qd-detail">
      <h2 className="qd-chart-title">{alert.name}</h2>
      <div className="qd-row">
        <Answers alert={alert} />
        <Button size="small" icon="edit" onPress={onChange}>
          {t`Change`}
        </Button>
        <Button size="small" icon="trash" onPress={onDelete}>
          {t`Delete`}
        </Button>
      </div>
      <Switch label={t`Watches`} value={alert.enabled} onChange={(isOn) => turn(alert, isOn)} />
      <dl className="qd-alert-facts">
        <dt>{t`State`}</dt>
        <dd className={alert.state === "firing" ? "qd-danger" : undefined}>{standing(alert)}</dd>
        <dt>{t`Rule`}</dt>
        <dd>{alert.words}</dd>
        <dt>{t`Severity`}</dt>
        <dd>{i18n._(SEVERITY[alert.severity])}</dd>
        <dt>{t`Fired`}</dt>
        <dd>{alert.is_over && alert.enabled ? t`${times}; fires no more until it watches again` : times}</dd>
        {alert.instrument_ids.length > 0 ? (
          <>
            <dt>{t`Bars seen`}</dt>
            <dd>{t`through ${format.dateTime(alert.seen_through, timeZone)}`}</dd>
          </>
        ) : null}
        <dt>{t`Tells`}</dt>
        <dd>
          {told.length === 0 ? t`the list of alerts only` : told.join(", ")}
          {reminders === null ? null : `; ${t`again every ${reminders} min`}`}
        </dd>
        {alert.note ? (
          <>
            <dt>{t`Note`}</dt>
            <dd>{alert.note}</dd>
          </>
        ) : null}
      </dl>
      <Tabs
        label={t`History of ${alert.name}`}
        items={[
          {
            id: "events",
            label: t`What happened`,
            content: (
              <div className="qd-boxed">
                <Events alert={alert} alerts={[alert]} />
              </div>
            ),
          },
          {
            id: "deliveries",
            label: t`Deliveries`,
            content: (
              <div className="qd-boxed">
                <Deliveries alert={alert} alerts={[alert]} />
              </div>
            ),
          },
        ]}
      />
    </section>
  );
}
