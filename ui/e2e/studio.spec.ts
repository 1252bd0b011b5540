// The optimizer's studio: objectives, pins, limits, views, costs and taxes, presets, targets.
import { expectAccessible } from "./axe";
import { expect, test } from "./fixtures";
import { addLimit, choosePreset, openSection, saveAs, showOptimizer, shownWeights, sum } from "./optimizerPanel";
import { answerMessage, expectMessage } from "./panels";

test.beforeEach(({ page, server }) => showOptimizer(page, server));

test("every objective finds a portfolio", async ({ page }) => {
  const radios = page.getByRole("radiogroup", { name: "Objective" }).getByRole("radio");
  const count = await radios.count();
  expect(count).toBe(20);
  for (let i = 0; i < count; i += 1) {
    const answered = page.waitForResponse((response) => response.url().endsWith("/optimizations/preview"));
    // The one that is chosen asks nothing: the last first.
    await page
      .locator("label.qd-radio")
      .nth(count - 1 - i)
      .click();
    expect((await answered).status()).toBe(200);
    await expect(radios.nth(count - 1 - i)).toBeChecked();
    await expect.poll(async () => sum(Object.values(await shownWeights(page)))).toBeCloseTo(1, 2);
  }
});

test("a dragged weight is pinned and the others are solved around it", async ({ page }) => {
  const bar = page.getByRole("slider", { name: "Weight of MSFT", exact: true });
  await bar.scrollIntoViewIfNeeded();
  const box = (await bar.boundingBox())!;
  await page.mouse.move(box.x + 2, box.y + box.height / 2);
  await page.mouse.down();
  for (let i = 1; i <= 12; i += 1) await page.mouse.move(box.x + (box.width * i) / 24, box.y + box.height / 2);
  await page.mouse.up();
  const release = page.getByRole("button", { name: "Release the weight of MSFT" });
  await expect(release).toBeVisible();
  await expect.poll(async () => (await shownWeights(page))["MSFT"]).toBeGreaterThan(0.05);
  await expect.poll(async () => sum(Object.values(await shownWeights(page)))).toBeCloseTo(1, 3);
  await release.click();
  await expect(page.getByRole("button", { name: "Pin the weight of MSFT" })).toBeVisible();
  await expect.poll(async () => (await shownWeights(page))["MSFT"]).toBeLessThan(0.05);
});

test("a weight is moved and typed by keyboard, and all are released at once", async ({ page }) => {
  const bar = page.getByRole("slider", { name: "Weight of KO", exact: true });
  await bar.focus();
  await page.keyboard.press("7");
  await page.keyboard.press("Enter");
  await expect(bar).toBeFocused();
  await expect.poll(async () => (await shownWeights(page))["KO"]).toBeCloseTo(0.07, 6);
  await page.keyboard.press("ArrowRight");
  await expect.poll(async () => (await shownWeights(page))["KO"]).toBeCloseTo(0.075, 6);
  await expect(bar).toHaveAttribute("aria-valuetext", "7.50%");
  await page.getByRole("slider", { name: "Weight of PG", exact: true }).focus();
  await page.keyboard.press("Shift+ArrowRight");
  await page.getByRole("button", { name: "Release all (2)" }).click();
  await expect(page.getByRole("button", { name: /^Release/ })).toHaveCount(0);
});

test("limits beyond bounds are added, contradict, are marked and removed", async ({ page }) => {
  await openSection(page, "More limits");
  await addLimit(page, "Turnover");
  const turnover = page.getByRole("textbox", { name: "Turnover" });
  await turnover.fill("1");
  await turnover.press("Enter");
  await expect(page.getByRole("status").filter({ hasText: "Limits can be met" })).toBeVisible();
  const least = page.getByRole("textbox", { name: "Least weight of KO, percent" });
  await least.fill("40");
  await least.press("Enter");
  await expect(page.getByRole("status").filter({ hasText: "Limits contradict each other" })).toBeVisible();
  await expect(page.getByRole("alert").filter({ hasText: "turnover of at most 1 %" })).toBeVisible();
  await expect(turnover).toHaveAttribute("aria-invalid", "true");
  await expect(least).toHaveAttribute("aria-invalid", "true");
  await page.getByRole("button", { name: "Remove: Turnover" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Limits can be met" })).toBeVisible();
  await expect.poll(async () => (await shownWeights(page))["KO"]).toBeCloseTo(0.4, 3);

  await addLimit(page, "Most positions");
  const most = page.getByRole("textbox", { name: "Most positions" });
  await most.fill("4");
  await most.press("Enter");
  await expect
    .poll(async () => Object.values(await shownWeights(page)).filter((weight) => weight > 0).length)
    .toBeLessThanOrEqual(4);
});

test("a group of one's own is limited, also against another", async ({ page }) => {
  await page.getByRole("button", { name: "New group" }).click();
  const dialog = page.getByRole("dialog", { name: "New group" });
  await dialog.getByRole("textbox", { name: "Name" }).fill("Quiet");
  for (const symbol of ["QDKS", "QDSP"]) await dialog.locator("label", { hasText: symbol }).click();
  await dialog.getByRole("button", { name: "Add group" }).click();
  const most = page.getByRole("textbox", { name: "Highest weight of Quiet, percent" });
  await most.fill("10");
  await most.press("Enter");
  const quiet = async (): Promise<number> => {
    const weights = await shownWeights(page);
    return (weights["QDKS"] ?? 0) + (weights["QDSP"] ?? 0);
  };
  await expect.poll(quiet).toBeCloseTo(0.1, 3);
  await page.getByRole("button", { name: "Limit a group against another" }).click();
  const multiple = page.getByRole("textbox", { name: /^Highest multiple of .* for Quiet$/ });
  await multiple.fill("0");
  await multiple.press("Enter");
  await expect.poll(quiet).toBeCloseTo(0, 3);
});

test("a view moves the prior towards it", async ({ page }) => {
  await openSection(page, "Views");
  await page.getByRole("button", { name: "Add a view" }).click();
  const view = page.getByRole("group", { name: "View 1" });
  const expected = view.getByRole("textbox", { name: "Return of view 1, percent a year" });
  await expected.fill("40");
  await expected.press("Enter");
  const row = page.getByRole("table", { name: "Prior and posterior" }).getByRole("row", { name: /^AAPL/ });
  const figures = async (): Promise<number[]> =>
    (await row.getByRole("cell").allInnerTexts()).slice(0, 2).map((text) => Number.parseFloat(text));
  // Half sure: halfway from the prior to the view.
  await expect.poll(async () => (await figures())[1]).toBeGreaterThan(24);
  const [prior, posterior] = await figures();
  expect(posterior).toBeCloseTo((prior! + 40) / 2, 1);
  await view.getByRole("combobox", { name: "Against (optional)" }).fill("MSFT");
  await page.getByRole("option", { name: "MSFT" }).first().click();
  await expect(view).toContainText("beats it by");
  await page.getByRole("button", { name: "Remove view 1" }).click();
  await expect(page.getByText("Say what you expect of an asset")).toBeVisible();
});

test("what cannot be estimated is said, and can be changed back", async ({ page }) => {
  await page.getByRole("button", { name: /Covariance$/ }).click();
  await page.getByRole("option", { name: "Given factors" }).click();
  await expect(page.getByRole("status").filter({ hasText: "What you see is from before" })).toBeVisible();
  await page.getByRole("combobox", { name: "Factor instruments" }).fill("MTUM");
  await page.getByRole("option", { name: "MTUM" }).first().click();
  await expect(page.getByRole("status").filter({ hasText: "What you see is from before" })).toHaveCount(0);
  await expect.poll(async () => sum(Object.values(await shownWeights(page)))).toBeCloseTo(1, 2);
});

test("taxes by lot are counted and reported", async ({ page }) => {
  await choosePreset(page, "Tax-aware rebalancing");
  await page.getByRole("tab", { name: "Costs and taxes" }).click();
  const trades = page.getByRole("table", { name: "Trades by lot" });
  await expect(trades.getByRole("row").nth(1)).toContainText(/Sell|Buy/);
  const taxes = page.getByRole("region", { name: "Taxes", exact: true }).filter({ hasText: "Tax now" });
  for (const figure of ["Trading cost", "Tax now", "Tax deferred", "The best without taxes would bear"]) {
    await expect(taxes).toContainText(figure);
  }
  // The frontier needs no lots: it is drawn all the same.
  await page.getByRole("tab", { name: "Frontier", exact: true }).click();
  await expect(page.getByRole("slider", { name: "Point on the efficient frontier" })).toHaveAttribute(
    "aria-valuemax",
    "49",
  );
  await expectAccessible(page);
});

test("a preset fills the form and is taken back", async ({ page }) => {
  await choosePreset(page, "130/30");
  await expect(page.getByRole("radio", { name: "Maximum Sharpe" })).toBeChecked();
  await expect(page.getByRole("switch", { name: "Long only" })).not.toBeChecked();
  await expect.poll(async () => Object.values(await shownWeights(page)).filter((w) => w < 0).length).toBeGreaterThan(0);
  const weights = Object.values(await shownWeights(page));
  expect(sum(weights.filter((w) => w < 0))).toBeGreaterThan(-0.3005);
  await answerMessage(page, /130\/30/, "Undo");
  await expect(page.getByRole("radio", { name: "Minimum variance" })).toBeChecked();
  await expect(page.getByRole("switch", { name: "Long only" })).toBeChecked();
});

test("a solution is saved as a target with exact weights", async ({ page, server }) => {
  const shown = await shownWeights(page);
  await page.getByRole("button", { name: "Save as target" }).click();
  const dialog = page.getByRole("dialog", { name: "Save as target" });
  await dialog.getByRole("textbox", { name: "Name" }).fill("Calm");
  await dialog.getByRole("button", { name: "Save target" }).click();
  await expectMessage(page, /Target Calm saved/);
  interface Target {
    name: string;
    weights: Record<string, string>;
    tolerance: string | null;
  }
  const { items } = await server.api<{ items: Target[] }>("GET", "/api/v1/targets");
  const target = items.find(({ name }) => name === "Calm")!;
  const units = Object.values(target.weights).map((weight) => Math.round(Number(weight) * 1e6));
  expect(sum(units)).toBe(1_000_000);
  expect(Math.max(...units) / 1e6).toBeCloseTo(Math.max(...Object.values(shown)), 4);
  expect(Number(target.tolerance)).toBe(0.02);
});

test("a saved run brings the whole form back", async ({ page }) => {
  await openSection(page, "More limits");
  await addLimit(page, "Volatility");
  await page.locator("label", { hasText: "Minimum CVaR" }).click();
  const confidence = page.getByRole("textbox", { name: "Confidence" });
  await confidence.fill("90%");
  await confidence.press("Enter");
  await page.getByRole("slider", { name: "Weight of KO", exact: true }).focus();
  await page.keyboard.press("8");
  await page.keyboard.press("Enter");
  await expect.poll(async () => (await shownWeights(page))["KO"]).toBeCloseTo(0.08, 6);
  await page.waitForLoadState("networkidle");
  const weights = await shownWeights(page);
  await saveAs(page, "Tail at ninety");

  await page.getByRole("tab", { name: "Optimize" }).click();
  await page.getByRole("button", { name: "Clear limits" }).click();
  await page.locator("label", { hasText: "Equal weight" }).click();
  await page.getByRole("tab", { name: "Saved runs" }).click();
  await page
    .getByRole("row", { name: /Tail at ninety/ })
    .getByRole("button", { name: "Actions of this row" })
    .click();
  await page.getByRole("menuitem", { name: "Reopen" }).click();
  await expectMessage(page, /Tail at ninety reopened/);
  await expect(page.getByRole("radio", { name: "Minimum CVaR" })).toBeChecked();
  await expect(confidence).toHaveValue("90%");
  await expect(page.getByRole("textbox", { name: "Volatility" })).toHaveValue("20");
  await expect(page.getByRole("button", { name: "Release the weight of KO" })).toBeVisible();
  await expect.poll(() => shownWeights(page)).toEqual(weights);
});

test("breaks no accessibility rule, all parts of the form open", async ({ page }) => {
  await expectAccessible(page);
  for (const title of ["More limits", "Costs", "Taxes", "Views"]) await openSection(page, title);
  for (const limit of ["Turnover", "Net exposure", "Factor exposure", "Round lots"]) await addLimit(page, limit);
  await page.getByRole("button", { name: "Limit a group against another" }).click();
  await page.locator("label", { hasText: "Market impact" }).click();
  await page.locator("label", { hasText: "Taxes by lot" }).click();
  await page.getByRole("button", { name: "Add a view" }).click();
  await expect(page.getByRole("table", { name: "Prior and posterior" })).toBeVisible();
  // From the top: further down the buttons that stay in sight cover a part of whatever scrolls by.
  await page.getByRole("button", { name: "Choose instruments" }).scrollIntoViewIfNeeded();
  await expectAccessible(page);
});
