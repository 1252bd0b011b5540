// The trades of one instrument, newest first. Events put trades together, so the trades themselves are fetched, as often as
// some came, but not more often than eyes can follow.
import { useEffect, useEffectEvent } from "react";

import { get } from "@/api/client";
import { type TapeView, type Tick, type TradeData } from "@/api/markets";
import { hear } from "./market";

/** Least milliseconds between two questions. */
const PAUSE_MS = 300;

/** Calls with the last trades of an instrument, at first and whenever others came. */
export function useTape(id: string | null, limit: number, onTrades: (trades: Tick<TradeData>[]) => void): void {
  const told = useEffectEvent(onTrades);
  useEffect(() => {
    if (id === null) return undefined;
    let isOver = false;
    let isAsking = false;
    let isWanted = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async (): Promise<void> => {
      if (isAsking) {
        isWanted = true;
        return;
      }
      isAsking = true;
      isWanted = false;
      try {
        const { trades } = await get<TapeView>("/quotes/{id}/tape", { path: { id }, query: { limit } });
        if (!isOver) told(trades);
      } catch {
        // The panel's own question says what is wrong; the next trade asks again.
      }
      timer = setTimeout(() => {
        isAsking = false;
        if (isWanted && !isOver) void ask();
      }, PAUSE_MS);
    };
    void ask();
    const end = hear(id, ({ trades }) => {
      if (trades.length > 0) void ask();
    });
    return () => {
      isOver = true;
      clearTimeout(timer);
      end();
    };
  }, [id, limit]);
}
