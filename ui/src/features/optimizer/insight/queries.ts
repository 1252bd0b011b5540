// Questions about a result.
import { useState, useSyncExternalStore } from "react";
import { keepPreviousData, useQuery, type UseQueryResult } from "@tanstack/react-query";

import { get, post } from "@/api/client";
import { type ApiError } from "@/api/errors";
import { preview } from "../queries";
import { questionOf } from "../request";
import { type Session } from "../session";
import { type Linkage, type Result, type StudioQuestion, type Universe, type UniverseSpec } from "../types";
import { type CorrelationClusters, type WeightChanges } from "./types";

/** What is asked now with the instruments by name, so that it means the same tomorrow. */
function named(session: Session, universe: Universe): StudioQuestion {
  const question = questionOf(session.form.get(), universe);
  const instrument_ids = universe.assets.map((asset) => asset.instrument_id);
  return { ...question, universe: { ...question.universe, instrument_ids } };
}

/** The question of a session; another object only when it asks something else. */
export function useQuestion(session: Session, universe: Universe): StudioQuestion {
  const [kept] = useState<{ of: Universe | null; form: unknown; question: StudioQuestion | null }>({
    of: null,
    form: null,
    question: null,
  });
  const read = (): StudioQuestion => {
    const form = session.form.get();
    if (!kept.question || kept.of !== universe || kept.form !== form) {
      Object.assign(kept, { of: universe, form, question: named(session, universe) });
    }
    return kept.question ?? named(session, universe);
  };
  return useSyncExternalStore(session.form.subscribe, read);
}

/** The answer to a question, kept while the next one is on its way. */
export function usePreview(question: StudioQuestion, enabled = true): UseQueryResult<Result, ApiError> {
  return useQuery<Result, ApiError>({
    queryKey: ["optimizations", "/optimizations/preview", question],
    queryFn: () => preview(question),
    placeholderData: keepPreviousData,
    enabled,
  });
}

export function useCorrelations(
  universe: UniverseSpec,
  linkage: Linkage,
  n_clusters: number | null,
): UseQueryResult<CorrelationClusters, ApiError> {
  const body = { universe, linkage, n_clusters };
  return useQuery<CorrelationClusters, ApiError>({
    queryKey: ["optimizations", "/optimizations/correlations", body],
    queryFn: () => post<CorrelationClusters>("/optimizations/correlations", body),
    placeholderData: keepPreviousData,
  });
}

/** Why weights differ between two questions; when both are saved runs, `saved` are their ids. */
export function useChanges(
  before: StudioQuestion | null,
  after: StudioQuestion | null,
  saved: { before: string; after: string } | null = null,
): UseQueryResult<WeightChanges, ApiError> {
  return useQuery<WeightChanges, ApiError>({
    queryKey: ["optimizations", "/optimizations/changes", saved ?? [before, after]],
    queryFn: () =>
      saved
        ? get<WeightChanges>("/optimizations/changes", { query: saved })
        : post<WeightChanges>("/optimizations/changes", { before, after }),
    placeholderData: keepPreviousData,
    enabled: before !== null && after !== null,
  });
}
