// From which days and how returns and covariance are estimated, and what had to be repaired on the way.
import { useLingui } from "@lingui/react/macro";

import { InstrumentPicker, useInstruments } from "@/api/pickers";
import { IconButton } from "@/ui/Button";
import { useFormat } from "@/ui/display";
import { DateInput } from "@/ui/fields/DateInput";
import { Select } from "@/ui/fields/Select";
import { useSlice } from "@/ui/useSlice";
import { CovarianceFields } from "./covarianceFields";
import { looksAtBenchmark } from "./estimates";
import { type Change } from "./form";
import { tiny } from "./outcome";
import { ReturnsFields } from "./returnsFields";
import { Section } from "./section";
import { type Session } from "./session";
import { type Universe } from "./types";
import { useChoices } from "./useChoices";
import { useSymbols } from "./useSymbols";
import { keysOf, MISSING_RULE, PSD_REPAIR, RETURNS_MODEL } from "./words";

function Instruments({ session }: { session: Session }) {
  const { t } = useLingui();
  const instruments = useInstruments();
  const { returnsModel, covarianceModel, benchmarkInstrumentId, factorInstrumentIds } = useSlice(
    session.form,
    (form) => form,
  );
  const set = (change: Change): void => session.dispatch({ type: "set", change });
  const symbolOf = (id: string): string => instruments.data?.find((i) => i.id === id)?.symbol ?? "…";
  return (
    <>
      {looksAtBenchmark(returnsModel) || benchmarkInstrumentId ? (
        <InstrumentPicker
          label={t`Market (benchmark instrument)`}
          description={t`Empty: the mean of the assets stands for the market.`}
          value={benchmarkInstrumentId}
          onChange={(id) => set({ benchmarkInstrumentId: id })}
        />
      ) : null}
      {covarianceModel.model === "given_factors" ? (
        <div className="qd-symbols">
          <InstrumentPicker
            key={factorInstrumentIds.length}
            label={t`Factor instruments`}
            description={factorInstrumentIds.length === 0 ? t`Add at least one, such as an index.` : undefined}
            placeholder={t`Add an instrument`}
            value={null}
            onChange={(id) =>
              id !== null &&
              !factorInstrumentIds.includes(id) &&
              set({ factorInstrumentIds: [...factorInstrumentIds, id] })
            }
          />
          <ul className="qd-chips" aria-label={t`Factor instruments`}>
            {factorInstrumentIds.map((id) => (
              <li key={id} className="qd-chip">
                {symbolOf(id)}
                <IconButton
                  size="small"
                  icon="close"
                  label={t`Remove the factor ${symbolOf(id)}`}
                  onPress={() => set({ factorInstrumentIds: factorInstrumentIds.filter((f) => f !== id) })}
                />
              </li>
            ))}
          </ul>
        </div>
      ) : null}
    </>
  );
}

/** What the estimate used, what was repaired and what a reader should know. */
function EstimateNotes({ universe }: { universe: Universe }) {
  const { t } = useLingui();
  const format = useFormat();
  const { repair, warnings } = universe;
  return (
    <>
      <p className="qd-dim qd-small">
        {t`${format.number(universe.n_observations, 0)} daily returns, ${format.date(universe.first_date)} to ${format.date(universe.last_date)}.`}{" "}
        {universe.shrinkage === null ? null : t`Shrinkage ${format.percent(universe.shrinkage, 1)}.`}
      </p>
      {repair ? (
        <p className="qd-warn">
          {t`The covariance was repaired: ${repair.n_negative} eigenvalues were below zero (the smallest ${tiny(repair.min_eigenvalue)}); entries moved by at most ${format.percent(repair.largest_change, 2)} of the largest variance.`}
        </p>
      ) : null}
      {warnings?.map((warning) => (
        <p key={warning} className="qd-warn">
          {warning}
        </p>
      ))}
    </>
  );
}

export interface EstimatorSectionProps {
  session: Session;
  universe: Universe | undefined;
  today: string | undefined;
}

export function EstimatorSection({ session, universe, today }: EstimatorSectionProps) {
  const { t, i18n } = useLingui();
  const form = useChoices(session);
  const symbols = useSymbols(session, universe);
  const { from, to, returnsModel, covarianceModel } = form;
  const set = (change: Change): void => session.dispatch({ type: "set", change });
  return (
    <Section id="estimates" title={t`Estimates`} note={i18n._(RETURNS_MODEL[returnsModel.model])} isOpenAtFirst>
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
      </div>
      <div className="qd-form">
        {universe ? (
          <ReturnsFields
            label={t`Expected returns`}
            model={returnsModel}
            universe={universe}
            symbols={symbols}
            onChange={(model) => set({ returnsModel: model })}
          />
        ) : null}
      </div>
      <div className="qd-form">
        <CovarianceFields model={covarianceModel} onChange={(model) => set({ covarianceModel: model })} />
      </div>
      <div className="qd-form">
        <Instruments session={session} />
        <Select
          label={t`Missing prices`}
          value={form.missing}
          onChange={(missing) => set({ missing })}
          options={keysOf(MISSING_RULE).map((id) => ({ id, label: i18n._(MISSING_RULE[id]) }))}
        />
        <Select
          label={t`When the covariance is none`}
          value={form.repair}
          onChange={(repair) => set({ repair })}
          options={keysOf(PSD_REPAIR).map((id) => ({ id, label: i18n._(PSD_REPAIR[id]) }))}
        />
      </div>
      {universe ? <EstimateNotes universe={universe} /> : null}
    </Section>
  );
}
