// Targets: what a portfolio is steered towards.
import { type Page } from "@playwright/test";

import { expectAccessible } from "./axe";
import { expect, test } from "./fixtures";
import { answerMessage, expectMessage, pick, rowAction, showPanel } from "./panels";

interface Portfolio {
  positions: { instrument_id: string; symbol: string; weight: { value: number | null } }[];
}
interface Target {
  id: string;
  name: string;
  weights: Record<string, string>;
  tolerance: string | null;
  note: string | null;
}
interface Api {
  api<T>(method: string, path: string, body?: unknown): Promise<T>;
}

const targets = async (server: Api): Promise<Target[]> =>
  (await server.api<{ items: Target[] }>("GET", "/api/v1/targets")).items;

/** Today's part of the portfolio of a symbol, all accounts together. */
async function today(server: Api, symbol: string): Promise<{ id: string; weight: number }> {
  const { positions } = await server.api<Portfolio>("GET", "/api/v1/portfolio");
  const own = positions.filter((p) => p.symbol === symbol);
  return { id: own[0]!.instrument_id, weight: own.reduce((sum, p) => sum + (p.weight.value ?? Number.NaN), 0) };
}

const table = (page: Page, name: string) => page.getByRole("grid", { name: `Weights of ${name}` });

test.beforeEach(async ({ server }) => {
  for (const { id } of await targets(server)) await server.api("DELETE", `/api/v1/targets/${id}`);
});

test("the empty panel says what goes there and leads to the optimizer", async ({ page, server }) => {
  await showPanel(page, server, "targets");
  await expect(page.getByText("No targets yet")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Open the optimizer" }).click();
  await expect(page.getByRole("heading", { name: "Universe" })).toBeVisible();
});

test("a target is entered by hand, held against today, changed and deleted with undo", async ({ page, server }) => {
  const { id, weight } = await today(server, "MSFT");
  await showPanel(page, server, "targets");
  await page.getByRole("button", { name: "New target" }).click();
  let dialog = page.getByRole("dialog", { name: "New target" });
  await dialog.getByRole("textbox", { name: "Name" }).fill("Core");
  await pick(dialog, page, "Add an instrument", "MSFT");
  await dialog.getByRole("button", { name: "Add", exact: true }).click();
  await dialog.getByRole("textbox", { name: "MSFT" }).fill("101");
  await expect(dialog.getByText(/^Cash that the weights leave: \u22121%$/)).toBeVisible();
  await dialog.getByRole("button", { name: "Save", exact: true }).click();
  await expect(dialog.getByText("The weights sum to more than 100 percent; lower some of them.")).toBeVisible();
  await dialog.getByRole("textbox", { name: "MSFT" }).fill("10.125");
  await dialog.getByRole("textbox", { name: "Drift band" }).fill("2.5");
  await dialog.getByRole("textbox", { name: "Note" }).fill("Half in one basket");
  await dialog.getByRole("button", { name: "Save", exact: true }).click();
  await expectMessage(page, "Target “Core” created");
  const [made] = await targets(server);
  expect(made).toMatchObject({ name: "Core", weights: { [id]: "0.10125" }, tolerance: "0.025" });

  const row = table(page, "Core").getByRole("row").filter({ hasText: "MSFT" });
  await expect(row).toContainText("10.13%");
  const drift = weight - 0.10125;
  await expect(row).toContainText(`${Math.abs(drift * 100).toFixed(2)}%`);
  await expect(row).toContainText(Math.abs(drift) <= 0.025 ? "within" : drift > 0 ? "over" : "under");
  await row.click();
  await page.keyboard.press("End");
  await expect(table(page, "Core").getByRole("row", { name: /^Cash/ })).toContainText("89.88%");

  await page.getByRole("region", { name: "Target Core" }).getByRole("button", { name: "Change" }).click();
  dialog = page.getByRole("dialog", { name: "Change target" });
  await expectAccessible(page, '[role="dialog"]');
  await dialog.getByRole("textbox", { name: "Name" }).fill("Kernel");
  await dialog.getByRole("button", { name: "Save", exact: true }).click();
  await expectMessage(page, "Target “Kernel” changed");
  await expect(page.getByRole("heading", { name: "Kernel" })).toBeVisible();

  const listed = page
    .getByRole("grid", { name: "Targets", exact: true })
    .getByRole("row")
    .filter({ hasText: "Kernel" });
  await rowAction(page, listed, "Delete");
  await answerMessage(page, "Target “Kernel” deleted", "Undo");
  await expectMessage(page, "Undone");
  await expect(listed).toBeVisible();
  expect(await targets(server)).toHaveLength(1);
});

test("a target of today's weights has no drift", async ({ page, server }) => {
  await showPanel(page, server, "targets");
  await page.getByRole("button", { name: "From today's weights" }).click();
  const dialog = page.getByRole("dialog", { name: "New target" });
  await dialog.getByRole("textbox", { name: "Name" }).fill("As it is");
  await dialog.getByRole("button", { name: "Save", exact: true }).click();
  await expectMessage(page, "created");
  await expect(page.getByText("Every weight is within its band.")).toBeVisible();
  await expectAccessible(page, 'section[aria-label="Targets"]');
});

test("a solution saved in the optimizer appears beside today's weights", async ({ page, server }) => {
  await page.goto(`${server.url.replace(/#.*/, "")}?panel=optimizer#token=${server.token}`);
  await page.getByRole("button", { name: "Save as target" }).click({ timeout: 30_000 });
  const dialog = page.getByRole("dialog", { name: "Save as target" });
  await dialog.getByRole("textbox", { name: "Name" }).fill("From the studio");
  await dialog.getByRole("button", { name: "Save target" }).click();
  await expectMessage(page, "saved");
  await showPanel(page, server, "targets");
  await expect(table(page, "From the studio").getByRole("row").nth(1)).toContainText("%");
  const sum = Object.values((await targets(server))[0]!.weights).reduce((total, w) => total + Number(w), 0);
  expect(sum).toBeCloseTo(1, 5);
});

test("targets on a phone, dark and light", async ({ page, server }) => {
  const { id } = await today(server, "AAPL");
  await server.api("POST", "/api/v1/targets", { name: "On the way", weights: { [id]: "0.25" }, tolerance: "0.01" });
  await page.setViewportSize({ width: 390, height: 844 });
  await showPanel(page, server, "targets");
  await expect(table(page, "On the way").getByRole("row").nth(1)).toBeVisible();
  for (const theme of ["dark", "light"]) {
    await page.evaluate((chosen) => {
      document.documentElement.dataset["theme"] = chosen;
    }, theme);
    await expectAccessible(page);
  }
});
