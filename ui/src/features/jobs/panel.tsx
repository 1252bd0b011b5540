// Jobs: what runs, what ran, with progress, cancel and result.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";
import { useQueryClient } from "@tanstack/react-query";

import { post } from "@/api/client";
import { toApiError } from "@/api/errors";
import { JOB_KIND, JOB_STATE } from "@/api/labels";
import { refresh, useGet } from "@/api/queries";
import { QueryView } from "@/api/QueryView";
import { type Job, type Page } from "@/api/types";
import { isOver, useLiveJobs } from "@/stream/jobs";
import { DataTable } from "@/ui/DataTable";
import { Dialog } from "@/ui/Dialog";
import { useDisplay } from "@/ui/display";
import { PanelFrame } from "@/ui/PanelFrame";
import { Progress } from "@/ui/Progress";
import { EmptyState } from "@/ui/states";
import { type Column } from "@/ui/table/columns";
import { toast } from "@/ui/toasts";
import { JobResult } from "./result";

const SHOWN_MAX = 200;

/** A job as last heard of, with the seconds it has left where they are known. */
type LiveJob = Job & { eta_s?: number | null };

function useColumns(): Column<LiveJob>[] {
  const { t, i18n } = useLingui();
  const { format, timeZone } = useDisplay();
  return [
    { id: "title", header: t`Job`, value: (j) => j.title, width: 240 },
    { id: "kind", header: t`Kind`, value: (j) => i18n._(JOB_KIND[j.kind]), width: 110 },
    {
      id: "state",
      header: t`State`,
      value: (j) => i18n._(JOB_STATE[j.state]),
      cell: (j) => <span className={j.state === "failed" ? "qd-danger" : undefined}>{i18n._(JOB_STATE[j.state])}</span>,
      width: 90,
    },
    {
      id: "progress",
      header: t`Progress`,
      value: (j) => j.progress,
      cell: (j) =>
        isOver(j.state) ? "" : <Progress label={j.title} value={j.state === "queued" ? null : j.progress} />,
      width: 130,
    },
    {
      id: "eta",
      header: t`Left`,
      value: (j) => j.eta_s,
      cell: (j) => (j.eta_s && !isOver(j.state) ? format.duration(j.eta_s) : ""),
      width: 80,
    },
    { id: "message", header: t`Message`, value: (j) => j.message, width: 240 },
    {
      id: "created_at",
      header: t`Asked for`,
      value: (j) => j.created_at,
      cell: (j) => format.dateTime(j.created_at, timeZone),
      width: 170,
    },
    {
      id: "finished_at",
      header: t`Ended`,
      value: (j) => j.finished_at,
      cell: (j) => (j.finished_at ? format.dateTime(j.finished_at, timeZone) : ""),
      width: 170,
      isHidden: true,
    },
  ];
}

export default function JobsPanel() {
  const { t } = useLingui();
  const client = useQueryClient();
  const live = useLiveJobs();
  const columns = useColumns();
  const [opened, setOpened] = useState<Job | null>(null);
  const jobs = useGet<Page<Job>>("/jobs", { query: { limit: SHOWN_MAX } });
  const cancel = async (job: Job): Promise<void> => {
    try {
      await post("/jobs/{id}/cancel", undefined, { path: { id: job.id } });
      await refresh(client, ["jobs"]);
    } catch (error) {
      toast({ kind: "error", text: toApiError(error).message });
    }
  };
  return (
    <PanelFrame label={t`Jobs`} isFlush>
      <QueryView query={jobs}>
        {(page) => (
          <DataTable
            label={t`Jobs`}
            rows={page.items.map((job): LiveJob => {
              const event = live.get(job.id);
              if (!event || isOver(job.state)) return job;
              return {
                ...job,
                state: event.state,
                progress: event.progress,
                message: event.message,
                eta_s: event.eta_s ?? null,
              };
            })}
            columns={columns}
            rowKey={(j) => j.id}
            storageKey="jobs"
            initialSort={[{ id: "created_at", desc: true }]}
            onOpen={setOpened}
            rowActions={(j) => [
              { id: "open", label: t`Show the result`, isDisabled: !isOver(j.state), onAction: () => setOpened(j) },
              {
                id: "cancel",
                label: t`Cancel`,
                isDisabled: isOver(j.state),
                isDanger: true,
                onAction: () => void cancel(j),
              },
            ]}
            empty={
              <EmptyState
                title={t`No jobs yet`}
                text={t`Imports, optimizations and backups appear here while they run and afterwards.`}
              />
            }
          />
        )}
      </QueryView>
      {opened ? (
        <Dialog title={opened.title} isOpen onOpenChange={(isOpen) => !isOpen && setOpened(null)} width={640}>
          <JobResult job={opened} onClose={() => setOpened(null)} />
        </Dialog>
      ) : null}
    </PanelFrame>
  );
}
