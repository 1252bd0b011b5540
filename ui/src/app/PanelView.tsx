// One panel: loaded on demand, following its colour's instrument, failing alone.
import { Suspense, useState, useSyncExternalStore } from "react";
import { Trans } from "@lingui/react/macro";

import { ErrorBoundary } from "@/ui/ErrorBoundary";
import { LinkContext, type Linked } from "@/ui/host";
import { Skeleton } from "@/ui/states";
import { follow, linked } from "./linked";
import { panelOf } from "./panels";

export interface PanelViewProps {
  id: string;
  panelId: string;
  params: Record<string, string>;
  link: number;
}

export function PanelView({ id, panelId, params, link }: PanelViewProps) {
  const instruments = useSyncExternalStore(linked.subscribe, linked.get);
  const [own, setOwn] = useState<string | null>(null);
  const panel = panelOf(id);
  if (!panel) {
    return (
      <p className="qd-state qd-dim">
        <Trans>This version of the program has no panel named “{id}”. Close this tab.</Trans>
      </p>
    );
  }
  const value: Linked = link === 0 ? [own, setOwn] : [instruments[String(link)] ?? null, (next) => follow(link, next)];
  return (
    <ErrorBoundary name={id}>
      <LinkContext value={value}>
        <Suspense fallback={<Skeleton />}>
          <panel.Component panelId={panelId} params={params} />
        </Suspense>
      </LinkContext>
    </ErrorBoundary>
  );
}
