// A rule tried out on the past: when it would have fired, and that in words.
import { useLingui } from "@lingui/react/macro";
import { keepPreviousData, useQuery, type UseQueryResult } from "@tanstack/react-query";

import { useFormat } from "@/ui/display";
import { post } from "./client";
import { type ApiError } from "./errors";
import { type components } from "./generated/schema";
import { type Received } from "./types";

export type AlertBacktest = Received<components["schemas"]["AlertBacktest"]>;

/** The back-test of a rule in words over every bar; nothing is asked for an empty one. */
export function useAlertBacktest(words: string): UseQueryResult<AlertBacktest, ApiError> {
  return useQuery<AlertBacktest, ApiError>({
    // It grows old with the bars.
    queryKey: ["bars", "alerts", words],
    queryFn: () => post<AlertBacktest>("/alerts/backtest", { words }),
    enabled: words !== "",
    placeholderData: (before, query) => (query?.queryKey[2] === "" ? undefined : keepPreviousData(before)),
  });
}

/** How often a rule would have fired, and when last. */
export function FiredWords({ test }: { test: AlertBacktest }) {
  const { t } = useLingui();
  const format = useFormat();
  const n = test.firings.length;
  const first = test.tried_on.map((tried) => tried.first).find((day) => day !== null);
  const last = test.firings.at(-1);
  const since = format.date(first ?? null);
  const told =
    test.tried_on.length === 0
      ? t`It watches nothing that daily bars tell of.`
      : n === 0 || !last
        ? t`Would not have fired since ${since}.`
        : n === 1
          ? t`Would have fired once since ${since}, on ${format.date(last.day)}.`
          : t`Would have fired ${n} times since ${since}, last on ${format.date(last.day)}.`;
  return (
    <span className="qd-small" role="status">
      {told}
    </span>
  );
}
