// The form that would ask for a saved run again.
import {
  CAPS,
  type CostForm,
  DEFAULT_FORM,
  defaultLimits,
  type Form,
  isSame,
  type ObjectiveSettings,
  type Rules,
} from "./form";
import {
  type Attributes,
  DIMENSIONS,
  type GroupKey,
  keyFor,
  membersBy,
  nameOf,
  partsOf,
  type Relative,
} from "./groups";
import { type Limits, OBJECTIVES, type Run, type SavedRequest } from "./types";

function savedBounds({ bounds, assets }: SavedRequest): Record<string, Limits> {
  if (!bounds) return {};
  if (!Array.isArray(bounds)) return bounds;
  const [first, second] = bounds;
  if (typeof first === "number" && typeof second === "number") {
    return Object.fromEntries(assets.map((asset): [string, Limits] => [asset, [first, second]]));
  }
  return Object.fromEntries(
    assets.flatMap((asset, i): [string, Limits][] => {
      const pair = bounds[i];
      return Array.isArray(pair) ? [[asset, pair]] : [];
    }),
  );
}

function savedGroups(request: SavedRequest, attributes: readonly Attributes[], [least, most]: Limits) {
  const here = attributes.filter(({ symbol }) => request.assets.includes(symbol));
  const groups: Record<GroupKey, Limits> = {};
  const ownGroups: Record<string, string[]> = {};
  const relatives: Relative[] = [];
  const saved = request.groups ?? [];
  const keys = new Map(saved.map(({ name, assets }) => [name, keyFor(name, assets, here)]));
  for (const { name, assets, lower, upper, relative_to } of saved) {
    const key = keys.get(name) ?? (`own:${name}` as const);
    if (partsOf(key).dimension === "own") ownGroups[name] = assets;
    if ((lower ?? null) !== null || (upper ?? null) !== null) groups[key] = [lower ?? least, upper ?? most];
    if (relative_to) {
      relatives.push({
        id: `saved-${relatives.length}`,
        group: key,
        other: keys.get(relative_to.group) ?? `own:${relative_to.group}`,
        lower: relative_to.lower ?? null,
        upper: relative_to.upper ?? null,
      });
    }
  }
  return { groups, ownGroups, relatives };
}

function savedBudgets(request: SavedRequest, attributes: readonly Attributes[]): Partial<ObjectiveSettings> {
  if (request.budgets) return { budgetBy: "asset", budgets: request.budgets };
  const groups = request.group_budgets ?? [];
  if (groups.length === 0) return {};
  const here = attributes.filter(({ symbol }) => request.assets.includes(symbol));
  for (const dimension of DIMENSIONS) {
    const values = [...membersBy(dimension, here).keys()];
    const budgets = values.flatMap((value) => {
      const found = groups.find((group) => group.name === nameOf(`${dimension}:${value}`));
      return found ? [[value, found.budget] as const] : [];
    });
    if (budgets.length === groups.length) return { budgetBy: dimension, budgets: Object.fromEntries(budgets) };
  }
  // Groups of no dimension: the same parts of the risk, told by asset.
  const shares = groups.flatMap(({ assets, budget }) =>
    assets.map((asset) => [asset, budget / assets.length] as const),
  );
  return { budgetBy: "asset", budgets: Object.fromEntries(shares) };
}

function savedSettings(request: SavedRequest, attributes: readonly Attributes[]): ObjectiveSettings {
  const base = DEFAULT_FORM.settings;
  const benchmark = request.benchmark_weights;
  return {
    ...base,
    confidence: request.confidence ?? base.confidence,
    minimumAcceptableReturn: request.minimum_acceptable_return ?? 0,
    uncertaintyRadius: request.uncertainty?.radius ?? base.uncertaintyRadius,
    uncertaintyYears: request.uncertainty?.years ?? null,
    l2: request.l2_regularization ?? 0,
    ...savedBudgets(request, attributes),
    linkage: request.linkage ?? null,
    nClusters: request.n_clusters ?? null,
    clusterRule: request.cluster_rule ?? base.clusterRule,
    inner: request.nested?.inner ?? base.inner,
    outer: request.nested?.outer ?? base.outer,
    // What was held or equal then may be something else today: the weights are kept as they were.
    ...(benchmark ? { benchmark: "own", benchmarkWeights: benchmark } : {}),
  };
}

function savedRules({ constraints = {} }: SavedRequest): Rules {
  const lots = constraints.round_lots;
  const net = constraints.net_exposure;
  return {
    caps: Object.fromEntries(
      CAPS.flatMap((cap) => {
        const value = constraints[cap];
        return value === null || value === undefined ? [] : [[cap, value]];
      }),
    ),
    net: net ? { lower: net.lower ?? null, upper: net.upper ?? null } : null,
    factors: (constraints.factor_exposures ?? []).map(({ name, exposures, lower, upper }, i) => ({
      id: `saved-${i}`,
      name,
      exposures,
      lower: lower ?? null,
      upper: upper ?? null,
    })),
    doNotTrade: constraints.do_not_trade ?? [],
    exclusions: constraints.exclusions ?? [],
    roundLots: lots
      ? {
          method: lots.method ?? "greedy",
          capital: lots.capital,
          lotSize: typeof lots.lot_sizes === "number" ? lots.lot_sizes : 1,
          minimumTrade: lots.minimum_trade ?? 0,
          cashBuffer: lots.cash_buffer ?? 0,
        }
      : null,
  };
}

function savedCosts({ costs }: SavedRequest): CostForm {
  const base = DEFAULT_FORM.costs;
  if (!costs) return base;
  const rate = (value: unknown): number | null => (typeof value === "number" ? value : null);
  const volumes = costs.impact?.average_daily_volume;
  return {
    linear: rate(costs.linear),
    impact: costs.impact
      ? {
          coefficient: costs.impact.coefficient ?? 1,
          capital: costs.impact.capital,
          adv: typeof volumes === "object" ? volumes : {},
          otherAdv: typeof volumes === "number" ? volumes : null,
        }
      : null,
    borrow: rate(costs.borrow),
    holdingYears: costs.holding_years ?? base.holdingYears,
  };
}

/** The choices behind a saved run. `attributes` say what its instruments are, so that groups become those of the editor. */
export function formOf(run: Run, attributes: readonly Attributes[]): Form {
  const { universe, request } = run.settings;
  const bounds = savedBounds(request);
  const longOnly = request.long_only ?? Object.values(bounds).every(([lower]) => lower >= 0);
  const limits = defaultLimits(longOnly);
  const lots = request.tax_lots;
  const isPin = ([lower, upper]: Limits): boolean => lower === upper;
  return {
    ...DEFAULT_FORM,
    instrumentIds: universe.instrument_ids.length > 0 ? universe.instrument_ids : run.instruments,
    from: universe.from ?? null,
    to: universe.to ?? null,
    returnsModel: universe.expected_returns_model,
    covarianceModel: universe.covariance_model,
    missing: universe.missing ?? DEFAULT_FORM.missing,
    repair: universe.repair ?? DEFAULT_FORM.repair,
    benchmarkInstrumentId: universe.benchmark_instrument_id ?? null,
    factorInstrumentIds: universe.factor_instrument_ids ?? [],
    objective: OBJECTIVES.find((objective) => objective === request.objective) ?? "maximum_sharpe",
    targetReturn: request.target_return ?? null,
    targetVolatility: request.target_volatility ?? null,
    riskAversion: request.risk_aversion ?? 1,
    settings: savedSettings(request, attributes),
    riskFreeRate: request.risk_free_rate ?? null,
    longOnly,
    bounds: Object.fromEntries(Object.entries(bounds).filter(([, pair]) => !isSame(pair, limits) && !isPin(pair))),
    pins: Object.fromEntries(
      Object.entries(bounds).flatMap(([symbol, pair]) => (isPin(pair) ? [[symbol, pair[0]]] : [])),
    ),
    ...savedGroups(request, attributes, limits),
    rules: savedRules(request),
    costs: savedCosts(request),
    taxes: lots
      ? {
          ...DEFAULT_FORM.taxes,
          isOn: true,
          jurisdiction: lots.jurisdiction ?? DEFAULT_FORM.taxes.jurisdiction,
          shortTerm: lots.rates.short_term,
          longTerm: lots.rates.long_term,
          laterTaxShare: lots.deferral?.later_tax_share ?? DEFAULT_FORM.taxes.laterTaxShare,
          includeCash: (lots.cash ?? 0) > 0,
          horizonDays: lots.deferral?.horizon_days ?? DEFAULT_FORM.taxes.horizonDays,
        }
      : DEFAULT_FORM.taxes,
  };
}
