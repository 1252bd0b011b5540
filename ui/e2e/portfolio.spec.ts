// The portfolio panel on the sample workspace.
import { expectAccessible } from "./axe";
import { expect, test } from "./fixtures";

test.beforeEach(async ({ page, server }) => {
  await page.goto(`${server.url.replace(/#.*/, "")}?panel=portfolio#token=${server.token}`);
  await page.getByRole("grid", { name: "Positions" }).waitFor();
});

interface Portfolio {
  positions: { symbol: string }[];
}

test("shows every position of the API", async ({ page, server }) => {
  const { positions } = await server.api<Portfolio>("GET", "/api/v1/portfolio");
  const grid = page.getByRole("grid", { name: "Positions" });
  await expect(grid).toHaveAttribute("aria-rowcount", String(positions.length + 1));
  await expect(grid.getByRole("row").nth(1)).toBeVisible();
});

test("a figure opens its explanation by click and by Enter, and Escape gives the focus back", async ({ page }) => {
  const value = page.getByRole("button", { name: /^Explain Value: / });
  await value.click();
  const dialog = page.getByRole("dialog", { name: "Value" });
  await expect(dialog.getByRole("listitem").first()).toBeVisible();
  await expect(dialog.getByRole("button", { name: "Copy as text" })).toBeEnabled();
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await value.focus();
  await page.keyboard.press("Enter");
  await expect(dialog).toBeVisible();
});

test("every figure of a position opens its explanation", async ({ page }) => {
  const row = page.getByRole("grid", { name: "Positions" }).getByRole("row").nth(1);
  const figures = row.getByRole("button", { name: /^Explain / });
  for (const name of ["Quantity", "Avg cost", "Price", "Day %", "Value", "P&L", "P&L %", "Weight"]) {
    const figure = figures.and(row.getByRole("button", { name: new RegExp(`^Explain ${name} [A-Z]`) }));
    await figure.click();
    await expect(page.getByRole("dialog").getByRole("listitem").first()).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toBeHidden();
  }
});

test("Enter on a position shows its lots", async ({ page }) => {
  const row = page.getByRole("grid", { name: "Positions" }).getByRole("row").nth(1);
  await row.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("grid", { name: "Open lots" })).toBeVisible();
});

test("one account holds less than all", async ({ page }) => {
  const grid = page.getByRole("grid", { name: "Positions" });
  const all = Number(await grid.getAttribute("aria-rowcount"));
  await page.getByRole("button", { name: "All accounts" }).click();
  await page.getByRole("option").nth(1).click();
  await expect.poll(async () => Number(await grid.getAttribute("aria-rowcount"))).toBeLessThan(all);
});

test("cash and transactions have a tab each", async ({ page }) => {
  await page.getByRole("tab", { name: "Cash" }).click();
  await expect(page.getByRole("grid", { name: "Cash" })).toBeVisible();
  await page.getByRole("tab", { name: "Transactions" }).click();
  await expect(page.getByRole("grid", { name: "Transactions" })).toBeVisible();
});

test("the chart has its figures behind it", async ({ page }) => {
  const performance = page.getByRole("region", { name: "Performance" });
  await performance.getByRole("button", { name: "Show the table behind" }).click();
  await expect(performance.getByRole("grid", { name: /^Figures/ })).toBeVisible();
});

test("breaks no accessibility rule", async ({ page }) => {
  await expectAccessible(page);
});
