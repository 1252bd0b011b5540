// Exports: each file and the archive are saved; an archive comes back into an empty workspace.
import { readFile } from "node:fs/promises";

import { type Page } from "@playwright/test";

import { expectAccessible } from "./axe";
import { expect, test } from "./fixtures";
import { expectMessage, showPanel } from "./panels";

async function save(page: Page, button: string): Promise<{ name: string; text: string }> {
  const waiting = page.waitForEvent("download");
  await page.getByRole("button", { name: button, exact: true }).click();
  const download = await waiting;
  const text = await readFile(await download.path(), "utf8");
  await expectMessage(page, /^Saved /);
  return { name: download.suggestedFilename(), text };
}

test("transactions as CSV, read back without a change", async ({ page, server }) => {
  await showPanel(page, server, "exports");
  await expectAccessible(page);
  const { name, text } = await save(page, "Save transactions.csv");
  expect(name).toBe("transactions.csv");
  expect(text.split("\r\n")[0]).toBe(
    "date,settlement_date,kind,account,counter_account,symbol,quantity,price,amount,currency,fees,taxes," +
      "counter_amount,counter_currency,other_symbol,ratio_new,ratio_old,cost_fraction,new_symbol,reference,note," +
      "quarterdeck_csv",
  );
});

test("the archive, refused by a workspace that holds something and taken by an empty one", async ({ page, server }) => {
  await showPanel(page, server, "exports");
  const { name, text } = await save(page, "Save the archive");
  expect(name).toMatch(/^workspace-\d{4}-\d\d-\d\d\.quarterdeck\.json$/);
  expect(text.startsWith('{"format":"quarterdeck-archive","version":2,')).toBe(true);

  await page.getByRole("button", { name: "Import an archive" }).click();
  await showPanel(page, server, "imports");
  await page.getByRole("button", { name: /The file holds/ }).click();
  await page.getByRole("option", { name: "Archive" }).click();
  const [chooser] = await Promise.all([
    page.waitForEvent("filechooser"),
    page.getByRole("button", { name: "Choose an archive…" }).click(),
  ]);
  await chooser.setFiles({ name, mimeType: "application/json", buffer: Buffer.from(text) });
  await expect(page.getByText(/an archive comes into an empty one/)).toBeVisible();
});
