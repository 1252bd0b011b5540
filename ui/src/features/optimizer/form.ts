// What the user has chosen, and the pure steps between choices.
import {
  type CovarianceModel,
  type Limits,
  type Objective,
  OBJECTIVES,
  type Request,
  type ReturnsModel,
  type Run,
  type SavedRequest,
  type Universe,
  type UniverseAsset,
} from "./types";

export interface Form {
  /** Empty: what is held today. */
  instrumentIds: string[];
  /** ISO days; null: as far as all prices reach. */
  from: string | null;
  to: string | null;
  returnsModel: ReturnsModel;
  covarianceModel: CovarianceModel;
  objective: Objective;
  targetReturn: number | null;
  targetVolatility: number | null;
  riskAversion: number;
  /** Null: the workspace's. */
  riskFreeRate: number | null;
  longOnly: boolean;
  /** Limits by symbol, where they differ from the default. */
  bounds: Readonly<Record<string, Limits>>;
  /** Limits of the sums of sectors, where they differ from the default. */
  sectors: Readonly<Record<string, Limits>>;
}

export const DEFAULT_FORM: Form = {
  instrumentIds: [],
  from: null,
  to: null,
  returnsModel: { model: "historical_mean" },
  covarianceModel: { model: "ledoit_wolf_constant_variance" },
  objective: "minimum_variance",
  targetReturn: null,
  targetVolatility: null,
  riskAversion: 1,
  riskFreeRate: null,
  longOnly: true,
  bounds: {},
  sectors: {},
};

/** Sectors of instruments without one. */
export const NO_SECTOR = "";

export type Action =
  | { type: "set"; change: Partial<Omit<Form, "bounds" | "sectors" | "longOnly">> }
  | { type: "long_only"; value: boolean }
  | { type: "bound"; symbol: string; limits: Limits }
  | { type: "sector"; sector: string; limits: Limits }
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

const same = (a: Limits, b: Limits): boolean => a[0] === b[0] && a[1] === b[1];

function withLimits(all: Form["bounds"], key: string, limits: Limits, longOnly: boolean): Form["bounds"] {
  const rest = Object.fromEntries(Object.entries(all).filter(([name]) => name !== key));
  return same(limits, defaultLimits(longOnly)) ? rest : { ...rest, [key]: limits };
}

/** Long-only limits carried over to long/short and back, as far as they still say something. */
function converted(all: Form["bounds"], longOnly: boolean): Form["bounds"] {
  return Object.fromEntries(
    Object.entries(all)
      .map(([name, limits]): [string, Limits] => [name, tidyLimits(limits, longOnly, "upper")])
      .filter(([, limits]) => !same(limits, defaultLimits(longOnly))),
  );
}

export function reduce(form: Form, action: Action): Form {
  switch (action.type) {
    case "set":
      return { ...form, ...action.change };
    case "long_only":
      return {
        ...form,
        longOnly: action.value,
        bounds: converted(form.bounds, action.value),
        sectors: converted(form.sectors, action.value),
      };
    case "bound":
      return { ...form, bounds: withLimits(form.bounds, action.symbol, action.limits, form.longOnly) };
    case "sector":
      return { ...form, sectors: withLimits(form.sectors, action.sector, action.limits, form.longOnly) };
    case "clear_limits":
      return { ...form, bounds: {}, sectors: {} };
    case "pick":
      return { ...form, objective: "efficient_return", targetReturn: action.expected_return };
    case "replace":
      return action.form;
  }
}

/** The assets of each sector, by name. */
export function sectorsOf(assets: readonly UniverseAsset[]): Map<string, string[]> {
  const sectors = new Map<string, string[]>();
  for (const { sector, symbol } of assets) {
    const name = sector ?? NO_SECTOR;
    sectors.set(name, [...(sectors.get(name) ?? []), symbol]);
  }
  return new Map([...sectors].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** What to ask the solver, without moments: those are the universe's. */
export function limitsOf(
  form: Form,
  assets: readonly UniverseAsset[],
): Pick<Request, "assets" | "bounds" | "long_only" | "groups"> {
  const sectors = sectorsOf(assets);
  return {
    assets: assets.map((asset) => asset.symbol),
    long_only: form.longOnly,
    bounds: Object.fromEntries(
      assets.flatMap(({ symbol }) => {
        const limits = form.bounds[symbol];
        return limits ? [[symbol, limits]] : [];
      }),
    ),
    groups: Object.entries(form.sectors).flatMap(([sector, [lower, upper]]) => {
      const members = sectors.get(sector);
      return members ? [{ name: sector === NO_SECTOR ? "No sector" : sector, assets: members, lower, upper }] : [];
    }),
  };
}

/** The request for the chosen objective. */
export function requestOf(form: Form, universe: Universe): Request {
  const { objective } = form;
  return {
    ...limitsOf(form, universe.assets),
    objective,
    risk_free_rate: form.riskFreeRate ?? universe.risk_free_rate,
    ...(objective === "efficient_return" && form.targetReturn !== null ? { target_return: form.targetReturn } : {}),
    ...(objective === "efficient_risk" && form.targetVolatility !== null
      ? { target_volatility: form.targetVolatility }
      : {}),
    ...(objective === "maximum_quadratic_utility" ? { risk_aversion: form.riskAversion } : {}),
  };
}

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

/** The form that would ask for a saved run again. */
export function formOf(run: Run): Form {
  const { universe, request } = run.settings;
  const bounds = savedBounds(request);
  const longOnly = request.long_only ?? Object.values(bounds).every(([lower]) => lower >= 0);
  const [least, most] = defaultLimits(longOnly);
  return {
    instrumentIds: universe.instrument_ids.length > 0 ? universe.instrument_ids : run.instruments,
    from: universe.from ?? null,
    to: universe.to ?? null,
    returnsModel: universe.expected_returns_model,
    covarianceModel: universe.covariance_model,
    objective: OBJECTIVES.find((objective) => objective === request.objective) ?? "maximum_sharpe",
    targetReturn: request.target_return ?? null,
    targetVolatility: request.target_volatility ?? null,
    riskAversion: request.risk_aversion ?? 1,
    riskFreeRate: request.risk_free_rate ?? null,
    longOnly,
    bounds: Object.fromEntries(Object.entries(bounds).filter(([, limits]) => !same(limits, [least, most]))),
    sectors: Object.fromEntries(
      (request.groups ?? []).map(({ name, lower, upper }): [string, Limits] => [
        name === "No sector" ? NO_SECTOR : name,
        [lower ?? least, upper ?? most],
      ]),
    ),
  };
}
