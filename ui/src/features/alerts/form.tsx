// Make an alert, or change one: its rule in words, with what it would have done.
import { useEffect, useState } from "react";
import { useLingui } from "@lingui/react/macro";
import { z } from "zod";

import { FiredWords, useAlertBacktest } from "@/api/alertBacktest";
import { useGet } from "@/api/queries";
import { useBooks } from "@/api/useBooks";
import { Select } from "@/ui/fields/Select";
import { TextInput } from "@/ui/fields/TextInput";
import { Switch } from "@/ui/fields/Toggle";
import { Bind, FormDialog, useZodForm } from "@/ui/form";
import { MenuButton } from "@/ui/Menu";
import { Steps } from "./steps";
import { type Alert, type AlertFields, type Escalation, type Notifications, type Severity } from "./types";
import { examples, SEVERITY } from "./words";

/** Milliseconds without a key before a rule is tried. */
const PAUSE_MS = 400;

interface Values {
  words: string;
  name: string;
  severity: Severity;
  escalation: Escalation | null;
  note: string;
  enabled: boolean;
}

/** Rules for an alert's fields, with their messages. */
export function alertSchema(words: { words: string; name: string }): z.ZodType<Values, Values> {
  return z.object({
    words: z.string().trim().min(1, words.words),
    name: z.string().trim().max(200, words.name),
    severity: z.enum(["info", "warning", "critical"]),
    escalation: z.custom<Escalation | null>(),
    note: z.string().trim(),
    enabled: z.boolean(),
  });
}

export interface AlertFormProps {
  /** The alert to change; null makes a new one. */
  alert: Alert | null;
  /** What a new one begins with. */
  words: string;
  /** The instrument that is looked at, for examples. */
  symbol: string;
  onClose: () => void;
  onSaved: (alert: Alert) => void;
}

export function AlertForm({ alert, words: begun, symbol, onClose, onSaved }: AlertFormProps) {
  const { t, i18n } = useLingui();
  const { create, update } = useBooks<AlertFields, Alert>("/alerts");
  const notifications = useGet<Notifications>("/notifications");
  const schema = alertSchema({
    words: t`Say when it shall fire, such as “${symbol} crosses above 150”.`,
    name: t`Give it a name of at most 200 letters, or none.`,
  });
  const form = useZodForm<Values>(schema, {
    words: alert?.words ?? begun,
    name: alert && alert.name !== alert.words ? alert.name : "",
    severity: alert?.severity ?? "warning",
    escalation: alert?.escalation ?? null,
    note: alert?.note ?? "",
    enabled: alert?.enabled ?? true,
  });
  const save = async ({ words, name, severity, escalation, note, enabled }: Values): Promise<void> => {
    const fields: AlertFields = { name: name === "" ? words : name, severity, escalation, note: note || null, enabled };
    // The same sentence is the same rule, which goes on where it stands.
    const rule = alert?.words === words ? {} : { words };
    const title = fields.name ?? words;
    onSaved(
      alert
        ? await update(alert.id, { ...fields, ...rule }, t`Alert “${title}” changed`)
        : await create({ ...fields, ...rule }, t`Alert “${title}” made`),
    );
  };
  const { control, setValue } = form;
  return (
    <FormDialog
      title={alert ? t`Change alert` : t`New alert`}
      form={form}
      onSave={save}
      onClose={onClose}
      saveLabel={alert ? t`Save` : t`Watch`}
      width={680}
    >
      <Bind control={control} name="words">
        {(f) => (
          <div className="qd-form-wide qd-stack">
            <TextInput
              label={t`Fires when`}
              isRequired
              autoFocus
              rows={2}
              placeholder={t`${symbol} crosses above 150`}
              {...f}
            />
            <Preview words={f.value} />
            <div className="qd-row">
              <MenuButton
                label={t`Examples`}
                size="small"
                items={examples(symbol).map((words) => ({
                  id: words,
                  label: words,
                  onAction: () => setValue("words", words, { shouldValidate: true, shouldDirty: true }),
                }))}
              >
                {t`Examples`}
              </MenuButton>
            </div>
          </div>
        )}
      </Bind>
      <Bind control={control} name="name">
        {(f) => <TextInput label={t`Name`} placeholder={t`the rule itself`} {...f} />}
      </Bind>
      <Bind control={control} name="severity">
        {(f) => (
          <Select
            label={t`Severity`}
            options={(["info", "warning", "critical"] as const).map((id) => ({ id, label: i18n._(SEVERITY[id]) }))}
            value={f.value}
            onChange={f.onChange}
          />
        )}
      </Bind>
      <Bind control={control} name="escalation">
        {(f) => (
          <Steps
            value={f.value}
            ways={(notifications.data?.ways ?? []).map(({ name }) => name)}
            onChange={f.onChange}
            error={f.error}
          />
        )}
      </Bind>
      <div className="qd-form-wide">
        <Bind control={control} name="note">
          {(f) => <TextInput label={t`Note`} rows={2} {...f} />}
        </Bind>
      </div>
      <Bind control={control} name="enabled">
        {(f) => <Switch label={t`Watches`} value={f.value} onChange={f.onChange} />}
      </Bind>
    </FormDialog>
  );
}

/** What the rule means, and what it would have done. */
function Preview({ words }: { words: string }) {
  const [tried, setTried] = useState(words.trim());
  useEffect(() => {
    const pause = setTimeout(() => setTried(words.trim()), PAUSE_MS);
    return () => clearTimeout(pause);
  }, [words]);
  const test = useAlertBacktest(tried);
  if (tried === "") return null;
  if (test.isError) {
    return (
      <p role="status" className="qd-small qd-danger">
        {test.error.message}
      </p>
    );
  }
  if (!test.data) return null;
  return (
    <div className="qd-stack qd-alert-preview">
      <strong className="qd-small">{test.data.words}</strong>
      <FiredWords test={test.data} />
      {test.data.cannot_tell.map((text) => (
        <p key={text} className="qd-dim qd-small">
          {text}
        </p>
      ))}
    </div>
  );
}
