// How old a price is, in a word that stands beside it: whoever sees a price must see whether it is one of now.
import { useLingui } from "@lingui/react/macro";

import { useDisplay } from "@/ui/display";
import { delayOf, type LiveQuote } from "./quotes";
import { replayNow } from "./replay";

export interface Age {
  text: string;
  tone: "live" | "dim" | "warn" | "replay";
  /** What else is to be known of it. */
  title?: string;
}

/** Younger than this a price needs no age. */
const YOUNG_MS = 10_000;

const beats = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

/** Calls once a second, all callers together. */
export function eachSecond(run: () => void): () => void {
  beats.add(run);
  timer ??= setInterval(() => {
    for (const beat of beats) beat();
  }, 1_000);
  return () => {
    beats.delete(run);
    if (beats.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** Says how old a quote is: "live", "12 sec", "stale 3 min", "closed", "15 min late", "asked 12 sec ago", or that a replay makes it. */
export function useAge(): (quote: LiveQuote | undefined, nowMs: number) => Age {
  const { t } = useLingui();
  const { format, timeZone } = useDisplay();
  /** How a price is asked for that does not stream. */
  const asked = ({ polled, at_ms }: LiveQuote): string | undefined => {
    if (!polled) return undefined;
    const every = t`Asked of ${polled.source} every ${format.duration(polled.every_seconds)}, as nothing streams it.`;
    const at = at_ms === null ? "" : ` ${t`Its time: ${format.dateTime(new Date(at_ms).toISOString(), timeZone)}.`}`;
    return `${every}${at}${polled.problem === null ? "" : ` ${polled.problem}`}`;
  };
  return (quote, nowMs) => {
    if (!quote || quote.received_ms === null || (quote.last === null && quote.bid === null && quote.ask === null)) {
      return quote?.previous_close === null || !quote
        ? { text: "", tone: "dim" }
        : { text: t`last close`, tone: "dim" };
    }
    const replay = replayNow();
    if (replay) return { text: replay.of === "practice" ? t`invented` : t`replay`, tone: "replay" };
    const age_ms = Math.max(0, nowMs - quote.received_ms);
    const age = format.duration(age_ms / 1000);
    const title = asked(quote);
    const more = title === undefined ? {} : { title };
    if (quote.freshness === "closed") return { text: t`closed`, tone: "dim", ...more };
    if (quote.freshness === "stale") return { text: t`stale ${age}`, tone: "warn", ...more };
    if (quote.polled) {
      const { delay_seconds } = quote.polled;
      if (delay_seconds !== null) return { text: t`${format.duration(delay_seconds)} late`, tone: "warn", ...more };
      return { text: t`asked ${age} ago`, tone: "dim", ...more };
    }
    const delay = delayOf(quote);
    if (delay !== null) return { text: t`${format.duration(delay / 1000)} late`, tone: "warn" };
    return age_ms < YOUNG_MS ? { text: t`live`, tone: "live" } : { text: age, tone: "dim" };
  };
}
