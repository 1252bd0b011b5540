// The form for fields that have nothing to do with limits: the same one while limits and weights are dragged.
import { useState, useSyncExternalStore } from "react";

import { type Form } from "./form";
import { type Session } from "./session";

/** What a drag moves. */
const DRAGGED: ReadonlySet<keyof Form> = new Set(["bounds", "pins", "groups"]);

/** The newest form but for its limits, which may be older ones. */
export function useChoices(session: Session): Form {
  const [read] = useState(() => {
    let last = session.form.get();
    return (): Form => {
      const next = session.form.get();
      const names = Object.keys(next) as (keyof Form)[];
      if (names.some((name) => !DRAGGED.has(name) && next[name] !== last[name])) last = next;
      return last;
    };
  });
  return useSyncExternalStore(session.form.subscribe, read);
}
