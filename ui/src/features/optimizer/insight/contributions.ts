// Where the risk of a portfolio comes from, in plain numbers.
import { type RiskRow } from "@/charts/bars/RiskBars";
import { type Universe } from "../types";

/** `Σw`: the covariance of each asset with the portfolio. */
export function covariances(universe: Universe, weights: Readonly<Record<string, number>>): number[] {
  const held = universe.assets.map(({ symbol }) => weights[symbol] ?? 0);
  return universe.covariance.map((row) => row.reduce((sum, value, j) => sum + value * (held[j] ?? 0), 0));
}

/** Weight, part of the variance and marginal risk of every asset; the parts are undefined without volatility. */
export function riskRows(universe: Universe, weights: Readonly<Record<string, number>>): RiskRow[] | null {
  const pulls = covariances(universe, weights);
  const held = universe.assets.map(({ symbol }) => weights[symbol] ?? 0);
  const variance = held.reduce((sum, weight, i) => sum + weight * (pulls[i] ?? 0), 0);
  if (!(variance > 1e-18)) return null;
  const volatility = Math.sqrt(variance);
  return universe.assets.map(({ symbol }, i) => ({
    name: symbol,
    weight: held[i] ?? 0,
    contribution: ((held[i] ?? 0) * (pulls[i] ?? 0)) / variance,
    marginal: (pulls[i] ?? 0) / volatility,
  }));
}

/** The rows of one group together: weights and parts add up, marginal risks do not. */
export function grouped(rows: readonly RiskRow[], groupOf: (name: string) => string): RiskRow[] {
  const groups = new Map<string, RiskRow>();
  for (const { name, weight, contribution } of rows) {
    const group = groupOf(name);
    const known = groups.get(group) ?? { name: group, weight: 0, contribution: 0, marginal: null };
    groups.set(group, {
      ...known,
      weight: known.weight + weight,
      contribution: known.contribution + contribution,
    });
  }
  return [...groups.values()];
}

/** The largest part of the risk first; what has neither weight nor risk is left out. */
export function byContribution(rows: readonly RiskRow[]): RiskRow[] {
  return rows
    .filter(({ weight, contribution }) => Math.abs(weight) > 5e-7 || Math.abs(contribution) > 5e-7)
    .sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution) || (a.name < b.name ? -1 : 1));
}
