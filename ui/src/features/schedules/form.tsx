// Create a schedule, or change when it comes and what it does.
import { useLingui } from "@lingui/react/macro";
import { z } from "zod";

import { useBooks } from "@/api/useBooks";
import { Select } from "@/ui/fields/Select";
import { TextInput } from "@/ui/fields/TextInput";
import { Switch } from "@/ui/fields/Toggle";
import { Bind, FormDialog, useZodForm } from "@/ui/form";
import { ActionFields, FIRST_ACTION, isUnfinished } from "./action";
import { NextRuns } from "./preview";
import { faultsOf, recurrenceOf, startingIn, type When, whenOf } from "./recurrence";
import { type CatchUp, type Schedule, type ScheduleAction, type ScheduleFields } from "./types";
import { CATCH_UP, CATCH_UP_WORDS, idsOf } from "./words";
import { WhenFields } from "./when";

/** Seconds for which a run counts as on time, when nobody said otherwise. */
const GRACE_S = 300;

interface Values {
  name: string;
  when: When;
  catch_up: CatchUp;
  action: ScheduleAction;
  enabled: boolean;
}

/** Rules for a schedule's fields, with their messages. */
export function scheduleSchema(words: { name: string; when: string; action: string }): z.ZodType<Values, Values> {
  return z.object({
    name: z.string().trim().min(1, words.name).max(120, words.name),
    when: z.custom<When>().refine((when) => faultsOf(when).length === 0, words.when),
    catch_up: z.enum(["none", "once", "all"]),
    action: z.custom<ScheduleAction>().refine((action) => !isUnfinished(action), words.action),
    enabled: z.boolean(),
  });
}

export interface ScheduleFormProps {
  /** The schedule to change; null makes a new one. */
  schedule: Schedule | null;
  onClose: () => void;
  onSaved?: (schedule: Schedule) => void;
}

export function ScheduleForm({ schedule, onClose, onSaved }: ScheduleFormProps) {
  const { t, i18n } = useLingui();
  const { create, update } = useBooks<ScheduleFields, Schedule>("/schedules");
  const schema = scheduleSchema({
    name: t`Give it a name of at most 120 letters.`,
    when: t`Some fields above do not make sense yet.`,
    action: t`Choose a target and at least one condition.`,
  });
  const start = startingIn(
    Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC",
    new Date().toISOString().slice(0, 10),
  );
  const form = useZodForm<Values>(schema, {
    name: schedule?.name ?? t`Nightly backup`,
    when: schedule ? whenOf(schedule.schedule.recurrence, start) : start,
    catch_up: schedule?.schedule.catch_up ?? "once",
    action: schedule?.action ?? FIRST_ACTION,
    enabled: schedule?.enabled ?? true,
  });
  const save = async ({ name, when, catch_up, action, enabled }: Values): Promise<void> => {
    const recurrence = recurrenceOf(when);
    if (recurrence === null) return;
    const grace_s = schedule?.schedule.grace_s ?? GRACE_S;
    const fields: ScheduleFields = { name, schedule: { recurrence, catch_up, grace_s }, action, enabled };
    const saved = schedule
      ? await update(schedule.id, fields, t`Schedule “${name}” changed`)
      : await create(fields, t`Schedule “${name}” created`);
    onSaved?.(saved);
  };
  const { control } = form;
  return (
    <FormDialog
      title={schedule ? t`Change schedule` : t`New schedule`}
      form={form}
      onSave={save}
      onClose={onClose}
      width={680}
    >
      <Bind control={control} name="name">
        {(f) => <TextInput label={t`Name`} isRequired autoFocus {...f} />}
      </Bind>
      <Bind control={control} name="action">
        {(f) => (
          <>
            <ActionFields value={f.value} onChange={f.onChange} />
            {f.error ? (
              <p role="alert" className="qd-field-error">
                {f.error}
              </p>
            ) : null}
          </>
        )}
      </Bind>
      <Bind control={control} name="when">
        {(f) => (
          <>
            <WhenFields when={f.value} onChange={f.onChange} />
            <div className="qd-form-wide qd-stack" role="group" aria-label={t`Next runs`}>
              <NextRuns label={t`Next runs`} recurrence={recurrenceOf(f.value)} />
              {f.error ? (
                <p role="alert" className="qd-field-error">
                  {f.error}
                </p>
              ) : null}
            </div>
          </>
        )}
      </Bind>
      <div className="qd-form-wide">
        <Bind control={control} name="catch_up">
          {(f) => (
            <Select
              label={t`Missed runs`}
              description={i18n._(CATCH_UP_WORDS[f.value])}
              options={idsOf(CATCH_UP).map((id) => ({ id, label: i18n._(CATCH_UP[id]) }))}
              value={f.value}
              onChange={f.onChange}
            />
          )}
        </Bind>
      </div>
      <Bind control={control} name="enabled">
        {(f) => <Switch label={t`Runs by itself`} value={f.value} onChange={f.onChange} />}
      </Bind>
    </FormDialog>
  );
}
