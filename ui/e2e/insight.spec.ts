// What the studio tells of a result: risk, reasons, comparisons, on the sample workspace.
import { readFile } from "node:fs/promises";

import { type Locator, type Page } from "@playwright/test";

import { expectAccessible } from "./axe";
import { expect, test } from "./fixtures";
import { rowAction, showPanel } from "./panels";

interface Universe {
  assets: { symbol: string; instrument_id: string }[];
  risk_free_rate: number;
}

interface Result {
  weights: Record<string, number>;
  expected_return: number;
  volatility: number;
  sharpe: number;
  risk_contributions: Record<string, number>;
  marginal_risk: Record<string, number>;
  binding_words: string[];
}

const SPEC = {
  instrument_ids: [],
  from: null,
  to: null,
  expected_returns_model: { model: "historical_mean" },
  covariance_model: { model: "ledoit_wolf_constant_variance" },
};
const question = (request: object): object => ({
  universe: SPEC,
  request: { assets: [], long_only: true, ...request },
  frontier_points: null,
  corners: false,
  lots: null,
});

test.beforeEach(async ({ page, server }) => {
  await page.goto(`${server.url.replace(/#.*/, "")}?panel=optimizer#token=${server.token}`);
  const first = page.getByRole("table", { name: "Weights", exact: true }).getByRole("row").nth(1);
  await expect(first).toContainText("%", { timeout: 30_000 });
});

async function choose(page: Page, objective: string): Promise<void> {
  await page.locator("label", { hasText: objective }).first().click();
  await expect(page.getByRole("radio", { name: objective, exact: true })).toBeChecked();
  await page.waitForLoadState("networkidle");
}

const openTab = (page: Page, name: string): Promise<void> => page.getByRole("tab", { name, exact: true }).click();
const number = (text: string): number => Number(text.replace("\u2212", "-").replace(/[%,]/g, ""));

/** The number that an explanation begins with. */
async function explained(dialog: Locator): Promise<number> {
  return number(await dialog.locator(".qd-explain-root > li .qd-num").first().innerText());
}

test("every asset's part of the risk is the API's, and opens to its covariances", async ({ page, server }) => {
  await choose(page, "Maximum Sharpe");
  const { risk_free_rate } = await server.api<Universe>("POST", "/api/v1/optimizations/universe", SPEC);
  const result = await server.api<Result>(
    "POST",
    "/api/v1/optimizations/preview",
    question({ objective: "maximum_sharpe", risk_free_rate }),
  );
  await openTab(page, "Risk");
  const grid = page.getByRole("grid", { name: "Risk contributions" });
  const [name, part] = Object.entries(result.risk_contributions).sort(([, a], [, b]) => b - a)[0]!;
  const row = grid.getByRole("row").filter({ hasText: name });
  await expect(row.getByRole("gridcell").nth(2)).toHaveText(`${(part * 100).toFixed(2)}%`);
  const marginal = result.marginal_risk[name]!;
  await expect(row.getByRole("gridcell").nth(3)).toHaveText(`${(marginal * 100).toFixed(3)}%`);
  await row.getByRole("button", { name: /^Explain part of the variance/ }).click();
  const dialog = page.getByRole("dialog", { name: `Part of the variance by ${name}` });
  expect(await explained(dialog)).toBeCloseTo(part * 100, 3);
  await expect(dialog.getByText(`Covariance of ${name} with the portfolio`)).toBeVisible();
  await expectAccessible(page, '[role="dialog"]');
});

test("the headline figures open to weights, estimators and the data's hash", async ({ page, server }) => {
  const universe = await server.api<Universe & { data_hash: string }>("POST", "/api/v1/optimizations/universe", SPEC);
  await page.getByRole("button", { name: /^Explain Sharpe ratio: / }).click();
  const dialog = page.getByRole("dialog", { name: "Sharpe ratio" });
  await expect(dialog.getByText("Expected return a year")).toBeVisible();
  await expect(dialog.getByText("Risk-free rate a year")).toBeVisible();
  await expect(dialog.getByText(universe.data_hash.slice(0, 12)).first()).toBeAttached();
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await page.getByRole("button", { name: /^Explain Expected return today: / }).click();
  await expect(page.getByRole("dialog", { name: "Expected return a year" }).getByRole("listitem").nth(2)).toBeVisible();
});

test("the heat map is read by arrow keys and opens a correlation", async ({ page, server }) => {
  const { clusters, correlations } = await server.api<{
    clusters: { leaf_order: string[] };
    correlations: number[][];
  }>("POST", "/api/v1/optimizations/correlations", { universe: SPEC, linkage: "average", n_clusters: 4 });
  await openTab(page, "Risk");
  const count = page.getByRole("textbox", { name: "Number of clusters" });
  await count.fill("4");
  await count.press("Enter");
  const map = page.getByRole("application", { name: /^Correlations: / });
  await expect(map).toBeVisible();
  await page.waitForLoadState("networkidle");
  await map.focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  const [a, b] = clusters.leaf_order;
  const value = correlations[0]![1]!;
  const reading = page.getByRole("status").filter({ hasText: `${a} and ${b}` });
  await expect(reading).toContainText(value.toFixed(3).replace("-", "\u2212"));
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: `Correlation of ${a} and ${b}` });
  expect(await explained(dialog)).toBeCloseTo(value, 5);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Average linkage" }).click();
  await page.getByRole("option", { name: "Ward's linkage" }).click();
  await expect(page.getByRole("button", { name: /Ward's linkage/ })).toBeVisible();
  await expectAccessible(page);
});

test("an objective by clusters shows the tree that it follows", async ({ page }) => {
  await choose(page, "Hierarchical risk parity");
  await openTab(page, "Risk");
  const tree = page.getByRole("application", { name: /^Clusters of the objective: / });
  await tree.focus();
  await page.keyboard.press("ArrowRight");
  await expect(page.getByRole("status").filter({ hasText: ", cluster " })).toBeVisible();
  await page.keyboard.press("ArrowUp");
  await expect(page.getByRole("status").filter({ hasText: "Joined at distance" })).toBeVisible();
});

test("charts are saved as SVG, PNG and CSV", async ({ page }) => {
  await openTab(page, "Risk");
  const save = async (chart: string, format: string): Promise<Buffer> => {
    await page.getByRole("button", { name: `Copy or save ${chart}` }).click();
    const waiting = page.waitForEvent("download");
    await page.getByRole("menuitem", { name: `Save as ${format}` }).click();
    return readFile(await (await waiting).path());
  };
  const svg = (await save("Correlations", "SVG")).toString();
  expect(svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg"/);
  expect(svg).toContain("AAPL");
  const isDrawable = await page.evaluate(async (source) => {
    const image = new Image();
    image.src = `data:image/svg+xml,${encodeURIComponent(source)}`;
    await image.decode();
    return image.naturalWidth > 100;
  }, svg);
  expect(isDrawable).toBe(true);
  expect((await save("Correlations", "PNG")).subarray(1, 4).toString()).toBe("PNG");
  expect((await save("Risk by asset", "CSV")).toString()).toMatch(
    /^Name,Weight,Part of the variance,Marginal risk\r\n/,
  );
  await openTab(page, "Frontier");
  for (const chart of ["Efficient frontier", "Weights along the frontier"]) {
    expect((await save(chart, "SVG")).toString()).toContain("<path ");
  }
});

test("limits that bind are told in the server's words, with a price that opens", async ({ page, server }) => {
  const told = await server.api<Result>(
    "POST",
    "/api/v1/optimizations/preview",
    question({ objective: "minimum_variance" }),
  );
  await openTab(page, "Why");
  const table = page.getByRole("table", { name: "Shadow prices" });
  await expect(table.getByRole("rowheader").first()).toHaveText(told.binding_words[0]!);
  await expect(table.getByRole("rowheader")).toHaveCount(told.binding_words.length);
  await table
    .getByRole("button", { name: /^Explain shadow price/ })
    .first()
    .click();
  await expect(page.getByRole("dialog", { name: /^Shadow price of / })).toContainText("multiplier of the limit");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("region", { name: "Proof" })).toContainText("Karush–Kuhn–Tucker");
});

test("weights that answer to expected returns are listed with how strongly", async ({ page }) => {
  await choose(page, "Maximum Sharpe");
  await openTab(page, "Why");
  const grid = page.getByRole("grid", { name: "Sensitivity to expected returns" });
  await expect(grid.getByRole("row").nth(1)).toContainText("%");
  await grid
    .getByRole("button", { name: /^Explain sensitivity of / })
    .first()
    .click();
  await expect(page.getByRole("dialog", { name: /^Sensitivity of the weight/ })).toContainText("Weight");
});

/** Saves a run over the API. */
async function saved(server: { api<T>(m: string, p: string, b?: unknown): Promise<T> }, name: string, request: object) {
  const job = await server.api<{ id: string }>("POST", "/api/v1/optimizations", {
    name,
    universe: SPEC,
    request: { assets: [], long_only: true, ...request },
  });
  await expect
    .poll(async () => (await server.api<{ state: string }>("GET", `/api/v1/jobs/${job.id}`)).state)
    .toBe("done");
}

test("two runs stand beside each other, on one chart, with why they differ", async ({ page, server }) => {
  await saved(server, "Quiet", { objective: "minimum_variance" });
  await saved(server, "Daring", { objective: "maximum_sharpe" });
  await openTab(page, "Compare");
  await page.getByRole("button", { name: /A$/ }).first().click();
  await page.getByRole("option", { name: /^Quiet/ }).click();
  await page.getByRole("button", { name: /B$/ }).first().click();
  await page.getByRole("option", { name: /^Daring/ }).click();
  const figures = page.getByRole("table", { name: "Figures of A and B" });
  await expect(figures).toContainText("A: Quiet");
  await expect(figures).toContainText("B: Daring");
  await expect(page.getByRole("grid", { name: "Weights of A and B" }).getByRole("row").nth(1)).toContainText("%");
  const why = page.getByRole("region", { name: "Why they differ" });
  await expect(why).toContainText("the objective");
  // Both lie on the chart: its table names them.
  const chart = page.getByRole("region", { name: "Runs on one frontier" });
  await chart.getByRole("button", { name: "Show the table behind" }).click();
  await expect(chart.getByRole("grid")).toContainText("A: Quiet");
  await expect(chart.getByRole("grid")).toContainText("B: Daring");
  await expectAccessible(page);
});

test("why weights changed since the last saved run", async ({ page, server }) => {
  await saved(server, "Yesterday", { objective: "minimum_variance" });
  await choose(page, "Maximum Sharpe");
  await openTab(page, "Why");
  const since = page.getByRole("region", { name: "Since the last saved run" });
  await expect(since).toContainText("Weights moved by", { timeout: 30_000 });
  await expect(since.getByRole("grid", { name: "Changes of weights by cause" })).toContainText("Objective");
});

test("walk-forward runs as a job and shows both paths", async ({ page }) => {
  test.setTimeout(120_000);
  await openTab(page, "Compare");
  await openTab(page, "Out of sample");
  const every = page.getByRole("textbox", { name: "Days between rebalancings" });
  await every.fill("126");
  await every.press("Enter");
  await page.getByRole("button", { name: "Walk forward" }).click();
  const figures = page.getByRole("table", { name: "Figures out of sample" });
  await expect(figures).toBeVisible({ timeout: 90_000 });
  await expect(figures.getByRole("row", { name: /Equal weight/ })).toContainText("%");
  const chart = page.getByRole("application", { name: /^Out of sample: / });
  await chart.focus();
  await page.keyboard.press("End");
  await expect(page.getByRole("status").filter({ hasText: "Drawdown: Strategy" })).toBeVisible();
  await expectAccessible(page);
});

test("stability shows how far each weight scatters", async ({ page }) => {
  test.setTimeout(120_000);
  await choose(page, "Maximum Sharpe");
  await openTab(page, "Compare");
  await openTab(page, "Stability");
  await page.getByRole("button", { name: "Perturb and solve" }).click();
  const chart = page.getByRole("application", { name: /^Stability of the weights: / });
  await expect(chart).toBeVisible({ timeout: 90_000 });
  await chart.focus();
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("status").filter({ hasText: "between" })).toBeVisible();
});

test("resampling draws band and region over the frontier", async ({ page }) => {
  test.setTimeout(180_000);
  await choose(page, "Maximum Sharpe");
  await openTab(page, "Compare");
  await openTab(page, "Resampling");
  await page.getByRole("button", { name: "This solution" }).click();
  await page.getByRole("option", { name: "The whole frontier (Michaud)" }).click();
  const samples = page.getByRole("textbox", { name: "Samples" });
  await samples.fill("40");
  await samples.press("Enter");
  await page.getByRole("button", { name: "Resample", exact: true }).click();
  await expect(page.getByText(/^40 samples had an optimum/)).toBeVisible({ timeout: 120_000 });
  await page.getByRole("button", { name: "Layers of the frontier" }).click();
  for (const layer of ["Corner portfolios", /^Resampled band/, /^Confidence region/]) {
    await expect(page.getByRole("menuitem", { name: layer })).toBeEnabled();
  }
  await page.keyboard.press("Escape");
});

test("a comparison that is cancelled says so", async ({ page }) => {
  await openTab(page, "Compare");
  await openTab(page, "Stability");
  const samples = page.getByRole("textbox", { name: "Samples" });
  await samples.fill("10000");
  await samples.press("Enter");
  await page.getByRole("button", { name: "Perturb and solve" }).click();
  await page.getByRole("button", { name: "Cancel", exact: true }).click();
  await expect(page.getByText("Cancelled; nothing of it was kept.")).toBeVisible();
});

test("the jobs panel tells what a comparison found", async ({ page, server }) => {
  const job = await server.api<{ id: string }>("POST", "/api/v1/optimizations/stability", {
    universe: SPEC,
    request: { assets: [], objective: "minimum_variance", long_only: true },
    samples: 5,
  });
  await expect
    .poll(async () => (await server.api<{ state: string }>("GET", `/api/v1/jobs/${job.id}`)).state)
    .toBe("done");
  await showPanel(page, server, "jobs");
  const row = page.getByRole("grid", { name: "Jobs" }).getByRole("row").filter({ hasText: "Stability" }).first();
  await rowAction(page, row, "Show the result");
  await expect(page.getByRole("dialog").getByText("Mean change of all weights")).toBeVisible();
});

test("every tab on a phone, dark and light", async ({ page }) => {
  test.setTimeout(120_000);
  await page.setViewportSize({ width: 390, height: 844 });
  for (const tab of ["Risk", "Why", "Compare"]) {
    await openTab(page, tab);
    await page.waitForLoadState("networkidle");
    for (const theme of ["dark", "light"]) {
      await page.evaluate((chosen) => {
        document.documentElement.dataset["theme"] = chosen;
      }, theme);
      await expectAccessible(page);
    }
    const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(over, `${tab} is wider than the phone`).toBeLessThanOrEqual(0);
  }
});
