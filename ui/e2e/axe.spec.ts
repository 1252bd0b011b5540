// Accessibility of every screen: all panels, dark and light, as a window of its own and on a phone.
import { type Page } from "@playwright/test";

import { expectAccessible } from "./axe";
import { expect, test } from "./fixtures";
import { PANELS, showFrame } from "./panels";

async function settled(page: Page): Promise<void> {
  await expect(page.getByRole("status", { name: "Loading" })).toHaveCount(0);
  await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
}

/** Checks the page in both themes; the second is put on as the setting does, without another load. */
async function expectAccessibleInBothThemes(page: Page): Promise<void> {
  await expectAccessible(page);
  await page.evaluate(() => {
    document.documentElement.dataset.theme = "light";
  });
  await expectAccessible(page);
}

test("every panel on a desk, dark and light", async ({ page, server }) => {
  test.setTimeout(180_000);
  for (const panel of PANELS) {
    await page.goto(`${server.url.replace(/#.*/, "")}?panel=${panel}#token=${server.token}`);
    await settled(page);
    await test.step(panel, () => expectAccessibleInBothThemes(page));
  }
});

test("every panel on a phone, dark and light", async ({ page, server }) => {
  test.setTimeout(180_000);
  await page.setViewportSize({ width: 390, height: 844 });
  for (const panel of PANELS) {
    await page.evaluate((id) => localStorage.setItem("quarterdeck.phone-panel", JSON.stringify(id)), panel);
    // Another address each time: the same one with another fragment would not load anew.
    await page.goto(`${server.url.replace(/#.*/, "")}?phone=${panel}#token=${server.token}`);
    await settled(page);
    await test.step(panel, () => expectAccessibleInBothThemes(page));
    const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(over, `${panel} is wider than the phone`).toBeLessThanOrEqual(0);
  }
});

test("the whole frame with its overlays", async ({ page, server }) => {
  await showFrame(page, server);
  await settled(page);
  await expectAccessible(page);
  await page.keyboard.press("Control+k");
  await page.getByRole("dialog", { name: "Command palette" }).waitFor();
  await expectAccessible(page, '[role="dialog"]');
  await page.keyboard.press("Escape");
  await page.keyboard.press("?");
  await page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor();
  await expectAccessible(page, '[role="dialog"]');
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Use my own" }).click();
  await page.getByRole("dialog", { name: "Use my own" }).waitFor();
  await expectAccessible(page, '[role="dialog"]');
});
