// One instrument of a watchlist. React draws it once; its figures are written past React as they change.
import { useEffect, useEffectEvent, useRef } from "react";
import { useLingui } from "@lingui/react/macro";

import { type QuoteView, type WatchRow } from "@/api/markets";
import { SparkLine } from "@/charts/SparkLine";
import { eachSecond, useAge } from "@/stream/age";
import { type LiveQuote, quotes } from "@/stream/quotes";
import { useFormat } from "@/ui/display";
import { Icon } from "@/ui/Icon";
import { MenuButton, type MenuEntry } from "@/ui/Menu";
import { type WatchColumn } from "./columns";
import { FLAG } from "./words";
import { type Cells, cellsOf, paint } from "./paint";

export interface RowProps {
  value: WatchRow;
  symbol: string;
  name: string;
  /** What no stream tells. */
  asked: QuoteView | undefined;
  columns: readonly WatchColumn[];
  /** Null while rows stand in another order than their own. */
  onGrab: ((event: React.PointerEvent) => void) | null;
  actions: readonly MenuEntry[];
}

/** Keeps the cells of an instrument as its quote is. */
function usePainted(id: string, columns: readonly WatchColumn[]) {
  const { t } = useLingui();
  const format = useFormat();
  const age = useAge();
  const box = useRef<HTMLDivElement>(null);
  const cells = useRef<Cells | null>(null);
  const shown = useRef<LiveQuote | undefined>(undefined);
  const show = useEffectEvent(() => {
    if (!box.current) return;
    cells.current ??= cellsOf(box.current);
    const quote = quotes.get(id);
    paint(cells.current, quote, shown.current, age(quote, Date.now()), {
      format,
      range: (low, high) => t`low ${low}, high ${high}`,
      noRange: t`Not known`,
      compact: compactOf(format.locale),
    });
    shown.current = quote;
  });
  useEffect(() => {
    shown.current = undefined;
    const ends = [quotes.subscribe(id, () => show()), eachSecond(() => show())];
    return () => ends.forEach((end) => end());
  }, [id]);
  useEffect(() => {
    cells.current = null;
    show();
  }, [id, columns, format]);
  return box;
}

const compacts = new Map<string, Intl.NumberFormat>();

function compactOf(locale: string): Intl.NumberFormat {
  let found = compacts.get(locale);
  if (!found) {
    found = new Intl.NumberFormat(locale, { notation: "compact", maximumFractionDigits: 1 });
    compacts.set(locale, found);
  }
  return found;
}

export function Row({ value, symbol, name, asked, columns, onGrab, actions }: RowProps) {
  const { t, i18n } = useLingui();
  const box = usePainted(value.instrument_id, columns);
  const flag = value.flag === null ? null : i18n._(FLAG[value.flag]);
  return (
    <div ref={box} className="qd-watch-cells">
      <div role="gridcell" className="qd-watch-symbol" title={name}>
        {onGrab ? (
          <span className="qd-watch-handle" aria-hidden="true" onPointerDown={onGrab}>
            ⠿
          </span>
        ) : (
          <span className="qd-watch-handle" aria-hidden="true" />
        )}
        <span className="qd-watch-name">{symbol}</span>
        {value.flag === null ? null : (
          <span className={`qd-watch-flag qd-flag-${value.flag}`} title={flag ?? ""}>
            <Icon name="flag" size={11} />
            <span className="qd-sr-only">{t`flag ${flag ?? ""}`}</span>
          </span>
        )}
      </div>
      {columns.map(({ id, title, isEnd }) => (
        <div key={id} role="gridcell" className={`qd-watch-cell qd-watch-${id}${isEnd ? " qd-watch-end" : ""}`}>
          {id === "spark" ? (
            <SparkLine values={asked?.spark ?? []} />
          ) : id === "note" ? (
            <span className="qd-dim" title={value.note ?? asked?.note ?? asked?.polled?.problem ?? ""}>
              {value.note}
            </span>
          ) : id === "day" || id === "year" ? (
            <span data-cell={id} role="img" aria-label={i18n._(title)} className="qd-range" />
          ) : (
            <span data-cell={id} />
          )}
        </div>
      ))}
      <div role="gridcell" className="qd-watch-actions">
        <MenuButton label={t`Actions of ${symbol}`} size="small" items={actions} />
      </div>
    </div>
  );
}
