// History from providers: what there is of each size, and getting, comparing and mending it.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { post } from "@/api/client";
import { toApiError } from "@/api/errors";
import { HistoryReportView } from "@/api/HistoryReportView";
import { type BarSize, type CoverageView, type HistoryAct, type HistoryResult, type NewHistory } from "@/api/markets";
import { InstrumentPicker } from "@/api/pickers";
import { useGet } from "@/api/queries";
import { QueryView } from "@/api/QueryView";
import { type Job } from "@/api/types";
import { isOver, useLiveJob } from "@/stream/jobs";
import { Button } from "@/ui/Button";
import { DataTable } from "@/ui/DataTable";
import { useDisplay } from "@/ui/display";
import { Select } from "@/ui/fields/Select";
import { useHost, useLinkedInstrument } from "@/ui/host";
import { Progress } from "@/ui/Progress";
import { type Column } from "@/ui/table/columns";
import { toast } from "@/ui/toasts";

const SIZES = ["1d", "4h", "1h", "30m", "15m", "5m", "1m"] as const satisfies readonly BarSize[];

type Series = CoverageView["series"][number];

const keyOf = (row: Series | undefined): string | null =>
  row ? `${row.instrument_id} ${row.size} ${row.source}` : null;

export function Histories() {
  const { t } = useLingui();
  const [linked, follow] = useLinkedInstrument();
  const [own, setOwn] = useState<string | null>(null);
  const [size, setSize] = useState<BarSize>("1d");
  const [job, setJob] = useState<string | null>(null);
  const [asked, setAsked] = useState<HistoryAct | null>(null);
  const coverage = useGet<CoverageView>("/histories/coverage");
  const id = own ?? linked;
  const begin = (act: HistoryAct): void => {
    if (id === null) return;
    setAsked(act);
    const body: NewHistory = { act, instrument_ids: [id], size };
    post<Job>("/histories", body)
      .then((made) => setJob(made.id))
      .catch((error: unknown) => toast({ kind: "error", text: toApiError(error).message }))
      .finally(() => setAsked(null));
  };
  const act = (kind: HistoryAct, label: string) => (
    <Button isDisabled={id === null} isPending={asked === kind} onPress={() => begin(kind)}>
      {label}
    </Button>
  );
  return (
    <div className="qd-stack">
      <div className="qd-form">
        <InstrumentPicker
          label={t`Instrument`}
          placeholder={t`Symbol or name`}
          value={id}
          onChange={(next) => {
            setOwn(next);
            if (next !== null) follow(next);
          }}
        />
        <Select
          label={t`Size of the bars`}
          options={SIZES.map((one) => ({ id: one, label: one }))}
          value={size}
          onChange={setSize}
        />
      </div>
      <div className="qd-row">
        {act("download", t`Download`)}
        {act("verify", t`Compare`)}
        {act("repair", t`Repair`)}
        <span className="qd-dim qd-small">
          {t`Download adds what is missing; compare changes nothing; repair takes the provider's bars where they differ.`}
        </span>
      </div>
      {job === null ? null : <Outcome key={job} id={job} />}
      <QueryView query={coverage}>{({ series }) => <Coverage series={series} />}</QueryView>
    </div>
  );
}

/** The job while it runs, and its result. */
function Outcome({ id }: { id: string }) {
  const { t } = useLingui();
  const host = useHost();
  const live = useLiveJob(id);
  const isDone = live !== undefined && isOver(live.state);
  // Asked again at its end: the result is no part of the event.
  const job = useGet<Job>("/jobs/{id}", { path: { id } }, isDone ? {} : { refetchInterval: 1_500 });
  return (
    <QueryView query={job} lines={2}>
      {({ state, title, progress, message, result }) => {
        if (state === "queued" || state === "running")
          return <Progress label={title} value={state === "queued" ? null : (live?.progress ?? progress)} />;
        if (state === "done" && result !== null) return <HistoryReportView report={result as HistoryResult} />;
        return (
          <div className="qd-notice qd-notice-danger" role="alert">
            <span className="qd-grow">{message}</span>
            <Button size="small" onPress={() => host.openPanel("providers")}>{t`Open providers`}</Button>
          </div>
        );
      }}
    </QueryView>
  );
}

function Coverage({ series }: { series: readonly Series[] }) {
  const { t } = useLingui();
  const { format, timeZone } = useDisplay();
  const [linked, follow] = useLinkedInstrument();
  const when = (row: Series, at: string): string =>
    row.size === "1d" ? format.date(at) : format.dateTime(at, timeZone);
  const columns: Column<Series>[] = [
    { id: "symbol", header: t`Symbol`, width: 100, value: (r) => r.symbol ?? "—" },
    { id: "size", header: t`Size`, width: 60, value: (r) => r.size },
    { id: "source", header: t`Source`, width: 110, value: (r) => r.source },
    { id: "first", header: t`First`, width: 130, value: (r) => r.first, cell: (r) => when(r, r.first) },
    { id: "last", header: t`Last`, width: 130, value: (r) => r.last, cell: (r) => when(r, r.last) },
    {
      id: "n_bars",
      header: t`Bars`,
      align: "end",
      width: 80,
      value: (r) => r.n_bars,
      cell: (r) => format.number(r.n_bars, 0),
    },
  ];
  return (
    <div className="qd-boxed">
      <DataTable
        label={t`Stored series`}
        rows={series}
        columns={columns}
        rowKey={(r) => keyOf(r) ?? ""}
        storageKey="coverage"
        isFilterable
        selectedKey={keyOf(series.find((r) => r.instrument_id === linked))}
        onSelect={(r) => follow(r.instrument_id)}
        empty={t`Nothing is stored yet`}
      />
    </div>
  );
}
