// Rows that the client holds as a whole: which of them match, and in which order.
import { type Sorting } from "./choices";
import { type Column, compareValues } from "./columns";

/** The rows in which each word of a text occurs in some column. */
export function matching<T>(rows: readonly T[], columns: readonly Column<T>[], filter: string): readonly T[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return rows;
  return rows.filter((row) => {
    const text = columns
      .map((c) => String(c.value(row) ?? ""))
      .join(" ")
      .toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** The rows in order; what is missing comes last either way, and equal ones stay as they were. */
export function ordered<T>(
  rows: readonly T[],
  columns: readonly Column<T>[],
  sorting: Sorting,
  locale: string,
): readonly T[] {
  const by = sorting.flatMap(({ id, desc }) => {
    const column = columns.find((c) => c.id === id);
    return column ? [{ values: rows.map((row) => column.value(row)), desc }] : [];
  });
  if (by.length === 0) return rows;
  const collator = new Intl.Collator(locale, { numeric: true, sensitivity: "base" });
  const places = rows.map((_, place) => place);
  places.sort((a, b) => {
    for (const { values, desc } of by) {
      const [left, right] = [values[a] ?? null, values[b] ?? null];
      const way = desc ? -1 : 1;
      const difference =
        left === null || right === null
          ? Number(left === null) - Number(right === null)
          : way * compareValues(left, right, collator);
      if (difference !== 0) return difference;
    }
    return a - b;
  });
  return places.map((place) => rows[place] as T);
}
