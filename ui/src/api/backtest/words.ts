// The words for figures, units and choices of back-tests.
import { type MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";

import { capitalized } from "@/lib/text";
import {
  type Arrival,
  type Decision,
  type Goal,
  type PaperFeed,
  type PaperState,
  type StrategyUnit,
  type TicksOf,
} from "./types";

/** Which ticks a run goes over. */
export const TICKS: Record<TicksOf, MessageDescriptor> = {
  recording: msg`Recorded ticks`,
  practice: msg`Ticks invented between stored closes`,
  bars: msg`Stored bars as ticks`,
};

/** What a run on paper hears. */
export const FEED: Record<PaperFeed, MessageDescriptor> = { live: msg`Live prices`, replay: msg`A replay` };

/** Where a run on paper stands. */
export const STANDING: Record<PaperState["standing"], MessageDescriptor> = {
  running: msg`Running`,
  stopped: msg`Stopped`,
  finished: msg`Finished`,
  failed: msg`Failed`,
  interrupted: msg`Interrupted`,
};

const FIGURE: Record<string, MessageDescriptor> = {
  total_return: msg`Total return`,
  annual_return: msg`Return a year`,
  arithmetic_annual_return: msg`Mean return a year`,
  stability: msg`Stability`,
  volatility: msg`Volatility a year`,
  downside_deviation: msg`Downside deviation`,
  sharpe_ratio: msg`Sharpe ratio`,
  sortino_ratio: msg`Sortino ratio`,
  omega_ratio: msg`Omega ratio`,
  value_at_risk: msg`Value at risk`,
  conditional_value_at_risk: msg`Mean loss beyond it`,
  skewness: msg`Skewness`,
  kurtosis: msg`Kurtosis`,
  excess_kurtosis: msg`Excess kurtosis`,
  tail_ratio: msg`Tail ratio`,
  max_drawdown: msg`Deepest drawdown`,
  average_drawdown: msg`Mean drawdown`,
  drawdown_length: msg`Length of the deepest drawdown`,
  longest_drawdown: msg`Longest drawdown`,
  drawdown_recovery: msg`Recovery of the deepest drawdown`,
  calmar_ratio: msg`Calmar ratio`,
  ulcer_index: msg`Ulcer index`,
  martin_ratio: msg`Martin ratio`,
  recovery_factor: msg`Recovery factor`,
  best_period: msg`Best period`,
  worst_period: msg`Worst period`,
  hit_rate: msg`Hit rate`,
  average_gain: msg`Mean gain`,
  average_loss: msg`Mean loss`,
  payoff_ratio: msg`Payoff ratio`,
  profit_factor: msg`Profit factor`,
  expectancy: msg`Expectancy`,
  kelly_fraction: msg`Kelly fraction`,
  gains_in_a_row: msg`Gains in a row`,
  losses_in_a_row: msg`Losses in a row`,
  alpha: msg`Alpha`,
  beta: msg`Beta`,
  correlation: msg`Correlation`,
  r_squared: msg`R squared`,
  tracking_error: msg`Tracking error`,
  information_ratio: msg`Information ratio`,
  treynor_ratio: msg`Treynor ratio`,
  up_capture: msg`Up capture`,
  down_capture: msg`Down capture`,
  batting_average: msg`Batting average`,
  average_exposure: msg`Mean exposure`,
  time_in_market: msg`Time in the market`,
  turnover: msg`Turnover a year`,
  equity_end: msg`Equity at the end`,
  fills: msg`Fills`,
  round_trips: msg`Round trips`,
  mean_return: msg`Mean return a year`,
  probabilistic_sharpe: msg`Probabilistic Sharpe ratio`,
  expected_best_sharpe: msg`Best Sharpe ratio by luck`,
  deflated_sharpe: msg`Deflated Sharpe ratio`,
  minimum_track_record: msg`Minimum track record`,
  autocorrelation_p: msg`p of no autocorrelation`,
  normality_p: msg`p of a normal distribution`,
  unit_root_p: msg`p of a wandering series`,
};

/** Figures that a sweep can look for, the ones that say most first. */
export const SOUGHT = [
  "sharpe_ratio",
  "sortino_ratio",
  "calmar_ratio",
  "annual_return",
  "total_return",
  "max_drawdown",
  "volatility",
  "omega_ratio",
  "profit_factor",
] as const;

/** Figures that are parts of a whole: they are shown as percentages where no unit comes with them. */
const PARTS = new Set([
  "total_return",
  "annual_return",
  "arithmetic_annual_return",
  "volatility",
  "downside_deviation",
  "value_at_risk",
  "conditional_value_at_risk",
  "max_drawdown",
  "average_drawdown",
  "ulcer_index",
  "best_period",
  "worst_period",
  "hit_rate",
  "average_gain",
  "average_loss",
  "expectancy",
  "kelly_fraction",
  "alpha",
  "tracking_error",
  "batting_average",
  "average_exposure",
  "time_in_market",
  "mean_return",
]);

/** Whether a figure is a part of a whole. */
export function isPart(name: string): boolean {
  return PARTS.has(name);
}

/** Whether a figure is a count or an amount, of which three digits after the point say nothing. */
export function isPlain(name: string): boolean {
  return ["equity_end", "fills", "round_trips", "gains_in_a_row", "losses_in_a_row"].includes(name);
}

/** What a figure is called; the name of the API with spaces for one that this client does not know. */
export function useFigureName(): (name: string) => string {
  const { i18n } = useLingui();
  return (name) => {
    const words = FIGURE[name];
    return words ? i18n._(words) : capitalized(name.replace(/_/g, " "));
  };
}

export const ARRIVAL: Record<Arrival, MessageDescriptor> = {
  next_open: msg`At the next open`,
  next_close: msg`At the next close`,
  same_close: msg`At the same close`,
};

/** What the parameters of built-in strategies may be. The choices of a script have the words of its author. */
const CHOICE: Record<string, MessageDescriptor> = {
  sma: msg`Simple average`,
  ema: msg`Exponential average`,
  buy: msg`Buy`,
  sell: msg`Sell short`,
};

/** What an option of a parameter is called; its own word, capitalized, for one that this client does not know. */
export function useChoiceName(kind: string): (id: string) => string {
  const { i18n } = useLingui();
  return (id) => {
    const words = kind === "script" ? undefined : CHOICE[id];
    return words ? i18n._(words) : capitalized(id.replace(/_/g, " "));
  };
}

export const GOAL: Record<Goal, MessageDescriptor> = {
  highest: msg`As high as possible`,
  lowest: msg`As low as possible`,
};

export const UNIT: Record<StrategyUnit, MessageDescriptor | null> = {
  bars: msg`bars`,
  instruments: msg`instruments`,
  fraction: null,
  points: msg`points`,
  deviations: msg`standard deviations`,
  multiple: msg`times`,
  bars_per_year: msg`bars a year`,
  plain: null,
};

export const DECISION: Record<Decision, MessageDescriptor> = {
  signal: msg`Choice of trades`,
  sizing: msg`Sizes`,
  open: msg`Still open`,
  dividends: msg`Dividends`,
  fees: msg`Fees`,
  slippage: msg`Slippage`,
  financing: msg`Interest and borrowing`,
  currency: msg`Exchange rates`,
};

const SIZE: Record<string, MessageDescriptor> = {
  "1m": msg`1 minute`,
  "2m": msg`2 minutes`,
  "5m": msg`5 minutes`,
  "15m": msg`15 minutes`,
  "30m": msg`30 minutes`,
  "1h": msg`1 hour`,
  "2h": msg`2 hours`,
  "4h": msg`4 hours`,
  "1d": msg`1 day`,
};

/** How long bars are. */
export function useSizeName(): (interval: string) => string {
  const { i18n } = useLingui();
  return (interval) => {
    const words = SIZE[interval];
    return words ? i18n._(words) : interval;
  };
}
