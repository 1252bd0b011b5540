// What else is to be known of a run: bars that look wrong, requests that were refused, margin calls, open positions, what a script wrote.
import { useLingui } from "@lingui/react/macro";

import { type BacktestOutcome, type Notice } from "@/api/backtest/types";
import { Part } from "@/api/risk";
import { DataTable } from "@/ui/DataTable";
import { useDisplay } from "@/ui/display";
import { Money, Price, Quantity } from "@/ui/numbers";
import { type Column } from "@/ui/table/columns";
import { heightOf } from "./tableHeight";

export interface NotesProps {
  result: BacktestOutcome;
  symbolOf: (id: string) => string;
  currencyOf: (id: string) => string | undefined;
}

/** A notice as a sentence. */
function useNoticeWords(symbolOf: (id: string) => string): (notice: Notice) => string {
  const { t } = useLingui();
  const { format } = useDisplay();
  return (notice) => {
    const symbol = symbolOf(notice.instrument_id);
    switch (notice.kind) {
      case "split_missing":
        return t`${symbol}: the close falls ${format.number(notice.ratio, 2)} to one on ${format.date(notice.at)} as in a split, and no split is known. Add it, or use adjusted prices.`;
      case "gap":
        return t`${symbol}: no bar from ${format.date(notice.from)} to ${format.date(notice.to)}.`;
      case "zero_prices":
        return t`${symbol}: ${format.number(notice.bars, 0)} closes of zero, the first on ${format.date(notice.first)}; positions count with the last price.`;
      case "no_volume":
        return t`${symbol}: ${format.number(notice.bars, 0)} bars without volume, the first on ${format.date(notice.first)}.`;
      case "mixed_intervals":
        return t`${symbol}: its bars are longer than those of others. They are told at their beginning, before they are over.`;
    }
  };
}

type Refused = BacktestOutcome["refused"][number];
type Open = BacktestOutcome["positions"][number];
type Call = BacktestOutcome["margin_calls"][number];

export function Notes({ result, symbolOf, currencyOf }: NotesProps) {
  const { t } = useLingui();
  const { format, timeZone } = useDisplay();
  const words = useNoticeWords(symbolOf);
  const { notices, refused, counts, margin_calls, positions, journal, journal_dropped, currency } = result;
  const when = (at: string): string => format.dateTime(at, timeZone);
  const refusedColumns: Column<Refused>[] = [
    { id: "at", header: t`When`, width: 170, value: (row) => row.at, cell: (row) => when(row.at) },
    { id: "message", header: t`Why`, width: 500, value: (row) => row.message },
  ];
  const callColumns: Column<Call>[] = [
    { id: "at", header: t`When`, width: 170, value: (row) => row.at, cell: (row) => when(row.at) },
    {
      id: "equity",
      header: t`Equity`,
      align: "end",
      width: 130,
      value: (row) => row.equity,
      cell: (row) => <Money value={row.equity} currency={currency} />,
    },
    {
      id: "gross",
      header: t`Worth of positions`,
      align: "end",
      width: 150,
      value: (row) => row.gross_exposure,
      cell: (row) => <Money value={row.gross_exposure} currency={currency} />,
    },
  ];
  const openColumns: Column<Open>[] = [
    { id: "instrument", header: t`Instrument`, width: 110, value: (row) => symbolOf(row.instrument_id) },
    {
      id: "units",
      header: t`Units`,
      align: "end",
      width: 110,
      value: (row) => row.units,
      cell: (row) => <Quantity value={row.units} />,
    },
    {
      id: "average_price",
      header: t`Mean price paid`,
      align: "end",
      width: 130,
      value: (row) => row.average_price,
      cell: (row) => <Price value={row.average_price} reason={t`It is not known.`} />,
    },
    {
      id: "price",
      header: t`Last price`,
      align: "end",
      width: 130,
      value: (row) => row.price,
      cell: (row) => <LastPrice row={row} currency={currencyOf(row.instrument_id)} />,
    },
  ];
  return (
    <>
      {notices.length > 0 ? (
        <Part title={t`Look at these bars before you believe it`}>
          <ul className="qd-risk-words">
            {notices.map((notice) => (
              <li key={words(notice)}>{words(notice)}</li>
            ))}
          </ul>
        </Part>
      ) : null}
      {margin_calls.length > 0 ? (
        <Part title={t`Margin calls`}>
          <div className="qd-risk-table" style={{ height: heightOf(margin_calls.length) }}>
            <DataTable label={t`Margin calls`} rows={margin_calls} columns={callColumns} rowKey={(row) => row.at} />
          </div>
        </Part>
      ) : null}
      {counts.refused > 0 ? (
        <Part title={t`Refused requests: ${format.number(counts.refused, 0)}`}>
          <div className="qd-risk-table" style={{ height: heightOf(refused.length) }}>
            <DataTable
              label={t`Refused requests`}
              rows={refused}
              columns={refusedColumns}
              rowKey={(row) => `${row.order_id} ${row.at} ${row.code}`}
            />
          </div>
          {counts.refused > refused.length ? (
            <p className="qd-small qd-dim">{t`The first ${refused.length} are shown.`}</p>
          ) : null}
        </Part>
      ) : null}
      {positions.length > 0 ? (
        <Part title={t`Open at the end`}>
          <div className="qd-risk-table" style={{ height: heightOf(positions.length) }}>
            <DataTable
              label={t`Open at the end`}
              rows={positions}
              columns={openColumns}
              rowKey={(row) => row.instrument_id}
            />
          </div>
        </Part>
      ) : null}
      {journal.length > 0 ? (
        <Part title={t`What the script wrote`}>
          <pre className="qd-pre qd-backtest-journal" tabIndex={0} aria-label={t`What the script wrote`}>
            {journal.map(({ at, text }) => (at === null ? text : `${when(at)}  ${text}`)).join("\n")}
          </pre>
          {journal_dropped > 0 ? (
            <p className="qd-small qd-dim">{t`${format.number(journal_dropped, 0)} more lines were not kept.`}</p>
          ) : null}
        </Part>
      ) : null}
    </>
  );
}

function LastPrice({ row, currency }: { row: Open; currency: string | undefined }) {
  const { t } = useLingui();
  return <Price value={row.price} {...(currency === undefined ? {} : { currency })} reason={t`There was no price.`} />;
}
