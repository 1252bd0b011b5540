// Schedules: what comes again by itself, when it comes next, and what came of it.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { JOB_STATE } from "@/api/labels";
import { useAll } from "@/api/queries";
import { QueryView } from "@/api/QueryView";
import { useBooks } from "@/api/useBooks";
import { Button } from "@/ui/Button";
import { DataTable } from "@/ui/DataTable";
import { useDisplay } from "@/ui/display";
import { type PanelProps } from "@/ui/host";
import { PanelFrame } from "@/ui/PanelFrame";
import { EmptyState } from "@/ui/states";
import { type Column } from "@/ui/table/columns";
import { ACTION } from "./action";
import { ScheduleDetail, useSwitch } from "./detail";
import { ScheduleForm } from "./form";
import { type Schedule, type ScheduleFields } from "./types";
import { useRunNow } from "./useRunNow";
import "./schedules.css";

function useColumns(): Column<Schedule>[] {
  const { t, i18n } = useLingui();
  const { format, timeZone } = useDisplay();
  const resultOf = ({ last_run }: Schedule): string =>
    last_run === null ? t`never ran` : last_run.job === null ? "—" : i18n._(JOB_STATE[last_run.job.state]);
  return [
    { id: "name", header: t`Name`, width: 150, value: (row) => row.name },
    {
      id: "enabled",
      header: t`On`,
      width: 60,
      value: (row) => (row.enabled ? t`on` : t`off`),
      cell: (row) => <span className={row.enabled ? undefined : "qd-dim"}>{row.enabled ? t`on` : t`off`}</span>,
    },
    { id: "action", header: t`Does`, width: 90, value: (row) => i18n._(ACTION[row.action.kind]) },
    { id: "sentence", header: t`When`, width: 320, value: (row) => row.sentence },
    {
      id: "next",
      header: t`Next run`,
      width: 180,
      value: (row) => row.next?.due_at ?? null,
      cell: (row) => (row.next ? format.dateTime(row.next.due_at, timeZone) : "—"),
    },
    {
      id: "last",
      header: t`Last run`,
      width: 180,
      value: (row) => row.last_run?.begun_at ?? null,
      cell: (row) => (row.last_run ? format.dateTime(row.last_run.begun_at, timeZone) : "—"),
    },
    {
      id: "result",
      header: t`Result`,
      width: 90,
      value: resultOf,
      cell: (row) => (
        <span className={row.last_run?.job?.state === "failed" ? "qd-danger" : undefined}>{resultOf(row)}</span>
      ),
    },
  ];
}

export default function SchedulesPanel({ params }: PanelProps) {
  const { t } = useLingui();
  const schedules = useAll<Schedule>("/schedules");
  const columns = useColumns();
  const { remove } = useBooks<ScheduleFields, Schedule>("/schedules");
  const turn = useSwitch();
  const run = useRunNow();
  const [chosen, setChosen] = useState<string | null>(params["schedule_id"] ?? null);
  const [opened, setOpened] = useState<{ schedule: Schedule | null } | null>(null);
  const add = { label: t`New schedule`, onPress: () => setOpened({ schedule: null }) };
  const removed = (schedule: Schedule): void => void remove(schedule.id, t`Schedule “${schedule.name}” deleted`);
  return (
    <PanelFrame label={t`Schedules`}>
      <QueryView query={schedules}>
        {(rows) => {
          const current = rows.find(({ id }) => id === chosen) ?? rows[0];
          return rows.length === 0 ? (
            <EmptyState
              title={t`No schedules yet`}
              text={t`A schedule does something by itself when its time comes, such as a backup every evening. What was missed while the machine slept is caught up as you say.`}
              action={add}
            />
          ) : (
            <div className="qd-listing">
              <div className="qd-boxed">
                <DataTable
                  label={t`Schedules`}
                  rows={rows}
                  columns={columns}
                  rowKey={(row) => row.id}
                  storageKey="schedules"
                  initialSort={[{ id: "name", desc: false }]}
                  selectedKey={current?.id ?? null}
                  onSelect={(row) => setChosen(row.id)}
                  onOpen={(row) => setOpened({ schedule: row })}
                  rowActions={(row) => [
                    { id: "run", label: t`Run now`, onAction: () => void run(row) },
                    {
                      id: "switch",
                      label: row.enabled ? t`Switch off` : t`Switch on`,
                      onAction: () => turn(row, !row.enabled),
                    },
                    { id: "edit", label: t`Change`, onAction: () => setOpened({ schedule: row }) },
                    { id: "delete", label: t`Delete`, isDanger: true, onAction: () => removed(row) },
                  ]}
                  toolbar={
                    <Button icon="plus" size="small" onPress={add.onPress}>
                      {add.label}
                    </Button>
                  }
                />
              </div>
              {current ? (
                <ScheduleDetail
                  schedule={current}
                  onChange={() => setOpened({ schedule: current })}
                  onDelete={() => removed(current)}
                />
              ) : null}
            </div>
          );
        }}
      </QueryView>
      {opened ? (
        <ScheduleForm
          schedule={opened.schedule}
          onClose={() => setOpened(null)}
          onSaved={(saved) => setChosen(saved.id)}
        />
      ) : null}
    </PanelFrame>
  );
}
