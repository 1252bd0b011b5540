// Which model the covariance comes from, with its numbers.
import { useLingui } from "@lingui/react/macro";

import { NumberInput } from "@/ui/fields/NumberInput";
import { Select } from "@/ui/fields/Select";
import { Switch } from "@/ui/fields/Toggle";
import { HALF_LIFE, newCovarianceModel, SPAN_COVARIANCE } from "./estimates";
import { type CovarianceModel } from "./types";
import { COVARIANCE_MEANING, COVARIANCE_MODEL, keysOf } from "./words";

const FRACTION: Intl.NumberFormatOptions = { style: "percent", maximumFractionDigits: 4 };

export interface CovarianceFieldsProps {
  model: CovarianceModel;
  onChange: (model: CovarianceModel) => void;
}

export function CovarianceFields({ model, onChange }: CovarianceFieldsProps) {
  const { t, i18n } = useLingui();
  return (
    <>
      <Select
        label={t`Covariance`}
        description={i18n._(COVARIANCE_MEANING[model.model])}
        value={model.model}
        onChange={(id) => id !== model.model && onChange(newCovarianceModel(id))}
        options={keysOf(COVARIANCE_MODEL).map((id) => ({ id, label: i18n._(COVARIANCE_MODEL[id]) }))}
      />
      {model.model === "exponentially_weighted" ? (
        <NumberInput
          label={t`Span of covariance, days`}
          value={model.span ?? SPAN_COVARIANCE}
          min={2}
          onChange={(span) => onChange({ ...model, span: span ?? SPAN_COVARIANCE })}
        />
      ) : null}
      {model.model === "exponential_half_life" ? (
        <NumberInput
          label={t`Half-life of covariance, days`}
          value={model.half_life ?? HALF_LIFE}
          min={1}
          onChange={(days) => onChange({ ...model, half_life: days ?? HALF_LIFE })}
        />
      ) : null}
      {model.model === "fixed_shrinkage" ? (
        <NumberInput
          label={t`Intensity`}
          value={model.intensity ?? 0.2}
          min={0}
          max={1}
          format={FRACTION}
          onChange={(intensity) => onChange({ ...model, intensity: intensity ?? 0.2 })}
        />
      ) : null}
      {model.model === "gerber" ? (
        <NumberInput
          label={t`Threshold, standard deviations`}
          value={model.threshold ?? 0.5}
          min={0}
          max={1}
          step={0.01}
          onChange={(threshold) => onChange({ ...model, threshold: threshold ?? 0.5 })}
        />
      ) : null}
      {model.model === "semicovariance" ? (
        <NumberInput
          label={t`Benchmark return a day`}
          value={model.benchmark_return ?? 0.000079}
          format={FRACTION}
          onChange={(value) => onChange({ ...model, benchmark_return: value ?? 0 })}
        />
      ) : null}
      {model.model === "detoned" ? (
        <>
          <NumberInput
            label={t`Eigenvalues of the market`}
            value={model.n_markets ?? 1}
            min={1}
            step={1}
            onChange={(n_markets) => onChange({ ...model, n_markets: n_markets ?? 1 })}
          />
          <Switch
            label={t`Denoise before`}
            value={model.denoise ?? false}
            onChange={(denoise) => onChange({ ...model, denoise })}
          />
        </>
      ) : null}
      {model.model === "statistical_factors" ? (
        <NumberInput
          label={t`Factors`}
          description={t`Empty: as many as stand out of the noise.`}
          value={model.n_factors ?? null}
          min={1}
          step={1}
          onChange={(n_factors) => onChange({ ...model, n_factors })}
        />
      ) : null}
      <Switch
        label={t`Logarithmic returns (covariance)`}
        value={model.log_returns ?? false}
        onChange={(log_returns) => onChange({ ...model, log_returns })}
      />
    </>
  );
}
