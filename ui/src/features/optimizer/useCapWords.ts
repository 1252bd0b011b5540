// The limits that are single numbers, in words.
import { useLingui } from "@lingui/react/macro";

import { type Cap } from "./form";

export function useCapWords(): Record<Cap, { name: string; meaning: string }> {
  const { t } = useLingui();
  return {
    turnover: {
      name: t`Turnover`,
      meaning: t`Purchases and sales together, from today's weights.`,
    },
    tracking_error: { name: t`Tracking error`, meaning: t`A year, against the benchmark weights of the objective.` },
    volatility: { name: t`Volatility`, meaning: t`A year.` },
    gross_exposure: { name: t`Gross exposure`, meaning: t`Sum of absolute weights: 160% for 130/30.` },
    short_exposure: { name: t`Short positions`, meaning: t`All together: 30% for 130/30.` },
    cash_buffer: { name: t`Cash buffer`, meaning: t`Stays cash at the risk-free rate.` },
    max_holdings: { name: t`Most positions`, meaning: t`So many assets may have a weight.` },
    minimum_position: { name: t`Least position`, meaning: t`An asset that is held has at least this weight.` },
  };
}
