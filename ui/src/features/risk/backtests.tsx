// Each method on the past of the portfolio: how often more was lost than told, and when.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { QueryView } from "@/api/QueryView";
import { useGet } from "@/api/queries";
import { Part } from "@/api/risk";
import { Button } from "@/ui/Button";
import { DataTable } from "@/ui/DataTable";
import { useFormat } from "@/ui/display";
import { Num, Percent } from "@/ui/numbers";
import { type Column } from "@/ui/table/columns";
import { ExceptionsChart } from "./exceptionsChart";
import { isTested, verdict } from "./figures";
import { type Backtest, type PortfolioRisk, type Report } from "./types";
import { useMethodName, VERDICT } from "./words";

const keyOf = (test: Backtest): string => `${test.method} ${test.confidence}`;

export function Backtests({
  asked,
  report,
}: {
  asked: { account_id: string | null; from: string | null };
  report: Report;
}) {
  const { t } = useLingui();
  const [isWanted, setWanted] = useState(false);
  const tested = useGet<PortfolioRisk>(
    "/portfolio/risk",
    { query: { ...asked, tested: true } },
    { enabled: isWanted && !isTested(report) },
  );
  return (
    <Part title={t`Tested on the past`}>
      {isWanted ? (
        <QueryView query={tested} lines={8}>
          {(data) => <Tested report={data.report} />}
        </QueryView>
      ) : (
        <div className="qd-row">
          <p className="qd-dim qd-grow">
            {t`Before every day of the past each method tells the loss of that day from the two years before it. The tests say whether more was lost as often as it should, and not in a row. This takes some seconds.`}
          </p>
          <Button icon="play" onPress={() => setWanted(true)}>{t`Test on the past`}</Button>
        </div>
      )}
    </Part>
  );
}

function Tested({ report }: { report: Report }) {
  const { t, i18n } = useLingui();
  const format = useFormat();
  const [selected, setSelected] = useState<string | null>(null);
  const tests = report.backtests;
  const shown = tests.find((test) => keyOf(test) === selected) ?? tests.find((test) => test.coverage !== null);
  const methodName = useMethodName();
  const nameOf = (test: Backtest): string => methodName(test.method);
  const p = (id: string, header: string, of: (test: Backtest) => number | null | undefined): Column<Backtest> => ({
    id,
    header,
    align: "end",
    width: 110,
    value: of,
    cell: (test) => (
      <Num
        value={of(test)}
        digits={4}
        reason={test.undefined ?? t`There were too few exceptions, or none in a row to compare.`}
      />
    ),
  });
  const columns: Column<Backtest>[] = [
    { id: "method", header: t`Method`, width: 170, value: nameOf },
    {
      id: "confidence",
      header: t`Confidence`,
      align: "end",
      width: 90,
      value: (test) => test.confidence,
      cell: (test) => <Percent value={test.confidence} digits={0} />,
    },
    {
      id: "exceptions",
      header: t`Lost more`,
      align: "end",
      width: 90,
      value: (test) => test.coverage?.n_exceptions,
      cell: (test) => <Num value={test.coverage?.n_exceptions} digits={0} reason={test.undefined} />,
    },
    {
      id: "expected",
      header: t`Expected`,
      align: "end",
      width: 90,
      value: (test) => test.coverage?.expected,
      cell: (test) => <Num value={test.coverage?.expected} digits={1} reason={test.undefined} />,
    },
    p("kupiec", t`Kupiec’s p`, (test) => test.coverage?.kupiec.p),
    p("independence", t`Christoffersen’s p`, (test) => test.coverage?.independence?.p),
    {
      id: "severity",
      header: t`Loss over told`,
      align: "end",
      width: 110,
      value: (test) => test.severity,
      cell: (test) => (
        <Num value={test.severity} digits={2} reason={test.undefined ?? t`Nothing was lost beyond it.`} />
      ),
    },
    {
      id: "verdict",
      header: t`Verdict`,
      width: 110,
      value: (test) => verdict(test) ?? "",
      cell: (test) => {
        const found = verdict(test);
        if (!found) return <span className="qd-dim">{test.undefined}</span>;
        return <span className={found === "as_told" ? "" : "qd-warn"}>{i18n._(VERDICT[found])}</span>;
      },
    },
  ];
  return (
    <>
      <div className="qd-risk-table">
        <DataTable
          label={t`Tests of every method`}
          rows={tests}
          columns={columns}
          rowKey={keyOf}
          storageKey="risk.backtests"
          selectedKey={shown ? keyOf(shown) : null}
          onSelect={(test) => setSelected(keyOf(test))}
        />
      </div>
      {shown ? (
        <ExceptionsChart
          title={t`${nameOf(shown)} at ${format.percent(shown.confidence, 0)}: told before each day, and days that lost more`}
          test={shown}
          rolling={report.correlation.value?.rolling ?? []}
        />
      ) : null}
    </>
  );
}
