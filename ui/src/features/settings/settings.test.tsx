import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";

import { type Settings } from "@/api/types";
import { expectNoAxeViolations } from "@/testing/axe";
import { Status } from "@/testing/host";
import { renderApp } from "@/testing/render";
import SettingsPanel from "./panel";

const SETTINGS = {
  base_currency: "USD",
  benchmark_id: null,
  risk_free_rate: 0.02,
  periods_per_year: 252,
  stale_after_days: 5,
  renderer: "auto",
} as Settings;

const ROUTES = { "GET /settings": SETTINGS, "GET /instruments": { items: [], next_cursor: null } };

it("shows a rate as percent and sends what was changed only", async () => {
  const { container, host } = renderApp(<SettingsPanel />, { ...ROUTES, "PATCH /settings": SETTINGS });
  const rate = await screen.findByRole("textbox", { name: "Risk-free rate per year" });
  expect((rate as HTMLInputElement).value).toBe("2");
  await expectNoAxeViolations(container);
  await userEvent.clear(rate);
  await userEvent.type(rate, "3.5");
  await userEvent.click(screen.getByRole("button", { name: "Save" }));
  expect(await screen.findByText("Settings saved")).toBeTruthy();
  expect(host.calls.find((call) => call.method === "PATCH")?.body).toEqual({ risk_free_rate: 0.035 });
});

it("refuses an impossible rate at its field and sends nothing", async () => {
  const { host } = renderApp(<SettingsPanel />, ROUTES);
  const rate = await screen.findByRole("textbox", { name: "Risk-free rate per year" });
  await userEvent.clear(rate);
  await userEvent.type(rate, "900");
  await userEvent.click(screen.getByRole("button", { name: "Save" }));
  expect(await screen.findByText("A rate lies between −100 and 100 percent.")).toBeTruthy();
  expect(host.calls.some((call) => call.method === "PATCH")).toBe(false);
});

it("offers in the desktop window how it is drawn", async () => {
  const { host } = renderApp(<SettingsPanel />, { ...ROUTES, "PATCH /settings": SETTINGS }, "USD", "desktop");
  await userEvent.click(await screen.findByRole("button", { name: /The window is drawn/ }));
  await userEvent.click(await screen.findByRole("option", { name: "Without it" }));
  await userEvent.click(screen.getByRole("button", { name: "Save" }));
  expect(await screen.findByText("Settings saved")).toBeTruthy();
  expect(host.calls.find((call) => call.method === "PATCH")?.body).toEqual({ renderer: "software" });
});

it("says in words when the server refuses", async () => {
  const refusal = { code: "busy", title: "The database is busy", detail: "Close the other program and try again." };
  renderApp(<SettingsPanel />, { ...ROUTES, "PATCH /settings": new Status(503, refusal) });
  const days = await screen.findByRole("textbox", { name: "Trading days in a year" });
  await userEvent.clear(days);
  await userEvent.type(days, "250");
  await userEvent.click(screen.getByRole("button", { name: "Save" }));
  expect((await screen.findByRole("alert")).textContent).toContain(refusal.detail);
});
