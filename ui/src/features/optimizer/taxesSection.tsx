// Taxes by lot: whose rules, which rates, what waiting is worth, which accounts.
import { useLingui } from "@lingui/react/macro";

import { OPTIMIZATION_TYPE } from "@/api/labels";
import { useAccounts } from "@/api/pickers";
import { Button } from "@/ui/Button";
import { NumberInput } from "@/ui/fields/NumberInput";
import { Select } from "@/ui/fields/Select";
import { Checkbox, Switch } from "@/ui/fields/Toggle";
import { useSlice } from "@/ui/useSlice";
import { type TaxForm } from "./form";
import { PERCENT } from "./objective";
import { takesLots } from "./request";
import { Section } from "./section";
import { type Session } from "./session";
import { SolverError } from "./solverError";
import { highestRates } from "./taxRates";
import { JURISDICTION, keysOf } from "./words";

const LOT_OBJECTIVES = ["maximum_quadratic_utility", "minimum_tracking_error"] as const;

function TaxFields({ session, taxes }: { session: Session; taxes: TaxForm }) {
  const { t, i18n } = useLingui();
  const accounts = useAccounts();
  const taxable = (accounts.data ?? []).filter(({ kind }) => kind === "taxable" || kind === "paper");
  const set = (change: Partial<TaxForm>): void =>
    session.dispatch({ type: "set", change: { taxes: { ...taxes, ...change } } });
  const highest = highestRates(taxes.jurisdiction);
  return (
    <>
      <div className="qd-form">
        <Select
          label={t`Rules of`}
          value={taxes.jurisdiction}
          onChange={(jurisdiction) => {
            const rates = highestRates(jurisdiction);
            set({ jurisdiction, ...(rates ? { shortTerm: rates.short_term, longTerm: rates.long_term } : {}) });
          }}
          options={keysOf(JURISDICTION).map((id) => ({ id, label: i18n._(JURISDICTION[id]) }))}
        />
        <NumberInput
          label={t`Rate on short-term gains`}
          {...(highest
            ? { description: t`At first the highest there; yours may be lower.` }
            : { description: t`Depends on the region: type yours.` })}
          value={taxes.shortTerm}
          min={0}
          max={1}
          format={PERCENT}
          onChange={(shortTerm) => set({ shortTerm: shortTerm ?? 0 })}
        />
        <NumberInput
          label={t`Rate on long-term gains`}
          value={taxes.longTerm}
          min={0}
          max={1}
          format={PERCENT}
          {...(taxes.longTerm > taxes.shortTerm
            ? { description: t`Above the short-term rate: are the two swapped?` }
            : {})}
          onChange={(longTerm) => set({ longTerm: longTerm ?? 0 })}
        />
        <NumberInput
          label={t`Part of later tax that counts today`}
          description={t`0 counts today's tax in full, 1 takes every gain as taxed already.`}
          value={taxes.laterTaxShare}
          min={0}
          max={1}
          format={PERCENT}
          onChange={(share) => set({ laterTaxShare: share ?? 0.5 })}
        />
        <NumberInput
          label={t`Lots that are kept are sold within, days`}
          value={taxes.horizonDays}
          min={1}
          step={1}
          onChange={(days) => set({ horizonDays: days ?? 365 })}
        />
      </div>
      <Switch
        label={t`Cash of the accounts counts`}
        description={t`As capital that may be invested; off: what is sold pays for what is bought.`}
        value={taxes.includeCash}
        onChange={(includeCash) => set({ includeCash })}
      />
      {taxable.length > 1 ? (
        <fieldset className="qd-universe-group">
          <legend>{t`Accounts whose lots count`}</legend>
          {taxable.map(({ id, name }) => {
            const isIn = taxes.accountIds.length === 0 || taxes.accountIds.includes(id);
            return (
              <Checkbox
                key={id}
                label={name}
                value={isIn}
                onChange={(on) => {
                  const all = taxable.map((account) => account.id);
                  const now = taxes.accountIds.length === 0 ? all : taxes.accountIds;
                  const next = on ? [...now, id] : now.filter((other) => other !== id);
                  if (next.length > 0) set({ accountIds: next.length === all.length ? [] : next });
                }}
              />
            );
          })}
        </fieldset>
      ) : null}
    </>
  );
}

export function TaxesSection({ session }: { session: Session }) {
  const { t, i18n } = useLingui();
  const taxes = useSlice(session.form, (form) => form.taxes);
  const objective = useSlice(session.form, (form) => form.objective);
  return (
    <Section id="taxes" title={t`Taxes`} note={taxes.isOn ? i18n._(JURISDICTION[taxes.jurisdiction]) : t`by lot`}>
      <Switch
        label={t`Taxes by lot`}
        description={t`The lots of the books are part of the problem: which are sold, which are kept.`}
        value={taxes.isOn}
        onChange={(isOn) => session.dispatch({ type: "set", change: { taxes: { ...taxes, isOn } } })}
      />
      {taxes.isOn && !takesLots(objective) ? (
        <div className="qd-notice" role="status">
          <div>
            <p>{t`Lots go with two objectives. With the one that is chosen taxes are not counted.`}</p>
            <div className="qd-row">
              {LOT_OBJECTIVES.map((id) => (
                <Button
                  key={id}
                  size="small"
                  onPress={() => session.dispatch({ type: "set", change: { objective: id } })}
                >
                  {i18n._(OPTIMIZATION_TYPE[id])}
                </Button>
              ))}
            </div>
          </div>
        </div>
      ) : null}
      {taxes.isOn ? <TaxFields session={session} taxes={taxes} /> : null}
      <SolverError session={session} place="taxes" />
    </Section>
  );
}
