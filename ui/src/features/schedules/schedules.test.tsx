import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";

import { expectNoAxeViolations } from "@/testing/axe";
import { Status } from "@/testing/host";
import { renderApp } from "@/testing/render";
import SchedulesPanel from "./panel";
import { type Preview, type Schedule, type ScheduleRun } from "./types";

const PREVIEW: Preview = {
  sentence: "Every day, at 02:30 Europe/Berlin time.",
  zone: "Europe/Berlin",
  occurrences: [
    // Clocks skip half past two on 29 March.
    { nominal: "2026-03-29T02:30:00", due_at: "2026-03-29T01:30:00Z" },
    { nominal: "2026-03-30T02:30:00", due_at: "2026-03-30T00:30:00Z" },
  ],
};

const run = (change: Partial<ScheduleRun>): ScheduleRun =>
  ({
    occurrence: null,
    due_at: null,
    begun_at: "2026-03-28T01:30:00Z",
    covers: 1,
    job: null,
    ...change,
  }) as ScheduleRun;

const RUNS = [
  run({ job: { id: "j2", kind: "backup", state: "failed", message: "The disk is full; free some space." } as never }),
  run({
    occurrence: "2026-03-28T02:30",
    due_at: "2026-03-28T01:30:00Z",
    covers: 3,
    job: { id: "j1", kind: "backup", state: "done", message: "Done", result: { id: "B-1" } } as never,
  }),
];

const SCHEDULE: Schedule = {
  id: "s1",
  name: "Nightly",
  schedule: {
    recurrence: {
      days: { kind: "daily" },
      sessions: null,
      at: { kind: "local", time: "02:30", zone: "Europe/Berlin" },
    },
    catch_up: "none",
    grace_s: 60,
  },
  action: { kind: "back_up" },
  enabled: true,
  sentence: PREVIEW.sentence,
  zone: PREVIEW.zone,
  next: PREVIEW.occurrences[0] ?? null,
  last_run: RUNS[0] ?? null,
  created_at: "2026-03-01T00:00:00Z",
  updated_at: "2026-03-01T00:00:00Z",
};

const routes = (items: Schedule[]) => ({
  "GET /schedules": { items, next_cursor: null },
  "GET /schedules/s1/occurrences": { items: RUNS, next_cursor: null },
  "POST /schedules/preview": PREVIEW,
  "POST /schedules": SCHEDULE,
  "PATCH /schedules/s1": SCHEDULE,
  "POST /schedules/s1/run": { id: "j3" },
});

it("lists what comes next and how the last run ended", async () => {
  const { container } = renderApp(<SchedulesPanel panelId="schedules" params={{}} />, routes([SCHEDULE]));
  const row = await screen.findByRole("row", { name: /^Nightly on Back up Every day, at 02:30/ });
  expect(row.textContent).toContain("Failed");
  const detail = screen.getByRole("region", { name: "Schedule Nightly" });
  const next = await within(detail).findByRole("table", { name: "Next runs of Nightly" });
  expect(within(next).getByText(/Sun, Mar 29, 2026/)).toBeTruthy();
  const history = await within(detail).findByRole("grid", { name: "Runs of Nightly" });
  const [, byHand, due] = within(history).getAllByRole("row");
  expect(byHand?.textContent).toContain("by hand");
  expect(byHand?.textContent).toContain("The disk is full; free some space.");
  expect(due?.textContent).toMatch(/Sat, Mar 28, 2026.*3Done.*Backup B-1/);
  await expectNoAxeViolations(container);
});

it("sends only what the form says, and keeps the grace that nobody sees", async () => {
  const { host } = renderApp(<SchedulesPanel panelId="schedules" params={{}} />, routes([SCHEDULE]));
  await userEvent.click(await screen.findByRole("button", { name: "Change" }));
  const dialog = await screen.findByRole("dialog", { name: "Change schedule" });
  await userEvent.clear(within(dialog).getByRole("textbox", { name: /Name/ }));
  await userEvent.type(within(dialog).getByRole("textbox", { name: /Name/ }), "Evening");
  await userEvent.click(within(dialog).getByRole("button", { name: "Save" }));
  await waitFor(() => expect(host.calls.some(({ method }) => method === "PATCH")).toBe(true));
  const sent = host.calls.find(({ method }) => method === "PATCH")?.body;
  expect(sent).toEqual({
    name: "Evening",
    schedule: SCHEDULE.schedule,
    action: { kind: "back_up" },
    enabled: true,
  });
});

it("begins a run by hand and says so", async () => {
  const { host } = renderApp(<SchedulesPanel panelId="schedules" params={{}} />, routes([SCHEDULE]));
  await userEvent.click(await screen.findByRole("button", { name: "Run now" }));
  expect(await screen.findByText("“Nightly” has begun")).toBeTruthy();
  expect(host.calls.some(({ path }) => path === "/schedules/s1/run")).toBe(true);
});

it("is empty with a word of what goes there, and shows why a preview is refused", async () => {
  const refusal = {
    code: "body_invalid",
    title: "Unprocessable",
    detail: "days: none of them ever comes",
    status: 422,
  };
  const { container } = renderApp(<SchedulesPanel panelId="schedules" params={{}} />, {
    ...routes([]),
    "POST /schedules/preview": new Status(422, refusal),
  });
  expect(await screen.findByText("No schedules yet")).toBeTruthy();
  await expectNoAxeViolations(container);
  await userEvent.click(screen.getByRole("button", { name: "New schedule" }));
  expect(await screen.findByText("days: none of them ever comes")).toBeTruthy();
});
