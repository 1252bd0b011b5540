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

test("indicators are added, set, remembered and taken away", async ({ page }) => {
  await page.getByRole("button", { name: "Indicators", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Indicators" });
  const add = async (kind: string): Promise<void> => {
    await dialog.getByRole("combobox", { name: "Add an indicator" }).fill(kind);
    await page
      .getByRole("option", { name: new RegExp(`^${kind}\\b`) })
      .first()
      .click();
  };
  await add("sma");
  await add("rsi");
  await expect(dialog.getByText("RSI 14", { exact: true })).toBeVisible();
  const length = dialog.getByRole("listitem").first().getByRole("textbox").first();
  await length.fill("50");
  await length.press("Tab");
  await expect(dialog.getByText("SMA 50", { exact: true })).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Done" }).click();
  await expect(page.getByText("SMA 50", { exact: true })).toBeVisible();
  await expect(page.getByText("RSI 14", { exact: true })).toBeVisible();

  // They are there again when the panel is, and an indicator of what the prices lack says so.
  await page.reload();
  await expect(page.getByText("SMA 50", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Indicators (2)" }).click();
  await add("obv");
  await dialog.getByRole("button", { name: "Remove RSI 14" }).click();
  await dialog.getByRole("button", { name: "Done" }).click();
  await expect(page.getByText(/OBV: .*volume/)).toBeVisible();
  await expect(page.getByText("RSI 14", { exact: true })).toHaveCount(0);
});

test("an alert is tried out on the past", async ({ page }) => {
  await page.getByRole("button", { name: "Try an alert" }).click();
  const words = page.getByRole("textbox", { name: "Alert in words" });
  await words.fill("SP500 crosses sideways");
  await expect(page.getByText(/at character 15: expected/)).toBeVisible();
  await words.fill("SP500 crosses above 4000");
  await expect(page.getByText(/^Would have fired \d+ times since/)).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Firings" }).click();
  const dialog = page.getByRole("dialog", { name: "When it would have fired" });
  await expect(dialog.getByRole("listitem").first()).toHaveText(/2022/);
  await expect(dialog.getByText(/a close only/)).toBeVisible();
  await dialog.getByRole("button", { name: "Close" }).click();
  await words.fill("SP500 crosses above 1000000");
  await expect(page.getByText(/^Would not have fired since/)).toBeVisible();
  await page.getByRole("button", { name: "Stop trying an alert" }).click();
  await expect(words).toHaveCount(0);
});

test("breaks no accessibility rule", async ({ page }) => {
  await expectAccessible(page);
});
