// Alerts: a rule in words that watches, fires when bars come, is answered and remembered.
import { expectAccessible } from "./axe";
import { expect, test } from "./fixtures";
import { rowAction, showFrame, showPanel } from "./panels";

interface Alert {
  id: string;
  name: string;
  state: string;
  firings: number;
}
interface Api {
  api<T>(method: string, path: string, body?: unknown): Promise<T>;
}

const alerts = async (server: Api): Promise<Alert[]> =>
  (await server.api<{ items: Alert[] }>("GET", "/api/v1/alerts")).items;

/** A share of these tests' own: the sample's have every bar until its last day. */
let acme = "";

test.beforeEach(async ({ server }) => {
  for (const { id } of await alerts(server)) await server.api("DELETE", `/api/v1/alerts/${id}`);
  const fields = { symbol: "ACME", name: "Acme", asset_class: "equity", currency: "USD" };
  acme = (await server.api<{ id: string }>("POST", "/api/v1/instruments", fields)).id;
  for (const [date, close] of [
    ["2022-12-21", 120],
    ["2022-12-22", 155],
    ["2022-12-23", 140],
    ["2022-12-27", 130],
  ]) {
    await server.api("POST", `/api/v1/bars/${acme}`, { date, close });
  }
});

test.afterEach(async ({ server }) => {
  for (const { id } of await alerts(server)) await server.api("DELETE", `/api/v1/alerts/${id}`);
  await server.api("DELETE", `/api/v1/instruments/${acme}`);
});

/** The day on which it becomes dear. */
const DEAR = { date: "2022-12-28", open: 130, high: 160, low: 129, close: 155 };

test("a rule is written, tried out, watches, fires late, and is answered", async ({ page, server }) => {
  await showPanel(page, server, "alerts");
  await expect(page.getByText("No alerts yet")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "New alert" }).click();
  const dialog = page.getByRole("dialog", { name: "New alert" });
  await dialog.getByRole("textbox", { name: "Fires when" }).fill("ACME crosses over 150");
  await expect(dialog.getByText(/at character/)).toBeVisible();
  await dialog.getByRole("textbox", { name: "Fires when" }).fill("acme crosses above 150");
  await expect(dialog.getByText(/^Would have fired once since Dec 21, 2022, on Dec 22, 2022/)).toBeVisible();
  await expect(dialog.getByText("ACME crosses above 150", { exact: true })).toBeVisible();
  await dialog.getByRole("textbox", { name: "Name" }).fill("Apple is dear");
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Watch" }).click();
  const detail = page.getByRole("region", { name: "Alert Apple is dear" });
  await expect(detail.getByText("watching", { exact: true })).toBeVisible();

  await server.api("POST", `/api/v1/bars/${acme}`, DEAR);
  await expect(detail.getByText(/^firing since/)).toBeVisible();
  await expect(
    detail.getByRole("grid", { name: "What happened to Apple is dear" }).getByText(/seen late/),
  ).toBeVisible();
  // The library's announcer still names fields of the form that is gone.
  await expectAccessible(page, ".qd-detail");
  await detail.getByRole("button", { name: "Acknowledge" }).click();
  await expect(detail.getByText(/^acknowledged since/)).toBeVisible();
  await detail.getByRole("button", { name: "Watch again" }).click();
  await expect(detail.getByText("watching", { exact: true })).toBeVisible();

  await page.getByRole("tab", { name: "What happened" }).first().click();
  await expect(page.getByRole("grid", { name: "What happened", exact: true }).getByText(/fired \(1\)/)).toBeVisible();
  expect((await alerts(server))[0]).toMatchObject({ name: "Apple is dear", state: "armed", firings: 1 });
});

test("a firing is shown in the window, whatever panel is open, and leads to its alert", async ({ page, server }) => {
  await server.api("POST", "/api/v1/alerts", { words: "ACME is above 140", name: "Above", severity: "critical" });
  await showFrame(page, server);
  await server.api("POST", `/api/v1/bars/${acme}`, DEAR);
  const message = page.getByRole("alertdialog").filter({ hasText: "Alert, seen late: Above" });
  await expect(message).toBeVisible();
  await message.getByRole("button", { name: "Show" }).click();
  await expect(page.getByRole("region", { name: "Alert Above" })).toBeVisible();
});

test("a rule that was tried on a chart is kept as an alert", async ({ page, server }) => {
  await showFrame(page, server);
  await page.getByRole("button", { name: "Try an alert" }).click();
  await page.getByRole("textbox", { name: "Alert in words" }).fill("MSFT falls 5% in 2 days, every time");
  await page.getByRole("button", { name: "Keep as an alert" }).click();
  const dialog = page.getByRole("dialog", { name: "New alert" });
  await expect(dialog.getByRole("textbox", { name: "Fires when" })).toHaveValue("MSFT falls 5% in 2 days, every time");
  await dialog.getByRole("button", { name: "Watch" }).click();
  await expect.poll(async () => (await alerts(server)).length).toBe(1);
});

test("a right click on the chart tries an alert at that price", async ({ page, server }) => {
  await showPanel(page, server, "chart");
  const chart = page.getByRole("application", { name: "Chart of SP500" });
  const box = await chart.boundingBox();
  await chart.click({ button: "right", position: { x: (box?.width ?? 0) / 2, y: 20 } });
  const words = page.getByRole("textbox", { name: "Alert in words" });
  await expect(words).toHaveValue(/^SP500 crosses above \d+(\.\d+)?$/);
  await expect(page.getByText(/^Would (not )?have fired/)).toBeVisible();
  await chart.click({ button: "right", position: { x: (box?.width ?? 0) / 2, y: (box?.height ?? 0) / 2 } });
  await expect(words).toHaveValue(/^SP500 crosses (above|below) \d+(\.\d+)?$/);
});

test("a way is set up, refused where it cannot be, and an alert uses it", async ({ page, server }) => {
  await showPanel(page, server, "notifications");
  await expectAccessible(page);
  await page.getByRole("button", { name: "New way" }).click();
  const dialog = page.getByRole("dialog", { name: "New way" });
  await dialog.getByRole("textbox", { name: "Name" }).fill("Hook");
  await dialog.getByRole("button", { name: /Way$/ }).click();
  await page.getByRole("option", { name: "Webhook" }).click();
  await dialog.getByRole("textbox", { name: "Address" }).fill("http://169.254.169.254/latest");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByRole("alert")).toBeVisible();
  await dialog.getByRole("textbox", { name: "Address" }).fill("https://hooks.example.org/desk");
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Save" }).click();
  const row = page.getByRole("grid", { name: "Ways" }).getByRole("row").filter({ hasText: "Hook" });
  await expect(row).toContainText("https://hooks.example.org/desk");

  await showPanel(page, server, "alerts");
  await page.getByRole("button", { name: "New alert" }).click();
  const alert = page.getByRole("dialog", { name: "New alert" });
  await alert.getByRole("textbox", { name: "Fires when" }).fill("portfolio drawdown is above 30");
  await alert.getByRole("button", { name: "Tell somebody" }).click();
  await alert.getByRole("button", { name: "Then tell" }).click();
  await alert.getByRole("button", { name: "Watch" }).click();
  await expect(page.getByText("desktop, Hook after 10 min")).toBeVisible();

  await showPanel(page, server, "notifications");
  await rowAction(page, row, "Take away");
  await expect(row).toHaveCount(0);
});
