// Returns as the API sends them. Ratios are fractions, amounts are in the base currency; null is unknown and says why.
import { type components } from "@/api/generated/schema";
import { type Received } from "@/api/types";

type Schemas = components["schemas"];

export type ReturnsBy = Schemas["ReturnsBy"];
export type Returns = Received<Schemas["ReturnsView"]>;
export type Part = Returns["parts"][number];
export type Measures = Returns["whole"];
export type Daily = Returns["daily"];
export type Ratio = Measures["twr"];

/** A computed amount as the money that is shown. */
export function asMoney(ratio: Ratio): string | null {
  return ratio.value === null ? null : ratio.value.toFixed(2);
}

export const PARTS: readonly ReturnsBy[] = ["position", "account", "sector", "asset_class", "currency", "country"];
