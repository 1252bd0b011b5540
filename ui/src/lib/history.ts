// Undo and redo of a value that is replaced as a whole.

export interface History<T> {
  past: readonly T[];
  present: T;
  future: readonly T[];
  /** What the last change belonged to: further ones of the same gesture are one step. */
  gesture: string | null;
}

/** Steps that are kept. */
const STEPS_MAX = 200;

export function begin<T>(present: T): History<T> {
  return { past: [], present, future: [], gesture: null };
}

/** A change; with the name of the gesture that the last change had it is part of that step. */
export function push<T>(history: History<T>, next: T, gesture: string | null = null): History<T> {
  if (Object.is(next, history.present)) return history;
  if (gesture !== null && gesture === history.gesture) return { ...history, present: next, future: [] };
  return { past: [...history.past, history.present].slice(-STEPS_MAX), present: next, future: [], gesture };
}

export function undo<T>(history: History<T>): History<T> {
  const present = history.past.at(-1);
  if (present === undefined) return history;
  return {
    past: history.past.slice(0, -1),
    present,
    future: [history.present, ...history.future],
    gesture: null,
  };
}

export function redo<T>(history: History<T>): History<T> {
  const [present, ...future] = history.future;
  if (present === undefined) return history;
  return { past: [...history.past, history.present], present, future, gesture: null };
}
