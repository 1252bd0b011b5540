// A passphrase: for a new sealed file twice, to open one once, and to change it.
import { useLingui } from "@lingui/react/macro";
import { useQueryClient } from "@tanstack/react-query";
import { z } from "zod";

import { TextInput } from "@/ui/fields/TextInput";
import { Bind, FormDialog, useZodForm } from "@/ui/form";
import { toast } from "@/ui/toasts";
import { send } from "./client";
import { refresh } from "./queries";
import { type PassphraseTask, type SealedFileView } from "./sealedFile";

interface Values {
  current: string;
  passphrase: string;
  again: string;
}

export interface PassphraseFormProps {
  task: PassphraseTask;
  view: SealedFileView;
  onClose: () => void;
}

export function PassphraseForm({ task, view, onClose }: PassphraseFormProps) {
  const { t } = useLingui();
  const client = useQueryClient();
  const { passphrase_chars_min: least, passphrase_chars_advised: advised } = view;
  const isNew = task !== "unlock";
  const schema: z.ZodType<Values, Values> = z.custom<Values>().superRefine((values, context) => {
    const refuse = (field: keyof Values, message: string): void =>
      context.addIssue({ code: "custom", path: [field], message });
    const { current, passphrase, again } = values;
    if (task === "change" && current.trim() === "") refuse("current", t`Give the passphrase that opens it now.`);
    if (passphrase.trim() === "") refuse("passphrase", t`Give a passphrase.`);
    // Counted as the program counts: characters, without spaces around them.
    else if (isNew && [...passphrase.trim()].length < least)
      refuse("passphrase", t`Give at least ${least} characters.`);
    if (isNew && passphrase !== again) refuse("again", t`The two differ.`);
  });
  const form = useZodForm<Values>(schema, { current: "", passphrase: "", again: "" });
  const { control } = form;
  const save = async ({ current, passphrase }: Values): Promise<void> => {
    if (task === "change") await send("PUT", "/sealed-file/passphrase", { current, passphrase });
    else await send("PUT", "/sealed-file", { passphrase });
    await refresh(client, ["sealed-file", "providers", "notifications"]);
    toast({ kind: "success", text: said[task] });
  };
  const said: Record<PassphraseTask, string> = {
    make: t`Keys are kept in the sealed file`,
    unlock: t`Unlocked until the program ends`,
    change: t`Passphrase changed`,
  };
  const titles: Record<PassphraseTask, string> = {
    make: t`Keep keys in a sealed file`,
    unlock: t`Unlock the sealed file`,
    change: t`Change the passphrase`,
  };
  const labels: Record<PassphraseTask, string> = { make: t`Keep`, unlock: t`Unlock`, change: t`Change` };
  const help = isNew
    ? t`At least ${least} characters; ${advised} or more are advised, such as several words. If it is lost, nobody can read the file, and the keys have to be entered again.`
    : t`It stays open until the program ends.`;
  return (
    <FormDialog title={titles[task]} form={form} saveLabel={labels[task]} onSave={save} onClose={onClose} width={480}>
      {task === "change" ? (
        <Bind control={control} name="current">
          {(f) => <TextInput label={t`Present passphrase`} type="password" isRequired autoFocus {...f} />}
        </Bind>
      ) : null}
      <Bind control={control} name="passphrase">
        {(f) => (
          <TextInput
            label={task === "change" ? t`New passphrase` : t`Passphrase`}
            type="password"
            description={help}
            isRequired
            autoFocus={task !== "change"}
            {...f}
          />
        )}
      </Bind>
      {isNew ? (
        <Bind control={control} name="again">
          {(f) => <TextInput label={t`The same again`} type="password" isRequired {...f} />}
        </Bind>
      ) : null}
    </FormDialog>
  );
}
