// Settings: those of the workspace, kept by the server, and those of this window.
import { useLingui } from "@lingui/react/macro";

import { useGet } from "@/api/queries";
import { QueryView } from "@/api/QueryView";
import { type Settings } from "@/api/types";
import { PanelFrame } from "@/ui/PanelFrame";
import { DisplaySettings } from "./display";
import { WorkspaceSettings } from "./form";

export default function SettingsPanel() {
  const { t } = useLingui();
  const settings = useGet<Settings>("/settings");
  return (
    <PanelFrame label={t`Settings`}>
      <div className="qd-settings">
        <section aria-labelledby="settings-workspace">
          <h2 id="settings-workspace">{t`This workspace`}</h2>
          <QueryView query={settings}>
            {(data) => <WorkspaceSettings key={JSON.stringify(data)} settings={data} />}
          </QueryView>
        </section>
        <section aria-labelledby="settings-window">
          <h2 id="settings-window">{t`This window`}</h2>
          <DisplaySettings />
        </section>
      </div>
    </PanelFrame>
  );
}
