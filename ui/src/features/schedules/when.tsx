// The fields that say when a schedule comes.
import { type MessageDescriptor } from "@lingui/core";
import { useLingui } from "@lingui/react/macro";

import { useFormat } from "@/ui/display";
import { ComboBox } from "@/ui/fields/ComboBox";
import { DateInput } from "@/ui/fields/DateInput";
import { NumberInput } from "@/ui/fields/NumberInput";
import { Select } from "@/ui/fields/Select";
import { TimeInput } from "@/ui/fields/TimeInput";
import { Checkbox } from "@/ui/fields/Toggle";
import {
  areSessions,
  changed,
  faultsOf,
  lastDayOf,
  MINUTES_MAX,
  needsExchange,
  SESSION_YEARS,
  SESSIONS_MAX,
  type Weekday,
  WEEKDAYS,
  type When,
} from "./recurrence";
import { type Exchange } from "./types";
import { DAY_KIND, EXCHANGE, idsOf, OTHERWISE, PERIOD, TIME_KIND } from "./words";

/** Every zone that the browser knows, and UTC, which it leaves out. */
const ZONES = ["UTC", ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC")].map((id) => ({
  id,
  label: id,
}));

interface WhenProps {
  when: When;
  onChange: (when: When) => void;
}

export function WhenFields({ when, onChange }: WhenProps) {
  const { t, i18n } = useLingui();
  const set = (change: Partial<When>): void => onChange(changed(when, change));
  const options = <Id extends string>(words: Record<Id, MessageDescriptor>) =>
    idsOf(words).map((id) => ({ id, label: i18n._(words[id]) }));
  const exchanges: { id: Exchange | "none"; label: string; note?: string }[] = idsOf(EXCHANGE).map((id) => ({
    id,
    label: EXCHANGE[id],
    note: id,
  }));
  if (!needsExchange(when)) exchanges.unshift({ id: "none", label: t`None: every day counts` });
  return (
    <>
      <Select label={t`Days`} options={options(DAY_KIND)} value={when.days} onChange={(days) => set({ days })} />
      <DayFields when={when} onChange={(next) => set(next)} />
      <Select
        label={t`Exchange`}
        description={t`Only on days on which it trades.`}
        options={exchanges}
        value={when.exchange}
        onChange={(exchange) => set({ exchange })}
      />
      {when.exchange === "none" || areSessions(when.days) ? null : (
        <Select
          label={t`On a day without trading`}
          options={options(OTHERWISE)}
          value={when.otherwise}
          onChange={(otherwise) => set({ otherwise })}
        />
      )}
      <Select label={t`Time`} options={options(TIME_KIND)} value={when.at} onChange={(at) => set({ at })} />
      <TimeFields when={when} onChange={(next) => set(next)} />
    </>
  );
}

/** What a kind of days needs beside. */
function DayFields({ when, onChange: set }: WhenProps) {
  const { t, i18n } = useLingui();
  const { locale } = useFormat();
  const faults = faultsOf(when);
  const ofMonth = (most: number) => (
    <NumberInput
      label={t`Day of the month`}
      description={when.days === "monthly" ? t`In a shorter month its last day.` : undefined}
      min={1}
      max={most}
      step={1}
      value={when.day}
      onChange={(day) => set({ ...when, day })}
      error={faults.includes("day") ? t`Give a day from 1 to ${most}.` : undefined}
    />
  );
  switch (when.days) {
    case "daily":
      return null;
    case "weekly":
      return <Weekdays when={when} onChange={set} />;
    case "monthly":
      return ofMonth(31);
    case "yearly": {
      const names = new Intl.DateTimeFormat(locale, { month: "long", timeZone: "UTC" });
      const months = Array.from({ length: 12 }, (_, at) => ({
        id: String(at + 1),
        label: names.format(new Date(Date.UTC(2024, at, 1))),
      }));
      return (
        <>
          <Select
            label={t`Month`}
            options={months}
            value={String(when.month)}
            onChange={(month) => set({ ...when, month: Number(month) })}
          />
          {ofMonth(lastDayOf(when.month))}
        </>
      );
    }
    case "first_session":
    case "last_session":
      return (
        <Select
          label={t`Of each`}
          options={idsOf(PERIOD).map((id) => ({ id, label: i18n._(PERIOD[id]) }))}
          value={when.of}
          onChange={(of) => set({ ...when, of })}
        />
      );
    case "every_sessions":
      return (
        <>
          <NumberInput
            label={t`Sessions from one to the next`}
            min={1}
            max={SESSIONS_MAX}
            step={1}
            value={when.n}
            onChange={(n) => set({ ...when, n })}
            error={faults.includes("n") ? t`Give a number from 1 to ${SESSIONS_MAX}.` : undefined}
          />
          <DateInput
            label={t`Counted from`}
            min={SESSION_YEARS.first}
            max={SESSION_YEARS.last}
            value={when.from}
            onChange={(from) => set({ ...when, from })}
            error={faults.includes("from") ? t`Give a day from 1990 to 2035.` : undefined}
          />
        </>
      );
  }
}

function Weekdays({ when, onChange: set }: WhenProps) {
  const { t } = useLingui();
  const { locale } = useFormat();
  const names = new Intl.DateTimeFormat(locale, { weekday: "long", timeZone: "UTC" });
  // 1 January 2024 was a Monday.
  const nameOf = (at: number): string => names.format(new Date(Date.UTC(2024, 0, 1 + at)));
  const turn = (day: Weekday, isOn: boolean): void =>
    set({ ...when, on: WEEKDAYS.filter((other) => (other === day ? isOn : when.on.includes(other))) });
  return (
    <div className="qd-form-wide qd-field" role="group" aria-label={t`Weekdays`}>
      <div className="qd-schedule-weekdays">
        {WEEKDAYS.map((day, at) => (
          <Checkbox key={day} label={nameOf(at)} value={when.on.includes(day)} onChange={(isOn) => turn(day, isOn)} />
        ))}
      </div>
      {when.on.length === 0 ? (
        <span role="alert" className="qd-field-error">
          {t`Choose at least one day.`}
        </span>
      ) : null}
    </div>
  );
}

/** A time of day in a zone, or minutes from an opening or a close. */
function TimeFields({ when, onChange: set }: WhenProps) {
  const { t } = useLingui();
  const faults = faultsOf(when);
  if (when.at === "local") {
    return (
      <>
        <TimeInput
          label={t`Time of day`}
          value={when.time}
          onChange={(time) => set({ ...when, time })}
          error={faults.includes("time") ? t`Give hours and minutes.` : undefined}
        />
        <ComboBox
          label={t`Time zone`}
          options={ZONES}
          value={when.zone}
          onChange={(zone) => set({ ...when, zone })}
          error={faults.includes("zone") ? t`Choose a time zone.` : undefined}
        />
      </>
    );
  }
  return (
    <>
      <NumberInput
        label={t`Minutes`}
        min={0}
        max={MINUTES_MAX}
        step={5}
        value={when.minutes}
        onChange={(minutes) => set({ ...when, minutes })}
        error={faults.includes("minutes") ? t`Give whole minutes, at most a day.` : undefined}
      />
      <Select
        label={t`Before or after`}
        options={[
          { id: "before", label: when.at === "open" ? t`Before the opening` : t`Before the close` },
          { id: "after", label: when.at === "open" ? t`After the opening` : t`After the close` },
        ]}
        value={when.side}
        onChange={(side) => set({ ...when, side })}
      />
    </>
  );
}
