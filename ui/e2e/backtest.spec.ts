// Strategies, back-tests and sweeps of the sample: written, run, read, compared, and swept.
import { readFile } from "node:fs/promises";

import { type Page } from "@playwright/test";

import { expectAccessible } from "./axe";
import { expect, test } from "./fixtures";
import { pick, rowAction, showPanel } from "./panels";

interface Item {
  id: string;
  name: string;
  summary: { total_return: number | null; counts: { round_trips: number } };
}
interface Api {
  api<T>(method: string, path: string, body?: unknown): Promise<T>;
}

const kept = async (server: Api): Promise<Item[]> =>
  (await server.api<{ items: Item[] }>("GET", "/api/v1/backtests")).items;

/** Chooses one of a few in a field of a form. */
async function choose(page: Page, field: string, option: string): Promise<void> {
  await page.getByRole("button", { name: new RegExp(`${field}$`) }).click();
  // What is said beside an option is part of its name.
  await page.getByRole("option", { name: new RegExp(`^${option}`) }).click();
}

/** A back-test of the sample, whose bars have closes only. */
async function setUp(page: Page, symbol: string): Promise<void> {
  await pick(page, page, "Instruments", symbol);
  await choose(page, "Orders trade", "At the next close");
}

const FORMAT = new Intl.NumberFormat("en-US", { style: "percent", minimumFractionDigits: 2, maximumFractionDigits: 2 });
const percent = (value: number): string => FORMAT.format(value).replace("-", "−");

/** Accessible once it is still: what a pressed button told screen readers stays for some seconds after the button. */
async function expectStillAccessible(page: Page): Promise<void> {
  await expect(page.locator("[data-live-announcer] [role=img]")).toHaveCount(0);
  await expectAccessible(page);
}

test.beforeEach(async ({ server }) => {
  for (const { id } of await kept(server)) await server.api("DELETE", `/api/v1/backtests/${id}`);
});

test("a back-test is set up, run, read, judged, and compared with another", async ({ page, server }) => {
  test.setTimeout(180_000);
  await showPanel(page, server, "backtest");
  const run = page.getByRole("button", { name: "Run the back-test" });
  await expect(page.getByText("Choose the instruments to trade.")).toBeVisible();
  await expect(run).toBeDisabled();
  await expectStillAccessible(page);

  await setUp(page, "AAPL");
  await page.getByRole("textbox", { name: "Name of the run" }).fill("Cross on Apple");
  await run.click();
  await expect(page.getByRole("heading", { name: "Cross on Apple" })).toBeVisible({ timeout: 60_000 });
  const [first] = await kept(server);
  expect(first!.summary.counts.round_trips).toBeGreaterThan(1);
  const figures = page.getByRole("grid", { name: "Figures", exact: true });
  await expect(figures.getByRole("row", { name: /^Total return/ })).toContainText(
    percent(first!.summary.total_return!),
  );
  const beta = figures.getByRole("row", { name: /^Beta/ });
  await page.getByRole("region", { name: "Figures", exact: true }).getByRole("searchbox").fill("beta");
  await expect(beta).toContainText("—");
  await expect(page.getByRole("application", { name: /^Equity and drawdown/ })).toBeVisible();
  await expect(page.getByRole("grid", { name: "Round trips" }).getByRole("row").nth(1)).toContainText("AAPL");
  await expectStillAccessible(page);

  const saved = page.waitForEvent("download");
  await page.getByRole("button", { name: "Tear sheet" }).click();
  const sheet = await saved;
  expect(sheet.suggestedFilename()).toBe("Cross on Apple.html");
  expect(await readFile(await sheet.path(), "utf8")).toContain("<h1>Cross on Apple");
  const gains = page.getByRole("grid", { name: "Gain by part" });
  await expect(gains.getByRole("row", { name: /^AAPL/ })).toBeVisible();

  await page.getByRole("button", { name: "Test it" }).click();
  await expect(page.getByRole("grid", { name: "Tests of significance" })).toContainText("Deflated Sharpe ratio");
  await page.getByRole("button", { name: "Draw the paths" }).click();
  await expect(page.getByRole("table", { name: "Bands of figures" })).toContainText("Sharpe ratio");
  await page.getByRole("button", { name: "Check it" }).click();
  await expect(page.getByText("It does not look ahead.")).toBeVisible({ timeout: 60_000 });
  await expectStillAccessible(page);

  await page.getByRole("button", { name: "Change and run again" }).click();
  await page.getByRole("textbox", { name: "Slow, bars" }).fill("60");
  await page.keyboard.press("Tab");
  await page.getByRole("textbox", { name: "Name of the run" }).fill("A slower one");
  await run.click();
  await expect(page.getByRole("heading", { name: "A slower one" })).toBeVisible({ timeout: 60_000 });
  await page.getByRole("tab", { name: "Kept runs" }).click();
  await page.getByRole("checkbox", { name: "Compare Cross on Apple" }).check();
  await page.getByRole("checkbox", { name: "Compare A slower one" }).check();
  const beside = page.getByRole("table", { name: "Figures beside each other" });
  for (const { summary } of await kept(server)) {
    await expect(beside.getByRole("row", { name: /^Total return/ })).toContainText(percent(summary.total_return!));
  }
  await expectStillAccessible(page);

  const row = page.getByRole("grid", { name: "Kept runs" }).getByRole("row").filter({ hasText: "A slower one" });
  await rowAction(page, row, "Rename");
  await page.getByRole("dialog").getByRole("textbox", { name: "Name" }).fill("Slow");
  await page.getByRole("dialog").getByRole("button", { name: "Rename" }).click();
  await expect(page.getByRole("grid", { name: "Kept runs" })).toContainText("Slow");
  await rowAction(page, page.getByRole("row").filter({ hasText: "Slow" }).first(), "Delete");
  await expect.poll(async () => (await kept(server)).map(({ name }) => name)).toEqual(["Cross on Apple"]);
});

test("a script says at its line what is wrong, is kept, and runs", async ({ page, server }) => {
  test.setTimeout(120_000);
  await showPanel(page, server, "strategies");
  await page.getByRole("button", { name: "New strategy" }).first().click();
  await page.getByRole("button", { name: /^Sample: Sma cross/ }).click();
  const text = page.getByRole("textbox", { name: "Script in Luau" });
  await expect(page.getByText("It makes a strategy.")).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Fast" })).toHaveValue("10");
  const right = await text.inputValue();
  await text.fill(`local = 1\n${right}`);
  await expect(page.getByText(/^Line 1: /)).toBeVisible();
  await expectStillAccessible(page);
  await text.fill(right);
  await expect(page.getByText("It makes a strategy.")).toBeVisible();
  await page.getByRole("textbox", { name: "Name" }).fill("My cross");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Strategy My cross" })).toBeVisible();

  await showPanel(page, server, "backtest");
  await choose(page, "Strategy", "My cross");
  await setUp(page, "MSFT");
  await page.getByRole("button", { name: "Run the back-test" }).click();
  await expect(page.getByRole("application", { name: /^Equity and drawdown/ })).toBeVisible({ timeout: 60_000 });

  await showPanel(page, server, "strategies");
  await rowAction(page, page.getByRole("row").filter({ hasText: "My cross" }).first(), "Delete");
  await expect(page.getByText("No strategy is kept yet")).toBeVisible();
});

test("rules are written in words", async ({ page, server }) => {
  await showPanel(page, server, "strategies");
  await page.getByRole("button", { name: "New strategy" }).first().click();
  await page.getByRole("button", { name: /^Rules/ }).click();
  await pick(page, page, "Trades", "AAPL");
  await page.getByRole("textbox", { name: "Enters when" }).fill("AAPL crosses over 40");
  await expect(page.getByText(/at character/)).toBeVisible();
  await page.getByRole("textbox", { name: "Enters when" }).fill("AAPL crosses above 40");
  await expect(page.getByText(/^Would have fired/)).toBeVisible();
  await expect(page.getByText("It makes a strategy.")).toBeVisible();
  await expectStillAccessible(page);
  await page.getByRole("button", { name: "Discard it" }).click();
});

test("a sweep tries its parameters, says how much is luck, and is kept", async ({ page, server }) => {
  test.setTimeout(180_000);
  await showPanel(page, server, "sweep");
  await setUp(page, "AAPL");
  await page.getByRole("checkbox", { name: /^Fast/ }).check();
  await page.getByRole("checkbox", { name: /^Slow/ }).check();
  await expect(page.getByText(/trials at most/)).toBeVisible();
  await expectStillAccessible(page);
  await page.getByRole("button", { name: "Run the sweep" }).click();
  await expect(page.getByRole("region", { name: "Verdict" }).getByRole("note")).toBeVisible({ timeout: 120_000 });
  const map = page.getByRole("application", { name: /Sharpe ratio by/ });
  await map.focus();
  await page.keyboard.press("ArrowRight");
  await expect(page.getByText(/Fast .*Slow .*Sharpe ratio|Slow .*Fast .*Sharpe ratio/).first()).toBeVisible();
  await expectStillAccessible(page);
  await page.getByRole("tab", { name: "Kept sweeps" }).click();
  const sweeps = page.getByRole("grid", { name: "Kept sweeps" });
  await sweeps.getByRole("row").nth(1).dblclick();
  const trials = page.getByRole("grid", { name: "Trials" });
  await expect(trials.getByRole("row").nth(1)).toContainText("%");
  await page.getByRole("tab", { name: "Kept sweeps" }).click();
  await rowAction(page, sweeps.getByRole("row").nth(1), "Delete");
  await expect(page.getByText("No sweep is kept yet")).toBeVisible();
});
