// Numbers, dates and times as people read them, always in an explicit locale.
import { type Decimal, isDecimal, scaleOf, separators, trimZeros } from "./decimal";

/** Shown for what is not known; never 0. */
export const UNKNOWN = "—";
/** The minus sign of typeset numbers. */
export const MINUS = "\u2212";

export type TimeZoneChoice = "local" | "utc";

/** How many digits a number shows: a fixed count, or a range. */
export interface Digits {
  min: number;
  max: number;
}

/** A locale that Intl accepts: the system's may be "C", "POSIX" or nonsense, then en-US. */
export function safeLocale(candidate: string | null | undefined): string {
  if (!candidate) return "en-US";
  try {
    return Intl.NumberFormat.supportedLocalesOf([candidate])[0] ?? "en-US";
  } catch {
    return "en-US";
  }
}

function exact(value: Decimal | number): number | Intl.StringNumericLiteral {
  return typeof value === "number" ? value : (value as Intl.StringNumericLiteral);
}

function known(value: Decimal | number | null | undefined): value is Decimal | number {
  if (value === null || value === undefined) return false;
  return typeof value === "number" ? Number.isFinite(value) : isDecimal(value);
}

/** Looked up once: a table asks for each of its figures. */
const digitsByCurrency = new Map<string, number>();

/** Digits after the point that a currency uses; 2 when the code is unknown to the browser. */
export function currencyDigits(currency: string): number {
  const known = digitsByCurrency.get(currency);
  if (known !== undefined) return known;
  let digits = 2;
  try {
    const options = new Intl.NumberFormat("en-US", { style: "currency", currency }).resolvedOptions();
    digits = options.maximumFractionDigits ?? 2;
  } catch {
    // No code of a currency that it knows.
  }
  digitsByCurrency.set(currency, digits);
  return digits;
}

export interface Format {
  locale: string;
  /** A number with a digit range. */
  number(value: Decimal | number | null | undefined, digits?: number | Digits, signed?: boolean): string;
  /** An amount with its currency's digits, without the code. */
  money(value: Decimal | null | undefined, currency: string, digits?: number | Digits, signed?: boolean): string;
  /** Units, with as many digits as they have (at most 8). */
  quantity(value: Decimal | null | undefined): string;
  /** A fraction as percent: 0.0123 is "1.23%". */
  percent(value: number | null | undefined, digits?: number, signed?: boolean): string;
  /** What a written number lacks to have as many digits after the point as its neighbours: "12.5" lacks "00" to three. */
  padding(text: string, digits: number): string;
  /** An ISO date, such as "2022-12-28". */
  date(iso: string | null | undefined): string;
  /** An RFC 3339 instant. */
  dateTime(iso: string | null | undefined, zone?: TimeZoneChoice): string;
  /** A local time without a zone, such as "2026-03-08T02:30", with its weekday. */
  localTime(local: string | null | undefined): string;
  /** The time of day of an instant. */
  time(at: Date, zone: TimeZoneChoice): string;
  /** A byte count. */
  bytes(count: number): string;
  /** Seconds as "3 min 20 s". */
  duration(seconds: number): string;
}

/** The formatters of one locale; they cache the Intl objects, which are dear to make. */
export function makeFormat(wanted: string): Format {
  const locale = safeLocale(wanted);
  const numbers = new Map<string, Intl.NumberFormat>();
  const formatter = (options: Intl.NumberFormatOptions): Intl.NumberFormat => {
    const key = JSON.stringify(options);
    let found = numbers.get(key);
    if (!found) numbers.set(key, (found = new Intl.NumberFormat(locale, options)));
    return found;
  };
  const typeset = (text: string): string => text.replace(/-/g, MINUS);
  const range = (digits: number | Digits): Intl.NumberFormatOptions => {
    const { min, max } = typeof digits === "number" ? { min: digits, max: digits } : digits;
    return { minimumFractionDigits: min, maximumFractionDigits: max };
  };
  const number: Format["number"] = (value, digits = { min: 0, max: 8 }, signed = false) => {
    if (!known(value)) return UNKNOWN;
    return typeset(
      formatter({ ...range(digits), signDisplay: signed ? "exceptZero" : "negative" }).format(exact(value)),
    );
  };
  const { decimal } = separators(locale);
  const dates = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone: "UTC" });
  const instant = (zone: TimeZoneChoice): Intl.DateTimeFormat =>
    new Intl.DateTimeFormat(locale, {
      dateStyle: "medium",
      timeStyle: "medium",
      ...(zone === "utc" ? { timeZone: "UTC" } : {}),
    });
  const instants = { local: instant("local"), utc: instant("utc") };
  const locals = new Intl.DateTimeFormat(locale, {
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZone: "UTC",
  });
  const times = {
    local: new Intl.DateTimeFormat(locale, { timeStyle: "medium", hourCycle: "h23" }),
    utc: new Intl.DateTimeFormat(locale, { timeStyle: "medium", hourCycle: "h23", timeZone: "UTC" }),
  };
  const valid = (iso: string | null | undefined): Date | null => {
    if (!iso) return null;
    const at = new Date(iso);
    return Number.isNaN(at.getTime()) ? null : at;
  };
  return {
    locale,
    number,
    money: (value, currency, digits = currencyDigits(currency), signed = false) => number(value, digits, signed),
    quantity: (value) => {
      if (!known(value)) return UNKNOWN;
      const trimmed = trimZeros(value);
      return number(trimmed, { min: 0, max: Math.min(8, scaleOf(trimmed)) });
    },
    percent: (value, digits = 2, signed = false) => {
      if (!known(value)) return UNKNOWN;
      const options = { ...range(digits), style: "percent", signDisplay: signed ? "exceptZero" : "negative" } as const;
      return typeset(formatter(options).format(value));
    },
    padding: (text, digits) => {
      const at = text.indexOf(decimal);
      const present = at < 0 ? 0 : text.length - at - decimal.length;
      if (digits <= present) return "";
      return (at < 0 ? decimal : "") + "0".repeat(digits - present);
    },
    date: (iso) => {
      const at = valid(iso?.slice(0, 10));
      return at ? dates.format(at) : UNKNOWN;
    },
    dateTime: (iso, zone = "local") => {
      const at = valid(iso);
      return at ? instants[zone].format(at) : UNKNOWN;
    },
    localTime: (local) => {
      const at = valid(local && `${local}Z`);
      return at ? locals.format(at) : UNKNOWN;
    },
    time: (at, zone) => times[zone].format(at),
    bytes: (count) => {
      const units = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;
      const power = Math.min(units.length - 1, count < 1000 ? 0 : Math.floor(Math.log10(count) / 3));
      const options = { style: "unit", unit: units[power], unitDisplay: "short", maximumFractionDigits: 1 } as const;
      return formatter(options).format(count / 1000 ** power);
    },
    duration: (seconds) => {
      const whole = Math.max(0, Math.round(seconds));
      const unit = (value: number, name: string): string =>
        formatter({ style: "unit", unit: name, unitDisplay: "short" }).format(value);
      if (whole < 60) return unit(whole, "second");
      if (whole < 3600) return `${unit(Math.floor(whole / 60), "minute")} ${unit(whole % 60, "second")}`;
      return `${unit(Math.floor(whole / 3600), "hour")} ${unit(Math.floor((whole % 3600) / 60), "minute")}`;
    },
  };
}
