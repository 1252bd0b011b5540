// Who is taxed and how: the place, the person's figures by year, rates, losses of earlier years.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";
import { useQueryClient } from "@tanstack/react-query";

import { change } from "@/api/client";
import { toApiError } from "@/api/errors";
import { refresh } from "@/api/queries";
import { useUndo } from "@/api/useUndo";
import { Button } from "@/ui/Button";
import { DecimalInput } from "@/ui/fields/DecimalInput";
import { Select } from "@/ui/fields/Select";
import { ErrorState } from "@/ui/states";
import { OwnRules } from "./rules";
import {
  type FilingStatus,
  type Jurisdiction,
  type Person,
  PLACES,
  STATUSES,
  type TaxProfile,
  type TaxYears,
} from "./types";
import { ASKED, FIGURE, PLACE, STATUS } from "./words";

const NOBODY: Person = {
  filing_status: "single",
  income: null,
  qualified_dividends: null,
  adjusted_gross_income: null,
  net_investment_income: null,
  allowance_used: null,
  church_tax_rate: "0",
};

export function ProfileTab({ profile, years }: { profile: TaxProfile; years: TaxYears }) {
  const { t, i18n } = useLingui();
  const client = useQueryClient();
  const { announce } = useUndo();
  const [draft, setDraft] = useState(profile);
  const [failure, setFailure] = useState<Error | null>(null);
  const [year, setYear] = useState(years.known.at(-1) ?? null);
  const person = (year === null ? undefined : draft.persons[String(year)]) ?? NOBODY;
  const setPerson = (part: Partial<Person>): void => {
    if (year !== null) setDraft({ ...draft, persons: { ...draft.persons, [String(year)]: { ...person, ...part } } });
  };
  const save = async (next: TaxProfile): Promise<void> => {
    try {
      const { changeId } = await change("PUT", "/taxes/profile", next);
      setFailure(null);
      setDraft(next);
      announce(t`Tax profile saved`, changeId);
      await refresh(client, ["settings", "taxes"]);
    } catch (error) {
      setFailure(toApiError(error));
    }
  };
  // Of what else was changed and not saved nothing goes along.
  const keepRules = async (own_rules: TaxProfile["own_rules"]): Promise<void> => {
    const { changeId } = await change("PUT", "/taxes/profile", { ...profile, own_rules });
    setDraft((now) => ({ ...now, own_rules }));
    announce(t`Rules of your own saved`, changeId);
    await refresh(client, ["settings", "taxes"]);
  };
  const place = draft.jurisdiction;
  const asked = place === null ? [] : (ASKED[place] ?? []);
  return (
    <div className="qd-stack qd-taxes-profile">
      {failure ? <ErrorState error={failure} /> : null}
      <Select
        label={t`Whose law`}
        placeholder={t`Choose a place`}
        options={PLACES.map((id) => {
          const label = PLACE[id];
          return { id, label: label ? i18n._(label) : id };
        })}
        value={place}
        onChange={(jurisdiction: Jurisdiction) => void save({ ...draft, jurisdiction })}
      />
      {place !== null && year !== null ? (
        <fieldset className="qd-taxes-fields" aria-label={t`The person`}>
          <Select
            label={t`Figures of the tax year`}
            options={years.known.map((y) => ({ id: String(y), label: String(y) }))}
            value={String(year)}
            onChange={(id) => setYear(Number(id))}
          />
          {place === "united_states" || place === "germany" ? (
            <Select
              label={t`Filing status`}
              options={STATUSES.map((id) => ({ id, label: i18n._(STATUS[id]) }))}
              value={person.filing_status}
              onChange={(filing_status: FilingStatus) => setPerson({ filing_status })}
            />
          ) : null}
          {asked.map((name) => (
            <DecimalInput
              key={name}
              label={i18n._(FIGURE[name])}
              description={t`Left empty it is unknown, and so is the tax.`}
              value={person[name]}
              onChange={(value) => setPerson({ [name]: value })}
            />
          ))}
          {place === "germany" ? (
            <DecimalInput
              label={t`Church tax, as a part of the tax`}
              description={t`0.09, 0.08, or 0`}
              value={person.church_tax_rate}
              onChange={(value) => setPerson({ church_tax_rate: value ?? "0" })}
            />
          ) : null}
        </fieldset>
      ) : null}
      <fieldset className="qd-taxes-fields" aria-label={t`What a loss is worth`}>
        <DecimalInput
          label={t`Your rate on short-term gains`}
          description={t`As a part, such as 0.37; the highest of the place where both are empty.`}
          value={draft.rates?.short_term ?? null}
          onChange={(value) => setDraft({ ...draft, rates: rates(draft, "short_term", value) })}
        />
        <DecimalInput
          label={t`Your rate on long-term gains`}
          value={draft.rates?.long_term ?? null}
          onChange={(value) => setDraft({ ...draft, rates: rates(draft, "long_term", value) })}
        />
        <DecimalInput
          label={t`Part of the later tax that counts today`}
          description={t`From 0 to 1; 0.8 where nothing is said.`}
          value={draft.later_tax_share}
          onChange={(value) => setDraft({ ...draft, later_tax_share: value })}
        />
        <DecimalInput
          label={t`Cost of a trade, as a part of its value`}
          value={draft.cost_rate}
          onChange={(value) => setDraft({ ...draft, cost_rate: value })}
        />
        <DecimalInput
          label={t`Smallest loss to look for`}
          value={draft.min_loss}
          onChange={(value) => setDraft({ ...draft, min_loss: value })}
        />
      </fieldset>
      <div>
        <Button variant="primary" onPress={() => void save(draft)}>{t`Save the profile`}</Button>
      </div>
      <OwnRules rules={profile.own_rules} onSave={keepRules} />
    </div>
  );
}

/** Rates with one of them changed; none when both are empty. */
function rates(draft: TaxProfile, which: "short_term" | "long_term", value: string | null): TaxProfile["rates"] {
  const next = {
    short_term: draft.rates?.short_term ?? "0",
    long_term: draft.rates?.long_term ?? "0",
    [which]: value ?? "0",
  };
  return value === null && Number(next.short_term) === 0 && Number(next.long_term) === 0 ? null : next;
}
