// One optimizer panel outside React: form, universe, the solver loops and what charts and cells draw from.
import { type ApiError, toApiError } from "@/api/errors";
import { type FrontierData, NO_FRONTIER, type Spot } from "@/charts/frontier/data";
import { NO_TRANSITION, type TransitionData } from "@/charts/transition";
import { type Weights } from "@/charts/WeightBars";
import { createStore, type Store } from "@/lib/store";
import { type Action, DEFAULT_FORM, type Form, reduce, requestOf } from "./form";
import { latestWins } from "./latestWins";
import { type DragTrace } from "./trace";
import { type Request, type Result, type Universe } from "./types";

export const POINTS = 50;

export interface Solution {
  result: Result | null;
  error: ApiError | null;
  /** Milliseconds from asking to the answer. */
  solve_ms: number | null;
}

export interface Session {
  form: Store<Form>;
  universe: Store<Universe | null>;
  solution: Store<Solution>;
  frontier: Store<FrontierData>;
  transition: Store<TransitionData>;
  weights: Store<Weights>;
  /** Changes the form and solves; `inputAt` is the time of the pointer event behind it. */
  dispatch(action: Action, inputAt?: number): void;
  /** Solves with what is chosen now. */
  solve(): void;
  stop(): void;
}

/** Solves; with `points` the answer has the frontier too. */
type Solve = (request: Request, points?: number) => Promise<Result>;

interface Question {
  request: Request;
  /** What the frontier depends on; null while the one that is drawn still holds. */
  line: readonly unknown[] | null;
  inputAt: number | null;
}

interface FrontierLine {
  frontier: Pick<FrontierData, "frontier" | "tangency" | "risk_free_rate">;
  transition: Pick<TransitionData, "assets" | "weights">;
}

function lineOf(result: Result, { assets, risk_free_rate }: Request): FrontierLine {
  const points = result.frontier ?? [];
  return {
    frontier: { frontier: points, tangency: result.tangency ?? null, risk_free_rate },
    transition: { assets, weights: points.map((point) => assets.map((asset) => point.weights[asset] ?? 0)) },
  };
}

/** Where a return lies on the frontier, counted in points; null outside of it. */
export function placeOf(frontier: readonly Spot[], expected_return: number): number | null {
  const first = frontier[0];
  const last = frontier.at(-1);
  if (!first || !last) return null;
  const slack = 1e-6 * Math.max(1e-9, last.expected_return - first.expected_return);
  if (expected_return < first.expected_return - slack || expected_return > last.expected_return + slack) return null;
  for (let i = 1; i < frontier.length; i += 1) {
    const a = frontier[i - 1];
    const b = frontier[i];
    if (a && b && expected_return <= b.expected_return) {
      const span = b.expected_return - a.expected_return;
      return i - 1 + (span > 0 ? Math.max(0, (expected_return - a.expected_return) / span) : 0);
    }
  }
  return frontier.length - 1;
}

/** Whether a portfolio lies on the line rather than inside it. */
function onFrontier(data: FrontierData, spot: Spot): number | null {
  const place = placeOf(data.frontier, spot.expected_return);
  if (place === null) return null;
  const [a, b] = [data.frontier[Math.floor(place)], data.frontier[Math.ceil(place)]];
  if (!a || !b) return null;
  return spot.volatility <= Math.max(a.volatility, b.volatility) * 1.002 ? place : null;
}

export function makeSession(call: Solve, trace: DragTrace): Session {
  const form = createStore<Form>(DEFAULT_FORM);
  const universe = createStore<Universe | null>(null);
  const solution = createStore<Solution>({ result: null, error: null, solve_ms: null });
  const frontier = createStore<FrontierData>(NO_FRONTIER);
  const transition = createStore<TransitionData>(NO_TRANSITION);
  const weights = createStore<Weights>([]);

  /** What the drawn frontier was computed from. */
  let drawnFor: readonly unknown[] = [];

  const show = (next: Solution, line: FrontierLine | null = null): void => {
    const known = universe.get();
    const { result } = next;
    weights.set(
      (known?.assets ?? []).map(({ symbol }) => ({
        weight: result?.weights[symbol] ?? null,
        today: known?.current ? (known.current.weights[symbol] ?? 0) : null,
      })),
    );
    const chosen =
      result?.expected_return !== null && result?.expected_return !== undefined
        ? { expected_return: result.expected_return, volatility: result.volatility, sharpe: result.sharpe }
        : null;
    const data = { ...frontier.get(), ...line?.frontier, chosen };
    frontier.set(data);
    const place = chosen ? onFrontier(data, chosen) : null;
    transition.update((drawn) => ({ ...drawn, ...line?.transition, place }));
    solution.set(next);
  };

  const solver = latestWins<Question, Result>({
    call: ({ request, line }) => call(request, line ? POINTS : undefined),
    onAnswer: (result, { request, line, inputAt }, solve_ms) => {
      if (line) drawnFor = line;
      show({ result, error: null, solve_ms }, line && lineOf(result, request));
      trace.drawn(inputAt);
    },
    onError: (error, { request, line }) => {
      show({ result: null, error: toApiError(error), solve_ms: null });
      // The objective has no solution; the limits may still have a frontier.
      if (!line) return;
      drawnFor = line;
      lines.ask({ ...request, objective: "efficient_frontier", points: POINTS });
    },
  });

  const lines = latestWins<Request, Result>({
    call: (request) => call(request),
    onAnswer: (result, request) => {
      const line = lineOf(result, request);
      frontier.update((data) => ({ ...data, ...line.frontier }));
      transition.update((data) => ({ ...data, ...line.transition }));
    },
    // The solver's own error is shown beside the fields; without a frontier the assets stay.
    onError: () => {
      frontier.update((data) => ({ ...data, frontier: [], tangency: null }));
      transition.set(NO_TRANSITION);
    },
  });

  const solve = (): void => {
    const known = universe.get();
    if (!known) return;
    const { expected_returns, covariance } = known;
    const request: Request = { ...requestOf(form.get(), known), expected_returns, covariance };
    // What moves the frontier; the objective and its target do not.
    const { bounds, sectors, longOnly, riskFreeRate } = form.get();
    const line = [known, bounds, sectors, longOnly, riskFreeRate];
    const isDrawn = line.every((value, i) => value === drawnFor[i]);
    solver.ask({ request, line: isDrawn ? null : line, inputAt: trace.asked() });
  };

  universe.subscribe(() => {
    const known = universe.get();
    const assets = (known?.assets ?? []).map(({ symbol, volatility }, i) => ({
      name: symbol,
      volatility,
      expected_return: known?.expected_returns[i] ?? 0,
    }));
    frontier.set({
      ...NO_FRONTIER,
      assets,
      current: known?.current ?? null,
      risk_free_rate: known?.risk_free_rate ?? 0,
    });
    transition.set(NO_TRANSITION);
    show({ result: null, error: null, solve_ms: null });
    solve();
  });

  return {
    form,
    universe,
    solution,
    frontier,
    transition,
    weights,
    solve,
    dispatch(action, inputAt) {
      const before = form.get();
      form.set(reduce(before, action));
      if (form.get() === before) return;
      if (inputAt !== undefined) trace.input(inputAt);
      solve();
    },
    stop() {
      solver.stop();
      lines.stop();
    },
  };
}
