// The plan: rules above, figures that stay in sight, weights beside the trades that they come to.
import { type KeyboardEvent, useDeferredValue, useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { isApple, matches } from "@/lib/keys";
import { Skeleton } from "@/ui/states";
import { toast } from "@/ui/toasts";
import { useSlice } from "@/ui/useSlice";
import { AccountsFold } from "./accounts";
import { Comparison, KEPT_MAX, type KeptPlan } from "./compare";
import { DecideDialog } from "./decide";
import { isEdited } from "./draft";
import { PlanNotes } from "./notes";
import { PlanProblem } from "./problem";
import { RulesFold } from "./rules";
import { NewTargetDialog, useSaveWeights } from "./saveWeights";
import { type Session } from "./session";
import { FigureStrip } from "./strip";
import { PlanToolbar } from "./toolbar";
import { TradesTable } from "./trades";
import { type Target } from "./types";
import { Weights } from "./weights";

function Trades({ session }: { session: Session }) {
  const { t } = useLingui();
  const preview = useSlice(session.plan, (plan) => plan.preview);
  const hasError = useSlice(session.plan, (plan) => plan.error !== null);
  // The weights and figures are painted first; the trades follow when there is time.
  const shown = useDeferredValue(preview);
  if (!shown) return hasError ? null : <Skeleton lines={8} />;
  return (
    <div className={`qd-stack${hasError ? " qd-rb-stale" : ""}`}>
      <h2 className="qd-chart-title">{t`Trades`}</h2>
      <TradesTable preview={shown} />
      <PlanNotes preview={shown} />
    </div>
  );
}

/** Whether a key press belongs to text that is being written. */
function isWriting(target: EventTarget): boolean {
  if (target instanceof HTMLTextAreaElement) return true;
  return target instanceof HTMLInputElement && target.dataset["typing"] !== "false" && target.type !== "checkbox";
}

type Asking = "proposed" | "approved" | "new target" | null;

export interface PlanTabProps {
  session: Session;
  targets: readonly Target[];
  kept: readonly KeptPlan[];
  onKept: (plans: readonly KeptPlan[]) => void;
  /** A rebalancing was kept. */
  onDone: (id: string) => void;
}

export function PlanTab({ session, targets, kept, onKept, onDone }: PlanTabProps) {
  const { t } = useLingui();
  const [asking, setAsking] = useState<Asking>(null);
  const saveWeights = useSaveWeights();
  const draft = useSlice(session.history, (history) => history.present);
  const target = targets.find(({ id }) => id === draft.targetId);
  const edited = isEdited(draft, target);
  const name = target ? (edited ? t`${target.name}, edited` : target.name) : t`Edited weights`;

  const onKeyDown = (event: KeyboardEvent): void => {
    const isUndo = matches(event, "mod+z", isApple());
    const isRedo = matches(event, "mod+shift+z", isApple()) || matches(event, "mod+y", isApple());
    if ((!isUndo && !isRedo) || isWriting(event.target)) return;
    // Inside the panel the edits are what is undone, not the last change of the books.
    event.preventDefault();
    event.stopPropagation();
    if (isUndo) session.undo();
    else session.redo();
  };
  const keep = (): void => {
    const { preview, of } = session.plan.get();
    if (!preview || !of) return;
    const id = (kept.at(-1)?.id ?? 0) + 1;
    onKept([...kept, { id, name: t`${id}: ${name}`, draft: of, preview }]);
    toast({ kind: "success", text: t`Kept as plan ${id}` });
  };

  return (
    <div className="qd-rb" onKeyDown={onKeyDown}>
      <PlanToolbar
        session={session}
        targets={targets}
        canKeep={kept.length < KEPT_MAX}
        onKeep={keep}
        onApprove={() => setAsking("approved")}
        onPropose={() => setAsking("proposed")}
        onSave={(as) => {
          if (as === "new") setAsking("new target");
          else if (target) void saveWeights(target, draft);
        }}
      />
      <div className="qd-rb-folds">
        <AccountsFold session={session} />
        <RulesFold session={session} />
      </div>
      <FigureStrip session={session} />
      <PlanProblem session={session} />
      <div className="qd-rb-body">
        <Weights session={session} />
        <div className="qd-rb-trades-side">
          <Trades session={session} />
        </div>
      </div>
      <Comparison
        session={session}
        kept={kept}
        onRemove={(plan) => onKept(kept.filter((other) => other.id !== plan.id))}
      />
      {asking === "proposed" || asking === "approved" ? (
        <DecideDialog
          session={session}
          as={asking}
          targetName={name}
          onClose={() => setAsking(null)}
          onDone={(id) => {
            setAsking(null);
            onDone(id);
          }}
        />
      ) : null}
      {asking === "new target" ? (
        <NewTargetDialog
          draft={draft}
          firstName={target ? t`${target.name}, changed` : ""}
          onClose={() => setAsking(null)}
          onSaved={(saved) => {
            session.know([...targets, saved]);
            session.edit((now) => ({ ...now, targetId: saved.id }));
          }}
        />
      ) : null}
    </div>
  );
}
