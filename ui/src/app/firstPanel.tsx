// Which panel a start shows first: the one in front of the active group. What stands beside it begins when that one has
// its answers, for one thread makes them all.
import { useEffect } from "react";
import { useIsFetching } from "@tanstack/react-query";

import { createStore } from "@/lib/store";

/** The longest that others wait, in milliseconds. */
const LONGEST_MS = 2_000;
/** No question within this time means that the panel has asked all of its own. */
const QUIET_MS = 50;

/** Whether the first panel is there, so that the others may begin. */
export const othersBegin = createStore(false);

function begin(): void {
  othersBegin.set(true);
}

/** Lets the others begin after a while, whatever becomes of the first. */
export function useLongestWait(): void {
  useEffect(() => {
    const longest = setTimeout(begin, LONGEST_MS);
    return () => clearTimeout(longest);
  }, []);
}

/** Stands behind a panel, and lets the others begin when no answer is awaited and what came is painted. */
export function WhenAnswered() {
  const n_awaited = useIsFetching();
  useEffect(() => {
    if (n_awaited > 0) return undefined;
    const quiet = setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(begin)), QUIET_MS);
    return () => clearTimeout(quiet);
  }, [n_awaited]);
  // The panel may be closed before that.
  useEffect(() => begin, []);
  return null;
}
