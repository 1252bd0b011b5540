// Doing at once what a schedule does.
import { useLingui } from "@lingui/react/macro";
import { useQueryClient } from "@tanstack/react-query";

import { post } from "@/api/client";
import { toApiError } from "@/api/errors";
import { refresh } from "@/api/queries";
import { type Job } from "@/api/types";
import { useHost } from "@/ui/host";
import { toast } from "@/ui/toasts";
import { type Schedule } from "./types";

/** Begins the job, and says so; also when that did not work. */
export function useRunNow(): (schedule: Schedule) => Promise<void> {
  const { t } = useLingui();
  const client = useQueryClient();
  const host = useHost();
  return async (schedule) => {
    try {
      await post<Job>("/schedules/{id}/run", undefined, { path: { id: schedule.id } });
      const action = { label: t`Show jobs`, onPress: () => host.openPanel("jobs") };
      toast({ kind: "success", text: t`“${schedule.name}” has begun`, action });
      await refresh(client, ["schedules", "jobs"]);
    } catch (error) {
      toast({ kind: "error", text: toApiError(error).message });
    }
  };
}
