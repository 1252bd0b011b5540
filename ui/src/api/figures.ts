// Figures of the books that can be explained: which, and of what.
import { type operations } from "./generated/schema";

export type FigureKind = operations["explain"]["parameters"]["query"]["figure"];

/** A figure to explain: which, and of what (nothing: the portfolio). */
export interface Question {
  figure: FigureKind;
  id?: string;
  title: string;
}

/** Which portfolio is shown. */
export interface View {
  /** Null: all accounts together. */
  accountId: string | null;
  /** ISO; null: today. */
  asOf: string | null;
  /** An instant, RFC 3339: as the books were known then; null: as they are known now. */
  knownAt?: string | null;
}
