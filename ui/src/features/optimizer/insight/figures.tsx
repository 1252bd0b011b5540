// The figures of the solution with costs and taxes; each opens to its inputs.
import { type ReactNode } from "react";
import { useLingui } from "@lingui/react/macro";

import { type Explanation } from "@/api/types";
import { useDisplay } from "@/ui/display";
import { Explainable, Money, Num, Percent } from "@/ui/numbers";
import { type Explained, explainReturn, explainSharpe, explainVolatility } from "./explain";
import { type CostFigure, explainCost, explainTax, type TaxFigure } from "./explainCosts";
import { type CostReport, type Result, type TaxReport } from "../types";

interface FigureProps {
  title: string;
  text: string;
  tree: () => Explanation;
  explain: (tree: Explanation) => void;
  children: ReactNode;
}

function Figure({ title, text, tree, explain, children }: FigureProps) {
  return (
    <div>
      <dt>{title}</dt>
      <dd>
        <Explainable label={`${title}: ${text}`} onExplain={() => explain(tree())}>
          {children}
        </Explainable>
      </dd>
    </div>
  );
}

function CostFigures({
  report,
  expected_return,
  explain,
}: {
  report: CostReport;
  expected_return: number | null;
  explain: FigureProps["explain"];
}) {
  const { t } = useLingui();
  const { format } = useDisplay();
  const figures: [CostFigure, string][] = [
    ["linear", t`Commission and spread`],
    ["impact", t`Market impact`],
    ["borrow", t`Borrow cost a year`],
    ["per_year", t`All costs a year`],
    ["expected_return_after_costs", t`Expected return after costs`],
  ];
  return figures.map(([figure, title]) => (
    <Figure
      key={figure}
      title={title}
      text={format.percent(report[figure], 3)}
      tree={() => explainCost(report, expected_return, figure)}
      explain={explain}
    >
      <Percent value={report[figure]} digits={3} reason={t`Expected returns are not known.`} />
    </Figure>
  ));
}

function TaxFigures({ report, explain }: { report: TaxReport; explain: FigureProps["explain"] }) {
  const { t } = useLingui();
  const { format, baseCurrency } = useDisplay();
  const figures: [TaxFigure, string, number][] = [
    ["tax_now", t`Tax now`, report.tax_now],
    ["realized_short_term", t`Short-term gains`, report.realized_short_term],
    ["realized_long_term", t`Long-term gains`, report.realized_long_term],
    ["tax_deferred", t`Tax deferred`, report.tax_deferred],
    ["cost", t`Trading costs`, report.cost],
    ["untaxed", t`Tax without regard to it`, report.untaxed.tax],
  ];
  return figures.map(([figure, title, value]) => {
    const text = value.toFixed(2);
    return (
      <Figure
        key={figure}
        title={title}
        text={format.money(text, baseCurrency)}
        tree={() => explainTax(report, baseCurrency, figure)}
        explain={explain}
      >
        <Money value={text} />
      </Figure>
    );
  });
}

export function SolutionFigures({
  about,
  result,
  explain,
}: {
  about: Explained;
  result: Result;
  explain: FigureProps["explain"];
}) {
  const { t } = useLingui();
  const { format } = useDisplay();
  const { expected_return, volatility, sharpe } = result;
  return (
    <dl className="qd-figures qd-insight-figures">
      <Figure
        title={t`Expected return`}
        text={format.percent(expected_return)}
        tree={() => explainReturn(about)}
        explain={explain}
      >
        <Percent value={expected_return} reason={t`Expected returns are not known.`} />
      </Figure>
      <Figure
        title={t`Volatility`}
        text={format.percent(volatility)}
        tree={() => explainVolatility(about)}
        explain={explain}
      >
        <Percent value={volatility} />
      </Figure>
      <Figure
        title={t`Sharpe ratio`}
        text={format.number(sharpe, 3)}
        tree={() => explainSharpe(about)}
        explain={explain}
      >
        <Num value={sharpe} digits={3} reason={result.sharpe_reason ?? null} />
      </Figure>
      {result.costs ? <CostFigures report={result.costs} expected_return={expected_return} explain={explain} /> : null}
      {result.tax ? <TaxFigures report={result.tax} explain={explain} /> : null}
    </dl>
  );
}
