// Small values that this browser or window keeps: layouts, column choices, theme.

/** The stored value, or the fallback when there is none, it is unreadable or it fails the check. */
export function load<T>(key: string, fallback: T, check: (value: unknown) => value is T): T {
  try {
    const text = localStorage.getItem(`quarterdeck.${key}`);
    if (text === null) return fallback;
    const value: unknown = JSON.parse(text);
    return check(value) ? value : fallback;
  } catch {
    return fallback;
  }
}

/** Stores a value; a full or forbidden storage only means that it is not remembered. */
export function save(key: string, value: unknown): void {
  try {
    localStorage.setItem(`quarterdeck.${key}`, JSON.stringify(value));
  } catch {
    console.warn(`could not remember ${key}: the browser's storage is full or off`);
  }
}

/** Forgets a value. */
export function forget(key: string): void {
  try {
    localStorage.removeItem(`quarterdeck.${key}`);
  } catch {
    console.warn(`could not forget ${key}: the browser's storage is off`);
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isStringArray(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}
