// What the user has chosen, and the pure steps between choices.
import { type Dimension, type GroupKey, NOTHING, type Relative } from "./groups";
import {
  type AllocationMethod,
  type ClusterObjective,
  type ClusterRule,
  type CovarianceModel,
  type Jurisdiction,
  type Limits,
  type Linkage,
  type MissingRule,
  type Objective,
  type PsdRepair,
  type ReturnsModel,
} from "./types";

/** The numbers that single objectives need. */
export interface ObjectiveSettings {
  /** Of tail risks. */
  confidence: number;
  /** A period's. */
  minimumAcceptableReturn: number;
  /** Standard errors by which expected returns may be off. */
  uncertaintyRadius: number;
  /** Years of history behind the expected returns; null: those of the prices. */
  uncertaintyYears: number | null;
  /** Penalty on concentration. */
  l2: number;
  budgetBy: "equal" | "asset" | Dimension;
  /** Shares of the risk by symbol or by value of the dimension; scaled to one when asked. */
  budgets: Readonly<Record<string, number>>;
  linkage: Linkage | null;
  nClusters: number | null;
  clusterRule: ClusterRule;
  inner: ClusterObjective;
  outer: ClusterObjective;
  benchmark: "current" | "equal" | "own";
  benchmarkWeights: Readonly<Record<string, number>>;
}

/** The single numbers among the limits; one that is left out does not limit. */
export const CAPS = [
  "turnover",
  "tracking_error",
  "volatility",
  "gross_exposure",
  "short_exposure",
  "cash_buffer",
  "max_holdings",
  "minimum_position",
] as const;
export type Cap = (typeof CAPS)[number];

/** Limits of a weighted sum, such as the portfolio's beta. */
export interface FactorLimit {
  id: string;
  name: string;
  exposures: Readonly<Record<string, number>>;
  lower: number | null;
  upper: number | null;
}

export interface Lots {
  method: AllocationMethod;
  /** Money to invest, in base currency. */
  capital: number | null;
  lotSize: number;
  minimumTrade: number;
  cashBuffer: number;
}

/** Limits beyond bounds and groups. */
export interface Rules {
  caps: Readonly<Partial<Record<Cap, number>>>;
  net: { lower: number | null; upper: number | null } | null;
  factors: readonly FactorLimit[];
  doNotTrade: readonly string[];
  exclusions: readonly string[];
  roundLots: Lots | null;
}

export interface Impact {
  coefficient: number;
  /** Value of the portfolio in base currency. */
  capital: number | null;
  /** Money traded on an average day, by symbol, where it was typed. */
  adv: Readonly<Record<string, number>>;
  /** The same for assets of which nothing else is known. */
  otherAdv: number | null;
}

export interface CostForm {
  /** Part of the value traded. */
  linear: number | null;
  impact: Impact | null;
  /** Rate a year on shorts. */
  borrow: number | null;
  holdingYears: number;
}

export interface TaxForm {
  isOn: boolean;
  /** Empty: all. */
  accountIds: readonly string[];
  jurisdiction: Jurisdiction;
  shortTerm: number;
  longTerm: number;
  laterTaxShare: number;
  horizonDays: number;
  /** The accounts' cash is capital too. */
  includeCash: boolean;
}

export interface Form {
  /** Empty: what is held today. */
  instrumentIds: string[];
  /** ISO days; null: as far as all prices reach. */
  from: string | null;
  to: string | null;
  returnsModel: ReturnsModel;
  covarianceModel: CovarianceModel;
  missing: MissingRule;
  repair: PsdRepair;
  /** Market of the models that look at one. */
  benchmarkInstrumentId: string | null;
  factorInstrumentIds: string[];
  objective: Objective;
  targetReturn: number | null;
  targetVolatility: number | null;
  riskAversion: number;
  settings: ObjectiveSettings;
  /** Null: the workspace's. */
  riskFreeRate: number | null;
  longOnly: boolean;
  /** Limits by symbol, where they differ from the default. */
  bounds: Readonly<Record<string, Limits>>;
  /** Weights that are held fast by symbol, whatever the limits say. */
  pins: Readonly<Record<string, number>>;
  /** Limits of the sums of groups, where they differ from the default. */
  groups: Readonly<Record<GroupKey, Limits>>;
  /** Members of the user's own groups by name. */
  ownGroups: Readonly<Record<string, readonly string[]>>;
  relatives: readonly Relative[];
  rules: Rules;
  costs: CostForm;
  taxes: TaxForm;
}

export const DEFAULT_FORM: Form = {
  instrumentIds: [],
  from: null,
  to: null,
  returnsModel: { model: "historical_mean" },
  covarianceModel: { model: "ledoit_wolf_constant_variance" },
  missing: "complete_cases",
  repair: "spectral",
  benchmarkInstrumentId: null,
  factorInstrumentIds: [],
  objective: "minimum_variance",
  targetReturn: null,
  targetVolatility: null,
  riskAversion: 1,
  settings: {
    confidence: 0.95,
    minimumAcceptableReturn: 0,
    uncertaintyRadius: 1,
    uncertaintyYears: null,
    l2: 0,
    budgetBy: "equal",
    budgets: {},
    linkage: null,
    nClusters: null,
    clusterRule: "gap",
    inner: "minimum_variance",
    outer: "minimum_variance",
    benchmark: "current",
    benchmarkWeights: {},
  },
  riskFreeRate: null,
  longOnly: true,
  bounds: {},
  pins: {},
  groups: {},
  ownGroups: {},
  relatives: [],
  rules: { caps: {}, net: null, factors: [], doNotTrade: [], exclusions: [], roundLots: null },
  costs: { linear: null, impact: null, borrow: null, holdingYears: 1 },
  taxes: {
    isOn: false,
    accountIds: [],
    jurisdiction: "united_states",
    shortTerm: 0.408,
    longTerm: 0.238,
    laterTaxShare: 0.5,
    horizonDays: 365,
    includeCash: false,
  },
};

/** What a plain change may touch; the rest has actions of its own. */
export type Change = Partial<Omit<Form, "bounds" | "groups" | "pins" | "longOnly" | "settings" | "rules">>;

export type Action =
  | { type: "set"; change: Change }
  | { type: "settings"; change: Partial<ObjectiveSettings> }
  | { type: "rules"; change: Partial<Rules> }
  | { type: "cap"; cap: Cap; value: number | null }
  | { type: "long_only"; value: boolean }
  | { type: "bound"; symbol: string; limits: Limits }
  | { type: "group"; key: GroupKey; limits: Limits }
  | { type: "remove_own_group"; name: string }
  | { type: "pin"; symbol: string; weight: number }
  | { type: "release"; symbol: string | null }
  | { type: "clear_limits" }
  | { type: "pick"; expected_return: number }
  | { type: "replace"; form: Form };

/** The limits that hold where nothing was chosen. */
export function defaultLimits(longOnly: boolean): Limits {
  return longOnly ? [0, 1] : [-1, 1];
}

/** Rounded to hundredths of a percent, inside the allowed range, lower not above upper: the limit that was moved wins. */
export function tidyLimits([lower, upper]: Limits, longOnly: boolean, moved: "lower" | "upper" = "lower"): Limits {
  const [least, most] = defaultLimits(longOnly);
  const tidy = (value: number): number => Math.round(Math.min(most, Math.max(least, value)) * 1e4) / 1e4;
  const [a, b] = [tidy(lower), tidy(upper)];
  if (a <= b) return [a, b];
  return moved === "lower" ? [a, a] : [b, b];
}

/** A weight to pin an asset at: hundredths of a percent within what is allowed at all. */
export function tidyPin(weight: number, longOnly: boolean): number {
  return tidyLimits([weight, weight], longOnly)[0];
}

export const isSame = (a: Limits, b: Limits): boolean => a[0] === b[0] && a[1] === b[1];

type All = Readonly<Record<string, Limits>>;

function without<T>(all: Readonly<Record<string, T>>, key: string): Record<string, T> {
  return Object.fromEntries(Object.entries(all).filter(([name]) => name !== key));
}

function withLimits(all: All, key: string, limits: Limits, longOnly: boolean): All {
  const rest = without(all, key);
  return isSame(limits, defaultLimits(longOnly)) ? rest : { ...rest, [key]: limits };
}

/** Long-only limits carried over to long/short and back, as far as they still say something. */
function converted(all: All, longOnly: boolean): All {
  return Object.fromEntries(
    Object.entries(all)
      .map(([name, limits]): [string, Limits] => [name, tidyLimits(limits, longOnly, "upper")])
      .filter(([, limits]) => !isSame(limits, defaultLimits(longOnly))),
  );
}

/** An own group goes, and every limit that speaks of it. */
function withoutOwnGroup(form: Form, name: string): Form {
  const key: GroupKey = `own:${name}`;
  return {
    ...form,
    ownGroups: without(form.ownGroups, name),
    groups: without(form.groups, key),
    relatives: form.relatives.filter(({ group, other }) => group !== key && other !== key),
  };
}

export function reduce(form: Form, action: Action): Form {
  switch (action.type) {
    case "set":
      return { ...form, ...action.change };
    case "settings":
      return { ...form, settings: { ...form.settings, ...action.change } };
    case "rules":
      return { ...form, rules: { ...form.rules, ...action.change } };
    case "cap": {
      const rest = without(form.rules.caps as Record<string, number>, action.cap);
      const caps = action.value === null ? rest : { ...rest, [action.cap]: action.value };
      return { ...form, rules: { ...form.rules, caps } };
    }
    case "long_only":
      return {
        ...form,
        longOnly: action.value,
        bounds: converted(form.bounds, action.value),
        groups: converted(form.groups, action.value),
        pins: action.value
          ? Object.fromEntries(Object.entries(form.pins).filter(([, weight]) => weight >= 0))
          : form.pins,
      };
    case "bound":
      return { ...form, bounds: withLimits(form.bounds, action.symbol, action.limits, form.longOnly) };
    case "group":
      return { ...form, groups: withLimits(form.groups, action.key, action.limits, form.longOnly) };
    case "remove_own_group":
      return withoutOwnGroup(form, action.name);
    case "pin":
      return { ...form, pins: { ...form.pins, [action.symbol]: tidyPin(action.weight, form.longOnly) } };
    case "release":
      return { ...form, pins: action.symbol === null ? {} : without(form.pins, action.symbol) };
    case "clear_limits":
      return { ...form, bounds: {}, groups: {}, relatives: [], pins: {}, rules: DEFAULT_FORM.rules };
    case "pick":
      return { ...form, objective: "efficient_return", targetReturn: action.expected_return };
    case "replace":
      return action.form;
  }
}

/** Whether anything limits the weights. */
export function hasLimits({ bounds, groups, pins, relatives, rules }: Form): boolean {
  const isOpen = (value: object): boolean => Object.keys(value).length === 0;
  return !(
    isOpen(bounds) &&
    isOpen(groups) &&
    isOpen(pins) &&
    isOpen(rules.caps) &&
    relatives.length + rules.factors.length + rules.doNotTrade.length + rules.exclusions.length === 0 &&
    rules.net === null &&
    rules.roundLots === null
  );
}

/** The sector of instruments without one. */
export const NO_SECTOR = NOTHING;
