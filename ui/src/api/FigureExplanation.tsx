// A figure of the portfolio opened into its formula, inputs and sources.
import { ExplanationDialog as Explained } from "@/api/ExplanationDialog";
import { QueryView } from "@/api/QueryView";
import { useGet } from "@/api/queries";
import { type Explanation } from "@/api/types";
import { type Question, type View } from "./types";

export interface ExplanationDialogProps {
  question: Question | null;
  view: View;
  onClose: () => void;
}

/** Shows the explanation while there is a question. */
export function ExplanationDialog({ question, view, onClose }: ExplanationDialogProps) {
  const query = useGet<Explanation>(
    "/explain",
    { query: { figure: question?.figure, id: question?.id, account_id: view.accountId, as_of: view.asOf } },
    { enabled: question !== null },
  );
  return (
    <Explained
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
