// Opening panels and filling forms, as every test of a panel needs it.
import { expect, type Locator, type Page } from "@playwright/test";

import { type Server } from "./fixtures";

/** The ids of all panels, in menu order. */
export const PANELS = [
  "portfolio",
  "optimizer",
  "chart",
  "alerts",
  "watchlists",
  "depth",
  "news",
  "targets",
  "rebalance",
  "performance",
  "risk",
  "stress",
  "hedge",
  "backtest",
  "strategies",
  "sweep",
  "taxes",
  "transactions",
  "accounts",
  "instruments",
  "prices",
  "fx_rates",
  "imports",
  "exports",
  "changes",
  "data_health",
  "jobs",
  "schedules",
  "providers",
  "notifications",
  "workspaces",
  "settings",
  "guide",
  "diagnostics",
  "about",
];

/** Shows one panel alone, as a window of its own does. */
export async function showPanel(page: Page, server: Server, panel: string): Promise<void> {
  await page.goto(`${server.url.replace(/#.*/, "")}?panel=${panel}#token=${server.token}`);
  await page.getByRole("main").first().waitFor();
  await expect(page.getByRole("status", { name: "Loading" })).toHaveCount(0);
}

/** Shows the whole frame at its first page. */
export async function showFrame(page: Page, server: Server): Promise<void> {
  await page.goto(`${server.url.replace(/#.*/, "")}?#token=${server.token}`);
  await page.getByRole("button", { name: /^Workspace / }).waitFor();
}

/** Narrows a table to the rows with this text and gives the first of them. */
export async function findRow(page: Page, grid: string, text: string): Promise<Locator> {
  await page.getByRole("searchbox", { name: "Filter" }).fill(text);
  const row = page.getByRole("grid", { name: grid }).getByRole("row").filter({ hasText: text }).first();
  await expect(row).toBeVisible();
  return row;
}

/** Runs an entry of a row's menu. */
export async function rowAction(page: Page, row: Locator, name: string): Promise<void> {
  await row.getByRole("button", { name: "Actions of this row" }).click();
  await page.getByRole("menuitem", { name, exact: true }).click();
}

/** Chooses in a field that is found by typing. */
export async function pick(within: Locator | Page, page: Page, name: string, text: string): Promise<void> {
  await within.getByRole("combobox", { name }).fill(text);
  await page.getByRole("option", { name: text }).first().click();
}

/** Waits for a message in the corner and presses its button. */
export async function answerMessage(page: Page, text: string | RegExp, button: string): Promise<void> {
  const message = page.getByRole("alertdialog").filter({ hasText: text }).first();
  await message.getByRole("button", { name: button, exact: true }).click();
}

/** Waits for a message in the corner, then takes it away. */
export async function expectMessage(page: Page, text: string | RegExp): Promise<void> {
  await answerMessage(page, text, "Close");
}
