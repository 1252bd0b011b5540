// The optimizer panel on the sample workspace.
import { expectAccessible } from "./axe";
import { expect, test } from "./fixtures";
import { saveAs, showOptimizer, shownWeights } from "./optimizerPanel";
import { expectMessage } from "./panels";

test.beforeEach(({ page, server }) => showOptimizer(page, server));

interface Universe {
  assets: { symbol: string }[];
  expected_returns: number[];
  covariance: number[][];
  risk_free_rate: number;
}

test("maximum Sharpe shows the API's weights", async ({ page, server }) => {
  // The input itself is hidden behind its label, which is what a person clicks.
  await page.locator("label", { hasText: "Maximum Sharpe" }).click();
  await expect(page.getByRole("radio", { name: "Maximum Sharpe" })).toBeChecked();
  await page.getByRole("button", { name: "Solve", exact: true }).click();
  const universe = await server.api<Universe>("POST", "/api/v1/optimizations/universe", {});
  const { weights } = await server.api<{ weights: Record<string, number> }>("POST", "/api/v1/optimizations/solve", {
    assets: universe.assets.map((a) => a.symbol),
    expected_returns: universe.expected_returns,
    covariance: universe.covariance,
    risk_free_rate: universe.risk_free_rate,
    objective: "maximum_sharpe",
  });
  await expect
    .poll(async () => {
      const shown = await shownWeights(page);
      return Math.max(...Object.entries(weights).map(([name, w]) => Math.abs((shown[name] ?? 9) - w)));
    })
    .toBeLessThan(0.00006);
});

test("a bound moved by keyboard holds at once", async ({ page }) => {
  const before = await shownWeights(page);
  const [name] = Object.entries(before).sort(([, a], [, b]) => b - a)[0]!;
  const thumb = page.getByRole("slider", { name: `Upper bound of ${name}`, exact: true });
  await thumb.focus();
  await page.keyboard.press("Home");
  await expect.poll(async () => (await shownWeights(page))[name]).toBe(0);
});

test("limits that contradict each other are named beside the fields", async ({ page }) => {
  const names = Object.keys(await shownWeights(page)).slice(0, 2);
  for (const name of names) {
    const field = page.getByRole("textbox", { name: `Least weight of ${name}, percent` });
    await field.fill("60");
    await field.press("Enter");
  }
  await expect(page.getByRole("alert").filter({ hasText: names[0]! })).toBeVisible();
  await page.getByRole("button", { name: "Clear limits" }).click();
  await expect(page.getByRole("alert")).toHaveCount(0);
});

test("arrow keys pick a point of the frontier", async ({ page }) => {
  const frontier = page.getByRole("slider", { name: "Point on the efficient frontier" });
  await expect(frontier).toHaveAttribute("aria-valuemax", "49");
  await frontier.focus();
  await page.keyboard.press("End");
  await expect(page.getByRole("radio", { name: "Efficient return" })).toBeChecked();
  await expect(frontier).toHaveAttribute("aria-valuenow", "49");
});

test("a dragged bound is solved while it is dragged", async ({ page }) => {
  const [name] = Object.entries(await shownWeights(page)).sort(([, a], [, b]) => b - a)[0]!;
  const thumb = page.getByRole("slider", { name: `Upper bound of ${name}`, exact: true });
  await thumb.scrollIntoViewIfNeeded();
  const box = (await thumb.boundingBox())!;
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  for (let i = 1; i <= 20; i += 1) await page.mouse.move(box.x - i * 4, box.y + box.height / 2);
  await page.mouse.up();
  await expect
    .poll(() => page.evaluate(() => (window as unknown as { __qdDragLatency?: number[] }).__qdDragLatency?.length ?? 0))
    .toBeGreaterThan(0);
});

test("a run is saved, listed, renamed and deleted with undo", async ({ page }) => {
  await page.getByRole("button", { name: "Save run" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("First run");
  await page.getByRole("dialog").getByRole("button", { name: "Save", exact: true }).click();
  await page.getByRole("tab", { name: "Saved runs" }).click();
  const row = page.getByRole("row", { name: /First run/ });
  await expect(row).toBeVisible();
  await row.getByRole("button", { name: "Actions of this row" }).click();
  await page.getByRole("menuitem", { name: "Rename" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("Second name");
  await page.getByRole("dialog").getByRole("button", { name: "Rename" }).click();
  const renamed = page.getByRole("row", { name: /Second name/ });
  await expect(renamed).toBeVisible();
  await renamed.getByRole("button", { name: "Actions of this row" }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await expect(renamed).toBeHidden();
  await page.getByRole("button", { name: "Undo", exact: true }).last().click();
  await expect(renamed).toBeVisible();
});

test("a saved run is reopened with its limits and gives its weights again", async ({ page }) => {
  const [name] = Object.entries(await shownWeights(page)).sort(([, a], [, b]) => b - a)[0]!;
  const most = page.getByRole("textbox", { name: `Highest weight of ${name}, percent` });
  await most.fill("7");
  await most.press("Enter");
  await expect.poll(async () => (await shownWeights(page))[name]).toBeCloseTo(0.07, 6);
  await page.locator("label", { hasText: "Maximum Sharpe" }).click();
  await expect.poll(async () => (await shownWeights(page))[name]).toBeLessThanOrEqual(0.07);
  await page.waitForLoadState("networkidle");
  const weights = await shownWeights(page);
  await saveAs(page, "Seven percent");

  await page.getByRole("tab", { name: "Optimize" }).click();
  await page.getByRole("button", { name: "Clear limits" }).click();
  await page.locator("label", { hasText: "Minimum variance" }).click();
  await expect(most).toHaveValue("100");
  await page.getByRole("tab", { name: "Saved runs" }).click();
  await page
    .getByRole("row", { name: /Seven percent/ })
    .getByRole("button", { name: "Actions of this row" })
    .click();
  await page.getByRole("menuitem", { name: "Reopen" }).click();
  await expectMessage(page, /Seven percent reopened/);
  await expect(page.getByRole("radio", { name: "Maximum Sharpe" })).toBeChecked();
  await expect(most).toHaveValue("7");
  await expect.poll(() => shownWeights(page)).toEqual(weights);
});

test("two saved runs are compared with what is held", async ({ page, server }) => {
  await saveAs(page, "Careful");
  await page.getByRole("tab", { name: "Optimize" }).click();
  await page.locator("label", { hasText: "Maximum Sharpe" }).click();
  await expect(page.getByRole("radio", { name: "Maximum Sharpe" })).toBeChecked();
  await saveAs(page, "Bold");

  const compare = page.getByRole("button", { name: "Compare chosen" });
  await expect(compare).toBeDisabled();
  await page.getByRole("checkbox", { name: "Compare Careful" }).check();
  await page.getByRole("checkbox", { name: "Compare Bold" }).check();
  await compare.click();
  const table = page.getByRole("dialog", { name: "Compare runs" }).getByRole("table", { name: "Comparison" });
  await expect(table.getByRole("columnheader")).toHaveText(["Asset", "Today", "Careful", "Bold", "Difference"]);

  interface Run {
    id: string;
    name: string;
    volatility: number;
  }
  const { items } = await server.api<{ items: Run[] }>("GET", "/api/v1/optimizations");
  const percent = (value: number): string => `${(value * 100).toFixed(2)}%`;
  const cells = table.getByRole("row", { name: /^Volatility/ }).getByRole("cell");
  for (const [name, column] of [
    ["Careful", 1],
    ["Bold", 2],
  ] as const) {
    await expect(cells.nth(column)).toHaveText(percent(items.find((run) => run.name === name)!.volatility));
  }
  await expectAccessible(page, '[role="dialog"]');
  await page.keyboard.press("Escape");
  await expect(table).toBeHidden();
});
