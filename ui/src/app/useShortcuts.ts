// The keyboard of the frame: one listener for all commands.
import { useEffect, useEffectEvent } from "react";

import { isApple, matches } from "@/lib/keys";
import { type Command } from "./commands";

/** Whether the key press belongs to a field the user writes in. */
function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.role === "spinbutton";
}

export function useShortcuts(commands: Command[]): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented) return;
    const apple = isApple();
    const command = commands.find((c) => c.shortcut !== undefined && matches(event, c.shortcut, apple));
    if (!command?.shortcut) return;
    const plain = !/mod|ctrl|alt/.test(command.shortcut);
    const ofTheField = plain || command.shortcut === "mod+z";
    if (isTyping(event.target) && ofTheField) return;
    if (command.id !== "palette" && document.querySelector('[role="dialog"], [role="alertdialog"]')) return;
    event.preventDefault();
    command.run();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent): void => onKey(event);
    window.addEventListener("keydown", listener);
    return () => window.removeEventListener("keydown", listener);
  }, []);
}
