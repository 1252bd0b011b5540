// How long to wait before the next try of a lost connection.

/** Milliseconds before try `attempt` (0 for the first): doubling from `base_ms`, capped, with full jitter above a half. */
export function backoffMs(attempt: number, random: () => number, base_ms = 500, cap_ms = 15_000): number {
  const ceiling = Math.min(cap_ms, base_ms * 2 ** Math.min(attempt, 20));
  return Math.round(ceiling / 2 + (random() * ceiling) / 2);
}
