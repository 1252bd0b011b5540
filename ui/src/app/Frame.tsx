// The frame around the panels: bars, palette, shortcuts; docked on a desktop, one column on a phone.
import { type ReactNode, useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { type Workspace } from "@/api/types";
import { errorText } from "@/lib/error";
import { load, save } from "@/lib/storage";
import { platform } from "@/platform/platform";
import { type Host, HostContext } from "@/ui/host";
import { ToastCorner, toast } from "@/ui/toasts";
import { useIsPhone } from "@/ui/tokens";
import { BottomBar } from "./BottomBar";
import { useCommands, useToggle } from "./commands";
import { openPanel } from "./dock";
import { FirstStart, isEmpty } from "./FirstStart";
import { Palette } from "./Palette";
import { PanelHost } from "./PanelHost";
import { panelOf, PANELS } from "./panels";
import { PanelView } from "./PanelView";
import { PhoneFrame, type Shown } from "./PhoneFrame";
import { ReplayBar } from "./ReplayBar";
import { SaveLayout } from "./SaveLayout";
import { Shortcuts } from "./Shortcuts";
import { Sample, TopBar } from "./TopBar";
import { useAlertToasts } from "./useAlertToasts";
import { useShortcuts } from "./useShortcuts";

const isText = (value: unknown): value is string => typeof value === "string";

function report(error: unknown): void {
  toast({ kind: "error", text: errorText(error) });
}

/** Gives panels their host. */
export function HostProvider({ open, children }: { open: Host["openPanel"]; children: ReactNode }) {
  const { i18n } = useLingui();
  const chart = platform().popOutChart;
  const titleOf = (id: string): string => {
    const panel = panelOf(id);
    return panel ? i18n._(panel.title) : id;
  };
  const host: Host = {
    openPanel: open,
    popOutPanel: (id, params = {}) => void platform().openPanelWindow(id, titleOf(id), params).catch(report),
    popOutChart: chart ? (symbol) => void chart(symbol).catch(report) : null,
  };
  return <HostContext value={host}>{children}</HostContext>;
}

export function Frame({ workspace }: { workspace: Workspace }) {
  const isPhone = useIsPhone();
  const [shown, setShown] = useState<Shown>(() => ({
    id: load("phone-panel", PANELS[0]?.id ?? "", isText),
    params: {},
  }));
  const show = (panel: Shown): void => {
    setShown(panel);
    save("phone-panel", panel.id);
  };
  return (
    <HostProvider open={(id, params = {}) => (isPhone ? show({ id, params }) : openPanel(id, params))}>
      <FrameInside workspace={workspace} isPhone={isPhone} shown={shown} show={show} />
    </HostProvider>
  );
}

interface InsideProps {
  workspace: Workspace;
  isPhone: boolean;
  shown: Shown;
  show: (panel: Shown) => void;
}

function FrameInside({ workspace, isPhone, shown, show }: InsideProps) {
  const { t } = useLingui();
  const palette = useToggle();
  const shortcuts = useToggle();
  const saving = useToggle();
  const commands = useCommands({ palette: palette.open, shortcuts: shortcuts.open, saveLayout: saving.open });
  useShortcuts(commands);
  useAlertToasts();
  return (
    <div className={`qd-frame${isPhone ? " qd-frame-phone" : ""}`}>
      <TopBar workspace={workspace} commands={commands} openPalette={palette.open} isPhone={isPhone} />
      {isPhone && workspace.sample ? (
        <div className="qd-sample-row">
          <Sample today={workspace.today} />
        </div>
      ) : null}
      {isEmpty(workspace) ? <FirstStart /> : null}
      <ReplayBar />
      {isPhone ? (
        <PhoneFrame shown={shown} show={show} />
      ) : (
        <>
          <main className="qd-body" aria-label={t`Panels`}>
            <PanelHost />
          </main>
          <BottomBar version={workspace.version} />
        </>
      )}
      <Palette isOpen={palette.isOpen} onOpenChange={palette.setOpen} commands={commands} />
      <Shortcuts isOpen={shortcuts.isOpen} onOpenChange={shortcuts.setOpen} commands={commands} />
      <SaveLayout isOpen={saving.isOpen} onOpenChange={saving.setOpen} />
      <ToastCorner />
    </div>
  );
}

/** A window or tab that holds one panel only. */
export function PanelWindow({
  id,
  params,
  workspace,
}: {
  id: string;
  params: Record<string, string>;
  workspace: Workspace;
}) {
  const { t } = useLingui();
  const [here, setHere] = useState<Shown>({ id, params });
  return (
    <HostProvider open={(next, nextParams = {}) => setHere({ id: next, params: nextParams })}>
      <div className="qd-frame">
        <ReplayBar />
        <main className="qd-body" aria-label={t`Panels`}>
          <h1 className="qd-sr-only">{t`Quarterdeck, workspace ${workspace.name}`}</h1>
          <PanelView
            key={`${here.id} ${JSON.stringify(here.params)}`}
            id={here.id}
            panelId="window"
            params={here.params}
            link={1}
          />
        </main>
        <ToastCorner />
      </div>
    </HostProvider>
  );
}
