// The known workspaces: open one, make a new one.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";
import { useQueryClient } from "@tanstack/react-query";

import { post } from "@/api/client";
import { toApiError } from "@/api/errors";
import { useGet } from "@/api/queries";
import { QueryView } from "@/api/QueryView";
import { type Workspace, type WorkspaceEntry } from "@/api/types";
import { Button } from "@/ui/Button";
import { useDisplay } from "@/ui/display";
import { TextInput } from "@/ui/fields/TextInput";
import { toast } from "@/ui/toasts";
import NewWorkspaceForm from "./form";

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
                    {t`Last opened ${format.dateTime(entry.last_opened_at, timeZone)}`}
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
        style={{ alignItems: "flex-end" }}
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
