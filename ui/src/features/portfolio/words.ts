// Why figures are unknown, in one line.
import { type Total, type Unknown } from "./types";

/** The reasons of an unknown sum, each once. */
export function reasonsOf(unknowns: readonly Unknown[]): string | null {
  const messages = [...new Set(unknowns.map((u) => u.message))];
  if (messages.length === 0) return null;
  const shown = messages.slice(0, 3).join(" ");
  return messages.length > 3 ? `${shown} (+${messages.length - 3})` : shown;
}

/** Why a total is unknown; null when it is known. */
export function reasonOf(total: Total): string | null {
  return total.value === null ? reasonsOf(total.unknowns) : null;
}
