// Keyboard shortcuts as text ("mod+shift+l") and their matching; "mod" is Cmd on Apple systems, else Ctrl.

export interface KeyPress {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}

/** Whether a key press is the shortcut. Shift is ignored for signs such as "?", which need it on some keyboards. */
export function matches(press: KeyPress, shortcut: string, apple: boolean): boolean {
  const parts = shortcut.toLowerCase().split("+");
  const key = parts.at(-1) ?? "";
  const has = (name: string): boolean => parts.slice(0, -1).includes(name);
  const wantCtrl = has("ctrl") || (has("mod") && !apple);
  const wantMeta = has("mod") && apple;
  const isSign = key.length === 1 && !/[a-z0-9]/.test(key);
  return (
    press.key.toLowerCase() === key &&
    press.ctrlKey === wantCtrl &&
    press.metaKey === wantMeta &&
    press.altKey === has("alt") &&
    (isSign || press.shiftKey === has("shift"))
  );
}

/** The shortcut as it is printed on a keyboard: "Ctrl+K", "⌘K". */
export function label(shortcut: string, apple: boolean): string {
  const names: Record<string, string> = apple
    ? { mod: "⌘", ctrl: "⌃", alt: "⌥", shift: "⇧" }
    : { mod: "Ctrl", ctrl: "Ctrl", alt: "Alt", shift: "Shift" };
  const parts = shortcut.split("+").map((part) => names[part] ?? (part.length === 1 ? part.toUpperCase() : part));
  return parts.join(apple ? "" : "+");
}

/** Whether this looks like an Apple system. */
export function isApple(): boolean {
  return /mac|iphone|ipad/i.test(navigator.userAgent);
}
