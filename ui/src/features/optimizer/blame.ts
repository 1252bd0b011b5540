// Which fields an error of the solver is about.
import { type ApiError } from "@/api/errors";

export type ErrorPlace =
  "limits" | "target_return" | "target_volatility" | "risk_aversion" | "risk_free_rate" | "universe";

/** Where the error's words belong. */
export function placeOfError(error: ApiError): ErrorPlace {
  const fields = error.fields.map((f) => f.field);
  const about = (name: string): boolean => fields.some((field) => field.startsWith(name));
  switch (error.code) {
    case "target_return_out_of_reach":
      return "target_return";
    case "target_volatility_too_low":
      return "target_volatility";
    case "no_excess_return":
      return "risk_free_rate";
    case "infeasible":
      return "limits";
    default:
      for (const place of ["target_return", "target_volatility", "risk_aversion", "risk_free_rate"] as const) {
        if (about(place)) return place;
      }
      return about("bounds") || about("groups") ? "limits" : "universe";
  }
}

/** The names of which the error speaks, as whole words; only limits are blamed. */
export function blamedNames(error: ApiError, names: readonly string[]): string[] {
  if (placeOfError(error) !== "limits") return [];
  const text = [error.message, ...error.fields.map((f) => `${f.field} ${f.detail}`)].join(" ");
  return names.filter((name) => {
    const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    // Dots, hyphens and slashes join what stands on both sides: "B" is not a word of "BRK.B".
    return new RegExp(`(?<![\\p{L}\\p{N}][.\\-/]?)${escaped}(?![.\\-/]?[\\p{L}\\p{N}])`, "u").test(text);
  });
}
