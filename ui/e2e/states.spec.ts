// What panels show when there is nothing to show: empty books, a server that refuses, one that is slow or gone.
import { type Page } from "@playwright/test";

import { expectAccessible } from "./axe";
import { expect, test } from "./fixtures";
import { PANELS, showPanel } from "./panels";

const PROBLEM = {
  type: "about:blank",
  title: "The database is busy",
  status: 503,
  code: "busy",
  detail: "Another program has locked ledger.sqlite; close it and try again.",
  request_id: "0198c0de",
};

/** Answers every call of the API with the problem, but for those that the frame itself needs. */
async function refuse(page: Page): Promise<void> {
  await page.route(/\/api\/v1\/(?!workspace(\?|$)|stream)/, (route) =>
    route.fulfill({ status: 503, contentType: "application/problem+json", body: JSON.stringify(PROBLEM) }),
  );
}

/** Panels that read nothing but the workspace, or nothing at all. */
const SELF_SUFFICIENT = ["imports", "exports", "guide", "about"];

test.describe("with empty books", () => {
  test.beforeAll(async ({ server }) => {
    await server.api("POST", "/api/v1/workspaces", { name: "Empty", kind: "empty", base_currency: "USD" });
  });

  test.afterAll(async ({ server }) => {
    const known = await server.api<{ sample: boolean; path: string }[]>("GET", "/api/v1/workspaces");
    await server.api("POST", "/api/v1/workspaces/open", { path: known.find((entry) => entry.sample)?.path });
  });

  /** What each panel says, and the button that fills it. */
  const EMPTY: [panel: string, words: string, button: string | null][] = [
    ["portfolio", "Nothing is held yet", "Import or add your own"],
    ["chart", "No instrument yet", "Import or add your own"],
    ["rebalance", "Nothing to rebalance yet", "Import or add your own"],
    ["risk", "Nothing is held yet", "Import or add your own"],
    ["stress", "Nothing is held yet", "Import or add your own"],
    ["hedge", "Nothing is held yet", "Import or add your own"],
    ["backtest", "No instruments yet", "Import or add your own"],
    ["strategies", "No strategy is kept yet", "New strategy"],
    ["sweep", "No instruments yet", "Import or add your own"],
    ["transactions", "No account yet", "Open accounts"],
    ["accounts", "No accounts yet", "New account"],
    ["instruments", "No instruments yet", "New instrument"],
    ["prices", "No instruments yet", "Import prices"],
    ["fx_rates", "No exchange rates yet", "Import rates"],
    ["data_health", "Nothing is missing", null],
    ["jobs", "No jobs yet", null],
    ["schedules", "No schedules yet", "New schedule"],
    ["alerts", "No alerts yet", "New alert"],
    ["watchlists", "Nothing is watched in", "Add symbols from a text…"],
    ["depth", "No instruments yet", "Import or add your own"],
    ["news", "No news yet", "Set up a provider"],
  ];
  for (const [panel, words, button] of EMPTY) {
    test(`${panel} says what goes there`, async ({ page, server }) => {
      await showPanel(page, server, panel);
      await expect(page.getByText(words).first()).toBeVisible();
      if (button) await expect(page.getByRole("button", { name: button }).first()).toBeEnabled();
      await expectAccessible(page);
    });
  }

  test("the optimizer says what it lacks and leads to the import", async ({ page, server }) => {
    await showPanel(page, server, "optimizer");
    await expect(page.getByRole("alert")).toBeVisible();
    await page.getByRole("button", { name: "Import or add your own" }).click();
    await expect(page.getByRole("button", { name: /^Choose a (CSV )?file…/ })).toBeVisible();
  });
});

test("every panel that is refused says so in words, and tries again", async ({ page, server }) => {
  test.setTimeout(180_000);
  await refuse(page);
  for (const panel of PANELS.filter((id) => !SELF_SUFFICIENT.includes(id))) {
    await test.step(panel, async () => {
      await page.goto(`${server.url.replace(/#.*/, "")}?panel=${panel}#token=${server.token}`);
      const alert = page.getByRole("alert").first();
      await expect(alert).toContainText(PROBLEM.detail);
      await expect(alert.getByRole("button", { name: "Try again" })).toBeVisible();
      await expectAccessible(page);
    });
  }
  await page.unrouteAll();
  await page.getByRole("button", { name: "Try again" }).first().click();
  await expect(page.getByRole("alert")).toHaveCount(0);
});

test("while the answer is on its way a panel says that it loads", async ({ page, server }) => {
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route(/\/api\/v1\/data-health/, async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(`${server.url.replace(/#.*/, "")}?panel=data_health#token=${server.token}`);
  await expect(page.getByRole("status", { name: "Loading" })).toBeVisible();
  release();
  await expect(page.getByRole("tab", { name: /Problems/ })).toBeVisible();
});

test("a page without the server's key says where the key is", async ({ browser, server }) => {
  const page = await browser.newPage();
  await page.goto(server.url.replace(/#.*/, ""));
  await expect(page.getByText("This page does not know the server's key")).toBeVisible();
  await expectAccessible(page);
  await page.close();
});

test("a panel of another version is named, and the rest goes on", async ({ page, server }) => {
  await showPanel(page, server, "kill_switch");
  await expect(page.getByText(/has no panel named “kill_switch”/)).toBeVisible();
});
