// A figure of the books opened into its formula, inputs and sources.
import { ExplanationDialog } from "./ExplanationDialog";
import { type Question, type View } from "./figures";
import { QueryView } from "./QueryView";
import { useGet } from "./queries";
import { type Explanation } from "./types";

export interface FigureExplanationProps {
  question: Question | null;
  view: View;
  /** Returns are measured from the close of this day (ISO); from the first transaction when left out. */
  from?: string | null;
  onClose: () => void;
}

/** Shows the explanation while there is a question. */
export function FigureExplanation({ question, view, from, onClose }: FigureExplanationProps) {
  const query = useGet<Explanation>(
    "/explain",
    {
      query: {
        figure: question?.figure,
        id: question?.id,
        account_id: view.accountId,
        as_of: view.asOf,
        from: from ?? null,
        known_at: view.knownAt ?? null,
      },
    },
    { enabled: question !== null },
  );
  return (
    <ExplanationDialog
      title={question?.title ?? ""}
      isOpen={question !== null}
      onClose={onClose}
      explanation={query.data ?? null}
      waiting={
        <QueryView query={query} lines={6}>
          {() => null}
        </QueryView>
      }
    />
  );
}
