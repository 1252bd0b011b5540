// One provider: what it offers, how its connection stands and what to do, its key, a test.
import { type ReactNode, useState } from "react";
import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { useQueryClient } from "@tanstack/react-query";

import { post } from "@/api/client";
import { toApiError } from "@/api/errors";
import { type ConnectionReport, type ProviderTest, type ProviderView } from "@/api/markets";
import { refresh } from "@/api/queries";
import { SECRET_PLACE } from "@/api/sealedFile";
import { Button } from "@/ui/Button";
import { useDisplay } from "@/ui/display";
import { Switch } from "@/ui/fields/Toggle";
import { toast } from "@/ui/toasts";
import { KeyDialog } from "./key";
import { useLacking } from "./settings";
import { CONNECTION, DATA_KIND } from "./words";

export interface DetailProps {
  provider: ProviderView;
  /** Its place among those that are on, from 0; −1 when it is off. */
  place: number;
  n_on: number;
  onSwitch: (isOn: boolean) => void;
  onPrefer: (step: -1 | 1) => void;
  /** Only for sources of the user's own. */
  onEdit: (() => void) | null;
  onRemove: (() => void) | null;
}

export function ProviderDetail({ provider, place, n_on, onSwitch, onPrefer, onEdit, onRemove }: DetailProps) {
  const { t } = useLingui();
  const client = useQueryClient();
  const lacking = useLacking();
  const [isKeying, setKeying] = useState(false);
  const [test, setTest] = useState<ProviderTest | "running" | null>(null);
  const { source, name, key, connection } = provider;
  const path = { source };
  const say = (error: unknown): void => toast({ kind: "error", text: toApiError(error).message });
  const tryOut = (): void => {
    setTest("running");
    post<ProviderTest>("/providers/{source}/test", undefined, { path }).then(setTest, (error: unknown) => {
      setTest(null);
      say(error);
    });
  };
  const retry = (): void => {
    post("/providers/{source}/retry", undefined, { path }).then(() => refresh(client, ["providers"]), say);
  };
  const lack = lacking(provider);
  return (
    <section aria-label={t`Provider ${name}`} className="qd-detail">
      <h2>{name}</h2>
      <p className="qd-dim">{provider.what}</p>
      <div className="qd-row">
        <Button size="small" variant="primary" isPending={test === "running"} onPress={tryOut}>
          {t`Test`}
        </Button>
        {key.needs === "none" ? null : (
          <Button size="small" icon="lock" onPress={() => setKeying(true)}>
            {key.is_kept ? t`Change the key` : t`Enter the key`}
          </Button>
        )}
        {connection && (connection.state.state === "stopped" || connection.state.state === "waiting") ? (
          <Button size="small" icon="redo" onPress={retry}>
            {t`Try now`}
          </Button>
        ) : null}
        {onEdit ? (
          <Button size="small" icon="edit" onPress={onEdit}>
            {t`Change`}
          </Button>
        ) : null}
        {onRemove ? (
          <Button size="small" icon="trash" onPress={onRemove}>
            {t`Delete`}
          </Button>
        ) : null}
      </div>
      <div className="qd-row">
        <Switch label={t`On`} value={provider.is_on} onChange={onSwitch} />
        {place >= 0 && n_on > 1 ? (
          <>
            <span className="qd-dim">{t`asked as number ${place + 1} of ${n_on}`}</span>
            <Button size="small" icon="up" isDisabled={place === 0} onPress={() => onPrefer(-1)}>{t`Earlier`}</Button>
            <Button size="small" icon="down" isDisabled={place === n_on - 1} onPress={() => onPrefer(1)}>
              {t`Later`}
            </Button>
          </>
        ) : null}
      </div>
      {lack === null ? null : <p className="qd-notice qd-notice-warn">{lack}</p>}
      {test !== null && test !== "running" ? <TestAnswer test={test} /> : null}
      {provider.trouble === null ? null : <p className="qd-notice qd-notice-warn">{provider.trouble}</p>}
      {connection ? <Trouble report={connection} /> : null}
      {provider.polling?.problem ? <LeftAlone polling={provider.polling} /> : null}
      <Facts provider={provider} />
      {isKeying ? <KeyDialog provider={provider} onClose={() => setKeying(false)} /> : null}
    </section>
  );
}

/** What a test asked and what came of it. */
function TestAnswer({ test }: { test: ProviderTest }) {
  const { t } = useLingui();
  const { format } = useDisplay();
  const took = format.number(test.took_ms, 0);
  return (
    <div className={`qd-notice${test.is_ok ? "" : " qd-notice-danger"}`} role="status">
      <div className="qd-grow">
        <strong>{test.is_ok ? t`It answers.` : t`It does not work.`}</strong>{" "}
        <span className="qd-dim">{t`Asked for ${test.asked}; ${took} ms.`}</span>
        <div>{test.is_ok ? test.answer : test.problem}</div>
      </div>
    </div>
  );
}

/** Why a connection does not stand, and what to do. */
function Trouble({ report: { state, last_refusal } }: { report: ConnectionReport }) {
  const { t } = useLingui();
  const { format, timeZone } = useDisplay();
  if (state.state === "stopped")
    return (
      <div className="qd-notice qd-notice-danger" role="alert">
        <div>
          <strong>{t`Stopped: ${state.reason}`}</strong>
          <div>{state.what_to_do}</div>
        </div>
      </div>
    );
  if (state.state === "waiting")
    return (
      <p className="qd-notice qd-notice-warn">
        {t`Not connected: ${state.reason}. It is tried again at ${format.dateTime(state.until, timeZone)}.`}
      </p>
    );
  if (last_refusal)
    return (
      <p className="qd-notice">
        {t`It refused something at ${format.dateTime(last_refusal.at, timeZone)}: ${last_refusal.reason}`}
      </p>
    );
  return null;
}

/** Why last prices are not asked for at the moment. */
function LeftAlone({ polling: { problem, until } }: { polling: NonNullable<ProviderView["polling"]> }) {
  const { t } = useLingui();
  const { format, timeZone } = useDisplay();
  const again = until === null ? "" : ` ${t`It is asked again at ${format.dateTime(until, timeZone)}.`}`;
  return (
    <p className="qd-notice qd-notice-warn">
      {t`No last prices: ${problem}.`}
      {again}
    </p>
  );
}

function Facts({ provider }: { provider: ProviderView }) {
  const { t, i18n } = useLingui();
  const { format, timeZone } = useDisplay();
  const { connection, polling, requests, budgets } = provider;
  const count = (n: number): string => format.number(n, 0);
  const list = (words: readonly string[]): string => (words.length === 0 ? "—" : words.join(", "));
  const asked = ({ every_seconds, delay_seconds, n_instruments }: NonNullable<ProviderView["polling"]>): string => {
    const every = t`asked every ${format.duration(every_seconds)} where nothing streams`;
    const late = delay_seconds === null ? "" : `, ${t`${format.duration(delay_seconds)} late`}`;
    const now =
      n_instruments === 0 ? "" : `; ${plural(n_instruments, { one: "# instrument now", other: "# instruments now" })}`;
    return `${every}${late}${now}`;
  };
  const budget = budgets.map(({ requests: n, per_seconds, left }) => {
    const all = t`${count(n)} in ${format.duration(per_seconds)}`;
    return left === null ? all : t`${all}, ${count(left)} left`;
  });
  const key =
    provider.key.needs === "none"
      ? t`none needed`
      : provider.key.is_kept === null
        ? t`not known whether there is one`
        : provider.key.place === null
          ? t`missing`
          : i18n._(SECRET_PLACE[provider.key.place]);
  const facts: [string, ReactNode][] = [
    [t`Key`, key],
    [t`Streams`, list(provider.streams.map((kind) => i18n._(DATA_KIND[kind])))],
    [t`Last prices`, polling === null ? "—" : asked(polling)],
    [t`History`, list(provider.history)],
    [t`Hosts`, list(provider.hosts)],
    [t`Requests`, list(budget)],
    [
      t`Sent`,
      requests.failed === 0
        ? count(requests.sent)
        : t`${count(requests.sent)}, ${plural(requests.failed, { one: "# of them failed", other: "# of them failed" })}`,
    ],
  ];
  if (requests.last_failure)
    facts.push([
      t`Last failure`,
      t`${format.dateTime(requests.last_failure.at, timeZone)}: ${requests.last_failure.reason}`,
    ]);
  if (provider.max_topics !== null) facts.push([t`Topics at most`, count(provider.max_topics)]);
  if (connection) {
    facts.push(
      [t`Connection`, i18n._(CONNECTION[connection.state.state])],
      [t`Topics that it sends`, connection.topics === null ? "—" : count(connection.topics)],
      [t`Opened`, plural(connection.connected, { one: "once", other: "# times" })],
      [t`Messages`, t`${count(connection.messages)} with ${count(connection.events)} events`],
      [t`Not understood`, count(connection.garbage)],
    );
    if (connection.last_end) facts.push([t`Last end`, connection.last_end]);
  }
  return (
    <>
      <dl className="qd-facts">
        {facts.map(([name, value]) => (
          <div key={name} className="qd-facts-line">
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {connection?.last_garbage ? (
        <details className="qd-raw">
          <summary>{t`The last message that was not understood: ${connection.last_garbage.reason}`}</summary>
          <pre className="qd-pre" tabIndex={0} aria-label={t`The message`}>
            {connection.last_garbage.sample}
          </pre>
        </details>
      ) : null}
    </>
  );
}
