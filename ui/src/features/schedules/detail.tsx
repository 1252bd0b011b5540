// One schedule: when it comes next, what it does, what it did.
import { useLingui } from "@lingui/react/macro";

import { useBooks } from "@/api/useBooks";
import { Button } from "@/ui/Button";
import { Switch } from "@/ui/fields/Toggle";
import { toast } from "@/ui/toasts";
import { ACTION_WORDS } from "./action";
import { History } from "./history";
import { NextRuns } from "./preview";
import { type Schedule, type ScheduleFields } from "./types";
import { useRunNow } from "./useRunNow";
import { CATCH_UP_WORDS } from "./words";

export interface ScheduleDetailProps {
  schedule: Schedule;
  onChange: () => void;
  onDelete: () => void;
}

/** Switches a schedule on or off, with a message that can take it back. */
export function useSwitch(): (schedule: Schedule, enabled: boolean) => void {
  const { t } = useLingui();
  const { update } = useBooks<ScheduleFields, Schedule>("/schedules");
  return ({ id, name }, enabled) => {
    const said = enabled ? t`Schedule “${name}” switched on` : t`Schedule “${name}” switched off`;
    update(id, { enabled }, said).catch((error: unknown) => {
      toast({ kind: "error", text: error instanceof Error ? error.message : String(error) });
    });
  };
}

export function ScheduleDetail({ schedule, onChange, onDelete }: ScheduleDetailProps) {
  const { t, i18n } = useLingui();
  const turn = useSwitch();
  const run = useRunNow();
  const { name, enabled, action } = schedule;
  const { catch_up, recurrence } = schedule.schedule;
  return (
    <section aria-label={t`Schedule ${name}`} className="qd-detail">
      <div className="qd-row">
        <h2 className="qd-chart-title qd-grow">{name}</h2>
        <Button size="small" onPress={() => void run(schedule)}>
          {t`Run now`}
        </Button>
        <Button size="small" icon="edit" onPress={onChange}>
          {t`Change`}
        </Button>
        <Button size="small" icon="trash" onPress={onDelete}>
          {t`Delete`}
        </Button>
      </div>
      <Switch label={t`Runs by itself`} value={enabled} onChange={(isOn) => turn(schedule, isOn)} />
      <p>{i18n._(ACTION_WORDS[action.kind])}</p>
      <p className="qd-dim">{i18n._(CATCH_UP_WORDS[catch_up])}</p>
      {enabled ? (
        <NextRuns label={t`Next runs of ${name}`} recurrence={recurrence} />
      ) : (
        <p className="qd-notice">
          {t`It is switched off and does not run by itself. Switched on again, it goes on from then; nothing before counts as missed.`}
        </p>
      )}
      <History schedule={schedule} />
    </section>
  );
}
