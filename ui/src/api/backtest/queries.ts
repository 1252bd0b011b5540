// What the panels of strategies, back-tests and sweeps ask for.
import { keepPreviousData, useQuery, type UseQueryResult } from "@tanstack/react-query";

import { post } from "../client";
import { type ApiError } from "../errors";
import { useAll, useGet } from "../queries";
import {
  type BacktestItem,
  type Catalogue,
  type PaperRun,
  type Specification,
  type Strategy,
  type StrategyCheck,
} from "./types";

/** Every strategy that there is, and the sample scripts. */
export const useCatalogue = () => useGet<Catalogue>("/strategies/catalogue");
/** Kept strategies. */
export const useStrategies = () => useAll<Strategy>("/strategies");
/** Kept runs. */
export const useBacktests = () => useAll<BacktestItem>("/backtests");

/** How often runs on paper are looked at. */
const LOOK_MS = 1_000;
/** Runs on paper that go on. */
export const usePaperRuns = () => useGet<PaperRun[]>("/paper-runs", undefined, { refetchInterval: LOOK_MS });

/** What is wrong with a strategy, and its parameters; nothing is asked for null. */
export function useCheck(
  specification: Specification | null,
  instrument_ids: readonly string[],
  interval: string,
): UseQueryResult<StrategyCheck, ApiError> {
  const body = { specification, instrument_ids, interval };
  return useQuery<StrategyCheck, ApiError>({
    queryKey: ["strategies", "/strategies/check", body],
    queryFn: () => post<StrategyCheck>("/strategies/check", body),
    enabled: specification !== null,
    placeholderData: keepPreviousData,
  });
}
