// The gain by decision as the steps of a waterfall.
import { type Attribution, DECISIONS, type Decision } from "@/api/backtest/types";
import { type WaterfallStep } from "@/charts/bars/Waterfall";
import { sign } from "@/lib/decimal";

/** One step for each decision that did anything, in order, and their sum; parts of the cash at the start. */
export function steps(
  attribution: Attribution,
  cash: number,
  nameOf: (decision: Decision) => string,
  together: string,
  show: (amount: string) => string,
): WaterfallStep[] {
  let at = 0;
  const found: WaterfallStep[] = [];
  for (const decision of DECISIONS) {
    const amount = attribution[decision];
    if (sign(amount) === 0) continue;
    const to = at + Number(amount) / cash;
    found.push({ name: nameOf(decision), from: at, to, amount: show(amount) });
    at = to;
  }
  const { total } = attribution;
  return [...found, { name: together, from: 0, to: Number(total) / cash, amount: show(total), isTotal: true }];
}
