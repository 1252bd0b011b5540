// Exact decimals as strings: money and quantities never become floats on their way through the client.

/** A plain decimal such as "-12.30": optional minus, digits, optional fraction. */
export type Decimal = string;

const PLAIN = /^-?\d+(\.\d+)?$/;

/** Whether a text is a plain decimal. */
export function isDecimal(text: string): boolean {
  return PLAIN.test(text);
}

function split(value: Decimal): { negative: boolean; whole: string; fraction: string } {
  const negative = value.startsWith("-");
  const [whole = "0", fraction = ""] = (negative ? value.slice(1) : value).split(".");
  return { negative, whole, fraction };
}

/** The value as an integer of 10^-scale units. */
function scaled(value: Decimal, scale: number): bigint {
  const { negative, whole, fraction } = split(value);
  const units = BigInt(whole + fraction.padEnd(scale, "0"));
  return negative ? -units : units;
}

function unscaled(units: bigint, scale: number): Decimal {
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, "0");
  const text = scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
  return units < 0n ? `-${text}` : text;
}

/** −1, 0 or 1. */
export function sign(value: Decimal): -1 | 0 | 1 {
  if (!/[1-9]/.test(value)) return 0;
  return value.startsWith("-") ? -1 : 1;
}

/** Number of digits after the point. */
export function scaleOf(value: Decimal): number {
  const point = value.indexOf(".");
  return point < 0 ? 0 : value.length - point - 1;
}

/** Negative, zero or positive as `a` is below, equal to or above `b`. */
export function compare(a: Decimal, b: Decimal): number {
  // Floats tell most pairs apart, and sorting a long column asks for many.
  const [x, y] = [Number(a), Number(b)];
  if (Math.abs(x - y) > 1e-12 * Math.max(Math.abs(x), Math.abs(y))) return x < y ? -1 : 1;
  const scale = Math.max(scaleOf(a), scaleOf(b));
  const difference = scaled(a, scale) - scaled(b, scale);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** The exact sum, with the larger of the two scales. */
export function add(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(scaleOf(a), scaleOf(b));
  return unscaled(scaled(a, scale) + scaled(b, scale), scale);
}

/** The exact product. */
export function multiply(a: Decimal, b: Decimal): Decimal {
  const [sa, sb] = [scaleOf(a), scaleOf(b)];
  return unscaled(scaled(a, sa) * scaled(b, sb), sa + sb);
}

/** The value with the other sign. */
export function negate(value: Decimal): Decimal {
  if (sign(value) === 0) return value.replace("-", "");
  return value.startsWith("-") ? value.slice(1) : `-${value}`;
}

/** Without trailing zeros after the point: "1.500" is "1.5", "2.00" is "2". */
export function trimZeros(value: Decimal): Decimal {
  return value.includes(".") ? value.replace(/\.?0+$/, "") : value;
}

/** A fraction as percent: "0.125" is "12.5". */
export function percentOf(fraction: Decimal): Decimal {
  return trimZeros(multiply(fraction, "100"));
}

/** A percentage as a fraction: "12.5" is "0.125". */
export function fractionOf(percent: Decimal): Decimal {
  return trimZeros(multiply(percent, "0.01"));
}

/** The group and decimal separators of a locale. */
export function separators(locale: string): { group: string; decimal: string } {
  const parts = new Intl.NumberFormat(locale, { useGrouping: "always" }).formatToParts(12345.6);
  return {
    group: parts.find((p) => p.type === "group")?.value ?? ",",
    decimal: parts.find((p) => p.type === "decimal")?.value ?? ".",
  };
}

/**
 * Reads what a person typed: the locale's separators, any of the minus signs, spaces.
 * A text that is no number, or whose grouping is doubtful (such as "1,5" in English), gives null.
 */
export function parseDecimal(text: string, locale: string): Decimal | null {
  const { group, decimal } = separators(locale);
  let rest = text.trim().replace(/[\u2212\u2013]/g, "-");
  const negative = /^-/.test(rest) || /^\(.*\)$/.test(rest);
  rest = rest.replace(/^[-+(]\s*|\)$/g, "");
  const [whole = "", fraction, ...more] = rest.split(decimal);
  if (more.length > 0 || (fraction !== undefined && !/^\d+$/.test(fraction))) return null;
  const isSpace = /\s/.test(group);
  const groups = whole.split(isSpace ? /\s/ : group).map((g) => g.replace(/['’]/g, ""));
  if (groups.length > 1 && !groups.slice(1).every((g) => /^\d{2,3}$/.test(g) && g.length >= 2)) return null;
  if (groups.length > 1 && groups.at(-1)?.length !== 3) return null;
  const digits = groups.join("");
  if (digits === "" && fraction === undefined) return null;
  if (!/^\d*$/.test(digits)) return null;
  const plain = (digits.replace(/^0+(?=\d)/, "") || "0") + (fraction ? `.${fraction}` : "");
  return negative && sign(plain) !== 0 ? `-${plain}` : plain;
}
