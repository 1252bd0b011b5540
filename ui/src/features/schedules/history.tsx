// What a schedule did: each run with what came of it.
import { useLingui } from "@lingui/react/macro";

import { JOB_STATE } from "@/api/labels";
import { useGet } from "@/api/queries";
import { QueryView } from "@/api/QueryView";
import { type Page } from "@/api/types";
import { DataTable } from "@/ui/DataTable";
import { useDisplay } from "@/ui/display";
import { useHost } from "@/ui/host";
import { EmptyState } from "@/ui/states";
import { type Column } from "@/ui/table/columns";
import { useOutcome } from "./action";
import { type Schedule, type ScheduleRun } from "./types";

const SHOWN_MAX = 200;

export function History({ schedule }: { schedule: Schedule }) {
  const { t, i18n } = useLingui();
  const { format, timeZone } = useDisplay();
  const host = useHost();
  const outcome = useOutcome();
  const runs = useGet<Page<ScheduleRun>>(
    "/schedules/{id}/occurrences",
    { path: { id: schedule.id }, query: { limit: SHOWN_MAX } },
    { keepPrevious: true },
  );
  const stateOf = ({ job }: ScheduleRun): string => (job === null ? "—" : i18n._(JOB_STATE[job.state]));
  const columns: Column<ScheduleRun>[] = [
    {
      id: "occurrence",
      header: t`Run of`,
      width: 190,
      value: (run) => run.occurrence ?? run.begun_at,
      cell: (run) => (run.occurrence === null ? t`by hand` : format.localTime(run.occurrence)),
    },
    {
      id: "begun_at",
      header: t`Began`,
      width: 180,
      value: (run) => run.begun_at,
      cell: (run) => format.dateTime(run.begun_at, timeZone),
    },
    { id: "covers", header: t`Stands for`, align: "end", width: 90, value: (run) => run.covers },
    {
      id: "state",
      header: t`Result`,
      width: 90,
      value: stateOf,
      cell: (run) => <span className={run.job?.state === "failed" ? "qd-danger" : undefined}>{stateOf(run)}</span>,
    },
    {
      id: "outcome",
      header: t`What came of it`,
      width: 260,
      value: (run) => (run.job === null ? "" : outcome(run.job)),
    },
  ];
  return (
    <QueryView query={runs}>
      {(page) => (
        <div className="qd-boxed qd-schedule-history">
          <DataTable
            label={t`Runs of ${schedule.name}`}
            rows={page.items}
            columns={columns}
            rowKey={(run) => run.job?.id ?? `${run.occurrence} ${run.begun_at}`}
            storageKey="schedules.history"
            rowActions={(run) => [
              {
                id: "job",
                label: t`Show jobs`,
                isDisabled: run.job === null,
                onAction: () => host.openPanel("jobs"),
              },
            ]}
            empty={<EmptyState title={t`It has not run yet`} text={t`Each run is listed here with what came of it.`} />}
          />
        </div>
      )}
    </QueryView>
  );
}
