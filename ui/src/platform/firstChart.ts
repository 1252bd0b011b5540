// Notes when the first chart of this window stands on the screen: the end of what the user waits for after a start.
import { platform } from "./platform";

let isNoted = false;

/** To be called after a chart has drawn; only the first call counts. */
export function chartDrawn(): void {
  if (isNoted) return;
  isNoted = true;
  // The frame that is being made now, and then the one after it: by then the first one has been painted.
  requestAnimationFrame(() => requestAnimationFrame(() => platform().mark("first-chart")));
}
