// What tests of the optimizer's panel do again and again.
import { expect, type Page } from "@playwright/test";

import { type Server } from "./fixtures";

/** Shows the panel alone, measuring, once the first solution is there. */
export async function showOptimizer(page: Page, server: Server): Promise<void> {
  await page.goto(`${server.url.replace(/#.*/, "")}?panel=optimizer&trace=1#token=${server.token}`);
  // The first of all estimates the moments anew.
  const first = page.getByRole("table", { name: "Weights" }).getByRole("row").nth(1);
  await expect(first).toContainText("%", { timeout: 30_000 });
}

/** The weights on the screen, as fractions by symbol. */
export async function shownWeights(page: Page): Promise<Record<string, number>> {
  const rows = page.getByRole("table", { name: "Weights" }).getByRole("row");
  const weights: Record<string, number> = {};
  for (const row of (await rows.all()).slice(1)) {
    const [name = "", value = ""] = await Promise.all([
      row.getByRole("rowheader").innerText(),
      row.getByRole("cell").first().innerText(),
    ]);
    weights[name] = Number(value.replace("\u2212", "-").replace("%", "")) / 100;
  }
  return weights;
}

/** Saves what is solved now under a name, and waits until its row is there. */
export async function saveAs(page: Page, name: string): Promise<void> {
  await page.getByRole("tab", { name: "Optimize" }).click();
  await page.getByRole("button", { name: "Save run" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill(name);
  await page.getByRole("dialog").getByRole("button", { name: "Save", exact: true }).click();
  await page.getByRole("tab", { name: "Saved runs" }).click();
  await expect(page.getByRole("row", { name: new RegExp(name) })).toBeVisible({ timeout: 30_000 });
}

/** Opens a part of the form. */
export async function openSection(page: Page, title: string): Promise<void> {
  await page.locator("summary", { has: page.getByRole("heading", { name: title, exact: true }) }).click();
  await expect(page.getByRole("region", { name: title, exact: true })).toBeVisible();
}

export async function choosePreset(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name: "Presets" }).click();
  await page.getByRole("menuitem", { name }).click();
}

export async function addLimit(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name: "Add a limit" }).click();
  await page.getByRole("menuitem", { name, exact: true }).click();
}

export const sum = (weights: number[]): number => weights.reduce((a, b) => a + b, 0);
