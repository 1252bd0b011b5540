// An alert tried out on the chart: when its rule would have fired.
import { keepPreviousData, useQuery, type UseQueryResult } from "@tanstack/react-query";

import { post } from "@/api/client";
import { type ApiError } from "@/api/errors";
import { type components } from "@/api/generated/schema";
import { type Received } from "@/api/types";
import { daySeconds } from "@/charts/time/ranges";
import { type Study } from "@/charts/time/studies";

export type AlertBacktest = Received<components["schemas"]["AlertBacktest"]>;

/** The back-test of a rule in words over every bar; nothing is asked for an empty one. */
export function useAlertBacktest(words: string): UseQueryResult<AlertBacktest, ApiError> {
  return useQuery<AlertBacktest, ApiError>({
    // It grows old with the bars.
    queryKey: ["bars", "alerts", words],
    queryFn: () => post<AlertBacktest>("/alerts/backtest", { words }),
    enabled: words !== "",
    ...(words === "" ? {} : { placeholderData: keepPreviousData }),
  });
}

/** The firings that the bars of an instrument tell of, as marks at these bars. */
export function marksOfAlert(test: AlertBacktest | undefined, instrumentId: string): Study | null {
  if (!test?.tried_on.some((tried) => tried.instrument_id === instrumentId)) return null;
  const days = [...new Set(test.firings.map(({ day }) => day))];
  return {
    id: "alert",
    label: test.words,
    pane: "marks",
    times: days.map(daySeconds),
    lines: [{ name: test.words, style: "marks", values: days.map(() => 1) }],
  };
}
