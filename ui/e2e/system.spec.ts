// Jobs, settings, data health, history, guide, diagnostics, about.
import { type Locator } from "@playwright/test";

import { expectAccessible } from "./axe";
import { expect, test } from "./fixtures";
import { answerMessage, expectMessage, pick, rowAction, showPanel } from "./panels";

interface Settings {
  base_currency: string;
  benchmark_id: string | null;
}

/** The value beside a term of a list of facts. */
function fact(within: Locator, term: string): Locator {
  return within.getByText(term, { exact: true }).locator("xpath=following-sibling::dd[1]");
}

test("jobs are listed with their result", async ({ page, server }) => {
  await server.api("POST", "/api/v1/backups");
  await showPanel(page, server, "jobs");
  const row = page.getByRole("grid", { name: "Jobs" }).getByRole("row").nth(1);
  await expect(row).toContainText("Backup");
  await expect(row).toContainText("done", { ignoreCase: true });
  await rowAction(page, row, "Show the result");
  const dialog = page.getByRole("dialog", { name: "Back up the workspace" });
  await expect(dialog.getByText("The backup is made and verified.")).toBeVisible();
  await expect(fact(dialog, "Rows")).toHaveText(/^[\d,]+$/);
  await expect(fact(dialog, "Why")).toHaveText("Made by hand");
  await expect(fact(dialog, "State")).toHaveText("Done");
  await expectAccessible(page, '[role="dialog"]');
  const raw = dialog.getByText('"schema_version"');
  await expect(raw).toBeHidden();
  await dialog.getByText("The result as it is stored").click();
  await expect(raw).toBeVisible();
});

test("the result of an import says what came of each row", async ({ page, server }) => {
  const { id } = await server.api<{ id: string }>("POST", "/api/v1/uploads?name=yyq.csv");
  await server.put(`/api/v1/uploads/${id}?offset=0`, "date,symbol,close\n2022-12-27,YYQ,4\n2022-12-28,YYQ,-4\n");
  await server.api("POST", "/api/v1/imports", { upload_id: id, kind: "prices", options: { create_unknown: true } });
  await showPanel(page, server, "jobs");
  const row = page.getByRole("grid", { name: "Jobs" }).getByRole("row").filter({ hasText: "yyq.csv" });
  await expect(row).toContainText("Done");
  await row.focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Import yyq.csv" });
  await expect(dialog.getByText("Created: YYQ")).toBeVisible();
  await expect(dialog.getByRole("grid", { name: "Refused rows" }).getByRole("row").nth(1)).toContainText("3");
});

test("an optimization's result leads to the saved runs", async ({ page, server }) => {
  const universe = await server.api<{ assets: { instrument_id: string }[] }>(
    "POST",
    "/api/v1/optimizations/universe",
    {},
  );
  await server.api("POST", "/api/v1/optimizations", {
    name: "From the list",
    universe: { instrument_ids: universe.assets.slice(0, 5).map((a) => a.instrument_id) },
    request: { assets: [], objective: "minimum_variance" },
  });
  await showPanel(page, server, "jobs");
  const row = page.getByRole("grid", { name: "Jobs" }).getByRole("row").filter({ hasText: "From the list" });
  await expect(row).toContainText("Done");
  await rowAction(page, row, "Show the result");
  const dialog = page.getByRole("dialog", { name: /From the list/ });
  await expect(fact(dialog, "Objective")).toHaveText("Minimum variance");
  await expect(fact(dialog, "Instruments")).toHaveText("5");
  await dialog.getByRole("button", { name: "Open the saved runs" }).click();
  await expect(page.getByRole("grid", { name: "Saved runs" })).toContainText("From the list");
});

test("a job that failed says why", async ({ page, server }) => {
  await server.api("POST", "/api/v1/optimizations", {
    name: "Impossible",
    universe: {},
    request: { assets: [], objective: "efficient_return", target_return: 9 },
  });
  await showPanel(page, server, "jobs");
  const row = page.getByRole("grid", { name: "Jobs" }).getByRole("row").filter({ hasText: "Impossible" });
  await expect(row).toContainText("Failed");
  await rowAction(page, row, "Show the result");
  await expect(page.getByRole("dialog").getByRole("alert")).toContainText(/return/i);
});

test("a running import can be cancelled, and nothing of it stays", async ({ page, server }) => {
  const lines = ["date,symbol,close"];
  for (let i = 0; i < 400_000; i += 1) {
    const day = new Date(Date.UTC(1990, 0, 1) + (i % 12_000) * 86_400_000).toISOString().slice(0, 10);
    lines.push(`${day},C${String(Math.floor(i / 12_000))}X,${String(10 + (i % 97) / 10)}`);
  }
  const before = await server.api<{ counts: { bars: number } }>("GET", "/api/v1/workspace");
  const { id } = await server.api<{ id: string }>("POST", "/api/v1/uploads?name=many.csv");
  await server.put(`/api/v1/uploads/${id}?offset=0`, lines.slice(0, 180_000).join("\n"));
  await showPanel(page, server, "jobs");
  await server.api("POST", "/api/v1/imports", { upload_id: id, kind: "prices", options: { create_unknown: true } });
  const row = page.getByRole("grid", { name: "Jobs" }).getByRole("row").filter({ hasText: "many.csv" });
  await rowAction(page, row, "Cancel");
  await expect(row).toContainText("cancelled", { ignoreCase: true });
  const after = await server.api<{ counts: { bars: number } }>("GET", "/api/v1/workspace");
  expect(after.counts.bars).toBe(before.counts.bars);
});

test("base currency and benchmark are chosen, and undone", async ({ page, server }) => {
  const read = () => server.api<Settings>("GET", "/api/v1/settings");
  const before = await read();
  await showPanel(page, server, "settings");
  await pick(page, page, "Base currency", "EUR");
  await pick(page, page, "Benchmark", "AAPL");
  await page.getByRole("button", { name: "Save" }).click();
  await expect.poll(async () => (await read()).base_currency).toBe("EUR");
  expect((await read()).benchmark_id).not.toBe(before.benchmark_id);
  await answerMessage(page, "Settings saved", "Undo");
  await expectMessage(page, "Undone");
  expect(await read()).toEqual(before);
  await page.getByRole("textbox", { name: "Risk-free rate per year" }).fill("900");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("A rate lies between −100 and 100 percent.")).toBeVisible();
});

test("data health lists prices and rates", async ({ page, server }) => {
  await showPanel(page, server, "data_health");
  await expect(page.getByRole("tab", { name: /Problems/ })).toBeVisible();
  await page.getByRole("tab", { name: "Prices" }).click();
  await expect(page.getByRole("grid", { name: "Prices by instrument" }).getByRole("row").nth(1)).toBeVisible();
  await page.getByRole("tab", { name: "FX rates" }).click();
  await expect(page.getByRole("grid", { name: "Exchange rates by pair" })).toContainText("EUR/USD");
});

test("the history shows what a change did", async ({ page, server }) => {
  await server.api("POST", "/api/v1/accounts", { name: "For history", kind: "paper", currency: "USD" });
  await showPanel(page, server, "changes");
  const row = page.getByRole("row").filter({ hasText: "For history" }).first();
  await rowAction(page, row, "Show before and after");
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("row").filter({ hasText: "name" }).first()).toContainText("For history");
  await dialog.getByRole("button", { name: "Undo" }).click();
  await expectMessage(page, "Undone");
});

test("the guide opens its pages and follows links", async ({ page, server }) => {
  await showPanel(page, server, "guide");
  await page.getByRole("button", { name: /Page/ }).click();
  await page.getByRole("option", { name: "Getting started" }).click();
  await expect(page.getByRole("heading", { name: "Your own portfolio" })).toBeVisible();
  await page.getByRole("article").getByRole("link", { name: "Imports" }).click();
  await expect(page.getByRole("heading", { name: "Imports", exact: true })).toBeVisible();
});

test("diagnostics are copied", async ({ page, server, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await showPanel(page, server, "diagnostics");
  await page.getByRole("button", { name: "Copy diagnostics" }).click();
  await expectMessage(page, "Diagnostics copied");
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain("Quarterdeck");
});

test("about tells version and folder", async ({ page, server }) => {
  await showPanel(page, server, "about");
  await expect(page.getByText("MIT OR Apache-2.0")).toBeVisible();
  await page.getByRole("button", { name: "Open the guide" }).click();
  await expect(page.getByRole("article")).toBeVisible();
});
