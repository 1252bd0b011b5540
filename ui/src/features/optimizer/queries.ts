// The optimizer's calls.
import { keepPreviousData, useQuery, type UseQueryResult } from "@tanstack/react-query";

import { post } from "@/api/client";
import { type ApiError } from "@/api/errors";
import { type Result, type StudioQuestion, type Universe, type UniverseSpec } from "./types";

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

/** Solves at once and saves nothing; the server knows the moments already. */
export const preview = (question: StudioQuestion): Promise<Result> => post<Result>("/optimizations/preview", question);
