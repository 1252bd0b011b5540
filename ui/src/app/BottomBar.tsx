// The bottom bar: running jobs, connection, clock, version.
import { useEffect, useState, useSyncExternalStore } from "react";
import { useLingui } from "@lingui/react/macro";
import { useQueryClient } from "@tanstack/react-query";

import { post } from "@/api/client";
import { refresh, useGet } from "@/api/queries";
import { type Job, type Page } from "@/api/types";
import { errorText } from "@/lib/error";
import { connection } from "@/stream/events";
import { isOver, useLiveJobs } from "@/stream/jobs";
import { IconButton } from "@/ui/Button";
import { choose, useDisplay } from "@/ui/display";
import { useHost } from "@/ui/host";
import { Progress } from "@/ui/Progress";
import { toast } from "@/ui/toasts";

export function BottomBar({ version }: { version: string }) {
  return (
    <footer className="qd-bottom">
      <ConnectionLight />
      <RunningJobs />
      <span className="qd-grow" />
      <Clock />
      <span className="qd-dim">{version}</span>
    </footer>
  );
}

function ConnectionLight() {
  const { t } = useLingui();
  const state = useSyncExternalStore(connection.subscribe, connection.get);
  const text = { open: t`Connected`, connecting: t`Connecting…`, lost: t`Connection lost; trying again` }[state];
  return (
    <span role="status" className={`qd-light qd-light-${state}`}>
      <span className="qd-light-dot" aria-hidden="true" />
      {text}
    </span>
  );
}

function RunningJobs() {
  const { t } = useLingui();
  const { format } = useDisplay();
  const host = useHost();
  const client = useQueryClient();
  const live = useLiveJobs();
  const list = useGet<Page<Job>>("/jobs", { query: { limit: 20 } });
  const known = (list.data?.items ?? []).map((job) => ({ ...job, eta_s: null as number | null | undefined }));
  const jobs = new Map([...known, ...live.values()].map((job) => [job.id, job]));
  const running = [...jobs.values()].filter((job) => !isOver(job.state));
  const first = running[0];
  if (!first) return null;
  const cancel = async (): Promise<void> => {
    try {
      await post("/jobs/{id}/cancel", undefined, { path: { id: first.id } });
      await refresh(client, ["jobs"]);
    } catch (error) {
      toast({ kind: "error", text: errorText(error) });
    }
  };
  const rest = running.length - 1;
  return (
    <span className="qd-job">
      <button type="button" className="qd-plain" onClick={() => host.openPanel("jobs")}>
        {first.title}
        {rest > 0 ? ` ${t`and ${rest} more`}` : ""}
      </button>
      <Progress label={first.title} value={first.state === "queued" ? null : first.progress} />
      <span className="qd-num">{format.percent(first.progress, 0)}</span>
      {first.eta_s === null || first.eta_s === undefined ? null : (
        <span className="qd-dim">{format.duration(first.eta_s)}</span>
      )}
      <IconButton label={t`Cancel ${first.title}`} icon="close" size="small" onPress={() => void cancel()} />
    </span>
  );
}

function Clock() {
  const { t } = useLingui();
  const { format, timeZone } = useDisplay();
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), 1000);
    return () => clearInterval(timer);
  }, []);
  const time = format.time(now, timeZone);
  const zone = timeZone === "utc" ? "UTC" : t`local`;
  return (
    <button
      type="button"
      className="qd-plain qd-num"
      aria-label={t`Clock: ${time} ${zone}. Change the time zone.`}
      onClick={() => choose({ timeZone: timeZone === "utc" ? "local" : "utc" })}
    >
      {time} <span className="qd-dim">{zone}</span>
    </button>
  );
}
