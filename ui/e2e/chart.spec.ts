// The instrument chart on the sample workspace.
import { expectAccessible } from "./axe";
import { expect, test } from "./fixtures";

test.beforeEach(async ({ page, server }) => {
  await page.goto(`${server.url.replace(/#.*/, "")}?panel=chart#token=${server.token}`);
  await page.getByRole("application", { name: /^Chart of/ }).waitFor();
});

test("draws something and has the figures behind it", async ({ page }) => {
  await expect(page.locator("canvas").first()).toBeVisible();
  await page.getByRole("button", { name: "Show the table behind" }).click();
  const figures = page.getByRole("grid", { name: /^Figures/ });
  await expect.poll(async () => Number(await figures.getAttribute("aria-rowcount"))).toBeGreaterThan(100);
});

test("shows another instrument", async ({ page, server }) => {
  const { items } = await server.api<{ items: { symbol: string; sector: string | null }[] }>(
    "GET",
    "/api/v1/instruments?limit=200",
  );
  const { symbol } = items.find((i) => i.sector !== null)!;
  await page.getByRole("combobox", { name: "Instrument" }).fill(symbol);
  await page
    .getByRole("option", { name: new RegExp(`^${symbol.replace(/\W/g, "\\$&")}\\b`) })
    .first()
    .click();
  await expect(
    page.getByRole("application", { name: new RegExp(`^Chart of ${symbol.replace(/\W/g, "\\$&")}`) }),
  ).toBeVisible();
});

test("the period buttons keep their state", async ({ page }) => {
  const year = page.getByRole("button", { name: /One year/ });
  await year.click();
  await expect(year).toHaveAttribute("aria-pressed", "true");
});

test("pans and zooms by keyboard without complaint", async ({ page }) => {
  await page.getByRole("application", { name: /^Chart of/ }).focus();
  for (const key of ["ArrowLeft", "ArrowRight", "+", "-", "Home", "End", "0"]) await page.keyboard.press(key);
});

test("breaks no accessibility rule", async ({ page }) => {
  await expectAccessible(page);
});
