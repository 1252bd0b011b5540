// Before there is a target: one of today's weights is a beginning.
import { useLingui } from "@lingui/react/macro";

import { usePortfolio } from "@/api/usePortfolio";
import { useBooks } from "@/api/useBooks";
import { type Decimal } from "@/lib/decimal";
import { useFormat } from "@/ui/display";
import { Button } from "@/ui/Button";
import { useHost } from "@/ui/host";
import { EmptyState } from "@/ui/states";
import { toast } from "@/ui/toasts";
import { toApiError } from "@/api/errors";
import { type Portfolio, type Target, type TargetFields } from "./types";

/** Today's weights to hundredths of a percent, rounded down so that they never sum to more than what is there. */
export function heldWeights({ positions }: Pick<Portfolio, "positions">): Record<string, Decimal> {
  const sums = new Map<string, number>();
  for (const { instrument_id, weight } of positions) {
    if (weight.value !== null) sums.set(instrument_id, (sums.get(instrument_id) ?? 0) + weight.value);
  }
  return Object.fromEntries(
    [...sums].flatMap(([id, weight]) =>
      weight < 0.0001 ? [] : [[id, (Math.floor(weight * 1e4) / 1e4).toFixed(4)] as const],
    ),
  );
}

export function Start({ portfolio }: { portfolio: Portfolio | undefined }) {
  const { t } = useLingui();
  const format = useFormat();
  const host = useHost();
  const { create } = useBooks<TargetFields, Target>("/targets");
  const summary = usePortfolio();
  const held = portfolio ?? summary.data;
  const weights = held ? heldWeights(held) : {};
  const isEmpty = Object.keys(weights).length === 0;
  const make = async (): Promise<void> => {
    const name = t`As held on ${format.date(held?.as_of)}`;
    try {
      await create(
        { name, weights, tolerance: "0.05", tree: null, source_optimization_id: null, note: null },
        t`Target “${name}” created`,
      );
    } catch (error) {
      toast({ kind: "error", text: toApiError(error).message });
    }
  };
  if (isEmpty) {
    return (
      <EmptyState
        title={t`Nothing to rebalance yet`}
        text={t`Rebalancing brings what you hold back to a target, and says which lots to sell, what tax falls due and what it costs. It needs holdings and a target.`}
        action={{ label: t`Import or add your own`, onPress: () => host.openPanel("imports") }}
      />
    );
  }
  return (
    <>
      <EmptyState
        title={t`No target yet`}
        text={t`Rebalancing brings what you hold back to a target. Begin with what is held today and drag its weights, or make a target in the optimizer.`}
        action={{ label: t`Make a target of today's weights`, onPress: () => void make() }}
      />
      <div className="qd-row qd-rb-start">
        <Button onPress={() => host.openPanel("targets")}>{t`Open targets`}</Button>
        <Button onPress={() => host.openPanel("optimizer")}>{t`Open the optimizer`}</Button>
      </div>
    </>
  );
}
