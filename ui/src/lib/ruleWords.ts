// Symbols and prices as the sentences of alert rules have them.

/** A symbol as a rule in words has it: in quotes where it is more than a word. */
export function symbolInWords(symbol: string): string {
  return /^[A-Za-z][A-Za-z0-9.]*$/.test(symbol) ? symbol : `"${symbol}"`;
}

/** A price in five significant figures, or to the cent where that is more: as a person would write it in a rule. */
export function plainPrice(price: number): string {
  const digits = Math.min(8, Math.max(2, 4 - Math.floor(Math.log10(price))));
  return String(Number(price.toFixed(digits)));
}

/** "AAPL crosses above 150": the way from where the price is now. A price that is not known is below everything. */
export function crossingWords(symbol: string, level: number, last: number | null): string {
  const way = level >= (last ?? 0) ? "crosses above" : "crosses below";
  return `${symbolInWords(symbol)} ${way} ${plainPrice(level)}`;
}
