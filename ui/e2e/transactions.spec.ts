// Many transactions: the table shows any stretch of them, narrowed and ordered by the server.
import { expect, test } from "./fixtures";
import { rowAction, showPanel } from "./panels";

const MANY = 5_000;

interface Upload {
  id: string;
}
interface Job {
  id: string;
  state: string;
  message: string;
}

test("five thousand transactions scroll, are narrowed, ordered and walked through", async ({ page, server }) => {
  test.setTimeout(120_000);
  // A workspace of its own: the other tests of this worker go on with the sample.
  const before = (await server.api<{ path: string; open: boolean }[]>("GET", "/api/v1/workspaces")).find((w) => w.open);
  await server.api("POST", "/api/v1/workspaces", { name: "Many", kind: "empty" });
  const lines = Array.from({ length: MANY }, (_, i) => {
    const day = new Date(Date.UTC(2000, 0, 3) + i * 86_400_000).toISOString().slice(0, 10);
    return `${day},buy,Main,S${String(i % 50).padStart(2, "0")},${i + 1},10,USD,note ${i}`;
  });
  const csv = ["date,kind,account,symbol,quantity,price,currency,note", ...lines].join("\n");
  const upload = await server.api<Upload>("POST", "/api/v1/uploads?name=many.csv");
  await server.put(`/api/v1/uploads/${upload.id}?offset=0`, csv);
  let job = await server.api<Job>("POST", "/api/v1/imports", {
    kind: "transactions",
    upload_id: upload.id,
    options: { create_unknown: true },
  });
  await expect
    .poll(async () => (job = await server.api<Job>("GET", `/api/v1/jobs/${job.id}`)).state, { timeout: 60_000 })
    .toBe("done");

  await showPanel(page, server, "transactions");
  const grid = page.getByRole("grid", { name: "Transactions" });
  await expect(grid).toHaveAttribute("aria-rowcount", String(MANY + 1));
  const line = (index: number) => grid.locator(`[role=row][aria-rowindex="${index + 2}"]`);
  await expect(line(0)).toContainText(`note ${MANY - 1}`);
  expect(await grid.getByRole("row").count()).toBeLessThan(100);

  // To the end and back by keyboard; the row is current as soon as it is here.
  await line(0).click();
  await page.keyboard.press("End");
  await expect(line(MANY - 1)).toContainText("note 0");
  await expect(line(MANY - 1)).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("ArrowUp");
  await expect(line(MANY - 2)).toBeFocused();
  await page.keyboard.press("Home");
  await expect(line(0)).toHaveAttribute("aria-selected", "true");

  // Into the middle with the wheel.
  await grid.evaluate((box) => (box.scrollTop = box.scrollHeight / 2));
  await expect(line(MANY / 2)).toContainText(`note ${MANY / 2 - 1}`);

  // Ordered by amount: the last ones are the largest.
  await grid.getByRole("button", { name: "Quantity" }).click();
  await expect(line(0)).toContainText(`note ${MANY - 1}`);
  await grid.getByRole("button", { name: "Quantity" }).click();
  await expect(line(0)).toContainText("note 0");

  // Narrowed by words, by instrument and by kind.
  const count = page.locator(".qd-table-count");
  await page.getByRole("searchbox", { name: "Filter" }).fill("buy note 4999");
  // One of 4,999 units and one whose note says so.
  await expect(count).toHaveText(/^2 of 5,?000 rows$/);
  await page.getByRole("searchbox", { name: "Filter" }).fill("");
  await page.getByRole("combobox", { name: "Instrument" }).fill("S07");
  await page.getByRole("option", { name: "S07" }).first().click();
  await expect(count).toHaveText(/^100 of 5,?000 rows$/);
  await page.getByRole("button", { name: "Show all" }).click();
  await expect(count).toHaveText(/^5,?000 rows$/);

  // A change shows in place, and its history opens.
  const row = line(0);
  await rowAction(page, row, "Change");
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Note" }).fill("changed by hand");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(row).toContainText("changed by hand");

  if (before) await server.api("POST", "/api/v1/workspaces/open", { path: before.path });
});
