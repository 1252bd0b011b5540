// What hedges aim at, what they may be made of, and what trading costs.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { InstrumentPicker, useInstruments } from "@/api/pickers";
import { type HeldBasis } from "@/api/risk";
import { IconButton } from "@/ui/Button";
import { NumberInput } from "@/ui/fields/NumberInput";
import { OptionForm } from "./optionForm";
import { type Settings, USUAL } from "./settings";
import "./hedge.css";

export interface SettingsFormProps {
  settings: Settings;
  /** What the last answer rested on; null before the first. */
  basis: HeldBasis | null;
  onChange: (settings: Settings) => void;
}

export function SettingsForm({ settings, basis, onChange }: SettingsFormProps) {
  const { t } = useLingui();
  return (
    <details className="qd-hedge-settings">
      <summary>{t`What to hedge with, and for what`}</summary>
      <div className="qd-hedge-form">
        <NumberInput
          label={t`Beta to aim at`}
          value={settings.target_beta}
          onChange={(beta) => onChange({ ...settings, target_beta: beta ?? USUAL.target_beta })}
          min={-5}
          max={5}
          step={0.1}
        />
        <NumberInput
          label={t`Days ahead`}
          value={settings.horizon}
          onChange={(horizon) => onChange({ ...settings, horizon: horizon ?? USUAL.horizon })}
          min={1}
          max={250}
          step={1}
        />
        <NumberInput
          label={t`Confidence`}
          value={settings.confidence}
          onChange={(confidence) => onChange({ ...settings, confidence: confidence ?? USUAL.confidence })}
          min={0.51}
          max={0.9999}
          step={0.01}
          format={{ style: "percent", maximumFractionDigits: 2 }}
        />
        <NumberInput
          label={t`Cost of trading`}
          value={settings.cost}
          onChange={(cost) => onChange({ ...settings, cost: cost ?? USUAL.cost })}
          min={0}
          max={0.5}
          step={0.0001}
          format={{ style: "percent", maximumFractionDigits: 3 }}
        />
      </div>
      <Instruments settings={settings} onChange={onChange} />
      <OptionForm settings={settings} basis={basis} onChange={onChange} />
    </details>
  );
}

function Instruments({ settings, onChange }: Pick<SettingsFormProps, "settings" | "onChange">) {
  const { t } = useLingui();
  const instruments = useInstruments();
  // Anew for each that was added, so that the field is empty again.
  const [n_added, setAdded] = useState(0);
  const chosen = settings.instrument_ids;
  const put = (ids: string[]): void => onChange({ ...settings, instrument_ids: ids });
  const symbol = (id: string): string => instruments.data?.find((instrument) => instrument.id === id)?.symbol ?? id;
  return (
    <div className="qd-hedge-choices">
      <InstrumentPicker
        key={n_added}
        label={t`Hedge with`}
        description={chosen.length === 0 ? t`Every fund with prices that is not held, unless you choose.` : undefined}
        value={null}
        onChange={(id) => {
          if (id === null || chosen.includes(id)) return;
          put([...chosen, id]);
          setAdded(n_added + 1);
        }}
      />
      {chosen.length > 0 ? (
        <ul className="qd-items" aria-label={t`Instruments to hedge with`}>
          {chosen.map((id) => (
            <li key={id} className="qd-row">
              <span className="qd-grow">{symbol(id)}</span>
              <IconButton
                size="small"
                icon="trash"
                label={t`Remove ${symbol(id)}`}
                onPress={() => put(chosen.filter((other) => other !== id))}
              />
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
