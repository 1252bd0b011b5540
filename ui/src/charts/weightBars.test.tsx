import { act, fireEvent, screen } from "@testing-library/react";
import { expect, it, vi } from "vitest";

import { createStore } from "@/lib/store";
import { renderApp } from "@/testing/render";
import { WeightBars, type Weights } from "./WeightBars";

function shown(pinned: ReadonlySet<string> = new Set()) {
  const source = createStore<Weights>([
    { weight: 0.4, today: 0.2 },
    { weight: 0.6, today: null },
  ]);
  const [onPin, onRelease] = [vi.fn(), vi.fn()];
  renderApp(
    <WeightBars
      label="Weights"
      names={["A", "B"]}
      source={source}
      pinned={pinned}
      onPin={(name, weight) => onPin(name, weight)}
      onRelease={onRelease}
    />,
  );
  return { source, onPin, onRelease };
}

it("tells a bar's weight as a slider does, also after the next answer", () => {
  const { source } = shown();
  const bar = screen.getByRole("slider", { name: "Weight of A" });
  expect(bar.getAttribute("aria-valuetext")).toBe("40.00%");
  expect([bar.getAttribute("aria-valuemin"), bar.getAttribute("aria-valuemax")]).toEqual(["0", "0.6"]);
  act(() =>
    source.set([
      { weight: -0.1, today: 0.2 },
      { weight: 1.1, today: null },
    ]),
  );
  expect(bar.getAttribute("aria-valuetext")).toBe("−10.00%");
  expect(bar.getAttribute("aria-valuemin")).toBe("-0.1");
});

it("pins what is typed, and nothing when it is no number or given up", () => {
  const { onPin } = shown();
  const type = (text: string, key: string): void => {
    fireEvent.keyDown(screen.getByRole("slider", { name: "Weight of B" }), { key: "Enter" });
    const field = screen.getByRole("textbox", { name: "Weight of B, percent" });
    fireEvent.change(field, { target: { value: text } });
    fireEvent.keyDown(field, { key });
  };
  type("25", "Escape");
  type("a quarter", "Enter");
  expect(onPin).not.toHaveBeenCalled();
  type("12.5%", "Enter");
  expect(onPin).toHaveBeenCalledExactlyOnceWith("B", 0.125);
  expect(document.activeElement).toBe(screen.getByRole("slider", { name: "Weight of B" }));
});

it("is pinned at its present weight by a button, which releases it again", () => {
  const { onPin, onRelease } = shown(new Set(["B"]));
  fireEvent.click(screen.getByRole("button", { name: "Pin the weight of A" }));
  expect(onPin).toHaveBeenCalledExactlyOnceWith("A", 0.4);
  fireEvent.click(screen.getByRole("button", { name: "Release the weight of B" }));
  fireEvent.keyDown(screen.getByRole("slider", { name: "Weight of B" }), { key: "Delete" });
  expect(onRelease.mock.calls).toEqual([["B"], ["B"]]);
});
