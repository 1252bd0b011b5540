// A job under way in one line: what it does, how far it is, what is left, and a way to end it. Tells when it is done.
import { useEffect, useEffectEvent, useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { post } from "@/api/client";
import { toApiError } from "@/api/errors";
import { useGet } from "@/api/queries";
import { type Job } from "@/api/types";
import { Button } from "@/ui/Button";
import { useFormat } from "@/ui/display";
import { Progress } from "@/ui/Progress";
import { ErrorState } from "@/ui/states";
import { toast } from "@/ui/toasts";
import { isOver, useLiveJob } from "./jobs";

export interface JobStripProps {
  id: string;
  /** Called once, with the job's result. */
  onDone: (result: unknown) => void;
  /** Takes the strip away after a failure or a cancel. */
  onClose: () => void;
  /** What a cancel leaves; nothing when left out. */
  cancelled?: string;
}

const POLL_MS = 2000;

export function JobStrip({ id, onDone, onClose, cancelled }: JobStripProps) {
  const { t } = useLingui();
  const format = useFormat();
  const live = useLiveJob(id);
  const [isEnded, setEnded] = useState(false);
  // The stream tells of progress; where it is down, asking does.
  const kept = useGet<Job>("/jobs/{id}", { path: { id } }, isEnded ? {} : { refetchInterval: POLL_MS });
  const job = kept.data;
  if (!isEnded && job && isOver(job.state)) setEnded(true);
  const done = job?.state === "done" ? job.id : null;
  const tell = useEffectEvent(() => onDone(job?.result ?? null));
  useEffect(() => {
    if (done !== null) tell();
  }, [done]);
  if (kept.isError && !job) return <ErrorState error={kept.error} onRetry={() => void kept.refetch()} />;
  const state = job && isOver(job.state) ? job.state : (live?.state ?? job?.state ?? "queued");
  const title = job?.title ?? live?.title ?? t`Job`;
  if (state === "failed" || state === "cancelled") {
    return (
      <div className={`qd-notice qd-notice-acts${state === "failed" ? " qd-notice-danger" : ""}`} role="alert">
        <span className="qd-grow">
          {state === "cancelled"
            ? (cancelled ?? t`Cancelled; nothing of it was kept.`)
            : (job?.message ?? live?.message ?? title)}
        </span>
        <Button size="small" onPress={onClose}>{t`Close`}</Button>
      </div>
    );
  }
  const cancel = (): void => {
    post("/jobs/{id}/cancel", undefined, { path: { id } }).catch((error: unknown) =>
      toast({ kind: "error", text: toApiError(error).message }),
    );
  };
  const part = live?.progress ?? job?.progress ?? null;
  const message = live?.message ?? job?.message ?? "";
  return (
    <div className="qd-row qd-job-strip" role="status">
      <span>{message === "" ? title : message}</span>
      <Progress label={title} value={state === "queued" ? null : part} />
      <span className="qd-dim">
        {state === "queued"
          ? t`Waits for its turn`
          : live?.eta_s
            ? t`${format.duration(live.eta_s)} left`
            : format.percent(part, 0)}
      </span>
      <Button size="small" onPress={cancel} isDisabled={state === "done"}>{t`Cancel`}</Button>
    </div>
  );
}
