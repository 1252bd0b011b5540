import { act, renderHook } from "@testing-library/react";
import { expect, it } from "vitest";

import { makeSession } from "./session";
import { makeTrace } from "./trace";
import { useChoices } from "./useChoices";

it("fields beside the limits keep their form while a limit is dragged, and get a new one for everything else", () => {
  const session = makeSession(() => new Promise(() => undefined), makeTrace(false));
  let renders = 0;
  const { result } = renderHook(() => {
    renders += 1;
    return useChoices(session);
  });
  const [first, before] = [result.current, renders];
  act(() => session.dispatch({ type: "bound", symbol: "A", limits: [0, 0.2] }));
  act(() => session.dispatch({ type: "pin", symbol: "A", weight: 0.1 }));
  expect(session.form.get().pins).toEqual({ A: 0.1 });
  expect(result.current).toBe(first);
  expect(renders).toBe(before);
  act(() => session.dispatch({ type: "set", change: { riskAversion: 3 } }));
  expect(result.current.riskAversion).toBe(3);
  expect(result.current.pins).toEqual({ A: 0.1 });
});
