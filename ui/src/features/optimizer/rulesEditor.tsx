// Limits beyond bounds and groups: rows that are added and removed.
import { useLingui } from "@lingui/react/macro";

import { IconButton } from "@/ui/Button";
import { OpenNumberField, OpenPercentField } from "@/ui/fields/PercentField";
import { MenuButton, type MenuEntry } from "@/ui/Menu";
import { useSlice } from "@/ui/useSlice";
import { isCapBlamed } from "./blame";
import { FactorLimits, newFactor } from "./factorLimits";
import { type Cap, CAPS, type Rules } from "./form";
import { newLots, RoundLotsFields } from "./roundLots";
import { type Session } from "./session";
import { SymbolList } from "./symbolList";
import { type Universe } from "./types";
import { useCapWords } from "./useCapWords";
import { usePortfolioValue } from "./usePortfolioValue";

/** What a limit starts from when it is added. */
const FIRST: Record<Cap, number> = {
  turnover: 0.5,
  tracking_error: 0.05,
  volatility: 0.2,
  gross_exposure: 1.6,
  short_exposure: 0.3,
  cash_buffer: 0.02,
  max_holdings: 10,
  minimum_position: 0.02,
};

interface RowProps {
  session: Session;
  cap: Cap;
  value: number;
}

function CapRow({ session, cap, value }: RowProps) {
  const { t } = useLingui();
  const words = useCapWords()[cap];
  const isBlamed = useSlice(session.solution, ({ error }) => (error ? isCapBlamed(error, cap) : false));
  const set = (next: number | null): void => session.dispatch({ type: "cap", cap, value: next }, performance.now());
  const Field = cap === "max_holdings" ? OpenNumberField : OpenPercentField;
  return (
    <tr className={isBlamed ? "qd-limit-blamed" : ""}>
      <th scope="row">
        {words.name}
        <span className="qd-dim qd-small">{words.meaning}</span>
      </th>
      <td>
        <Field
          label={words.name}
          value={value}
          isInvalid={isBlamed}
          onCommit={(next) => set(next !== null && cap === "max_holdings" ? Math.max(1, Math.round(next)) : next)}
        />
      </td>
      <td className="qd-dim">{cap === "max_holdings" ? "" : "%"}</td>
      <td>
        <IconButton size="small" icon="trash" label={t`Remove: ${words.name}`} onPress={() => set(null)} />
      </td>
    </tr>
  );
}

function NetRow({ session, net }: { session: Session; net: NonNullable<Rules["net"]> }) {
  const { t } = useLingui();
  const isBlamed = useSlice(session.solution, ({ error }) => (error ? isCapBlamed(error, "net") : false));
  const set = (next: Rules["net"]): void => session.dispatch({ type: "rules", change: { net: next } });
  return (
    <tr className={isBlamed ? "qd-limit-blamed" : ""}>
      <th scope="row">
        {t`Net exposure`}
        <span className="qd-dim qd-small">{t`Sum of all weights; the rest is cash at the risk-free rate.`}</span>
      </th>
      <td>
        <OpenPercentField
          label={t`Least net exposure, percent`}
          value={net.lower}
          isInvalid={isBlamed}
          onCommit={(lower) => set({ ...net, lower })}
        />
        <OpenPercentField
          label={t`Highest net exposure, percent`}
          value={net.upper}
          isInvalid={isBlamed}
          onCommit={(upper) => set({ ...net, upper })}
        />
      </td>
      <td className="qd-dim">%</td>
      <td>
        <IconButton size="small" icon="trash" label={t`Remove: Net exposure`} onPress={() => set(null)} />
      </td>
    </tr>
  );
}

export function RulesEditor({ session, universe }: { session: Session; universe: Universe }) {
  const { t } = useLingui();
  const words = useCapWords();
  const value = usePortfolioValue();
  const rules = useSlice(session.form, (form) => form.rules);
  const change = (next: Partial<Rules>): void => session.dispatch({ type: "rules", change: next });
  const present = CAPS.flatMap((cap) => {
    const at = rules.caps[cap];
    return at === undefined ? [] : [{ cap, at }];
  });
  const items: MenuEntry[] = [
    ...CAPS.filter((cap) => rules.caps[cap] === undefined).map((cap) => ({
      id: cap,
      label: words[cap].name,
      onAction: () => session.dispatch({ type: "cap", cap, value: FIRST[cap] }),
    })),
    ...(rules.net
      ? []
      : [{ id: "net", label: t`Net exposure`, onAction: () => change({ net: { lower: 0.9, upper: 1 } }) }]),
    {
      id: "factor",
      label: t`Factor exposure`,
      onAction: () => change({ factors: [...rules.factors, newFactor(universe, t`Market beta`)] }),
    },
    ...(rules.roundLots
      ? []
      : [{ id: "lots", label: t`Round lots`, onAction: () => change({ roundLots: newLots(value) }) }]),
  ];
  return (
    <>
      {present.length > 0 || rules.net ? (
        <table className="qd-rules" aria-label={t`More limits`}>
          <tbody>
            {present.map(({ cap, at }) => (
              <CapRow key={cap} session={session} cap={cap} value={at} />
            ))}
            {rules.net ? <NetRow session={session} net={rules.net} /> : null}
          </tbody>
        </table>
      ) : null}
      <FactorLimits session={session} universe={universe} />
      {rules.roundLots ? <RoundLotsFields session={session} universe={universe} lots={rules.roundLots} /> : null}
      <div>
        <MenuButton label={t`Add a limit`} icon="plus" items={items}>
          {t`Add a limit`}
        </MenuButton>
      </div>
      <SymbolList
        label={t`Do not trade`}
        description={t`Their weights stay what they are today.`}
        universe={universe}
        chosen={rules.doNotTrade}
        onChange={(doNotTrade) => change({ doNotTrade })}
      />
      <SymbolList
        label={t`Exclusions`}
        description={t`They get no weight: a mandate's list, or your own.`}
        universe={universe}
        chosen={rules.exclusions}
        onChange={(exclusions) => change({ exclusions })}
      />
    </>
  );
}
