// What a solution costs: trading, tax now and later, what the same aim would cost untaxed, and the trades lot by lot.
import { type ReactNode } from "react";
import { useLingui } from "@lingui/react/macro";

import { useDisplay } from "@/ui/display";
import { Num, Percent } from "@/ui/numbers";
import { EmptyState } from "@/ui/states";
import { LotTrades, TaxNotes } from "./lotTrades";
import { type Session } from "./session";
import { type CostReport, type Result, type TaxReport } from "./types";
import { useSlice } from "./useSlice";

function Figure({ title, children, note }: { title: string; children: ReactNode; note?: string }) {
  return (
    <div>
      <dt>{title}</dt>
      <dd>{children}</dd>
      {note ? <dd className="qd-small qd-dim">{note}</dd> : null}
    </div>
  );
}

function TaxFigures({ tax }: { tax: TaxReport }) {
  const { t } = useLingui();
  const { baseCurrency, format } = useDisplay();
  const { untaxed } = tax;
  const money = (value: number): ReactNode => <Num value={value} digits={2} />;
  return (
    <section aria-label={t`Taxes`}>
      <h2 className="qd-chart-title">{t`Taxes, in ${baseCurrency}`}</h2>
      <dl className="qd-figures">
        <Figure title={t`Trading cost`}>{money(tax.cost)}</Figure>
        <Figure title={t`Tax now`} note={tax.tax_now < 0 ? t`saved by losses` : t`on realized gains`}>
          {money(tax.tax_now)}
        </Figure>
        <Figure title={t`Tax deferred`} note={t`if the rest were sold today`}>
          {money(tax.tax_deferred)}
        </Figure>
        <Figure title={t`Realized short-term`}>{money(tax.realized_short_term)}</Figure>
        <Figure title={t`Realized long-term`}>{money(tax.realized_long_term)}</Figure>
        <Figure title={t`Cash after the trades`}>{money(tax.cash_after)}</Figure>
        <Figure
          title={t`The best without taxes would bear`}
          note={t`tax, and ${format.number(untaxed.cost, 2)} of trading cost`}
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

function CostFigures({ costs }: { costs: CostReport }) {
  const { t } = useLingui();
  const rows = Object.entries(costs.by_asset);
  return (
    <section aria-label={t`Costs`}>
      <h2 className="qd-chart-title">{t`Costs, of the capital`}</h2>
      <dl className="qd-figures">
        <Figure title={t`Turnover`}>
          <Percent value={costs.turnover} />
        </Figure>
        <Figure title={t`Commission and spread`} note={t`once`}>
          <Percent value={costs.linear} digits={4} />
        </Figure>
        <Figure title={t`Market impact`} note={t`once`}>
          <Percent value={costs.impact} digits={4} />
        </Figure>
        <Figure title={t`Borrowing`} note={t`a year`}>
          <Percent value={costs.borrow} digits={4} />
        </Figure>
        <Figure title={t`All of it a year`}>
          <Percent value={costs.per_year} digits={4} />
        </Figure>
        <Figure title={t`Expected return after costs`}>
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
      {result.tax ? <TaxFigures tax={result.tax} /> : null}
      {result.tax ? <LotTrades tax={result.tax} /> : null}
      {result.tax ? <TaxNotes tax={result.tax} /> : null}
      {result.costs ? <CostFigures costs={result.costs} /> : null}
      {result.allocation ? <RoundLotFigures allocation={result.allocation} /> : null}
    </div>
  );
}
