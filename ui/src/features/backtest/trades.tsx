// Every trade of a run: round trips, or the fills that they are made of. The server keeps them; what is in sight is fetched.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { type BacktestOutcome, type RunFill, type RoundTrip } from "@/api/backtest/types";
import { Part } from "@/api/risk";
import { WindowTable } from "@/api/WindowTable";
import { useDisplay } from "@/ui/display";
import { Select } from "@/ui/fields/Select";
import { Money, Num, Percent, Price, Quantity } from "@/ui/numbers";
import { type Column } from "@/ui/table/columns";

export interface TradesProps {
  id: string;
  counts: BacktestOutcome["counts"];
  symbolOf: (id: string) => string;
  currencyOf: (id: string) => string | undefined;
}

type Shown = "round_trips" | "fills";
type Names = Pick<TradesProps, "symbolOf" | "currencyOf">;

export function Trades({ id, counts, ...names }: TradesProps) {
  const { t } = useLingui();
  const [what, setWhat] = useState<Shown>("round_trips");
  const trips = useTripColumns(names);
  const fills = useFillColumns(names);
  const controls = (
    <Select<Shown>
      label={t`Show`}
      hideLabel
      value={what}
      onChange={setWhat}
      options={[
        { id: "round_trips", label: t`Round trips` },
        { id: "fills", label: t`Fills` },
      ]}
    />
  );
  const shared = { query: {}, initialSort: [], isWhole: true };
  return (
    <Part title={t`Trades`} controls={controls}>
      <div className="qd-risk-table qd-backtest-trades">
        {what === "round_trips" ? (
          <WindowTable<RoundTrip>
            key="round_trips"
            {...shared}
            label={t`Round trips`}
            path={`/backtests/${id}/round_trips`}
            columns={trips}
            rowKey={(row) => `${row.instrument_id} ${row.entry_at} ${row.exit_at} ${row.units} ${row.entry_price}`}
            storageKey="backtest.round_trips"
            empty={
              counts.fills === 0
                ? t`Nothing was traded.`
                : t`Nothing that was bought was sold again: all of it is still open.`
            }
          />
        ) : (
          <WindowTable<RunFill>
            key="fills"
            {...shared}
            label={t`Fills`}
            path={`/backtests/${id}/fills`}
            columns={fills}
            rowKey={(row) => `${row.order_id} ${row.at} ${row.quantity} ${row.price}`}
            storageKey="backtest.fills"
            empty={t`Nothing was traded.`}
          />
        )}
      </div>
    </Part>
  );
}

function useTripColumns({ symbolOf, currencyOf }: Names): Column<RoundTrip>[] {
  const { t } = useLingui();
  const { format, timeZone } = useDisplay();
  const moment = (at: string): string => (at.includes("T00:00:00") ? format.date(at) : format.dateTime(at, timeZone));
  const money = (row: RoundTrip, value: string | null, reason?: string, signed = false) => (
    <Money value={value} currency={currencyOf(row.instrument_id) ?? ""} signed={signed} reason={reason} />
  );
  const unwatched = t`No price in between is certain to have been there.`;
  const excursion = (row: RoundTrip, amount: number | null): number | null =>
    amount === null || Number(row.capital) === 0 ? null : amount / Number(row.capital);
  const gain = (row: RoundTrip): number | null =>
    Number(row.capital) === 0 ? null : Number(row.pnl) / Number(row.capital);
  const columns: Column<RoundTrip>[] = [
    { id: "instrument", header: t`Instrument`, width: 90, value: (row) => symbolOf(row.instrument_id) },
    { id: "side", header: t`Side`, width: 64, value: (row) => (row.side === "buy" ? t`long` : t`short`) },
    {
      id: "units",
      header: t`Units`,
      align: "end",
      width: 80,
      value: (row) => row.units,
      cell: (row) => <Quantity value={row.units} />,
    },
    { id: "entry_at", header: t`From`, width: 120, value: (row) => row.entry_at, cell: (row) => moment(row.entry_at) },
    { id: "exit_at", header: t`To`, width: 120, value: (row) => row.exit_at, cell: (row) => moment(row.exit_at) },
    {
      id: "bars_held",
      header: t`Bars`,
      align: "end",
      width: 60,
      value: (row) => row.bars_held,
      cell: (row) => <Num value={row.bars_held} digits={0} />,
    },
    {
      id: "entry_price",
      header: t`Entry`,
      align: "end",
      width: 90,
      value: (row) => row.entry_price,
      cell: (row) => <Price value={row.entry_price} />,
    },
    {
      id: "exit_price",
      header: t`Exit`,
      align: "end",
      width: 90,
      value: (row) => row.exit_price,
      cell: (row) => <Price value={row.exit_price} />,
    },
    {
      id: "pnl",
      header: t`Gain or loss`,
      align: "end",
      width: 120,
      value: (row) => row.pnl,
      cell: (row) => money(row, row.pnl, undefined, true),
    },
    {
      id: "gain",
      header: t`Of the capital`,
      align: "end",
      width: 100,
      value: gain,
      cell: (row) => <Percent value={gain(row)} signed reason={t`It took no capital.`} />,
    },
    {
      id: "adverse",
      header: t`Worst on the way`,
      align: "end",
      width: 110,
      value: (row) => excursion(row, row.adverse_excursion),
      cell: (row) => <Percent value={excursion(row, row.adverse_excursion)} reason={unwatched} />,
    },
    {
      id: "favourable",
      header: t`Best on the way`,
      align: "end",
      width: 110,
      value: (row) => excursion(row, row.favourable_excursion),
      cell: (row) => <Percent value={excursion(row, row.favourable_excursion)} reason={unwatched} />,
    },
    {
      id: "fees",
      header: t`Fees`,
      align: "end",
      width: 90,
      value: (row) => row.fees,
      cell: (row) => money(row, row.fees),
    },
    {
      id: "slippage",
      header: t`Slippage`,
      align: "end",
      width: 90,
      value: (row) => row.slippage,
      cell: (row) => money(row, row.slippage, t`The price of the market is not known.`),
    },
  ];
  return columns.map((column) => ({ ...column, isUnsortable: true }));
}

function useFillColumns({ symbolOf, currencyOf }: Names): Column<RunFill>[] {
  const { t } = useLingui();
  const { format, timeZone } = useDisplay();
  const moment = (at: string): string => (at.includes("T00:00:00") ? format.date(at) : format.dateTime(at, timeZone));
  const columns: Column<RunFill>[] = [
    { id: "at", header: t`When`, width: 140, value: (row) => row.at, cell: (row) => moment(row.at) },
    { id: "instrument", header: t`Instrument`, width: 100, value: (row) => symbolOf(row.instrument_id) },
    { id: "side", header: t`Side`, width: 70, value: (row) => (row.side === "buy" ? t`buy` : t`sell`) },
    {
      id: "quantity",
      header: t`Units`,
      align: "end",
      width: 90,
      value: (row) => row.quantity,
      cell: (row) => <Quantity value={row.quantity} />,
    },
    {
      id: "price",
      header: t`Price`,
      align: "end",
      width: 100,
      value: (row) => row.price,
      cell: (row) => <Price value={row.price} {...withCurrency(currencyOf(row.instrument_id))} />,
    },
    {
      id: "fee",
      header: t`Fee`,
      align: "end",
      width: 100,
      value: (row) => row.fee.amount,
      cell: (row) => <Money value={row.fee.amount} currency={row.fee.currency} />,
    },
    { id: "order", header: t`Order`, width: 260, isHidden: true, value: (row) => row.order_id },
  ];
  return columns.map((column) => ({ ...column, isUnsortable: true }));
}

function withCurrency(currency: string | undefined): { currency: string } | Record<string, never> {
  return currency === undefined ? {} : { currency };
}
