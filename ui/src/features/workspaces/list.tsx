// The known workspaces: open one, make a new one.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";
import { useQueryClient } from "@tanstack/react-query";
import { z } from "zod";

import { post } from "@/api/client";
import { toApiError } from "@/api/errors";
import { useGet } from "@/api/queries";
import { QueryView } from "@/api/QueryView";
import { type NewWorkspace, type Workspace, type WorkspaceEntry } from "@/api/types";
import { Button } from "@/ui/Button";
import { useDisplay } from "@/ui/display";
import { CurrencyInput } from "@/ui/fields/CurrencyInput";
import { Select } from "@/ui/fields/Select";
import { TextInput } from "@/ui/fields/TextInput";
import { Bind, FormDialog, useZodForm } from "@/ui/form";
import { toast } from "@/ui/toasts";

export function WorkspaceList({ present }: { present: Workspace }) {
  const { t } = useLingui();
  const { format, timeZone } = useDisplay();
  const client = useQueryClient();
  const known = useGet<WorkspaceEntry[]>("/workspaces");
  const [isNew, setNew] = useState(false);
  const [path, setPath] = useState("");
  const [busy, setBusy] = useState<string | null>(null);
  const open = async (target: string): Promise<void> => {
    setBusy(target);
    try {
      const opened = await post<Workspace>("/workspaces/open", { path: target });
      const { name } = opened;
      await client.resetQueries();
      toast({ kind: "success", text: t`Workspace “${name}” is open` });
    } catch (error) {
      toast({ kind: "error", text: toApiError(error).message });
    } finally {
      setBusy(null);
    }
  };
  return (
    <>
      <QueryView query={known} lines={2}>
        {(entries) => (
          <ul className="qd-items">
            {entries.map((entry) => (
              <li key={entry.path} className="qd-notice">
                <span className="qd-grow">
                  <strong>{entry.name}</strong>{" "}
                  {entry.sample ? <span className="qd-badge qd-sample">{t`sample`}</span> : null}
                  <br />
                  <code className="qd-small qd-dim">{entry.path}</code>
                  <br />
                  <span className="qd-small qd-dim">
                    {t`last opened ${format.dateTime(entry.last_opened_at, timeZone)}`}
                    {entry.present ? "" : `, ${t`its folder is gone`}`}
                  </span>
                </span>
                {entry.path === present.path ? (
                  <span className="qd-badge">{t`open`}</span>
                ) : (
                  <Button
                    size="small"
                    isDisabled={!entry.present}
                    isPending={busy === entry.path}
                    onPress={() => void open(entry.path)}
                  >
                    {t`Open`}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        )}
      </QueryView>
      <div className="qd-row">
        <Button icon="plus" variant="primary" onPress={() => setNew(true)}>
          {t`New workspace`}
        </Button>
      </div>
      <form
        className="qd-row"
        onSubmit={(event) => {
          event.preventDefault();
          if (path.trim() !== "") void open(path.trim());
        }}
      >
        <div className="qd-grow" style={{ maxWidth: 420 }}>
          <TextInput label={t`Open the folder of another workspace`} value={path} onChange={setPath} />
        </div>
        <Button type="submit" isDisabled={path.trim() === ""} isPending={busy !== null && busy === path.trim()}>
          {t`Open`}
        </Button>
      </form>
      {isNew ? <NewWorkspaceForm onClose={() => setNew(false)} /> : null}
    </>
  );
}

interface NewValues {
  name: string;
  kind: "empty" | "sample";
  base_currency: string;
}

function NewWorkspaceForm({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const { baseCurrency } = useDisplay();
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
  const form = useZodForm<NewValues>(schema, { name: "", kind: "empty", base_currency: baseCurrency });
  const { control } = form;
  const create = async (values: NewValues): Promise<void> => {
    const body: NewWorkspace = { ...values, base_currency: values.kind === "sample" ? null : values.base_currency };
    const { name } = await post<Workspace>("/workspaces", body);
    await client.resetQueries();
    toast({ kind: "success", text: t`Workspace “${name}” is created and open` });
  };
  return (
    <FormDialog
      title={t`New workspace`}
      form={form}
      onSave={create}
      onClose={onClose}
      saveLabel={t`Create and open`}
      width={460}
    >
      <Bind control={control} name="name">
        {(f) => <TextInput label={t`Name`} isRequired autoFocus {...f} />}
      </Bind>
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
      <Bind control={control} name="base_currency">
        {(f) => <CurrencyInput label={t`Base currency`} isRequired {...f} />}
      </Bind>
    </FormDialog>
  );
}
