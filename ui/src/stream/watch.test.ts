import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { createWatch, type Watched } from "./watch";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe("what panels want of the markets", () => {
  it("is put together and told once", async () => {
    const sent: [string, Watched][] = [];
    const watch = createWatch({ send: async (id, watched) => void sent.push([id, watched]) });
    watch.want({ instruments: ["b", "a"], kinds: ["trade"], every_ms: 250 });
    watch.want({ instruments: ["a"], kinds: ["book", "trade"], every_ms: 100 });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(sent).toEqual([]);
    watch.onStream("s1");
    await vi.advanceTimersByTimeAsync(100);
    expect(sent).toEqual([["s1", { instruments: { a: ["book", "trade"], b: ["trade"] }, every_ms: 100 }]]);
  });

  it("is counted: what one panel gives up another may still want", async () => {
    const watch = createWatch({ send: async () => undefined });
    const first = watch.want({ instruments: ["a"], kinds: ["trade"], every_ms: 250 });
    const second = watch.want({ instruments: ["a"], kinds: ["trade"], every_ms: 500 });
    first();
    expect(watch.watched()).toEqual({ instruments: { a: ["trade"] }, every_ms: 500 });
    second();
    expect(watch.watched().instruments).toEqual({});
  });

  it("is told again to another stream, and not twice to the same", async () => {
    const sent: string[] = [];
    const watch = createWatch({ send: async (id) => void sent.push(id) });
    watch.want({ instruments: ["a"], kinds: ["trade"], every_ms: 250 });
    watch.onStream("s1");
    await vi.advanceTimersByTimeAsync(100);
    watch.want({ instruments: ["a"], kinds: ["trade"], every_ms: 250 });
    await vi.advanceTimersByTimeAsync(100);
    expect(sent).toEqual(["s1"]);
    watch.onStream(null);
    watch.onStream("s2");
    await vi.advanceTimersByTimeAsync(100);
    expect(sent).toEqual(["s1", "s2"]);
  });

  it("is told again after a refusal", async () => {
    let n = 0;
    const watch = createWatch({ send: () => ((n += 1) === 1 ? Promise.reject(new Error("gone")) : Promise.resolve()) });
    watch.want({ instruments: ["a"], kinds: ["trade"], every_ms: 250 });
    watch.onStream("s1");
    await vi.advanceTimersByTimeAsync(100);
    expect(n).toBe(1);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(n).toBe(2);
  });

  it("is nothing to tell while nobody wanted anything", async () => {
    const send = vi.fn(async () => undefined);
    const watch = createWatch({ send });
    watch.onStream("s1");
    await vi.advanceTimersByTimeAsync(1_000);
    expect(send).not.toHaveBeenCalled();
  });
});
