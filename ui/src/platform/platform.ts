// Chooses the host once at start; afterwards `platform()` is it.
import { type Platform } from "./types";

let current: Platform | null = null;

/** Whether the page runs inside the desktop window. */
export function isDesktop(): boolean {
  return "__TAURI_INTERNALS__" in window;
}

/** Loads the host's code; must end before anything is drawn. */
export async function startPlatform(): Promise<Platform> {
  current = isDesktop() ? (await import("./tauri/platform")).desktop() : (await import("./web/platform")).browser();
  return current;
}

/** Puts a given host in place; tests use it. */
export function setPlatform(host: Platform): void {
  current = host;
}

/** The host. */
export function platform(): Platform {
  if (!current) throw new Error("the platform was used before startPlatform() ended");
  return current;
}
