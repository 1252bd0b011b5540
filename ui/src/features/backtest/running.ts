// The job of this window's back-test and the run that is shown; both outlive the panel.
import { createStore } from "@/lib/store";

/** The job under way; null when there is none. */
export const running = createStore<string | null>(null);
/** The run whose result is shown. */
export const shown = createStore<string | null>(null);
