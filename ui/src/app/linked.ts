// The instrument that the panels of each link colour follow, remembered over starts.
import { isRecord, load, save } from "@/lib/storage";
import { createStore } from "@/lib/store";

type ByColour = Record<string, string>;

const isByColour = (value: unknown): value is ByColour =>
  isRecord(value) && Object.values(value).every((v) => typeof v === "string");

export const linked = createStore<ByColour>(load("linked", {}, isByColour));

/** Makes all panels of a colour follow an instrument; colour 0 follows nothing. */
export function follow(link: number, instrumentId: string): void {
  if (link === 0) return;
  linked.update((current) => ({ ...current, [String(link)]: instrumentId }));
  save("linked", linked.get());
}
