// The root: waits for the workspace, then shows the frame, or in a window of its own one panel.
import { useEffect } from "react";
import { Trans, useLingui } from "@lingui/react/macro";
import { useQueryClient } from "@tanstack/react-query";

import { refresh, renew } from "@/api/queries";
import { useEvents } from "@/stream/events";
import { DisplayProvider } from "@/ui/display";
import { ErrorBoundary } from "@/ui/ErrorBoundary";
import { ErrorState, Skeleton } from "@/ui/states";
import { toast } from "@/ui/toasts";
import { Frame, PanelWindow } from "./Frame";
import { panelOf } from "./panels";
import { useWorkspace } from "./session";

export function App() {
  const workspace = useWorkspace();
  const client = useQueryClient();
  useEvents((events) => {
    const nouns = events.flatMap((event) => (event.kind === "changed" ? event.nouns : []));
    const ended = events.some((event) => event.kind === "job" && ["done", "failed", "cancelled"].includes(event.state));
    if (nouns.length > 0 || ended) void refresh(client, ended ? [...nouns, "jobs"] : nouns);
    for (const event of events) {
      if (event.kind !== "notice") continue;
      if (event.code === "resync") void renew(client);
      else toast({ text: event.message });
    }
  });
  const asked = new URLSearchParams(window.location.search);
  const { panel, ...params } = Object.fromEntries(asked);
  const { i18n } = useLingui();
  const own = panelOf(panel);
  const title = [own ? i18n._(own.title) : null, workspace.data?.name, "Quarterdeck"].filter(Boolean).join(" · ");
  useEffect(() => {
    document.title = title;
  }, [title]);

  return (
    <DisplayProvider baseCurrency={workspace.data?.base_currency ?? "USD"}>
      <ErrorBoundary name="frame">
        {workspace.data ? (
          panel ? (
            <PanelWindow id={panel} params={params} workspace={workspace.data} />
          ) : (
            <Frame workspace={workspace.data} />
          )
        ) : workspace.isError ? (
          <Unreachable status={workspace.error.status} error={workspace.error} retry={() => void workspace.refetch()} />
        ) : (
          <main className="qd-frame">
            <Skeleton lines={8} />
          </main>
        )}
      </ErrorBoundary>
    </DisplayProvider>
  );
}

function Unreachable({ status, error, retry }: { status: number; error: Error; retry: () => void }) {
  const { t } = useLingui();
  return (
    <main className="qd-frame">
      <h1 className="qd-sr-only">Quarterdeck</h1>
      {status === 401 || status === 403 ? (
        <div className="qd-state">
          <p className="qd-state-title">
            <Trans>This page does not know the server's key</Trans>
          </p>
          <p>
            <Trans>
              The key changes with every start of the server. Open the address that <code>quarterdeck serve</code> has
              printed in your terminal; it ends in <code>#token=…</code>.
            </Trans>
          </p>
        </div>
      ) : (
        <ErrorState error={{ title: t`The workspace did not open`, message: error.message }} onRetry={retry} />
      )}
    </main>
  );
}
