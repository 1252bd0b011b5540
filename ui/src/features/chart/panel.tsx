// The chart of one instrument: candles or line, volume, comparison, ranges; follows the linked instrument.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { useAlertBacktest } from "@/api/alertBacktest";
import { InstrumentPicker, useInstruments } from "@/api/pickers";
import { QueryView } from "@/api/QueryView";
import { useColumns, useGet } from "@/api/queries";
import { type Instrument, type Workspace } from "@/api/types";
import { type BarSize, type DrawShape } from "@/api/markets";
import { CandleChart } from "@/charts/CandleChart";
import { popOut } from "@/charts/popOut";
import { RangeButtons } from "@/charts/RangeButtons";
import { hasCandles, hasVolume } from "@/charts/time/candles";
import { type Range } from "@/charts/time/ranges";
import { type Study } from "@/charts/time/studies";
import { symbolInWords } from "@/lib/ruleWords";
import { isRecord, load, save } from "@/lib/storage";
import { useIsStreaming, useWatch } from "@/stream/market";
import { priceOf, quotes } from "@/stream/quotes";
import { Button, IconButton } from "@/ui/Button";
import { type PanelProps, useHost, useLinkedInstrument } from "@/ui/host";
import { MenuButton } from "@/ui/Menu";
import { PanelFrame } from "@/ui/PanelFrame";
import { EmptyState } from "@/ui/states";
import { toast } from "@/ui/toasts";
import { marksOfAlert } from "./alert";
import { AlertRow } from "./alertRow";
import { barsOf, priceDigits } from "./bars";
import { alertOnLine } from "./drawingAlert";
import { DrawingMenu, DrawingsDialog, type DrawingTools, DrawMenu, useDrawings, WriteDialog } from "./drawings";
import { IndicatorsDialog, useCatalogue } from "./indicators";
import { replayedBars, useReplaySpan } from "./live";
import { type Chosen, isChosen, studiesOf, useIndicators } from "./studies";
import "./chart.css";

/** More bars than any screen has pixels; the server thins longer series without losing an extreme. */
const MAX_POINTS = 20_000;

interface Look {
  prefersLine: boolean;
  isLog: boolean;
  isPercent: boolean;
  showVolume: boolean;
}
const DEFAULT_LOOK: Look = { prefersLine: false, isLog: false, isPercent: false, showVolume: true };
const isLook = (value: unknown): value is Look =>
  isRecord(value) && Object.keys(DEFAULT_LOOK).every((key) => typeof value[key] === "boolean");

const SIZES = ["1m", "5m", "15m", "30m", "1h", "4h", "1d"] as const satisfies readonly BarSize[];
const isSize = (value: unknown): value is BarSize => SIZES.some((size) => size === value);

interface InstrumentChartProps {
  instrument: Instrument;
  other: Instrument | null;
  chosen: readonly Chosen[];
  /** The firings of an alert that is tried out. */
  alert: Study | null;
  /** An alert is to be tried at a price. */
  onAlert: (words: string) => void;
  look: Look;
  size: BarSize;
  /** Another size may have bars where this one has none. */
  onSize: (size: BarSize) => void;
  range: Range | null;
  rangeKey: number;
  tools: DrawingTools;
}

function InstrumentChart(props: InstrumentChartProps) {
  const { instrument, other, chosen, alert, onAlert, look, size, onSize, range, rangeKey, tools } = props;
  const { t } = useLingui();
  const host = useHost();
  const replayed = useReplaySpan(instrument.id);
  useWatch([instrument.id], ["trade", "bar"]);
  const isIntraday = size !== "1d";
  const options = (id: string) => ({
    path: { instrument_id: id },
    // Days are what the server gives unasked.
    query: { max_points: MAX_POINTS, format: "binary", size: isIntraday ? size : undefined },
  });
  const query = useColumns("/bars/{instrument_id}", options(instrument.id));
  const made = useColumns(
    "/replays/bars/{instrument_id}",
    { path: { instrument_id: instrument.id }, query: { interval: size, format: "binary" } },
    { enabled: replayed !== null },
  );
  const compared = useColumns("/bars/{instrument_id}", options(other?.id ?? ""), { enabled: other !== null });
  const catalogue = useCatalogue(chosen.length > 0);
  // Indicators are computed over daily bars; over others they would stand at wrong places.
  const indicators = useIndicators(instrument.id, isIntraday ? [] : chosen);
  const { studies, missing } = studiesOf(
    chosen.length > 0 && !isIntraday ? indicators.data : undefined,
    chosen,
    catalogue.data?.indicators ?? [],
  );
  const streams = useIsStreaming(instrument.id);
  return (
    <QueryView query={query} lines={8}>
      {(columns) => {
        const stored = barsOf(columns);
        const past = made.data ? barsOf(made.data) : null;
        const bars = replayed === null ? stored : replayedBars(stored, past, replayed, size);
        if (columns.rows === 0 && isIntraday && replayed === null && !streams) {
          return (
            <EmptyState
              title={t`${instrument.symbol} has no bars of ${size} yet`}
              text={t`They come from a provider that streams or has history of this size: download them under Data health, or look at days.`}
              action={{ label: t`Show days`, onPress: () => onSize("1d") }}
            />
          );
        }
        if (columns.rows === 0 && !isIntraday && replayed === null) {
          return (
            <EmptyState
              title={t`${instrument.symbol} has no prices yet`}
              text={t`Import a file with daily prices, or enter some by hand.`}
              action={{ label: t`Import prices`, onPress: () => host.openPanel("imports") }}
            />
          );
        }
        const closeOnly = bars.times.length > 0 && !hasCandles(bars) && !isIntraday;
        const otherBars = other && compared.data && compared.data.rows > 0 ? barsOf(compared.data) : null;
        const notes = [
          closeOnly ? t`Only closing prices are known, so this is a line.` : null,
          hasVolume(bars) || isIntraday ? null : t`No volume is known.`,
          isIntraday ? t`Times are in UTC.` : null,
          isIntraday && chosen.length > 0 ? t`Indicators are shown over days.` : null,
          other ? t`Both in percent since the left edge.` : null,
          other && compared.error ? t`${other.symbol} cannot be compared: ${compared.error.message}` : null,
          other && compared.data?.rows === 0 ? t`${other.symbol} has no prices.` : null,
          indicators.error ? t`The indicators cannot be computed: ${indicators.error.message}` : null,
          ...missing,
          instrument.prices_adjusted ? t`Prices are adjusted for splits and dividends.` : null,
        ].filter((note) => note !== null);
        return (
          <>
            <CandleChart
              key={`${size} ${String(replayed?.at)}`}
              title={instrument.symbol}
              bars={bars}
              comparison={
                other && otherBars ? { name: other.symbol, times: otherBars.times, close: otherBars.close } : null
              }
              studies={alert ? [...studies, alert] : studies}
              digits={priceDigits(bars.close)}
              isLine={closeOnly || look.prefersLine || otherBars !== null}
              isLog={look.isLog}
              isPercent={look.isPercent}
              showVolume={look.showVolume}
              isIntraday={isIntraday}
              live={{ instrumentId: instrument.id, size }}
              drawings={otherBars ? null : tools.over}
              range={range}
              rangeKey={rangeKey}
              onPrice={(price) => {
                const last = bars.close.at(-1) ?? 0;
                const crosses = Number(price) >= last ? "crosses above" : "crosses below";
                onAlert(`${symbolInWords(instrument.symbol)} ${crosses} ${price}`);
              }}
            />
            <p className="qd-dim qd-small qd-chart-notes">
              {[instrument.name, instrument.currency, notes.join(" ")].filter((part) => part !== "").join(" · ")}
            </p>
          </>
        );
      }}
    </QueryView>
  );
}

export default function Panel({ params }: PanelProps) {
  const { t } = useLingui();
  const host = useHost();
  const [linked, follow] = useLinkedInstrument();
  const instruments = useInstruments();
  const workspace = useGet<Workspace>("/workspace");
  const [look, setLook] = useState<Look>(() => load("chart.look", DEFAULT_LOOK, isLook));
  const [chosenId, setChosenId] = useState<string | null>(params["instrument_id"] ?? null);
  const [seenLink, setSeenLink] = useState(linked);
  const [chosen, setChosen] = useState<Chosen[]>(() => load("chart.indicators", [], isChosen));
  const [isChoosing, setChoosing] = useState(false);
  const [isListing, setListing] = useState(false);
  const [size, setSize] = useState<BarSize>(() => load("chart.size", "1d", isSize));
  const [otherId, setOtherId] = useState<string | null>(null);
  /** The rule that is tried out; null where none is. */
  const [alert, setAlert] = useState<string | null>(null);
  /** Another rule was put into the row. */
  const [alertKey, setAlertKey] = useState(0);
  const alertTest = useAlertBacktest(alert ?? "");
  const [range, setRange] = useState<{ value: Range; key: number }>({ value: "3Y", key: 0 });

  // Another panel of this colour moved on: follow it.
  if (linked !== seenLink) {
    setSeenLink(linked);
    if (linked !== null) setChosenId(linked);
  }
  const all = instruments.data ?? [];
  const find = (id: string | null | undefined): Instrument | null => all.find((i) => i.id === id) ?? null;
  const instrument = find(chosenId) ?? find(linked) ?? find(workspace.data?.benchmark_id) ?? all[0] ?? null;
  const tools = useDrawings(instrument?.id ?? null);
  const chooseSize = (next: BarSize): void => {
    setSize(next);
    save("chart.size", next);
  };
  const tryAlert = (words: string): void => {
    setAlert(words);
    setAlertKey(alertKey + 1);
  };
  const alertOnShape = (shape: DrawShape): void => {
    const quote = quotes.get(instrument?.id ?? "");
    const last = quote ? priceOf(quote) : null;
    const words = alertOnLine(instrument?.symbol ?? "", shape, last, Date.now() / 1000);
    if (words !== null) tryAlert(words);
  };
  const change = (part: Partial<Look>): void => {
    const next = { ...look, ...part };
    setLook(next);
    save("chart.look", next);
  };
  const show = (id: string | null): void => {
    if (id === null) return;
    setChosenId(id);
    setSeenLink(id);
    follow(id);
  };
  const pop = async (): Promise<void> => {
    if (!instrument) return;
    try {
      await popOut({ instrumentId: instrument.id, symbol: instrument.symbol }, host.popOutChart);
    } catch (error) {
      toast({ kind: "error", text: error instanceof Error ? error.message : String(error) });
    }
  };

  const toolbar = (
    <>
      <div className="qd-chart-picker">
        <InstrumentPicker
          label={t`Instrument`}
          hideLabel
          value={instrument?.id ?? null}
          onChange={show}
          placeholder={t`Symbol or name`}
        />
      </div>
      <div className="qd-chart-picker">
        <InstrumentPicker
          label={t`Compare with`}
          hideLabel
          value={otherId}
          onChange={setOtherId}
          placeholder={t`Compare with…`}
        />
      </div>
      <MenuButton
        label={t`Size of the bars: ${size}`}
        size="small"
        items={SIZES.map((id) => ({ id, label: id, isChecked: id === size, onAction: () => chooseSize(id) }))}
      >
        {size}
      </MenuButton>
      <RangeButtons value={range.value} onChange={(value) => setRange({ value, key: range.key + 1 })} />
      <Button size="small" onPress={() => setChoosing(true)}>
        {chosen.length > 0 ? t`Indicators (${chosen.length})` : t`Indicators`}
      </Button>
      <Button size="small" onPress={() => setAlert(alert === null ? "" : null)}>{t`Try an alert`}</Button>
      {otherId === null ? <DrawMenu tools={tools} onList={() => setListing(true)} /> : null}
      <MenuButton
        label={t`Chart settings`}
        icon="settings"
        size="small"
        items={[
          {
            id: "candles",
            label: t`Candles`,
            isChecked: !look.prefersLine,
            onAction: () => change({ prefersLine: false }),
          },
          { id: "line", label: t`Line`, isChecked: look.prefersLine, onAction: () => change({ prefersLine: true }) },
          {
            id: "log",
            label: t`Logarithmic scale`,
            startsGroup: true,
            isChecked: look.isLog,
            onAction: () => change({ isLog: !look.isLog, isPercent: false }),
          },
          {
            id: "percent",
            label: t`In percent since the left edge`,
            isChecked: look.isPercent,
            onAction: () => change({ isPercent: !look.isPercent, isLog: false }),
          },
          {
            id: "volume",
            label: t`Volume`,
            isChecked: look.showVolume,
            onAction: () => change({ showVolume: !look.showVolume }),
          },
          ...(otherId === null
            ? []
            : [{ id: "no-comparison", label: t`Stop comparing`, startsGroup: true, onAction: () => setOtherId(null) }]),
        ]}
      />
      <IconButton
        label={t`Pop out chart`}
        icon="window"
        size="small"
        isDisabled={!instrument}
        onPress={() => void pop()}
      />
    </>
  );

  return (
    <PanelFrame label={t`Chart`} toolbar={toolbar} isFlush>
      <IndicatorsDialog
        chosen={chosen}
        onChange={(next) => {
          setChosen(next);
          save("chart.indicators", next);
        }}
        isOpen={isChoosing}
        onOpenChange={setChoosing}
      />
      <DrawingMenu tools={tools} onAlert={alertOnShape} />
      <WriteDialog tools={tools} />
      {isListing ? <DrawingsDialog tools={tools} onAlert={alertOnShape} onClose={() => setListing(false)} /> : null}
      {alert === null ? null : (
        <AlertRow
          key={alertKey}
          words={alert}
          symbol={instrument?.symbol ?? ""}
          test={alertTest}
          onChange={setAlert}
          onKeep={(words) => host.openPanel("alerts", { words })}
          onClose={() => setAlert(null)}
        />
      )}
      <div className="qd-chart-panel">
        <QueryView query={instruments} lines={8}>
          {() =>
            instrument ? (
              <InstrumentChart
                key={instrument.id}
                instrument={instrument}
                other={find(otherId)}
                chosen={chosen}
                alert={marksOfAlert(alert && !alertTest.isError ? alertTest.data : undefined, instrument.id)}
                onAlert={tryAlert}
                size={size}
                onSize={chooseSize}
                tools={tools}
                look={look}
                range={range.value}
                rangeKey={range.key}
              />
            ) : (
              <EmptyState
                title={t`No instrument yet`}
                text={t`A chart shows the daily prices of an instrument. Import prices, or enter an instrument by hand.`}
                action={{ label: t`Import or add your own`, onPress: () => host.openPanel("imports") }}
              />
            )
          }
        </QueryView>
      </div>
    </PanelFrame>
  );
}
