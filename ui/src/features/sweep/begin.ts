// Ranges to begin with: from half to twice of what a parameter is now, in about ten steps, within what it may be.
import { type RangeDraft } from "@/api/backtest/setup";
import { type ParameterForm } from "@/api/backtest/types";

type Numeric = Extract<ParameterForm, { type: "integer" } | { type: "real" }>;

const STEPS = 10;

/** The largest of 1, 2 and 5 times a power of ten that is not above a number. */
export function roundDown(value: number): number {
  if (!(value > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const lead = value / power;
  const round = lead >= 5 ? 5 : lead >= 2 ? 2 : 1;
  return Number((round * power).toPrecision(1));
}

export function begunRange(form: Numeric, now: unknown): RangeDraft {
  const isWhole = form.type === "integer";
  const middle = typeof now === "number" ? now : (form.least + Math.min(form.most, form.least + 10)) / 2;
  const within = (value: number): number => Math.min(form.most, Math.max(form.least, value));
  // Around zero there is no half and twice: a step to both sides.
  const [low, high] = middle === 0 ? [within(-1), within(1)] : [within(middle / 2), within(middle * 2)];
  const [least, most] = low <= high ? [low, high] : [high, low];
  const rough = roundDown((most - least) / STEPS);
  const step = isWhole ? Math.max(1, Math.round(rough)) : rough;
  const onGrid = (value: number): number => Number((Math.round(value / step) * step).toPrecision(10));
  return { from: within(onGrid(least)), to: within(onGrid(most)), step };
}
