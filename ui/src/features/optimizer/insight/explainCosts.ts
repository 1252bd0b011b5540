// Costs and taxes of a result opened into trades and lots.
import { t } from "@lingui/core/macro";

import { node } from "@/api/explanationNode";
import { type Explanation } from "@/api/types";
import { percentNode } from "./explain";
import { type CostReport, type TaxReport } from "../types";

export type CostFigure = "linear" | "impact" | "borrow" | "per_year" | "expected_return_after_costs";

/** A cost figure; all are parts of the capital. */
export function explainCost(report: CostReport, expected_return: number | null, figure: CostFigure): Explanation {
  const byAsset = (pick: "linear" | "impact" | "borrow", formula: string): Explanation[] =>
    Object.entries(report.by_asset)
      .filter(([, cost]) => Math.abs(cost[pick]) > 1e-12)
      .map(([symbol, cost]) =>
        percentNode(cost[pick], 4, {
          title: symbol,
          formula,
          inputs: [percentNode(cost.trade, 4, { title: t`Change of weight` })],
        }),
      );
  switch (figure) {
    case "linear":
      return percentNode(report.linear, 4, {
        title: t`Commission and spread, once`,
        formula: t`sum over the trades`,
        inputs: byAsset("linear", t`traded weight × (commission + half the spread)`),
      });
    case "impact":
      return percentNode(report.impact, 4, {
        title: t`Market impact, once`,
        formula: t`sum over the trades`,
        inputs: byAsset("impact", t`coefficient × traded weight to the power of 3/2, by the daily traded value`),
      });
    case "borrow":
      return percentNode(report.borrow, 4, {
        title: t`Borrow cost a year`,
        formula: t`sum over the short positions`,
        inputs: byAsset("borrow", t`short weight × borrow rate`),
      });
    case "per_year":
      return percentNode(report.per_year, 4, {
        title: t`All costs a year`,
        formula: t`(commission and spread + market impact) / holding years + borrow cost`,
        inputs: (["linear", "impact", "borrow"] as const).map((part) => explainCost(report, expected_return, part)),
      });
    case "expected_return_after_costs":
      return percentNode(report.expected_return_after_costs, 4, {
        title: t`Expected return a year after costs`,
        formula: t`expected return − all costs a year`,
        inputs: [
          percentNode(expected_return, 4, { title: t`Expected return a year` }),
          explainCost(report, expected_return, "per_year"),
        ],
      });
  }
}

export type TaxFigure = "tax_now" | "realized_short_term" | "realized_long_term" | "tax_deferred" | "cost" | "untaxed";

/** An amount of the books' currency. */
function amount(value: number, currency: string, part: Partial<Explanation> & { title: string }): Explanation {
  return node({ value: value.toFixed(4), unit: currency, ...part });
}

/** A tax figure; amounts are in the base currency. */
export function explainTax(report: TaxReport, currency: string, figure: TaxFigure): Explanation {
  const money = (value: number, part: Partial<Explanation> & { title: string }) => amount(value, currency, part);
  const sales = report.trades.filter(({ action }) => action === "sell");
  const sale = (trade: (typeof sales)[number], value: number, formula: string): Explanation =>
    money(value, {
      title: t`${trade.asset}, lot ${trade.lot ?? "—"}`,
      formula,
      inputs: [
        node({ title: t`Units sold`, value: trade.quantity.toFixed(8) }),
        money(trade.amount, { title: t`Proceeds` }),
        ...(typeof trade.gain === "number" ? [money(trade.gain, { title: t`Gain` })] : []),
        ...(trade.term ? [node({ title: t`Term`, value: trade.term.replaceAll("_", " ") })] : []),
      ],
    });
  const realized = (title: string, value: number, term: "short" | "long"): Explanation =>
    money(value, {
      title,
      formula: t`sum of gains less losses of the sales of this term`,
      inputs: sales
        .filter((trade) => trade.term?.startsWith(term))
        .map((trade) => sale(trade, trade.gain ?? 0, t`proceeds − cost of the units`)),
    });
  switch (figure) {
    case "tax_now":
      return money(report.tax_now, {
        title: t`Tax now`,
        formula: t`sum over the sales of gain × rate of its term`,
        inputs: sales.map((trade) => sale(trade, trade.tax ?? 0, t`gain × rate of its term`)),
      });
    case "realized_short_term":
      return realized(t`Short-term gains less losses`, report.realized_short_term, "short");
    case "realized_long_term":
      return realized(t`Long-term gains less losses`, report.realized_long_term, "long");
    case "tax_deferred":
      return money(report.tax_deferred, {
        title: t`Tax deferred`,
        formula: t`tax if all remaining lots were sold today, net of their losses`,
        inputs: report.waiting.map((lot) =>
          money(lot.tax_today, {
            title: t`${lot.asset}, lot ${lot.lot}: short-term for ${lot.days_to_long_term} more days`,
            formula: t`tax if sold today`,
            inputs: [money(lot.tax_long_term, { title: t`Tax once it is long-term` })],
          }),
        ),
      });
    case "cost":
      return money(report.cost, {
        title: t`Trading costs`,
        formula: t`sum over the trades`,
        inputs: report.trades.map((trade) =>
          money(trade.cost, {
            title: `${trade.asset}${trade.lot ? `, ${trade.lot}` : ""}`,
            inputs: [money(trade.amount, { title: t`Amount traded` })],
          }),
        ),
      });
    case "untaxed":
      return money(report.untaxed.tax, {
        title: t`Tax of the portfolio chosen without regard to taxes`,
        formula: t`tax that its trades would really bear`,
        inputs: [
          money(report.tax_now, { title: t`Tax now, with regard to taxes` }),
          money(report.untaxed.cost, { title: t`Trading costs to get there` }),
        ],
      });
  }
}
