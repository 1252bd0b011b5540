// A part of the form that opens and closes; closed, it says in a few words what is chosen inside.
import { type ReactNode } from "react";

import { useFold } from "@/ui/useFold";

export interface FoldProps {
  /** Remembers whether it is open under this name. */
  id: string;
  title: string;
  note: string;
  children: ReactNode;
}

export function Fold({ id, title, note, children }: FoldProps) {
  const { isOpen, onToggle } = useFold(`rebalance.fold.${id}`);
  return (
    <details className="qd-rb-fold" open={isOpen} onToggle={onToggle}>
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
