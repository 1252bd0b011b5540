import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";

import { type Call } from "@/testing/host";
import { renderApp } from "@/testing/render";
import { type Column } from "@/ui/table/columns";
import { stretchesOf } from "./useStretches";
import { WindowTable } from "./WindowTable";

interface Row {
  id: string;
  note: string;
}
const MANY = 100_000;
const COLUMNS: Column<Row>[] = [{ id: "note", header: "Note", value: (r) => r.note }];

/** A server with rows 0 to 99,999, of which a text leaves the hundredth part. */
function server({ path }: Call) {
  const query = new URLSearchParams(path.split("?")[1]);
  const [offset, limit] = [Number(query.get("offset") ?? 0), Number(query.get("limit"))];
  const step = query.has("text") ? 100 : 1;
  const matching = MANY / step;
  const numbers = Array.from(
    { length: Math.max(0, Math.min(limit, matching - offset)) },
    (_, i) => (offset + i) * step,
  );
  if (query.get("sort") === "note") numbers.forEach((n, i) => (numbers[i] = MANY - 1 - n));
  const items = numbers.map((n) => ({ id: `r${n}`, note: `row ${n}` }));
  return { items, offset, matching, total: MANY, place: null };
}

function show(props: { onSelect?: (row: Row) => void; onOpen?: (row: Row) => void } = {}) {
  return renderApp(
    <WindowTable<Row>
      label="Rows"
      path="/rows/window"
      query={{}}
      columns={COLUMNS}
      rowKey={(r) => r.id}
      storageKey="test.rows"
      initialSort={[]}
      empty="nothing"
      {...props}
    />,
    { "GET /rows/window": server },
  );
}

describe("a list of 100,000 rows", () => {
  it("is asked for in stretches that are in sight, and has its whole size", async () => {
    expect(stretchesOf(0, 30)).toEqual([]);
    expect(stretchesOf(190, 410)).toEqual([1, 2]);
    const { host } = show();
    const grid = await screen.findByRole("grid", { name: "Rows" });
    expect(grid.getAttribute("aria-rowcount")).toBe(String(MANY + 1));
    expect(within(grid).getAllByRole("row").length).toBeLessThan(100);
    screen.getByText("100,000 rows");
    expect(host.calls.length).toBe(1);
  });

  it("is narrowed and ordered by the server", async () => {
    const { host } = show();
    await screen.findByText("row 3");
    await userEvent.type(screen.getByRole("searchbox", { name: "Filter" }), "x");
    await screen.findByText("row 300");
    screen.getByText("1,000 of 100,000 rows");
    await userEvent.click(screen.getByRole("button", { name: "Note" }));
    await waitFor(() => expect(host.calls.at(-1)?.path).toContain("sort=note"));
  });

  it("is walked through by keyboard, also to rows that are not here yet", async () => {
    const onSelect = vi.fn();
    show({ onSelect });
    fireEvent.click(await screen.findByText("row 3"));
    expect(onSelect).toHaveBeenLastCalledWith({ id: "r3", note: "row 3" });
    const row = screen.getByText("row 3").closest<HTMLElement>('[role="row"]')!;
    expect(row.getAttribute("aria-selected")).toBe("true");
    fireEvent.keyDown(row, { key: "ArrowDown" });
    expect(onSelect).toHaveBeenLastCalledWith({ id: "r4", note: "row 4" });
  });
});
