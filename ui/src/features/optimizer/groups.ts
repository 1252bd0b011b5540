// Groups of assets: by what the instruments are, and those that the user makes.
import { type Limits, type UniverseAsset } from "./types";

/** What instruments can be grouped by. */
export const DIMENSIONS = ["sector", "currency", "asset_class", "country"] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** Names a group in the form: `sector:Technology`, or `own:` with the name that the user gave. */
export type GroupKey = `${Dimension | "own"}:${string}`;

/** The groups of instruments that say nothing of themselves. */
export const NOTHING = "";

export const keyOf = (dimension: Dimension | "own", value: string): GroupKey => `${dimension}:${value}`;

/** Dimension and value of a key. */
export function partsOf(key: GroupKey): { dimension: Dimension | "own"; value: string } {
  const colon = key.indexOf(":");
  const head = key.slice(0, colon);
  return { dimension: DIMENSIONS.find((d) => d === head) ?? "own", value: key.slice(colon + 1) };
}

/** What of an instrument a group goes by. */
export type Attributes = Pick<UniverseAsset, "symbol" | Dimension>;

/** The assets of each value of a dimension, by value. */
export function membersBy(dimension: Dimension, assets: readonly Attributes[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const asset of assets) {
    const value = asset[dimension] ?? NOTHING;
    groups.set(value, [...(groups.get(value) ?? []), asset.symbol]);
  }
  return new Map([...groups].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The members of a group within a universe; empty when it has none there. */
export function membersOf(
  key: GroupKey,
  assets: readonly Attributes[],
  own: Readonly<Record<string, readonly string[]>>,
): string[] {
  const { dimension, value } = partsOf(key);
  if (dimension === "own") {
    const members = own[value] ?? [];
    return assets.map((asset) => asset.symbol).filter((symbol) => members.includes(symbol));
  }
  return assets.filter((asset) => (asset[dimension] ?? NOTHING) === value).map((asset) => asset.symbol);
}

const UNSAID: Record<Dimension, string> = {
  sector: "No sector",
  currency: "No currency",
  asset_class: "No asset class",
  country: "No country",
};
const HEAD: Record<Dimension, string> = {
  sector: "",
  currency: "Currency ",
  asset_class: "Asset class ",
  country: "Country ",
};

/** The group's name in a request; the solver's messages use it. */
export function nameOf(key: GroupKey): string {
  const { dimension, value } = partsOf(key);
  if (dimension === "own") return value;
  return value === NOTHING ? UNSAID[dimension] : `${HEAD[dimension]}${value.replaceAll("_", " ")}`;
}

/** The key of a saved group: that of a dimension when name and members are those, else one of the user's. */
export function keyFor(name: string, members: readonly string[], assets: readonly Attributes[]): GroupKey {
  for (const dimension of DIMENSIONS) {
    for (const [value, symbols] of membersBy(dimension, assets)) {
      const key = keyOf(dimension, value);
      if (nameOf(key) === name && symbols.length === members.length && symbols.every((s) => members.includes(s))) {
        return key;
      }
    }
  }
  return keyOf("own", name);
}

/** A limit of one group as a multiple of another's. */
export interface Relative {
  id: string;
  group: GroupKey;
  other: GroupKey;
  lower: number | null;
  upper: number | null;
}

/** The groups that any limit speaks of. */
export function groupsInUse(limits: Readonly<Record<string, Limits>>, relatives: readonly Relative[]): GroupKey[] {
  const keys = [...Object.keys(limits), ...relatives.flatMap(({ group, other }) => [group, other])];
  return [...new Set(keys as GroupKey[])];
}
