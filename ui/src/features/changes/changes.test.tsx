import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";

import { expectNoAxeViolations } from "@/testing/axe";
import { renderApp } from "@/testing/render";
import { differences } from "./differences";
import ChangesPanel from "./panel";

const EVENT = {
  id: "c1",
  seq: 7,
  at: "2022-12-28T10:00:00Z",
  action: "update",
  noun: "accounts",
  object_id: "a1",
  summary: "Renamed the account Depot",
  actor: { kind: "local_owner" },
  before: { name: "Depot", opened_on: null, revision: 1 },
  after: { name: "Savings", opened_on: "2008-01-02", revision: 1 },
  undoable: true,
};

it("lists changes and shows one before and after", async () => {
  const { container } = renderApp(<ChangesPanel panelId="p" params={{}} />, {
    "GET /changes": { items: [EVENT], next_cursor: null },
  });
  const row = await screen.findByRole("row", { name: /Renamed the account Depot/ });
  expect(row.textContent).toContain("Changed");
  await expectNoAxeViolations(container);
  row.focus();
  await userEvent.keyboard("{Enter}");
  const dialog = await screen.findByRole("dialog", { name: EVENT.summary });
  expect(screen.getByRole("row", { name: "Name Depot Savings" })).toBeTruthy();
  expect(screen.getByRole("row", { name: "Opened on 2008-01-02" })).toBeTruthy();
  await expectNoAxeViolations(dialog);
});

it("undoes the change of the row by its id", async () => {
  const { host } = renderApp(<ChangesPanel panelId="p" params={{}} />, {
    "GET /changes": { items: [EVENT], next_cursor: null },
    "POST /changes/c1/undo": { summary: EVENT.summary, change_id: "c2" },
  });
  await userEvent.click(await screen.findByRole("button", { name: "Actions of this row" }));
  await userEvent.click(await screen.findByRole("menuitem", { name: "Undo" }));
  expect(await screen.findByText(`Undone: ${EVENT.summary}`)).toBeTruthy();
  expect(host.calls.some((call) => call.method === "POST" && call.path === "/changes/c1/undo")).toBe(true);
});

it("a long value is cut, an unchanged field left out", () => {
  const found = differences({ a: 1, note: "x" }, { a: 1, note: "y".repeat(900) });
  expect(found).toHaveLength(1);
  expect(found[0]?.after).toHaveLength(401);
});
