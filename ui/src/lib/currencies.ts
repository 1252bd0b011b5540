// Currency codes a field proposes; any other ISO 4217 code may be typed.

const COMMON = ["USD", "EUR", "GBP", "CHF", "JPY", "CAD", "AUD", "NZD", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF"];

/** The common codes first, then all that the browser knows. */
export function currencyCodes(): string[] {
  const all = typeof Intl.supportedValuesOf === "function" ? Intl.supportedValuesOf("currency") : [];
  return [...new Set([...COMMON, ...all])];
}

/** A currency's name in a language; empty when it is not known. */
export function currencyName(code: string, locale: string): string {
  try {
    const name = new Intl.DisplayNames([locale], { type: "currency" }).of(code) ?? "";
    return name === code ? "" : name;
  } catch {
    return "";
  }
}
