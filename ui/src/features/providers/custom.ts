// The fields of a form for a JSON source of one's own, and the settings that they come to.
import { type BarSize, type CustomSettings, type TimeFormat } from "@/api/markets";

/** How a time is written: a named way, or a pattern of its own. */
export type TimeWay = Exclude<TimeFormat, object> | "pattern";

export interface CustomValues {
  name: string;
  url: string;
  urlTime: TimeWay;
  urlPattern: string;
  size: BarSize;
  list: string;
  time: string;
  timeFormat: TimeWay;
  timePattern: string;
  open: string;
  high: string;
  low: string;
  close: string;
  volume: string;
  adjustment: "raw" | "adjusted";
  currency: string;
  perMinute: number | null;
  keyHeader: string;
  /** Of the last price; empty: the source has none. */
  lastUrl: string;
  lastPrice: string;
  lastTime: string;
  lastTimeFormat: TimeWay;
  lastTimePattern: string;
  lastBid: string;
  lastAsk: string;
  lastEvery: number | null;
  /** How far it is behind, in minutes. */
  lastDelay: number | null;
}

export const EMPTY: CustomValues = {
  name: "",
  url: "https://example.org/prices?symbol={symbol}&from={from}&to={to}",
  urlTime: "date",
  urlPattern: "%Y-%m-%d",
  size: "1d",
  list: "",
  time: "/date",
  timeFormat: "date",
  timePattern: "%Y-%m-%d",
  open: "/open",
  high: "/high",
  low: "/low",
  close: "/close",
  volume: "/volume",
  adjustment: "raw",
  currency: "",
  perMinute: 60,
  keyHeader: "",
  lastUrl: "",
  lastPrice: "/price",
  lastTime: "",
  lastTimeFormat: "unix_seconds",
  lastTimePattern: "%Y-%m-%d",
  lastBid: "",
  lastAsk: "",
  lastEvery: 15,
  lastDelay: null,
};

const USUAL_PATTERN = "%Y-%m-%d";

function wayOf(format: TimeFormat): [TimeWay, string] {
  return typeof format === "string" ? [format, USUAL_PATTERN] : ["pattern", format.pattern];
}

function formatOf(way: TimeWay, pattern: string): TimeFormat {
  return way === "pattern" ? { pattern: pattern.trim() } : way;
}

const orNull = (text: string): string | null => (text.trim() === "" ? null : text.trim());

export function valuesOf(settings: CustomSettings): CustomValues {
  const [urlTime, urlPattern] = wayOf(settings.url_time);
  const [timeFormat, timePattern] = wayOf(settings.fields.time_format);
  const { fields } = settings;
  return {
    name: settings.name,
    url: settings.url,
    urlTime,
    urlPattern,
    size: settings.size,
    list: settings.list,
    time: fields.time,
    timeFormat,
    timePattern,
    open: fields.open ?? "",
    high: fields.high ?? "",
    low: fields.low ?? "",
    close: fields.close,
    volume: fields.volume ?? "",
    adjustment: settings.adjustment,
    currency: settings.currency ?? "",
    perMinute: settings.requests_per_minute,
    keyHeader: settings.key_header ?? "",
    ...lastOf(settings.quotes),
  };
}

type LastValues = Pick<CustomValues, keyof CustomValues & `last${string}`>;

/** What is said of the last price, as fields. */
function lastOf(quotes: CustomSettings["quotes"]): LastValues {
  const { lastUrl, lastPrice, lastTime, lastBid, lastAsk, lastEvery, lastDelay } = EMPTY;
  const [lastTimeFormat, lastTimePattern] = wayOf(quotes?.time_format ?? "unix_seconds");
  if (!quotes)
    return { lastUrl, lastPrice, lastTime, lastTimeFormat, lastTimePattern, lastBid, lastAsk, lastEvery, lastDelay };
  return {
    lastUrl: quotes.url,
    lastPrice: quotes.price,
    lastTime: quotes.time ?? "",
    lastTimeFormat,
    lastTimePattern,
    lastBid: quotes.bid ?? "",
    lastAsk: quotes.ask ?? "",
    lastEvery: quotes.every_seconds,
    lastDelay: quotes.delay_seconds === null ? null : quotes.delay_seconds / 60,
  };
}

/** The last price out of the fields; null where they name no address. */
function quotesOf(values: CustomValues): CustomSettings["quotes"] {
  if (values.lastUrl.trim() === "") return null;
  return {
    url: values.lastUrl.trim(),
    price: values.lastPrice.trim(),
    time: orNull(values.lastTime),
    time_format: formatOf(values.lastTimeFormat, values.lastTimePattern),
    bid: orNull(values.lastBid),
    ask: orNull(values.lastAsk),
    every_seconds: values.lastEvery,
    delay_seconds: values.lastDelay === null ? null : Math.round(values.lastDelay * 60),
  };
}

export function settingsOf(values: CustomValues): CustomSettings {
  return {
    name: values.name.trim(),
    url: values.url.trim(),
    url_time: formatOf(values.urlTime, values.urlPattern),
    size: values.size,
    list: values.list.trim(),
    fields: {
      time: values.time.trim(),
      time_format: formatOf(values.timeFormat, values.timePattern),
      open: orNull(values.open),
      high: orNull(values.high),
      low: orNull(values.low),
      close: values.close.trim(),
      volume: orNull(values.volume),
    },
    adjustment: values.adjustment,
    currency: orNull(values.currency.toUpperCase()),
    requests_per_minute: values.perMinute,
    key_header: orNull(values.keyHeader),
    quotes: quotesOf(values),
  };
}

export function isName(name: string): boolean {
  return /^[a-z0-9_.-]{1,16}$/.test(name.trim());
}
