// Questions about a result.
import { useSyncExternalStore } from "react";
import { keepPreviousData, useQuery, type UseQueryResult } from "@tanstack/react-query";

import { get, post } from "@/api/client";
import { type ApiError } from "@/api/errors";
import { type Form, requestOf } from "../form";
import { specOf } from "../queries";
import { type Session } from "../session";
import { type Universe } from "../types";
import { type CorrelationClusters, type Linkage, type Question, type Told, type WeightChanges } from "./types";

/** What is asked now, with the instruments by name, so that it means the same tomorrow. */
export function questionOf(form: Form, universe: Universe): Question {
  const spec = specOf(form);
  return {
    universe: { ...spec, instrument_ids: universe.assets.map((asset) => asset.instrument_id) },
    request: requestOf(form, universe),
    frontier_points: null,
    corners: false,
    lots: null,
  };
}

/** The question of a session; another object whenever the form is another one. */
export function useQuestion(session: Session, universe: Universe): Question {
  const form = useSyncExternalStore(session.form.subscribe, session.form.get);
  return questionOf(form, universe);
}

export const preview = (question: Question): Promise<Told> => post<Told>("/optimizations/preview", question);

/** The answer to a question, kept while the next one is on its way. */
export function usePreview(question: Question, enabled = true): UseQueryResult<Told, ApiError> {
  return useQuery<Told, ApiError>({
    queryKey: ["optimizations", "/optimizations/preview", question],
    queryFn: () => preview(question),
    placeholderData: keepPreviousData,
    enabled,
  });
}

export function useCorrelations(
  universe: Question["universe"],
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
  before: Question | null,
  after: Question | null,
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
