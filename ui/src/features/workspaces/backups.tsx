// Backups: make one, test that it can be restored, restore it.
import { useState } from "react";
import { Trans, useLingui } from "@lingui/react/macro";
import { useQueryClient } from "@tanstack/react-query";

import { post } from "@/api/client";
import { toApiError } from "@/api/errors";
import { BACKUP_REASON } from "@/api/labels";
import { refresh, useGet } from "@/api/queries";
import { QueryView } from "@/api/QueryView";
import { type Backup, type DrillReport, type Job, type RestoreReport } from "@/api/types";
import { isOver, useLiveJob } from "@/stream/jobs";
import { Button } from "@/ui/Button";
import { ConfirmDialog } from "@/ui/Dialog";
import { useDisplay } from "@/ui/display";
import { Progress } from "@/ui/Progress";
import { toast } from "@/ui/toasts";

export function Backups() {
  const { t, i18n } = useLingui();
  const { format, timeZone } = useDisplay();
  const client = useQueryClient();
  const backups = useGet<Backup[]>("/backups");
  const [restoring, setRestoring] = useState<Backup | null>(null);
  const [job, setJob] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const start = async (path: string, id?: string): Promise<void> => {
    try {
      const started = await post<Job>(path, undefined, id === undefined ? {} : { path: { id } });
      setJob(started.id);
      await refresh(client, ["jobs"]);
    } catch (error) {
      toast({ kind: "error", text: toApiError(error).message });
    }
  };
  const restore = async (backup: Backup): Promise<void> => {
    setBusy(true);
    try {
      const { kept } = await post<RestoreReport>("/backups/{id}/restore", undefined, { path: { id: backup.id } });
      setRestoring(null);
      await client.resetQueries();
      toast({ kind: "success", text: t`Restored. What was there before is kept in ${kept}` });
    } catch (error) {
      toast({ kind: "error", text: toApiError(error).message });
    } finally {
      setBusy(false);
    }
  };
  const reasonText = (reason: string): string => {
    const word = BACKUP_REASON[reason];
    return word ? i18n._(word) : reason;
  };
  const when = restoring ? format.dateTime(restoring.at, timeZone) : "";
  return (
    <>
      <div className="qd-row">
        <Button icon="plus" onPress={() => void start("/backups")}>
          {t`Back up now`}
        </Button>
      </div>
      {job ? <BackupJob key={job} id={job} /> : null}
      <QueryView query={backups} lines={2}>
        {(rows) =>
          rows.length === 0 ? (
            <p className="qd-dim">{t`No backups yet. One is also made by itself before every change of the database's form.`}</p>
          ) : (
            <ul className="qd-items">
              {rows.map((backup) => (
                <li key={backup.id} className="qd-notice">
                  <span className="qd-grow">
                    <strong>{format.dateTime(backup.at, timeZone)}</strong>
                    <br />
                    <span className="qd-small qd-dim">
                      {reasonText(backup.reason)} ·{" "}
                      {t`${format.number(backup.rows, 0)} rows, ${format.bytes(backup.bytes)}`}
                    </span>
                  </span>
                  <Button size="small" onPress={() => void start("/backups/{id}/drill", backup.id)}>
                    {t`Test`}
                  </Button>
                  <Button size="small" onPress={() => setRestoring(backup)}>
                    {t`Restore…`}
                  </Button>
                </li>
              ))}
            </ul>
          )
        }
      </QueryView>
      {restoring ? (
        <ConfirmDialog
          title={t`Restore this backup?`}
          isOpen
          onOpenChange={(isOpen) => !isOpen && setRestoring(null)}
          confirmLabel={t`Restore`}
          onConfirm={() => void restore(restoring)}
          isDanger
          isPending={isBusy}
        >
          <p>
            <Trans>
              The workspace goes back to {when}. Later changes leave it; its present files are kept beside it and can be
              opened again.
            </Trans>
          </p>
        </ConfirmDialog>
      ) : null}
    </>
  );
}

/** How a backup or a drill goes, and what the drill found. */
function BackupJob({ id }: { id: string }) {
  const { t } = useLingui();
  const event = useLiveJob(id);
  const isEnded = event !== undefined && isOver(event.state);
  // A short job may end before the first event is heard, so the answer is asked for either way.
  const job = useGet<Job>("/jobs/{id}", { path: { id } }, isEnded ? {} : { refetchInterval: 1000 });
  if (!job.data) return null;
  const { state, title, message, progress, kind, result } = job.data;
  if (!isOver(state)) return <Progress label={title} value={event?.progress ?? progress} />;
  if (state !== "done") return <p className="qd-notice qd-notice-danger">{message}</p>;
  if (kind !== "restore_drill") return <p className="qd-notice">{t`The backup is made and verified.`}</p>;
  const report = result as DrillReport;
  const n_tables = report.tables.length;
  return (
    <p className={`qd-notice${report.sound ? "" : " qd-notice-danger"}`}>
      {report.sound
        ? t`The backup can be restored: it is sound. All ${n_tables} tables came back as they were noted.`
        : t`The backup is damaged and cannot be relied on. Make a new one.`}
    </p>
  );
}
