// How far a portfolio has drifted from a target. Targets are exact decimals, today's weights are measured.
import { add, type Decimal, negate, sign, trimZeros } from "@/lib/decimal";
import { flatten, instrumentsOf, type Path, type TargetModel } from "@/lib/targetTree";
import { type Portfolio, type Target } from "./types";

/** Where a weight stands against its target and the band around it. */
export type Standing = "within" | "over" | "under" | "unknown";

export interface DriftRow {
  /** The instrument; null is the cash that the weights leave, or a group. */
  id: string | null;
  /** The group's name, where it is one. */
  group: string | null;
  /** Depth in the groups, 0 at the top. */
  level: number;
  target: Decimal;
  /** Today's part of the portfolio; null when unknown. */
  today: number | null;
  /** Today less target; null when unknown. */
  drift: number | null;
  /** Where the weight may lie; null without a band. */
  band: { lower: number; upper: number } | null;
  /** Against the band; null without a band. */
  standing: Standing | null;
}

/** The exact sum of the weights. */
export function sumOf(weights: Readonly<Record<string, Decimal>>): Decimal {
  return trimZeros(Object.values(weights).reduce((sum, weight) => add(sum, weight), "0"));
}

/** What the weights leave of 1; below zero when they are more than that. */
export function cashOf(weights: Readonly<Record<string, Decimal>>): Decimal {
  return trimZeros(add("1", negate(sumOf(weights))));
}

/** Today's part of the portfolio by instrument, all accounts together; null where one position's part is unknown. */
export function todayOf({ positions }: Pick<Portfolio, "positions">): Map<string, number | null> {
  const today = new Map<string, number | null>();
  for (const { instrument_id, weight } of positions) {
    const known = today.get(instrument_id);
    const sum =
      known === undefined ? weight.value : known === null || weight.value === null ? null : known + weight.value;
    today.set(instrument_id, sum);
  }
  return today;
}

function standingOf(today: number | null, band: DriftRow["band"]): Standing | null {
  if (band === null) return null;
  if (today === null) return "unknown";
  // A weight on the edge of its band is within it, whatever the last binary digit says.
  if (today >= band.lower - 1e-9 && today <= band.upper + 1e-9) return "within";
  return today > band.upper ? "over" : "under";
}

type Placed = Pick<DriftRow, "id" | "group" | "level">;

function rowOf(placed: Placed, target: Decimal, today: number | null, band: DriftRow["band"]): DriftRow {
  const drift = today === null ? null : today - Number(target);
  return { ...placed, target, today, drift, band, standing: standingOf(today, band) };
}

function bandAround(target: Decimal, tolerance: Decimal | null): DriftRow["band"] {
  if (tolerance === null) return null;
  return { lower: Number(target) - Number(tolerance), upper: Number(target) + Number(tolerance) };
}

/** What is invested today; null when part of it is unknown. */
function invested(today: ReadonlyMap<string, number | null>): number | null {
  return [...today.values()].reduce((sum, value) => (sum === null || value === null ? null : sum + value), 0);
}

const heldOf = (today: ReadonlyMap<string, number | null>, id: string): number | null =>
  today.has(id) ? (today.get(id) ?? null) : 0;

/** Groups before their members, in their order; then what is held beside them, and cash. */
function treeRows(tree: TargetModel, today: ReadonlyMap<string, number | null>): DriftRow[] {
  const rows = flatten(tree);
  const heldIn = (path: Path): number | null =>
    rows.reduce((sum: number | null, { path: other, node }) => {
      if (sum === null || node.kind === "group" || !path.every((place, i) => other[i] === place)) return sum;
      const held = heldOf(today, node.instrument);
      return held === null ? null : sum + held;
    }, 0);
  const wanted = new Set(instrumentsOf(tree));
  const nothing = { lower: 0, upper: 0 };
  const told = (whole: number): Decimal => trimZeros(whole.toFixed(10));
  const beside = [...today].filter(([id, held]) => !wanted.has(id) && (held === null || Math.abs(held) > 5e-9));
  return [
    ...rows.map(({ path, node, level, whole, band }) => {
      const isGroup = node.kind === "group";
      const placed = { id: isGroup ? null : node.instrument, group: isGroup ? node.name : null, level };
      return rowOf(placed, told(whole), heldIn(path), band);
    }),
    ...beside.map(([id, held]) => rowOf({ id, group: null, level: 0 }, "0", held, nothing)),
  ];
}

function cashRow(target: Decimal, today: ReadonlyMap<string, number | null>, band: DriftRow["band"]): DriftRow {
  const held = invested(today);
  return rowOf({ id: null, group: null, level: 0 }, target, held === null ? null : 1 - held, band);
}

/**
 * Every instrument of the target, then those that are held beside it (their target is nothing), then cash; the largest drift
 * first. What is not held today has the weight zero; what cannot be valued has none, and neither has the cash then.
 */
export function driftRows(
  { weights, tolerance, tree }: Pick<Target, "weights" | "tolerance" | "tree">,
  today: ReadonlyMap<string, number | null>,
): DriftRow[] {
  // A tree says where its bands are; cash has none there.
  if (tree) return [...treeRows(tree, today), cashRow(cashOf(weights), today, null)];
  const ids = [...new Set([...Object.keys(weights), ...today.keys()])];
  const rows = ids.map((id) => {
    const target = weights[id] ?? "0";
    return rowOf({ id, group: null, level: 0 }, target, heldOf(today, id), bandAround(target, tolerance));
  });
  const sorted = rows
    .filter(({ target, today: now }) => sign(target) !== 0 || now === null || Math.abs(now) > 5e-9)
    .sort((a, b) => Math.abs(b.drift ?? 0) - Math.abs(a.drift ?? 0));
  const cash = cashOf(weights);
  return [...sorted, cashRow(cash, today, bandAround(cash, tolerance))];
}

/** How many weights lie outside of the band; null without a band. */
export function outside(rows: readonly DriftRow[]): number | null {
  if (rows.every(({ standing }) => standing === null)) return null;
  return rows.filter(({ standing }) => standing === "over" || standing === "under").length;
}

export type WeightsProblem = "too_much" | "out_of_range" | null;

/** What the server would refuse. */
export function problemOf(weights: Readonly<Record<string, Decimal>>): WeightsProblem {
  const all = Object.values(weights);
  if (all.some((weight) => Math.abs(Number(weight)) > 10)) return "out_of_range";
  const isLong = all.every((weight) => sign(weight) >= 0);
  return isLong && Number(sumOf(weights)) > 1.0001 ? "too_much" : null;
}
