// Files: chosen, read dry, mapped, taken in; a second time nothing is added.
import { type Page } from "@playwright/test";

import { expect, test } from "./fixtures";
import { showPanel } from "./panels";

const PRICES = `date,symbol,close
2022-12-20,ZZT,10.5
2022-12-21,ZZT,
2022-12-22,ZZT,-3
2022-12-23,ZZT,11.25
`;

const TRANSACTIONS = `Trade day;What;Ticker;Shares;Each;Money;Cur;Book
2022-12-20;Acquired;AAPL;3;100;;USD;Brokerage USD
2022-12-20;Acquired;AAPL;3;100;;USD;Brokerage USD
2022-12-21;Deposit;;;;500;USD;Brokerage USD
2022-13-40;Deposit;;;;500;USD;Brokerage USD
`;

async function choose(page: Page, kind: string, name: string, content: string): Promise<void> {
  await page.getByRole("button", { name: /The file holds/ }).click();
  await page.getByRole("option", { name: kind }).click();
  const [chooser] = await Promise.all([
    page.waitForEvent("filechooser"),
    page.getByRole("button", { name: /^Choose a (CSV )?file…$/ }).click(),
  ]);
  await chooser.setFiles({ name, mimeType: "text/csv", buffer: Buffer.from(content) });
  await expect(page.getByRole("heading", { name })).toBeVisible();
}

/** The number beside a label of the preview or the report. */
function figure(page: Page, label: string) {
  return page
    .locator(".qd-figures > div")
    .filter({ has: page.getByText(label, { exact: true }) })
    .getByRole("definition");
}

test("prices, with a refused row and an empty cell", async ({ page, server }) => {
  await showPanel(page, server, "imports");
  await choose(page, "Prices", "zzt.csv", PRICES);
  await expect(page.getByText("Instruments that are not known:")).toBeVisible();
  await page.getByText("Create instruments that are not known").click();
  const refused = page.getByRole("grid", { name: "Refused rows" });
  await expect(refused.getByRole("row").nth(1)).toContainText("4");
  await page.getByRole("button", { name: "Import", exact: true }).click();
  await expect(page.getByRole("heading", { name: "zzt.csv is imported" })).toBeVisible();
  await expect(figure(page, "Added")).toHaveText("2");
  await expect(figure(page, "Refused")).toHaveText("1");
  await expect(page.getByText("Created: ZZT")).toBeVisible();

  await page.getByRole("button", { name: "Import another file" }).click();
  await choose(page, "Prices", "zzt.csv", PRICES);
  await expect(page.getByText(/The same content was imported on/)).toBeVisible();
  await page.getByRole("button", { name: "Import", exact: true }).click();
  await expect(figure(page, "Added")).toHaveText("0");
  await expect(figure(page, "There already")).toHaveText("2");
  await page.getByRole("tab", { name: "Done before" }).click();
  await expect(page.getByRole("grid", { name: "Imports" }).getByRole("row").filter({ hasText: "zzt.csv" })).toHaveCount(
    2,
  );
});

test("transactions, with columns and words assigned by hand", async ({ page, server }) => {
  await showPanel(page, server, "imports");
  await choose(page, "Transactions", "broker.csv", TRANSACTIONS);
  await expect(page.getByText("Say which columns hold the date and the kind.")).toBeVisible();
  const columns: [string, string][] = [
    ["Date", "Trade day"],
    ["Kind", "What"],
    ["Symbol", "Ticker"],
    ["Quantity", "Shares"],
    ["Price per unit", "Each"],
    ["Amount", "Money"],
    ["Currency", "Cur"],
    ["Account", "Book"],
  ];
  for (const [column, header] of columns) {
    const field = page.getByRole("button", { name: new RegExp(`${column}( \\*)?$`) }).first();
    if ((await field.textContent())?.includes(header)) continue;
    await field.click();
    await page.getByRole("option", { name: header, exact: true }).click();
  }
  const word = page.getByRole("group", { name: "The file's words for kinds" });
  await word.getByRole("button", { name: /“Acquired” means/i }).click();
  await page.getByRole("option", { name: "Buy", exact: true }).click();
  await expect(figure(page, "New")).toHaveText("3");
  await expect(page.getByRole("grid", { name: "Refused rows" }).getByRole("row").nth(1)).toContainText("5");
  await page.getByRole("button", { name: "Import", exact: true }).click();
  await expect(figure(page, "Added")).toHaveText("3");
  const { items } = await server.api<{ items: { trade_date: string; quantity: string | null }[] }>(
    "GET",
    "/api/v1/transactions?from=2022-12-20&to=2022-12-20",
  );
  expect(items.filter((x) => Number(x.quantity) === 3)).toHaveLength(2);
});

/** Two equal fills, a dividend, and a split whose ratio Schwab does not say. */
const SCHWAB = `"Date","Action","Symbol","Description","Quantity","Price","Fees & Comm","Amount","Account"
"12/20/2022","Buy","AAPL","APPLE INC","7","$100.25","$1.00","-$702.75","Brokerage USD"
"12/20/2022","Buy","AAPL","APPLE INC","7","$100.25","$1.00","-$702.75","Brokerage USD"
"12/21/2022","Journal","","FROM BANK","","","","$612.34","Brokerage USD"
"12/22/2022","Stock Split","AAPL","APPLE INC","3","","","","Brokerage USD"
`;

const OFX = `OFXHEADER:100
DATA:OFXSGML
VERSION:102
CHARSET:1252

<OFX><BANKMSGSRSV1><STMTTRNRS><TRNUID>1<STMTRS><CURDEF>USD
<BANKACCTFROM><BANKID>1<ACCTID>0815<ACCTTYPE>CHECKING</BANKACCTFROM>
<BANKTRANLIST><DTSTART>20221201<DTEND>20221228
<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20221227120000[-5:EST]<TRNAMT>125.50<FITID>f1<NAME>Wire</STMTTRN>
<STMTTRN><TRNTYPE>INT<DTPOSTED>20221228<TRNAMT>0.31<FITID>f2</STMTTRN>
</BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>
`;

test("a broker's export is recognized, needs no columns, and is once when taken twice", async ({ page, server }) => {
  await showPanel(page, server, "imports");
  await choose(page, "Transactions", "schwab.csv", SCHWAB);
  await expect(page.getByText("Found: Charles Schwab (CSV), 100 % of what such files have")).toBeVisible();
  await expect(page.getByRole("button", { name: /Price per unit/ })).toHaveCount(0);
  await expect(figure(page, "New")).toHaveText("3");
  const changes = page.getByRole("grid", { name: "What would change" });
  await expect(changes.getByRole("row").filter({ hasText: "Refused" })).toContainText("add the split by hand");
  await page.getByRole("button", { name: "Import", exact: true }).click();
  await expect(figure(page, "Added")).toHaveText("3");
  await page.getByRole("button", { name: "Import another file" }).click();
  await choose(page, "Transactions", "schwab.csv", SCHWAB);
  await expect(figure(page, "There already")).toHaveText("3");
  await expect(figure(page, "New")).toHaveText("0");
});

test("an OFX statement whose account is chosen; another form says what the file is", async ({ page, server }) => {
  await showPanel(page, server, "imports");
  await choose(page, "Transactions", "statement.qfx", OFX);
  await expect(page.getByText("Found: OFX or QFX statement, 100 % of what such files have")).toBeVisible();
  await expect(figure(page, "Refused")).toHaveText("2");
  const accounts = page.getByRole("group", { name: "The file's words for accounts" });
  await accounts.getByRole("button", { name: /“0815” is the account/ }).click();
  await page.getByRole("option", { name: /Brokerage USD/ }).click();
  await expect(figure(page, "New")).toHaveText("2");

  await page.getByRole("button", { name: /The file is/ }).click();
  await page.getByRole("option", { name: "QIF" }).click();
  await expect(page.getByRole("alert")).toContainText("It looks like an OFX or QFX statement; choose that");
  await page.getByRole("button", { name: /The file is/ }).click();
  await page.getByRole("option", { name: "OFX or QFX statement" }).click();
  await accounts.getByRole("button", { name: /“0815” is the account/ }).click();
  await page.getByRole("option", { name: /Brokerage USD/ }).click();
  await page.getByRole("button", { name: "Import", exact: true }).click();
  await expect(figure(page, "Added")).toHaveText("2");
});

test("exchange rates in columns", async ({ page, server }) => {
  await showPanel(page, server, "imports");
  await choose(page, "FX rates", "rates.csv", "date,XAF\n2022-12-27,655.957\n2022-12-28,655.957\n");
  await expect(page.getByRole("combobox", { name: /One unit of/ })).toHaveValue("EUR");
  await page.getByRole("button", { name: "Import", exact: true }).click();
  await expect(figure(page, "Added")).toHaveText("2");
  await showPanel(page, server, "fx_rates");
  await page.getByRole("button", { name: /Pair/ }).click();
  await expect(page.getByRole("option", { name: "EUR/XAF" })).toBeVisible();
});

test("a file that is no table says so", async ({ page, server }) => {
  await showPanel(page, server, "imports");
  const [chooser] = await Promise.all([
    page.waitForEvent("filechooser"),
    page.getByRole("button", { name: /^Choose a (CSV )?file…$/ }).click(),
  ]);
  await chooser.setFiles({ name: "empty.csv", mimeType: "text/csv", buffer: Buffer.alloc(0) });
  await expect(page.getByRole("alert")).toContainText(/empty/i);
  await expect(page.getByRole("button", { name: "Import", exact: true })).toBeDisabled();
});
