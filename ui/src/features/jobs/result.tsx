// What a job did, in labelled facts by kind of job; the answer as the server keeps it stands behind a disclosure.
import { useLingui } from "@lingui/react/macro";

import { HistoryReportView } from "@/api/HistoryReportView";
import { ImportReportView } from "@/api/ImportReportView";
import { BACKUP_REASON, JOB_KIND, JOB_STATE, OPTIMIZATION_TYPE } from "@/api/labels";
import { type HistoryResult } from "@/api/markets";
import { useGet } from "@/api/queries";
import { QueryView } from "@/api/QueryView";
import {
  type Backup,
  type DrillReport,
  type ImportReport,
  type Job,
  type OptimizationDone,
  type OptimizationRun,
  type CheckReport,
  type ResamplingDone,
  type StabilityDone,
  type WalkForwardDone,
} from "@/api/types";
import { Button } from "@/ui/Button";
import { useDisplay, useFormat } from "@/ui/display";
import { useHost } from "@/ui/host";
import { Num, Percent } from "@/ui/numbers";
import { Progress } from "@/ui/Progress";
import { ResamplingFacts, StabilityFacts, WalkForwardFacts } from "./comparisons";
import { Facts } from "./facts";

export function JobResult({ job, onClose }: { job: Job; onClose: () => void }) {
  const { t } = useLingui();
  return (
    <>
      <Outcome job={job} onClose={onClose} />
      <Times job={job} />
      {job.result === null || job.result === undefined ? null : (
        <details className="qd-raw">
          <summary>{t`The result as it is stored`}</summary>
          <pre className="qd-pre" tabIndex={0} aria-label={t`The result as it is stored`}>
            {JSON.stringify(job.result, null, 2)}
          </pre>
        </details>
      )}
    </>
  );
}

function Outcome({ job, onClose }: { job: Job; onClose: () => void }) {
  const { t } = useLingui();
  switch (job.state) {
    case "queued":
    case "running":
      return (
        <>
          <p>{job.message === "" ? t`The job waits for its turn.` : job.message}</p>
          <Progress label={job.title} value={job.state === "queued" ? null : job.progress} />
        </>
      );
    case "failed":
      return (
        <p className="qd-notice qd-notice-danger" role="alert">
          {job.message}
        </p>
      );
    case "cancelled":
      return <p className="qd-notice">{t`The job was cancelled before it was done; nothing of it was kept.`}</p>;
    case "done":
      return job.result === null ? (
        <LongResult id={job.id} onClose={onClose} />
      ) : (
        <Result job={job} onClose={onClose} />
      );
  }
}

/** A result that is too long for the list comes with the job itself. */
function LongResult({ id, onClose }: { id: string; onClose: () => void }) {
  const whole = useGet<Job>("/jobs/{id}", { path: { id } });
  return (
    <QueryView query={whole}>
      {(job) => (job.result === null ? null : <Result job={job} onClose={onClose} />)}
    </QueryView>
  );
}

/** The result by kind; the job's kind says which shape it has. */
function Result({ job, onClose }: { job: Job; onClose: () => void }) {
  switch (job.kind) {
    case "import":
      return <ImportReportView report={job.result as ImportReport} />;
    case "optimization":
      return <RunFacts id={(job.result as OptimizationDone).optimization_id} onClose={onClose} />;
    case "backup":
      return <BackupFacts backup={job.result as Backup} />;
    case "restore_drill":
      return <DrillFacts report={job.result as DrillReport} />;
    case "walk_forward":
      return <WalkForwardFacts result={job.result as WalkForwardDone} />;
    case "stability":
      return <StabilityFacts result={job.result as StabilityDone} />;
    case "resampling":
      return <ResamplingFacts result={job.result as ResamplingDone} />;
    case "rebalancing":
      return <CheckFacts report={job.result as CheckReport} />;
    case "history":
      return <HistoryReportView report={job.result as HistoryResult} />;
    case "backtest":
      return <Kept panel="backtest" params={job.result as Record<string, string>} onClose={onClose} />;
    case "sweep":
      return <Kept panel="sweep" params={job.result as Record<string, string>} onClose={onClose} />;
  }
}

function Times({ job }: { job: Job }) {
  const { t, i18n } = useLingui();
  const { format, timeZone } = useDisplay();
  const at = (instant: string | null): string | null => (instant ? format.dateTime(instant, timeZone) : null);
  const seconds =
    job.started_at && job.finished_at ? (Date.parse(job.finished_at) - Date.parse(job.started_at)) / 1000 : null;
  return (
    <Facts
      facts={[
        [t`Kind`, i18n._(JOB_KIND[job.kind])],
        [t`State`, i18n._(JOB_STATE[job.state])],
        [t`Asked for`, at(job.created_at)],
        [t`Ended`, at(job.finished_at)],
        [t`Took`, seconds === null ? null : seconds < 1 ? t`Less than a second` : format.duration(seconds)],
      ]}
    />
  );
}

function RunFacts({ id, onClose }: { id: string; onClose: () => void }) {
  const { t, i18n } = useLingui();
  const format = useFormat();
  const host = useHost();
  const run = useGet<OptimizationRun>("/optimizations/{id}", { path: { id } });
  if (run.error?.status === 404) return <p className="qd-notice">{t`The saved run has been deleted since.`}</p>;
  return (
    <QueryView query={run}>
      {({ name, optimization_type, as_of, instruments, result }) => (
        <>
          <Facts
            facts={[
              [t`Saved as`, name],
              [t`Objective`, i18n._(OPTIMIZATION_TYPE[optimization_type])],
              [t`Instruments`, format.number(instruments.length, 0)],
              [t`Prices to`, format.date(as_of)],
              [t`Expected return a year`, <Percent key="return" value={result.expected_return} />],
              [t`Volatility a year`, <Percent key="volatility" value={result.volatility} />],
              [t`Sharpe ratio`, <Num key="sharpe" value={result.sharpe} digits={3} reason={result.sharpe_reason} />],
            ]}
          />
          <div>
            <Button
              onPress={() => {
                onClose();
                host.openPanel("optimizer", { tab: "runs" });
              }}
            >
              {t`Open the saved runs`}
            </Button>
          </div>
        </>
      )}
    </QueryView>
  );
}

/** A run or a sweep that was kept: its panel shows it. The result says which, by a name that the panel knows. */
function Kept({
  panel,
  params,
  onClose,
}: {
  panel: "backtest" | "sweep";
  params: Record<string, string>;
  onClose: () => void;
}) {
  const { t } = useLingui();
  const host = useHost();
  const name = `${panel}_id`;
  const id = params[name];
  return (
    <>
      <p>{panel === "backtest" ? t`The run is kept.` : t`The sweep is kept.`}</p>
      <div>
        <Button
          isDisabled={id === undefined}
          onPress={() => {
            onClose();
            host.openPanel(panel, { [name]: id ?? "" });
          }}
        >
          {panel === "backtest" ? t`Open the back-test` : t`Open the sweep`}
        </Button>
      </div>
    </>
  );
}

function CheckFacts({ report }: { report: CheckReport }) {
  const { t } = useLingui();
  return (
    <>
      <p>{report.words}</p>
      {report.unknown.map((why) => (
        <p key={why} className="qd-dim">{t`Unknown: ${why}`}</p>
      ))}
    </>
  );
}

function BackupFacts({ backup }: { backup: Backup }) {
  const { t, i18n } = useLingui();
  const { format, timeZone } = useDisplay();
  const reason = BACKUP_REASON[backup.reason];
  return (
    <>
      <p>{t`The backup is made and verified.`}</p>
      <Facts
        facts={[
          [t`Backup`, <code key="id">{backup.id}</code>],
          [t`Why`, reason ? i18n._(reason) : backup.reason],
          [t`State of`, format.dateTime(backup.at, timeZone)],
          [t`Rows`, format.number(backup.rows, 0)],
          [t`Size`, format.bytes(backup.bytes)],
        ]}
      />
    </>
  );
}

function DrillFacts({ report }: { report: DrillReport }) {
  const { t } = useLingui();
  const format = useFormat();
  const changed = report.tables.filter((table) => !table.same).map((table) => table.table);
  return (
    <>
      <p className={`qd-notice${report.sound ? "" : " qd-notice-danger"}`}>
        {report.sound
          ? t`The backup can be restored: it is sound.`
          : t`The backup is damaged and cannot be relied on. Make a new one.`}
      </p>
      <Facts
        facts={[
          [t`Backup`, <code key="id">{report.backup_id}</code>],
          [t`Tables compared`, format.number(report.tables.length, 0)],
          [
            t`Rows`,
            format.number(
              report.tables.reduce((sum, table) => sum + table.rows, 0),
              0,
            ),
          ],
          [t`Tables not as noted`, changed.length === 0 ? t`None` : changed.join(", ")],
        ]}
      />
    </>
  );
}
