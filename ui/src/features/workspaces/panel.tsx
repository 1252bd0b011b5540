// Workspaces and their backups.
import { useLingui } from "@lingui/react/macro";

import { useGet } from "@/api/queries";
import { QueryView } from "@/api/QueryView";
import { type Workspace } from "@/api/types";
import { PanelFrame } from "@/ui/PanelFrame";
import { Backups } from "./backups";
import { WorkspaceList } from "./list";

export default function WorkspacesPanel() {
  const { t } = useLingui();
  const workspace = useGet<Workspace>("/workspace");
  return (
    <PanelFrame label={t`Workspaces`}>
      <QueryView query={workspace}>
        {(data) => (
          <div className="qd-stack">
            <h2>{t`Workspaces`}</h2>
            <WorkspaceList present={data} />
            <h2>{t`Backups of “${data.name}”`}</h2>
            <Backups />
          </div>
        )}
      </QueryView>
    </PanelFrame>
  );
}
