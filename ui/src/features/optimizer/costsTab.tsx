// What a solution costs: trading, tax now and later, what the same aim would cost untaxed, and the trades lot by lot.
import { type ReactNode } from "react";
import { useLingui } from "@lingui/react/macro";

import { type Explanation } from "@/api/types";
import { useDisplay } from "@/ui/display";
import { Explainable, Num, Percent } from "@/ui/numbers";
import { EmptyState } from "@/ui/states";
import { type CostFigure, explainCost, explainTax, type TaxFigure } from "./insight/explainCosts";
import { useExplain } from "./insight/useExplain";
import { LotTrades, TaxNotes } from "./lotTrades";
import { type Session } from "./session";
import { type CostReport, type Result, type TaxReport } from "./types";
import { useSlice } from "./useSlice";

interface FigureProps {
  title: string;
  children: ReactNode;
  note?: string;
  /** The value in words, and what opens; a figure that says everything itself opens nothing. */
  opens?: readonly [text: string, onExplain: () => void];
}

type Explain = (tree: Explanation) => void;

function Figure({ title, children, note, opens }: FigureProps) {
  return (
    <div>
      <dt>{title}</dt>
      <dd>
        {opens ? (
          <Explainable label={`${title}: ${opens[0]}`} onExplain={opens[1]}>
            {children}
          </Explainable>
        ) : (
          children
        )}
      </dd>
      {note ? <dd className="qd-small qd-dim">{note}</dd> : null}
    </div>
  );
}

function TaxFigures({ tax, explain }: { tax: TaxReport; explain: Explain }) {
  const { t } = useLingui();
  const { baseCurrency, format } = useDisplay();
  const { untaxed } = tax;
  const money = (value: number): ReactNode => <Num value={value} digits={2} />;
  const opens = (figure: TaxFigure, value: number): FigureProps["opens"] => [
    format.number(value, 2),
    () => explain(explainTax(tax, baseCurrency, figure)),
  ];
  return (
    <section aria-label={t`Taxes`}>
      <h2 className="qd-chart-title">{t`Taxes, in ${baseCurrency}`}</h2>
      <dl className="qd-figures">
        <Figure title={t`Trading cost`} opens={opens("cost", tax.cost)}>
          {money(tax.cost)}
        </Figure>
        <Figure
          title={t`Tax now`}
          note={tax.tax_now < 0 ? t`saved by losses` : t`on realized gains`}
          opens={opens("tax_now", tax.tax_now)}
        >
          {money(tax.tax_now)}
        </Figure>
        <Figure
          title={t`Tax deferred`}
          note={t`if the rest were sold today`}
          opens={opens("tax_deferred", tax.tax_deferred)}
        >
          {money(tax.tax_deferred)}
        </Figure>
        <Figure title={t`Realized short-term`} opens={opens("realized_short_term", tax.realized_short_term)}>
          {money(tax.realized_short_term)}
        </Figure>
        <Figure title={t`Realized long-term`} opens={opens("realized_long_term", tax.realized_long_term)}>
          {money(tax.realized_long_term)}
        </Figure>
        <Figure title={t`Cash after the trades`}>{money(tax.cash_after)}</Figure>
        <Figure
          title={t`The best without taxes would bear`}
          note={t`tax, and ${format.number(untaxed.cost, 2)} of trading cost`}
          opens={opens("untaxed", untaxed.tax)}
        >
          {money(untaxed.tax)}
        </Figure>
      </dl>
      {tax.gap > 0 ? (
        <p className="qd-dim qd-small">
          {t`Not proved to be the best choice between selling losses and buying: another may be better by ${format.number(tax.gap, 8)} in the objective.`}
        </p>
      ) : null}
    </section>
  );
}

interface CostFiguresProps {
  costs: CostReport;
  expected_return: number | null;
  explain: Explain;
}

function CostFigures({ costs, expected_return, explain }: CostFiguresProps) {
  const { t } = useLingui();
  const { format } = useDisplay();
  const rows = Object.entries(costs.by_asset);
  const opens = (figure: CostFigure, value: number | null | undefined): FigureProps["opens"] => [
    format.percent(value, 4),
    () => explain(explainCost(costs, expected_return, figure)),
  ];
  return (
    <section aria-label={t`Costs`}>
      <h2 className="qd-chart-title">{t`Costs, of the capital`}</h2>
      <dl className="qd-figures">
        <Figure title={t`Turnover`}>
          <Percent value={costs.turnover} />
        </Figure>
        <Figure title={t`Commission and spread`} note={t`once`} opens={opens("linear", costs.linear)}>
          <Percent value={costs.linear} digits={4} />
        </Figure>
        <Figure title={t`Market impact`} note={t`once`} opens={opens("impact", costs.impact)}>
          <Percent value={costs.impact} digits={4} />
        </Figure>
        <Figure title={t`Borrowing`} note={t`a year`} opens={opens("borrow", costs.borrow)}>
          <Percent value={costs.borrow} digits={4} />
        </Figure>
        <Figure title={t`All of it a year`} opens={opens("per_year", costs.per_year)}>
          <Percent value={costs.per_year} digits={4} />
        </Figure>
        <Figure
          title={t`Expected return after costs`}
          opens={opens("expected_return_after_costs", costs.expected_return_after_costs)}
        >
          <Percent value={costs.expected_return_after_costs} reason={t`There are no expected returns.`} />
        </Figure>
      </dl>
      {rows.length > 0 ? (
        <div className="qd-compare-scroll">
          <table className="qd-weights" aria-label={t`Costs by asset`}>
            <thead>
              <tr>
                <th scope="col">{t`Asset`}</th>
                <th scope="col">{t`Trade`}</th>
                <th scope="col">{t`Commission and spread`}</th>
                <th scope="col">{t`Impact`}</th>
                <th scope="col">{t`Borrowing a year`}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map(([asset, cost]) => (
                <tr key={asset}>
                  <th scope="row">{asset}</th>
                  <td>
                    <Percent value={cost.trade} signed />
                  </td>
                  <td>
                    <Percent value={cost.linear} digits={4} />
                  </td>
                  <td>
                    <Percent value={cost.impact} digits={4} />
                  </td>
                  <td>
                    <Percent value={cost.borrow} digits={4} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
    </section>
  );
}

function RoundLotFigures({ allocation }: { allocation: NonNullable<Result["allocation"]> }) {
  const { t } = useLingui();
  const { baseCurrency } = useDisplay();
  const rows = Object.entries(allocation.shares);
  return (
    <section aria-label={t`Whole lots`}>
      <h2 className="qd-chart-title">{t`Whole lots`}</h2>
      <dl className="qd-figures">
        <Figure title={t`Not spent, ${baseCurrency}`}>
          <Num value={allocation.leftover} digits={2} />
        </Figure>
        <Figure title={t`Largest difference to a weight`}>
          <Percent value={allocation.largest_deviation} digits={3} />
        </Figure>
        <Figure title={t`Gap to the best, ${baseCurrency}`}>
          <Num value={allocation.gap} digits={2} reason={t`The greedy rule proves nothing.`} />
        </Figure>
      </dl>
      <div className="qd-compare-scroll">
        <table className="qd-weights" aria-label={t`Whole lots by asset`}>
          <thead>
            <tr>
              <th scope="col">{t`Asset`}</th>
              <th scope="col">{t`Units`}</th>
              <th scope="col">{t`Weight`}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(([asset, units]) => (
              <tr key={asset}>
                <th scope="row">{asset}</th>
                <td>
                  <Num value={units} />
                </td>
                <td>
                  <Percent value={allocation.weights[asset]} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

export function CostsTab({ session }: { session: Session }) {
  const { t } = useLingui();
  const result = useSlice(session.solution, (solution) => solution.result);
  const { explain, dialog } = useExplain();
  if (!result?.costs && !result?.tax && !result?.allocation) {
    return (
      <EmptyState
        title={t`Nothing is counted yet`}
        text={t`Give costs, switch taxes by lot on, or ask for round lots on the left: what the solution costs appears here.`}
      />
    );
  }
  return (
    <div className="qd-optimizer-charts qd-costs">
      {result.tax ? <TaxFigures tax={result.tax} explain={explain} /> : null}
      {result.tax ? <LotTrades tax={result.tax} /> : null}
      {result.tax ? <TaxNotes tax={result.tax} /> : null}
      {result.costs ? (
        <CostFigures costs={result.costs} expected_return={result.expected_return} explain={explain} />
      ) : null}
      {result.allocation ? <RoundLotFigures allocation={result.allocation} /> : null}
      {dialog}
    </div>
  );
}
