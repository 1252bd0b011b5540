// Strategies, back-tests and sweeps as the API sends and takes them. Money is a decimal string in the currency of the
// account unless something else is said; parts are fractions: 0.01 is 1 %.
import { type components } from "../generated/schema";
import { type Received } from "../types";

type Schemas = components["schemas"];

/** A parameter of a strategy: what it may be, and its words. */
export type ParameterForm = Received<Schemas["StrategyParameter"]>;
export type StrategyUnit = Schemas["StrategyUnit"];
/** A strategy that there is. */
export type StrategyForm = Received<Schemas["StrategyForm"]>;
export type Catalogue = Received<Schemas["StrategyCatalogue"]>;
export type StrategyCheck = Received<Schemas["StrategyCheck"]>;

/**
 * A strategy as data: its kind, and its parameters beside it; a script's stand in `parameters`. Forms are built from the
 * catalogue, so that here it is any fields; the server says which of them are right.
 */
export interface Specification {
  kind: string;
  [field: string]: unknown;
}

export interface StrategyFields {
  name: string;
  specification: Specification;
}

/** One that is kept. */
export type Strategy = Omit<Received<Schemas["StrategyView"]>, "specification"> & StrategyFields;

export type Arrival = Schemas["Arrival"];
export type FeeRate = Schemas["FeeRate"];
export type Slippage = Schemas["Slippage"];
export type AccountMode = Schemas["AccountMode"];
export type BenchmarkQuestion = Schemas["BenchmarkQuestion"];
export type SimulationSettings = Omit<Schemas["SimulationSettings"], "limits"> & {
  /** The others are off when they are left out. */
  limits?: Partial<Schemas["GateLimits"]>;
};

export type BacktestQuestion = Omit<Schemas["BacktestQuestion"], "settings" | "specification" | "interval"> & {
  specification?: Specification | null;
  interval?: string | null;
  settings: SimulationSettings;
};

/** What ticks are made of. */
export type TicksOf = Schemas["ReplayOf"];
export type PaperFeed = Schemas["PaperFeed"];
export type PaperState = Received<Schemas["PaperState"]>;
export interface PaperQuestion {
  feed: PaperFeed;
  run: BacktestQuestion;
}
/** A run on paper that goes on, as it stands. */
export type PaperRun = Received<Schemas["PaperRunView"]>;
export type OpenOrder = Received<Schemas["OpenOrder"]>;

export const GAP_PARTS = [
  "data",
  "timing",
  "slippage",
  "partial_fills",
  "fees",
  "decisions",
] as const satisfies readonly (keyof Schemas["GapParts"])[];
export type GapPart = (typeof GAP_PARTS)[number];
export type RealityGap = Received<Schemas["RealityGap"]>;

export type AfterTax = Received<Schemas["AfterTax"]>;
export type ParameterNoise = Received<Schemas["ParameterNoise"]>;

export type RunCounts = Schemas["RunCounts"];
export type BacktestItem = Received<Schemas["BacktestItem"]>;

/** A kept run with the question that it answered, and the strategy as it was. */
export type BacktestView = BacktestItem &
  Pick<Schemas["BacktestView"], "data_hash" | "has_result"> & {
    job_id: string | null;
    specification: Specification;
    question: BacktestQuestion;
  };

export type FigureUnit = Schemas["FigureUnit"];
export type PerformanceFigure = Received<Schemas["PerformanceFigure"]>;
export type EquityCurve = Schemas["EquityCurve"];
export type Notice = Schemas["Notice"];
export type RunFill = Received<Schemas["RunFill"]>;
/** Bought and sold again. Amounts are of the instrument's currency. */
export type RoundTrip = Received<Schemas["RoundTrip"]>;

export const DECISIONS = [
  "signal",
  "sizing",
  "open",
  "dividends",
  "fees",
  "slippage",
  "financing",
  "currency",
] as const satisfies readonly (keyof Schemas["DecisionAttribution"])[];
export type Decision = (typeof DECISIONS)[number];
export type Attribution = Schemas["DecisionAttribution"];
/** Where the gain came from by every part that is kept. */
export type BacktestAttribution = Received<Schemas["BacktestAttribution"]>;
export type GainRow = Received<Schemas["GainRow"]>;

/** What a run gave. */
export type BacktestOutcome = Received<Schemas["BacktestOutcome"]>;

export type BacktestSignificance = Received<Schemas["BacktestSignificance"]>;
export type MonteCarlo = Received<Schemas["MonteCarlo"]>;
export type BacktestLookAhead = Received<Schemas["BacktestLookAhead"]>;
export type Cheat = BacktestLookAhead["verdict"]["findings"][number]["cheat"];

export type ParameterRange = Schemas["ParameterRange"];
export type Goal = Schemas["Goal"];
export type Search = Schemas["Search"];
export type SweepQuestion = Omit<Schemas["SweepQuestion"], "backtest"> & { backtest: BacktestQuestion };
export type SweepTrial = Received<Schemas["SweepTrial"]>;
export type SweepVerdict = Received<Schemas["SweepVerdict"]>;
export type SweepItem = Received<Schemas["SweepItem"]>;
export type SweepView = SweepItem & {
  specification: Specification;
  question: SweepQuestion;
  best: number | null;
  /** Null while it is stopped. */
  verdict: SweepVerdict | null;
  trials: SweepTrial[];
};
export type HeatMap = Schemas["HeatMap"];
export type OverOthers = "median" | "best" | "worst";
