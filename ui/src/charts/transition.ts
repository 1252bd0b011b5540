// The geometry of a transition map: weights along the frontier as stacked areas.

export interface TransitionData {
  assets: string[];
  /** For each point of the frontier the weights in the order of `assets`. */
  weights: readonly (readonly number[])[];
  /** The place of the solution, counted in points; null when it is not on the frontier. */
  place: number | null;
}

export const NO_TRANSITION: TransitionData = { assets: [], weights: [], place: null };

export interface Band {
  asset: number;
  /** Lower and upper edge at each point; shorts stack downward from zero. */
  lower: Float64Array;
  upper: Float64Array;
}

/** Stacks long weights upward and short weights downward from zero; assets that never matter are left out. */
export function stack({ assets, weights }: TransitionData): { bands: Band[]; low: number; high: number } {
  const n = weights.length;
  const above = new Float64Array(n);
  const below = new Float64Array(n);
  const bands: Band[] = [];
  for (let asset = 0; asset < assets.length; asset += 1) {
    if (!weights.some((row) => Math.abs(row[asset] ?? 0) > 1e-4)) continue;
    const lower = new Float64Array(n);
    const upper = new Float64Array(n);
    for (let i = 0; i < n; i += 1) {
      const weight = weights[i]?.[asset] ?? 0;
      const base = weight >= 0 ? above : below;
      const from = base[i] ?? 0;
      base[i] = from + weight;
      lower[i] = Math.min(from, from + weight);
      upper[i] = Math.max(from, from + weight);
    }
    bands.push({ asset, lower, upper });
  }
  return { bands, low: Math.min(0, ...below), high: Math.max(1e-9, ...above) };
}

/** The band at a point and a height; null between bands. */
export function bandAt(bands: readonly Band[], point: number, height: number): Band | null {
  return bands.find(({ lower, upper }) => height >= (lower[point] ?? 0) && height < (upper[point] ?? 0)) ?? null;
}
