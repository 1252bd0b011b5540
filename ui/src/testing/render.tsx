// Renders a component as the app would: messages, queries, display, toasts, a host with the test's answers.
import { type ReactElement } from "react";
import { I18nProvider } from "@lingui/react";
import { QueryClientProvider } from "@tanstack/react-query";
import { render, type RenderResult } from "@testing-library/react";

import { makeQueryClient } from "@/api/queries";
import { i18n } from "@/app/i18n";
import { setPlatform } from "@/platform/platform";
import { type Platform } from "@/platform/types";
import { DisplayProvider } from "@/ui/display";
import { ToastCorner } from "@/ui/toasts";
import { type Reply, testHost, type TestHost } from "./host";

export interface Rendered extends RenderResult {
  host: TestHost;
}

/** `routes` answers the API: `{ "GET /accounts": { items: [], next_cursor: null } }`. */
export function renderApp(
  ui: ReactElement,
  routes: Record<string, Reply> = {},
  baseCurrency = "USD",
  kind: Platform["kind"] = "browser",
): Rendered {
  const host = { ...testHost(routes), kind };
  setPlatform(host);
  const result = render(
    <I18nProvider i18n={i18n}>
      <QueryClientProvider client={makeQueryClient()}>
        <DisplayProvider baseCurrency={baseCurrency}>
          {ui}
          <ToastCorner />
        </DisplayProvider>
      </QueryClientProvider>
    </I18nProvider>,
  );
  return { ...result, host };
}
