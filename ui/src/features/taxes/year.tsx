// One tax year: what it comes to, each gain as the law counts it, and where the law stands.
import { type ReactNode, useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { FigureExplanation } from "@/api/FigureExplanation";
import { type FigureKind, type Question } from "@/api/figures";
import { QueryView } from "@/api/QueryView";
import { useGet } from "@/api/queries";
import { toCsv } from "@/lib/csv";
import { platform } from "@/platform/platform";
import { Button } from "@/ui/Button";
import { DataTable } from "@/ui/DataTable";
import { useFormat } from "@/ui/display";
import { Select } from "@/ui/fields/Select";
import { Explainable, Money } from "@/ui/numbers";
import { useGainColumns } from "./columns";
import { type TaxYear, type TaxYears, type YearSummary } from "./types";

export interface YearTabProps {
  years: TaxYears;
  onProfile: () => void;
}

/** The years to choose from, the newest first. */
export function choices(years: TaxYears): number[] {
  return [...new Set([...years.realized, ...years.known])].sort((a, b) => b - a);
}

export function YearTab({ years, onProfile }: YearTabProps) {
  const { t } = useLingui();
  const all = choices(years);
  const [chosen, setChosen] = useState<number | null>(null);
  const [question, setQuestion] = useState<Question | null>(null);
  const year = chosen ?? years.realized[0] ?? all[0];
  const query = useGet<TaxYear>(`/taxes/years/${year ?? 0}`, {}, { enabled: year !== undefined, keepPrevious: true });
  if (year === undefined) return <p className="qd-dim">{t`Nothing was realized yet, and no law is chosen.`}</p>;
  return (
    <div className="qd-stack">
      <div className="qd-row">
        <Select
          label={t`Tax year`}
          hideLabel
          value={String(year)}
          onChange={(id) => setChosen(Number(id))}
          options={all.map((y) => ({
            id: String(y),
            label: String(y),
            note: years.known.includes(y) ? "" : t`law not known`,
          }))}
        />
      </div>
      <QueryView query={query}>
        {(data) => (
          <>
            {data.refusal ? (
              <p className="qd-note" role="status">
                {t`No tax is worked out:`} {data.refusal}.{" "}
                <Button size="small" onPress={onProfile}>{t`Open the profile`}</Button>
              </p>
            ) : null}
            {data.summary ? <Summary summary={data.summary} year={data.year} onExplain={setQuestion} /> : null}
            <Gains year={data} onExplain={setQuestion} />
            <Sources year={data} />
          </>
        )}
      </QueryView>
      <FigureExplanation question={question} view={{ accountId: null, asOf: null }} onClose={() => setQuestion(null)} />
    </div>
  );
}

interface SummaryProps {
  summary: YearSummary;
  year: number;
  onExplain: (question: Question) => void;
}

function Summary({ summary, year, onExplain }: SummaryProps) {
  const { t } = useLingui();
  const format = useFormat();
  const opened = (title: string, figure: FigureKind, amount: string | null, main: ReactNode): ReactNode => (
    <Explainable
      label={`${title}: ${format.number(amount, 2)}`}
      onExplain={() => onExplain({ figure, id: `year:${year}`, title })}
    >
      {main}
    </Explainable>
  );
  const cell = (title: string, main: ReactNode, note?: string): ReactNode => (
    <div key={title}>
      <dt>{title}</dt>
      <dd>
        {main}
        {note ? <div className="qd-small qd-dim qd-figure-note">{note}</div> : null}
      </dd>
    </div>
  );
  const { tax } = summary;
  const due = tax.state === "known" ? tax.amount : null;
  const carried = summary.carry_forward.map((loss) => loss.amount);
  return (
    <dl className="qd-figures qd-performance-figures">
      {cell(
        t`Tax`,
        opened(t`Tax`, "tax_of_year", due, <Money value={due} reason={tax.state === "unknown" ? tax.message : null} />),
        tax.state === "unknown" ? tax.message : undefined,
      )}
      {cell(
        t`Taxable`,
        opened(t`Taxable`, "taxable_of_year", summary.taxable, <Money value={summary.taxable} signed />),
      )}
      {cell(t`Gains`, opened(t`Gains`, "gains_of_year", summary.gains, <Money value={summary.gains} />))}
      {cell(t`Losses`, opened(t`Losses`, "gains_of_year", summary.losses, <Money value={summary.losses} />))}
      {cell(t`Short-term, net`, <Money value={summary.net_short} signed />)}
      {cell(t`Long-term, net`, <Money value={summary.net_long} signed />)}
      {cell(t`Losses of earlier years used`, <Money value={summary.carry_forward_used} />)}
      {cell(t`Set off against income`, <Money value={summary.offset_against_income} />)}
      {cell(t`Allowance used`, <Money value={summary.allowance_used} />)}
      {cell(
        t`Carried forward`,
        carried.length === 0 ? (
          <Money value="0" />
        ) : (
          summary.carry_forward.map((loss) => (
            <div key={`${loss.kind} ${loss.year}`}>
              <Money value={loss.amount} /> <span className="qd-dim qd-small">{loss.kind.replace("_", " ")}</span>
            </div>
          ))
        ),
      )}
    </dl>
  );
}

function Gains({ year, onExplain }: { year: TaxYear; onExplain: (question: Question) => void }) {
  const { t } = useLingui();
  const hasTerms = year.rules?.long_term_after_months !== null && year.rules !== null;
  const columns = useGainColumns(hasTerms, (gain) =>
    onExplain({ figure: "taxed_gain", id: `gain:${gain.closed_by}:${gain.lot_id}`, title: t`Gain of ${gain.symbol}` }),
  );
  const save = (): void => {
    const header = [
      "closed",
      "opened",
      "symbol",
      "account",
      "quantity",
      "proceeds",
      "cost",
      "gain",
      "basis_added",
      "disallowed",
      "counts",
      "long_term",
    ];
    const rows = year.gains.map((g) => [
      g.closed_on,
      g.opened_on,
      g.symbol,
      g.account,
      g.quantity,
      g.proceeds,
      g.cost,
      g.gain,
      g.basis_added,
      g.disallowed,
      g.allowed,
      g.long_term,
    ]);
    void platform().saveFile(`gains-${year.label.replace("/", "-")}.csv`, toCsv(header, rows), "text/csv");
  };
  return (
    <section className="qd-stack" aria-label={t`Realized gains`}>
      <div className="qd-row">
        <h2 className="qd-chart-title qd-grow">{t`Realized gains by lot`}</h2>
        <Button
          size="small"
          icon="download"
          isDisabled={year.gains.length === 0}
          onPress={save}
        >{t`Save as CSV`}</Button>
      </div>
      <div className="qd-taxes-table">
        <DataTable
          label={t`Realized gains`}
          rows={year.gains}
          columns={columns}
          rowKey={(g) => `${g.lot_id} ${g.closed_by} ${g.quantity}`}
          storageKey="taxed-gains"
          empty={t`Nothing was realized in a taxable account in this year.`}
        />
      </div>
    </section>
  );
}

function Sources({ year }: { year: TaxYear }) {
  const { t } = useLingui();
  if (!year.rules) return null;
  return (
    <details className="qd-small">
      <summary>{t`Where the law of ${year.label} stands`}</summary>
      <table className="qd-plain-table">
        <thead>
          <tr>
            <th scope="col">{t`Rule`}</th>
            <th scope="col">{t`Source`}</th>
            <th scope="col">{t`Checked`}</th>
          </tr>
        </thead>
        <tbody>
          {year.rules.sources.map((s) => (
            <tr key={`${s.rule} ${s.source}`}>
              <td>{s.rule}</td>
              <td>
                {s.source}
                {s.note ? <div className="qd-dim">{s.note}</div> : null}
              </td>
              <td>{s.checked ?? t`not verified`}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <ul>
        {year.rules.limits.map((limit) => (
          <li key={limit}>{limit}</li>
        ))}
      </ul>
    </details>
  );
}
