// One run: its figures, its curve, where the gain came from, every trade, and how far it can be believed.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { offerSetup } from "@/api/backtest/offers";
import { draftOf } from "@/api/backtest/setup";
import { formOf } from "@/api/backtest/specification";
import { type BacktestView, type BacktestOutcome, type Catalogue } from "@/api/backtest/types";
import { STANDING, useSizeName } from "@/api/backtest/words";
import { useInstruments } from "@/api/pickers";
import { useGet } from "@/api/queries";
import { QueryView } from "@/api/QueryView";
import { RenameRun } from "@/api/RenameRun";
import { SaveButton } from "@/api/SaveButton";
import { toCsv } from "@/lib/csv";
import { platform } from "@/platform/platform";
import { Button } from "@/ui/Button";
import { useFormat } from "@/ui/display";
import { EmptyState } from "@/ui/states";
import { toast } from "@/ui/toasts";
import { Attribution } from "./attribution";
import { figureRows } from "./curve";
import { Equity } from "./equity";
import { Figures, Headline } from "./figures";
import { Gains } from "./gains";
import { GapToReality } from "./gap";
import { LookAheadCheck } from "./lookAhead";
import { MonteCarloPart } from "./monteCarlo";
import { Months } from "./months";
import { NoisePart } from "./noise";
import { Notes } from "./notes";
import { SignificancePart } from "./significance";
import { TaxesPart } from "./taxes";
import { Trades } from "./trades";

/** Moments of the curve: more than a screen has columns. */
const POINTS = 1500;

export interface RunProps {
  id: string;
  catalogue: Catalogue;
  /** The run is not there any more. */
  onGone: () => void;
  /** It goes on, on paper. */
  onPaper: () => void;
}

export function Run({ id, catalogue, onGone, onPaper }: RunProps) {
  const { t } = useLingui();
  const run = useGet<BacktestView>("/backtests/{id}", { path: { id } });
  const result = useGet<BacktestOutcome>(
    "/backtests/{id}/result",
    { path: { id }, query: { points: POINTS } },
    { enabled: run.data?.has_result === true },
  );
  const instruments = useInstruments();
  const symbolOf = (one: string): string => instruments.data?.find((known) => known.id === one)?.symbol ?? one;
  const currencyOf = (one: string): string | undefined => instruments.data?.find((known) => known.id === one)?.currency;
  if (run.error?.status === 404) {
    return (
      <EmptyState
        title={t`This run has been deleted`}
        text={t`Others that were kept are in the list.`}
        action={{ label: t`Show the kept runs`, onPress: onGone }}
      />
    );
  }
  return (
    <QueryView query={run} lines={12}>
      {(kept) =>
        kept.paper?.standing === "running" ? (
          <EmptyState
            title={t`This run goes on`}
            text={t`A run on paper has its result when it has ended.`}
            action={{ label: t`Look at it`, onPress: onPaper }}
          />
        ) : !kept.has_result && kept.paper ? (
          <EmptyState
            title={t`This run heard nothing`}
            text={kept.paper.why ?? t`It ended before the first tick came.`}
            action={{
              label: t`Set it up again`,
              onPress: () => offerSetup(() => draftOf(kept.question, kept.specification)),
            }}
          />
        ) : !kept.has_result ? (
          <EmptyState
            title={t`The result of this run is not kept any more`}
            text={t`A run that comes back after a deletion, or out of an archive, comes without it. The same question gives it again.`}
            action={{
              label: t`Set it up again`,
              onPress: () => offerSetup(() => draftOf(kept.question, kept.specification)),
            }}
          />
        ) : (
          <QueryView query={result} lines={12}>
            {(data) => (
              <div className="qd-risk">
                <Head run={kept} result={data} catalogue={catalogue} symbolOf={symbolOf} />
                <Headline result={data} />
                {data.knows_its_close ? (
                  <p className="qd-notice qd-notice-warn" role="note">
                    {t`Orders traded at the close that they were decided on: a look ahead of one bar.`}
                  </p>
                ) : null}
                <Equity id={id} result={data} />
                <Figures result={data} />
                <Months result={data} />
                <Attribution result={data} />
                <Gains id={id} currency={data.currency} />
                <Trades id={id} counts={data.counts} symbolOf={symbolOf} currencyOf={currencyOf} />
                <SignificancePart id={id} />
                <MonteCarloPart id={id} currency={data.currency} cash={data.cash} />
                <TaxesPart id={id} currency={data.currency} />
                {kept.question.ticks ? null : <NoisePart id={id} />}
                {kept.paper ? <GapToReality run={kept} /> : null}
                {kept.question.ticks ? null : <LookAheadCheck id={id} symbolOf={symbolOf} />}
                <Notes result={data} symbolOf={symbolOf} currencyOf={currencyOf} />
              </div>
            )}
          </QueryView>
        )
      }
    </QueryView>
  );
}

interface HeadProps {
  run: BacktestView;
  result: BacktestOutcome;
  catalogue: Catalogue;
  symbolOf: (id: string) => string;
}

const SYMBOLS_SHOWN = 6;

function Head({ run, result, catalogue, symbolOf }: HeadProps) {
  const { t, i18n } = useLingui();
  const format = useFormat();
  const sizeName = useSizeName();
  const [isRenaming, setRenaming] = useState(false);
  const ids = run.instrument_ids;
  const symbols = ids.slice(0, SYMBOLS_SHOWN).map(symbolOf).join(", ");
  const more = ids.length > SYMBOLS_SHOWN ? t`${symbols} and ${ids.length - SYMBOLS_SHOWN} more` : symbols;
  const save = (): void => {
    const csv = toCsv(["figure", "value", "unit", "undefined", "convention"], figureRows(result));
    platform()
      .saveFile(`${run.name}.csv`, csv, "text/csv;charset=utf-8")
      .then(
        () => toast({ kind: "success", text: t`Figures saved` }),
        (error: unknown) => toast({ kind: "error", text: error instanceof Error ? error.message : String(error) }),
      );
  };
  return (
    <div className="qd-row qd-backtest-head">
      <div className="qd-grow">
        <h2 className="qd-backtest-title">{run.name}</h2>
        <p className="qd-dim">
          {formOf(catalogue, run.strategy_kind)?.title ?? run.strategy_kind} · {more} ·{" "}
          {t`${format.date(run.from)} to ${format.date(run.to)}, bars of ${sizeName(run.interval)}`} ·{" "}
          {run.paper
            ? t`on paper: ${i18n._(STANDING[run.paper.standing])}`
            : run.n_trials === 1
              ? t`the first trial of this strategy on these days`
              : t`trial ${format.number(run.n_trials, 0)} of this strategy on these days`}
        </p>
        {run.paper?.why ? <p className="qd-notice qd-notice-warn">{run.paper.why}</p> : null}
      </div>
      <Button
        size="small"
        onPress={() => offerSetup(() => draftOf(run.question, run.specification))}
      >{t`Change and run again`}</Button>
      <Button size="small" icon="edit" onPress={() => setRenaming(true)}>{t`Rename`}</Button>
      <Button size="small" icon="download" onPress={save}>{t`Figures as CSV`}</Button>
      <SaveButton
        label={t`Tear sheet`}
        path="/backtests/{id}/tear-sheet"
        options={{ path: { id: run.id } }}
        name={() => `${run.name}.html`}
        mime="text/html"
        isSmall
      />
      {isRenaming ? <RenameRun path="/backtests" run={run} onClose={() => setRenaming(false)} /> : null}
    </div>
  );
}
