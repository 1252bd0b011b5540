// Live state of jobs, kept from events; the list itself is fetched.
import { useSyncExternalStore } from "react";

import { createStore } from "@/lib/store";
import { type JobEvent, subscribe } from "./events";

const live = createStore<ReadonlyMap<string, JobEvent>>(new Map());

/** Starts keeping; called once by the app. */
export function startJobs(): () => void {
  return subscribe((events) => {
    const jobs = events.filter((event): event is JobEvent => event.kind === "job");
    if (jobs.length === 0) return;
    live.update((current) => {
      const next = new Map(current);
      for (const job of jobs) next.set(job.id, job);
      return next;
    });
  });
}

/** The last event of every job since the window opened. */
export function useLiveJobs(): ReadonlyMap<string, JobEvent> {
  return useSyncExternalStore(live.subscribe, live.get);
}

/** The last event of one job. */
export function useLiveJob(id: string | null): JobEvent | undefined {
  const jobs = useLiveJobs();
  return id === null ? undefined : jobs.get(id);
}

/** Whether a job has ended. */
export function isOver(state: JobEvent["state"]): boolean {
  return state === "done" || state === "failed" || state === "cancelled";
}
