// News as the panel shows them: narrowed by words, each item once, newest first.
import { type NewsItem } from "@/api/markets";

export const keyOf = ({ source, id }: NewsItem): string => `${source} ${id}`;

const timeOf = ({ at, received_at }: NewsItem): number => Date.parse(at ?? received_at);

/** Items from both lists, each once, newest first, at most `limit`. */
export function merged(fresh: readonly NewsItem[], known: readonly NewsItem[], limit: number): NewsItem[] {
  const all = new Map([...known, ...fresh].map((item) => [keyOf(item), item]));
  return [...all.values()].sort((a, b) => timeOf(b) - timeOf(a)).slice(0, limit);
}

/** Items that have every word of the text in headline, summary, symbols, author or source. */
export function withWords(items: readonly NewsItem[], text: string): NewsItem[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [...items];
  return items.filter((item) => {
    const { headline, summary, symbols, author, source } = item;
    const hay = [headline, summary, author, source, ...symbols].join(" ").toLowerCase();
    return words.every((word) => hay.includes(word));
  });
}

/** The rule that watches for words, about an instrument or about anything. */
export function newsRule(text: string, symbolInWords: string | null): string {
  const quoted = `"${text.trim().replaceAll('"', "")}"`;
  return symbolInWords === null ? `news has ${quoted}` : `news about ${symbolInWords} has ${quoted}`;
}
