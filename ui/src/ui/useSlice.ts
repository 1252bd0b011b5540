// A part of a store in React: the component renders when that part is another one, not before.
import { useSyncExternalStore } from "react";

import { type Store } from "@/lib/store";

/** The part; `pick` has to give the same object as long as nothing changed. */
export function useSlice<T, S>(store: Store<T>, pick: (value: T) => S): S {
  return useSyncExternalStore(store.subscribe, () => pick(store.get()));
}
