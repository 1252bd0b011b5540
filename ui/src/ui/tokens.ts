// Tokens for canvases, which cannot use CSS variables, and a key that changes when they do.
import { useSyncExternalStore } from "react";

/** The present value of a token such as "--qd-up". */
export function readToken(name: `--qd-${string}`): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function subscribe(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributeFilter: ["data-theme", "data-colours", "data-up"] });
  return () => observer.disconnect();
}

function themeKey(): string {
  const { theme, colours, up } = document.documentElement.dataset;
  return `${theme ?? "dark"} ${colours ?? ""} ${up ?? ""}`;
}

/** Another text whenever theme or colours change: redraw a canvas on it. */
export function useThemeKey(): string {
  return useSyncExternalStore(subscribe, themeKey);
}

function subscribeWidth(listener: () => void): () => void {
  const query = window.matchMedia("(max-width: 719px)");
  query.addEventListener("change", listener);
  return () => query.removeEventListener("change", listener);
}

/** Whether the window is as narrow as a phone. */
export function useIsPhone(): boolean {
  return useSyncExternalStore(subscribeWidth, () => window.matchMedia("(max-width: 719px)").matches);
}
