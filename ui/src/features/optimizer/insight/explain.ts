// Figures of a result opened into formula and inputs: weights, expected returns, rows of the covariance, and where they come from.
import { t } from "@lingui/core/macro";

import { node, type Part } from "@/api/explanationNode";
import { type Explanation } from "@/api/types";
import { type Result, type Universe } from "../types";
import { covariances } from "./contributions";

export interface Explained {
  universe: Universe;
  /** A portfolio with its figures: the solution, or what is held today. */
  result: Pick<Result, "weights" | "expected_return" | "volatility" | "sharpe"> & { sharpe_reason?: string | null };
  /** A year, as the solver took it. */
  risk_free_rate: number;
}

/** A fraction as a percentage with so many digits; an unknown one stays unknown. */
export function percentNode(value: number | null | undefined, digits: number, part: Part): Explanation {
  const known = value !== null && value !== undefined && Number.isFinite(value);
  return node({ value: known ? (value * 100).toFixed(digits + 4) : null, unit: "%", digits, ...part });
}

export function numberNode(value: number | null | undefined, digits: number, part: Part): Explanation {
  const known = value !== null && value !== undefined && Number.isFinite(value);
  return node({ value: known ? value.toFixed(digits) : null, ...part });
}

/** What the estimates were made from, in a line. */
export function estimatedFrom({ first_date, last_date, n_observations, data_hash }: Universe): string {
  return t`${n_observations} returns from ${first_date} to ${last_date}, data ${data_hash.slice(0, 12)}`;
}

const model = (name: { model: string }): string => name.model.replaceAll("_", " ");

const sourceOf = (universe: Universe, kind: "returns" | "covariance"): Pick<Explanation, "source" | "as_of"> => {
  const { expected_returns_model, covariance_model } = universe.spec;
  const name = kind === "returns" ? model(expected_returns_model) : model(covariance_model);
  return { source: `${name}, ${estimatedFrom(universe)}`, as_of: universe.last_date };
};

function linkOf(universe: Universe, symbol: string): Explanation["link"] {
  const asset = universe.assets.find((a) => a.symbol === symbol);
  return asset ? { kind: "instrument", id: asset.instrument_id } : null;
}

/** The assets that are held, with their place in the moments. */
function held({ universe, result }: Explained): { symbol: string; i: number; weight: number }[] {
  return universe.assets
    .map(({ symbol }, i) => ({ symbol, i, weight: result.weights[symbol] ?? 0 }))
    .filter(({ weight }) => Math.abs(weight) > 5e-9);
}

/** What a sum leaves to the figure as told; nothing when they agree. */
function rest(told: number | null | undefined, sum: number, title: string): Explanation[] {
  const difference = (told ?? sum) - sum;
  return Math.abs(difference) > 1e-7 ? [percentNode(difference, 4, { title })] : [];
}

/** The expected return of one asset; with views, what they started from and how sure each of them is. */
export function explainAssetReturn({ universe }: Pick<Explained, "universe">, symbol: string): Explanation {
  const i = universe.assets.findIndex((a) => a.symbol === symbol);
  const { views } = universe;
  return percentNode(universe.expected_returns[i], 4, {
    title: t`Expected return of ${symbol} a year`,
    formula: views ? t`posterior of Black and Litterman: the prior, moved by the views` : "",
    ...sourceOf(universe, "returns"),
    link: linkOf(universe, symbol),
    inputs: views
      ? [
          percentNode(views.prior[i], 4, { title: t`Prior expected return of ${symbol}` }),
          ...views.views.map((view, k) =>
            numberNode(views.omega[k]?.[k], 8, { title: view, formula: t`variance of the view's error` }),
          ),
        ]
      : [],
  });
}

export function explainReturn(about: Explained): Explanation {
  const { universe, result } = about;
  const rows = held(about);
  const sum = rows.reduce((total, { i, weight }) => total + weight * (universe.expected_returns[i] ?? 0), 0);
  return percentNode(result.expected_return, 4, {
    title: t`Expected return a year`,
    formula: t`sum of weight × expected return`,
    ...sourceOf(universe, "returns"),
    inputs: [
      ...rows.map(({ symbol, i, weight }) =>
        percentNode(weight * (universe.expected_returns[i] ?? 0), 4, {
          title: symbol,
          formula: t`weight × expected return`,
          inputs: [percentNode(weight, 4, { title: t`Weight` }), explainAssetReturn(about, symbol)],
        }),
      ),
      ...rest(result.expected_return, sum, t`Cash at the risk-free rate`),
    ],
  });
}

/** The variance as the sum of what the assets add to it. */
function varianceParts(about: Explained): { parts: Explanation[]; variance: number } {
  const pulls = covariances(about.universe, about.result.weights);
  const rows = held(about);
  return {
    variance: rows.reduce((sum, { i, weight }) => sum + weight * (pulls[i] ?? 0), 0),
    parts: rows.map(({ symbol, i, weight }) =>
      numberNode(weight * (pulls[i] ?? 0), 8, {
        title: symbol,
        formula: t`weight × covariance with the portfolio`,
        inputs: [
          percentNode(weight, 4, { title: t`Weight` }),
          numberNode(pulls[i], 8, { title: t`Covariance with the portfolio` }),
        ],
      }),
    ),
  };
}

export function explainVolatility(about: Explained): Explanation {
  const { parts, variance } = varianceParts(about);
  return percentNode(about.result.volatility, 4, {
    title: t`Volatility a year`,
    formula: t`square root of the variance`,
    ...sourceOf(about.universe, "covariance"),
    inputs: [
      numberNode(variance, 8, {
        title: t`Variance a year`,
        formula: t`sum of weight × covariance with the portfolio`,
        inputs: parts,
      }),
    ],
  });
}

export function explainSharpe(about: Explained): Explanation {
  const { universe, result, risk_free_rate } = about;
  const isOwn = Math.abs(risk_free_rate - universe.risk_free_rate) > 1e-12;
  return numberNode(result.sharpe, 6, {
    title: t`Sharpe ratio`,
    formula: t`(expected return − risk-free rate) / volatility`,
    unknown: result.sharpe_reason
      ? { code: "undefined", message: result.sharpe_reason, instrument_id: null, currency: null, date: null }
      : null,
    inputs: [
      explainReturn(about),
      percentNode(risk_free_rate, 4, {
        title: t`Risk-free rate a year`,
        source: isOwn ? t`entered in the optimizer` : universe.risk_free_source,
      }),
      explainVolatility(about),
    ],
  });
}

/** `(Σw)ᵢ`, and the same with the row of the covariance that it is made of. */
function pullOf(about: Explained, symbol: string): { pull: number; tree: Explanation } {
  const { universe } = about;
  const i = universe.assets.findIndex((a) => a.symbol === symbol);
  const row = universe.covariance[i] ?? [];
  const pull = covariances(universe, about.result.weights)[i] ?? Number.NaN;
  const tree = numberNode(pull, 8, {
    title: t`Covariance of ${symbol} with the portfolio`,
    formula: t`sum of covariance × weight`,
    ...sourceOf(universe, "covariance"),
    inputs: held(about).map(({ symbol: other, i: j, weight }) =>
      numberNode((row[j] ?? 0) * weight, 8, {
        title: other,
        formula: t`covariance × weight`,
        inputs: [
          numberNode(row[j], 8, { title: t`Covariance of ${symbol} and ${other}` }),
          percentNode(weight, 4, { title: t`Weight of ${other}` }),
        ],
      }),
    ),
  });
  return { pull, tree };
}

/** What part of the variance an asset brings. */
export function explainContribution(about: Explained, symbol: string): Explanation {
  const { variance, parts } = varianceParts(about);
  const weight = about.result.weights[symbol] ?? 0;
  const { pull, tree } = pullOf(about, symbol);
  return percentNode((weight * pull) / variance, 4, {
    title: t`Part of the variance by ${symbol}`,
    formula: t`weight × covariance with the portfolio / variance`,
    inputs: [
      percentNode(weight, 4, { title: t`Weight of ${symbol}` }),
      tree,
      numberNode(variance, 8, { title: t`Variance a year`, inputs: parts }),
    ],
  });
}

/** What one more unit of an asset would add to the volatility. */
export function explainMarginal(about: Explained, symbol: string): Explanation {
  const { pull, tree } = pullOf(about, symbol);
  return percentNode(pull / about.result.volatility, 4, {
    title: t`Marginal risk of ${symbol}`,
    formula: t`covariance with the portfolio / volatility`,
    inputs: [tree, explainVolatility(about)],
  });
}

/** The correlation of two assets from the covariance. */
export function explainCorrelation({ universe }: Pick<Explained, "universe">, a: string, b: string): Explanation {
  const place = (symbol: string): number => universe.assets.findIndex((asset) => asset.symbol === symbol);
  const [i, j] = [place(a), place(b)];
  const covariance = universe.covariance[i]?.[j];
  const volatility = (k: number): number => Math.sqrt(universe.covariance[k]?.[k] ?? Number.NaN);
  return numberNode((covariance ?? Number.NaN) / (volatility(i) * volatility(j)), 6, {
    title: t`Correlation of ${a} and ${b}`,
    formula: t`covariance / (volatility × volatility)`,
    ...sourceOf(universe, "covariance"),
    inputs: [
      numberNode(covariance, 8, { title: t`Covariance of ${a} and ${b} a year` }),
      percentNode(volatility(i), 4, { title: t`Volatility of ${a} a year`, link: linkOf(universe, a) }),
      percentNode(volatility(j), 4, { title: t`Volatility of ${b} a year`, link: linkOf(universe, b) }),
    ],
  });
}
