// The portfolio: totals, performance, allocation, positions with lots, cash, transactions; every figure explains itself.
import { useEffect, useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { FigureExplanation } from "@/api/FigureExplanation";
import { QueryView } from "@/api/QueryView";
import { useAll, useGet } from "@/api/queries";
import { type Account, type Instrument, type Workspace } from "@/api/types";
import { usePerformance } from "@/charts/performance";
import { drawn } from "@/platform/firstPaint";
import { Button } from "@/ui/Button";
import { useFormat } from "@/ui/display";
import { DateInput } from "@/ui/fields/DateInput";
import { Select } from "@/ui/fields/Select";
import { type PanelProps, useHost } from "@/ui/host";
import { PanelFrame } from "@/ui/PanelFrame";
import { EmptyState } from "@/ui/states";
import { Tabs } from "@/ui/Tabs";
import { Allocation } from "./allocation";
import { CashTable } from "./cash";
import { PerformanceChart } from "./performance";
import { Positions } from "./positions";
import { Problems } from "./problems";
import { TotalsRow } from "./totals";
import { TransactionsTable } from "./transactions";
import { type Portfolio, type Question, type Returns, type View } from "./types";
import "./portfolio.css";

const ALL = "all";

/** The last instant of a day, UTC: what became known on it is known then. */
const endOf = (day: string): string => `${day}T23:59:59.999999Z`;

export default function Panel({ params }: PanelProps) {
  const { t } = useLingui();
  const host = useHost();
  const format = useFormat();
  const [view, setView] = useState<View>({
    accountId: params["account_id"] ?? null,
    asOf: params["as_of"] ?? null,
    knownAt: params["known_at"] ?? null,
  });
  const [question, setQuestion] = useState<Question | null>(null);
  const workspace = useGet<Workspace>("/workspace");
  const accounts = useAll<Account>("/accounts");
  const instruments = useAll<Instrument>("/instruments");
  const portfolio = useGet<Portfolio>(
    "/portfolio",
    { query: { account_id: view.accountId, as_of: view.asOf, known_at: view.knownAt, returns: false } },
    { keepPrevious: true },
  );
  const returns = useGet<Returns>(
    "/performance/summary",
    { query: { account_id: view.accountId, to: view.asOf, known_at: view.knownAt } },
    { keepPrevious: true },
  );
  const today = workspace.data?.today;
  // The chart below asks for the same; begun here, it does not wait for the positions first.
  usePerformance(view, view.asOf ?? today, "All");
  const isHere = portfolio.data !== undefined;
  useEffect(() => {
    if (isHere) drawn("portfolio");
  }, [isHere]);
  const benchmark = instruments.data?.find((i) => i.id === workspace.data?.benchmark_id);
  const list = accounts.data ?? [];

  const toolbar = (
    <>
      <Select
        label={t`Account`}
        hideLabel
        value={view.accountId ?? ALL}
        onChange={(id) => setView({ ...view, accountId: id === ALL ? null : id })}
        options={[
          { id: ALL, label: t`All accounts` },
          ...list.map((a) => ({ id: a.id, label: a.name, note: a.currency })),
        ]}
      />
      <div className="qd-portfolio-day">
        <DateInput
          label={t`As of`}
          hideLabel
          value={view.asOf ?? today ?? null}
          {...(today ? { max: today } : {})}
          onChange={(asOf) => setView({ ...view, asOf: asOf === today ? null : asOf })}
        />
      </div>
      <span className="qd-dim qd-small" aria-hidden="true">{t`as known on`}</span>
      <div className="qd-portfolio-day">
        <DateInput
          label={t`As known on`}
          hideLabel
          value={view.knownAt?.slice(0, 10) ?? null}
          {...(today ? { max: today } : {})}
          onChange={(day) => setView({ ...view, knownAt: day ? endOf(day) : null })}
        />
      </div>
      {portfolio.isFetching && portfolio.data ? (
        <span className="qd-dim qd-small" role="status">{t`Loading…`}</span>
      ) : null}
    </>
  );

  return (
    <PanelFrame label={t`Portfolio`} toolbar={toolbar}>
      <QueryView query={portfolio} lines={12}>
        {(data) => {
          const isEmpty = data.positions.length === 0 && data.cash.length === 0 && data.problems.length === 0;
          if (isEmpty && view.asOf === null && view.accountId === null) {
            return (
              <EmptyState
                title={t`Nothing is held yet`}
                text={t`Here you will see what you own, what it is worth and how it has done. Import your transactions and prices, or enter them by hand.`}
                action={{ label: t`Import or add your own`, onPress: () => host.openPanel("imports") }}
              />
            );
          }
          return (
            <div className="qd-portfolio">
              {view.knownAt ? (
                <p className="qd-note" role="status">
                  {t`As the books were known at the end of ${format.date(view.knownAt.slice(0, 10))}; later corrections are left out.`}{" "}
                  <Button size="small" onPress={() => setView({ ...view, knownAt: null })}>{t`As known now`}</Button>
                </p>
              ) : null}
              <Problems portfolio={data} />
              <TotalsRow portfolio={data} returns={returns} onExplain={setQuestion} />
              <div className="qd-portfolio-overview">
                <PerformanceChart view={view} to={data.as_of} benchmark={benchmark?.symbol ?? t`Benchmark`} />
                <Allocation portfolio={data} />
              </div>
              <Tabs
                label={t`Parts of the portfolio`}
                items={[
                  {
                    id: "positions",
                    label: t`Positions`,
                    content: <Positions portfolio={data} accounts={list} view={view} onExplain={setQuestion} />,
                  },
                  {
                    id: "cash",
                    label: t`Cash`,
                    content: <CashTable portfolio={data} accounts={list} onExplain={setQuestion} />,
                  },
                  {
                    id: "transactions",
                    label: t`Transactions`,
                    content: <TransactionsTable view={view} instruments={instruments.data ?? []} />,
                  },
                ]}
              />
            </div>
          );
        }}
      </QueryView>
      <FigureExplanation question={question} view={view} onClose={() => setQuestion(null)} />
    </PanelFrame>
  );
}
