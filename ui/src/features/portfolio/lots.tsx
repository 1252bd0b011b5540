// The open lots of a position, and those already closed with their gain.
import { useLingui } from "@lingui/react/macro";

import { QueryView } from "@/api/QueryView";
import { useGet } from "@/api/queries";
import { IconButton } from "@/ui/Button";
import { DataTable } from "@/ui/DataTable";
import { useDisplay, useFormat } from "@/ui/display";
import { Explainable, Money, Percent, Quantity } from "@/ui/numbers";
import { type Column } from "@/ui/table/columns";
import { type ClosedLot, type Lots, type OpenLot, type Position, type Question, type View } from "./types";

export interface LotsProps {
  position: Position;
  view: View;
  onExplain: (question: Question) => void;
  onClose: () => void;
}

/** What an open and a closed lot have in common. */
type Lot = Pick<OpenLot & ClosedLot, "opened_on" | "quantity" | "cost">;

/** The columns that both tables begin with, by their ids. */
function useLotColumns(): Record<"opened_on" | "quantity" | "cost", Column<Lot>> {
  const { t } = useLingui();
  const format = useFormat();
  return {
    opened_on: {
      id: "opened_on",
      header: t`Opened`,
      width: 100,
      value: (lot) => lot.opened_on,
      cell: (lot) => format.date(lot.opened_on),
    },
    quantity: {
      id: "quantity",
      header: t`Quantity`,
      align: "end",
      width: 90,
      value: (lot) => lot.quantity,
      digitsMax: 8,
      cell: (lot) => <Quantity value={lot.quantity} />,
    },
    cost: {
      id: "cost",
      header: t`Cost`,
      align: "end",
      value: (lot) => lot.cost.amount,
      currency: (lot) => lot.cost.currency,
      cell: (lot) => <Money value={lot.cost.amount} currency={lot.cost.currency} />,
    },
  };
}

function useOpenColumns(onExplain: (question: Question) => void): Column<OpenLot>[] {
  const { t } = useLingui();
  const { format, baseCurrency } = useDisplay();
  const { opened_on, quantity, cost } = useLotColumns();
  return [
    opened_on,
    {
      id: "held_days",
      header: t`Days held`,
      align: "end",
      width: 80,
      value: (lot) => lot.held_days,
      cell: (lot) => format.number(lot.held_days, 0),
    },
    quantity,
    {
      ...cost,
      cell: (lot) => (
        <>
          {lot.pooled ? <span className="qd-dim qd-small">{t`average`} </span> : null}
          <Money value={lot.cost.amount} currency={lot.cost.currency} />
        </>
      ),
    },
    {
      id: "value",
      header: t`Value`,
      align: "end",
      value: (lot) => lot.market_value_base.value,
      cell: (lot) => <Money value={lot.market_value_base.value} reason={lot.market_value_base.unknown?.message} />,
    },
    {
      id: "gain",
      header: t`Gain`,
      align: "end",
      value: (lot) => lot.gain_base.value,
      cell: (lot) => (
        <Explainable
          label={`${t`Gain of the lot of ${format.date(lot.opened_on)}`}: ${format.money(lot.gain_base.value, baseCurrency)}`}
          onExplain={() =>
            onExplain({
              figure: "lot_gain",
              id: `lot:${lot.id}`,
              title: `${t`Gain`}: ${lot.symbol} ${format.date(lot.opened_on)}`,
            })
          }
        >
          <Money value={lot.gain_base.value} signed reason={lot.gain_base.unknown?.message} />
        </Explainable>
      ),
    },
    {
      id: "gain_ratio",
      header: t`Gain %`,
      align: "end",
      width: 100,
      value: (lot) => lot.gain_ratio.value,
      cell: (lot) => <Percent value={lot.gain_ratio.value} signed reason={lot.gain_ratio.unknown?.message} />,
    },
  ];
}

function useClosedColumns(): Column<ClosedLot>[] {
  const { t } = useLingui();
  const format = useFormat();
  const { opened_on, quantity, cost } = useLotColumns();
  const missing = t`A rate for the day it was opened or closed is missing.`;
  return [
    opened_on,
    {
      id: "closed_on",
      header: t`Closed`,
      width: 100,
      value: (lot) => lot.closed_on,
      cell: (lot) => format.date(lot.closed_on),
    },
    quantity,
    cost,
    {
      id: "proceeds",
      header: t`Proceeds`,
      align: "end",
      value: (lot) => lot.proceeds.amount,
      currency: (lot) => lot.proceeds.currency,
      cell: (lot) => <Money value={lot.proceeds.amount} currency={lot.proceeds.currency} />,
    },
    {
      id: "gain",
      header: t`Gain`,
      align: "end",
      value: (lot) => lot.gain_base,
      cell: (lot) => <Money value={lot.gain_base} signed reason={missing} />,
    },
    {
      id: "price_gain",
      header: t`of the price`,
      align: "end",
      value: (lot) => lot.price_gain_base,
      cell: (lot) => <Money value={lot.price_gain_base} signed reason={missing} />,
    },
    {
      id: "fx_gain",
      header: t`of the currency`,
      align: "end",
      value: (lot) => lot.fx_gain_base,
      cell: (lot) => <Money value={lot.fx_gain_base} signed reason={missing} />,
    },
  ];
}

const height = (n_rows: number): number => 70 + Math.min(8, Math.max(2, n_rows)) * 26;

export function LotsOfPosition({ position, view, onExplain, onClose }: LotsProps) {
  const { t } = useLingui();
  const query = useGet<Lots>("/lots", {
    query: {
      account_id: position.account_id,
      instrument_id: position.instrument_id,
      as_of: view.asOf,
      known_at: view.knownAt,
    },
  });
  const open = useOpenColumns(onExplain);
  const closed = useClosedColumns();
  return (
    <section className="qd-lots" aria-label={t`Lots of ${position.symbol}`}>
      <header className="qd-row">
        <h2 className="qd-chart-title qd-grow">{t`Lots of ${position.symbol}`}</h2>
        <IconButton label={t`Close lots`} icon="close" size="small" onPress={onClose} />
      </header>
      <QueryView query={query}>
        {(lots) => (
          <>
            <div className="qd-portfolio-table" style={{ height: height(lots.open.length) }}>
              <DataTable
                label={t`Open lots`}
                rows={lots.open}
                columns={open}
                rowKey={(lot) => lot.id}
                empty={t`No lot is open.`}
              />
            </div>
            {lots.closed.length > 0 ? (
              <>
                <h3 className="qd-chart-title">{t`Closed lots`}</h3>
                <div className="qd-portfolio-table" style={{ height: height(lots.closed.length) }}>
                  <DataTable
                    label={t`Closed lots`}
                    rows={lots.closed}
                    columns={closed}
                    rowKey={(lot) => `${lot.lot_id} ${lot.closed_by}`}
                  />
                </div>
              </>
            ) : null}
          </>
        )}
      </QueryView>
    </section>
  );
}
