// Which fields an error of the solver is about.
import { type ApiError } from "@/api/errors";
import { type Cap } from "./form";

export type ErrorPlace =
  | "limits"
  | "target_return"
  | "target_volatility"
  | "risk_aversion"
  | "risk_free_rate"
  | "objective"
  | "costs"
  | "taxes"
  | "universe";

/** The places of a request's fields, by how these begin; the first that fits. */
const BY_FIELD: readonly [string, ErrorPlace][] = [
  ["target_return", "target_return"],
  ["target_volatility", "target_volatility"],
  ["risk_aversion", "risk_aversion"],
  ["risk_free_rate", "risk_free_rate"],
  ["bounds", "limits"],
  ["groups", "limits"],
  ["constraints", "limits"],
  ["long_only", "limits"],
  ["costs", "costs"],
  ["tax_lots", "taxes"],
  ["lots", "taxes"],
  ["objective", "objective"],
  ["benchmark_weights", "objective"],
  ["budgets", "objective"],
  ["group_budgets", "objective"],
  ["confidence", "objective"],
  ["minimum_acceptable_return", "objective"],
  ["uncertainty", "objective"],
  ["l2_regularization", "objective"],
  ["linkage", "objective"],
  ["n_clusters", "objective"],
  ["nested", "objective"],
  ["returns", "objective"],
];

/** Where the error's words belong. */
export function placeOfError(error: ApiError): ErrorPlace {
  switch (error.code) {
    case "target_return_out_of_reach":
      return "target_return";
    case "target_volatility_too_low":
      return "target_volatility";
    case "no_excess_return":
      return "risk_free_rate";
    case "infeasible":
    case "limit_not_kept":
      return "limits";
    default: {
      // A question holds the request and the lots beside the universe.
      const fields = error.fields.map((f) => f.field.replace(/^request\./, ""));
      for (const [start, place] of BY_FIELD) if (fields.some((field) => field.startsWith(start))) return place;
      return "universe";
    }
  }
}

function textOf(error: ApiError): string {
  return [error.message, ...error.fields.map((f) => `${f.field} ${f.detail}`)].join(" ");
}

/** The names of which the error speaks, as whole words; only limits are blamed. */
export function blamedNames(error: ApiError, names: readonly string[]): string[] {
  if (placeOfError(error) !== "limits") return [];
  const text = textOf(error);
  return names.filter((name) => {
    const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    // Dots, hyphens and slashes join what stands on both sides: "B" is not a word of "BRK.B".
    return new RegExp(`(?<![\\p{L}\\p{N}][.\\-/]?)${escaped}(?![.\\-/]?[\\p{L}\\p{N}])`, "u").test(text);
  });
}

/** How the solver speaks of the limits that are single numbers. */
const CAP_WORDS: Record<Cap | "net", readonly string[]> = {
  turnover: ["turnover"],
  tracking_error: ["tracking error", "tracking_error"],
  volatility: ["a volatility of", "constraints.volatility"],
  gross_exposure: ["gross exposure", "gross_exposure"],
  short_exposure: ["short positions of", "short_exposure"],
  cash_buffer: ["cash_buffer", "cash buffer"],
  max_holdings: ["max_holdings", "positions at most", "at most so many positions"],
  minimum_position: ["minimum_position", "minimum position"],
  net: ["net exposure", "net_exposure"],
};

/** Whether the error speaks of a limit that is a single number. */
export function isCapBlamed(error: ApiError, cap: Cap | "net"): boolean {
  if (placeOfError(error) !== "limits") return false;
  const text = textOf(error);
  return CAP_WORDS[cap].some((words) => text.includes(words));
}
