// Make a workspace: from the list of workspaces with a choice, from the sample's "Use my own" an empty one.
import { useLingui } from "@lingui/react/macro";
import { useQueryClient } from "@tanstack/react-query";
import { useWatch } from "react-hook-form";
import { z } from "zod";

import { post } from "@/api/client";
import { type NewWorkspace, type Workspace } from "@/api/types";
import { useDisplay } from "@/ui/display";
import { CurrencyInput } from "@/ui/fields/CurrencyInput";
import { Select } from "@/ui/fields/Select";
import { TextInput } from "@/ui/fields/TextInput";
import { Bind, FormDialog, useZodForm } from "@/ui/form";
import { useHost } from "@/ui/host";
import { toast } from "@/ui/toasts";

interface Values {
  name: string;
  kind: "empty" | "sample";
  base_currency: string;
}

export interface NewWorkspaceFormProps {
  /** Whether it is for the user's own books: empty, and the import comes up with it. */
  isOwn?: boolean;
  onClose: () => void;
}

export default function NewWorkspaceForm({ isOwn = false, onClose }: NewWorkspaceFormProps) {
  const { t } = useLingui();
  const { baseCurrency } = useDisplay();
  const host = useHost();
  const client = useQueryClient();
  const schema = z.object({
    name: z
      .string()
      .trim()
      .min(1, t`Give it a name.`)
      .max(100, t`At most 100 letters.`),
    kind: z.enum(["empty", "sample"]),
    base_currency: z.string().length(3),
  });
  const form = useZodForm<Values>(schema, {
    name: isOwn ? t`My portfolio` : "",
    kind: "empty",
    base_currency: baseCurrency,
  });
  const { control } = form;
  const kind = useWatch({ control, name: "kind" });
  const create = async (values: Values): Promise<void> => {
    const body: NewWorkspace = { ...values, base_currency: values.kind === "sample" ? null : values.base_currency };
    const { name } = await post<Workspace>("/workspaces", body);
    if (isOwn) host.openPanel("imports");
    // Nothing of the old workspace may stay on the screen.
    await client.resetQueries();
    toast({ kind: "success", text: t`Workspace “${name}” is created and open` });
  };
  return (
    <FormDialog
      title={isOwn ? t`Use my own` : t`New workspace`}
      form={form}
      onSave={create}
      onClose={onClose}
      saveLabel={t`Create and open`}
      width={460}
    >
      {isOwn ? (
        <p className="qd-form-wide qd-dim">
          {t`This makes an empty workspace beside the sample, which stays as it is. Then you bring in CSV files or enter your accounts by hand.`}
        </p>
      ) : null}
      <Bind control={control} name="name">
        {(f) => <TextInput label={t`Name`} isRequired autoFocus {...f} />}
      </Bind>
      {isOwn ? null : (
        <Bind control={control} name="kind">
          {(f) => (
            <Select
              label={t`Begins with`}
              options={[
                { id: "empty", label: t`Nothing: for your own books` },
                { id: "sample", label: t`The sample` },
              ]}
              {...f}
            />
          )}
        </Bind>
      )}
      {kind === "empty" ? (
        <Bind control={control} name="base_currency">
          {(f) => (
            <CurrencyInput
              label={t`Base currency`}
              description={t`Totals are shown in it; it can be changed later.`}
              isRequired
              {...f}
            />
          )}
        </Bind>
      ) : null}
    </FormDialog>
  );
}
