// Whether a part that opens and closes is open, remembered on this machine.
import { type SyntheticEvent, useState } from "react";

import { load, save } from "@/lib/storage";

const isBoolean = (value: unknown): value is boolean => typeof value === "boolean";

export interface FoldState {
  isOpen: boolean;
  onToggle: (event: SyntheticEvent<HTMLDetailsElement>) => void;
}

/** The state of a `details` element that is kept under a key. */
export function useFold(key: string, isOpenAtFirst = false): FoldState {
  const [isOpen, setIsOpen] = useState(() => load(key, isOpenAtFirst, isBoolean));
  return {
    isOpen,
    onToggle: (event) => {
      const { open } = event.currentTarget;
      if (open === isOpen) return;
      setIsOpen(open);
      save(key, open);
    },
  };
}
