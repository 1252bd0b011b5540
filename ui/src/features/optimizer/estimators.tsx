// From which days and how returns and covariance are estimated.
import { useLingui } from "@lingui/react/macro";

import { useFormat } from "@/ui/display";
import { DateInput } from "@/ui/fields/DateInput";
import { NumberInput } from "@/ui/fields/NumberInput";
import { Select } from "@/ui/fields/Select";
import { type Form } from "./form";
import { type Session } from "./session";
import { type Universe } from "./types";
import { useSlice } from "./useSlice";
import { COVARIANCE_MODEL, RETURNS_MODEL } from "./words";

const SPAN_RETURNS = 500;
const SPAN_COVARIANCE = 180;

export function EstimatorSection({
  session,
  universe,
  today,
}: {
  session: Session;
  universe: Universe | undefined;
  today: string | undefined;
}) {
  const { t, i18n } = useLingui();
  const format = useFormat();
  const { from, to, returnsModel, covarianceModel } = useSlice(session.form, (form) => form);
  const set = (change: Partial<Pick<Form, "from" | "to" | "returnsModel" | "covarianceModel">>): void =>
    session.dispatch({ type: "set", change });
  return (
    <section className="qd-optimizer-section" aria-label={t`Estimates`}>
      <h2>{t`Estimates`}</h2>
      <div className="qd-form">
        <DateInput
          label={t`Prices from`}
          value={from ?? universe?.first_date ?? null}
          {...(today ? { max: today } : {})}
          onChange={(value) => set({ from: value === universe?.first_date && from === null ? null : value })}
        />
        <DateInput
          label={t`Prices to`}
          value={to ?? universe?.last_date ?? null}
          {...(today ? { max: today } : {})}
          onChange={(value) => set({ to: value === universe?.last_date && to === null ? null : value })}
        />
        <Select
          label={t`Expected returns`}
          value={returnsModel.model}
          onChange={(model) =>
            set({ returnsModel: model === "exponentially_weighted" ? { model, span: SPAN_RETURNS } : { model } })
          }
          options={(["historical_mean", "exponentially_weighted"] as const).map((id) => ({
            id,
            label: i18n._(RETURNS_MODEL[id]),
          }))}
        />
        {returnsModel.model === "exponentially_weighted" ? (
          <NumberInput
            label={t`Span of returns, days`}
            value={returnsModel.span}
            min={2}
            onChange={(span) => set({ returnsModel: { model: "exponentially_weighted", span: span ?? SPAN_RETURNS } })}
          />
        ) : null}
        <Select
          label={t`Covariance`}
          value={covarianceModel.model}
          onChange={(model) =>
            set({ covarianceModel: model === "exponentially_weighted" ? { model, span: SPAN_COVARIANCE } : { model } })
          }
          options={(["ledoit_wolf_constant_variance", "sample", "exponentially_weighted"] as const).map((id) => ({
            id,
            label: i18n._(COVARIANCE_MODEL[id]),
          }))}
        />
        {covarianceModel.model === "exponentially_weighted" ? (
          <NumberInput
            label={t`Span of covariance, days`}
            value={covarianceModel.span}
            min={2}
            onChange={(span) =>
              set({ covarianceModel: { model: "exponentially_weighted", span: span ?? SPAN_COVARIANCE } })
            }
          />
        ) : null}
      </div>
      {universe ? (
        <p className="qd-dim qd-small">
          {t`${format.number(universe.n_observations, 0)} daily returns, ${format.date(universe.first_date)} to ${format.date(universe.last_date)}.`}{" "}
          {universe.n_dropped_dates > 0
            ? t`${format.number(universe.n_dropped_dates, 0)} days left out because an instrument has no price there.`
            : null}{" "}
          {universe.shrinkage === null ? null : t`Shrinkage ${format.percent(universe.shrinkage, 1)}.`}
        </p>
      ) : null}
    </section>
  );
}
