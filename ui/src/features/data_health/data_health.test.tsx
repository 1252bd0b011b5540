import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";

import { type DataHealth } from "@/api/types";
import { expectNoAxeViolations } from "@/testing/axe";
import { renderApp } from "@/testing/render";
import { HostContext } from "@/ui/host";
import DataHealthPanel from "./panel";

const SOUND = { problems: [], instruments: [], rates: [] } as unknown as DataHealth;

const SICK = {
  ...SOUND,
  problems: [
    {
      code: "price_missing",
      urgency: "blocking",
      message: "ZZT has no price on 2022-12-28",
      instrument_id: "i1",
      transaction_id: null,
      remedy: { action: "add_price", label: "Add a price" },
    },
  ],
  rates: [{ base: "EUR", quote: "USD", first: "1999-01-04", last: null, stale: true }],
} as unknown as DataHealth;

it("says that nothing is missing when nothing is", async () => {
  const { container } = renderApp(<DataHealthPanel />, { "GET /data-health": SOUND });
  expect(await screen.findByText("Nothing is missing")).toBeTruthy();
  await expectNoAxeViolations(container);
});

it("leads from a problem to the panel that mends it", async () => {
  const openPanel = vi.fn();
  renderApp(
    <HostContext value={{ openPanel, popOutPanel: () => undefined, popOutChart: null }}>
      <DataHealthPanel />
    </HostContext>,
    { "GET /data-health": SICK },
  );
  expect(await screen.findByText("Blocking")).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: "Add a price" }));
  expect(openPanel).toHaveBeenCalledWith("prices", { instrument_id: "i1" });
});

it("shows a rate that is missing as such, and its last day as unknown", async () => {
  renderApp(<DataHealthPanel />, { "GET /data-health": SICK });
  await userEvent.click(await screen.findByRole("tab", { name: "FX rates" }));
  const row = await screen.findByRole("row", { name: /EUR\/USD/ });
  expect(row.textContent).toContain("Stale or missing");
  expect(row.textContent).toContain("—");
});
