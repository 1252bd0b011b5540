// Nested targets: groups and instruments with weights that are parts of their group; what the top leaves of 1 is cash.
//
// Weights are decimals as the API keeps them. A change is reckoned in whole units of 1e-10, so that members of a group sum to
// exactly one afterwards, whatever was dragged.
import { type Decimal, trimZeros } from "./decimal";

/** How far a weight may drift: a part of the portfolio, a part of the target itself; of both the narrower. */
export interface Tolerance {
  absolute?: Decimal | null;
  relative?: Decimal | null;
}

export interface GroupNode {
  kind: "group";
  name: string;
  /** Part of its parent. */
  weight: Decimal;
  band?: Tolerance | null;
  /** The band of members without their own. */
  member_band?: Tolerance | null;
  members: TargetNode[];
}

export interface InstrumentNode {
  kind: "instrument";
  /** Its identity. */
  instrument: string;
  weight: Decimal;
  band?: Tolerance | null;
}

export type TargetNode = GroupNode | InstrumentNode;

export interface TargetModel {
  source?: "by_hand" | "optimizer" | "model";
  members: TargetNode[];
  member_band?: Tolerance | null;
}

/** Places of the nodes from the top down; empty is the top itself. */
export type Path = readonly number[];

/** A node with its weight in the whole portfolio. */
export interface TreeRow {
  path: Path;
  node: TargetNode;
  level: number;
  /** Part of the portfolio. */
  whole: number;
  band: { lower: number; upper: number } | null;
  /** It is the only member of its group: always all of it. */
  isAlone: boolean;
}

const UNIT = 1e10;
const unitsOf = (weight: Decimal): number => Math.round(Number(weight) * UNIT);
const decimalOf = (units: number): Decimal => trimZeros((units / UNIT).toFixed(10));
const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
const clamp = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value));

/** The members at a path. */
export function membersAt(model: TargetModel, path: Path): readonly TargetNode[] {
  return path.reduce<readonly TargetNode[]>((members, place) => {
    const node = members[place];
    return node?.kind === "group" ? node.members : [];
  }, model.members);
}

export function nodeAt(model: TargetModel, path: Path): TargetNode | undefined {
  return membersAt(model, path.slice(0, -1))[path.at(-1) ?? -1];
}

function changed(
  members: readonly TargetNode[],
  path: Path,
  change: (m: readonly TargetNode[]) => TargetNode[],
): TargetNode[] {
  const [place, ...rest] = path;
  if (place === undefined) return change(members);
  return members.map((node, i) =>
    i === place && node.kind === "group" ? { ...node, members: changed(node.members, rest, change) } : node,
  );
}

/** The model with other members at a path. */
export function withMembers(
  model: TargetModel,
  path: Path,
  change: (members: readonly TargetNode[]) => TargetNode[],
): TargetModel {
  return { ...model, members: changed(model.members, path, change) };
}

/** The model with another node at a path. */
export function withNode(model: TargetModel, path: Path, change: (node: TargetNode) => TargetNode): TargetModel {
  const place = path.at(-1);
  return withMembers(model, path.slice(0, -1), (members) =>
    members.map((node, i) => (i === place ? change(node) : node)),
  );
}

/** What a weight of 1 among these members is of the portfolio: groups sum to one, the top to at most one. */
function wholeOfOne(model: TargetModel, path: Path): number {
  let whole = 1 / Math.max(1, sum(model.members.map((node) => Number(node.weight))));
  path.forEach((place, depth) => {
    const node = membersAt(model, path.slice(0, depth))[place];
    const inside = node?.kind === "group" ? sum(node.members.map((member) => Number(member.weight))) : 0;
    whole *= node && inside > 0 ? Number(node.weight) / inside : 0;
  });
  return whole;
}

function halfWidth(tolerance: Tolerance | null | undefined, whole: number): number | null {
  if (!tolerance) return null;
  const absolute = tolerance.absolute == null ? null : Number(tolerance.absolute);
  const relative = tolerance.relative == null ? null : Number(tolerance.relative) * whole;
  if (absolute !== null && relative !== null) return Math.min(absolute, relative);
  return absolute ?? relative;
}

/** All nodes, each group before its members. */
export function flatten(model: TargetModel): TreeRow[] {
  const rows: TreeRow[] = [];
  const walk = (members: readonly TargetNode[], path: Path, inherited: Tolerance | null | undefined): void => {
    const one = wholeOfOne(model, path);
    members.forEach((node, i) => {
      const whole = Number(node.weight) * one;
      const half = halfWidth(node.band ?? inherited, whole);
      const band = half === null ? null : { lower: Math.max(0, whole - half), upper: Math.min(1, whole + half) };
      const here = [...path, i];
      rows.push({
        path: here,
        node,
        level: path.length,
        whole,
        band,
        isAlone: path.length > 0 && members.length === 1,
      });
      if (node.kind === "group") walk(node.members, here, node.member_band ?? inherited);
    });
  };
  walk(model.members, [], model.member_band);
  return rows;
}

/** What the top leaves of 1. */
export function cashOf(model: TargetModel): number {
  return Math.max(0, UNIT - sum(model.members.map((node) => unitsOf(node.weight)))) / UNIT;
}

/** Units in proportion to these, which sum to exactly `total`; equal ones where all are zero. */
export function scaled(units: readonly number[], total: number): number[] {
  if (units.length === 0) return [];
  const before = sum(units);
  const exact = units.map((unit) => (before > 0 ? (unit / before) * total : total / units.length));
  const floors = exact.map(Math.floor);
  let rest = Math.round(total - sum(floors));
  const order = exact.map((value, i) => [value - Math.floor(value), i] as const).sort((a, b) => b[0] - a[0]);
  for (const [, i] of order) {
    if (rest <= 0) break;
    floors[i] = (floors[i] ?? 0) + 1;
    rest -= 1;
  }
  return floors;
}

function weighted(members: readonly TargetNode[], units: readonly number[]): TargetNode[] {
  return members.map((node, i) => {
    const weight = decimalOf(units[i] ?? 0);
    return Number(weight) === Number(node.weight) ? node : { ...node, weight };
  });
}

/**
 * The target with a node at another weight of the whole portfolio; `base` is the target before the gesture, so that a drag to
 * the end and back changes nothing.
 *
 * Inside a group the other members give or take in proportion. At the top cash does; when it is used up, the others give in
 * proportion.
 */
export function setWhole(base: TargetModel, path: Path, whole: number): TargetModel {
  const parent = path.slice(0, -1);
  const place = path.at(-1);
  const one = wholeOfOne(base, parent);
  if (place === undefined || one <= 0) return base;
  const wanted = Math.round(clamp(whole / one, 0, 1) * UNIT);
  return withMembers(base, parent, (members) => {
    const units = members.map((node) => unitsOf(node.weight));
    const others = units.filter((_, i) => i !== place);
    if (parent.length > 0 && others.length === 0) return [...members];
    const left = UNIT - wanted;
    const isTop = parent.length === 0;
    const shared = isTop && sum(others) <= left ? others : scaled(others, left);
    const next = [...shared];
    next.splice(place, 0, wanted);
    return weighted(members, next);
  });
}

/** The target with another part of cash: everything at the top gives or takes in proportion. */
export function setCash(base: TargetModel, cash: number): TargetModel {
  const invested = UNIT - Math.round(clamp(cash, 0, 1) * UNIT);
  return withMembers(base, [], (members) =>
    members.length === 0
      ? []
      : weighted(
          members,
          scaled(
            members.map((node) => unitsOf(node.weight)),
            invested,
          ),
        ),
  );
}

/** The members of a group scaled so that they sum to one. */
export function scaleToOne(model: TargetModel, path: Path): TargetModel {
  return withMembers(model, path, (members) =>
    weighted(
      members,
      scaled(
        members.map((node) => unitsOf(node.weight)),
        UNIT,
      ),
    ),
  );
}

/** The sum of the members' weights at a path, exact to ten places. */
export function sumAt(model: TargetModel, path: Path): number {
  return sum(membersAt(model, path).map((node) => unitsOf(node.weight))) / UNIT;
}

/** Adds an instrument at the top, without weight. */
export function withInstrument(model: TargetModel, instrument: string): TargetModel {
  return withMembers(model, [], (members) => [...members, { kind: "instrument", instrument, weight: "0" }]);
}

/** The path of an instrument; null where it has no place. */
export function placeOf(model: TargetModel, instrument: string): Path | null {
  const found = flatten(model).find(({ node }) => node.kind === "instrument" && node.instrument === instrument);
  return found ? found.path : null;
}

/** Without the node at a path; inside a group the others take its part. */
export function without(model: TargetModel, path: Path): TargetModel {
  const parent = path.slice(0, -1);
  const place = path.at(-1);
  const emptied = withMembers(model, parent, (members) => members.filter((_, i) => i !== place));
  const isInGroup = parent.length > 0 && membersAt(emptied, parent).length > 0;
  return isInGroup ? scaleToOne(emptied, parent) : emptied;
}

/** All instruments, in order. */
export function instrumentsOf(model: TargetModel): string[] {
  return flatten(model).flatMap(({ node }) => (node.kind === "instrument" ? [node.instrument] : []));
}

/** Whether there are groups, or bands of single members: what plain weights cannot say. */
export function isNested(model: TargetModel): boolean {
  const relative = model.member_band?.relative;
  return (
    (relative !== null && relative !== undefined) ||
    model.members.some((node) => node.kind === "group" || Boolean(node.band))
  );
}

/** Plain weights as a target, the largest first. */
export function modelOfWeights(
  weights: Readonly<Record<string, Decimal>>,
  tolerance: Decimal | null,
  source: TargetModel["source"] = "by_hand",
): TargetModel {
  const members = Object.entries(weights)
    .sort(([, a], [, b]) => Number(b) - Number(a))
    .map(([instrument, weight]): TargetNode => ({ kind: "instrument", instrument, weight }));
  return { source, members, ...(tolerance === null ? {} : { member_band: { absolute: tolerance } }) };
}

/** The weights of a target without groups. */
export function plainWeights(model: TargetModel): Record<string, Decimal> {
  return Object.fromEntries(
    model.members.flatMap((node) => (node.kind === "instrument" ? [[node.instrument, node.weight] as const] : [])),
  );
}

/** What is the same for targets that ask for the same, in whatever order and however their numbers are written. */
export function canonical(model: TargetModel): string {
  const band = (tolerance: Tolerance | null | undefined): string =>
    [tolerance?.absolute, tolerance?.relative].map((part) => (part == null ? "" : Number(part))).join("/");
  const one = (node: TargetNode): string => {
    const head = `${Number(node.weight)} ${band(node.band)}`;
    if (node.kind === "instrument") return JSON.stringify([node.instrument, head]);
    return JSON.stringify([node.name, head, band(node.member_band), node.members.map(one).sort()]);
  };
  return JSON.stringify([band(model.member_band), model.members.map(one).sort()]);
}
