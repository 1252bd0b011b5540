// Which lots a sale closes: by the account's method, changed on a day, or as the sale names them.
import { expect, test } from "./fixtures";
import { expectMessage, pick, rowAction, showPanel } from "./panels";

interface Page<T> {
  items: T[];
}
interface Lots {
  open: { id: string; quantity: string; opened_on: string }[];
  closed: { opened_on: string; quantity: string; closed_on: string }[];
}

test("the lot method of an account and the lots that a sale names", async ({ page, server }) => {
  const send = <T>(method: string, path: string, body: unknown): Promise<T> =>
    server.api<T>(method, `/api/v1${path}`, body);
  const account = await send<{ id: string }>("POST", "/accounts", { name: "Lots", kind: "taxable", currency: "USD" });
  const instruments = await server.api<Page<{ id: string; symbol: string; currency: string }>>(
    "GET",
    "/api/v1/instruments?limit=1000",
  );
  const instrument = instruments.items.find((i) => i.symbol === "KO");
  if (!instrument) throw new Error("the sample has KO");
  const trade = (kind: string, on: string, quantity: string, price: string) =>
    send("POST", "/transactions", {
      account_id: account.id,
      kind,
      trade_date: on,
      instrument_id: instrument.id,
      quantity,
      price,
      currency: "USD",
    });
  await trade("buy", "2020-01-02", "10", "40");
  await trade("buy", "2020-02-03", "10", "60");
  const lots = (): Promise<Lots> =>
    server.api<Lots>("GET", `/api/v1/lots?account_id=${account.id}&instrument_id=${instrument.id}`);

  // A sale names the second lot, against the method.
  await showPanel(page, server, "transactions");
  await page.getByRole("button", { name: "New transaction" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: /^Kind|Kind$/ }).click();
  await page.getByRole("option", { name: "Sell", exact: true }).click();
  await dialog.getByRole("button", { name: /Account/ }).click();
  await page.getByRole("option", { name: "Lots" }).click();
  await pick(dialog, page, "Instrument", "KO");
  await dialog.getByRole("textbox", { name: "Quantity" }).fill("4");
  await dialog.getByRole("textbox", { name: "Price per unit" }).fill("50");
  await dialog.getByText("Choose the lots").click();
  const taken = dialog.getByRole("textbox", { name: /Units of the lot of/ });
  await expect(taken).toHaveCount(2);
  await taken.first().fill("");
  await taken.nth(1).fill("3");
  await taken.nth(1).blur();
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByText("The lots must add up to the quantity; or choose none.")).toBeVisible();
  await taken.nth(1).fill("4");
  await taken.nth(1).blur();
  await dialog.getByRole("button", { name: "Save" }).click();
  await expectMessage(page, /Sell of .* entered/);
  expect((await lots()).closed).toMatchObject([{ opened_on: "2020-02-03", quantity: "4" }]);

  // From a day on the account has an average: what was sold before stays.
  await showPanel(page, server, "accounts");
  await rowAction(page, page.getByRole("row").filter({ hasText: "Lots" }), "Change");
  await dialog.getByRole("button", { name: /Sales close lots/ }).click();
  await page.getByRole("option", { name: "Average cost" }).click();
  await dialog.getByRole("button", { name: "Save" }).click();
  await expectMessage(page, "Account “Lots” changed");
  const refused = await server.api<{ problems: { code: string }[] }>(
    "GET",
    `/api/v1/portfolio?account_id=${account.id}`,
  );
  expect(refused.problems).toMatchObject([{ code: "lots_of_pool" }]);
  await rowAction(page, page.getByRole("row").filter({ hasText: "Lots" }), "Change");
  await dialog.getByRole("button", { name: /Sales close lots/ }).click();
  await page.getByRole("option", { name: "Highest cost first" }).click();
  await dialog.getByRole("button", { name: "Change the method from a day on" }).click();
  await dialog.getByRole("button", { name: "Save" }).click();
  await expectMessage(page, "Account “Lots” changed");
  expect((await lots()).closed).toMatchObject([{ opened_on: "2020-02-03", quantity: "4" }]);
});
