// Set up a way, or change one.
import { useLingui } from "@lingui/react/macro";
import { type Control, type FieldPathByValue, useWatch } from "react-hook-form";
import { z } from "zod";

import { NumberInput } from "@/ui/fields/NumberInput";
import { Select } from "@/ui/fields/Select";
import { TextInput } from "@/ui/fields/TextInput";
import { Switch } from "@/ui/fields/Toggle";
import { Bind, FormDialog, useZodForm } from "@/ui/form";
import { type NamedWay, type WayKind } from "./types";
import { EMPTY, KIND, SOUND, TLS, type Values, valuesOf } from "./ways";

export interface WayFormProps {
  /** The way to change; null sets up a new one. */
  way: NamedWay | null;
  /** Names that other ways have. */
  taken: readonly string[];
  onSave: (values: Values) => Promise<void>;
  onClose: () => void;
}

/** The ids of a table of words. */
function idsOf<Id extends string>(words: Record<Id, unknown>): Id[] {
  return Object.keys(words) as Id[];
}

export function WayForm({ way, taken, onSave, onClose }: WayFormProps) {
  const { t, i18n } = useLingui();
  const schema: z.ZodType<Values, Values> = z.custom<Values>().superRefine((values, context) => {
    const refuse = (field: keyof Values, message: string): void =>
      context.addIssue({ code: "custom", path: [field], message });
    const { name, kind, port } = values;
    if (name.trim() === "") refuse("name", t`Give it a name; alerts use it.`);
    if (taken.includes(name.trim())) refuse("name", t`Another way has this name.`);
    if (kind === "mail" && (port === null || port < 1)) refuse("port", t`Give the port of the server.`);
  });
  const form = useZodForm<Values>(schema, way ? valuesOf(way) : EMPTY);
  const { control } = form;
  const kind = useWatch({ control, name: "kind" });
  return (
    <FormDialog title={way ? t`Change way` : t`New way`} form={form} onSave={onSave} onClose={onClose}>
      <Bind control={control} name="name">
        {(f) => <TextInput label={t`Name`} isRequired autoFocus {...f} />}
      </Bind>
      <Bind control={control} name="kind">
        {(f) => (
          <Select
            label={t`Way`}
            options={idsOf(KIND).map((id) => ({ id, label: i18n._(KIND[id]) }))}
            value={f.value}
            onChange={f.onChange}
          />
        )}
      </Bind>
      <KindFields kind={kind} control={control} />
    </FormDialog>
  );
}

type Fields = Control<Values>;

function Line({
  control,
  name,
  label,
  hint,
}: {
  control: Fields;
  name: FieldPathByValue<Values, string>;
  label: string;
  hint?: string;
}) {
  return (
    <Bind control={control} name={name}>
      {(f) => <TextInput label={label} {...(hint === undefined ? {} : { description: hint })} {...f} />}
    </Bind>
  );
}

/** A secret is typed and never shown. */
function SecretLine({ control, label }: { control: Fields; label: string }) {
  const { t } = useLingui();
  return (
    <Bind control={control} name="secret">
      {(f) => (
        <TextInput
          label={label}
          type="password"
          description={t`It goes to the keychain of this machine, or to the sealed file where none is running. Left empty, the one there is stays.`}
          {...f}
        />
      )}
    </Bind>
  );
}

function Private({ control }: { control: Fields }) {
  const { t } = useLingui();
  return (
    <Bind control={control} name="allowPrivate">
      {(f) => (
        <Switch label={t`The server is on this machine or in my own network`} value={f.value} onChange={f.onChange} />
      )}
    </Bind>
  );
}

function KindFields({ kind, control }: { kind: WayKind; control: Fields }) {
  const { t, i18n } = useLingui();
  switch (kind) {
    case "desktop":
      return (
        <p className="qd-form-wide qd-dim">
          {t`The system shows it where it shows all notifications. It says when it took one, not whether anybody saw it.`}
        </p>
      );
    case "sound":
      return (
        <Bind control={control} name="sound">
          {(f) => (
            <Select
              label={t`Sound`}
              description={t`Played by an open window.`}
              options={idsOf(SOUND).map((id) => ({ id, label: i18n._(SOUND[id]) }))}
              value={f.value}
              onChange={f.onChange}
            />
          )}
        </Bind>
      );
    case "mail":
      return (
        <>
          <Line control={control} name="host" label={t`Mail server`} />
          <Bind control={control} name="port">
            {(f) => <NumberInput label={t`Port`} min={1} max={65535} format={{ useGrouping: false }} {...f} />}
          </Bind>
          <Bind control={control} name="tls">
            {(f) => (
              <Select
                label={t`Encryption`}
                options={idsOf(TLS).map((id) => ({ id, label: i18n._(TLS[id]) }))}
                value={f.value}
                onChange={f.onChange}
              />
            )}
          </Bind>
          <Line control={control} name="from" label={t`Sender`} />
          <Line control={control} name="to" label={t`Receivers`} hint={t`Several with commas between them.`} />
          <Line control={control} name="user" label={t`User`} hint={t`Empty where nobody signs in.`} />
          <SecretLine control={control} label={t`Password`} />
        </>
      );
    case "webhook":
      return (
        <>
          <Line control={control} name="url" label={t`Address`} />
          <SecretLine control={control} label={t`Secret that signs`} />
          <Private control={control} />
        </>
      );
    case "telegram":
      return (
        <>
          <Line control={control} name="chat" label={t`Chat`} hint={t`Its number, or @name of a channel.`} />
          <SecretLine control={control} label={t`Token of the bot`} />
        </>
      );
    case "ntfy":
      return (
        <>
          <Line control={control} name="base" label={t`Server`} />
          <Line control={control} name="topic" label={t`Topic`} />
          <SecretLine control={control} label={t`Access token`} />
          <Private control={control} />
        </>
      );
  }
}
