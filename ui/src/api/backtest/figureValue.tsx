// A figure of a run as it is read: a percentage, a number, a count; the reason where there is none.
import { useLingui } from "@lingui/react/macro";

import { Num, Percent } from "@/ui/numbers";
import { type FigureUnit, type PerformanceFigure } from "./types";
import { isPart, isPlain } from "./words";

export interface FigureValueProps {
  name: string;
  value: number | null | undefined;
  /** Left out where it does not come with the figure. */
  unit?: FigureUnit;
  reason?: string | null;
}

export function FigureValue({ name, value, unit, reason }: FigureValueProps) {
  const { t } = useLingui();
  const why = reason ?? t`It is undefined for these returns.`;
  const kind = unit ?? (isPart(name) ? "fraction" : "number");
  if (kind === "fraction") return <Percent value={value} reason={why} />;
  if (isPlain(name)) return <Num value={value} digits={{ min: 0, max: 2 }} reason={why} />;
  return <Num value={value} digits={kind === "periods" ? { min: 0, max: 1 } : 3} reason={why} />;
}

/** One of the figures of a report, by its name. */
export function figureOf(
  figures: readonly PerformanceFigure[] | undefined,
  name: string,
): PerformanceFigure | undefined {
  return figures?.find((figure) => figure.name === name);
}
