// Runs on paper that go on: what each holds, what works, what traded last.
import { useLingui } from "@lingui/react/macro";
import { useQueryClient } from "@tanstack/react-query";

import { usePaperRuns } from "@/api/backtest/queries";
import { type OpenOrder, type PaperRun } from "@/api/backtest/types";
import { FEED } from "@/api/backtest/words";
import { post } from "@/api/client";
import { toApiError } from "@/api/errors";
import { useInstruments } from "@/api/pickers";
import { refresh } from "@/api/queries";
import { QueryView } from "@/api/QueryView";
import { Figure, Part } from "@/api/risk";
import { add, negate } from "@/lib/decimal";
import { Button } from "@/ui/Button";
import { DataTable } from "@/ui/DataTable";
import { useDisplay } from "@/ui/display";
import { Money, Price, Quantity } from "@/ui/numbers";
import { EmptyState } from "@/ui/states";
import { type Column } from "@/ui/table/columns";
import { toast } from "@/ui/toasts";

export interface PaperProps {
  onOpen: (id: string) => void;
  onSetUp: () => void;
}

type Position = PaperRun["positions"][number];
type Fill = PaperRun["last_fills"][number];

export function Paper({ onOpen, onSetUp }: PaperProps) {
  const { t } = useLingui();
  const runs = usePaperRuns();
  return (
    <QueryView query={runs} lines={6}>
      {(list) =>
        list.length === 0 ? (
          <EmptyState
            title={t`Nothing runs on paper`}
            text={t`A strategy on paper trades over live prices or a replay in an account of its own. What it did is kept beside the back-tests.`}
            action={{ label: t`Set one up`, onPress: onSetUp }}
          />
        ) : (
          <div className="qd-stack">
            {list.map((run) => (
              <Running key={run.id} run={run} onOpen={onOpen} />
            ))}
          </div>
        )
      }
    </QueryView>
  );
}

function Running({ run, onOpen }: { run: PaperRun; onOpen: (id: string) => void }) {
  const { t, i18n } = useLingui();
  const { format, timeZone } = useDisplay();
  const client = useQueryClient();
  const instruments = useInstruments();
  const of = (id: string) => instruments.data?.find((known) => known.id === id);
  const symbolOf = (id: string): string => of(id)?.symbol ?? id;
  const stop = (): void => {
    post(`/paper-runs/${run.id}/stop`)
      .then(async () => {
        await refresh(client, ["paper-runs", "backtests"]);
        onOpen(run.id);
      })
      .catch((error: unknown) => toast({ kind: "error", text: toApiError(error).message }));
  };
  const positions: Column<Position>[] = [
    { id: "symbol", header: t`Instrument`, width: 120, value: (row) => symbolOf(row.instrument_id) },
    {
      id: "units",
      header: t`Units`,
      align: "end",
      width: 100,
      value: (row) => Number(row.units),
      cell: (row) => <Quantity value={row.units} />,
    },
    {
      id: "average_price",
      header: t`Average price`,
      align: "end",
      width: 120,
      value: (row) => Number(row.average_price),
      cell: (row) => <Price value={row.average_price} />,
    },
    {
      id: "price",
      header: t`Price`,
      align: "end",
      width: 100,
      value: (row) => row.price,
      cell: (row) => <Price value={row.price} />,
    },
  ];
  const orders: Column<OpenOrder>[] = [
    { id: "symbol", header: t`Instrument`, width: 120, value: (row) => symbolOf(row.order.instrument_id) },
    { id: "side", header: t`Side`, width: 70, value: (row) => (row.order.side === "buy" ? t`Buy` : t`Sell`) },
    {
      id: "remaining",
      header: t`To trade`,
      align: "end",
      width: 100,
      value: (row) => Number(row.remaining),
      cell: (row) => <Quantity value={row.remaining} />,
    },
    { id: "terms", header: t`Order`, width: 130, value: (row) => row.terms.type.replaceAll("_", " ") },
    {
      id: "at",
      header: t`Since`,
      width: 170,
      value: (row) => row.order.created_at,
      cell: (row) => format.dateTime(row.order.created_at, timeZone),
    },
  ];
  const fills: Column<Fill>[] = [
    {
      id: "at",
      header: t`When`,
      width: 170,
      value: (row) => row.at,
      cell: (row) => format.dateTime(row.at, timeZone),
    },
    { id: "symbol", header: t`Instrument`, width: 120, value: (row) => symbolOf(row.instrument_id) },
    { id: "side", header: t`Side`, width: 70, value: (row) => (row.side === "buy" ? t`Buy` : t`Sell`) },
    {
      id: "quantity",
      header: t`Units`,
      align: "end",
      width: 90,
      value: (row) => Number(row.quantity),
      cell: (row) => <Quantity value={row.quantity} />,
    },
    {
      id: "price",
      header: t`Price`,
      align: "end",
      width: 110,
      value: (row) => Number(row.price),
      cell: (row) => <Price value={row.price} />,
    },
  ];
  const refused = run.refused[0];
  const gain = run.equity === null ? null : add(run.equity, negate(run.cash_at_start));
  return (
    <section className="qd-risk" aria-label={run.name}>
      <div className="qd-row qd-backtest-head">
        <div className="qd-grow">
          <h2 className="qd-backtest-title">{run.name}</h2>
          <p className="qd-dim">
            {i18n._(FEED[run.feed])} · {run.instrument_ids.map(symbolOf).join(", ")} ·{" "}
            {run.last_at === null ? t`no tick yet` : t`last tick ${format.dateTime(run.last_at, timeZone)}`}
          </p>
        </div>
        <Button size="small" onPress={stop}>{t`Stop and keep`}</Button>
      </div>
      <dl className="qd-figures qd-risk-figures">
        <Figure title={t`Equity`} note={run.currency}>
          <Money value={run.equity} currency={run.currency} reason={t`A price or a rate is not known yet.`} />
        </Figure>
        <Figure title={t`Gain`} note={run.currency}>
          <Money value={gain} currency={run.currency} signed />
        </Figure>
        <Figure title={t`Cash`} note={run.currency}>
          <Money value={run.cash} currency={run.currency} />
        </Figure>
        <Figure title={t`Orders`} note={t`${format.number(run.refused_count, 0)} refused`}>
          {format.number(run.orders, 0)}
        </Figure>
        <Figure title={t`Fills`}>{format.number(run.fills, 0)}</Figure>
        <Figure title={t`Ticks`} note={t`${format.number(run.missed_ticks, 0)} missed`}>
          {format.number(run.ticks, 0)}
        </Figure>
      </dl>
      {refused ? <p className="qd-dim">{t`Refused last: ${refused.message}`}</p> : null}
      {run.positions.length === 0 ? null : (
        <Part title={t`Positions`}>
          <div className="qd-risk-table qd-risk-table-low">
            <DataTable
              label={t`Positions of ${run.name}`}
              rows={run.positions}
              columns={positions}
              rowKey={(row) => row.instrument_id}
              storageKey="paper.positions"
            />
          </div>
        </Part>
      )}
      {run.open_orders.length === 0 ? null : (
        <Part title={t`Open orders`}>
          <div className="qd-risk-table qd-risk-table-low">
            <DataTable
              label={t`Open orders of ${run.name}`}
              rows={run.open_orders}
              columns={orders}
              rowKey={(row) => row.order.id}
              storageKey="paper.orders"
            />
          </div>
        </Part>
      )}
      {run.last_fills.length === 0 ? (
        <p className="qd-dim">{t`Nothing was traded yet.`}</p>
      ) : (
        <Part title={t`Last fills`}>
          <div className="qd-risk-table qd-risk-table-low">
            <DataTable
              label={t`Last fills of ${run.name}`}
              rows={run.last_fills}
              columns={fills}
              rowKey={(row) => row.execution_id}
              storageKey="paper.fills"
            />
          </div>
        </Part>
      )}
    </section>
  );
}
