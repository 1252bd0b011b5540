// The optimizer's calls.
import { keepPreviousData, useQuery, type UseQueryResult } from "@tanstack/react-query";

import { post } from "@/api/client";
import { type ApiError } from "@/api/errors";
import { type Form } from "./form";
import { type Request, type Result, type Universe, type UniverseSpec } from "./types";

/** What of the form decides the moments. */
export function specOf(form: Form): UniverseSpec {
  return {
    instrument_ids: form.instrumentIds,
    from: form.from,
    to: form.to,
    expected_returns_model: form.returnsModel,
    covariance_model: form.covarianceModel,
  };
}

/** Estimated moments of the chosen instruments. */
export function useUniverse(spec: UniverseSpec): UseQueryResult<Universe, ApiError> {
  return useQuery<Universe, ApiError>({
    queryKey: ["optimizations", "/optimizations/universe", spec],
    queryFn: () => post<Universe>("/optimizations/universe", spec),
    placeholderData: keepPreviousData,
    // The same numbers again must be the same object: another one solves anew.
    structuralSharing: true,
  });
}

/** Solves; with `points` the efficient frontier comes along. */
export const solveNow = (request: Request, points?: number): Promise<Result> =>
  post<Result>(`/optimizations/solve${points === undefined ? "" : `?frontier_points=${points}`}`, request);
