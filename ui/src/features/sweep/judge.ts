// What the figures of a verdict come to.
import { type HeatMap, type SweepTrial, type SweepVerdict } from "@/api/backtest/types";

/** As sure as one usually wants to be. */
const SURE = 0.95;
/** From here on the best of one half is as likely among the worse on the other. */
const EVEN = 0.5;

export type Judgement = "sound" | "lucky" | "overfitted" | "lucky_and_overfitted" | "unknown";

export function judged({
  deflated_sharpe,
  overfitting,
}: Pick<SweepVerdict, "deflated_sharpe" | "overfitting">): Judgement {
  if (deflated_sharpe === null && overfitting === null) return "unknown";
  const isLucky = deflated_sharpe !== null && deflated_sharpe < SURE;
  const isOverfitted = overfitting !== null && overfitting.probability >= EVEN;
  if (isLucky) return isOverfitted ? "lucky_and_overfitted" : "lucky";
  if (isOverfitted) return "overfitted";
  return deflated_sharpe === null ? "unknown" : "sound";
}

/** The two parameters with the most values: they make the fullest map. */
export function widest(trials: readonly SweepTrial[], names: readonly string[]): [string, string] | null {
  const counted = names
    .map((name, place) => ({ name, place, n: new Set(trials.map(({ parameters }) => parameters[name])).size }))
    .sort((a, b) => b.n - a.n || a.place - b.place);
  const [first, second] = counted;
  return first && second ? [first.name, second.name] : null;
}

/** How many trials a cell stands for. */
export function countAt({ counts }: Pick<HeatMap, "counts">, row: number, column: number): number {
  return counts[row]?.[column] ?? 0;
}
