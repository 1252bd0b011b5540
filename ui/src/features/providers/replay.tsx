// Begin a replay: of recorded events, of stored bars, or of invented prices to practise on.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { toApiError } from "@/api/errors";
import { type BarSize, type NewReplay, type Recording, type ReplayOf, type ReplaysView } from "@/api/markets";
import { InstrumentPicker, useInstruments } from "@/api/pickers";
import { QueryView } from "@/api/QueryView";
import { type Instrument } from "@/api/types";
import { useReplay, useReplayControls, useReplays } from "@/stream/replay";
import { Button, IconButton } from "@/ui/Button";
import { DataTable } from "@/ui/DataTable";
import { useDisplay } from "@/ui/display";
import { DateInput } from "@/ui/fields/DateInput";
import { Select } from "@/ui/fields/Select";
import { useLinkedInstrument } from "@/ui/host";
import { ErrorState } from "@/ui/states";
import { type Column } from "@/ui/table/columns";
import { BAR_SIZE, BAR_SIZES } from "./words";

type Speed = "1" | "10" | "60" | "600" | "3600" | "max";

/** What the fields come to. Days are whole: from the first moment of one to the last of the other. */
export function replayOf(fields: {
  of: ReplayOf;
  instruments: readonly string[];
  from: string | null;
  to: string | null;
  size: BarSize;
  speed: Speed;
}): NewReplay {
  const { of, instruments, from, to, size, speed } = fields;
  return {
    of,
    instrument_ids: [...instruments],
    ...(from === null ? {} : { from: `${from}T00:00:00Z` }),
    ...(to === null ? {} : { to: `${to}T23:59:59Z` }),
    ...(of === "bars" ? { size } : {}),
    speed: speed === "max" ? null : Number(speed),
  };
}

export function Replay() {
  const replays = useReplays();
  const instruments = useInstruments();
  return (
    <QueryView query={replays}>
      {(view) => <QueryView query={instruments}>{(all) => <Begin view={view} all={all} />}</QueryView>}
    </QueryView>
  );
}

function Begin({ view, all }: { view: ReplaysView; all: readonly Instrument[] }) {
  const { t, i18n } = useLingui();
  const running = useReplay();
  const { start } = useReplayControls();
  const [linked] = useLinkedInstrument();
  const [of, setOf] = useState<ReplayOf>("practice");
  const [chosen, setChosen] = useState<readonly string[]>(() =>
    linked ? [linked] : all.slice(0, 1).map(({ id }) => id),
  );
  const [from, setFrom] = useState<string | null>(null);
  const [to, setTo] = useState<string | null>(null);
  const [size, setSize] = useState<BarSize>("1d");
  const [speed, setSpeed] = useState<Speed>("1");
  const [failure, setFailure] = useState<{ message: string } | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [n, setN] = useState(0);
  const symbolOf = (id: string): string => all.find((one) => one.id === id)?.symbol ?? "—";
  const begin = (): void => {
    setBusy(true);
    setFailure(null);
    start(replayOf({ of, instruments: chosen, from, to, size, speed }))
      .catch((error: unknown) => setFailure(toApiError(error)))
      .finally(() => setBusy(false));
  };
  const what: Record<ReplayOf, string> = {
    practice: t`Trades, quotes and order books are invented between the stored daily closes, and always labelled so.`,
    bars: t`Each stored bar is told as trades at its open, its high and low, and its close.`,
    recording: t`Recorded events come again in their order, with the pauses between them.`,
  };
  const speeds: { id: Speed; label: string }[] = [
    { id: "1", label: t`as it was` },
    { id: "10", label: "×10" },
    { id: "60", label: "×60" },
    { id: "600", label: "×600" },
    { id: "3600", label: "×3600" },
    { id: "max", label: t`as fast as it goes` },
  ];
  return (
    <div className="qd-stack">
      <p className="qd-dim">
        {t`While a replay runs, watchlists, depth, tape and charts show it instead of the markets. Nothing of it is kept, and no alert fires.`}
      </p>
      {running ? (
        <p className="qd-notice">{t`One is running: it is steered at the top of the window. Another one takes its place.`}</p>
      ) : null}
      {failure ? <ErrorState error={failure} /> : null}
      <div className="qd-form">
        <Select<ReplayOf>
          label={t`Of`}
          description={what[of]}
          options={[
            { id: "practice", label: t`Invented prices, for practice` },
            { id: "bars", label: t`Stored bars` },
            { id: "recording", label: t`A recording` },
          ]}
          value={of}
          onChange={setOf}
        />
        <div className="qd-stack">
          <InstrumentPicker
            key={n}
            label={t`Add an instrument`}
            placeholder={t`Symbol or name`}
            value={null}
            onChange={(id) => {
              if (id === null) return;
              setChosen([...chosen.filter((one) => one !== id), id]);
              setN(n + 1);
            }}
          />
          <ul className="qd-providers-chips" aria-label={t`Instruments of the replay`}>
            {chosen.map((id) => (
              <li key={id} className="qd-badge">
                {symbolOf(id)}
                <IconButton
                  label={t`Leave ${symbolOf(id)} out`}
                  icon="close"
                  size="small"
                  onPress={() => setChosen(chosen.filter((one) => one !== id))}
                />
              </li>
            ))}
          </ul>
        </div>
        <DateInput label={t`From`} value={from} onChange={setFrom} />
        <DateInput label={t`To`} value={to} onChange={setTo} />
        {of === "bars" ? (
          <Select
            label={t`Size of the bars`}
            options={BAR_SIZES.map((id) => ({ id, label: i18n._(BAR_SIZE[id]) }))}
            value={size}
            onChange={setSize}
          />
        ) : null}
        <Select label={t`Speed`} options={speeds} value={speed} onChange={setSpeed} />
      </div>
      <div className="qd-row">
        <Button variant="primary" icon="play" isDisabled={chosen.length === 0} isPending={isBusy} onPress={begin}>
          {t`Begin`}
        </Button>
      </div>
      {of === "recording" ? (
        <Recordings
          rows={view.recordings}
          onChoose={(one) => {
            setChosen([one.instrument_id]);
            setFrom(one.from.slice(0, 10));
            setTo(one.to.slice(0, 10));
          }}
        />
      ) : null}
    </div>
  );
}

function Recordings({ rows, onChoose }: { rows: readonly Recording[]; onChoose: (one: Recording) => void }) {
  const { t } = useLingui();
  const { format, timeZone } = useDisplay();
  const columns: Column<Recording>[] = [
    { id: "symbol", header: t`Symbol`, width: 90, value: (r) => r.symbol ?? "—" },
    { id: "source", header: t`Source`, width: 110, value: (r) => r.source },
    { id: "from", header: t`From`, width: 170, value: (r) => r.from, cell: (r) => format.dateTime(r.from, timeZone) },
    { id: "to", header: t`To`, width: 170, value: (r) => r.to, cell: (r) => format.dateTime(r.to, timeZone) },
    {
      id: "events",
      header: t`Events`,
      align: "end",
      width: 90,
      value: (r) => r.events,
      cell: (r) => format.number(r.events, 0),
    },
  ];
  return (
    <div className="qd-boxed">
      <DataTable
        label={t`Recordings`}
        rows={rows}
        columns={columns}
        rowKey={(r) => `${r.instrument_id} ${r.source} ${r.from}`}
        onSelect={onChoose}
        onOpen={onChoose}
        empty={t`Nothing is recorded yet: recording is switched on under “Recording and folders”.`}
      />
    </div>
  );
}
