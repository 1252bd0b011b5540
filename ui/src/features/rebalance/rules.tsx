// The rules of a plan beside its target: what is traded, what counts, what is kept.
import { useLingui } from "@lingui/react/macro";

import { useInstruments } from "@/api/pickers";
import { type Decimal, fractionOf, percentOf, trimZeros } from "@/lib/decimal";
import { useDisplay } from "@/ui/display";
import { Button } from "@/ui/Button";
import { DecimalInput } from "@/ui/fields/DecimalInput";
import { Select } from "@/ui/fields/Select";
import { Switch } from "@/ui/fields/Toggle";
import { useSlice } from "@/ui/useSlice";
import { changedRules, DEFAULT_PER_UNIT, type Draft } from "./draft";
import { Fold } from "./fold";
import { type Session } from "./session";
import { type Scope, type SteerTo } from "./types";

const text = (value: number): Decimal => trimZeros(value.toFixed(10));

/** A number that is typed as percent. */
function PercentInput(props: {
  label: string;
  description?: string;
  value: number | null;
  onChange: (value: number | null) => void;
}) {
  const { value, onChange, ...field } = props;
  return (
    <DecimalInput
      {...field}
      unit="%"
      value={value === null ? null : percentOf(text(value))}
      onChange={(percent) => onChange(percent === null ? null : Number(fractionOf(percent)))}
    />
  );
}

function LeftOut({ session, draft }: { session: Session; draft: Draft }) {
  const { t } = useLingui();
  const instruments = useInstruments();
  if (draft.leftOut.length === 0) return null;
  const symbols = new Map((instruments.data ?? []).map(({ id, symbol }) => [id, symbol]));
  return (
    <div className="qd-row">
      <span className="qd-dim">{t`Left out of the plan and of its value:`}</span>
      {draft.leftOut.map((id) => {
        const symbol = symbols.get(id) ?? id.slice(0, 8);
        return (
          <Button
            key={id}
            size="small"
            icon="close"
            aria-label={t`Take ${symbol} in again`}
            onPress={() => session.edit((now) => ({ ...now, leftOut: now.leftOut.filter((other) => other !== id) }))}
          >
            {symbol}
          </Button>
        );
      })}
    </div>
  );
}

export function RulesFold({ session }: { session: Session }) {
  const { t } = useLingui();
  const { baseCurrency } = useDisplay();
  const draft = useSlice(session.history, (history) => history.present);
  const { drift } = draft;
  const changed = changedRules(draft);
  /** One field; what is typed into it in a row is one step of undo. */
  const set = <Key extends keyof Draft>(key: Key, value: Draft[Key]): void =>
    session.edit((now) => ({ ...now, [key]: value }), `rule ${key}`);
  return (
    <>
      <Fold
        id="rules"
        title={t`Rules and costs`}
        note={changed === 0 ? t`as usual` : changed === 1 ? t`1 changed` : t`${changed} changed`}
      >
        <div className="qd-form">
          <Select
            label={t`What is rebalanced`}
            value={draft.scope}
            options={[
              { id: "everything", label: t`Every instrument` },
              { id: "crossed", label: t`What left its band` },
            ]}
            onChange={(scope: Scope) => set("scope", scope)}
          />
          <Select
            label={t`Steer to`}
            value={draft.steerTo}
            options={[
              { id: "target", label: t`The target` },
              { id: "band_edge", label: t`The edge of the band` },
            ]}
            onChange={(steerTo: SteerTo) => set("steerTo", steerTo)}
          />
          <Select
            label={t`Drift is priced`}
            value={drift.kind}
            options={[
              { id: "absolute", label: t`by the amount off target` },
              { id: "squared", label: t`by the squared tracking error` },
            ]}
            onChange={(kind: Draft["drift"]["kind"]) =>
              set("drift", kind === "absolute" ? { kind, per_unit: DEFAULT_PER_UNIT } : { kind, risk_aversion: 5 })
            }
          />
          {drift.kind === "absolute" ? (
            <PercentInput
              label={t`Price of drift`}
              description={t`What each ${baseCurrency} off target may cost in tax and trading.`}
              value={drift.per_unit}
              onChange={(per_unit) => per_unit !== null && set("drift", { kind: "absolute", per_unit })}
            />
          ) : (
            <DecimalInput
              label={t`Risk aversion`}
              description={t`As in the optimizer: the higher, the nearer to the target.`}
              value={text(drift.risk_aversion)}
              onChange={(typed) => typed !== null && set("drift", { kind: "squared", risk_aversion: Number(typed) })}
            />
          )}
          <DecimalInput
            label={t`Smallest trade`}
            unit={baseCurrency}
            description={t`Smaller ones are made to close a position only.`}
            value={draft.minimumTrade.amount}
            onChange={(amount) => set("minimumTrade", { ...draft.minimumTrade, amount: amount ?? "0" })}
          />
          <PercentInput
            label={t`Smallest trade, of the value`}
            description={t`The larger of the two holds.`}
            value={Number(draft.minimumTrade.fraction)}
            onChange={(part) => set("minimumTrade", { ...draft.minimumTrade, fraction: text(part ?? 0) })}
          />
          <DecimalInput
            label={t`Cash that stays`}
            unit={baseCurrency}
            description={t`All accounts together keep at least this.`}
            value={draft.cashBuffer.amount}
            onChange={(amount) => set("cashBuffer", { ...draft.cashBuffer, amount: amount ?? "0" })}
          />
          <PercentInput
            label={t`Cash that stays, of the value`}
            value={Number(draft.cashBuffer.fraction)}
            onChange={(part) => set("cashBuffer", { ...draft.cashBuffer, fraction: text(part ?? 0) })}
          />
          <DecimalInput
            label={t`Commission of an order`}
            unit={baseCurrency}
            value={draft.commission}
            onChange={(amount) => set("commission", amount ?? "0")}
          />
          <PercentInput
            label={t`Half spread`}
            description={t`Of the price; empty: the cost rate of the tax profile.`}
            value={draft.halfSpread}
            onChange={(part) => set("halfSpread", part)}
          />
          <DecimalInput
            label={t`Years of income tax by account`}
            description={t`Puts what pays much into the sheltered account; empty: it does not matter where things lie.`}
            value={draft.locationYears === null ? null : text(draft.locationYears)}
            onChange={(years) => set("locationYears", years === null ? null : Number(years))}
          />
          <Switch
            label={t`Count taxes`}
            value={draft.taxes === "profile"}
            onChange={(isOn) => set("taxes", isOn ? "profile" : "ignored")}
          />
          <Switch
            label={t`Block wash sales`}
            description={t`Off: they are made, and the plan warns of each.`}
            value={draft.washSales === "block"}
            onChange={(isOn) => set("washSales", isOn ? "block" : "warn")}
          />
        </div>
      </Fold>
      <LeftOut session={session} draft={draft} />
    </>
  );
}
