// Long work behind a result: start, progress with the time that is left, cancel, and the answer when it is there.
import { type ReactNode, useState, useSyncExternalStore } from "react";
import { useLingui } from "@lingui/react/macro";

import { post } from "@/api/client";
import { type ApiError, toApiError } from "@/api/errors";
import { QueryView } from "@/api/QueryView";
import { useGet } from "@/api/queries";
import { type Job } from "@/api/types";
import { isOver, useLiveJob } from "@/stream/jobs";
import { Button } from "@/ui/Button";
import { useFormat } from "@/ui/display";
import { Progress } from "@/ui/Progress";
import { ErrorState } from "@/ui/states";
import { toast } from "@/ui/toasts";
import { type StudioQuestion } from "../types";
import { type Insight, type JobName } from "./store";

export interface JobRunProps {
  insight: Insight;
  name: JobName;
  /** What the button says. */
  label: string;
  path: string;
  /** The problem that the answer is about. */
  question: StudioQuestion;
  body: () => unknown;
  /** Shows the answer; the job's kind says which shape it has. It is outdated once the problem is another one. */
  children: (result: unknown, isOutdated: boolean) => ReactNode;
}

/** The present state of a job: what the stream told last, else what the server keeps. */
function Running({ id, children }: { id: string; children: (result: unknown) => ReactNode }) {
  const { t } = useLingui();
  const format = useFormat();
  const live = useLiveJob(id);
  const kept = useGet<Job>("/jobs/{id}", { path: { id } });
  const job = kept.data;
  const state = job && isOver(job.state) ? job.state : (live?.state ?? job?.state);
  if (state === undefined) return <QueryView query={kept}>{() => null}</QueryView>;
  if (!isOver(state)) {
    const cancel = (): void => {
      post("/jobs/{id}/cancel", undefined, { path: { id } }).catch((error: unknown) =>
        toast({ kind: "error", text: toApiError(error).message }),
      );
    };
    const title = job?.title ?? live?.title ?? "";
    const left = live?.eta_s;
    return (
      <div className="qd-row" role="status">
        <Progress label={title} value={state === "queued" ? null : (live?.progress ?? job?.progress ?? null)} />
        <span className="qd-dim">
          {state === "queued"
            ? t`Waits for its turn`
            : left
              ? t`${format.duration(left)} left`
              : format.percent(live?.progress ?? job?.progress, 0)}
        </span>
        <Button size="small" onPress={cancel}>{t`Cancel`}</Button>
      </div>
    );
  }
  if (state === "cancelled") return <p className="qd-notice">{t`Cancelled; nothing of it was kept.`}</p>;
  // The answer itself comes with the job that the server keeps, a moment after the stream's word of its end.
  if (!job || !isOver(job.state)) return <p role="status" className="qd-dim">{t`Loading…`}</p>;
  if (job.state === "failed") {
    return (
      <p className="qd-notice qd-notice-danger" role="alert">
        {job.message}
      </p>
    );
  }
  return children(job.result);
}

export function JobRun({ insight, name, label, path, question, body, children }: JobRunProps) {
  const { t } = useLingui();
  const jobs = useSyncExternalStore(insight.jobs.subscribe, insight.jobs.get);
  const [error, setError] = useState<ApiError | null>(null);
  const [isPending, setPending] = useState(false);
  const last = jobs[name];
  const isOutdated = last !== null && last.asked !== JSON.stringify(question);
  const start = async (): Promise<void> => {
    setPending(true);
    setError(null);
    try {
      const job = await post<Job>(path, body());
      insight.jobs.update((current) => ({ ...current, [name]: { id: job.id, asked: JSON.stringify(question) } }));
    } catch (failure) {
      setError(toApiError(failure));
    } finally {
      setPending(false);
    }
  };
  return (
    <>
      <div className="qd-row">
        <Button variant="primary" isPending={isPending} onPress={() => void start()}>
          {label}
        </Button>
      </div>
      {error ? <ErrorState error={error} /> : null}
      {isOutdated ? (
        <p role="status" className="qd-warn">
          {t`Choices have changed since this was computed. Run it again to see what they mean.`}
        </p>
      ) : null}
      {last === null ? null : (
        <Running key={last.id} id={last.id}>
          {(result) => children(result, isOutdated)}
        </Running>
      )}
    </>
  );
}
