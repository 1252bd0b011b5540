// What trading and shorting cost, as part of the problem.
import { useLingui } from "@lingui/react/macro";

import { NumberInput } from "@/ui/fields/NumberInput";
import { OpenNumberField, OpenPercentField } from "@/ui/fields/PercentField";
import { Switch } from "@/ui/fields/Toggle";
import { type CostForm } from "./form";
import { hasLots, volumesOf } from "./request";
import { Section } from "./section";
import { type Session } from "./session";
import { SolverError } from "./solverError";
import { type Universe } from "./types";
import { useChoices } from "./useChoices";
import { usePortfolioValue } from "./usePortfolioValue";

/** The volumes behind the impact: those of the prices, or typed. */
function VolumeTable({ session, universe }: { session: Session; universe: Universe }) {
  const { t } = useLingui();
  const form = useChoices(session);
  const { impact } = form.costs;
  if (!impact) return null;
  const { adv, missing } = volumesOf(form, universe.assets);
  const set = (symbol: string, volume: number | null): void => {
    const rest = Object.fromEntries(Object.entries(impact.adv).filter(([name]) => name !== symbol));
    const typed = volume === null ? rest : { ...rest, [symbol]: volume };
    session.dispatch({ type: "set", change: { costs: { ...form.costs, impact: { ...impact, adv: typed } } } });
  };
  return (
    <>
      {missing.length > 0 ? (
        <p className="qd-warn">
          {missing.length > 5
            ? t`No volume is known of ${missing.length} assets: type them, or one for all, or the impact is not counted.`
            : t`No volume is known of ${missing.join(", ")}: type one, or the impact is not counted.`}
        </p>
      ) : null}
      <div className="qd-share-scroll" role="group" aria-label={t`Scrolls: traded on an average day`} tabIndex={0}>
        <table className="qd-shares" aria-label={t`Traded on an average day`}>
          <thead>
            <tr>
              <th scope="col">{t`Asset`}</th>
              <th scope="col">{t`Traded on an average day, money`}</th>
            </tr>
          </thead>
          <tbody>
            {universe.assets.map(({ symbol }) => (
              <tr key={symbol}>
                <th scope="row">{symbol}</th>
                <td>
                  <OpenNumberField
                    label={t`Traded on an average day: ${symbol}`}
                    value={adv[symbol] === undefined ? null : Math.round(adv[symbol])}
                    isInvalid={missing.includes(symbol)}
                    onCommit={(volume) => set(symbol, volume)}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

export function CostsSection({ session, universe }: { session: Session; universe: Universe }) {
  const { t } = useLingui();
  const form = useChoices(session);
  const value = usePortfolioValue();
  const { costs } = form;
  const set = (change: Partial<CostForm>): void =>
    session.dispatch({ type: "set", change: { costs: { ...costs, ...change } } });
  const n = [costs.linear, costs.impact, costs.borrow].filter((cost) => cost !== null).length;
  return (
    <Section id="costs" title={t`Costs`} note={n > 0 ? t`${n} counted` : t`commission, impact, borrowing`}>
      <div className="qd-form">
        <label className="qd-field">
          <span className="qd-label">{t`Commission and half spread, % of the trade`}</span>
          <OpenPercentField
            label={t`Commission and half spread, percent of the trade`}
            value={costs.linear}
            onCommit={(linear) => set({ linear })}
          />
        </label>
        <label className="qd-field">
          <span className="qd-label">{t`Borrowing for shorts, % a year`}</span>
          <OpenPercentField
            label={t`Borrowing for shorts, percent a year`}
            value={costs.borrow}
            onCommit={(borrow) => set({ borrow })}
          />
        </label>
        <NumberInput
          label={t`Years over which costs are spread`}
          value={costs.holdingYears}
          min={0.01}
          onChange={(years) => set({ holdingYears: years ?? 1 })}
        />
      </div>
      <Switch
        label={t`Market impact`}
        description={t`Grows with the 3/2 power of the trade against the day's volume.`}
        value={costs.impact !== null}
        onChange={(on) =>
          set({
            impact: on
              ? { coefficient: 1, capital: value === null ? null : Math.round(value), adv: {}, otherAdv: null }
              : null,
          })
        }
      />
      {costs.impact ? (
        <>
          <div className="qd-form">
            <NumberInput
              label={t`Value of the portfolio`}
              value={costs.impact.capital}
              min={0}
              {...(costs.impact.capital === null
                ? { description: t`Needed: without it the impact is not counted.` }
                : {})}
              onChange={(capital) => costs.impact && set({ impact: { ...costs.impact, capital } })}
            />
            <NumberInput
              label={t`Scale of the impact`}
              value={costs.impact.coefficient}
              min={0}
              step={0.1}
              onChange={(coefficient) =>
                costs.impact && set({ impact: { ...costs.impact, coefficient: coefficient ?? 1 } })
              }
            />
          </div>
          {universe.assets.some(({ adv }) => adv === null) ? (
            <NumberInput
              label={t`Traded on an average day where unknown`}
              value={costs.impact.otherAdv}
              min={0}
              onChange={(otherAdv) => costs.impact && set({ impact: { ...costs.impact, otherAdv } })}
            />
          ) : null}
          <VolumeTable session={session} universe={universe} />
        </>
      ) : null}
      {hasLots(form) && (costs.impact !== null || costs.borrow !== null) ? (
        <p className="qd-warn">{t`With taxes by lot only commission and spread are counted; leave the others out.`}</p>
      ) : null}
      <SolverError session={session} place="costs" />
    </Section>
  );
}
