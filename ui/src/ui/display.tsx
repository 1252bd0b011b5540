// How this window shows things: theme, colours, locale, privacy, time zone. Kept per window, not per workspace.
import { createContext, type ReactNode, useContext, useEffect, useSyncExternalStore } from "react";
import { I18nProvider as AriaLocale } from "react-aria-components";

import { type Format, makeFormat, safeLocale, type TimeZoneChoice } from "@/lib/format";
import { isRecord, load, save } from "@/lib/storage";
import { createStore } from "@/lib/store";

export interface DisplayChoices {
  theme: "dark" | "light" | "system";
  colours: "green-red" | "blue-orange";
  up: "green" | "red";
  /** A BCP 47 tag, or "" for the system's. */
  locale: string;
  privacy: boolean;
  timeZone: TimeZoneChoice;
}

const DEFAULTS: DisplayChoices = {
  theme: "dark",
  colours: "green-red",
  up: "green",
  locale: "",
  privacy: false,
  timeZone: "local",
};

function isChoices(value: unknown): value is DisplayChoices {
  if (!isRecord(value)) return false;
  return (Object.keys(DEFAULTS) as (keyof DisplayChoices)[]).every((key) => typeof value[key] === typeof DEFAULTS[key]);
}

const choices = createStore<DisplayChoices>(load("display", DEFAULTS, isChoices));

/** Changes some choices, remembers them, and repaints. */
export function choose(change: Partial<DisplayChoices>): void {
  choices.update((current) => ({ ...current, ...change }));
  save("display", choices.get());
}

/** The choices as made, before "system" is resolved. */
export function useChoices(): DisplayChoices {
  return useSyncExternalStore(choices.subscribe, choices.get);
}

/** The locale in force: the chosen one, else the system's when Intl knows it, else en-US. */
export function localeOf(choice: string): string {
  return safeLocale(choice || navigator.language);
}

interface Display {
  locale: string;
  format: Format;
  baseCurrency: string;
  privacy: boolean;
  timeZone: TimeZoneChoice;
}

const DisplayContext = createContext<Display>({
  locale: "en-US",
  format: makeFormat("en-US"),
  baseCurrency: "USD",
  privacy: false,
  timeZone: "local",
});

const prefersLight = (): MediaQueryList => window.matchMedia("(prefers-color-scheme: light)");

/** Puts the choices on the page and into context. */
export function DisplayProvider({ baseCurrency, children }: { baseCurrency: string; children: ReactNode }) {
  const { theme, colours, up, locale: chosen, privacy, timeZone } = useChoices();
  const systemLight = useSyncExternalStore(
    (listener) => {
      const query = prefersLight();
      query.addEventListener("change", listener);
      return () => query.removeEventListener("change", listener);
    },
    () => prefersLight().matches,
  );
  const shown = theme === "system" ? (systemLight ? "light" : "dark") : theme;
  const locale = localeOf(chosen);
  useEffect(() => {
    Object.assign(document.documentElement.dataset, { theme: shown, colours, up, privacy: privacy ? "on" : "off" });
    document.documentElement.lang = locale;
  }, [shown, colours, up, privacy, locale]);
  const display: Display = { locale, format: makeFormat(locale), baseCurrency, privacy, timeZone };
  return (
    <AriaLocale locale={locale}>
      <DisplayContext value={display}>{children}</DisplayContext>
    </AriaLocale>
  );
}

/** How things are shown here. */
export function useDisplay(): Display {
  return useContext(DisplayContext);
}

/** The formatters of the present locale. */
export function useFormat(): Format {
  return useDisplay().format;
}
