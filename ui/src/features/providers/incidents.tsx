// What is wrong with the data: incidents that last and those that are over, ticks that were refused, and who takes the good ones.
import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";

import { type DataIncident, type IncidentsView, type RefusedTick } from "@/api/markets";
import { useInstruments } from "@/api/pickers";
import { useGet } from "@/api/queries";
import { QueryView } from "@/api/QueryView";
import { DataTable } from "@/ui/DataTable";
import { useDisplay } from "@/ui/display";
import { EmptyState } from "@/ui/states";
import { type Column } from "@/ui/table/columns";
import { DATA_KIND, INCIDENT } from "./words";

/** Milliseconds between two looks: incidents of instruments that this window does not watch come by no event. */
const ASK_MS = 5_000;

const keyOf = (i: DataIncident): string => [i.kind, i.instrument, i.source, i.other, i.data, i.since].join(" ");

function useSymbol(): (id: string) => string {
  const instruments = useInstruments();
  const symbols = new Map((instruments.data ?? []).map(({ id, symbol }) => [id, symbol]));
  return (id) => symbols.get(id) ?? "—";
}

/** The value at fault beside the one that was expected, by what they are for this sort of trouble. */
function useValue(): (incident: Pick<DataIncident, "kind" | "observed" | "expected">) => string {
  const { t } = useLingui();
  const { format } = useDisplay();
  return ({ kind, observed, expected }) => {
    if (observed === null) return "—";
    const micros = kind === "stale" || kind === "clock_skew" || kind === "out_of_order";
    const show = (value: number): string =>
      micros ? format.duration(value / 1e6) : format.number(value, { min: 0, max: 6 });
    return expected === null ? show(observed) : t`${show(observed)} instead of ${show(expected)}`;
  };
}

function useIncidentColumns(): Column<DataIncident>[] {
  const { t, i18n } = useLingui();
  const { format, timeZone } = useDisplay();
  const symbol = useSymbol();
  const value = useValue();
  return [
    { id: "kind", header: t`What`, width: 190, value: (i) => i18n._(INCIDENT[i.kind]) },
    { id: "instrument", header: t`Symbol`, width: 80, value: (i) => symbol(i.instrument) },
    { id: "source", header: t`Source`, width: 140, value: (i) => (i.other ? `${i.source}, ${i.other}` : i.source) },
    { id: "data", header: t`Of`, width: 90, value: (i) => i18n._(DATA_KIND[i.data]) },
    { id: "value", header: t`Value`, width: 160, value: (i) => value(i) },
    { id: "count", header: t`Signs`, width: 60, align: "end", value: (i) => i.count },
    {
      id: "since",
      header: t`Since`,
      width: 170,
      value: (i) => i.since,
      cell: (i) => format.dateTime(i.since, timeZone),
    },
    {
      id: "until",
      header: t`Until`,
      width: 170,
      value: (i) => i.until,
      cell: (i) => (i.until === null ? t`lasts` : format.dateTime(i.until, timeZone)),
    },
  ];
}

function useRefusedColumns(): Column<RefusedTick & { n: number }>[] {
  const { t, i18n } = useLingui();
  const { format, timeZone } = useDisplay();
  const symbol = useSymbol();
  const value = useValue();
  return [
    { id: "at", header: t`Refused`, width: 170, value: (r) => r.at, cell: (r) => format.dateTime(r.at, timeZone) },
    { id: "kind", header: t`Why`, width: 190, value: (r) => i18n._(INCIDENT[r.refusal.kind]) },
    { id: "instrument", header: t`Symbol`, width: 80, value: (r) => symbol(r.tick.origin.instrument) },
    { id: "source", header: t`Source`, width: 100, value: (r) => r.tick.origin.source },
    {
      id: "tick",
      header: t`What came`,
      width: 160,
      value: ({ tick: { data } }) =>
        data.kind === "trade"
          ? t`trade at ${format.number(data.price)}`
          : t`${format.number(data.bid)} bid, ${format.number(data.ask)} asked`,
    },
    { id: "value", header: t`Value`, width: 160, value: (r) => value({ kind: r.refusal.kind, ...valuesOf(r) }) },
    {
      id: "sequence",
      header: t`Number`,
      width: 90,
      align: "end",
      value: (r) => r.tick.origin.sequence,
      isHidden: true,
    },
  ];
}

function valuesOf({ refusal }: RefusedTick): Pick<DataIncident, "observed" | "expected"> {
  return { observed: refusal.observed ?? null, expected: refusal.expected ?? null };
}

export function Incidents() {
  const view = useGet<IncidentsView>("/quotes/incidents", undefined, { refetchInterval: ASK_MS });
  return <QueryView query={view}>{(found) => <Found view={found} />}</QueryView>;
}

function Found({ view: { open, recent, refused, sinks } }: { view: IncidentsView }) {
  const { t, i18n } = useLingui();
  const { format } = useDisplay();
  const columns = useIncidentColumns();
  const refusedColumns = useRefusedColumns();
  const all = [...open, ...recent];
  const ticks = (refused?.last ?? []).map((one, n) => ({ ...one, n })).toReversed();
  const counts = (refused?.counts ?? []).map(
    ({ kind, count }) => `${i18n._(INCIDENT[kind])}: ${format.number(count, 0)}`,
  );
  if (refused && refused.repeated > 0)
    counts.push(t`told again after a new connection: ${format.number(refused.repeated, 0)}`);
  if (refused && refused.unwatched > 0) counts.push(t`of what nobody watches: ${format.number(refused.unwatched, 0)}`);
  if (refused && refused.bars > 0) counts.push(t`bars that contradict themselves: ${format.number(refused.bars, 0)}`);
  return (
    <div className="qd-stack">
      <h2 className="qd-chart-title">
        {open.length === 0
          ? t`No trouble with the data now`
          : plural(open.length, { one: "# trouble lasts", other: "# troubles last" })}
      </h2>
      {all.length === 0 ? (
        <EmptyState
          title={t`No incident yet`}
          text={t`Silence, gaps, crossed quotes, prices that jump and sources that disagree are listed here from their first sign to their end.`}
        />
      ) : (
        <div className="qd-boxed">
          <DataTable label={t`Incidents`} rows={all} columns={columns} rowKey={keyOf} storageKey="incidents" />
        </div>
      )}
      <h2 className="qd-chart-title">{t`Refused`}</h2>
      <p className="qd-dim">{counts.length === 0 ? t`Nothing was refused since the start.` : counts.join(" · ")}</p>
      {ticks.length === 0 ? null : (
        <div className="qd-boxed">
          <DataTable
            label={t`Refused ticks`}
            rows={ticks}
            columns={refusedColumns}
            rowKey={(r) => String(r.n)}
            storageKey="refused"
          />
        </div>
      )}
      {sinks.length === 0 ? null : (
        <>
          <h2 className="qd-chart-title">{t`Who takes what is good`}</h2>
          <ul className="qd-items">
            {sinks.map((sink) => (
              <li key={sink.name} className={`qd-notice${sink.has_ended ? " qd-notice-danger" : ""}`}>
                <span className="qd-grow">
                  <strong>{sink.name}</strong> {t`took ${format.number(sink.taken, 0)} batches`}
                  {sink.failed > 0
                    ? `, ${t`could not take ${format.number(sink.failed, 0)}: ${sink.last_failure ?? "—"}`}`
                    : ""}
                  {sink.missed.batches > 0
                    ? `, ${t`missed ${format.number(sink.missed.ticks, 0)} ticks and ${format.number(sink.missed.bars, 0)} bars`}`
                    : ""}
                  {sink.has_ended ? `. ${t`It has ended and takes nothing any more.`}` : ""}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
