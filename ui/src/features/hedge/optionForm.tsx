// Options that can be had: on what, until when, at which strike and volatility.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { type HeldBasis } from "@/api/risk";
import { Button, IconButton } from "@/ui/Button";
import { useFormat } from "@/ui/display";
import { NumberInput } from "@/ui/fields/NumberInput";
import { Select } from "@/ui/fields/Select";
import { isPriced, type OptionDraft, type Settings } from "./settings";

export interface OptionFormProps {
  settings: Settings;
  basis: HeldBasis | null;
  onChange: (settings: Settings) => void;
}

const PERCENT: Intl.NumberFormatOptions = { style: "percent", maximumFractionDigits: 1 };

export function OptionForm({ settings, basis, onChange }: OptionFormProps) {
  const { t } = useLingui();
  const format = useFormat();
  const [draft, setDraft] = useState<OptionDraft>({
    underlying: "",
    years: 0.25,
    moneyness: 0.95,
    implied_volatility: null,
    vix: null,
  });
  const names = Object.keys(basis?.instruments ?? {});
  const underlying = draft.underlying || basis?.benchmark || names[0] || "";
  const change = (part: Partial<OptionDraft>): void => setDraft({ ...draft, ...part });
  const put = (options: OptionDraft[]): void => onChange({ ...settings, options });
  const words = (option: OptionDraft): string => {
    const [strike, years] = [format.percent(option.moneyness, 0), format.number(option.years, 2)];
    const volatility =
      option.implied_volatility === null
        ? t`index of volatility ${format.number(option.vix, 1)}`
        : t`volatility ${format.percent(option.implied_volatility, 1)}`;
    return t`${option.underlying}: strike ${strike}, ${years} years, ${volatility}`;
  };
  if (names.length === 0 && settings.options.length === 0) return null;
  return (
    <fieldset className="qd-hedge-options">
      <legend>{t`Puts and collars`}</legend>
      <div className="qd-hedge-form">
        <Select
          label={t`Options on`}
          value={underlying}
          onChange={(id) => change({ underlying: id })}
          options={names.map((id) => ({ id, label: id }))}
        />
        <NumberInput
          label={t`Years`}
          value={draft.years}
          onChange={(years) => change({ years: years ?? draft.years })}
          min={0.05}
          max={10}
          step={0.05}
        />
        <NumberInput
          label={t`Strike of the put`}
          value={draft.moneyness}
          onChange={(moneyness) => change({ moneyness: moneyness ?? draft.moneyness })}
          min={0.3}
          max={1.5}
          step={0.01}
          format={PERCENT}
        />
        <NumberInput
          label={t`Implied volatility`}
          value={draft.implied_volatility}
          onChange={(implied_volatility) => change({ implied_volatility })}
          min={0.001}
          max={5}
          step={0.01}
          format={PERCENT}
        />
        <NumberInput
          label={t`Or an index of it, such as the VIX`}
          value={draft.vix}
          onChange={(vix) => change({ vix })}
          min={0.1}
          max={500}
          step={0.5}
        />
        <Button
          icon="plus"
          isDisabled={!isPriced(draft) || underlying === ""}
          onPress={() =>
            put([...settings.options.filter((o) => o.underlying !== underlying), { ...draft, underlying }])
          }
        >
          {t`Add the options`}
        </Button>
      </div>
      {settings.options.length > 0 ? (
        <ul className="qd-items" aria-label={t`Options to hedge with`}>
          {settings.options.map((option) => (
            <li key={option.underlying} className="qd-row">
              <span className="qd-grow">{words(option)}</span>
              <IconButton
                size="small"
                icon="trash"
                label={t`Remove options on ${option.underlying}`}
                onPress={() => put(settings.options.filter((other) => other !== option))}
              />
            </li>
          ))}
        </ul>
      ) : null}
    </fieldset>
  );
}
