// The set-up of a back-test or a sweep: strategy, instruments, period, money, costs, and what it is held against.
import { useLingui } from "@lingui/react/macro";

import { DateInput } from "@/ui/fields/DateInput";
import { DecimalInput } from "@/ui/fields/DecimalInput";
import { Select } from "@/ui/fields/Select";
import { Switch } from "@/ui/fields/Toggle";
import { useDisplay } from "@/ui/display";
import { CurrencyInput } from "@/ui/fields/CurrencyInput";
import { useInstruments } from "../pickers";
import { Part } from "../risk";
import { type Instrument } from "../types";
import { BenchmarkFields, FeeFields, SlippageFields } from "./costFields";
import { InstrumentList } from "./instrumentList";
import { BEGUN, type Lacks, type SetupDraft, SIZES } from "./setup";
import { StrategyChoice } from "./strategyChoice";
import { type Arrival, type Catalogue, type TicksOf } from "./types";
import { ARRIVAL, TICKS, useSizeName } from "./words";
import "./backtest.css";

export interface SetupFormProps {
  draft: SetupDraft;
  catalogue: Catalogue;
  lacking: readonly Lacks[];
  /** Whether it may go over ticks too. */
  overTicks?: boolean;
  onChange: (next: SetupDraft) => void;
}

export function SetupForm({ draft, catalogue, lacking, overTicks = false, onChange }: SetupFormProps) {
  const { t, i18n } = useLingui();
  const { baseCurrency } = useDisplay();
  const sizeName = useSizeName();
  const instruments: readonly Instrument[] = useInstruments().data ?? [];
  const change = (part: Partial<SetupDraft>): void => onChange({ ...draft, ...part });
  const symbolOf = (id: string): string => instruments.find((one) => one.id === id)?.symbol ?? id;
  const field = { draft, lacking, onChange: change };
  return (
    <div className="qd-backtest-setup">
      <Part title={t`What trades`}>
        <StrategyChoice
          catalogue={catalogue}
          strategy_id={draft.strategy_id}
          specification={draft.specification}
          symbols={draft.instrument_ids.map(symbolOf)}
          onChange={change}
        />
      </Part>
      <Part title={t`On which bars`}>
        <InstrumentList
          label={t`Instruments`}
          instruments={instruments}
          chosen={draft.instrument_ids}
          onChange={(instrument_ids) => change({ instrument_ids })}
        />
        <div className="qd-form">
          {overTicks ? (
            <Select<TicksOf | "stored">
              label={t`Runs over`}
              value={draft.ticks ?? "stored"}
              onChange={(of) =>
                change(
                  of === "stored"
                    ? { ticks: null }
                    : { ticks: of, interval: draft.interval === BEGUN.interval ? "1m" : draft.interval },
                )
              }
              options={[
                { id: "stored", label: t`Stored bars` },
                ...(["recording", "practice", "bars"] as const).map((id) => ({ id, label: i18n._(TICKS[id]) })),
              ]}
              description={
                draft.ticks === null
                  ? undefined
                  : t`Orders meet trades and quotes; the strategy hears of the bars built of them.`
              }
            />
          ) : null}
          <DateInput
            label={t`From`}
            value={draft.from}
            onChange={(from) => change({ from })}
            description={draft.from === null ? t`From the first bar` : undefined}
          />
          <DateInput
            label={t`To`}
            value={draft.to}
            onChange={(to) => change({ to })}
            description={draft.to === null ? t`To the last bar` : undefined}
            error={lacking.includes("period") ? t`This is before the first day.` : undefined}
          />
          <Select
            label={t`Bars of`}
            value={draft.interval}
            onChange={(interval) => change({ interval })}
            options={SIZES.map((id) => ({ id, label: sizeName(id) }))}
          />
          {draft.ticks !== null ? null : (
            <Select<Arrival | "usual">
              label={t`Orders trade`}
              value={draft.arrival ?? "usual"}
              onChange={(arrival) => change({ arrival: arrival === "usual" ? null : arrival })}
              options={[
                { id: "usual" as const, label: t`As the bars allow` },
                ...(["next_open", "next_close", "same_close"] as const).map((id) => ({
                  id,
                  label: i18n._(ARRIVAL[id]),
                })),
              ]}
              description={
                draft.arrival === null
                  ? t`At the next open, or at the next close where bars have closes only.`
                  : draft.arrival === "same_close"
                    ? t`A look ahead of one bar: the close is taken as known.`
                    : undefined
              }
            />
          )}
        </div>
      </Part>
      <Part title={t`With which money`}>
        <div className="qd-form">
          <DecimalInput
            label={t`Cash at the start`}
            value={draft.cash}
            onChange={(cash) => change({ cash })}
            unit={draft.currency ?? baseCurrency}
            error={lacking.includes("cash") ? t`Give more than zero.` : undefined}
          />
          <CurrencyInput
            label={t`Currency of the account`}
            value={draft.currency ?? baseCurrency}
            onChange={(currency) => change({ currency: currency === baseCurrency ? null : currency })}
          />
          <Switch
            label={t`Borrows on margin`}
            value={draft.margin}
            onChange={(margin) => change({ margin })}
            description={t`Half at the beginning, a quarter kept; else a margin call.`}
          />
          <Switch
            label={t`May sell short`}
            value={draft.short}
            onChange={(short) => change({ short })}
            description={t`Without it sales of what is not held are refused.`}
          />
        </div>
      </Part>
      <Part title={t`What it costs`}>
        <div className="qd-form">
          <FeeFields {...field} />
          <SlippageFields {...field} />
        </div>
      </Part>
      {draft.ticks !== null ? null : (
        <Part title={t`Held against`}>
          <BenchmarkFields {...field} instruments={instruments} />
        </Part>
      )}
    </div>
  );
}
