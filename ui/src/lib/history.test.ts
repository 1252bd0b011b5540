import { describe, expect, it } from "vitest";

import { begin, push, redo, undo } from "./history";

describe("undo and redo", () => {
  it("go back and forth", () => {
    let history = push(push(begin("a"), "b"), "c");
    history = undo(history);
    expect(history.present).toBe("b");
    history = undo(history);
    expect(history.present).toBe("a");
    expect(undo(history)).toBe(history);
    history = redo(redo(history));
    expect(history.present).toBe("c");
    expect(redo(history)).toBe(history);
  });

  it("take a gesture as one step", () => {
    let history = begin(0);
    for (const value of [1, 2, 3]) history = push(history, value, "drag 1");
    history = push(history, 4, "drag 2");
    expect(undo(history).present).toBe(3);
    expect(undo(undo(history)).present).toBe(0);
  });

  it("forget what was undone once something else is done, and do not count what changes nothing", () => {
    const history = undo(push(begin("a"), "b"));
    expect(push(history, "c").future).toEqual([]);
    expect(push(history, "a")).toBe(history);
    // After an undo the same gesture begins a step of its own.
    expect(undo(push(undo(push(begin(0), 1, "x")), 2, "x")).present).toBe(0);
  });
});
