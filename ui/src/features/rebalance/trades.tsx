// The trades of a plan; each opens into the lots that it takes.
import { memo, useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { Button } from "@/ui/Button";
import { useFormat } from "@/ui/display";
import { Icon } from "@/ui/Icon";
import { Money, Price, Quantity } from "@/ui/numbers";
import { type PlannedTrade, type Preview } from "./types";

/** More trades than these are shown on demand: a table of a thousand lines would slow every move. */
const SHOWN = 60;

const keyOf = ({ side, account, instrument }: PlannedTrade): string => `${side} ${account} ${instrument}`;

function Lots({ trade, preview }: { trade: PlannedTrade; preview: Preview }) {
  const { t } = useLingui();
  const format = useFormat();
  const unit = preview.base_currency;
  const untaxed = t`Gains of this account are not taxed.`;
  return (
    <table className="qd-rb-lots" aria-label={t`Lots of ${trade.instrument} in ${trade.account}`}>
      <thead>
        <tr>
          <th scope="col">{t`Opened`}</th>
          <th scope="col" className="qd-end">{t`Units`}</th>
          <th scope="col" className="qd-end">{t`Cost`}</th>
          <th scope="col" className="qd-end">{t`Gain`}</th>
          <th scope="col">{t`Term`}</th>
          <th scope="col" className="qd-end">{t`Tax`}</th>
        </tr>
      </thead>
      <tbody>
        {trade.lots.map((lot) => (
          <tr key={lot.lot}>
            <th scope="row" title={lot.lot}>
              {preview.lots[lot.lot] ? format.date(preview.lots[lot.lot]?.opened_on) : lot.lot}
            </th>
            <td className="qd-end">
              <Quantity value={lot.units} />
            </td>
            <td className="qd-end">
              <Money value={lot.cost} currency={unit} reason={t`What it cost is unknown.`} />
            </td>
            <td className="qd-end">
              <Money value={lot.gain} currency={unit} signed reason={untaxed} />
            </td>
            <td>{lot.term === "short" ? t`short` : lot.term === "long" ? t`long` : "—"}</td>
            <td className="qd-end">
              <Money value={lot.tax} currency={unit} reason={untaxed} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function TradeRows({
  trade,
  preview,
  isOpen,
  onToggle,
}: {
  trade: PlannedTrade;
  preview: Preview;
  isOpen: boolean;
  onToggle: () => void;
}) {
  const { t } = useLingui();
  const unit = preview.base_currency;
  const isSale = trade.side === "sell";
  const { instrument } = trade;
  const none = isSale ? t`Gains of this account are not taxed.` : t`A purchase realizes nothing.`;
  return (
    <>
      <tr>
        <td className="qd-rb-side">{isSale ? t`▼ Sell` : t`▲ Buy`}</td>
        <th scope="row">
          <button
            type="button"
            className="qd-rb-open"
            aria-expanded={isOpen}
            aria-label={isSale ? t`Lots of the sale of ${instrument}` : t`Details of the purchase of ${instrument}`}
            onClick={onToggle}
          >
            <Icon name={isOpen ? "down" : "right"} size={10} /> {instrument}
          </button>{" "}
          <span className="qd-dim qd-small">{trade.account}</span>
        </th>
        <td className="qd-end">
          <Quantity value={trade.units} />
        </td>
        <td className="qd-end">
          <Money value={trade.amount} currency={unit} />
        </td>
        <td className="qd-end">
          <Money value={trade.gain} currency={unit} signed reason={none} />
        </td>
        <td className="qd-end">
          <Money value={trade.tax} currency={unit} reason={none} />
        </td>
      </tr>
      <tr className="qd-rb-reasons">
        <td />
        <td colSpan={5} className="qd-small qd-dim">
          {trade.reasons.map((reason) => (
            <div key={reason.code}>{reason.words}</div>
          ))}
          {isOpen ? (
            <>
              <div>
                {t`Price`} <Price value={trade.price} currency={trade.currency} />
                {" · "}
                {t`half spread`} <Money value={trade.spread} currency={unit} />
                {" · "}
                {t`commission`} <Money value={trade.commission} currency={unit} />
                {trade.closes_position ? <> · {t`closes the position`}</> : null}
              </div>
              {trade.lots.length > 0 ? <Lots trade={trade} preview={preview} /> : null}
            </>
          ) : null}
        </td>
      </tr>
    </>
  );
}

function Table({ preview }: { preview: Preview }) {
  const { t } = useLingui();
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const [isAll, setAll] = useState(false);
  const { trades } = preview.plan;
  const toggle = (key: string): void => {
    const next = new Set(opened);
    if (!next.delete(key)) next.add(key);
    setOpened(next);
  };
  if (trades.length === 0) {
    return <p className="qd-dim">{t`Nothing is traded: no trade is worth its tax and cost.`}</p>;
  }
  const shown = isAll ? trades : trades.slice(0, SHOWN);
  return (
    <>
      <div className="qd-scroll-x qd-rb-trades-scroll" tabIndex={0} role="region" aria-label={t`Trades, scrollable`}>
        <table className="qd-plain-table qd-rb-trades" aria-label={t`Trades`}>
          <thead>
            <tr>
              <th scope="col">{t`Side`}</th>
              <th scope="col">{t`Instrument`}</th>
              <th scope="col" className="qd-end">{t`Units`}</th>
              <th scope="col" className="qd-end">{t`Amount`}</th>
              <th scope="col" className="qd-end">{t`Gain`}</th>
              <th scope="col" className="qd-end">{t`Tax`}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((trade) => {
              const key = keyOf(trade);
              return (
                <TradeRows
                  key={key}
                  trade={trade}
                  preview={preview}
                  isOpen={opened.has(key)}
                  onToggle={() => toggle(key)}
                />
              );
            })}
          </tbody>
        </table>
      </div>
      {trades.length > shown.length ? (
        <Button size="small" onPress={() => setAll(true)}>{t`Show all ${trades.length} trades`}</Button>
      ) : null}
    </>
  );
}

/** Renders for another plan only. */
export const TradesTable = memo(Table);
