// Whole lots for the weights of the answer.
import { useLingui } from "@lingui/react/macro";

import { IconButton } from "@/ui/Button";
import { NumberInput } from "@/ui/fields/NumberInput";
import { Select } from "@/ui/fields/Select";
import { type Lots } from "./form";
import { PERCENT } from "./objective";
import { pricesOf } from "./request";
import { type Session } from "./session";
import { type Universe } from "./types";

export const newLots = (capital: number | null): Lots => ({
  method: "greedy",
  capital: capital === null ? null : Math.round(capital),
  lotSize: 1,
  minimumTrade: 0,
  cashBuffer: 0,
});

export function RoundLotsFields({ session, universe, lots }: { session: Session; universe: Universe; lots: Lots }) {
  const { t } = useLingui();
  const { missing } = pricesOf(universe.assets);
  const set = (change: Partial<Lots>): void =>
    session.dispatch({ type: "rules", change: { roundLots: { ...lots, ...change } } });
  return (
    <fieldset className="qd-subform">
      <legend>{t`Round lots`}</legend>
      <IconButton
        size="small"
        icon="trash"
        label={t`Remove: Round lots`}
        onPress={() => session.dispatch({ type: "rules", change: { roundLots: null } })}
      />
      <Select
        label={t`Method`}
        value={lots.method}
        onChange={(method) => set({ method })}
        options={[
          { id: "greedy" as const, label: t`Greedy` },
          { id: "integer" as const, label: t`Least money off the mark` },
        ]}
      />
      <NumberInput
        label={t`Money to invest`}
        value={lots.capital}
        min={0}
        onChange={(capital) => set({ capital })}
        {...(lots.capital === null ? { description: t`Needed: without it there are no lots.` } : {})}
      />
      <NumberInput
        label={t`Units in a lot`}
        value={lots.lotSize}
        min={0.000001}
        onChange={(lotSize) => set({ lotSize: lotSize ?? 1 })}
      />
      <NumberInput
        label={t`Smallest trade, money`}
        value={lots.minimumTrade}
        min={0}
        onChange={(minimumTrade) => set({ minimumTrade: minimumTrade ?? 0 })}
      />
      <NumberInput
        label={t`Not spent`}
        value={lots.cashBuffer}
        min={0}
        max={0.99}
        format={PERCENT}
        onChange={(cashBuffer) => set({ cashBuffer: cashBuffer ?? 0 })}
      />
      {missing.length > 0 ? (
        <p className="qd-warn">{t`No price in base currency: ${missing.join(", ")}. Without it there are no lots.`}</p>
      ) : null}
    </fieldset>
  );
}
