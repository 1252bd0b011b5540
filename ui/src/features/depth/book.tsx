// The order book: twenty levels a side with what is offered at each, and what it comes to.
import { useEffect, useEffectEvent, useRef } from "react";
import { useLingui } from "@lingui/react/macro";

import { type Depth } from "@/api/markets";
import { UNKNOWN } from "@/lib/format";
import { hear } from "@/stream/market";
import { useFormat } from "@/ui/display";
import { digitsOf, largestSize, type LevelRow, levelRows, LEVELS, writeSide } from "./ladder";

export interface BookProps {
  id: string;
  /** As the server answered when it was asked. */
  first: Depth | null;
}

export function Book({ id, first }: BookProps) {
  const { t } = useLingui();
  const format = useFormat();
  const box = useRef<HTMLDivElement>(null);
  const rows = useRef<{ bids: LevelRow[]; asks: LevelRow[] } | null>(null);
  const incomplete = t`The book is incomplete and waits for a snapshot.`;
  const show = useEffectEvent((depth: Depth | null) => {
    if (!box.current) return;
    const side = (name: string): LevelRow[] => {
      const found = box.current?.querySelector<HTMLElement>(`[data-side="${name}"]`);
      return found ? levelRows(found) : [];
    };
    rows.current ??= { bids: side("bids"), asks: side("asks") };
    const cell = (name: string, text: string): void => {
      const found = box.current?.querySelector<HTMLElement>(`[data-figure="${name}"]`);
      if (found && found.textContent !== text) found.textContent = text;
    };
    const levels = depth ? [...depth.bids.slice(0, LEVELS), ...depth.asks.slice(0, LEVELS)] : [];
    const digits = digitsOf(levels);
    const largest = depth ? largestSize(depth) : 0;
    writeSide(rows.current.bids, depth?.bids ?? [], largest, digits, format);
    writeSide(rows.current.asks, depth?.asks ?? [], largest, digits, format);
    cell("mid", format.number(depth?.mid, Math.min(8, digits + 1)));
    cell("spread", format.number(depth?.spread, digits));
    const basis = depth?.spread && depth.mid ? (depth.spread / depth.mid) * 10_000 : null;
    cell("basis", basis === null ? UNKNOWN : format.number(basis, 1));
    cell("imbalance", format.percent(depth?.imbalance, 0, true));
    cell("problem", depth === null ? incomplete : "");
    box.current.style.setProperty("--bid-part", `${(((depth?.imbalance ?? 0) + 1) * 50).toFixed(1)}%`);
    box.current.toggleAttribute("data-known", depth?.imbalance != null);
  });
  useEffect(() => {
    show(first);
    return hear(id, ({ depths }) => {
      const last = depths.at(-1);
      if (last) show(last.depth);
    });
  }, [id, first, format]);
  const head = [t`Total`, t`Size`, t`Bid`];
  const headAsks = [t`Ask`, t`Size`, t`Total`];
  return (
    <div ref={box} className="qd-book">
      <dl className="qd-book-figures">
        <div>
          <dt>{t`Mid`}</dt>
          <dd data-figure="mid">—</dd>
        </div>
        <div>
          <dt>{t`Spread`}</dt>
          <dd data-figure="spread">—</dd>
        </div>
        <div>
          <dt>{t`bp`}</dt>
          <dd data-figure="basis">—</dd>
        </div>
        <div>
          <dt title={t`Units bid less units asked, as a part of both, over the levels shown`}>{t`Imbalance`}</dt>
          <dd data-figure="imbalance">—</dd>
        </div>
      </dl>
      <div className="qd-book-balance" aria-hidden="true" />
      <p data-figure="problem" className="qd-small qd-warn qd-book-problem" />
      <div className="qd-book-sides" tabIndex={0} role="group" aria-label={t`Order book`}>
        <Side name="bids" label={t`Bids`} head={head} order={["cumulative", "size", "price"]} />
        <Side name="asks" label={t`Asks`} head={headAsks} order={["price", "size", "cumulative"]} />
      </div>
    </div>
  );
}

interface SideProps {
  name: "bids" | "asks";
  label: string;
  head: readonly string[];
  order: readonly ("price" | "size" | "cumulative")[];
}

function Side({ name, label, head, order }: SideProps) {
  return (
    <div role="table" aria-label={label} data-side={name} className={`qd-book-side qd-book-${name}`}>
      <div role="row" className="qd-book-head">
        {head.map((text) => (
          <span key={text} role="columnheader">
            {text}
          </span>
        ))}
      </div>
      {Array.from({ length: LEVELS }, (_, i) => (
        <div key={i} role="row" data-level={i} className="qd-book-level" hidden>
          <span data-cell="bar" className="qd-book-bar" aria-hidden="true" />
          {order.map((cell) => (
            <span key={cell} role="cell" data-cell={cell} className={`qd-book-cell-${cell}`} />
          ))}
        </div>
      ))}
    </div>
  );
}
