// Changes of a nested target while it is edited, and what is wrong with it.
import { type Decimal } from "@/lib/decimal";
import {
  flatten,
  instrumentsOf,
  isNested,
  membersAt,
  nodeAt,
  type Path,
  plainWeights,
  sumAt,
  type TargetModel,
  type TargetNode,
  type Tolerance,
  withMembers,
  withNode,
} from "@/lib/targetTree";
import { problemOf, type WeightsProblem } from "./drift";

/** How far sums may be off by rounding, as the server sees it. */
const ROUNDING = 1e-4;

export interface Place {
  path: Path;
  /** The group's name; null is the top. */
  name: string | null;
}

/** Where a member can stand: the top and every group. */
export function placesOf(model: TargetModel): Place[] {
  const groups = flatten(model).flatMap(({ path, node }) => (node.kind === "group" ? [{ path, name: node.name }] : []));
  return [{ path: [], name: null }, ...groups];
}

export const isInside = (path: Path, group: Path): boolean => group.every((place, i) => path[i] === place);

/** The model with a node moved to the end of other members; a group does not go into itself. */
export function movedTo(model: TargetModel, path: Path, to: Path): TargetModel {
  const node = nodeAt(model, path);
  const parent = path.slice(0, -1);
  if (!node || isInside(to, path) || (parent.length === to.length && isInside(to, parent))) return model;
  // Marked first and taken out last: the places before it stay right.
  const added = withMembers(model, to, (members) => [...members, { ...node }]);
  const remove = (members: readonly TargetNode[]): TargetNode[] =>
    members.flatMap((member): TargetNode[] => {
      if (member === node) return [];
      return member.kind === "group" ? [{ ...member, members: remove(member.members) }] : [member];
    });
  return { ...added, members: remove(added.members) };
}

/** The model with a member one place further up or down. */
export function shifted(model: TargetModel, path: Path, by: 1 | -1): TargetModel {
  const place = path.at(-1) ?? 0;
  return withMembers(model, path.slice(0, -1), (members) => {
    const to = place + by;
    const next = [...members];
    const [node, other] = [next[place], next[to]];
    if (!node || !other) return next;
    next[place] = other;
    next[to] = node;
    return next;
  });
}

/** The model without a node; a group takes its members along. */
export function removed(model: TargetModel, path: Path): TargetModel {
  const place = path.at(-1);
  return withMembers(model, path.slice(0, -1), (members) => members.filter((_, i) => i !== place));
}

export function withWeight(model: TargetModel, path: Path, weight: Decimal): TargetModel {
  return withNode(model, path, (node) => ({ ...node, weight }));
}

/** A band without empty parts; null when nothing is left. */
export function tidyBand(band: Tolerance): Tolerance | null {
  const parts = Object.entries(band).filter(([, part]) => part !== null && part !== undefined);
  return parts.length === 0 ? null : Object.fromEntries(parts);
}

/** The model with a group more, by a name that is not taken. */
export function withGroup(model: TargetModel, to: Path, wanted: string): TargetModel {
  const taken = new Set(placesOf(model).map(({ name }) => name));
  let name = wanted;
  for (let i = 2; taken.has(name); i += 1) name = `${wanted} ${i}`;
  return withMembers(model, to, (members) => [...members, { kind: "group", name, weight: "0", members: [] }]);
}

/** The model with an instrument more; one that has a place already stays where it is. */
export function withAdded(model: TargetModel, to: Path, instrument: string): TargetModel {
  if (instrumentsOf(model).includes(instrument)) return model;
  return withMembers(model, to, (members) => [...members, { kind: "instrument", instrument, weight: "0" }]);
}

export type TreeProblem =
  | { kind: Exclude<WeightsProblem, null> }
  | { kind: "negative" }
  | { kind: "empty_group" | "nameless" | "name_twice" | "group_sum"; name: string };

/** The first thing that the server would refuse. */
export function problemIn(model: TargetModel): TreeProblem | null {
  if (!isNested(model)) {
    const problem = problemOf(plainWeights(model));
    return problem ? { kind: problem } : null;
  }
  const rows = flatten(model);
  if (rows.some(({ node }) => Number(node.weight) < 0)) return { kind: "negative" };
  const names = new Set<string>();
  for (const { path, node } of rows) {
    if (node.kind !== "group") continue;
    const { name } = node;
    if (name.trim() === "") return { kind: "nameless", name };
    if (names.has(name)) return { kind: "name_twice", name };
    names.add(name);
    if (membersAt(model, path).length === 0) return { kind: "empty_group", name };
    if (Math.abs(sumAt(model, path) - 1) > ROUNDING) return { kind: "group_sum", name };
  }
  return sumAt(model, []) > 1 + ROUNDING ? { kind: "too_much" } : null;
}
