// The import as a job: its progress, then its report.
import { useLingui } from "@lingui/react/macro";
import { useQueryClient } from "@tanstack/react-query";

import { post } from "@/api/client";
import { toApiError } from "@/api/errors";
import { ImportReportView } from "@/api/ImportReportView";
import { refresh, useGet } from "@/api/queries";
import { QueryView } from "@/api/QueryView";
import { type ImportReport, type Job } from "@/api/types";
import { isOver, useLiveJob } from "@/stream/jobs";
import { Button } from "@/ui/Button";
import { useFormat } from "@/ui/display";
import { Progress } from "@/ui/Progress";
import { toast } from "@/ui/toasts";

export function ImportJob({ id, onDone }: { id: string; onDone: () => void }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const format = useFormat();
  const event = useLiveJob(id);
  const isEnded = event !== undefined && isOver(event.state);
  // A short job may end before its first event is heard, so the answer is asked for either way.
  const job = useGet<Job>("/jobs/{id}", { path: { id } }, isEnded ? {} : { refetchInterval: 1000 });
  const cancel = async (): Promise<void> => {
    try {
      await post("/jobs/{id}/cancel", undefined, { path: { id } });
      await refresh(client, ["jobs"]);
    } catch (error) {
      toast({ kind: "error", text: toApiError(error).message });
    }
  };
  return (
    <QueryView query={job}>
      {({ state, title, message, progress, result }) => {
        if (!isOver(state)) {
          return (
            <div className="qd-stack">
              <p>{title}</p>
              <Progress label={title} value={event?.progress ?? progress} />
              <p className="qd-dim">
                {event?.message ?? message} {event?.eta_s ? t`${format.duration(event.eta_s)} left` : ""}
              </p>
              <div>
                <Button onPress={() => void cancel()}>{t`Cancel the import`}</Button>
              </div>
            </div>
          );
        }
        const again = (
          <div>
            <Button variant="primary" onPress={onDone}>{t`Import another file`}</Button>
          </div>
        );
        if (state !== "done") {
          return (
            <div className="qd-stack">
              <p className="qd-notice qd-notice-danger" role="alert">
                {state === "cancelled" ? t`The import was cancelled; nothing of the file was taken in.` : message}
              </p>
              {again}
            </div>
          );
        }
        return (
          <div className="qd-stack">
            <ImportReportView report={result as ImportReport} />
            {again}
          </div>
        );
      }}
    </QueryView>
  );
}
