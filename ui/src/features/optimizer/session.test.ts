import { describe, expect, it, vi } from "vitest";

import { ApiError } from "@/api/errors";
import { makeSession, placeOf } from "./session";
import { makeTrace } from "./trace";
import { type Result, type StudioQuestion, type Universe } from "./types";

const UNIVERSE = {
  spec: { instrument_ids: ["1", "2"], from: null, to: "2022-12-28" },
  assets: [
    { instrument_id: "1", symbol: "A", name: "A", sector: null, volatility: 0.2 },
    { instrument_id: "2", symbol: "B", name: "B", sector: null, volatility: 0.3 },
  ],
  expected_returns: [0.05, 0.1],
  covariance: [
    [0.04, 0],
    [0, 0.09],
  ],
  risk_free_rate: 0.01,
  current: { weights: { A: 1 }, expected_return: 0.05, volatility: 0.2, sharpe: 0.2 },
} as unknown as Universe;

const answer = (points: number | null): Result =>
  ({
    weights: { A: 0.7, B: 0.3 },
    expected_return: 0.065,
    volatility: 0.17,
    sharpe: 0.32,
    frontier:
      points !== null
        ? [
            { expected_return: 0.06, volatility: 0.165, sharpe: 0.3, weights: { A: 0.8, B: 0.2 } },
            { expected_return: 0.1, volatility: 0.3, sharpe: 0.3, weights: { A: 0, B: 1 } },
          ]
        : [],
  }) as unknown as Result;

const answering = () => vi.fn(async ({ frontier_points }: StudioQuestion) => answer(frontier_points));

describe("an optimizer session", () => {
  it("asks for the universe on the screen without its moments and shows weights beside today's", async () => {
    const call = answering();
    const session = makeSession(call, makeTrace(false));
    session.universe.set(UNIVERSE);
    await vi.waitFor(() => expect(session.solution.get().result).not.toBeNull());
    const [question] = call.mock.calls[0]!;
    expect(question).toMatchObject({
      universe: { instrument_ids: ["1", "2"] },
      request: { assets: ["A", "B"] },
      frontier_points: 50,
      lots: null,
    });
    expect(question.request).not.toHaveProperty("covariance");
    expect(session.weights.get()).toEqual([
      { weight: 0.7, today: 1 },
      { weight: 0.3, today: 0 },
    ]);
    await vi.waitFor(() => expect(session.frontier.get().frontier).toHaveLength(2));
    expect(session.transition.get().weights).toEqual([
      [0.8, 0.2],
      [0, 1],
    ]);
  });

  it("draws the frontier anew when limits change, not when the target does", async () => {
    const call = answering();
    const session = makeSession(call, makeTrace(false));
    session.universe.set(UNIVERSE);
    const frontiers = () =>
      call.mock.calls.filter(([question]) => question.frontier_points !== null && !question.corners).length;
    await vi.waitFor(() => expect(frontiers()).toBe(1));
    session.dispatch({ type: "pick", expected_return: 0.08 });
    await vi.waitFor(() => expect(call.mock.calls.at(-1)![0]).toMatchObject({ request: { target_return: 0.08 } }));
    expect(frontiers()).toBe(1);
    session.dispatch({ type: "bound", symbol: "A", limits: [0.2, 1] });
    await vi.waitFor(() => expect(frontiers()).toBe(2));
  });

  it("shows why there is no solution, and no weights", async () => {
    const refusal = new ApiError({ status: 422, code: "infeasible", title: "", detail: "A and B contradict" });
    const session = makeSession(async () => Promise.reject(refusal), makeTrace(false));
    session.universe.set(UNIVERSE);
    await vi.waitFor(() => expect(session.solution.get().error).toBe(refusal));
    expect(session.weights.get()[0]!.weight).toBeNull();
    expect(session.frontier.get().chosen).toBeNull();
    expect(session.frontier.get().assets).toHaveLength(2);
  });

  it("still draws the frontier when only the objective has no solution", async () => {
    const refusal = new ApiError({ status: 422, code: "target_return_out_of_reach", title: "", detail: "too high" });
    const call = vi.fn(async ({ request }: StudioQuestion) =>
      request.objective === "efficient_frontier" ? answer(request.points ?? null) : Promise.reject(refusal),
    );
    const session = makeSession(call, makeTrace(false));
    session.universe.set(UNIVERSE);
    await vi.waitFor(() => expect(session.frontier.get().frontier).toHaveLength(2));
    expect(session.solution.get().error).toBe(refusal);
    expect(session.frontier.get().chosen).toBeNull();
  });

  it("shows the solution when only its frontier cannot be drawn", async () => {
    const refusal = new ApiError({ status: 422, code: "invalid_field", title: "", detail: "no frontier with lots" });
    const call = vi.fn(async ({ request, frontier_points }: StudioQuestion) =>
      frontier_points !== null || request.objective === "efficient_frontier" ? Promise.reject(refusal) : answer(null),
    );
    const session = makeSession(call, makeTrace(false));
    session.universe.set(UNIVERSE);
    await vi.waitFor(() => expect(session.solution.get().result).not.toBeNull());
    expect(session.solution.get().error).toBeNull();
    expect(session.frontier.get().frontier).toEqual([]);
  });

  it("asks once when limits contradict each other, and takes the frontier away", async () => {
    const refusal = new ApiError({ status: 422, code: "infeasible", title: "", detail: "A and B contradict" });
    const call = answering();
    const session = makeSession(call, makeTrace(false));
    session.universe.set(UNIVERSE);
    await vi.waitFor(() => expect(session.frontier.get().frontier).toHaveLength(2));
    call.mockImplementation(async () => Promise.reject(refusal));
    const before = call.mock.calls.length;
    session.dispatch({ type: "bound", symbol: "A", limits: [0.9, 1] });
    await vi.waitFor(() => expect(session.solution.get().error).toBe(refusal));
    expect(call.mock.calls.length - before).toBe(1);
    expect(session.frontier.get().frontier).toEqual([]);
  });

  it("asks for the frontier apart when lots are part of the problem", async () => {
    const call = answering();
    const session = makeSession(call, makeTrace(false));
    session.universe.set(UNIVERSE);
    await vi.waitFor(() => expect(session.solution.get().result).not.toBeNull());
    call.mockClear();
    const { taxes, costs } = session.form.get();
    session.dispatch({
      type: "set",
      change: {
        objective: "minimum_tracking_error",
        taxes: { ...taxes, isOn: true },
        costs: { ...costs, linear: 0.001 },
      },
    });
    await vi.waitFor(() => expect(call).toHaveBeenCalledTimes(2));
    const [line, solution] = [0, 1]
      .map((i) => call.mock.calls[i]![0])
      .sort((a, b) => Number(a.lots !== null) - Number(b.lots !== null));
    expect(line).toMatchObject({ lots: null, request: { objective: "efficient_frontier", current_weights: { A: 1 } } });
    expect(solution).toMatchObject({ frontier_points: null, request: { objective: "minimum_tracking_error" } });
    expect(solution!.request).not.toHaveProperty("current_weights");
    session.stop();
  });

  it("solves the others around a pinned weight, and asks for corners once nothing moves", async () => {
    vi.useFakeTimers();
    const call = answering();
    const session = makeSession(call, makeTrace(false));
    session.universe.set(UNIVERSE);
    await vi.advanceTimersByTimeAsync(0);
    session.dispatch({ type: "pin", symbol: "A", weight: 0.25 });
    await vi.advanceTimersByTimeAsync(0);
    expect(call.mock.calls.at(-1)![0].request.bounds).toEqual({ A: [0.25, 0.25] });
    expect(call.mock.calls.some(([question]) => question.corners)).toBe(false);
    await vi.advanceTimersByTimeAsync(300);
    const [corners] = call.mock.calls.at(-1)!;
    expect(corners).toMatchObject({ corners: true, request: { objective: "efficient_frontier" } });
    expect(corners.request.bounds).toEqual({ A: [0.25, 0.25] });
    session.dispatch({ type: "release", symbol: null });
    await vi.advanceTimersByTimeAsync(0);
    expect(call.mock.calls.at(-1)![0].request.bounds).toEqual({});
    session.stop();
    vi.useRealTimers();
  });
});

it("finds places on the frontier between points, and none beside it", () => {
  const line = [0.05, 0.1, 0.2].map((expected_return) => ({ expected_return, volatility: 0.1 }));
  expect(placeOf(line, 0.15)).toBeCloseTo(1.5);
  expect(placeOf(line, 0.05)).toBe(0);
  expect(placeOf(line, 0.2)).toBeCloseTo(2);
  expect(placeOf(line, 0.3)).toBeNull();
  expect(placeOf([], 0.1)).toBeNull();
});
