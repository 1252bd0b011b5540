// Providers: who sends prices and news, how that goes, and replays for when nobody does.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";
import { useQueryClient } from "@tanstack/react-query";

import { type ProvidersView } from "@/api/markets";
import { refresh, useGet } from "@/api/queries";
import { QueryView } from "@/api/QueryView";
import { useEvents } from "@/stream/events";
import { type PanelProps } from "@/ui/host";
import { PanelFrame } from "@/ui/PanelFrame";
import { Tabs } from "@/ui/Tabs";
import { Incidents } from "./incidents";
import { ProviderList } from "./list";
import { RecordingAndFolders, Symbols } from "./more";
import { Replay } from "./replay";
import "./providers.css";

/** Counts go on without an event. */
const ASK_MS = 5_000;

export default function ProvidersPanel({ params }: PanelProps) {
  const { t } = useLingui();
  const client = useQueryClient();
  const view = useGet<ProvidersView>("/providers", undefined, { refetchInterval: ASK_MS });
  const [tab, setTab] = useState(params["tab"] ?? "providers");
  useEvents((events) => {
    if (events.some(({ kind }) => kind === "provider")) void refresh(client, ["providers"]);
  });
  return (
    <PanelFrame label={t`Providers`}>
      <QueryView query={view}>
        {(found) => (
          <Tabs
            label={t`Providers`}
            selected={tab}
            onSelect={setTab}
            items={[
              { id: "providers", label: t`Providers`, content: <ProviderList view={found} /> },
              { id: "incidents", label: t`Trouble`, content: <Incidents /> },
              { id: "replay", label: t`Replay`, content: <Replay /> },
              { id: "symbols", label: t`Symbols`, content: <Symbols view={found} /> },
              { id: "recording", label: t`Recording and folders`, content: <RecordingAndFolders view={found} /> },
            ]}
          />
        )}
      </QueryView>
    </PanelFrame>
  );
}
