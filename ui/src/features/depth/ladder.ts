// The ladder's rows and the tape's, made once and written into: fifty books a second cost no layout and no React.
import { type Depth, type DepthLevel, type Tick, type TradeData } from "@/api/markets";
import { type Format, type TimeZoneChoice, UNKNOWN } from "@/lib/format";

export const LEVELS = 20;
export const TAPE_ROWS = 100;

export interface LevelRow {
  row: HTMLElement;
  price: HTMLElement;
  size: HTMLElement;
  cumulative: HTMLElement;
  bar: HTMLElement;
}

function put(cell: HTMLElement, text: string): void {
  if (cell.textContent !== text) cell.textContent = text;
}

/** The rows of one side, found once. */
export function levelRows(side: HTMLElement): LevelRow[] {
  return [...side.querySelectorAll<HTMLElement>("[data-level]")].map((row) => {
    const cell = (name: string): HTMLElement => {
      const found = row.querySelector<HTMLElement>(`[data-cell="${name}"]`);
      if (!found) throw new Error(`invariant: a level has a cell ${name}`);
      return found;
    };
    return { row, price: cell("price"), size: cell("size"), cumulative: cell("cumulative"), bar: cell("bar") };
  });
}

/** How many digits after the point the prices of a book need: as many as its finest price has, at most 8. */
export function digitsOf(levels: readonly DepthLevel[]): number {
  let digits = 2;
  for (const { price } of levels) {
    while (digits < 8 && Math.abs(price * 10 ** digits - Math.round(price * 10 ** digits)) > 1e-6) digits += 1;
  }
  return digits;
}

/** Writes one side; levels that are not there are empty, for nobody offers anything at them. */
export function writeSide(
  rows: readonly LevelRow[],
  levels: readonly DepthLevel[],
  largest: number,
  digits: number,
  format: Format,
): void {
  rows.forEach(({ row, price, size, cumulative, bar }, i) => {
    const level = levels[i];
    row.hidden = level === undefined;
    if (!level) return;
    put(price, format.number(level.price, digits));
    put(size, format.number(level.size, { min: 0, max: 4 }));
    put(cumulative, format.number(level.cumulative, { min: 0, max: 4 }));
    bar.style.transform = `scaleX(${largest > 0 ? (level.size / largest).toFixed(3) : "0"})`;
  });
}

/** The largest size of either side: by it all bars are measured. */
export function largestSize(depth: Depth): number {
  let largest = 0;
  for (const { size } of depth.bids.slice(0, LEVELS)) largest = Math.max(largest, size);
  for (const { size } of depth.asks.slice(0, LEVELS)) largest = Math.max(largest, size);
  return largest;
}

export interface TapeRow {
  row: HTMLElement;
  cells: HTMLElement[];
}

export function tapeRows(box: HTMLElement): TapeRow[] {
  return [...box.querySelectorAll<HTMLElement>("[data-trade]")].map((row) => ({
    row,
    cells: [...row.querySelectorAll<HTMLElement>("[data-cell]")],
  }));
}

/** Writes trades, newest first. */
export function writeTape(
  rows: readonly TapeRow[],
  trades: readonly Tick<TradeData>[],
  words: { buy: string; sell: string },
  format: Format,
  zone: TimeZoneChoice,
): void {
  const digits = digitsOf(
    trades.slice(0, TAPE_ROWS).map(({ data }) => ({ price: data.price, size: 0, cumulative: 0 })),
  );
  rows.forEach(({ row, cells }, i) => {
    const trade = trades[i];
    row.hidden = trade === undefined;
    if (!trade) return;
    const { price, size, aggressor, counts } = trade.data;
    const side = aggressor === "buyer" ? "up" : aggressor === "seller" ? "down" : "";
    if (row.dataset["tone"] !== side) row.dataset["tone"] = side;
    row.classList.toggle("qd-tape-odd", counts === "volume");
    const at = new Date(trade.origin.at ?? trade.origin.received_at);
    const texts = [
      Number.isNaN(at.getTime()) ? UNKNOWN : format.time(at, zone),
      format.number(price, digits),
      format.number(size, { min: 0, max: 4 }),
      aggressor === "buyer" ? words.buy : aggressor === "seller" ? words.sell : UNKNOWN,
    ];
    texts.forEach((text, k) => {
      const cell = cells[k];
      if (cell) put(cell, text);
    });
  });
}
