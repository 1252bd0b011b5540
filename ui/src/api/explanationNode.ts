// Explanations that the client puts together itself, out of answers that carry their inputs.
import { type Explanation } from "./types";

/** What is said of a figure; a title at least. */
export type Part = Partial<Explanation> & Pick<Explanation, "title">;

/** A figure of an explanation, with nothing where nothing is said. */
export function node(part: Part): Explanation {
  return {
    value: null,
    unit: "",
    formula: "",
    source: null,
    as_of: null,
    age_days: null,
    unknown: null,
    link: null,
    inputs: [],
    ...part,
  };
}
