// The frame: the sample's label, palette, keys, themes, privacy, phone width.
import { expect, test } from "./fixtures";
import { showFrame } from "./panels";

test("the first start shows the sample, its day and the way to own books", async ({ page }) => {
  const top = page.getByRole("banner");
  await expect(top.getByText("SAMPLE", { exact: true })).toBeVisible();
  await expect(top.getByText("today is Dec 28, 2022")).toBeVisible();
  await expect(top.getByRole("button", { name: "Use my own" })).toBeVisible();
});

test("the palette finds panels and instruments", async ({ page }) => {
  await page.getByRole("button", { name: /^Workspace / }).waitFor();
  await page.keyboard.press("Control+k");
  const palette = page.getByRole("dialog", { name: "Command palette" });
  await expect(palette.getByRole("searchbox")).toBeFocused();
  await page.keyboard.type("diagn");
  await expect(palette.getByRole("menuitem", { name: /Diagnostics/ })).toBeVisible();
  await expect(palette.getByRole("searchbox")).toHaveAttribute("aria-activedescendant", /.+/);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("tab", { name: /Diagnostics/ })).toBeVisible();
  await page.keyboard.press("Control+k");
  await expect(palette.getByRole("searchbox")).toBeFocused();
  await page.keyboard.type("AAPL");
  await expect(palette.getByRole("menuitem", { name: /AAPL/ }).first()).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(palette).toBeHidden();
});

test("the question mark lists the keys", async ({ page }) => {
  await page.getByRole("button", { name: /^Workspace / }).waitFor();
  await page.keyboard.press("?");
  const dialog = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await expect(dialog.getByText("Ctrl+K")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
});

test("theme, colours and privacy are remembered", async ({ page, server }) => {
  const root = page.locator("html");
  await expect(root).toHaveAttribute("data-theme", "dark");
  await page.getByRole("button", { name: "Next theme" }).click();
  await expect(root).toHaveAttribute("data-theme", "light");
  await page.getByRole("button", { name: "Blur amounts" }).click();
  await expect(root).toHaveAttribute("data-privacy", "on");
  await page.goto(`${server.url.replace(/#.*/, "")}?panel=settings#token=${server.token}`);
  await expect(root).toHaveAttribute("data-theme", "light");
  await expect(root).toHaveAttribute("data-privacy", "on");
  await page.getByRole("button", { name: /Colours of rise and fall/ }).click();
  await page.getByRole("option", { name: /Blue and orange/ }).click();
  await expect(root).toHaveAttribute("data-colours", "blue-orange");
});

test("a layout can be chosen", async ({ page }) => {
  await page.getByRole("button", { name: "Layout Investor" }).click();
  await page.getByRole("menuitem", { name: "Researcher" }).click();
  await expect(page.getByRole("tab", { name: /Optimizer/ })).toBeVisible();
});

test("on a phone one panel at a time, with tabs at the bottom", async ({ page, server }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await showFrame(page, server);
  await expect(page.getByText("today is Dec 28, 2022")).toBeVisible();
  const bar = page.getByRole("navigation", { name: "Panels" });
  await bar.getByRole("button", { name: "Alerts" }).click();
  await expect(page.getByText("No alerts yet")).toBeVisible();
  await bar.getByRole("button", { name: "More panels" }).click();
  await page.getByRole("menuitem", { name: "Transactions" }).click();
  await expect(page.getByRole("grid", { name: "Transactions" })).toBeVisible();
  await bar.getByRole("button", { name: "More panels" }).click();
  await page.getByRole("menuitem", { name: "Data health" }).click();
  await expect(page.getByRole("tab", { name: /Problems/ })).toBeVisible();
  for (const button of await bar.getByRole("button").all()) {
    const box = await button.boundingBox();
    expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(44);
  }
});
