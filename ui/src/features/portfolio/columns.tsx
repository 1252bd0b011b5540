// The columns of the positions table.
import { useLingui } from "@lingui/react/macro";

import { SparkLine } from "@/charts/SparkLine";
import { useDisplay } from "@/ui/display";
import { Explainable, Money, Percent, Price, Quantity } from "@/ui/numbers";
import { type Column } from "@/ui/table/columns";
import { Hint } from "@/ui/Tooltip";
import { type FigureKind, type Position, type Question } from "./types";

export interface PositionRow extends Position {
  account: string;
  sparkline: number[];
}

/** The explanation subject of a position. */
export function subjectOf(row: Position): string {
  return `position:${row.account_id}:${row.instrument_id}`;
}

/** Prices show at least two digits and as many as they have, up to four. */
const PRICE_DIGITS = { min: 2, max: 4 };

function PriceCell({ row, onExplain }: { row: Position; onExplain: () => void }) {
  const { t } = useLingui();
  const { format } = useDisplay();
  if (!row.price) return <Price value={null} reason={row.market_value.unknown?.message ?? t`No price is known.`} />;
  const age = row.price_age_days ?? 0;
  return (
    <span className="qd-num">
      {row.stale ? (
        <>
          <Hint text={t`The last price is of ${format.date(row.price.date)} (${row.price.source}).`}>
            <span className="qd-badge qd-warn">{t`stale ${age} d`}</span>
          </Hint>{" "}
        </>
      ) : null}
      <Explainable
        label={`${t`Price`} ${row.symbol}: ${format.number(row.price.price, PRICE_DIGITS)}`}
        onExplain={onExplain}
      >
        <Price value={row.price.price} currency={row.currency} digits={PRICE_DIGITS} />
      </Explainable>
    </span>
  );
}

export function usePositionColumns(
  onExplain: (question: Question) => void,
  showAccount: boolean,
): Column<PositionRow>[] {
  const { t } = useLingui();
  const { format, baseCurrency } = useDisplay();
  const ask = (row: PositionRow, figure: FigureKind, title: string) => () =>
    onExplain({ figure, id: subjectOf(row), title: `${title}: ${row.symbol}` });

  const base = (
    id: string,
    header: string,
    pick: (row: PositionRow) => { value: string | null; unknown: { message: string } | null },
    figure: FigureKind,
    signed: boolean,
    isHidden = false,
  ): Column<PositionRow> => ({
    id,
    header,
    align: "end",
    width: 112,
    isHidden,
    value: (row) => pick(row).value,
    cell: (row) => (
      <Explainable
        label={`${header} ${row.symbol}: ${format.money(pick(row).value, baseCurrency)}`}
        onExplain={ask(row, figure, header)}
      >
        <Money value={pick(row).value} signed={signed} reason={pick(row).unknown?.message} />
      </Explainable>
    ),
  });

  return [
    {
      id: "symbol",
      header: t`Symbol`,
      width: 76,
      value: (row) => row.symbol,
      cell: (row) => <strong>{row.symbol}</strong>,
    },
    { id: "name", header: t`Name`, width: 150, value: (row) => row.name },
    { id: "account", header: t`Account`, width: 110, isHidden: !showAccount, value: (row) => row.account },
    { id: "sector", header: t`Sector`, width: 130, isHidden: showAccount, value: (row) => row.sector },
    {
      id: "quantity",
      header: t`Quantity`,
      align: "end",
      width: 84,
      value: (row) => row.quantity,
      digitsMax: 8,
      cell: (row) => (
        <Explainable
          label={`${t`Quantity`} ${row.symbol}: ${format.quantity(row.quantity)}`}
          onExplain={ask(row, "quantity", t`Quantity`)}
        >
          <Quantity value={row.quantity} />
        </Explainable>
      ),
    },
    {
      id: "average_cost",
      header: t`Avg cost`,
      align: "end",
      width: 92,
      value: (row) => row.average_cost.value,
      digitsMax: PRICE_DIGITS.max,
      currency: (row) => row.currency,
      cell: (row) => (
        <Explainable
          label={`${t`Avg cost`} ${row.symbol}: ${format.number(row.average_cost.value, PRICE_DIGITS)}`}
          onExplain={ask(row, "average_cost", t`Average cost`)}
        >
          <Money
            value={row.average_cost.value}
            currency={row.currency}
            digits={PRICE_DIGITS}
            reason={row.average_cost.unknown?.message}
          />
        </Explainable>
      ),
    },
    {
      id: "price",
      header: t`Price`,
      align: "end",
      width: 150,
      value: (row) => row.price?.price,
      digitsMax: PRICE_DIGITS.max,
      currency: (row) => row.currency,
      cell: (row) => <PriceCell row={row} onExplain={ask(row, "price", t`Price`)} />,
    },
    {
      id: "day_change_ratio",
      header: t`Day %`,
      align: "end",
      width: 84,
      value: (row) => row.day_change_ratio.value,
      cell: (row) => (
        <Explainable
          label={`${t`Day %`} ${row.symbol}: ${format.percent(row.day_change_ratio.value)}`}
          onExplain={ask(row, "day_change_ratio", t`Day change`)}
        >
          <Percent value={row.day_change_ratio.value} signed reason={row.day_change_ratio.unknown?.message} />
        </Explainable>
      ),
    },
    {
      id: "market_value",
      header: t`Value (own currency)`,
      align: "end",
      width: 116,
      isHidden: true,
      value: (row) => row.market_value.value,
      currency: (row) => row.currency,
      cell: (row) => (
        <Money value={row.market_value.value} currency={row.currency} reason={row.market_value.unknown?.message} />
      ),
    },
    base("value", t`Value`, (row) => row.market_value_base, "market_value", false),
    base("cost", t`Cost`, (row) => row.cost_base, "cost", false, true),
    base("unrealized", t`P&L`, (row) => row.unrealized_base, "unrealized_pnl", true),
    {
      id: "unrealized_ratio",
      header: t`P&L %`,
      align: "end",
      width: 116,
      value: (row) => row.unrealized_ratio.value,
      cell: (row) => (
        <Explainable
          label={`${t`P&L %`} ${row.symbol}: ${format.percent(row.unrealized_ratio.value)}`}
          onExplain={ask(row, "unrealized_ratio", t`Unrealized P&L as a part of the cost`)}
        >
          <Percent value={row.unrealized_ratio.value} signed reason={row.unrealized_ratio.unknown?.message} />
        </Explainable>
      ),
    },
    base("realized", t`Realized`, (row) => row.realized_base, "realized_pnl", true, true),
    {
      id: "weight",
      header: t`Weight`,
      align: "end",
      width: 72,
      value: (row) => row.weight.value,
      cell: (row) => (
        <Explainable
          label={`${t`Weight`} ${row.symbol}: ${format.percent(row.weight.value)}`}
          onExplain={ask(row, "weight", t`Weight`)}
        >
          <Percent value={row.weight.value} reason={row.weight.unknown?.message} />
        </Explainable>
      ),
    },
    {
      id: "sparkline",
      header: t`Last closes`,
      width: 92,
      isUnsortable: true,
      value: () => null,
      cell: (row) => <SparkLine values={row.sparkline} />,
    },
  ];
}
