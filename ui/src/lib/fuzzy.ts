// Ranks texts against what was typed into the palette.

/** A score above 0 when every typed word is found, higher for better matches; 0 when not. */
export function score(text: string, query: string): number {
  const haystack = text.toLowerCase();
  const words = query.toLowerCase().trim().split(/\s+/).filter(Boolean);
  let total = 1;
  for (const word of words) {
    const at = haystack.indexOf(word);
    if (at >= 0) {
      const startsWord = at === 0 || /[\s\-_./(]/.test(haystack[at - 1] ?? "");
      total += 10 + (at === 0 ? 10 : 0) + (startsWord ? 5 : 0) + (haystack.length === word.length ? 20 : 0);
      continue;
    }
    const spread = subsequenceSpread(haystack, word);
    if (spread === null) return 0;
    total += Math.max(1, 5 - spread);
  }
  return total;
}

/** How many letters lie between the typed ones when they occur in order; null when they do not. */
function subsequenceSpread(haystack: string, word: string): number | null {
  let from = -1;
  let first = -1;
  for (const letter of word) {
    from = haystack.indexOf(letter, from + 1);
    if (from < 0) return null;
    if (first < 0) first = from;
  }
  const spread = from - first + 1 - word.length;
  return spread <= word.length ? spread : null;
}

/** The matching items, best first, at most `limit`. */
export function rank<T>(items: readonly T[], query: string, text: (item: T) => string, limit = 50): T[] {
  if (query.trim() === "") return items.slice(0, limit);
  return items
    .map((item, index) => ({ item, index, points: score(text(item), query) }))
    .filter((entry) => entry.points > 0)
    .sort((a, b) => b.points - a.points || a.index - b.index)
    .slice(0, limit)
    .map((entry) => entry.item);
}
