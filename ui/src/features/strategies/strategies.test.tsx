import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";

import { setups, sweeps } from "@/api/backtest/drafts";
import { type Catalogue, type Strategy } from "@/api/backtest/types";
import { expectNoAxeViolations } from "@/testing/axe";
import { type Call, type Reply } from "@/testing/host";
import { renderApp } from "@/testing/render";
import { lineStart } from "@/ui/CodeEditor";
import { discard, drafts, freeName, NEW, write } from "./drafts";
import StrategiesPanel from "./panel";

const FAST = {
  name: "fast",
  words: "Fast one",
  unit: "bars",
  type: "integer",
  least: 1,
  most: 99,
  default: 10,
} as const;

const CATALOGUE: Catalogue = {
  strategies: [
    {
      kind: "moving_average_cross",
      title: "Moving-average cross",
      words: "Is long while the fast average is above the slow one.",
      instruments_min: 1,
      instruments_max: null,
      parameters: [FAST],
    },
    { kind: "script", title: "Script", words: "Runs Luau.", instruments_min: 1, instruments_max: null, parameters: [] },
  ],
  samples: [{ name: "sma_cross", words: "Two averages.", source: "-- sample\nlocal a = 1\n" }],
};

const SCRIPT: Strategy = {
  id: "s1",
  name: "Mine",
  kind: "script",
  specification: { kind: "script", source: "local a = 1\noops\n", parameters: {} },
  created_at: "2022-12-28T10:00:00Z",
  updated_at: "2022-12-28T10:00:00Z",
};

const page = (items: unknown[]) => ({ items, next_cursor: null });

/** What the server would say: the first line with a wrong word. */
function check({ body }: Call): unknown {
  const { specification } = body as { specification: { kind: string; source?: string } };
  const line = (specification.source ?? "").split("\n").findIndex((text) => text.includes("oops"));
  const problem = { field: "source", code: "script_syntax", line: line + 1, column: null, message: "what is oops?" };
  return { problem: line < 0 ? null : problem, parameters: specification.kind === "script" ? [FAST] : [] };
}

function routes(kept: Strategy[], more: Record<string, Reply> = {}): Record<string, Reply> {
  return {
    "GET /strategies": page(kept),
    "GET /strategies/catalogue": CATALOGUE,
    "POST /strategies/check": check,
    ...more,
  };
}

const show = (kept: Strategy[], more: Record<string, Reply> = {}) =>
  renderApp(<StrategiesPanel panelId="p" params={{}} />, routes(kept, more));

describe("the panel of strategies", () => {
  it("says what goes there, and begins with a built-in one", async () => {
    discard(NEW);
    const saved = { ...SCRIPT, id: "s9", name: "Moving-average cross" };
    const { host, container } = show([], { "POST /strategies": saved });
    await userEvent.click(await screen.findByRole("button", { name: "New strategy" }));
    const dialog = await screen.findByRole("dialog", { name: "New strategy" });
    await userEvent.click(within(dialog).getByRole("button", { name: /^Moving-average cross/ }));
    expect(await screen.findByText("It makes a strategy.")).toBeTruthy();
    await expectNoAxeViolations(container);
    await userEvent.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() => expect(drafts.get()[NEW]).toBeUndefined());
    const sent = host.calls.find(({ method, path }) => method === "POST" && path === "/strategies");
    expect(sent?.body).toEqual({
      name: "Moving-average cross",
      specification: { kind: "moving_average_cross" },
    });
  });

  it("shows what is wrong with a script at its line, and that it is mended", async () => {
    discard("s1");
    const { container } = show([SCRIPT]);
    const problem = await screen.findByText("Line 2: what is oops?");
    const text = screen.getByRole<HTMLTextAreaElement>("textbox", { name: "Script in Luau" });
    expect(text.getAttribute("aria-invalid")).toBe("true");
    expect(text.getAttribute("aria-describedby")).toBe(problem.id);
    await expectNoAxeViolations(container);
    await userEvent.click(screen.getByRole("button", { name: "Go to the line" }));
    expect(text.value.slice(text.selectionStart, text.selectionEnd)).toBe("oops");
    await userEvent.keyboard("local b = 2");
    expect(await screen.findByText("It makes a strategy.")).toBeTruthy();
    expect(text.getAttribute("aria-invalid")).toBe("false");
    // What was written is kept until it is saved or discarded.
    expect(drafts.get()["s1"]?.specification["source"]).toBe("local a = 1\nlocal b = 2\n");
    await userEvent.click(screen.getByRole("button", { name: "Discard the changes" }));
    expect(text.value).toBe(SCRIPT.specification["source"]);
  });

  it("sends a strategy to a back-test as the kept one, and a changed one as it stands", async () => {
    discard("s1");
    show([SCRIPT]);
    await userEvent.click(await screen.findByRole("button", { name: "Run a back-test with it" }));
    expect(setups.get()).toMatchObject({ strategy_id: "s1", specification: SCRIPT.specification });
    const changed = { kind: "script", source: "x", parameters: {} };
    write("s1", { name: "Mine", specification: changed }, SCRIPT);
    await userEvent.click(await screen.findByRole("button", { name: "Run a back-test with it" }));
    expect(setups.get()).toMatchObject({ strategy_id: null, specification: changed });
    discard("s1");
    const sweep = await screen.findByRole("button", { name: "Sweep its parameters" });
    await waitFor(() => expect(sweep.hasAttribute("disabled")).toBe(false));
    await userEvent.click(sweep);
    expect(sweeps.get().setup).toMatchObject({ strategy_id: "s1" });
  });
});

it("a draft that is the same as what is kept is none", () => {
  write("s1", { name: "Other", specification: SCRIPT.specification }, SCRIPT);
  expect(drafts.get()["s1"]?.name).toBe("Other");
  write("s1", { name: "Mine", specification: SCRIPT.specification }, SCRIPT);
  expect(drafts.get()["s1"]).toBeUndefined();
});

it("a name is free or gets a number", () => {
  expect(freeName("Rules", [])).toBe("Rules");
  expect(freeName("Rules", ["Rules", "Rules 2"])).toBe("Rules 3");
});

it("lines of a text begin after a line break", () => {
  expect([1, 2, 3, 9].map((line) => lineStart("ab\ncd\ne", line))).toEqual([0, 3, 6, 6]);
});
