// A part of the form that opens and closes; closed, it says in a few words what is chosen inside.
import { type ReactNode, useState } from "react";

import { load, save } from "@/lib/storage";

const isBoolean = (value: unknown): value is boolean => typeof value === "boolean";

export interface FoldProps {
  /** Remembers whether it is open under this name. */
  id: string;
  title: string;
  note: string;
  children: ReactNode;
}

export function Fold({ id, title, note, children }: FoldProps) {
  const key = `rebalance.fold.${id}`;
  const [isOpen, setIsOpen] = useState(() => load(key, false, isBoolean));
  return (
    <details
      className="qd-rb-fold"
      open={isOpen}
      onToggle={(event) => {
        const { open } = event.currentTarget;
        if (open === isOpen) return;
        setIsOpen(open);
        save(key, open);
      }}
    >
      <summary>
        <span className="qd-rb-fold-title">{title}</span> <span className="qd-dim qd-small">{note}</span>
      </summary>
      {isOpen ? (
        <section className="qd-rb-fold-body" aria-label={title}>
          {children}
        </section>
      ) : null}
    </details>
  );
}
