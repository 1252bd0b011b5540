// The symbols of what is chosen, also before its universe is estimated.
import { useInstruments } from "@/api/pickers";
import { useSlice } from "@/ui/useSlice";
import { type Session } from "./session";
import { type Universe } from "./types";

export function useSymbols(session: Session, universe: Universe | undefined): string[] {
  const instruments = useInstruments();
  const ids = useSlice(session.form, (form) => form.instrumentIds);
  if (ids.length === 0) return universe?.assets.map((asset) => asset.symbol) ?? [];
  const known = new Map((instruments.data ?? []).map((i) => [i.id, i.symbol]));
  return ids.flatMap((id) => known.get(id) ?? []);
}
