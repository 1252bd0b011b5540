// What a schedule does: its words, its fields, and what came of its job. A new action is added here.
import { type MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";

import { type CheckReport, type Job } from "@/api/types";
import { Select } from "@/ui/fields/Select";
import { RebalanceFields } from "./rebalance";
import { type ScheduleAction } from "./types";
import { idsOf } from "./words";

type Kind = ScheduleAction["kind"];

export const ACTION: Record<Kind, MessageDescriptor> = {
  back_up: msg`Back up`,
  rebalance: msg`Look whether to rebalance`,
};

/** What each does, in a sentence. */
export const ACTION_WORDS: Record<Kind, MessageDescriptor> = {
  back_up: msg`Makes a verified backup of the workspace, then thins out old backups: of the last day one an hour stays, of the last week one a day, of the last six months one a month. Backups made by hand stay.`,
  rebalance: msg`Plans the trades towards a target, and keeps them as a proposal when one of the conditions holds. Nothing is traded: you approve or dismiss it.`,
};

/** What a new schedule does at first. */
export const FIRST_ACTION: ScheduleAction = { kind: "back_up" };

export interface ActionFieldsProps {
  value: ScheduleAction;
  onChange: (action: ScheduleAction) => void;
}

/** Chooses what is done. */
export function ActionFields({ value, onChange }: ActionFieldsProps) {
  const { t, i18n } = useLingui();
  // What is not said of a plan is as the program has it.
  const first = (kind: Kind): ScheduleAction =>
    kind === "back_up"
      ? { kind }
      : ({
          kind,
          check: { terms: { target: { kind: "saved", target_id: "" } }, when: [{ kind: "threshold" }] },
        } as ScheduleAction);
  return (
    <>
      <Select
        label={t`What it does`}
        description={i18n._(ACTION_WORDS[value.kind])}
        options={idsOf(ACTION).map((id) => ({ id, label: i18n._(ACTION[id]) }))}
        value={value.kind}
        onChange={(kind) => kind !== value.kind && onChange(first(kind))}
      />
      {value.kind === "rebalance" ? (
        <RebalanceFields check={value.check} onChange={(check) => onChange({ kind: "rebalance", check })} />
      ) : null}
    </>
  );
}

/** Whether an action lacks something that must be chosen first. */
export function isUnfinished(action: ScheduleAction): boolean {
  if (action.kind !== "rebalance") return false;
  const { terms, when } = action.check;
  return when.length === 0 || (terms.target.kind === "saved" && terms.target.target_id === "");
}

/** What came of a job, in a few words; its message where it has none of its own. */
export function useOutcome(): (job: Job) => string {
  const { t } = useLingui();
  return (job) => {
    if (job.state !== "done") return job.message;
    if (job.kind === "rebalancing") return (job.result as CheckReport | null)?.words ?? "";
    const id = job.kind === "backup" ? (job.result as { id?: string } | null)?.id : undefined;
    return id === undefined ? "" : t`Backup ${id}`;
  };
}
