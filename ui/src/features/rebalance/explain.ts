// Figures of a plan opened into the trades, lots and weights that they are made of.
import { t } from "@lingui/core/macro";

import { node } from "@/api/explanationNode";
import { type Explanation } from "@/api/types";
import { type FigureId, isUntaxed, unknownReason } from "./figures";
import { type PlannedTrade, type Preview } from "./types";

const percent = (value: number | null, title: string, inputs: Explanation[] = [], formula = ""): Explanation =>
  node({
    title,
    value: value === null ? null : (value * 100).toFixed(6),
    unit: "%",
    digits: 4,
    inputs,
    formula,
  });

function tradeTitle({ side, instrument, account }: PlannedTrade): string {
  return side === "sell" ? t`Sell ${instrument} in ${account}` : t`Buy ${instrument} in ${account}`;
}

const sum = (values: readonly (string | null)[]): string =>
  values.reduce((total, value) => total + Number(value ?? 0), 0).toFixed(6);

/** The days that a risk figure rests on. */
function basisOf({ n_observations, first_date, last_date }: Preview["risk"]): string | null {
  if (n_observations === null || first_date === null || last_date === null) return null;
  return t`${n_observations} returns from ${first_date} to ${last_date}`;
}

/** What a figure of the plan is made of. */
export function explainFigure(id: FigureId, preview: Preview, title: string): Explanation {
  const { plan, base_currency: unit, date } = preview;
  const { figures } = plan;
  const money = (value: string | null, name: string, inputs: Explanation[] = [], formula = ""): Explanation =>
    node({ title: name, value, unit, inputs, formula });
  const isUnknown = isUntaxed(id, preview) || (id === "tracking_error" && figures.tracking_error === null);
  const reason = unknownReason(id, preview);
  if (isUnknown) {
    return node({
      title,
      unknown: { code: "unknown", message: reason ?? t`It is not known.` } as Explanation["unknown"],
    });
  }
  switch (id) {
    case "tax_now":
      return money(
        figures.tax_now,
        title,
        plan.trades
          .filter((trade) => trade.tax !== null)
          .map((trade) =>
            money(
              trade.tax,
              tradeTitle(trade),
              trade.lots.map((lot) =>
                money(
                  lot.tax,
                  lot.lot,
                  [money(lot.gain, t`Gain`, [money(lot.cost, t`Cost`)], t`amount − cost`)],
                  lot.term === "short" ? t`gain × rate of short-term gains` : t`gain × rate of long-term gains`,
                ),
              ),
            ),
          ),
        t`sum over the sales in taxable accounts`,
      );
    case "tax_later":
      return money(figures.tax_later, title, [], t`tax that selling everything that is left would bring today`);
    case "cost":
      return money(
        figures.cost,
        title,
        plan.trades.map((trade) =>
          money(sum([trade.spread, trade.commission]), tradeTitle(trade), [
            money(trade.spread, t`Half spread`),
            money(trade.commission, t`Commission`),
          ]),
        ),
        t`half spreads + commissions`,
      );
    case "objective":
      return money(
        figures.objective,
        title,
        [
          money(figures.tax_price, t`Priced tax`, [], t`tax now − the part that would fall due later anyway`),
          money(figures.cost, t`Trading cost`),
          money(figures.drift_price, t`Price of the drift`),
          money(figures.location_price, t`Tax drag of where things lie`),
        ],
        t`what the plan makes as small as it can`,
      );
    case "off_target": {
      const rows = plan.drift_after.filter((row) => row.kind === "instrument" && Number(row.drift ?? 0) !== 0);
      return percent(
        Number(figures.off_target),
        title,
        rows.map((row) => percent(row.drift === null ? null : Number(row.drift), row.name)),
        t`half the sum of the distances of instruments from their targets`,
      );
    }
    case "tracking_error":
      return {
        ...percent(figures.tracking_error, title, [], t`√((w − t)'Σ(w − t)), a year`),
        source: basisOf(preview.risk),
        as_of: preview.risk.last_date,
      };
    case "cash":
      return money(
        figures.cash,
        title,
        plan.accounts.map((account) =>
          money(account.cash_after, account.account, [money(account.cash_before, t`Before the trades`)]),
        ),
        t`sum over the accounts on ${date}`,
      );
    case "traded":
      return money(
        figures.traded,
        title,
        plan.trades.map((trade) =>
          money(trade.amount, tradeTitle(trade), [
            node({ title: t`Units`, value: trade.units, unit: "" }),
            node({ title: t`Price`, value: trade.price, unit: trade.currency }),
          ]),
        ),
        t`purchases + sales`,
      );
  }
}
