// Performance: returns of a period against the benchmark, and what each part contributed.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { FigureExplanation } from "@/api/FigureExplanation";
import { type Question } from "@/api/figures";
import { QueryView } from "@/api/QueryView";
import { useAll, useGet } from "@/api/queries";
import { type Account, type Instrument, type Workspace } from "@/api/types";
import { PerformanceLines, type Shown, usePerformance } from "@/charts/performance";
import { RangeButtons } from "@/charts/RangeButtons";
import { type Range, rangeStart } from "@/charts/time/ranges";
import { DataTable } from "@/ui/DataTable";
import { Select } from "@/ui/fields/Select";
import { type PanelProps, useHost } from "@/ui/host";
import { Percent } from "@/ui/numbers";
import { PanelFrame } from "@/ui/PanelFrame";
import { EmptyState } from "@/ui/states";
import { usePartColumns } from "./columns";
import { Figures } from "./figures";
import { Risk } from "./risk";
import { PARTS, type Returns, type ReturnsBy } from "./types";
import { BY, MEASURE } from "./words";
import "./performance.css";

const ALL = "all";

export default function Panel({ params }: PanelProps) {
  const { t, i18n } = useLingui();
  const host = useHost();
  const [accountId, setAccountId] = useState<string | null>(params["account_id"] ?? null);
  const [range, setRange] = useState<Range>("All");
  const [by, setBy] = useState<ReturnsBy>("position");
  const [shown, setShown] = useState<Shown>("return");
  const [question, setQuestion] = useState<Question | null>(null);
  const workspace = useGet<Workspace>("/workspace");
  const accounts = useAll<Account>("/accounts");
  const instruments = useAll<Instrument>("/instruments");
  const to = workspace.data?.today;
  const from = to ? rangeStart(range, to) : null;
  const returns = useGet<Returns>(
    "/returns",
    { query: { from, to, account_id: accountId, by } },
    { keepPrevious: true, enabled: to !== undefined },
  );
  const series = usePerformance({ accountId }, to, range);
  const benchmark = instruments.data?.find((i) => i.id === workspace.data?.benchmark_id)?.symbol ?? t`Benchmark`;

  const toolbar = (
    <>
      <Select
        label={t`Account`}
        hideLabel
        value={accountId ?? ALL}
        onChange={(id) => setAccountId(id === ALL ? null : id)}
        options={[
          { id: ALL, label: t`All accounts` },
          ...(accounts.data ?? []).map((a) => ({ id: a.id, label: a.name, note: a.currency })),
        ]}
      />
      <RangeButtons value={range} onChange={setRange} />
    </>
  );

  return (
    <PanelFrame label={t`Performance`} toolbar={toolbar}>
      <QueryView query={returns} lines={12}>
        {(data) =>
          data.whole.from === null ? (
            <EmptyState
              title={t`No returns yet`}
              text={t`Here you will see how your portfolio has done and what each part contributed. Import your transactions and prices, or enter them by hand.`}
              action={{ label: t`Import or add your own`, onPress: () => host.openPanel("imports") }}
            />
          ) : (
            <div className="qd-performance-panel">
              <Figures returns={data} onExplain={setQuestion} />
              <section className="qd-performance" aria-label={t`Through time`}>
                <div className="qd-row">
                  <h2 className="qd-chart-title qd-grow">
                    {shown === "return" ? t`Return against the benchmark` : t`Value and money put in`}
                  </h2>
                  <Select
                    label={t`Show`}
                    hideLabel
                    value={shown}
                    onChange={setShown}
                    options={[
                      { id: "return", label: t`Return` },
                      { id: "value", label: t`Value` },
                    ]}
                  />
                </div>
                <QueryView query={series}>
                  {(columns) =>
                    columns.rows < 2 ? (
                      <p className="qd-dim">{t`There are fewer than two days with a value in this period.`}</p>
                    ) : (
                      <PerformanceLines
                        columns={columns}
                        what={shown}
                        title={t`Returns and values through time`}
                        benchmark={benchmark}
                      />
                    )
                  }
                </QueryView>
              </section>
              <Risk returns={data} />
              <Parts returns={data} by={by} onBy={setBy} />
              <details className="qd-small">
                <summary>{t`How the figures are defined`}</summary>
                <dl className="qd-facts">
                  {Object.entries(MEASURE).map(([name, label]) => (
                    <div key={name} className="qd-contents">
                      <dt>{i18n._(label)}</dt>
                      <dd>{data.conventions[name]}</dd>
                    </div>
                  ))}
                </dl>
              </details>
            </div>
          )
        }
      </QueryView>
      <FigureExplanation
        question={question}
        view={{ accountId, asOf: to ?? null }}
        from={from}
        onClose={() => setQuestion(null)}
      />
    </PanelFrame>
  );
}

function Parts({ returns, by, onBy }: { returns: Returns; by: ReturnsBy; onBy: (by: ReturnsBy) => void }) {
  const { t, i18n } = useLingui();
  const largest = Math.max(0, ...returns.parts.map((part) => Math.abs(part.contribution.value ?? 0)));
  const columns = usePartColumns(returns.by, largest);
  return (
    <section className="qd-performance-parts" aria-label={t`Contributions`}>
      <div className="qd-row">
        <h2 className="qd-chart-title qd-grow">{t`What each part contributed`}</h2>
        <Select
          label={t`Parts`}
          hideLabel
          value={by}
          onChange={onBy}
          options={PARTS.map((id) => ({ id, label: i18n._(BY[id]) }))}
        />
      </div>
      <div className="qd-performance-table">
        <DataTable
          label={t`Contributions`}
          rows={returns.parts}
          columns={columns}
          rowKey={(part) => part.id ?? part.group}
          storageKey="contributions"
          initialSort={[{ id: "contribution", desc: true }]}
          empty={t`Nothing was held in this period.`}
        />
      </div>
      <p className="qd-small qd-dim">
        {t`Cash, charges and interest`}:{" "}
        <Percent value={returns.rest.value} signed reason={returns.rest.unknown?.message} /> · {t`together`}{" "}
        <Percent
          value={returns.whole.modified_dietz.value}
          signed
          reason={returns.whole.modified_dietz.unknown?.message}
        />
      </p>
    </section>
  );
}
