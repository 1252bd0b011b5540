// Saves a run: a job with progress that can be cancelled.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { post } from "@/api/client";
import { toApiError } from "@/api/errors";
import { OPTIMIZATION_TYPE } from "@/api/labels";
import { type Job } from "@/api/types";
import { isOver, useLiveJob } from "@/stream/jobs";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { useFormat } from "@/ui/display";
import { TextInput } from "@/ui/fields/TextInput";
import { Progress } from "@/ui/Progress";
import { toast } from "@/ui/toasts";
import { lotsOf, requestOf, specOf } from "./request";
import { type Session } from "./session";

/** The running job with its cancel button; nothing once it has ended. */
function RunningJob({ id, title }: { id: string; title: string }) {
  const { t } = useLingui();
  const job = useLiveJob(id);
  if (job && isOver(job.state)) {
    if (job.state === "done") return null;
    return (
      <span role="alert" className="qd-danger">
        {job.state === "cancelled" ? t`Cancelled` : job.message}
      </span>
    );
  }
  const cancel = (): void => {
    post("/jobs/{id}/cancel", undefined, { path: { id } }).catch((error: unknown) =>
      toast({ kind: "error", text: toApiError(error).message }),
    );
  };
  return (
    <span className="qd-row" role="status">
      <Progress value={job?.progress ?? null} label={title} />
      <Button size="small" onPress={cancel}>
        {t`Cancel`}
      </Button>
    </span>
  );
}

export function SaveRun({ session }: { session: Session }) {
  const { t, i18n } = useLingui();
  const format = useFormat();
  const [name, setName] = useState<string | null>(null);
  const [job, setJob] = useState<Job | null>(null);
  const [error, setError] = useState<string | undefined>(undefined);
  const [isPending, setIsPending] = useState(false);

  const open = (): void => {
    const { objective } = session.form.get();
    const last = session.universe.get()?.last_date;
    setError(undefined);
    setName(`${i18n._(OPTIMIZATION_TYPE[objective])}, ${format.date(last)}`);
  };
  const save = async (): Promise<void> => {
    const universe = session.universe.get();
    if (name === null || !universe) return;
    setIsPending(true);
    try {
      const form = session.form.get();
      const started = await post<Job>("/optimizations", {
        name: name.trim(),
        universe: { ...specOf(form), instrument_ids: universe.assets.map((a) => a.instrument_id) },
        request: requestOf(form, universe),
        lots: lotsOf(form),
      });
      setJob(started);
      setName(null);
    } catch (failure) {
      setError(toApiError(failure).message);
    } finally {
      setIsPending(false);
    }
  };
  return (
    <>
      <Button onPress={open}>{t`Save run`}</Button>
      {job ? <RunningJob key={job.id} id={job.id} title={job.title} /> : null}
      <Dialog
        title={t`Save this run`}
        isOpen={name !== null}
        onOpenChange={(isOpen) => !isOpen && setName(null)}
        footer={
          <>
            <Button onPress={() => setName(null)}>{t`Cancel`}</Button>
            <Button
              variant="primary"
              isPending={isPending}
              isDisabled={(name ?? "").trim() === ""}
              onPress={() => void save()}
            >
              {t`Save`}
            </Button>
          </>
        }
      >
        <p>{t`The run is solved again and kept with its inputs, settings and the hash of its prices.`}</p>
        <TextInput label={t`Name`} value={name ?? ""} onChange={setName} error={error} isRequired autoFocus />
      </Dialog>
    </>
  );
}
