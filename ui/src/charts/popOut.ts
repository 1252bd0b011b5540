// A chart in a window of its own: native on the desktop, the drawn picture in a new tab of the browser.
import { sendBytes } from "@/api/client";

export interface PopOutTarget {
  instrumentId: string;
  symbol: string;
}

/** Opens the server's picture of a chart in a new tab; throws when the browser forbids tabs. */
async function openPicture(instrumentId: string): Promise<void> {
  // The tab is opened within the click: after the answer has come the browser would block it.
  const tab = window.open("", "_blank");
  if (!tab) throw new Error("the browser blocked the new tab; allow pop-ups for this page");
  const theme = document.documentElement.dataset["theme"] === "light" ? "light" : "dark";
  try {
    const bytes = await sendBytes("GET", "/charts/{id}.png", undefined, {
      path: { id: instrumentId },
      query: { width: 1600, height: 900, theme },
      accept: "image/png",
    });
    const url = URL.createObjectURL(new Blob([bytes], { type: "image/png" }));
    tab.location.href = url;
    // The tab has read the picture long before; a minute is ample.
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
  } catch (error) {
    tab.close();
    throw error;
  }
}

/** Pops a chart out; `native` is the host's window, or null where there is none. */
export async function popOut(target: PopOutTarget, native: ((symbol: string) => void) | null): Promise<void> {
  if (native) native(target.symbol);
  else await openPicture(target.instrumentId);
}
