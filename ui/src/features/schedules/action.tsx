// What a schedule does: its words, its fields, and what came of its job. A new action is added here.
import { type MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";

import { type Job } from "@/api/types";
import { Select } from "@/ui/fields/Select";
import { type ScheduleAction } from "./types";
import { idsOf } from "./words";

type Kind = ScheduleAction["kind"];

export const ACTION: Record<Kind, MessageDescriptor> = {
  back_up: msg`Back up`,
};

/** What each does, in a sentence. */
export const ACTION_WORDS: Record<Kind, MessageDescriptor> = {
  back_up: msg`Makes a verified backup of the workspace, then thins out old backups: of the last day one an hour stays, of the last week one a day, of the last six months one a month. Backups made by hand stay.`,
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
  return (
    <Select
      label={t`What it does`}
      description={i18n._(ACTION_WORDS[value.kind])}
      options={idsOf(ACTION).map((id) => ({ id, label: i18n._(ACTION[id]) }))}
      value={value.kind}
      onChange={(kind) => onChange({ kind })}
    />
  );
}

/** What came of a job, in a few words; its message where it has none of its own. */
export function useOutcome(): (job: Job) => string {
  const { t } = useLingui();
  return (job) => {
    if (job.state !== "done") return job.message;
    const id = job.kind === "backup" ? (job.result as { id?: string } | null)?.id : undefined;
    return id === undefined ? "" : t`Backup ${id}`;
  };
}
