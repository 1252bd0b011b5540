// Answering an alert: acknowledge, resolve, snooze, watch again.
import { useLingui } from "@lingui/react/macro";
import { useQueryClient } from "@tanstack/react-query";

import { post } from "@/api/client";
import { toApiError } from "@/api/errors";
import { refresh } from "@/api/queries";
import { toast } from "@/ui/toasts";
import { type Alert } from "./types";

export type Answer =
  { act: "acknowledge" | "resolve" | "rearm"; note?: string } | { act: "snooze"; until: string; note?: string };

/** Sends an answer; says so only when it was refused, for what it did is seen. */
export function useAnswer(): (alert: Alert, answer: Answer) => Promise<void> {
  const { t } = useLingui();
  const client = useQueryClient();
  return async (alert, answer) => {
    try {
      await post<Alert>("/alerts/{id}/act", answer, { path: { id: alert.id } });
    } catch (error) {
      const why = toApiError(error).message;
      toast({ kind: "error", text: t`“${alert.name}” stays as it is. ${why}` });
    }
    await refresh(client, ["alerts"]);
  };
}

/** Some hours from now, as the API takes it. */
export function inHours(hours: number, now: Date = new Date()): string {
  return new Date(now.getTime() + hours * 3_600_000).toISOString();
}

/** Eight in the morning of the next day of this machine's clock. */
export function tomorrowMorning(now: Date = new Date()): string {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1, 8).toISOString();
}
