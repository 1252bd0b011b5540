// Live markets without a provider: a practice replay moves the watchlist, the book and the chart; drawings stay.
import { createServer } from "node:http";
import { type AddressInfo } from "node:net";

import { type Page } from "@playwright/test";

import { expectAccessible } from "./axe";
import { expect, test } from "./fixtures";
import { showFrame, showPanel } from "./panels";

test.afterEach(async ({ server }) => {
  // There is none after a test that began none.
  await server.api("DELETE", "/api/v1/replays").catch(() => undefined);
});

/** Begins a practice replay of what the watchlist holds. */
async function practise(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Practise on invented prices" }).first().click();
  await expect(page.getByRole("region", { name: "Replay" })).toContainText("INVENTED");
}

test("a practice replay moves the prices of a watchlist, and ends", async ({ page, server }) => {
  await showPanel(page, server, "watchlists");
  const row = page
    .getByRole("grid", { name: /^Watchlist/ })
    .getByRole("row")
    .filter({ hasText: "AAPL" })
    .first();
  await expect(row).toContainText("last close");
  await practise(page);
  await expect(row).toContainText("invented");
  const last = row.locator('[data-cell="last"]');
  const before = await last.textContent();
  await expect.poll(() => last.textContent()).not.toBe(before);
  await expectAccessible(page);

  await page.getByRole("button", { name: "Pause" }).click();
  await expect(page.getByRole("button", { name: "Play", exact: true })).toBeVisible();
  await page.getByRole("button", { name: "End the replay" }).click();
  await expect(page.getByRole("region", { name: "Replay" })).toHaveCount(0);
  await expect(row).toContainText("last close");
});

test("rows are added, moved by key and taken away", async ({ page, server }) => {
  await showPanel(page, server, "watchlists");
  const grid = page.getByRole("grid", { name: /^Watchlist/ });
  const symbols = () => grid.locator(".qd-watch-name").allTextContents();
  await expect.poll(async () => (await symbols()).length).toBeGreaterThan(2);
  // The last two: other tests look for the first.
  const [moved, below] = (await symbols()).slice(-2);
  await grid.getByRole("row").filter({ hasText: moved! }).first().click();
  await page.keyboard.press("Alt+ArrowDown");
  await expect.poll(async () => (await symbols()).slice(-2)).toEqual([below, moved]);
  await page.keyboard.press("Delete");
  await expect.poll(symbols).not.toContain(moved);
});

test("depth and tape fill while a replay runs", async ({ page, server }) => {
  await showPanel(page, server, "depth");
  await practise(page);
  const bids = page.getByRole("table", { name: "Bids" });
  await expect.poll(() => bids.getByRole("row").count()).toBeGreaterThan(15);
  const trades = page.getByRole("table", { name: "Trades, newest first" });
  await expect(trades.getByRole("cell", { name: /^(buy|sell)$/ }).first()).toBeVisible();
  await expectAccessible(page);
});

test("the chart goes on with its last candle", async ({ page, server }) => {
  const { items } = await server.api<{ items: { id: string }[] }>("GET", "/api/v1/instruments?limit=1");
  const id = items[0]!.id;
  await page.goto(`${server.url.replace(/#.*/, "")}?panel=chart&instrument_id=${id}#token=${server.token}`);
  await page.getByRole("application", { name: /^Chart of/ }).waitFor();
  await server.api("POST", "/api/v1/replays", { of: "practice", instrument_ids: [id], speed: 60 });
  await expect(page.getByRole("region", { name: "Replay" })).toBeVisible();
  await page.getByRole("button", { name: /^Size of the bars/ }).click();
  await page.getByRole("menuitem", { name: "1m", exact: true }).click();
  const legend = page.locator(".qd-chart-legend .qd-dim");
  await expect(legend).toContainText("C ");
  const before = await legend.textContent();
  await expect.poll(() => legend.textContent()).not.toBe(before);
});

test("a drawing stays with its instrument, and is watched and deleted by key", async ({ page, server }) => {
  await showPanel(page, server, "chart");
  const chart = page.getByRole("application", { name: /^Chart of/ });
  await chart.waitFor();
  await page.getByRole("button", { name: "Draw", exact: true }).click();
  await page.getByRole("menuitem", { name: "Horizontal line" }).click();
  const box = (await chart.boundingBox())!;
  const kept = page.waitForResponse((r) => r.url().includes("/drawings/") && r.request().method() === "PUT");
  await page.mouse.click(box.x + box.width / 3, box.y + box.height / 3);
  expect((await kept).ok()).toBe(true);

  await page.reload();
  await chart.waitFor();
  await page.getByRole("button", { name: "Draw", exact: true }).click();
  await page.getByRole("menuitem", { name: "Drawings (1)…" }).click();
  const dialog = page.getByRole("dialog", { name: "Drawings" });
  await dialog.getByRole("button", { name: /^Alert on Horizontal line/ }).click();
  await expect(page.getByRole("textbox", { name: "Alert in words" })).toHaveValue(/ line at /);

  await page.getByRole("button", { name: "Draw", exact: true }).click();
  await page.getByRole("menuitem", { name: "Drawings (1)…" }).click();
  await page
    .getByRole("dialog", { name: "Drawings" })
    .getByRole("button", { name: /^Select/ })
    .click();
  await chart.focus();
  await page.keyboard.press("Delete");
  await page.getByRole("button", { name: "Draw", exact: true }).click();
  await expect(page.getByRole("menuitem", { name: "Drawings (0)…" })).toBeVisible();
});

test("the trader's layout shows them side by side", async ({ page, server }) => {
  await showFrame(page, server);
  await page.getByRole("button", { name: /^Layout / }).click();
  await page.getByRole("menuitem", { name: "Trader" }).click();
  await expect(page.getByRole("grid", { name: /^Watchlist/ })).toBeVisible();
  await expect(page.getByRole("application", { name: /^Chart of/ })).toBeVisible();
  await practise(page);
  await expectAccessible(page);
});

test("providers say what they offer and lack", async ({ page, server }) => {
  await showPanel(page, server, "providers");
  await expect(page.getByRole("grid", { name: "Providers" }).getByRole("row")).not.toHaveCount(1);
  for (const tab of ["Trouble", "Replay", "Symbols", "Recording and folders"]) {
    await page.getByRole("tab", { name: tab }).click();
    await expectAccessible(page);
  }
});

test("a chart that is opened during a replay shows its past", async ({ page, server }) => {
  const { items } = await server.api<{ items: { id: string }[] }>("GET", "/api/v1/instruments?limit=1");
  const id = items[0]!.id;
  await server.api("POST", "/api/v1/replays", {
    of: "practice",
    instrument_ids: [id],
    from: "2022-12-27T00:00:00Z",
    to: "2022-12-27T23:00:00Z",
    speed: 0.01,
  });
  const seek = { act: "seek", to: "2022-12-27T16:00:00Z" };
  await server.api("POST", "/api/v1/replays/act", seek);
  const asked = page.waitForResponse((r) => r.url().includes("/replays/bars/") && r.url().includes("interval=1m"));
  await page.goto(`${server.url.replace(/#.*/, "")}?panel=chart&instrument_id=${id}#token=${server.token}`);
  await page.getByRole("application", { name: /^Chart of/ }).waitFor();
  await page.getByRole("button", { name: /^Size of the bars/ }).click();
  await page.getByRole("menuitem", { name: "1m", exact: true }).click();
  expect((await asked).ok()).toBe(true);
  await expect(page.locator(".qd-chart-legend .qd-dim")).toContainText("C ");
  const past = await server.api<{ at: string; bars: { at: string }[] }>(
    "GET",
    `/api/v1/replays/bars/${id}?interval=1m`,
  );
  expect(past.bars.length).toBeGreaterThan(80);
  expect(past.bars.every(({ at }) => at <= past.at)).toBe(true);
});

test("a price that is asked for says so", async ({ page, server }) => {
  test.setTimeout(180_000);
  const prices = createServer((_, answer) => {
    answer.setHeader("content-type", "application/json");
    answer.end(JSON.stringify({ price: 130.25, t: Math.floor(Date.now() / 1000) }));
  });
  await new Promise<void>((open) => prices.listen(0, "127.0.0.1", open));
  const address = `http://127.0.0.1:${(prices.address() as AddressInfo).port}`;
  const own = {
    name: "mine",
    url: `${address}/days/{symbol}`,
    url_time: "date",
    size: "1d",
    list: "",
    fields: { time: "/d", time_format: "date", close: "/c" },
    adjustment: "raw",
    quotes: { url: `${address}/last/{symbol}`, price: "/price", time: "/t", every_seconds: 5 },
  };
  try {
    await server.api("PUT", "/api/v1/providers", { on: ["mine"], custom: [own] });
    await showPanel(page, server, "watchlists");
    const row = page
      .getByRole("grid", { name: /^Watchlist/ })
      .getByRole("row")
      .filter({ hasText: "AAPL" })
      .first();
    // The connection is made anew with the provider before anybody is asked.
    await expect(row.locator('[data-cell="last"]')).toHaveText("130.25", { timeout: 90_000 });
    await expect(row.locator('[data-cell="age"]')).toHaveAttribute("title", /Asked of mine every/, { timeout: 30_000 });
    await expectAccessible(page);
    await showPanel(page, server, "providers");
    await page.getByRole("grid", { name: "Providers" }).getByRole("row").filter({ hasText: "mine" }).first().click();
    await expect(page.getByRole("region", { name: "Provider mine" })).toContainText("where nothing streams");
  } finally {
    await server.api("PUT", "/api/v1/providers", { on: [], custom: [] });
    prices.close();
  }
});
