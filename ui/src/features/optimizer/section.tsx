// A part of the form that opens and closes; closed, its heading still says what it holds.
import { type ReactNode } from "react";

import { useFold } from "@/ui/useFold";

export interface SectionProps {
  id: string;
  title: string;
  /** What is chosen inside, in a few words. */
  note?: string | undefined;
  isOpenAtFirst?: boolean;
  children: ReactNode;
}

export function Section({ id, title, note, isOpenAtFirst = false, children }: SectionProps) {
  const { isOpen, onToggle } = useFold(`optimizer.section.${id}`, isOpenAtFirst);
  return (
    <details className="qd-section" open={isOpen} onToggle={onToggle}>
      <summary>
        <h2>{title}</h2>
        {note ? <span className="qd-dim qd-small">{note}</span> : null}
      </summary>
      {isOpen ? (
        <section className="qd-optimizer-section" aria-label={title}>
          {children}
        </section>
      ) : null}
    </details>
  );
}
