// What providers share: symbols that they call otherwise, recording, folders whose files are taken in.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { type ProvidersView } from "@/api/markets";
import { InstrumentPicker, useInstruments } from "@/api/pickers";
import { Button } from "@/ui/Button";
import { DataTable } from "@/ui/DataTable";
import { NumberInput } from "@/ui/fields/NumberInput";
import { Select } from "@/ui/fields/Select";
import { TextInput } from "@/ui/fields/TextInput";
import { Switch } from "@/ui/fields/Toggle";
import { type Column } from "@/ui/table/columns";
import { usePutAndTell } from "./settings";

type Override = ProvidersView["settings"]["symbols"][number];

export function Symbols({ view: { settings, providers } }: { view: ProvidersView }) {
  const { t } = useLingui();
  const put = usePutAndTell();
  const instruments = useInstruments();
  const [id, setId] = useState<string | null>(null);
  const [source, setSource] = useState<string | null>(null);
  const [symbol, setSymbol] = useState("");
  const symbolOf = (one: string): string => instruments.data?.find((i) => i.id === one)?.symbol ?? "—";
  const isSame = (a: Override, b: Override): boolean => a.instrument_id === b.instrument_id && a.source === b.source;
  const columns: Column<Override>[] = [
    { id: "instrument", header: t`Instrument`, width: 120, value: (row) => symbolOf(row.instrument_id) },
    { id: "source", header: t`Source`, width: 120, value: (row) => row.source },
    { id: "symbol", header: t`Its symbol there`, width: 160, value: (row) => row.symbol },
  ];
  const add = (): void => {
    if (id === null || source === null || symbol.trim() === "") return;
    const made = { instrument_id: id, source, symbol: symbol.trim() };
    const symbols = [...settings.symbols.filter((one) => !isSame(one, made)), made];
    put({ ...settings, symbols }, t`${symbolOf(id)} is ${made.symbol} at ${source}`);
    setSymbol("");
  };
  return (
    <div className="qd-stack">
      <p className="qd-dim">
        {t`A provider is asked for the instrument's own symbol in its own notation. Where it uses another one, say which.`}
      </p>
      <form
        className="qd-form"
        onSubmit={(event) => {
          event.preventDefault();
          add();
        }}
      >
        <InstrumentPicker label={t`Instrument`} value={id} onChange={setId} placeholder={t`Symbol or name`} />
        <Select
          label={t`Source`}
          options={providers.map((one) => ({ id: one.source, label: one.name }))}
          value={source}
          onChange={setSource}
        />
        <TextInput label={t`Its symbol there`} value={symbol} onChange={setSymbol} />
        <Button type="submit" isDisabled={id === null || source === null || symbol.trim() === ""}>
          {t`Add`}
        </Button>
      </form>
      <div className="qd-boxed">
        <DataTable
          label={t`Symbols`}
          rows={settings.symbols}
          columns={columns}
          rowKey={(row) => `${row.instrument_id} ${row.source}`}
          rowActions={(row) => [
            {
              id: "delete",
              label: t`Remove`,
              isDanger: true,
              onAction: () =>
                put(
                  { ...settings, symbols: settings.symbols.filter((one) => !isSame(one, row)) },
                  t`Symbol at ${row.source} removed`,
                ),
            },
          ]}
          empty={t`All symbols are those of the instruments.`}
        />
      </div>
    </div>
  );
}

export function RecordingAndFolders({ view: { settings } }: { view: ProvidersView }) {
  const { t } = useLingui();
  const put = usePutAndTell();
  const instruments = useInstruments();
  const { recording, folders } = settings;
  const [days, setDays] = useState<number | null>(recording.keep_days);
  const [n, setN] = useState(0);
  const [path, setPath] = useState("");
  const [prefersAdjusted, setPrefersAdjusted] = useState(false);
  const symbolOf = (one: string): string => instruments.data?.find((i) => i.id === one)?.symbol ?? "—";
  const record = (change: Partial<typeof recording>, said: string): void =>
    put({ ...settings, recording: { ...recording, ...change } }, said);
  const add = (): void => {
    if (path.trim() === "") return;
    const others = folders.filter((one) => one.path !== path.trim());
    put(
      { ...settings, folders: [...others, { path: path.trim(), prefer_adjusted: prefersAdjusted }] },
      t`Folder watched`,
    );
    setPath("");
  };
  return (
    <div className="qd-settings">
      <section className="qd-stack">
        <h2>{t`Recording`}</h2>
        <Switch
          label={t`Record what streams`}
          description={t`Each event is kept as it came, so that it can be replayed.`}
          value={recording.is_on}
          onChange={(is_on) => record({ is_on }, is_on ? t`Recording begins` : t`Recording ends`)}
        />
        <div className="qd-row">
          <NumberInput label={t`Days that are kept`} min={1} max={3650} value={days} onChange={setDays} />
          <Button
            size="small"
            isDisabled={days === null || days === recording.keep_days}
            onPress={() => days !== null && record({ keep_days: days }, t`Recordings are kept for ${days} days`)}
          >
            {t`Keep so long`}
          </Button>
        </div>
        <InstrumentPicker
          key={n}
          label={t`Only these instruments`}
          description={recording.instrument_ids.length === 0 ? t`None chosen: everything that streams.` : undefined}
          placeholder={t`Symbol or name`}
          value={null}
          onChange={(id) => {
            if (id === null) return;
            const ids = [...recording.instrument_ids.filter((one) => one !== id), id];
            record({ instrument_ids: ids }, t`${symbolOf(id)} is recorded`);
            setN(n + 1);
          }}
        />
        <ul className="qd-providers-chips" aria-label={t`Recorded instruments`}>
          {recording.instrument_ids.map((id) => (
            <li key={id}>
              <Button
                size="small"
                icon="close"
                aria-label={t`Do not record ${symbolOf(id)}`}
                onPress={() =>
                  record(
                    { instrument_ids: recording.instrument_ids.filter((one) => one !== id) },
                    t`${symbolOf(id)} is not recorded any more`,
                  )
                }
              >
                {symbolOf(id)}
              </Button>
            </li>
          ))}
        </ul>
      </section>
      <section className="qd-stack">
        <h2>{t`Folders`}</h2>
        <p className="qd-dim">{t`Price files (CSV or Parquet) that appear in a folder are taken in by themselves.`}</p>
        <TextInput label={t`Folder`} placeholder={t`its whole path`} value={path} onChange={setPath} />
        <Switch
          label={t`Take adjusted prices where a file has both`}
          value={prefersAdjusted}
          onChange={setPrefersAdjusted}
        />
        <div>
          <Button isDisabled={path.trim() === ""} onPress={add}>{t`Watch the folder`}</Button>
        </div>
        <ul className="qd-items">
          {folders.map((folder) => (
            <li key={folder.path} className="qd-notice">
              <span className="qd-grow">
                <code>{folder.path}</code>{" "}
                {folder.prefer_adjusted ? <span className="qd-dim">{t`adjusted prices`}</span> : null}
              </span>
              <Button
                size="small"
                icon="trash"
                aria-label={t`Do not watch ${folder.path}`}
                onPress={() =>
                  put({ ...settings, folders: folders.filter((one) => one.path !== folder.path) }, t`Folder let go`)
                }
              >
                {t`Remove`}
              </Button>
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}
