// One rebalancing panel outside React: the draft with its undo, and the two loops that plan it.
//
// While a weight moves, plans with fractions of shares follow it: one call on its way, the newest question next. Once it rests,
// the plan with whole shares is asked for; it may take longer, and what moved on meanwhile makes its answer worthless.
import { type ApiError, toApiError } from "@/api/errors";
import { begin, type History, push, redo, undo } from "@/lib/history";
import { latestWins } from "@/lib/latestWins";
import { createStore, type Store } from "@/lib/store";
import { type Draft, termsOf } from "./draft";
import { type Preview, type Target, type Terms } from "./types";

/** Milliseconds without a further edit after which whole shares are worked out. */
const REST_MS = 250;

export interface Planned {
  /** The newest plan; null before the first. */
  preview: Preview | null;
  /** The draft that it is for. */
  of: Draft | null;
  terms: Terms | null;
  /** How hard it was looked for; `quick` has fractions of shares. */
  effort: "quick" | "full";
  /** The final plan of the present draft is still to come. */
  isPending: boolean;
  /** Why the present draft has no plan. */
  error: ApiError | null;
}

export interface Session {
  history: Store<History<Draft>>;
  plan: Store<Planned>;
  /** Changes the draft; edits of one gesture are one step of undo. */
  edit(change: (draft: Draft) => Draft, gesture?: string): void;
  /** A drag begins or ends: whole shares wait for its end. */
  dragging(isOn: boolean): void;
  undo(): void;
  redo(): void;
  /** Plans the present draft anew, as after a change of the books. */
  replan(): void;
  /** The saved targets, by which unedited weights are named. */
  know(targets: readonly Target[]): void;
  target(id: string): Target | undefined;
  stop(): void;
}

interface Question {
  draft: Draft;
  terms: Terms;
  /** Counts the edits: an answer to an older one never replaces that of a newer. */
  edit: number;
}

export type Ask = (terms: Terms) => Promise<Preview>;

const NO_PLAN: Planned = { preview: null, of: null, terms: null, effort: "quick", isPending: true, error: null };

export function makeSession(first: Draft, ask: Ask, targets: readonly Target[]): Session {
  const history = createStore(begin(first));
  const plan = createStore(NO_PLAN);
  let known = targets;
  let edits = 0;
  let shown = { edit: -1, isFull: false };
  let isDragging = false;
  let resting: ReturnType<typeof setTimeout> | undefined;

  const targetOf = (id: string): Target | undefined => known.find((target) => target.id === id);

  const answered = (isFull: boolean) => (preview: Preview, question: Question) => {
    const isOld = question.edit < shown.edit || (question.edit === shown.edit && shown.isFull && !isFull);
    if (isOld) return;
    shown = { edit: question.edit, isFull };
    const isFinal = isFull && question.edit === edits;
    plan.set({
      preview,
      of: question.draft,
      terms: question.terms,
      effort: isFull ? "full" : "quick",
      isPending: !isFinal,
      error: null,
    });
  };
  const failed = (error: unknown, question: Question): void => {
    if (question.edit !== edits) return;
    clearTimeout(resting);
    full.stop();
    plan.update((last) => ({ ...last, isPending: false, error: toApiError(error) }));
  };
  const call = ({ terms }: Question): Promise<Preview> => ask(terms);
  const quick = latestWins<Question, Preview>({ call, onAnswer: answered(false), onError: failed });
  const full = latestWins<Question, Preview>({ call, onAnswer: answered(true), onError: failed });

  const question = (effort: "quick" | "full"): Question => {
    const draft = history.get().present;
    return { draft, terms: termsOf(draft, targetOf(draft.targetId), effort), edit: edits };
  };
  const settle = (): void => {
    clearTimeout(resting);
    full.ask(question("full"));
  };
  const moved = (): void => {
    edits += 1;
    full.stop();
    clearTimeout(resting);
    plan.update((last) => (last.isPending ? last : { ...last, isPending: true }));
    quick.ask(question("quick"));
    if (!isDragging) resting = setTimeout(settle, REST_MS);
  };
  const to = (next: History<Draft>): void => {
    if (next.present === history.get().present) {
      history.set(next);
      return;
    }
    history.set(next);
    moved();
  };

  return {
    history,
    plan,
    edit: (change, gesture) => to(push(history.get(), change(history.get().present), gesture ?? null)),
    dragging: (isOn) => {
      if (isDragging && !isOn) {
        isDragging = false;
        if (plan.get().isPending) settle();
      }
      isDragging = isOn;
    },
    undo: () => to(undo(history.get())),
    redo: () => to(redo(history.get())),
    replan: moved,
    know: (next) => {
      known = next;
    },
    target: targetOf,
    stop: () => {
      clearTimeout(resting);
      quick.stop();
      full.stop();
    },
  };
}
