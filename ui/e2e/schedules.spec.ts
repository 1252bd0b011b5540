// Schedules: what comes again by itself.
import { type Page } from "@playwright/test";

import { expectAccessible } from "./axe";
import { expect, test } from "./fixtures";
import { answerMessage, expectMessage, pick, rowAction, showPanel } from "./panels";

interface Schedule {
  id: string;
  name: string;
  enabled: boolean;
  schedule: { recurrence: unknown; catch_up: string; grace_s: number };
  action: { kind: string };
  next: { nominal: string } | null;
}
interface Backup {
  id: string;
  reason: string;
}
interface Api {
  api<T>(method: string, path: string, body?: unknown): Promise<T>;
}

const schedules = async (server: Api): Promise<Schedule[]> =>
  (await server.api<{ items: Schedule[] }>("GET", "/api/v1/schedules")).items;

const listed = (page: Page, name: string) =>
  page.getByRole("grid", { name: "Schedules", exact: true }).getByRole("row").filter({ hasText: name });

const NIGHTLY = {
  name: "Nightly backup",
  schedule: {
    recurrence: { days: { kind: "daily" }, at: { kind: "local", time: "22:00", zone: "Europe/Berlin" } },
    catch_up: "once",
  },
  action: { kind: "back_up" },
};

async function choose(page: Page, name: string, option: string): Promise<void> {
  await page
    .getByRole("dialog")
    .getByRole("button", { name: new RegExp(`${name}$`) })
    .click();
  await page.getByRole("option", { name: option }).click();
}

test.beforeEach(async ({ server }) => {
  for (const { id } of await schedules(server)) await server.api("DELETE", `/api/v1/schedules/${id}`);
});

test("a backup is put on a schedule, run at once, and found with its run", async ({ page, server }) => {
  await showPanel(page, server, "schedules");
  await expect(page.getByText("No schedules yet")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "New schedule" }).click();
  const dialog = page.getByRole("dialog", { name: "New schedule" });
  await dialog.getByRole("textbox", { name: "Name" }).fill("After the close");
  await choose(page, "Days", "Days of the week");
  await dialog.getByText("Monday").click();
  await choose(page, "Exchange", "New York Stock Exchange");
  await choose(page, "Time", "Around the close");
  await choose(page, "Before or after", "After the close");
  await choose(page, "Missed runs", "Run once for each");
  await expect(
    dialog.getByText(
      "Every Monday and Friday, 15 minutes after the close of the New York Stock Exchange; on a day without trading at the New York Stock Exchange, the next session.",
    ),
  ).toBeVisible();
  await expect(dialog.getByRole("table", { name: "Next runs" }).getByRole("row")).toHaveCount(6);
  await expectAccessible(page, '[role="dialog"]');
  await dialog.getByRole("button", { name: "Save", exact: true }).click();
  await expectMessage(page, "Schedule “After the close” created");
  const [made] = await schedules(server);
  expect(made).toMatchObject({
    name: "After the close",
    enabled: true,
    schedule: {
      recurrence: {
        days: { kind: "weekly", on: ["Mon", "Fri"] },
        sessions: { exchange: "XNYS", otherwise: "next" },
        at: { kind: "close", minutes: 15 },
      },
      catch_up: "all",
      grace_s: 300,
    },
    action: { kind: "back_up" },
  });

  const before = await server.api<Backup[]>("GET", "/api/v1/backups");
  const detail = page.getByRole("region", { name: "Schedule After the close" });
  await expect(detail.getByText("It has not run yet")).toBeVisible();
  await detail.getByRole("button", { name: "Run now" }).click();
  await expectMessage(page, "“After the close” has begun");
  const run = detail.getByRole("grid", { name: "Runs of After the close" }).getByRole("row").nth(1);
  await expect(run).toContainText("by hand");
  await expect(run).toContainText("Done");
  const known = new Set(before.map(({ id }) => id));
  const [fresh] = (await server.api<Backup[]>("GET", "/api/v1/backups")).filter(({ id }) => !known.has(id));
  expect(fresh?.reason).toBe("scheduled");
  await expect(run).toContainText(`Backup ${fresh!.id}`);
  await expect(listed(page, "After the close")).toContainText("Done");
  await expectAccessible(page, 'section[aria-label="Schedules"]');
});

test("a schedule is switched, changed and deleted, and each can be undone", async ({ page, server }) => {
  await server.api("POST", "/api/v1/schedules", NIGHTLY);
  await showPanel(page, server, "schedules");
  const detail = page.getByRole("region", { name: "Schedule Nightly backup" });
  await expect(detail.getByText("Every day, at 22:00 Europe/Berlin time.")).toBeVisible();
  await detail.getByText("Runs by itself").click();
  await answerMessage(page, "Schedule “Nightly backup” switched off", "Undo");
  await expectMessage(page, "Undone");
  await expect(detail.getByRole("switch", { name: "Runs by itself" })).toBeChecked();
  await rowAction(page, listed(page, "Nightly backup"), "Switch off");
  await expectMessage(page, "switched off");
  await expect(detail.getByText("It is switched off and does not run by itself.")).toBeVisible();
  await expect(listed(page, "Nightly backup")).toContainText("off");
  expect((await schedules(server))[0]?.next).toBeNull();

  // By the keyboard: Enter opens the row that has the focus.
  await listed(page, "Nightly backup").focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Change schedule" });
  await pick(dialog, page, "Time zone", "America/New_York");
  await dialog.getByRole("spinbutton", { name: /hour/ }).focus();
  await page.keyboard.type("0745");
  await expect(dialog.getByText("Every day, at 07:45 America/New_York time.")).toBeVisible();
  await choose(page, "Days", "Days of the week");
  await dialog.getByText("Friday", { exact: true }).click();
  await expect(dialog.getByText("Choose at least one day.")).toBeVisible();
  await dialog.getByRole("button", { name: "Save", exact: true }).click();
  await expect(dialog.getByText("Some fields above do not make sense yet.")).toBeVisible();
  await dialog.getByText("Sunday", { exact: true }).click();
  await dialog.getByText("Runs by itself").click();
  await dialog.getByRole("button", { name: "Save", exact: true }).click();
  await expectMessage(page, "Schedule “Nightly backup” changed");
  await expect(listed(page, "Nightly backup")).toContainText("Every Sunday, at 07:45 America/New_York time.");
  expect((await schedules(server))[0]?.next?.nominal).toContain("T07:45:00");

  await detail.getByRole("button", { name: "Delete" }).click();
  await answerMessage(page, "Schedule “Nightly backup” deleted", "Undo");
  await expectMessage(page, "Undone");
  await expect(listed(page, "Nightly backup")).toBeVisible();
});

test("days that never come are refused with the reason, before anything is saved", async ({ page, server }) => {
  await showPanel(page, server, "schedules");
  await page.getByRole("button", { name: "New schedule" }).click();
  const dialog = page.getByRole("dialog", { name: "New schedule" });
  await choose(page, "Days", "Days of the week");
  await dialog.getByText("Friday", { exact: true }).click();
  await dialog.getByText("Saturday", { exact: true }).click();
  await choose(page, "Exchange", "Xetra");
  await choose(page, "On a day without trading", "Not at all");
  await expect(dialog.getByText(/none of them ever comes/)).toBeVisible();
});

test("schedules on a phone, dark and light", async ({ page, server }) => {
  await server.api("POST", "/api/v1/schedules", NIGHTLY);
  await page.setViewportSize({ width: 390, height: 844 });
  await showPanel(page, server, "schedules");
  await expect(page.getByRole("table", { name: "Next runs of Nightly backup" })).toBeVisible();
  for (const theme of ["dark", "light"]) {
    await page.evaluate((chosen) => {
      document.documentElement.dataset["theme"] = chosen;
    }, theme);
    await expectAccessible(page);
  }
});
