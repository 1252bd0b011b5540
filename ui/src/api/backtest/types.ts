// Strategies, back-tests and sweeps as the API sends and takes them. Money is a decimal string in the currency of the
// account unless something else is said; parts are fractions: 0.01 is 1 %.
import { type Decimal } from "@/lib/decimal";

/** What a parameter may be, and what it is when it is left out. */
export type Domain =
  | { type: "integer"; least: number; most: number; default: number }
  | { type: "real"; least: number; most: number; default: number | null }
  | { type: "choice"; of: string[]; default: string }
  | { type: "flag"; default: boolean }
  | { type: "cadence" }
  | { type: "size" }
  | { type: "weights" }
  | { type: "condition" }
  | { type: "source" };

export type StrategyUnit =
  "bars" | "instruments" | "fraction" | "points" | "deviations" | "multiple" | "bars_per_year" | "plain";

/** A parameter of a strategy with its words. */
export type ParameterForm = { name: string; words: string; unit: StrategyUnit } & Domain;

/** A strategy that there is. */
export interface StrategyForm {
  kind: string;
  title: string;
  words: string;
  instruments_min: number;
  instruments_max: number | null;
  parameters: ParameterForm[];
}

export interface Sample {
  name: string;
  words: string;
  source: string;
}

export interface Catalogue {
  strategies: StrategyForm[];
  samples: Sample[];
}

/** A strategy as data: its kind, and its parameters beside it. A script's stand in `parameters`. */
export interface Specification {
  kind: string;
  [field: string]: unknown;
}

export interface StrategyFields {
  name: string;
  specification: Specification;
}

export interface Strategy extends StrategyFields {
  id: string;
  kind: string;
  created_at: string;
  updated_at: string;
}

/** What is wrong with a strategy; a script's line counts from 1. */
export interface StrategyProblem {
  field: string | null;
  line: number | null;
  column: number | null;
  message: string;
}

export interface StrategyCheck {
  problem: StrategyProblem | null;
  parameters: ParameterForm[];
}

export type Arrival = "next_open" | "next_close" | "same_close";

export type FeeRate =
  | { kind: "free" }
  | { kind: "per_order"; amount: Decimal }
  | { kind: "per_unit"; amount: Decimal }
  | { kind: "share"; share: Decimal };

export type Slippage =
  | { kind: "none" }
  | { kind: "fixed"; amount: number }
  | { kind: "relative"; share: number }
  | { kind: "half_spread"; spread: number }
  | { kind: "volume_share"; impact: number }
  | { kind: "square_root"; coefficient: number };

export type AccountMode = { mode: "cash" } | { mode: "margin"; initial: Decimal; maintenance: Decimal };

export interface SimulationSettings {
  currency?: string;
  cash: Decimal;
  account?: AccountMode;
  arrival?: Arrival;
  volume_share?: number | null;
  slippage?: Slippage;
  fees?: { rate: FeeRate; minimum?: Decimal | null };
  limits?: { allow_short: boolean };
}

export type BenchmarkKind = "index" | "sixty_forty" | "equal_weight";

export interface BenchmarkQuestion {
  kind: BenchmarkKind;
  instrument_ids: string[];
}

export interface BacktestQuestion {
  name?: string;
  strategy_id?: string;
  specification?: Specification;
  instrument_ids: string[];
  from?: string;
  to?: string;
  interval?: string | null;
  settings: SimulationSettings;
  benchmark?: BenchmarkQuestion;
}

export interface RunCounts {
  orders: number;
  fills: number;
  round_trips: number;
  refused: number;
}

/** A run in few figures; those that are undefined are null. */
export interface BacktestSummary {
  currency: string;
  cash: Decimal;
  equity_end: Decimal | null;
  total_return: number | null;
  annual_return: number | null;
  volatility: number | null;
  sharpe_ratio: number | null;
  max_drawdown: number | null;
  moments: number;
  counts: RunCounts;
  notices: number;
}

export interface BacktestItem {
  id: string;
  name: string;
  created_at: string;
  strategy_id: string | null;
  strategy_kind: string;
  from: string;
  to: string;
  interval: string;
  instrument_ids: string[];
  n_trials: number;
  summary: BacktestSummary;
}

/** A kept run with the question that it answered, and the strategy as it was. */
export interface BacktestView extends BacktestItem {
  job_id: string | null;
  data_hash: string;
  specification: Specification;
  question: BacktestQuestion;
  has_result: boolean;
}

export type FigureUnit = "fraction" | "number" | "periods";

export interface PerformanceFigure {
  name: string;
  value: number | null;
  undefined: string | null;
  unit: FigureUnit;
  convention: string;
}

export interface YearOfReturns {
  year: number;
  months: (number | null)[];
  year_return: number | null;
}

export interface EquityCurve {
  at: string[];
  equity: (number | null)[];
  drawdown: (number | null)[];
  gross_exposure: (number | null)[];
  net_exposure: (number | null)[];
  /** Empty without one. */
  benchmark: (number | null)[];
}

export type Notice =
  | { kind: "split_missing"; instrument_id: string; at: string; ratio: number }
  | { kind: "gap"; instrument_id: string; from: string; to: string }
  | { kind: "zero_prices"; instrument_id: string; bars: number; first: string }
  | { kind: "no_volume"; instrument_id: string; bars: number; first: string }
  | { kind: "mixed_intervals"; instrument_id: string };

export interface TradeFigures {
  n_trades: number;
  hit_rate: number | null;
  expectancy: number | null;
  mean_return: number | null;
  average_gain: number | null;
  average_loss: number | null;
  payoff_ratio: number | null;
  profit_factor: number | null;
  best: number | null;
  worst: number | null;
  gains_in_a_row: number;
  losses_in_a_row: number;
  mean_periods_held: number | null;
  total_costs: number;
}

export interface PerformanceReport {
  n_returns: number;
  n_missing: number;
  figures: PerformanceFigure[];
  months: YearOfReturns[];
  trades: TradeFigures | null;
}

export interface Costs {
  fees: Decimal;
  slippage: Decimal | null;
  interest: Decimal;
  borrow: Decimal;
  dividends: Decimal;
}

export const DECISIONS = [
  "signal",
  "sizing",
  "open",
  "dividends",
  "fees",
  "slippage",
  "financing",
  "currency",
] as const;
export type Decision = (typeof DECISIONS)[number];
export type Attribution = Record<Decision | "total", Decimal>;

export interface BacktestOutcome {
  id: string;
  currency: string;
  cash: Decimal;
  equity_end: Decimal | null;
  curve: EquityCurve;
  moments: number;
  thinned: boolean;
  report: PerformanceReport | null;
  /** Why there is no report. */
  undefined: string | null;
  costs: Costs;
  attribution: Attribution | null;
  positions: { instrument_id: string; units: Decimal; average_price: Decimal | null; price: number | null }[];
  margin_calls: { at: string; equity: Decimal; gross_exposure: Decimal }[];
  notices: Notice[];
  /** The first hundred. */
  refused: { order_id: string; at: string; code: string; message: string }[];
  counts: RunCounts;
  knows_its_close: boolean;
  journal: { at: string | null; text: string }[];
  journal_dropped: number;
}

export interface RunFill {
  order_id: string;
  instrument_id: string;
  side: "buy" | "sell";
  quantity: Decimal;
  price: Decimal;
  fee: { amount: Decimal; currency: string };
  at: string;
  market_price: number | null;
}

/** Bought and sold again. Amounts are of the instrument's currency. */
export interface RoundTrip {
  instrument_id: string;
  side: "buy" | "sell";
  units: Decimal;
  entry_at: string;
  exit_at: string;
  bars_held: number;
  entry_price: Decimal;
  exit_price: Decimal;
  capital: Decimal;
  fees: Decimal;
  slippage: Decimal | null;
  pnl: Decimal;
  adverse_excursion: number | null;
  favourable_excursion: number | null;
}

export interface Interval {
  estimate: number;
  lower: number;
  upper: number;
  confidence: number;
  n_resamples: number;
}

export interface BacktestSignificance {
  /** Those that were counted, and those whose Sharpe ratio is still known. */
  n_trials: number;
  n_known: number;
  expected_best_sharpe: number | null;
  deflated_sharpe: number | null;
  /** Why the two are undefined. */
  undefined: string | null;
  n_missing: number;
  report: {
    n_returns: number;
    n_trials: number;
    figures: PerformanceFigure[];
    intervals: { name: string; interval: Interval | null; undefined: string | null }[];
  };
}

export interface MonteCarlo {
  n_paths: number;
  horizon: number;
  /** Parts of the paths below each band. */
  shares: number[];
  bands: { name: string; observed: number | null; quantiles: number[]; mean: number | null; n_undefined: number }[];
  ruin: { level: number; probability: number; lower: number; upper: number; median_periods: number | null };
  /** For each share the value at these periods, from a start of 1. */
  fan: { periods: number[]; values: number[][] };
}

export type Cheat = "not_repeatable" | "knows_prices" | "knows_the_end";

export interface LookAheadVerdict {
  findings: { cheat: Cheat; at: string; message: string; expected: string | null; found: string | null }[];
  requests: number;
  cuts: number;
  runs: number;
  same_close: boolean;
  longer_bars: string[];
}

export interface BacktestLookAhead {
  is_clean: boolean;
  /** Whether the bars are still those that the back-test saw. */
  same_data: boolean;
  verdict: LookAheadVerdict;
}

export type ParameterRange = { name: string } & (
  | { kind: "list"; values: number[] }
  | { kind: "steps"; from: number; to: number; step: number }
  | { kind: "between"; from: number; to: number }
);

export type Goal = "highest" | "lowest";

export type Search =
  | { kind: "grid" }
  | { kind: "random"; trials: number; seed: number }
  | { kind: "guided"; trials: number; seed: number; figure: string; goal: Goal };

export interface SweepQuestion {
  backtest: BacktestQuestion;
  sweep: { parameters: ParameterRange[]; ascending: [string, string][]; search: Search };
  figure?: string | null;
  goal: Goal;
}

export interface SweepTrial {
  index: number;
  parameters: Record<string, number>;
  /** By name; null where one is undefined. Empty when it failed. */
  figures: Record<string, number | null>;
  error: string | null;
}

export interface SweepVerdict {
  n_trials: number;
  n_measured: number;
  best: number | null;
  sharpe: number | null;
  probabilistic_sharpe: number | null;
  expected_best_sharpe: number | null;
  deflated_sharpe: number | null;
  overfitting: { probability: number; probability_of_loss: number; degradation: number | null; blocks: number } | null;
  undefined: string[];
}

export interface SweepSummary {
  figure: string;
  goal: Goal;
  planned: number;
  made: number;
  failed: number;
  /** It can go on. */
  stopped: boolean;
  best: number | null;
  best_parameters: Record<string, number> | null;
}

export interface SweepItem {
  id: string;
  name: string;
  created_at: string;
  job_id: string | null;
  strategy_id: string | null;
  strategy_kind: string;
  from: string;
  to: string;
  interval: string;
  instrument_ids: string[];
  n_trials: number;
  summary: SweepSummary;
}

export interface SweepView extends SweepItem {
  specification: Specification;
  question: SweepQuestion;
  best: number | null;
  /** Null while it is stopped. */
  verdict: SweepVerdict | null;
  trials: SweepTrial[];
}

export type OverOthers = "median" | "best" | "worst";

export interface HeatMap {
  figure: string;
  x: string;
  y: string;
  x_values: number[];
  y_values: number[];
  /** One row for each value of `y`; null where no trial has the figure. */
  cells: (number | null)[][];
  counts: number[][];
}
