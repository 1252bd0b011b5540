// One view: an asset, or an asset against another, with its return and how sure it is.
import { useLingui } from "@lingui/react/macro";

import { IconButton } from "@/ui/Button";
import { useFormat } from "@/ui/display";
import { ComboBox } from "@/ui/fields/ComboBox";
import { PercentField } from "@/ui/fields/PercentField";
import { type Trust } from "./estimates";
import { type View } from "./types";

export interface ViewRowProps {
  number: number;
  view: View;
  symbols: readonly string[];
  trust: Trust;
  /** Standard error a year. */
  error: number;
  onChange: (view: View) => void;
  onError: (error: number) => void;
  onRemove: () => void;
}

export function ViewRow({ number, view, symbols, trust, error, onChange, onError, onRemove }: ViewRowProps) {
  const { t } = useLingui();
  const format = useFormat();
  const options = symbols.map((symbol) => ({ id: symbol, label: symbol }));
  const isKnown = (name: string | null | undefined): boolean => !name || symbols.includes(name);
  const { asset, versus, weights } = view;
  const basket = Object.entries(weights ?? {})
    .map(([name, weight]) => `${format.percent(weight, 0)} ${name}`)
    .join(" + ");
  const isRelative = Boolean(versus) || Boolean(weights);
  return (
    <fieldset className="qd-view">
      <legend>{t`View ${number}`}</legend>
      {weights ? (
        <p className="qd-view-asset">{basket}</p>
      ) : (
        <>
          <ComboBox
            label={t`Asset`}
            options={options}
            value={asset ?? null}
            error={isKnown(asset) ? undefined : t`Not in the universe`}
            onChange={(next) =>
              next !== null && onChange({ ...view, asset: next, ...(next === versus ? { versus: null } : {}) })
            }
          />
          <ComboBox
            label={t`Against (optional)`}
            placeholder={t`none`}
            options={options.filter(({ id }) => id !== asset)}
            value={versus ?? null}
            error={isKnown(versus) ? undefined : t`Not in the universe`}
            onChange={(next) => onChange({ ...view, versus: next })}
          />
        </>
      )}
      <label className="qd-field">
        <span className="qd-label">{isRelative ? t`beats it by, % a year` : t`returns, % a year`}</span>
        <PercentField
          label={t`Return of view ${number}, percent a year`}
          value={view.expected_return}
          onCommit={(expected_return) => onChange({ ...view, expected_return })}
        />
      </label>
      {trust === "confidence" ? (
        <label className="qd-field">
          <span className="qd-label">{t`Confidence, %`}</span>
          <PercentField
            label={t`Confidence in view ${number}, percent`}
            value={view.confidence ?? 0.5}
            isInvalid={!((view.confidence ?? 0.5) > 0 && (view.confidence ?? 0.5) <= 1)}
            onCommit={(confidence) => onChange({ ...view, confidence: Math.min(1, Math.max(0.0001, confidence)) })}
          />
        </label>
      ) : null}
      {trust === "variance" ? (
        <label className="qd-field">
          <span className="qd-label">{t`Standard error, %`}</span>
          <PercentField
            label={t`Standard error of view ${number}, percent a year`}
            value={error}
            onCommit={(next) => onError(Math.max(0.0001, next))}
          />
        </label>
      ) : null}
      <IconButton icon="trash" label={t`Remove view ${number}`} onPress={onRemove} />
    </fieldset>
  );
}
