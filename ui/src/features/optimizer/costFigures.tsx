// What trading and shorting cost, and the whole lots that weights amount to.
import { useLingui } from "@lingui/react/macro";

import { useDisplay } from "@/ui/display";
import { Num, Percent } from "@/ui/numbers";
import { type Explain, Figure, type FigureProps } from "./figure";
import { type CostFigure, explainCost } from "./insight/explainCosts";
import { type CostReport, type Costs, type Result } from "./types";

interface CostFiguresProps {
  costs: CostReport;
  /** What was part of the problem: a cost that was not counted is not known, rather than nothing. */
  asked: Costs | null;
  expected_return: number | null;
  explain: Explain;
}

export function CostFigures({ costs, asked, expected_return, explain }: CostFiguresProps) {
  const { t } = useLingui();
  const { format } = useDisplay();
  const rows = Object.entries(costs.by_asset);
  const uncounted = t`Not counted: give it on the left.`;
  const counted = (kind: "linear" | "impact" | "borrow", value: number): number | null =>
    (asked?.[kind] ?? null) === null ? null : value;
  const opens = (figure: CostFigure, value: number | null | undefined): FigureProps["opens"] => [
    format.percent(value, 4),
    () => explain(explainCost(costs, expected_return, figure)),
  ];
  const open = (kind: "linear" | "impact" | "borrow"): Pick<FigureProps, "opens"> =>
    counted(kind, costs[kind]) === null ? {} : { opens: opens(kind, costs[kind]) };
  return (
    <section aria-label={t`Costs`}>
      <h2 className="qd-chart-title">{t`Costs, of the capital`}</h2>
      <dl className="qd-figures">
        <Figure title={t`Turnover`}>
          <Percent value={costs.turnover} />
        </Figure>
        <Figure title={t`Commission and spread`} note={t`once`} {...open("linear")}>
          <Percent value={counted("linear", costs.linear)} digits={4} reason={uncounted} />
        </Figure>
        <Figure title={t`Market impact`} note={t`once`} {...open("impact")}>
          <Percent value={counted("impact", costs.impact)} digits={4} reason={uncounted} />
        </Figure>
        <Figure title={t`Borrowing`} note={t`a year`} {...open("borrow")}>
          <Percent value={counted("borrow", costs.borrow)} digits={4} reason={uncounted} />
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
                    <Percent value={counted("linear", cost.linear)} digits={4} />
                  </td>
                  <td>
                    <Percent value={counted("impact", cost.impact)} digits={4} />
                  </td>
                  <td>
                    <Percent value={counted("borrow", cost.borrow)} digits={4} />
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

export function RoundLotFigures({ allocation }: { allocation: NonNullable<Result["allocation"]> }) {
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
