// One panel: loaded on demand, following its colour's instrument, failing alone.
import { type ReactNode, useEffect, useState, useSyncExternalStore } from "react";
import { Trans } from "@lingui/react/macro";

import { ErrorBoundary } from "@/ui/ErrorBoundary";
import { LinkContext, type Linked, type PanelProps } from "@/ui/host";
import { Skeleton } from "@/ui/states";
import { othersBegin, WhenAnswered } from "./firstPanel";
import { follow, linked } from "./linked";
import { type PanelDefinition, panelOf } from "./panels";

export interface PanelViewProps {
  id: string;
  panelId: string;
  params: Record<string, string>;
  link: number;
  /** Of several, the one that a start shows first. */
  isFirst?: boolean;
}

/** The panel as soon as its code is here: at once where it came while the program started. */
function Loaded({ panel, children, ...props }: PanelProps & { panel: PanelDefinition; children: ReactNode }) {
  // Not by Suspense, which shows nothing new for 300 ms after a placeholder.
  const [code, setCode] = useState(() => ({ Component: panel.component(), failure: null as unknown }));
  const { Component, failure } = code;
  const isHere = Component !== undefined;
  useEffect(() => {
    if (isHere) return;
    panel.load().then(
      (loaded) => setCode({ Component: loaded, failure: null }),
      (error: unknown) => setCode({ Component: undefined, failure: error }),
    );
  }, [panel, isHere]);
  if (failure !== null) throw failure instanceof Error ? failure : new Error(String(failure));
  if (Component === undefined) return <Skeleton />;
  return (
    <>
      <Component {...props} />
      {children}
    </>
  );
}

export function PanelView({ id, panelId, params, link, isFirst = true }: PanelViewProps) {
  const instruments = useSyncExternalStore(linked.subscribe, linked.get);
  const mayBegin = useSyncExternalStore(othersBegin.subscribe, othersBegin.get);
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
        {isFirst || mayBegin ? (
          <Loaded key={id} panel={panel} panelId={panelId} params={params}>
            {mayBegin ? null : <WhenAnswered />}
          </Loaded>
        ) : (
          <Skeleton />
        )}
      </LinkContext>
    </ErrorBoundary>
  );
}
