// What a person fills in before a back-test or a sweep, and the question that it makes.
import { type Decimal, sign } from "@/lib/decimal";
import {
  type AccountMode,
  type Arrival,
  type BacktestQuestion,
  type FeeRate,
  type Goal,
  type PaperFeed,
  type PaperQuestion,
  type ParameterRange,
  type Search,
  type SimulationSettings,
  type Slippage,
  type Specification,
  type StrategyForm,
  type SweepQuestion,
  type TicksOf,
} from "./types";

/** What the form asks for; `other` is what a kept run was asked and the form does not know. */
export type FeeKind = Extract<FeeRate["kind"], "free" | "per_order" | "per_unit" | "share"> | "other";
export type BenchmarkKind = "none" | "index" | "sixty_forty" | "equal_weight" | "other";
export type SlippageKind = Slippage["kind"];

export interface SetupDraft {
  /** A kept strategy; null runs the specification. */
  strategy_id: string | null;
  specification: Specification;
  instrument_ids: string[];
  /** ISO days; null means from the first bar, to the last one. */
  from: string | null;
  to: string | null;
  interval: string;
  /** Ticks that it goes over in place of stored bars; `interval` is then of the bars built of them. */
  ticks: TicksOf | null;
  cash: Decimal | null;
  /** Null is the base currency of the workspace. */
  currency: string | null;
  /** Null: at the next open, or at the next close where bars have closes only. */
  arrival: Arrival | null;
  fee: FeeKind;
  /** Money for an order or a unit; a part of the worth for a share. */
  fee_amount: Decimal | null;
  fee_minimum: Decimal | null;
  slippage: SlippageKind;
  slippage_amount: number | null;
  volume_share: number | null;
  margin: boolean;
  short: boolean;
  benchmark: BenchmarkKind;
  benchmark_ids: string[];
  /** The kept run that it began with: what the form does not ask for stays as it was there. */
  kept: BacktestQuestion | null;
}

export const BEGUN: SetupDraft = {
  strategy_id: null,
  specification: { kind: "moving_average_cross" },
  instrument_ids: [],
  from: null,
  to: null,
  interval: "1d",
  ticks: null,
  cash: "100000",
  currency: null,
  arrival: null,
  fee: "free",
  fee_amount: null,
  fee_minimum: null,
  slippage: "none",
  slippage_amount: null,
  volume_share: null,
  margin: false,
  short: false,
  benchmark: "none",
  benchmark_ids: [],
  kept: null,
};

/** How many instruments a benchmark needs. */
const NEEDED: Record<BenchmarkKind, number> = { none: 0, index: 1, sixty_forty: 2, equal_weight: 1, other: 0 };

/** Sizes of bars that can be kept. */
export const SIZES = ["1d", "4h", "2h", "1h", "30m", "15m", "5m", "2m", "1m"] as const;

/** Why a set-up cannot be run yet. */
export type Lacks =
  "instruments" | "fewer_instruments" | "more_instruments" | "cash" | "fee" | "slippage" | "period" | "benchmark";

/** What is missing, in the order in which it is asked. The entry of the catalogue says how many instruments go. */
export function lacks(draft: SetupDraft, form: StrategyForm | null): Lacks[] {
  const n = draft.instrument_ids.length;
  const found: Lacks[] = [];
  if (n === 0) found.push("instruments");
  else if (form && n < form.instruments_min) found.push("more_instruments");
  else if (form && form.instruments_max !== null && n > form.instruments_max) found.push("fewer_instruments");
  if (draft.cash === null || sign(draft.cash) <= 0) found.push("cash");
  if (draft.from !== null && draft.to !== null && draft.from > draft.to) found.push("period");
  if (draft.fee !== "free" && draft.fee !== "other" && (draft.fee_amount === null || sign(draft.fee_amount) < 0))
    found.push("fee");
  if (draft.slippage !== "none" && draft.slippage_amount === null) found.push("slippage");
  if (draft.benchmark_ids.length < NEEDED[draft.benchmark]) found.push("benchmark");
  return found;
}

function fees({ fee, fee_amount, fee_minimum, kept }: SetupDraft): SimulationSettings["fees"] {
  const amount = fee_amount ?? "0";
  const minimum = fee_minimum;
  switch (fee) {
    case "free":
      return { rate: { kind: "free" } };
    case "per_order":
      return { rate: { kind: "per_order", amount } };
    case "per_unit":
      return { rate: { kind: "per_unit", amount }, minimum };
    case "share":
      return { rate: { kind: "share", share: amount }, minimum };
    case "other":
      return kept?.settings.fees ?? { rate: { kind: "free" } };
  }
}

function benchmarkOf({ benchmark, benchmark_ids, kept }: SetupDraft): BacktestQuestion["benchmark"] {
  switch (benchmark) {
    case "none":
      return null;
    case "other":
      return kept?.benchmark ?? null;
    case "index":
    case "sixty_forty":
      return { kind: benchmark, instrument_ids: benchmark_ids.slice(0, NEEDED[benchmark]) };
    case "equal_weight":
      return { kind: benchmark, instrument_ids: benchmark_ids };
  }
}

function slippageOf({ slippage, slippage_amount }: SetupDraft): Slippage {
  const amount = slippage_amount ?? 0;
  switch (slippage) {
    case "none":
      return { kind: "none" };
    case "fixed":
      return { kind: "fixed", amount };
    case "relative":
      return { kind: "relative", share: amount };
    case "half_spread":
      return { kind: "half_spread", spread: amount };
    case "volume_share":
      return { kind: "volume_share", impact: amount };
    case "square_root":
      return { kind: "square_root", coefficient: amount };
  }
}

function settingsOf(draft: SetupDraft): SimulationSettings {
  const before = draft.kept?.settings;
  const margin: AccountMode =
    before?.account?.mode === "margin" ? before.account : { mode: "margin", initial: "0.5", maintenance: "0.25" };
  return {
    ...before,
    currency: draft.currency,
    cash: draft.cash ?? "0",
    account: draft.margin ? margin : { mode: "cash" },
    arrival: draft.arrival,
    slippage: slippageOf(draft),
    fees: fees(draft),
    volume_share: draft.volume_share,
    limits: { ...before?.limits, allow_short: draft.short },
  };
}

/** The question that a set-up makes. */
export function questionOf(draft: SetupDraft): BacktestQuestion {
  const { strategy_id, specification, instrument_ids, from, to, interval, ticks, kept } = draft;
  const strategy = strategy_id === null ? { specification } : { strategy_id };
  const benchmark = ticks === null ? benchmarkOf(draft) : null;
  return {
    ...(kept?.actions ? { actions: kept.actions } : {}),
    ...(kept?.ledger_actions === undefined ? {} : { ledger_actions: kept.ledger_actions }),
    ...strategy,
    instrument_ids,
    ...(from === null ? {} : { from }),
    ...(to === null ? {} : { to }),
    interval,
    ...(ticks === null ? {} : { ticks: { ...(kept?.ticks?.of === ticks ? kept.ticks : {}), of: ticks } }),
    settings: settingsOf(draft),
    ...(benchmark ? { benchmark } : {}),
  };
}

/** The same on paper: it hears what comes, so that days, ticks and benchmark are left out. */
export function paperQuestionOf(draft: SetupDraft, feed: PaperFeed): PaperQuestion {
  const run = questionOf({ ...draft, from: null, to: null, ticks: null, benchmark: "none", benchmark_ids: [] });
  return { feed, run };
}

/** The set-up that made a question; what the form does not ask for it keeps as it is. */
export function draftOf(question: BacktestQuestion, specification: Specification): SetupDraft {
  const { settings, benchmark } = question;
  const rate = settings.fees?.rate ?? { kind: "free" };
  const slippage = settings.slippage ?? { kind: "none" };
  return {
    strategy_id: question.strategy_id ?? null,
    specification,
    instrument_ids: question.instrument_ids,
    from: question.from ?? null,
    to: question.to ?? null,
    interval: question.interval ?? (question.ticks ? "1m" : BEGUN.interval),
    ticks: question.ticks?.of ?? null,
    cash: settings.cash,
    currency: settings.currency ?? null,
    arrival: settings.arrival ?? BEGUN.arrival,
    fee: rate.kind === "maker_taker" || rate.kind === "tiered" || hasBounds(settings) ? "other" : rate.kind,
    fee_amount: "amount" in rate ? rate.amount : "share" in rate ? rate.share : null,
    fee_minimum: settings.fees?.minimum ?? null,
    slippage: slippage.kind,
    slippage_amount: Object.values(slippage).find((value) => typeof value === "number") ?? null,
    volume_share: settings.volume_share ?? null,
    margin: settings.account?.mode === "margin",
    short: settings.limits?.allow_short ?? false,
    benchmark: !benchmark
      ? "none"
      : benchmark.kind === "weights" || "rebalancing" in benchmark
        ? "other"
        : benchmark.kind,
    benchmark_ids: benchmark?.instrument_ids ?? [],
    kept: question,
  };
}

/** Whether fees have bounds that the form does not ask for. */
function hasBounds({ fees: schedule }: SimulationSettings): boolean {
  return Boolean(schedule?.maximum ?? schedule?.maximum_share);
}

/** From where to where a parameter goes; null while a field is empty. */
export interface RangeDraft {
  from: number | null;
  to: number | null;
  step: number | null;
}

export interface SweepDraft {
  setup: SetupDraft;
  /** By the name of the parameter. */
  ranges: Record<string, RangeDraft>;
  search: Search["kind"];
  trials: number;
  seed: number;
  figure: string;
  goal: Goal;
}

export const SWEEP_BEGUN: SweepDraft = {
  setup: BEGUN,
  ranges: {},
  search: "grid",
  trials: 100,
  seed: 1,
  figure: "sharpe_ratio",
  goal: "highest",
};

/** What is wrong with a range; null when nothing is. */
export function rangeProblem({ from, to, step }: RangeDraft): "empty" | "backwards" | "step" | null {
  if (from === null || to === null || step === null) return "empty";
  if (from > to) return "backwards";
  return step > 0 ? null : "step";
}

/** How many values a range has; null while it is not right. */
export function countOf(range: RangeDraft): number | null {
  if (rangeProblem(range) !== null) return null;
  const { from, to, step } = range as { from: number; to: number; step: number };
  return Math.floor((to - from) / step + 1e-9) + 1;
}

/** How many trials a sweep makes at most; null while a range is not right or there is none. */
export function trialsOf({ ranges, search, trials }: SweepDraft): number | null {
  const counts = Object.values(ranges).map(countOf);
  if (counts.length === 0 || counts.some((count) => count === null)) return null;
  return search === "grid" ? counts.reduce<number>((product, count) => product * (count ?? 0), 1) : trials;
}

/** The strategies whose parameters must stand in an order; a grid leaves out the sets that do not. */
const ASCENDING: Record<string, [string, string][]> = {
  moving_average_cross: [["fast", "slow"]],
  rsi_reversion: [["lower", "upper"]],
  pairs: [["exit", "entry"]],
};

/** The question that a sweep makes; ranges that are not right are left out. */
export function sweepQuestionOf(draft: SweepDraft, kind: string): SweepQuestion {
  const parameters = Object.entries(draft.ranges).flatMap(([name, { from, to, step }]): ParameterRange[] =>
    from === null || to === null || step === null ? [] : [{ name, kind: "steps", from, to, step }],
  );
  const { trials, seed, figure, goal } = draft;
  const search: Search =
    draft.search === "grid"
      ? { kind: "grid" }
      : draft.search === "random"
        ? { kind: "random", trials, seed }
        : { kind: "guided", trials, seed, figure, goal };
  const isSwept = (name: string): boolean => parameters.some((parameter) => parameter.name === name);
  const ascending = (ASCENDING[kind] ?? []).filter((pair) => pair.every(isSwept));
  return { backtest: questionOf(draft.setup), sweep: { parameters, ascending, search }, figure, goal };
}
