// Opens the explanation of a figure, and gives the focus back to it.
import { type ReactNode, useState } from "react";

import { ExplanationDialog } from "@/api/ExplanationDialog";
import { type Explanation } from "@/api/types";

export interface Explaining {
  /** Shows what a figure is made of. */
  explain: (tree: Explanation) => void;
  /** To be rendered once beside the figures. */
  dialog: ReactNode;
}

export function useExplain(): Explaining {
  const [shown, setShown] = useState<Explanation | null>(null);
  return {
    explain: setShown,
    dialog: (
      <ExplanationDialog
        title={shown?.title ?? ""}
        isOpen={shown !== null}
        onClose={() => setShown(null)}
        explanation={shown}
      />
    ),
  };
}
