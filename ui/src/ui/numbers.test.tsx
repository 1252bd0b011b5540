import { screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";

import { renderApp } from "@/testing/render";
import { DataTable } from "./DataTable";
import { Money, Price, Quantity, Shift } from "./numbers";
import { digitsOf } from "./table/shape";
import { type Column } from "./table/columns";

interface Row {
  id: string;
  price: string | null;
  units: string;
  currency: string;
}

const ROWS: Row[] = [
  { id: "a", price: "147.60", units: "100", currency: "USD" },
  { id: "b", price: "144.0731", units: "2.5", currency: "EUR" },
  { id: "c", price: null, units: "1250", currency: "USD" },
];

const COLUMNS: Column<Row>[] = [
  { id: "id", header: "Id", value: (r) => r.id },
  {
    id: "price",
    header: "Price",
    align: "end",
    value: (r) => r.price,
    digitsMax: 4,
    currency: (r) => r.currency,
    cell: (r) => <Price value={r.price} currency={r.currency} />,
  },
  {
    id: "units",
    header: "Units",
    align: "end",
    value: (r) => r.units,
    digitsMax: 8,
    cell: (r) => <Quantity value={r.units} />,
  },
];

/** Room left behind the figures of a column, row by row. */
function room(column: string): string[] {
  const cells = [...document.querySelectorAll<HTMLElement>(`[role=gridcell][data-column=${column}]`)];
  return cells.map((cell) => cell.querySelector<HTMLElement>(".qd-padding")?.dataset["text"] ?? "");
}

describe("figures of a column", () => {
  it("leave room so that their points stand below each other", () => {
    renderApp(<DataTable label="Rows" rows={ROWS} columns={COLUMNS} rowKey={(r) => r.id} />);
    expect(room("price")).toEqual(["00", "", ""]);
    expect(room("units")).toEqual([".0", "", ".0"]);
  });

  it("leave room for a code as soon as one row has one", () => {
    renderApp(<DataTable label="Rows" rows={ROWS} columns={COLUMNS} rowKey={(r) => r.id} />);
    const cells = [...document.querySelectorAll("[data-column=price] .qd-code")];
    expect(cells.map((cell) => cell.textContent)).toEqual(["", "EUR", ""]);
    expect(screen.getAllByText("147.60")).toHaveLength(1);
  });

  it("outside a table take no room", () => {
    const { container } = renderApp(<Money value="12.5" currency="USD" />);
    expect(container.querySelector(".qd-padding, .qd-code")).toBeNull();
  });
});

describe("digits after the point", () => {
  it.each([
    ["147.60", 6, 1],
    ["1.23456789", 4, 4],
    ["1.23001", 4, 2],
    [1250, 6, 0],
    [0.125, 2, 2],
    ["—", 6, 0],
    [null, 6, 0],
  ] as const)("of %s shown with at most %s are %s", (value, max, expected) =>
    expect(digitsOf(value, max)).toBe(expected),
  );
});

it("shows how far a weight moved without calling it a gain, and nothing below the last digit", () => {
  const check = (value: number | null, text: string) => {
    const { container, unmount } = renderApp(<Shift value={value} />);
    expect(container.textContent).toContain(text);
    expect(container.querySelector(".qd-up, .qd-down")).toBeNull();
    unmount();
  };
  check(0.0125, "▲ +1.25%");
  check(-0.3, "▼ −30.00%");
  check(0.00004, "0.00%");
  check(null, "—");
});
