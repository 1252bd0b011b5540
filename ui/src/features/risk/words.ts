// The words for methods and for what a test of one says.
import { type MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";

import { type Verdict } from "./figures";

/** Methods by their names in the API. */
const METHOD: Record<string, MessageDescriptor> = {
  historical: msg`Historical`,
  gaussian: msg`Normal`,
  cornish_fisher: msg`Cornish–Fisher`,
  ewma: msg`Exponentially weighted`,
  garch: msg`GARCH`,
  filtered_historical: msg`Filtered historical`,
  extreme_value: msg`Extreme values`,
  monte_carlo: msg`Monte Carlo, Student`,
};

export const VERDICT: Record<Verdict, MessageDescriptor> = {
  as_told: msg`as told`,
  too_often: msg`too often`,
  too_seldom: msg`too seldom`,
  in_a_row: msg`in a row`,
};

/** What a method is called. */
export function useMethodName(): (method: string) => string {
  const { i18n } = useLingui();
  return (method) => {
    const words = METHOD[method];
    return words ? i18n._(words) : method;
  };
}
