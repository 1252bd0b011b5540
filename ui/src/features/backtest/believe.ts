// What tests of significance come to.
import { type BacktestSignificance, type PerformanceFigure } from "@/api/backtest/types";

/** As sure as one usually wants to be. */
const SURE = 0.95;

export type Belief = "stands_out" | "like_luck" | "hardly_chance" | "maybe_chance" | "unknown";

/** By the deflated Sharpe ratio where it is known, else by the probabilistic one, which takes the run for the only trial. */
export function belief({ deflated_sharpe, report }: BacktestSignificance): Belief {
  if (deflated_sharpe !== null) return deflated_sharpe >= SURE ? "stands_out" : "like_luck";
  const alone = report.figures.find(({ name }) => name === "probabilistic_sharpe")?.value ?? null;
  if (alone === null) return "unknown";
  return alone >= SURE ? "hardly_chance" : "maybe_chance";
}

/** The figures of the report, those by luck for all trials that were counted and not only for the ones that are still known. */
export function counted(data: BacktestSignificance): PerformanceFigure[] {
  const { expected_best_sharpe, deflated_sharpe, undefined: why } = data;
  const whole: Record<string, number | null> = { expected_best_sharpe, deflated_sharpe };
  return data.report.figures.map((figure) => {
    const value = whole[figure.name];
    return value === undefined ? figure : { ...figure, value, undefined: value === null ? why : null };
  });
}
