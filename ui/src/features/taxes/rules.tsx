// Rule sets of the user's own: the list in the profile, and how one is started and kept.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { get } from "@/api/client";
import { ApiError, toApiError } from "@/api/errors";
import { Button, IconButton } from "@/ui/Button";
import { Select } from "@/ui/fields/Select";
import { ErrorState } from "@/ui/states";
import { RulesEditor } from "./rulesEditor";
import { type Jurisdiction, PLACES, type Rules } from "./types";
import { PLACE } from "./words";

export interface OwnRulesProps {
  rules: readonly Rules[];
  /** Keeps all of them; a refusal is thrown. */
  onSave: (rules: Rules[]) => Promise<void>;
}

/** The years whose law is built in. */
const YEARS = ["2024", "2025", "2026"];

/** The refusal's words by field of the rule set at a place: `own_rules.0.charge.rate` is `charge.rate` of the first. */
export function errorsOf(error: unknown, at: number): Record<string, string> {
  if (!(error instanceof ApiError)) return {};
  const prefix = `own_rules.${at}.`;
  const own = error.fields.filter((f) => f.field.startsWith(prefix));
  return Object.fromEntries(own.map((f) => [f.field.slice(prefix.length), f.detail]));
}

export function OwnRules({ rules, onSave }: OwnRulesProps) {
  const { t, i18n } = useLingui();
  const [edited, setEdited] = useState<{ at: number; rules: Rules } | null>(null);
  const [place, setPlace] = useState<Jurisdiction>("united_states");
  const [year, setYear] = useState("2026");
  const [failure, setFailure] = useState<ApiError | null>(null);
  const start = async (): Promise<void> => {
    try {
      const law = await get<Rules>(`/taxes/rules/${place}/${year}`);
      setFailure(null);
      setEdited({
        at: rules.length,
        rules: { ...law, jurisdiction: null, name: t`My rules`, sources: [], limits: [] },
      });
    } catch (error) {
      setFailure(toApiError(error));
    }
  };
  const keep = async (all: Rules[]): Promise<void> => {
    try {
      await onSave(all);
      setFailure(null);
      setEdited(null);
    } catch (error) {
      setFailure(toApiError(error));
    }
  };
  if (edited) {
    const errors = errorsOf(failure, edited.at);
    const all = [...rules];
    all[edited.at] = edited.rules;
    return (
      <section className="qd-stack" aria-label={t`Rules of your own`}>
        <h2 className="qd-chart-title">{t`Rules of your own`}</h2>
        {failure && Object.keys(errors).length === 0 ? <ErrorState error={failure} /> : null}
        <RulesEditor
          rules={edited.rules}
          errors={errors}
          onChange={(next) => setEdited({ at: edited.at, rules: next })}
        />
        <div className="qd-row">
          <Button variant="primary" onPress={() => void keep(all)}>{t`Save the rules`}</Button>
          <Button
            onPress={() => {
              setEdited(null);
              setFailure(null);
            }}
          >{t`Cancel`}</Button>
        </div>
      </section>
    );
  }
  return (
    <section className="qd-stack" aria-label={t`Rules of your own`}>
      <h2 className="qd-chart-title">{t`Rules of your own`}</h2>
      {failure ? <ErrorState error={failure} /> : null}
      <p className="qd-small qd-dim">{t`They go before the built-in ones of their year.`}</p>
      {rules.map((own, i) => (
        <div key={own.year} className="qd-row">
          <span className="qd-grow">
            {own.name} · {own.year} · {own.currency}
          </span>
          <Button
            size="small"
            onPress={() => setEdited({ at: i, rules: own })}
          >{t`Change the rules of ${own.year}`}</Button>
          <IconButton
            label={t`Remove the rules of ${own.year}`}
            icon="close"
            size="small"
            onPress={() => void keep(rules.filter((_, at) => at !== i))}
          />
        </div>
      ))}
      <div className="qd-row qd-taxes-start">
        <Select
          label={t`Start from the law of`}
          options={PLACES.map((id) => {
            const label = PLACE[id];
            return { id, label: label ? i18n._(label) : id };
          })}
          value={place}
          onChange={(id: Jurisdiction) => setPlace(id)}
        />
        <Select
          label={t`Year of the law`}
          options={YEARS.map((id) => ({ id, label: id }))}
          value={year}
          onChange={setYear}
        />
        <Button onPress={() => void start()}>{t`Write rules of your own`}</Button>
      </div>
    </section>
  );
}
