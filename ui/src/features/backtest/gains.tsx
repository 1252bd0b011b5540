// Where the gain of a run came from by instrument, sector and currency, and how far its benchmark explains it.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { type BacktestAttribution, type GainRow } from "@/api/backtest/types";
import { useGet } from "@/api/queries";
import { QueryView } from "@/api/QueryView";
import { Figure, Part } from "@/api/risk";
import { DataTable } from "@/ui/DataTable";
import { Select } from "@/ui/fields/Select";
import { Money, Num, Percent } from "@/ui/numbers";
import { EmptyState } from "@/ui/states";
import { type Column } from "@/ui/table/columns";
import { heightOf } from "./tableHeight";

type By = "asset" | "sector" | "currency";
const AMOUNTS = ["closed", "open", "dividends", "fees", "slippage", "total"] as const;

export function Gains({ id, currency }: { id: string; currency: string }) {
  const { t } = useLingui();
  const [by, setBy] = useState<By>("asset");
  const found = useGet<BacktestAttribution>("/backtests/{id}/attribution", { path: { id } });
  const controls = (
    <Select<By>
      label={t`Divide the gain by`}
      hideLabel
      value={by}
      onChange={setBy}
      options={[
        { id: "asset", label: t`By instrument` },
        { id: "sector", label: t`By sector` },
        { id: "currency", label: t`By currency` },
      ]}
    />
  );
  return (
    <Part title={t`Gain by part`} controls={controls}>
      <QueryView query={found} lines={4}>
        {(parts) => <Split parts={parts} by={by} currency={currency} />}
      </QueryView>
    </Part>
  );
}

function Split({ parts, by, currency }: { parts: BacktestAttribution; by: By; currency: string }) {
  const { t } = useLingui();
  const columns = useColumns(by, currency);
  const split = parts[by];
  if (!split) {
    return (
      <EmptyState
        title={t`The gain is not divided`}
        text={t`A rate, a price or a slippage was not known, or this run is older than the division. Run it again.`}
      />
    );
  }
  const money = (value: string) => <Money value={value} currency={currency} digits={0} signed />;
  return (
    <>
      <div className="qd-risk-table" style={{ height: heightOf(split.rows.length) }}>
        <DataTable
          label={t`Gain by part`}
          rows={split.rows}
          columns={columns}
          rowKey={(row) => row.instrument_id ?? row.name ?? ""}
          storageKey={`backtest.gains.${by}`}
          initialSort={[{ id: "total", desc: true }]}
        />
      </div>
      <dl className="qd-figures qd-risk-figures">
        <Figure title={t`Interest and borrowing`}>{money(split.financing)}</Figure>
        <Figure title={t`Exchange rates`}>{money(split.currency)}</Figure>
        <Figure title={t`Together`} note={t`with all rows`}>
          {money(split.total)}
        </Figure>
        {parts.factor ? <Explained factor={parts.factor} /> : null}
      </dl>
    </>
  );
}

/** The returns by those of the benchmark. */
function Explained({ factor }: { factor: NonNullable<BacktestAttribution["factor"]> }) {
  const { t } = useLingui();
  return (
    <>
      <Figure title={t`Beta to the benchmark`} note={t`over ${factor.n} periods`}>
        <Num value={factor.beta} digits={2} />
      </Figure>
      <Figure title={t`Explained by the benchmark`} note={t`part of the variance`}>
        <Percent value={factor.r_squared} />
      </Figure>
      <Figure title={t`Not explained`} note={t`a period on average`}>
        <Percent value={factor.alpha} digits={4} signed />
      </Figure>
    </>
  );
}

function useColumns(by: By, currency: string): Column<GainRow>[] {
  const { t } = useLingui();
  const name: Record<By, string> = { asset: t`Instrument`, sector: t`Sector`, currency: t`Currency` };
  const header: Record<(typeof AMOUNTS)[number], string> = {
    closed: t`Closed round trips`,
    open: t`Still open`,
    dividends: t`Dividends`,
    fees: t`Fees`,
    slippage: t`Slippage`,
    total: t`Together`,
  };
  return [
    { id: "name", header: name[by], width: 130, value: (row) => row.name ?? t`Not classified` },
    ...AMOUNTS.map((id): Column<GainRow> => ({
      id,
      header: header[id],
      align: "end",
      width: 110,
      value: (row) => row[id],
      cell: (row) => <Money value={row[id]} currency={currency} digits={0} signed />,
    })),
  ];
}
