// Notes when something stands on the screen for the first time in this window: the end of what the user waits for after a start.
import { platform } from "./platform";

/** What is waited for. */
export type FirstPaint = "first-chart" | "portfolio";

const noted = new Set<FirstPaint>();

/** To be called after something has drawn; only the first call counts. */
export function drawn(what: FirstPaint): void {
  if (noted.has(what)) return;
  noted.add(what);
  // The frame that is being made now, and then the one after it: by then the first one has been painted.
  requestAnimationFrame(() => requestAnimationFrame(() => platform().mark(what)));
}
