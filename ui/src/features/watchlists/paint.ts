// Writes a live quote into the cells of a row, without React: hundreds of rows change many times a second.
import { MINUS, type Format, UNKNOWN } from "@/lib/format";
import { type Age } from "@/stream/age";
import { change, type LiveQuote, placeIn, priceOf } from "@/stream/quotes";

const FLASH_MS = 250;
/** Half of the last digit of a percentage with two. */
const LEAST_PART = 0.00005;

/** Digits that show a price: cents from 1 on, more below. */
export function priceDigits(price: number): number {
  if (!(Math.abs(price) > 0) || Math.abs(price) >= 1) return 2;
  return Math.min(8, 2 + Math.ceil(-Math.log10(Math.abs(price))));
}

/** The cells of one row, found once. */
export type Cells = ReadonlyMap<string, HTMLElement>;

export function cellsOf(row: HTMLElement): Cells {
  return new Map(
    [...row.querySelectorAll<HTMLElement>("[data-cell]")].map((cell) => [cell.dataset["cell"] ?? "", cell]),
  );
}

function write(cell: HTMLElement | undefined, text: string, tone = ""): void {
  if (!cell) return;
  if (cell.textContent !== text) cell.textContent = text;
  if (cell.dataset["tone"] !== tone) cell.dataset["tone"] = tone;
}

const timers = new WeakMap<HTMLElement, ReturnType<typeof setTimeout>>();

/** Lights a cell up for a moment. */
export function flash(cell: HTMLElement | undefined, isUp: boolean): void {
  if (!cell) return;
  clearTimeout(timers.get(cell));
  cell.classList.toggle("qd-flash-up", isUp);
  cell.classList.toggle("qd-flash-down", !isUp);
  timers.set(
    cell,
    setTimeout(() => cell.classList.remove("qd-flash-up", "qd-flash-down"), FLASH_MS),
  );
}

const toneOf = (value: number | null | undefined): string => (!value ? "" : value > 0 ? "up" : "down");

export interface Words {
  format: Format;
  /** "low 12.30, high 14.00" */
  range: (low: string, high: string) => string;
  noRange: string;
  compact: Intl.NumberFormat;
}

/** Shows a quote in a row's cells. `before` is what they show now: a price that moved lights up. */
export function paint(
  cells: Cells,
  quote: LiveQuote | undefined,
  before: LiveQuote | undefined,
  age: Age,
  words: Words,
): void {
  const { format, compact } = words;
  const last = quote?.last ?? null;
  const shown = quote ? priceOf(quote) : null;
  const scale = priceDigits(shown ?? 1);
  const price = (value: number | null | undefined): string => format.number(value, scale);
  write(cells.get("last"), price(shown), last === null ? "dim" : "");
  if (before && before.last !== null && last !== null && before.last !== last)
    flash(cells.get("last"), last > before.last);
  const ageCell = cells.get("age");
  write(ageCell, age.text, age.tone);
  if (ageCell && ageCell.title !== (age.title ?? "")) ageCell.title = age.title ?? "";
  const moved = quote ? change(quote) : null;
  write(cells.get("change"), format.number(moved?.by, scale, true), toneOf(moved?.by));
  // What the last digit does not show is no move; "▲ 0.00%" would read as one.
  const part = moved?.part ?? null;
  const way = part !== null && Math.abs(part) < LEAST_PART ? 0 : part;
  const arrow = !way ? "" : way > 0 ? "▲ " : "▼ ";
  write(cells.get("percent"), arrow + format.percent(way, 2, true), toneOf(way));
  write(cells.get("bid"), price(quote?.bid));
  write(cells.get("ask"), price(quote?.ask));
  write(cells.get("close"), price(quote?.previous_close));
  write(cells.get("source"), quote?.source ?? UNKNOWN);
  const volume = quote?.day?.volume ?? null;
  write(cells.get("volume"), volume === null ? UNKNOWN : compact.format(volume).replace(/-/g, MINUS));
  paintRange(cells.get("day"), quote?.day ?? null, shown, price, words);
  paintRange(cells.get("year"), quote?.year ?? null, shown, price, words);
}

/** Moves the mark of a range's bar; a range that is not known is a dash. */
function paintRange(
  cell: HTMLElement | undefined,
  span: { low: number; high: number } | null,
  last: number | null,
  price: (value: number) => string,
  { range, noRange }: Words,
): void {
  if (!cell) return;
  const at = span === null ? null : placeIn(last, span.low, span.high);
  if (at === null || span === null) {
    cell.classList.add("qd-range-unknown");
    cell.removeAttribute("title");
    cell.setAttribute("aria-label", noRange);
    return;
  }
  cell.classList.remove("qd-range-unknown");
  const text = range(price(span.low), price(span.high));
  if (cell.title !== text) {
    cell.title = text;
    cell.setAttribute("aria-label", text);
  }
  cell.style.setProperty("--at", `${(at * 100).toFixed(1)}%`);
}
