// The steps of an import: kind and file, reading with a dry run, the job with its report.
import { useRef, useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { post } from "@/api/client";
import { type ApiError, toApiError } from "@/api/errors";
import { IMPORT_KIND } from "@/api/labels";
import {
  type ColumnMapping,
  IMPORT_KINDS,
  type ImportKind,
  type ImportOptions,
  type ImportRequest,
  type Job,
} from "@/api/types";
import { platform } from "@/platform/platform";
import { Button } from "@/ui/Button";
import { Select } from "@/ui/fields/Select";
import { Progress } from "@/ui/Progress";
import { ErrorState, Skeleton } from "@/ui/states";
import { MappingForm, OptionsForm } from "./form";
import { FormatField } from "./format";
import { lacking } from "./mapping";
import { PreviewView } from "./preview";
import { usePreview } from "./queries";
import { ImportJob } from "./report";
import { uploadFile } from "./upload";

/** What the system's dialog offers. */
const TABLES = [".csv", ".txt", ".tsv", "text/csv", "text/plain"];
const STATEMENTS = [".ofx", ".qfx", ".qif", ".xml", "application/x-ofx", "application/xml", "text/xml"];
const ARCHIVES = [".json", "application/json"];

type Step =
  | { at: "file" }
  | { at: "upload"; name: string; part: number }
  | { at: "preview"; uploadId: string }
  | { at: "job"; jobId: string };

export function Wizard({ initialKind }: { initialKind: ImportKind }) {
  const { t, i18n } = useLingui();
  const [kind, setKind] = useState<ImportKind>(initialKind);
  const [step, setStep] = useState<Step>({ at: "file" });
  const [failure, setFailure] = useState<ApiError | null>(null);
  const abort = useRef<AbortController | null>(null);
  const what: Record<ImportKind, string> = {
    prices: t`A date column and one column per symbol, or one row per symbol and day with the usual columns.`,
    transactions: t`An export of a broker, an OFX, QFX or QIF file, or any table with one row per transaction. What it is is found out and can be changed before anything is written.`,
    fx_rates: t`A date column and one column per currency, or rows of date, base, quote and rate.`,
    archive: t`Everything that a workspace held, as the Export panel saved it. It comes into an empty workspace.`,
  };
  const restart = (): void => {
    abort.current?.abort();
    setFailure(null);
    setStep({ at: "file" });
  };
  const pick = async (): Promise<void> => {
    const offered = kind === "archive" ? ARCHIVES : kind === "transactions" ? [...TABLES, ...STATEMENTS] : TABLES;
    const file = await platform().openFile(offered);
    if (!file) return;
    const control = new AbortController();
    abort.current = control;
    setFailure(null);
    setStep({ at: "upload", name: file.name, part: 0 });
    try {
      const uploadId = await uploadFile(file, {
        kind,
        signal: control.signal,
        onProgress: (part) => setStep({ at: "upload", name: file.name, part }),
      });
      setStep({ at: "preview", uploadId });
    } catch (error) {
      if (control.signal.aborted) return;
      setFailure(toApiError(error));
      setStep({ at: "file" });
    }
  };
  switch (step.at) {
    case "file":
      return (
        <div className="qd-stack" style={{ maxWidth: 520 }}>
          {failure ? <ErrorState error={failure} /> : null}
          <Select
            label={t`The file holds`}
            description={what[kind]}
            options={IMPORT_KINDS.map((id) => ({ id, label: i18n._(IMPORT_KIND[id]) }))}
            value={kind}
            onChange={setKind}
          />
          <div>
            <Button variant="primary" icon="import" onPress={() => void pick()}>
              {kind === "archive"
                ? t`Choose an archive…`
                : kind === "transactions"
                  ? t`Choose a file…`
                  : t`Choose a CSV file…`}
            </Button>
          </div>
          <p className="qd-dim">
            {kind === "archive"
              ? t`First it is checked and you see what it holds. A damaged one leaves nothing behind.`
              : t`First you see what it would bring. A file imported twice adds nothing.`}
          </p>
        </div>
      );
    case "upload":
      return (
        <div className="qd-stack" style={{ maxWidth: 520 }}>
          <p>{t`Reading ${step.name}`}</p>
          <Progress label={step.name} value={step.part} />
          <div>
            <Button onPress={restart}>{t`Cancel`}</Button>
          </div>
        </div>
      );
    case "preview":
      return (
        <DryRun
          kind={kind}
          uploadId={step.uploadId}
          onBack={restart}
          onStarted={(jobId) => setStep({ at: "job", jobId })}
        />
      );
    case "job":
      return <ImportJob id={step.jobId} onDone={restart} />;
  }
}

interface DryRunProps {
  kind: ImportKind;
  uploadId: string;
  onBack: () => void;
  onStarted: (jobId: string) => void;
}

function DryRun({ kind, uploadId, onBack, onStarted }: DryRunProps) {
  const { t } = useLingui();
  const [mapping, setMapping] = useState<ColumnMapping | null>(null);
  const [options, setOptions] = useState<ImportOptions>({});
  const [failure, setFailure] = useState<ApiError | null>(null);
  const [isStarting, setStarting] = useState(false);
  const isMapped = kind === "transactions";
  const effective = mapping && isMapped ? { ...mapping, create_unknown: options.create_unknown ?? false } : null;
  const request: ImportRequest = { upload_id: uploadId, kind, mapping: effective, options };
  const preview = usePreview(request);
  const used = mapping ?? preview.data?.mapping ?? null;
  const hasColumns = (options.format ?? preview.data?.format ?? "columns") === "columns";
  const missing = isMapped && hasColumns && used ? lacking(used) : [];
  const start = async (): Promise<void> => {
    setStarting(true);
    try {
      const sent = isMapped && used ? { ...used, create_unknown: options.create_unknown ?? false } : null;
      const job = await post<Job>("/imports", { ...request, mapping: sent });
      onStarted(job.id);
    } catch (error) {
      setFailure(toApiError(error));
      setStarting(false);
    }
  };
  const canStart =
    preview.isSuccess && !preview.isPlaceholderData && missing.length === 0 && preview.data.counts.accepted > 0;
  return (
    <div className="qd-stack">
      <div className="qd-row">
        <h3 className="qd-grow">{preview.data?.file_name ?? t`Dry run`}</h3>
        <Button onPress={onBack}>{t`Another file`}</Button>
        <Button variant="primary" isDisabled={!canStart} isPending={isStarting} onPress={() => void start()}>
          {t`Import`}
        </Button>
      </div>
      {failure ? <ErrorState error={failure} /> : null}
      {isMapped ? (
        <FormatField
          preview={preview.data}
          chosen={options.format ?? null}
          onChange={(format) => {
            setMapping(null);
            setOptions({ ...options, format });
          }}
        />
      ) : null}
      {kind === "archive" ? null : <OptionsForm kind={kind} options={options} onChange={setOptions} />}
      {isMapped && preview.data && used ? (
        <MappingForm preview={preview.data} mapping={used} hasColumns={hasColumns} onChange={setMapping} />
      ) : null}
      {missing.length > 0 ? (
        <p className="qd-notice qd-notice-warn">{t`Say which columns hold the date and the kind.`}</p>
      ) : null}
      {preview.isError ? (
        <ErrorState error={preview.error} onRetry={() => void preview.refetch()} />
      ) : preview.data ? (
        <div aria-busy={preview.isFetching}>
          <PreviewView preview={preview.data} />
        </div>
      ) : (
        <Skeleton />
      )}
    </div>
  );
}
