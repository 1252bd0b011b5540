// Watchlists as values: every edit gives new ones, and a list as the lines that the screen shows.
import { type Flag, type Watchlist, type Watchlists, type WatchRow } from "@/api/markets";
import { type Instrument } from "@/api/types";

export const FLAGS = ["red", "orange", "yellow", "green", "blue", "purple"] as const satisfies readonly Flag[];

/** Where a row stands in a list. */
export interface Place {
  section: number;
  row: number;
}

/** One line on the screen: a section's name, or a row. */
export type Line =
  | { kind: "section"; section: number; name: string; n_rows: number }
  | { kind: "row"; section: number; row: number; value: WatchRow };

/** A list as lines, sections in their order; `order` gives another order within a section. */
export function linesOf(list: Watchlist, order: ((rows: readonly WatchRow[]) => readonly number[]) | null): Line[] {
  return list.sections.flatMap(({ name, rows }, section): Line[] => {
    const indices = order ? order(rows) : rows.map((_, i) => i);
    const head: Line = { kind: "section", section, name, n_rows: rows.length };
    const lines = indices.flatMap((row): Line[] => {
      const value = rows[row];
      return value ? [{ kind: "row", section, row, value }] : [];
    });
    return [head, ...lines];
  });
}

/** All instruments of a list, each once. */
export function instrumentsOf(list: Watchlist | undefined): string[] {
  const all = (list?.sections ?? []).flatMap(({ rows }) => rows.map(({ instrument_id }) => instrument_id));
  return [...new Set(all)];
}

function withList(all: Watchlists, at: number, edit: (list: Watchlist) => Watchlist): Watchlists {
  return { lists: all.lists.map((list, i) => (i === at ? edit(list) : list)) };
}

function withRows(list: Watchlist, at: number, edit: (rows: readonly WatchRow[]) => WatchRow[]): Watchlist {
  return { ...list, sections: list.sections.map((s, i) => (i === at ? { ...s, rows: edit(s.rows) } : s)) };
}

/** Adds instruments at the end of a section; those that it has already are left out. */
export function addRows(all: Watchlists, list: number, section: number, ids: readonly string[]): Watchlists {
  return withList(all, list, (one) => {
    const begun = one.sections.length > 0 ? one : { ...one, sections: [{ name: "", rows: [] }] };
    return withRows(begun, Math.min(section, begun.sections.length - 1), (rows) => {
      const there = new Set(rows.map(({ instrument_id }) => instrument_id));
      const fresh = [...new Set(ids)].filter((id) => !there.has(id));
      return [...rows, ...fresh.map((instrument_id) => ({ instrument_id, flag: null, note: null }))];
    });
  });
}

export function changeRow(all: Watchlists, list: number, at: Place, change: Partial<WatchRow>): Watchlists {
  return withList(all, list, (one) =>
    withRows(one, at.section, (rows) => rows.map((row, i) => (i === at.row ? { ...row, ...change } : row))),
  );
}

export function removeRow(all: Watchlists, list: number, at: Place): Watchlists {
  return withList(all, list, (one) => withRows(one, at.section, (rows) => rows.filter((_, i) => i !== at.row)));
}

/**
 * Moves a row so that it stands at `to`, counted before it is taken away. In a section that has the instrument already the
 * row that is there stays, for an instrument stands once in a section.
 */
export function moveRow(all: Watchlists, list: number, from: Place, to: Place): Watchlists {
  const moved = all.lists[list]?.sections[from.section]?.rows[from.row];
  if (!moved) return all;
  const isLater = from.section === to.section && to.row > from.row;
  const at = isLater ? to.row - 1 : to.row;
  const without = removeRow(all, list, from);
  const there = without.lists[list]?.sections[to.section]?.rows ?? [];
  if (there.some(({ instrument_id }) => instrument_id === moved.instrument_id)) return without;
  return withList(without, list, (one) =>
    withRows(one, to.section, (rows) => [...rows.slice(0, at), moved, ...rows.slice(at)]),
  );
}

/** The place one line up or down from a row, also into the neighbouring section; null at the ends of the list. */
export function neighbour(list: Watchlist, { section, row }: Place, step: -1 | 1): Place | null {
  const rows = list.sections[section]?.rows ?? [];
  if (step < 0 && row > 0) return { section, row: row - 1 };
  if (step > 0 && row < rows.length - 1) return { section, row: row + 2 };
  const next = list.sections[section + step];
  if (!next) return null;
  return { section: section + step, row: step < 0 ? next.rows.length : 0 };
}

/** Where a row dropped before a line comes to stand; `line` is the number of lines above it. */
export function dropPlace(list: Watchlist, line: number): Place | null {
  const lines = linesOf(list, null);
  const above = lines[Math.min(line, lines.length) - 1];
  if (!above) return list.sections.length > 0 ? { section: 0, row: 0 } : null;
  return above.kind === "section" ? { section: above.section, row: 0 } : { section: above.section, row: above.row + 1 };
}

export function addSection(all: Watchlists, list: number, name: string): Watchlists {
  return withList(all, list, (one) => ({ ...one, sections: [...one.sections, { name, rows: [] }] }));
}

export function renameSection(all: Watchlists, list: number, section: number, name: string): Watchlists {
  return withList(all, list, (one) => ({
    ...one,
    sections: one.sections.map((s, i) => (i === section ? { ...s, name } : s)),
  }));
}

/** Removes a section; its rows go to the one above, or below where there is none above. */
export function removeSection(all: Watchlists, list: number, section: number): Watchlists {
  return withList(all, list, (one) => {
    const gone = one.sections[section];
    const left = one.sections.filter((_, i) => i !== section);
    if (!gone || left.length === 0) return one;
    const heir = Math.max(0, section - 1);
    return withRows({ ...one, sections: left }, heir, (rows) => [
      ...rows,
      ...gone.rows.filter(({ instrument_id }) => !rows.some((row) => row.instrument_id === instrument_id)),
    ]);
  });
}

export function addList(all: Watchlists, name: string): Watchlists {
  return { lists: [...all.lists, { name, sections: [{ name: "", rows: [] }] }] };
}

export function renameList(all: Watchlists, list: number, name: string): Watchlists {
  return withList(all, list, (one) => ({ ...one, name }));
}

export function removeList(all: Watchlists, list: number): Watchlists {
  return { lists: all.lists.filter((_, i) => i !== list) };
}

/** A word of a list without quotes and without the exchange that some programs write before it. */
function bare(word: string): string {
  return word
    .trim()
    .replace(/^["']|["']$/g, "")
    .replace(/^[A-Z]+:(?=.)/, "")
    .trim();
}

/**
 * Which instruments a pasted text names, and which of its words name none. Commas, semicolons, tabs and line breaks part
 * symbols; so do spaces where what stands between is no symbol as a whole.
 */
export function found(text: string, instruments: readonly Instrument[]): { ids: string[]; unknown: string[] } {
  const bySymbol = new Map(instruments.map(({ id, symbol }) => [symbol.toUpperCase(), id]));
  const ids = new Set<string>();
  const unknown = new Set<string>();
  for (const part of text.split(/[\n\r,;\t]+/).map(bare)) {
    if (part === "") continue;
    const whole = bySymbol.get(part.toUpperCase());
    for (const word of whole === undefined ? part.split(/\s+/).map(bare) : [part]) {
      const id = whole ?? bySymbol.get(word.toUpperCase());
      if (id === undefined) unknown.add(word);
      else ids.add(id);
    }
  }
  return { ids: [...ids], unknown: [...unknown] };
}
