// Risk, stress and hedges of the sample: what is shown is what the API tells, by keyboard too, and on a phone.
import { expectAccessible } from "./axe";
import { expect, test } from "./fixtures";
import { showPanel } from "./panels";

interface Stress {
  report: {
    capital: number;
    scenarios: { name: string; gain: number | null; holdings: { gain: number | null }[] }[];
  };
}

test("risk is told by method, divided among holdings, and tested on the past", async ({ page, server }) => {
  test.setTimeout(180_000);
  await showPanel(page, server, "risk");
  const methods = page.getByRole("grid", { name: "Value at risk by method" });
  await expect(methods.getByRole("row").filter({ hasText: "Historical" }).first()).toContainText("%");
  await expect(page.getByText("What the loss is made of")).toBeVisible();
  await page.getByRole("button", { name: /^Over/ }).first().click();
  await page.getByRole("option", { name: "Over 10 days" }).click();
  await expect(methods.getByRole("row").filter({ hasText: "GARCH" }).first()).toContainText("%");
  await expectAccessible(page);

  await page.getByRole("button", { name: "Test on the past" }).click();
  const tests = page.getByRole("grid", { name: "Tests of every method" });
  await expect(tests.getByRole("row").filter({ hasText: "95%" }).first()).toBeVisible({ timeout: 120_000 });
  await expect(page.getByRole("application", { name: /told before each day/ })).toBeVisible();
  await expectAccessible(page);
});

test("a crisis is divided among holdings, and a shock of one's own joins and leaves", async ({ page, server }) => {
  const stress = await server.api<Stress>("GET", "/api/v1/portfolio/stress");
  const crisis = stress.report.scenarios.find(({ name }) => name === "2008")!;
  const sum = crisis.holdings.reduce((all, { gain }) => all + (gain ?? 0), 0);
  expect(crisis.gain).toBeLessThan(0);
  expect(Math.abs(sum - crisis.gain!)).toBeLessThan(1e-6);

  await showPanel(page, server, "stress");
  const grid = page.getByRole("grid", { name: "Crises and shocks" });
  await grid.getByRole("row").filter({ hasText: "2008" }).first().click();
  await expect(page.getByRole("heading", { name: "2008", exact: true })).toBeVisible();
  await expect(page.getByRole("application", { name: /The way through 2008/ })).toBeVisible();
  await expectAccessible(page);

  await page.getByRole("textbox", { name: "Name of the scenario" }).fill("A fall");
  await page.getByRole("button", { name: "Run the scenario" }).click();
  const mine = grid.getByRole("row").filter({ hasText: "A fall" });
  await expect(mine).toContainText("−");
  await expect(page.getByRole("heading", { name: "A fall", exact: true })).toBeVisible();
  await mine.getByRole("button", { name: "Actions of this row" }).click();
  await page.getByRole("menuitem", { name: "Remove", exact: true }).click();
  await expect(mine).toHaveCount(0);
  await expect(page.getByText(/To lose 20/)).toBeVisible();
});

test("hedges are ranked and said in words, puts too", async ({ page, server }) => {
  await showPanel(page, server, "hedge");
  const grid = page.getByRole("grid", { name: "Hedges by what they leave and cost" });
  await expect(grid.getByRole("row").nth(1)).toContainText("SP500");
  await expect(page.getByText(/of the variance\./).first()).toBeVisible();
  await page.getByText("What to hedge with, and for what").click();
  await page.getByRole("textbox", { name: "Implied volatility" }).fill("20%");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Add the options" }).click();
  await grid.getByRole("row").filter({ hasText: "Protective put" }).first().click();
  await expect(page.getByText(/The premium is/)).toBeVisible();
  await expectAccessible(page);
});
