// Taxes: a place is chosen, a year whose law is known is worked out, a loss is found with what stands against it.
import { expect, test } from "./fixtures";
import { expectMessage, showPanel } from "./panels";

interface Page<T> {
  items: T[];
}

test("a place, a tax year, and losses to take", async ({ page, server }) => {
  // Whatever other tests chose: nobody has said yet where he is taxed.
  await server.api("PUT", "/api/v1/taxes/profile", {});
  await showPanel(page, server, "taxes");
  await page.getByRole("button", { name: /Whose law/ }).click();
  await page.getByRole("option", { name: "United States (federal)" }).click();
  await expectMessage(page, "Tax profile saved");

  // The sample ends before the years whose law is known: its gains are told, and that no tax is.
  await page.getByRole("tab", { name: "Tax year" }).click();
  await expect(page.getByText("No tax is worked out:")).toBeVisible();
  await expect(page.getByRole("grid", { name: "Realized gains" }).getByRole("row").nth(1)).toBeVisible();

  // A year that is known says where its law stands, and that the tax depends on what was not entered.
  await page.getByRole("button", { name: /Tax year/ }).click();
  await page.getByRole("option", { name: "2025" }).click();
  await expect(page.getByText("Where the law of 2025 stands")).toBeVisible();
  await page.getByText("Where the law of 2025 stands").click();
  await expect(page.getByRole("columnheader", { name: "Checked" })).toBeVisible();

  await page.getByRole("tab", { name: "Losses to take" }).click();
  await expect(page.getByText(/The rules of 2022 are not known/)).toBeVisible();
  const table = page.getByRole("grid", { name: "Losses to take" });
  await expect(table).toBeVisible();
  const accounts = await server.api<Page<{ id: string; name: string }>>("GET", "/api/v1/accounts");
  expect(accounts.items.length).toBeGreaterThan(1);

  await page.getByRole("tab", { name: "Profile" }).click();
  await page.getByRole("textbox", { name: "Your rate on short-term gains" }).fill("0.4");
  await page.getByRole("textbox", { name: "Your rate on long-term gains" }).fill("0.2");
  await page.getByRole("textbox", { name: "Your rate on long-term gains" }).blur();
  await page.getByRole("button", { name: "Save the profile" }).click();
  await expectMessage(page, "Tax profile saved");
  const profile = await server.api<{ rates: { short_term: string } }>("GET", "/api/v1/taxes/profile");
  expect(profile.rates.short_term).toBe("0.4");
});

test("rules of one's own start from a law, are refused at their field, and a tax opens", async ({ page, server }) => {
  await showPanel(page, server, "taxes");
  await page.getByRole("tab", { name: "Profile" }).click();
  const own = page.getByRole("region", { name: "Rules of your own" });
  await own.getByRole("button", { name: "Write rules of your own" }).click();
  await own
    .getByRole("button", { name: /Gains are taxed/ })
    .last()
    .click();
  await page.getByRole("option", { name: "at one rate", exact: true }).click();
  const rate = own.getByRole("textbox", { name: "Rate", exact: true });
  await rate.fill("26");
  await own.getByRole("button", { name: "Save the rules" }).click();
  await expect(own.getByText(/give a share between 0 and 1/)).toBeVisible();
  await rate.fill("0.26");
  await own.getByRole("button", { name: "Save the rules" }).click();
  await expectMessage(page, "Rules of your own saved");
  const profile = await server.api<{ own_rules: { charge: { rate: string } }[] }>("GET", "/api/v1/taxes/profile");
  expect(profile.own_rules[0]?.charge.rate).toBe("0.26");

  await page.getByRole("tab", { name: "Tax year" }).click();
  await page.getByRole("button", { name: /Tax year/ }).click();
  await page.getByRole("option", { name: "2026" }).click();
  await page.getByRole("button", { name: /^Explain Tax:/ }).click();
  await expect(page.getByRole("dialog").getByText("Taxable of 2026")).toBeVisible();
  await page.keyboard.press("Escape");

  await page.getByRole("tab", { name: "Open lots" }).click();
  await expect(page.getByRole("grid", { name: "Open lots" }).getByRole("row").nth(1)).toBeVisible();
});
