// One optimizer panel outside React: form, universe, the solver loops and what charts and cells draw from.
import { type ApiError, toApiError } from "@/api/errors";
import { type FrontierData, NO_FRONTIER, type Spot } from "@/charts/frontier/data";
import { NO_TRANSITION, type TransitionData } from "@/charts/transition";
import { type Weights } from "@/charts/WeightBars";
import { latestWins } from "@/lib/latestWins";
import { createStore, type Store } from "@/lib/store";
import { type Action, DEFAULT_FORM, type Form, reduce } from "./form";
import { questionOf } from "./request";
import { type DragTrace } from "./trace";
import { type Result, type StudioQuestion, type Universe } from "./types";

export const POINTS = 50;
/** Corner portfolios are many numbers: they are asked for once nothing has moved for so long. */
const CORNERS_AFTER_MS = 250;

export type Corners = NonNullable<Result["corners"]>;

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
  /** The corner portfolios of the drawn frontier; empty while something moves. */
  corners: Store<Corners>;
  /** Changes the form and solves; `inputAt` is the time of the pointer event behind it. */
  dispatch(action: Action, inputAt?: number): void;
  /** Solves with what is chosen now. */
  solve(): void;
  stop(): void;
}

type Solve = (question: StudioQuestion) => Promise<Result>;

interface Question {
  question: StudioQuestion;
  /** What the frontier depends on; null while the one that is drawn still holds. */
  line: readonly unknown[] | null;
  inputAt: number | null;
}

interface FrontierLine {
  frontier: Pick<FrontierData, "frontier" | "tangency" | "risk_free_rate">;
  transition: Pick<TransitionData, "assets" | "weights">;
}

function lineOf(result: Result, { request: { assets, risk_free_rate } }: StudioQuestion): FrontierLine {
  const points = result.frontier ?? [];
  return {
    frontier: { frontier: points, tangency: result.tangency ?? null, risk_free_rate },
    transition: { assets, weights: points.map((point) => assets.map((asset) => point.weights[asset] ?? 0)) },
  };
}

/** The same limits, asked for their frontier alone: without those that a frontier cannot have. */
function frontierOf(form: Form, universe: Universe): StudioQuestion {
  const cannot: readonly string[] = ["max_holdings", "minimum_position"];
  const caps = Object.fromEntries(Object.entries(form.rules.caps).filter(([cap]) => !cannot.includes(cap)));
  const rules = { ...form.rules, caps, roundLots: null };
  const question = questionOf({ ...form, objective: "minimum_variance", rules }, universe);
  return { ...question, request: { ...question.request, objective: "efficient_frontier", points: POINTS }, lots: null };
}

/** What moves the frontier; the objective and its target do not. */
function lineOn(form: Form, universe: Universe): readonly unknown[] {
  const { bounds, pins, groups, ownGroups, relatives, rules, longOnly, riskFreeRate, costs, settings } = form;
  return [universe, bounds, pins, groups, ownGroups, relatives, rules, longOnly, riskFreeRate, costs, settings];
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
  const corners = createStore<Corners>([]);
  const none: Corners = [];

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

  const clearLine = (): void => {
    frontier.update((data) => ({ ...data, frontier: [], tangency: null }));
    transition.set(NO_TRANSITION);
  };

  const solver = latestWins<Question, Result>({
    call: ({ question, line }) => call(line ? { ...question, frontier_points: POINTS } : question),
    onAnswer: (result, { question, line, inputAt }, solve_ms) => {
      if (line) drawnFor = line;
      show({ result, error: null, solve_ms }, line && lineOf(result, question));
      trace.drawn(inputAt);
      if (line) askCorners();
    },
    onError: (failure, asked) => {
      const error = toApiError(failure);
      if (asked.line) drawnFor = asked.line;
      if (!asked.line || error.code === "infeasible") {
        show({ result: null, error, solve_ms: null });
        if (asked.line) clearLine();
        return;
      }
      // Either the objective has no solution or the frontier cannot be drawn within these limits: each is asked alone.
      const known = universe.get();
      if (solver.isWaiting() || !known) return;
      solver.ask({ ...asked, line: null });
      lines.ask(frontierOf(form.get(), known));
    },
  });

  const lines = latestWins<StudioQuestion, Result>({
    call,
    onAnswer: (result, question) => {
      const line = lineOf(result, question);
      frontier.update((data) => ({ ...data, ...line.frontier }));
      transition.update((data) => ({ ...data, ...line.transition }));
      askCorners();
    },
    // The solver's own error is shown beside the fields; without a frontier the assets stay.
    onError: clearLine,
  });

  const cornering = latestWins<StudioQuestion, Result>({
    call,
    onAnswer: (result) => corners.set(result.corners ?? none),
    onError: () => corners.set(none),
  });
  let resting: ReturnType<typeof setTimeout> | undefined;
  const askCorners = (): void => {
    clearTimeout(resting);
    resting = setTimeout(() => {
      const known = universe.get();
      if (known) cornering.ask({ ...frontierOf(form.get(), known), corners: true });
    }, CORNERS_AFTER_MS);
  };

  const solve = (): void => {
    const known = universe.get();
    if (!known) return;
    const line = lineOn(form.get(), known);
    const isDrawn = line.every((value, i) => value === drawnFor[i]);
    if (!isDrawn) {
      clearTimeout(resting);
      cornering.stop();
      corners.set(none);
    }
    const question = questionOf(form.get(), known);
    // A frontier knows no lots: it is a question of its own then.
    const isApart = question.lots !== null && !isDrawn;
    if (isApart) {
      drawnFor = line;
      lines.ask(frontierOf(form.get(), known));
    }
    solver.ask({ question, line: isDrawn || isApart ? null : line, inputAt: trace.asked() });
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
    corners,
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
      cornering.stop();
      clearTimeout(resting);
    },
  };
}
