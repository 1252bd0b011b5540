// What the frontier chart shows. Returns, volatilities and rates are yearly fractions (0.1 is 10 %).

export interface Spot {
  expected_return: number;
  volatility: number;
}

export interface FrontierPoint extends Spot {
  /** Null where it is undefined. */
  sharpe: number | null;
}

export interface NamedSpot extends Spot {
  name: string;
}

export interface FrontierData {
  /** By ascending return; the first is the minimum variance portfolio. */
  frontier: FrontierPoint[];
  assets: NamedSpot[];
  tangency: FrontierPoint | null;
  /** Today's portfolio within the same universe. */
  current: FrontierPoint | null;
  /** The solution that is shown beside. */
  chosen: FrontierPoint | null;
  risk_free_rate: number;
}

export const NO_FRONTIER: FrontierData = {
  frontier: [],
  assets: [],
  tangency: null,
  current: null,
  chosen: null,
  risk_free_rate: 0,
};

/** Return over the risk-free rate for each unit of volatility; null without risk. */
export function sharpeOf(spot: Spot, risk_free_rate: number): number | null {
  return spot.volatility > 1e-12 ? (spot.expected_return - risk_free_rate) / spot.volatility : null;
}

/** The frontier at a place between its points: 2.5 is halfway between the third and the fourth. */
export function frontierAt(data: FrontierData, place: number): FrontierPoint | null {
  const last = data.frontier.length - 1;
  const clamped = Math.min(last, Math.max(0, place));
  const a = data.frontier[Math.floor(clamped)];
  const b = data.frontier[Math.ceil(clamped)];
  if (!a || !b) return null;
  const part = clamped - Math.floor(clamped);
  if (part === 0) return a;
  const spot: Spot = {
    expected_return: a.expected_return + (b.expected_return - a.expected_return) * part,
    volatility: a.volatility + (b.volatility - a.volatility) * part,
  };
  return { ...spot, sharpe: sharpeOf(spot, data.risk_free_rate) };
}

/** The point of the frontier whose return is nearest; null without a frontier. */
export function nearestByReturn(frontier: readonly Spot[], expected_return: number): number | null {
  let best: number | null = null;
  let distance = Number.POSITIVE_INFINITY;
  frontier.forEach((point, i) => {
    const d = Math.abs(point.expected_return - expected_return);
    if (d < distance) [best, distance] = [i, d];
  });
  return best;
}
