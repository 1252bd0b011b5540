// A part of the form that opens and closes; closed, its heading still says what it holds.
import { type ReactNode, useState } from "react";

import { load, save } from "@/lib/storage";

export interface SectionProps {
  id: string;
  title: string;
  /** What is chosen inside, in a few words. */
  note?: string | undefined;
  isOpenAtFirst?: boolean;
  children: ReactNode;
}

const isBoolean = (value: unknown): value is boolean => typeof value === "boolean";

export function Section({ id, title, note, isOpenAtFirst = false, children }: SectionProps) {
  const key = `optimizer.section.${id}`;
  const [isOpen, setIsOpen] = useState(() => load(key, isOpenAtFirst, isBoolean));
  return (
    <details
      className="qd-section"
      open={isOpen}
      onToggle={(event) => {
        const { open } = event.currentTarget;
        if (open === isOpen) return;
        setIsOpen(open);
        save(key, open);
      }}
    >
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
