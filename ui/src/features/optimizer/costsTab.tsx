// What a solution costs: trading, tax now and later, what the same aim would cost untaxed, and the trades lot by lot.
import { type ReactNode } from "react";
import { useLingui } from "@lingui/react/macro";

import { useDisplay } from "@/ui/display";
import { Num } from "@/ui/numbers";
import { EmptyState } from "@/ui/states";
import { useSlice } from "@/ui/useSlice";
import { CostFigures, RoundLotFigures } from "./costFigures";
import { type Explain, Figure, type FigureProps } from "./figure";
import { explainTax, type TaxFigure } from "./insight/explainCosts";
import { useExplain } from "./insight/useExplain";
import { LotTrades, TaxNotes } from "./lotTrades";
import { costsOf } from "./request";
import { type Session } from "./session";
import { type TaxReport, type Universe } from "./types";

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

export function CostsTab({ session, universe }: { session: Session; universe: Universe }) {
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
        <CostFigures
          costs={result.costs}
          asked={costsOf(session.form.get(), universe.assets)}
          expected_return={result.expected_return}
          explain={explain}
        />
      ) : null}
      {result.allocation ? <RoundLotFigures allocation={result.allocation} /> : null}
      {dialog}
    </div>
  );
}
