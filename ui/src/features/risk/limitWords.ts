// The words of a limit, as alerts understand them.

import { type Decimal } from "@/lib/decimal";

/** Figures that a limit can be of. */
export const LIMITS = {
  value_at_risk: { words: "value at risk", is: "above", unit: "money" },
  conditional_value_at_risk: { words: "conditional value at risk", is: "above", unit: "money" },
  volatility: { words: "volatility", is: "above", unit: "percent" },
  beta: { words: "beta", is: "above", unit: "number" },
  drawdown: { words: "drawdown", is: "above", unit: "percent" },
  largest_weight: { words: "largest weight", is: "above", unit: "percent" },
  effective_holdings: { words: "effective number of holdings", is: "below", unit: "number" },
} as const;

export type LimitOf = keyof typeof LIMITS;

/** `portfolio value at risk is above 5000, every time`; of an account by its name. */
export function limitWords(of: LimitOf, level: Decimal, account: string | null): string {
  const { words, is } = LIMITS[of];
  const subject = account === null ? "" : ` of "${account.replaceAll('"', '""')}"`;
  return `portfolio ${words}${subject} is ${is} ${level}, every time`;
}

/** Whether an alert watches a figure of risk of the portfolio. */
export function watchesRisk(words: string): boolean {
  return Object.values(LIMITS).some((limit) => words.startsWith(`portfolio ${limit.words} `));
}
