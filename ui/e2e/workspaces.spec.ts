// Workspaces: own ones made, opened and switched; backups made, tested and restored.
import { expect, test } from "./fixtures";
import { answerMessage, expectMessage, pick, showFrame, showPanel } from "./panels";

interface Entry {
  name: string;
  path: string;
  sample: boolean;
}

test.afterEach(async ({ server }) => {
  const known = await server.api<Entry[]>("GET", "/api/v1/workspaces");
  const sample = known.find((entry) => entry.sample);
  await server.api("POST", "/api/v1/workspaces/open", { path: sample?.path });
});

test("“Use my own” makes an empty workspace and leads to the import; the menu leads back", async ({ page, server }) => {
  await page.getByRole("button", { name: "Use my own" }).click();
  const dialog = page.getByRole("dialog", { name: "Use my own" });
  await dialog.getByRole("textbox", { name: "Name" }).fill("Mine");
  await pick(dialog, page, "Base currency", "CHF");
  await dialog.getByRole("button", { name: "Create and open" }).click();
  await expectMessage(page, "Workspace “Mine” is created and open");
  await expect(page.getByText("This workspace is empty.")).toBeVisible();
  await expect(page.getByRole("button", { name: /^Choose a (CSV )?file…/ })).toBeVisible();
  await expect(page.getByText("SAMPLE", { exact: true })).toHaveCount(0);
  const { base_currency } = await server.api<{ base_currency: string }>("GET", "/api/v1/settings");
  expect(base_currency).toBe("CHF");

  await page.getByRole("button", { name: "Enter by hand" }).click();
  await page.getByRole("button", { name: "New account" }).first().click();
  const form = page.getByRole("dialog", { name: "New account" });
  await form.getByRole("textbox", { name: "Name" }).fill("Depot");
  await form.getByRole("button", { name: "Save" }).click();
  await expectMessage(page, "Account “Depot” created");
  await expect(page.getByText("This workspace is empty.")).toBeHidden();

  await page.getByRole("button", { name: "Workspace Mine" }).click();
  await page.getByRole("menuitem", { name: /Sample/ }).click();
  await expect(page.getByText("SAMPLE", { exact: true })).toBeVisible();
});

test("an empty workspace on a phone has the same way in", async ({ page, server }) => {
  await server.api("POST", "/api/v1/workspaces", { name: "Pocket", kind: "empty", base_currency: "EUR" });
  await page.setViewportSize({ width: 390, height: 844 });
  await showFrame(page, server);
  await page.getByRole("button", { name: "Import a file" }).first().click();
  await expect(page.getByRole("button", { name: /^Choose a (CSV )?file…/ })).toBeVisible();
});

test("the panel makes workspaces and opens them", async ({ page, server }) => {
  await showPanel(page, server, "workspaces");
  await page.getByRole("button", { name: "New workspace" }).click();
  const dialog = page.getByRole("dialog", { name: "New workspace" });
  await dialog.getByRole("textbox", { name: "Name" }).fill("Second");
  await dialog.getByRole("button", { name: "Create and open" }).click();
  await expectMessage(page, "Workspace “Second” is created and open");
  await expect(page.getByRole("heading", { name: "Backups of “Second”" })).toBeVisible();
  const sample = page.getByRole("listitem").filter({ hasText: "sample" }).first();
  await sample.getByRole("button", { name: "Open" }).click();
  await expectMessage(page, /is open/);
  await expect(page.getByRole("heading", { name: "Backups of “Sample portfolio”" })).toBeVisible();
  await page.getByRole("textbox", { name: "Open the folder of another workspace" }).fill("/no/such/folder");
  await page.getByRole("button", { name: "Open", exact: true }).last().click();
  await answerMessage(page, "/no/such/folder", "Close");
});

test("a backup is made, tested and restored", async ({ page, server }) => {
  await server.api("POST", "/api/v1/workspaces", { name: "Kept", kind: "empty", base_currency: "EUR" });
  const account = { name: "Before", kind: "taxable", currency: "EUR" };
  await server.api("POST", "/api/v1/accounts", account);
  await showPanel(page, server, "workspaces");
  await page.getByRole("button", { name: "Back up now" }).click();
  await expect(page.getByText("The backup is made and verified.")).toBeVisible();
  await page.getByRole("button", { name: "Test" }).first().click();
  await expect(page.getByText(/The backup can be restored: it is sound/)).toBeVisible();
  await server.api("POST", "/api/v1/accounts", { ...account, name: "After" });
  await page.getByRole("button", { name: "Restore…" }).first().click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Restore", exact: true }).click();
  await expectMessage(page, /Restored/);
  const { items } = await server.api<{ items: { name: string }[] }>("GET", "/api/v1/accounts");
  expect(items.map((a) => a.name)).toEqual(["Before"]);
});
