// From choices to what is asked: the universe's spec, the request without moments, the question with both.
import { type Form, type Rules } from "./form";
import { groupsInUse, membersBy, membersOf, nameOf } from "./groups";
import {
  type Constraints,
  type Costs,
  type Group,
  type LotsQuestion,
  type Objective,
  type Request,
  type StudioQuestion,
  type Universe,
  type UniverseAsset,
  type UniverseSpec,
} from "./types";

/** What of the form decides the moments. */
export function specOf(form: Form): UniverseSpec {
  return {
    instrument_ids: form.instrumentIds,
    from: form.from,
    to: form.to,
    expected_returns_model: form.returnsModel,
    covariance_model: form.covarianceModel,
    missing: form.missing,
    repair: form.repair,
    benchmark_instrument_id: form.benchmarkInstrumentId,
    factor_instrument_ids: form.factorInstrumentIds,
  };
}

/** Periods a year of daily prices. */
const PERIODS = 252;

const CLUSTERED: readonly Objective[] = ["hierarchical_equal_risk_contribution", "nested_clusters"];
export const usesLinkage = (objective: Objective): boolean =>
  objective === "hierarchical_risk_parity" || CLUSTERED.includes(objective);
export const usesClusters = (objective: Objective): boolean => CLUSTERED.includes(objective);
export const usesConfidence = (objective: Objective): boolean =>
  objective === "minimum_cvar" || objective === "minimum_cdar";
/** Objectives whose variance takes the penalty on concentration. */
export const usesPenalty = (objective: Objective): boolean =>
  ["minimum_variance", "maximum_sharpe", "efficient_return", "efficient_risk", "maximum_quadratic_utility"].includes(
    objective,
  );
export const usesRiskAversion = (objective: Objective, withLots: boolean): boolean =>
  objective === "maximum_quadratic_utility" ||
  objective === "worst_case" ||
  (withLots && objective === "minimum_tracking_error");

/** Whether lots can be part of the problem with an objective. */
export const takesLots = (objective: Objective): boolean =>
  objective === "maximum_quadratic_utility" || objective === "minimum_tracking_error";
export const hasLots = (form: Form): boolean => form.taxes.isOn && takesLots(form.objective);

export const usesBenchmark = (form: Form): boolean =>
  form.objective === "minimum_tracking_error" || form.rules.caps.tracking_error !== undefined;

/** The weights to track. */
export function benchmarkOf({ settings }: Form, { assets, current }: Universe): Record<string, number> {
  switch (settings.benchmark) {
    case "current":
      return current?.weights ?? {};
    case "equal":
      return Object.fromEntries(assets.map(({ symbol }) => [symbol, 1 / assets.length]));
    case "own":
      return Object.fromEntries(assets.map(({ symbol }) => [symbol, settings.benchmarkWeights[symbol] ?? 0]));
  }
}

/** Shares of the risk, scaled to one; an entry that was not typed has the even share. */
export function scaledBudgets(names: readonly string[], budgets: Readonly<Record<string, number>>): number[] {
  const raw = names.map((name) => Math.max(0, budgets[name] ?? 1 / names.length));
  const sum = raw.reduce((a, b) => a + b, 0);
  return raw.map((value) => (sum > 0 ? value / sum : 1 / names.length));
}

function budgetsOf({ objective, settings }: Form, assets: readonly UniverseAsset[]): Partial<Request> {
  if (objective !== "risk_parity" || settings.budgetBy === "equal") return {};
  if (settings.budgetBy === "asset") {
    const names = assets.map((asset) => asset.symbol);
    const shares = scaledBudgets(names, settings.budgets);
    return { budgets: Object.fromEntries(names.map((name, i) => [name, shares[i] ?? 0])) };
  }
  const dimension = settings.budgetBy;
  const groups = [...membersBy(dimension, assets)];
  const shares = scaledBudgets(
    groups.map(([value]) => value),
    settings.budgets,
  );
  return {
    group_budgets: groups.map(([value, members], i) => ({
      name: nameOf(`${dimension}:${value}`),
      assets: members,
      budget: shares[i] ?? 0,
    })),
  };
}

function objectiveOf(form: Form, universe: Universe): Partial<Request> {
  const { objective, settings } = form;
  const given = <T extends object>(when: boolean, part: T): Partial<T> => (when ? part : {});
  return {
    ...given(objective === "efficient_return" && form.targetReturn !== null, { target_return: form.targetReturn }),
    ...given(objective === "efficient_risk" && form.targetVolatility !== null, {
      target_volatility: form.targetVolatility,
    }),
    ...given(usesRiskAversion(objective, form.taxes.isOn), { risk_aversion: form.riskAversion }),
    ...given(usesPenalty(objective) && settings.l2 > 0, { l2_regularization: settings.l2 }),
    ...given(usesConfidence(objective), { confidence: settings.confidence }),
    ...given(objective === "minimum_semivariance", { minimum_acceptable_return: settings.minimumAcceptableReturn }),
    ...given(objective === "worst_case", {
      uncertainty: {
        radius: settings.uncertaintyRadius,
        years: settings.uncertaintyYears ?? Math.max(1, universe.n_observations) / PERIODS,
      },
    }),
    ...given(usesLinkage(objective) && settings.linkage !== null, { linkage: settings.linkage }),
    ...given(usesClusters(objective), {
      cluster_rule: settings.clusterRule,
      ...given(settings.nClusters !== null, { n_clusters: settings.nClusters }),
    }),
    ...given(objective === "nested_clusters", { nested: { inner: settings.inner, outer: settings.outer } }),
    ...budgetsOf(form, universe.assets),
    ...given(usesBenchmark(form), { benchmark_weights: benchmarkOf(form, universe) }),
  };
}

/** Bounds and groups. */
export function limitsOf(
  form: Form,
  assets: readonly UniverseAsset[],
): Pick<Request, "assets" | "bounds" | "long_only" | "groups"> {
  const groups = groupsInUse(form.groups, form.relatives).flatMap((key): Group[] => {
    const members = membersOf(key, assets, form.ownGroups);
    if (members.length === 0) return [];
    const limits = form.groups[key];
    return [{ name: nameOf(key), assets: members, ...(limits ? { lower: limits[0], upper: limits[1] } : {}) }];
  });
  const named = new Map(groups.map((group) => [group.name, group]));
  for (const { group, other, lower, upper } of form.relatives) {
    const [own, against] = [named.get(nameOf(group)), named.get(nameOf(other))];
    if (!own || !against || own === against || (lower === null && upper === null)) continue;
    const relative_to = {
      group: against.name,
      ...(lower === null ? {} : { lower }),
      ...(upper === null ? {} : { upper }),
    };
    // A group may be limited against several others: each further limit is an entry of its own.
    if (own.relative_to) groups.push({ name: own.name, assets: own.assets, relative_to });
    else own.relative_to = relative_to;
  }
  return {
    assets: assets.map((asset) => asset.symbol),
    long_only: form.longOnly,
    bounds: Object.fromEntries(
      assets.flatMap(({ symbol }) => {
        const pin = form.pins[symbol];
        const limits = pin === undefined ? form.bounds[symbol] : ([pin, pin] as [number, number]);
        return limits ? [[symbol, limits]] : [];
      }),
    ),
    // A group that only an incomplete relative limit speaks of would limit nothing.
    groups: groups.filter(
      (group) =>
        group.lower !== undefined || group.relative_to || groups.some((g) => g.relative_to?.group === group.name),
    ),
  };
}

function known(names: readonly string[], assets: readonly UniverseAsset[]): string[] {
  return names.filter((name) => assets.some((asset) => asset.symbol === name));
}

/** The assets of which something is not known, and the values of the others. */
export function pricesOf(assets: readonly UniverseAsset[]): { prices: Record<string, number>; missing: string[] } {
  const prices: Record<string, number> = {};
  const missing: string[] = [];
  for (const { symbol, last_price } of assets) {
    if (last_price === null) missing.push(symbol);
    else prices[symbol] = last_price;
  }
  return { prices, missing };
}

function roundLotsOf({ roundLots }: Rules, assets: readonly UniverseAsset[]): Constraints["round_lots"] {
  const { prices, missing } = pricesOf(assets);
  if (!roundLots || roundLots.capital === null || missing.length > 0) return null;
  return {
    prices,
    capital: roundLots.capital,
    method: roundLots.method,
    lot_sizes: roundLots.lotSize,
    minimum_trade: roundLots.minimumTrade,
    cash_buffer: roundLots.cashBuffer,
  };
}

/** The limits beyond bounds and groups; what is open is left out. */
export function constraintsOf({ rules }: Form, assets: readonly UniverseAsset[]): Constraints {
  const [still, excluded] = [known(rules.doNotTrade, assets), known(rules.exclusions, assets)];
  const factors = rules.factors.flatMap(({ name, exposures, lower, upper }) => {
    const named = Object.fromEntries(Object.entries(exposures).filter(([asset]) => known([asset], assets).length > 0));
    if (lower === null && upper === null) return [];
    return [{ name, exposures: named, ...(lower === null ? {} : { lower }), ...(upper === null ? {} : { upper }) }];
  });
  const lots = roundLotsOf(rules, assets);
  const { net } = rules;
  return {
    ...rules.caps,
    ...(net && (net.lower !== null || net.upper !== null)
      ? {
          net_exposure: {
            ...(net.lower === null ? {} : { lower: net.lower }),
            ...(net.upper === null ? {} : { upper: net.upper }),
          },
        }
      : {}),
    ...(factors.length > 0 ? { factor_exposures: factors } : {}),
    ...(still.length > 0 ? { do_not_trade: still } : {}),
    ...(excluded.length > 0 ? { exclusions: excluded } : {}),
    ...(lots ? { round_lots: lots } : {}),
  };
}

/** Volume of each asset: typed, else as traded lately; and the assets without either. */
export function volumesOf(
  form: Form,
  assets: readonly UniverseAsset[],
): { adv: Record<string, number>; missing: string[] } {
  const { impact } = form.costs;
  const adv: Record<string, number> = {};
  const missing: string[] = [];
  for (const { symbol, adv: traded } of assets) {
    const volume = impact?.adv[symbol] ?? traded ?? impact?.otherAdv ?? null;
    if (volume === null || volume <= 0) missing.push(symbol);
    else adv[symbol] = volume;
  }
  return { adv, missing };
}

/** Costs of trading and shorting; null without any. */
export function costsOf(form: Form, assets: readonly UniverseAsset[]): Costs | null {
  const { linear, impact, borrow, holdingYears } = form.costs;
  const { adv, missing } = volumesOf(form, assets);
  const market =
    impact && impact.capital !== null && missing.length === 0
      ? { coefficient: impact.coefficient, capital: impact.capital, average_daily_volume: adv }
      : null;
  if (linear === null && market === null && borrow === null) return null;
  return {
    ...(linear === null ? {} : { linear }),
    ...(market ? { impact: market } : {}),
    ...(borrow === null ? {} : { borrow }),
    holding_years: holdingYears,
  };
}

/** The request for the chosen objective. */
export function requestOf(form: Form, universe: Universe): Request {
  const constraints = constraintsOf(form, universe.assets);
  const costs = costsOf(form, universe.assets);
  const trades = costs !== null || constraints.turnover !== undefined || constraints.do_not_trade !== undefined;
  return {
    ...limitsOf(form, universe.assets),
    objective: form.objective,
    risk_free_rate: form.riskFreeRate ?? universe.risk_free_rate,
    ...objectiveOf(form, universe),
    ...(Object.keys(constraints).length > 0 ? { constraints } : {}),
    ...(costs ? { costs } : {}),
    // With lots, they say what is held.
    ...(trades && !hasLots(form) ? { current_weights: universe.current?.weights ?? {} } : {}),
  };
}

/** The books' lots, when they are part of the problem. */
export function lotsOf(form: Form): LotsQuestion | null {
  if (!hasLots(form)) return null;
  const { accountIds, jurisdiction, shortTerm, longTerm, laterTaxShare, horizonDays, includeCash } = form.taxes;
  return {
    account_ids: [...accountIds],
    rates: { short_term: shortTerm, long_term: longTerm },
    jurisdiction,
    deferral: { later_tax_share: laterTaxShare, horizon_days: horizonDays },
    max_nodes: null,
    include_cash: includeCash,
  };
}

/** Everything that is asked for what is chosen now. The spec is that of the universe on the screen. */
export function questionOf(form: Form, universe: Universe): StudioQuestion {
  return {
    universe: universe.spec,
    request: requestOf(form, universe),
    frontier_points: null,
    corners: false,
    lots: lotsOf(form),
  };
}
