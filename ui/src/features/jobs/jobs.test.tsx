import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";

import { type Job } from "@/api/types";
import { expectNoAxeViolations } from "@/testing/axe";
import { type Reply } from "@/testing/host";
import { renderApp } from "@/testing/render";
import JobsPanel from "./panel";

const JOB: Job = {
  id: "0198c0de-0000-7000-8000-000000000001",
  kind: "backup",
  title: "Back up the workspace",
  state: "done",
  progress: 1,
  message: "Done",
  input_hash: "00",
  result: null,
  created_at: "2022-12-28T10:00:00Z",
  started_at: "2022-12-28T10:00:01Z",
  finished_at: "2022-12-28T10:00:13Z",
};

const BACKUP = {
  id: "b1",
  at: "2022-12-28T10:00:01Z",
  reason: "manual",
  bytes: 2_500_000,
  rows: 1234,
  schema_version: 15,
};

const REPORT = {
  import_id: "i1",
  kind: "prices",
  file_name: "prices.csv",
  content_hash: "00",
  added: 41,
  revised: 2,
  unchanged: 0,
  refused: 1,
  missing: 3,
  refusals: [{ line: 17, column: "close", code: "not_a_number", reason: 'close is "n/a"' }],
  created_instruments: ["ZZT"],
  created_accounts: [],
  notices: [],
};

const RUN = {
  id: "o1",
  name: "Careful",
  optimization_type: "minimum_variance",
  as_of: "2022-12-28",
  instruments: ["a", "b"],
  result: { expected_return: 0.08, volatility: 0.0839, sharpe: 0.778, sharpe_reason: null },
};

/** Shows the panel with one job and opens it by Enter. */
async function open(job: Partial<Job>, routes: Record<string, Reply> = {}) {
  const item = { ...JOB, ...job };
  const shown = renderApp(<JobsPanel />, { "GET /jobs": { items: [item], next_cursor: null }, ...routes });
  const row = await screen.findByRole("row", { name: new RegExp(item.title) });
  row.focus();
  await userEvent.keyboard("{Enter}");
  return { ...shown, dialog: await screen.findByRole("dialog", { name: item.title }) };
}

function facts(dialog: HTMLElement): Record<string, string> {
  const terms = within(dialog).getAllByRole("term");
  return Object.fromEntries(terms.map((term) => [term.textContent, term.nextElementSibling?.textContent ?? ""]));
}

describe("the list of jobs", () => {
  it("says what goes there while it is empty", async () => {
    const { container } = renderApp(<JobsPanel />, { "GET /jobs": { items: [], next_cursor: null } });
    expect(await screen.findByText("No jobs yet")).toBeTruthy();
    await expectNoAxeViolations(container);
  });

  it("says why it cannot be shown", async () => {
    renderApp(<JobsPanel />);
    const alert = await screen.findByRole("alert");
    expect(alert.textContent).toContain("no route GET /jobs");
    expect(within(alert).getByRole("button", { name: "Try again" })).toBeTruthy();
  });
});

describe("the result of a job", () => {
  it("of a backup names reason, rows and size", async () => {
    const { dialog } = await open({ result: BACKUP });
    expect(facts(dialog)).toMatchObject({ Why: "Made by hand", Rows: "1,234", Size: "2.5 MB", Took: "12 sec" });
    expect(dialog.textContent).not.toContain("undefined");
    await expectNoAxeViolations(dialog);
  });

  it("of a drill says whether the backup can be relied on", async () => {
    const result = { backup_id: "b1", sound: false, tables: [{ table: "accounts", rows: 2, same: false }] };
    const { dialog } = await open({ kind: "restore_drill", title: "Try the backup b1", result });
    expect(dialog.textContent).toContain("The backup is damaged and cannot be relied on. Make a new one.");
    expect(facts(dialog)["Tables not as noted"]).toBe("accounts");
  });

  it("of an import shows counts and refused rows", async () => {
    const { dialog } = await open({ kind: "import", title: "Import prices.csv", result: REPORT });
    expect(facts(dialog)).toMatchObject({ Added: "41", Corrected: "2", Refused: "1", Empty: "3" });
    expect(dialog.textContent).toContain("Created: ZZT");
    expect(within(dialog).getByRole("grid", { name: "Refused rows" }).textContent).toContain('close is "n/a"');
    await expectNoAxeViolations(dialog);
  });

  it("of an optimization shows the run", async () => {
    const { dialog } = await open(
      { kind: "optimization", title: "Optimize: Careful", result: { optimization_id: "o1" } },
      { "GET /optimizations/o1": RUN },
    );
    await within(dialog).findByText("Careful");
    expect(facts(dialog)).toMatchObject({
      Objective: "Minimum variance",
      Instruments: "2",
      "Volatility a year": "8.39%",
      "Sharpe ratio": "0.778",
    });
  });

  it("of an optimization whose run is gone says so", async () => {
    const { dialog } = await open({ kind: "optimization", title: "Optimize: x", result: { optimization_id: "o9" } });
    expect(await within(dialog).findByText("The saved run has been deleted since.")).toBeTruthy();
  });

  it("that failed is its reason", async () => {
    const message = "prices.csv is empty; choose a file with a header and rows";
    const { dialog } = await open({ state: "failed", message, result: null });
    expect(within(dialog).getByRole("alert").textContent).toBe(message);
  });

  it("that was cancelled says that nothing stayed", async () => {
    const { dialog } = await open({ state: "cancelled", result: null });
    expect(dialog.textContent).toContain("nothing of it was kept");
  });
});
