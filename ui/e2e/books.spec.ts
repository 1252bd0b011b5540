// By hand: accounts, instruments, transactions, prices and rates are created, changed, deleted and brought back.
import { expect, test } from "./fixtures";
import { answerMessage, expectMessage, findRow, pick, rowAction, showPanel } from "./panels";

interface Page<T> {
  items: T[];
}

test("an account", async ({ page, server }) => {
  const names = async (): Promise<string[]> =>
    (await server.api<Page<{ name: string }>>("GET", "/api/v1/accounts")).items.map((a) => a.name);
  await showPanel(page, server, "accounts");
  await page.getByRole("button", { name: "New account" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByText("Give it a name of at most 100 letters.")).toBeVisible();
  await dialog.getByRole("textbox", { name: "Name" }).fill("Nest egg");
  await pick(dialog, page, "Currency", "CHF");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expectMessage(page, "Account “Nest egg” created");
  expect(await names()).toContain("Nest egg");

  const row = page.getByRole("row").filter({ hasText: "Nest egg" });
  await rowAction(page, row, "Change");
  await dialog.getByRole("textbox", { name: "Name" }).fill("Nest egg 2");
  await dialog.getByRole("button", { name: "Save" }).click();
  await answerMessage(page, "Account “Nest egg 2” changed", "Undo");
  await expectMessage(page, "Undone");
  expect(await names()).toContain("Nest egg");

  await rowAction(page, row, "Delete");
  await answerMessage(page, "deleted", "Undo");
  await expectMessage(page, "Undone");
  expect(await names()).toContain("Nest egg");
  await rowAction(page, row, "Delete");
  await expectMessage(page, "deleted");
  expect(await names()).not.toContain("Nest egg");
});

test("an instrument with its price and its transaction", async ({ page, server }) => {
  await showPanel(page, server, "instruments");
  await page.getByRole("button", { name: "New instrument" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Symbol" }).fill("QDX");
  await dialog.getByRole("textbox", { name: "Name" }).fill("Quarter Dock");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expectMessage(page, "QDX created");
  const row = await findRow(page, "Instruments", "QDX");
  await rowAction(page, row, "Change");
  await dialog.getByRole("textbox", { name: "Sector" }).fill("Boats");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expectMessage(page, "QDX changed");
  await expect(row).toContainText("Boats");

  await rowAction(page, row, "Prices");
  await page.getByRole("button", { name: "New price" }).first().click();
  await dialog.getByRole("textbox", { name: "Close" }).fill("12.5");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expectMessage(page, "Price of QDX entered");
  const price = page.getByRole("grid", { name: "Prices of QDX" }).getByRole("row").nth(1);
  await expect(price).toContainText("12.50");
  await rowAction(page, price, "Correct");
  await dialog.getByRole("textbox", { name: "Close" }).fill("13");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expectMessage(page, "Price of QDX entered");
  await expect(price).toContainText("13.00");
  await rowAction(page, price, "Remove");
  await answerMessage(page, "removed", "Undo");
  await expectMessage(page, "Undone");
  await expect(price).toContainText("13.00");

  await showPanel(page, server, "transactions");
  await page.getByRole("button", { name: "New transaction" }).click();
  await pick(dialog, page, "Instrument", "QDX");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByText("This kind of transaction needs this.").first()).toBeVisible();
  await dialog.getByRole("textbox", { name: "Quantity" }).fill("10");
  await dialog.getByRole("textbox", { name: "Price per unit" }).fill("12.5");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expectMessage(page, /Buy of .* entered/);
  const bought = await findRow(page, "Transactions", "QDX");
  await rowAction(page, bought, "Change");
  await dialog.getByRole("textbox", { name: "Quantity" }).fill("20");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expectMessage(page, /Buy of .* changed/);
  await expect(bought).toContainText("20");
  await rowAction(page, bought, "Delete");
  await answerMessage(page, /Buy of .* deleted/, "Undo");
  await expectMessage(page, "Undone");
  await expect(bought).toContainText("20");
  await rowAction(page, bought, "Delete");
  await expectMessage(page, /Buy of .* deleted/);
});

test("an exchange rate", async ({ page, server }) => {
  await showPanel(page, server, "fx_rates");
  const dialog = page.getByRole("dialog");
  await page.getByRole("button", { name: "New rate" }).click();
  await pick(dialog, page, "One unit of", "CHF");
  await pick(dialog, page, "costs so many", "SEK");
  await dialog.getByRole("textbox", { name: "Rate" }).fill("11.25");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expectMessage(page, "Rate of CHF/SEK entered");
  await page.getByRole("button", { name: /Pair/ }).click();
  await page.getByRole("option", { name: "CHF/SEK" }).click();
  const row = page.getByRole("grid", { name: "FX rates" }).getByRole("row").nth(1);
  await expect(row).toContainText("11.2500");
  await rowAction(page, row, "Correct");
  await dialog.getByRole("textbox", { name: "Rate" }).fill("11.5");
  await dialog.getByRole("button", { name: "Save" }).click();
  await answerMessage(page, "Rate of CHF/SEK corrected", "Undo");
  await expectMessage(page, "Undone");
  await expect(row).toContainText("11.2500");
  await rowAction(page, row, "Delete");
  await expectMessage(page, "Rate of CHF/SEK deleted");
});
