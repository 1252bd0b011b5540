// The pure steps between estimators: what a newly chosen one starts from, and what is left when instruments go.
import { type CovarianceModel, type ReturnsModel, type Universe, type View } from "./types";

type ReturnsId = ReturnsModel["model"];
type Model<Id extends ReturnsId> = Extract<ReturnsModel, { model: Id }>;
export type BlackLittermanModel = Model<"black_litterman">;
type Covariance<Id extends CovarianceModel["model"]> = Extract<CovarianceModel, { model: Id }>;

/** Spans in days where nothing was typed: those of the server. */
export const SPAN_RETURNS = 500;
export const SPAN_COVARIANCE = 180;
export const HALF_LIFE = 40;
export const RISK_AVERSION = 2.5;
export const TAU = 0.05;

/** Expected returns on the screen, rounded to hundredths of a percent, by symbol. */
export function shownReturns({ assets, expected_returns }: Universe): Record<string, number> {
  return Object.fromEntries(
    assets.map(({ symbol }, i) => [symbol, Math.round((expected_returns[i] ?? 0) * 1e4) / 1e4]),
  );
}

/** A first view that says what is expected already: half sure that the first asset returns what it does. */
export function firstView(universe: Universe): View {
  const symbol = universe.assets[0]?.symbol ?? "";
  return { asset: symbol, expected_return: shownReturns(universe)[symbol] ?? 0, confidence: 0.5 };
}

/** Black–Litterman on what was chosen until now. Equilibrium is the usual prior; a model of one's own is kept as one. */
export function withViews(model: ReturnsModel, views: View[]): BlackLittermanModel {
  if (model.model === "black_litterman") return { ...model, views };
  const prior: ReturnsModel =
    model.model === "given" || model.model === "equilibrium"
      ? model
      : { model: "equilibrium", risk_aversion: RISK_AVERSION };
  return { model: "black_litterman", prior, views, tau: TAU, posterior_covariance: true };
}

/** The model that was chosen, with the values it starts from. */
export function newReturnsModel(id: ReturnsId, before: ReturnsModel, universe: Universe): ReturnsModel {
  switch (id) {
    case "historical_mean":
    case "capm":
      return { model: id };
    case "exponentially_weighted":
      return { model: id, span: SPAN_RETURNS };
    case "exponential_half_life":
      return { model: id, half_life: HALF_LIFE };
    case "shrunk":
      return { model: id, method: "james_stein", target: "grand_mean", positive_part: true };
    case "equilibrium":
      return { model: id, risk_aversion: RISK_AVERSION };
    case "given":
      return { model: id, values: shownReturns(universe) };
    case "black_litterman":
      return withViews(before, [firstView(universe)]);
  }
}

export function newCovarianceModel(id: CovarianceModel["model"]): CovarianceModel {
  switch (id) {
    case "exponentially_weighted":
      return { model: id, span: SPAN_COVARIANCE };
    case "exponential_half_life":
      return { model: id, half_life: HALF_LIFE };
    case "fixed_shrinkage":
      return { model: id, intensity: 0.2 };
    case "gerber":
      return { model: id, threshold: 0.5 };
    case "semicovariance":
      return { model: id, benchmark_return: 0.000079 };
    case "detoned":
      return { model: id, n_markets: 1, denoise: false };
    case "statistical_factors":
      return { model: id, n_factors: null };
    default:
      return { model: id } as Covariance<typeof id>;
  }
}

/** Models on daily returns can take logarithmic ones. */
export function takesLogReturns(model: ReturnsModel): model is Extract<ReturnsModel, { log_returns?: boolean }> {
  return ["historical_mean", "exponentially_weighted", "exponential_half_life", "capm"].includes(model.model);
}

/** Whether a model compares with a market. */
export function looksAtBenchmark(model: ReturnsModel): boolean {
  if (model.model === "black_litterman") return model.prior ? looksAtBenchmark(model.prior) : false;
  return model.model === "capm" || (model.model === "equilibrium" && model.risk_aversion === "from_benchmark");
}

/** The assets a view speaks of. */
export function assetsOf({ asset, versus, weights }: View): string[] {
  return [asset, versus, ...Object.keys(weights ?? {})].filter((name): name is string => typeof name === "string");
}

function kept(values: Readonly<Record<string, number>>, symbols: ReadonlySet<string>): Record<string, number> {
  return Object.fromEntries(Object.entries(values).filter(([symbol]) => symbols.has(symbol)));
}

/** A model without what it says of assets that are no longer chosen; without any view left it is its prior. */
export function pruned(model: ReturnsModel, symbols: ReadonlySet<string>): ReturnsModel {
  switch (model.model) {
    case "given":
      return { ...model, values: kept(model.values, symbols) };
    case "equilibrium":
      return model.weights ? { ...model, weights: kept(model.weights, symbols) } : model;
    case "black_litterman": {
      const prior = pruned(model.prior ?? { model: "equilibrium" }, symbols);
      const still = model.views.map((view) => assetsOf(view).every((name) => symbols.has(name)));
      const views = model.views.filter((_, i) => still[i]);
      if (views.length === 0) return prior;
      const omega = model.omega?.filter((_, i) => still[i]).map((row) => row.filter((_, i) => still[i]));
      return { ...model, prior, views, ...(omega ? { omega } : {}) };
    }
    default:
      return model;
  }
}

/** How sure the views are: by a share of the way, by variances of one's own, or as the prior is of the same portfolio. */
export type Trust = "confidence" | "variance" | "proportional";

export function trustOf({ views, omega }: BlackLittermanModel): Trust {
  if (omega) return "variance";
  return views.some((view) => typeof view.confidence === "number") ? "confidence" : "proportional";
}

function diagonal(variances: readonly number[]): number[][] {
  return variances.map((variance, i) => variances.map((_, j) => (i === j ? variance : 0)));
}

/** Standard error of each view a year; 2 % where nothing was said. */
export function errorsOf({ views, omega }: BlackLittermanModel): number[] {
  return views.map((_, i) => Math.sqrt(omega?.[i]?.[i] ?? 0.02 ** 2));
}

/** The same views with another way of saying how sure they are. */
export function trusting(model: BlackLittermanModel, trust: Trust): BlackLittermanModel {
  const views = model.views.map(({ confidence, ...view }): View =>
    trust === "confidence" ? { ...view, confidence: confidence ?? 0.5 } : view,
  );
  return trust === "variance"
    ? { ...model, views, omega: diagonal(errorsOf(model).map((error) => error ** 2)) }
    : { ...model, views, omega: null };
}

/** Other views, their errors going with them. */
export function replaced(model: BlackLittermanModel, views: View[], errors: readonly number[]): BlackLittermanModel {
  return { ...model, views, omega: model.omega ? diagonal(errors.map((error) => error ** 2)) : null };
}
