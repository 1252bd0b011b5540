// A figure with its title, a note, and what it is made of.
import { type ReactNode } from "react";

import { type Explanation } from "@/api/types";
import { Explainable } from "@/ui/numbers";

export interface FigureProps {
  title: string;
  children: ReactNode;
  note?: string;
  /** The value in words, and what opens; a figure that says everything itself opens nothing. */
  opens?: readonly [text: string, onExplain: () => void];
}

/** Opens a tree of inputs. */
export type Explain = (tree: Explanation) => void;

export function Figure({ title, children, note, opens }: FigureProps) {
  return (
    <div>
      <dt>{title}</dt>
      <dd>
        {opens ? (
          <Explainable label={`${title}: ${opens[0]}`} onExplain={opens[1]}>
            {children}
          </Explainable>
        ) : (
          children
        )}
      </dd>
      {note ? <dd className="qd-small qd-dim">{note}</dd> : null}
    </div>
  );
}
