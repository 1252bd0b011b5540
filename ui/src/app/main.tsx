// Starts the client: host, messages, events, then the first paint.
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { I18nProvider } from "@lingui/react";
import { QueryClientProvider } from "@tanstack/react-query";

import { makeQueryClient, renew } from "@/api/queries";
import { startPlatform } from "@/platform/platform";
import { startEvents } from "@/stream/events";
import { startJobs } from "@/stream/jobs";
import { startMarket } from "@/stream/market";
import { App } from "./App";
import { panelsInFront } from "./dock";
import { i18n, startMessages } from "./i18n";
import { panelOf } from "./panels";
import "@/ui/tokens.css";
import "@/ui/base.css";
import "@/ui/controls.css";
import "@/ui/panels.css";
import "@/ui/table.css";
import "./frame.css";

const root = document.getElementById("root");
if (!root) throw new Error("invariant: index.html has the root element");

// Their code is on its way while the host answers: the first chart waits for nothing that could have begun earlier.
const asked = new URLSearchParams(window.location.search).get("panel");
for (const id of asked === null ? panelsInFront() : [asked]) {
  // A panel whose code does not come says so where it would stand.
  panelOf(id)
    ?.load()
    .catch(() => undefined);
}

await startPlatform();
startMessages();
const client = makeQueryClient();
startJobs();
startMarket();
// What was fetched before a lost connection may be old: events were missed. The first opening, too, may come after the
// first answers; a job may have ended in between.
startEvents((wasLost) => {
  void renew(client, wasLost ? {} : { queryKey: ["jobs"] });
});

createRoot(root).render(
  <StrictMode>
    <I18nProvider i18n={i18n}>
      <QueryClientProvider client={client}>
        <App />
      </QueryClientProvider>
    </I18nProvider>
  </StrictMode>,
);
