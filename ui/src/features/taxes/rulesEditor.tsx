// The fields of a rule set: year, holding period, order of lots, buying back, losses, and how gains are taxed.
import { useLingui } from "@lingui/react/macro";

import { CurrencyInput } from "@/ui/fields/CurrencyInput";
import { DateInput } from "@/ui/fields/DateInput";
import { DecimalInput } from "@/ui/fields/DecimalInput";
import { NumberInput } from "@/ui/fields/NumberInput";
import { Select } from "@/ui/fields/Select";
import { TextInput } from "@/ui/fields/TextInput";
import { ChargeFields } from "./chargeFields";
import { LOT_ORDERS, type LotOrder, REPURCHASES, type RepurchaseKind, type Rules } from "./types";
import { CARRY, type CarryKind, LOT_ORDER, REPURCHASE } from "./words";

export interface RulesEditorProps {
  rules: Rules;
  /** What the server refused, by field. */
  errors: Record<string, string>;
  onChange: (rules: Rules) => void;
}

const NOTHING = "nothing";
const CARRIES: readonly CarryKind[] = ["unlimited", "years", "none"];

/** The rule on losses with another way to carry them on. */
function carried(kind: CarryKind): Rules["losses"]["carry_forward"] {
  return kind === "years" ? { kind, years: 4 } : { kind };
}

export function RulesEditor({ rules, errors, onChange }: RulesEditorProps) {
  const { t, i18n } = useLingui();
  const set = (part: Partial<Rules>): void => onChange({ ...rules, ...part });
  const { repurchase, losses, highest_rates } = rules;
  const first = (day: string | null): void => {
    if (day !== null) set({ first_day: day, year: Number(day.slice(0, 4)) });
  };
  const order = (next: LotOrder): void =>
    set({ default_lot_order: next, lot_orders: [...new Set([...rules.lot_orders, next])] });
  const rate = (which: "short_term" | "long_term", value: string | null): void => {
    const next = { short_term: "0", long_term: "0", ...highest_rates, [which]: value ?? "0" };
    set({ highest_rates: next });
  };
  return (
    <div className="qd-taxes-rules">
      <fieldset className="qd-taxes-fields" aria-label={t`The year`}>
        <TextInput label={t`Name`} value={rules.name} error={errors["name"]} onChange={(name) => set({ name })} />
        <DateInput label={t`First day`} value={rules.first_day} error={errors["year"]} onChange={first} />
        <DateInput
          label={t`Last day`}
          value={rules.last_day}
          error={errors["last_day"]}
          onChange={(day) => day !== null && set({ last_day: day })}
        />
        <CurrencyInput
          label={t`Gains are taxed in`}
          value={rules.currency}
          error={errors["currency"]}
          onChange={(currency) => set({ currency })}
        />
      </fieldset>
      <fieldset className="qd-taxes-fields" aria-label={t`Lots`}>
        <NumberInput
          label={t`Long-term after months`}
          description={t`Left empty there is no such difference.`}
          min={0}
          max={1200}
          value={rules.long_term_after_months}
          error={errors["long_term_after_months"]}
          onChange={(months) => set({ long_term_after_months: months })}
        />
        <Select
          label={t`Order of lots where nothing is chosen`}
          options={LOT_ORDERS.map((id) => ({ id, label: i18n._(LOT_ORDER[id]) }))}
          value={rules.default_lot_order}
          error={errors["default_lot_order"]}
          onChange={order}
        />
        <Select
          label={t`Buying back around a loss`}
          options={[
            { id: NOTHING, label: t`does nothing` },
            ...REPURCHASES.map((id) => ({ id, label: i18n._(REPURCHASE[id]) })),
          ]}
          value={repurchase?.kind ?? NOTHING}
          onChange={(kind: string) =>
            set({
              repurchase:
                kind === NOTHING
                  ? null
                  : {
                      kind: kind as RepurchaseKind,
                      window: repurchase?.window ?? { days_before: 30, days_after: 30 },
                    },
            })
          }
        />
        {repurchase ? (
          <>
            <NumberInput
              label={t`Days before the sale`}
              min={0}
              max={366}
              value={repurchase.window.days_before}
              error={errors["wash_sale_window"]}
              onChange={(days) =>
                set({ repurchase: { ...repurchase, window: { ...repurchase.window, days_before: days ?? 0 } } })
              }
            />
            <NumberInput
              label={t`Days after the sale`}
              min={0}
              max={366}
              value={repurchase.window.days_after}
              error={errors["wash_sale_window"]}
              onChange={(days) =>
                set({ repurchase: { ...repurchase, window: { ...repurchase.window, days_after: days ?? 0 } } })
              }
            />
          </>
        ) : null}
      </fieldset>
      <fieldset className="qd-taxes-fields" aria-label={t`Losses that are left over`}>
        <Select
          label={t`Losses are carried forward`}
          options={CARRIES.map((id) => ({ id, label: i18n._(CARRY[id]) }))}
          value={losses.carry_forward.kind}
          onChange={(kind: CarryKind) => set({ losses: { ...losses, carry_forward: carried(kind) } })}
        />
        {losses.carry_forward.kind === "years" ? (
          <NumberInput
            label={t`Years after that in which they arose`}
            min={1}
            max={100}
            value={losses.carry_forward.years}
            onChange={(years) => set({ losses: { ...losses, carry_forward: { kind: "years", years: years ?? 1 } } })}
          />
        ) : null}
        <NumberInput
          label={t`Years back, by choice`}
          min={0}
          max={100}
          value={losses.carry_back_years}
          onChange={(years) => set({ losses: { ...losses, carry_back_years: years ?? 0 } })}
        />
      </fieldset>
      <fieldset className="qd-taxes-fields" aria-label={t`Highest rates`}>
        <DecimalInput
          label={t`Highest rate on short-term gains`}
          description={t`As a part, such as 0.37; for what a loss is worth.`}
          value={highest_rates?.short_term ?? null}
          error={errors["highest_rates.short_term"]}
          onChange={(value) => rate("short_term", value)}
        />
        <DecimalInput
          label={t`Highest rate on long-term gains`}
          value={highest_rates?.long_term ?? null}
          error={errors["highest_rates.long_term"]}
          onChange={(value) => rate("long_term", value)}
        />
      </fieldset>
      <ChargeFields
        charge={rules.charge}
        firstDay={rules.first_day}
        errors={errors}
        onChange={(charge) => set({ charge })}
      />
    </div>
  );
}
