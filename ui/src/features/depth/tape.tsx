// The tape: each trade with its side, in a colour and in a word.
import { useRef } from "react";
import { useLingui } from "@lingui/react/macro";

import { useTape } from "@/stream/tape";
import { useDisplay } from "@/ui/display";
import { TAPE_ROWS, type TapeRow, tapeRows, writeTape } from "./ladder";

export function Tape({ id }: { id: string }) {
  const { t } = useLingui();
  const { format, timeZone } = useDisplay();
  const box = useRef<HTMLDivElement>(null);
  const rows = useRef<TapeRow[] | null>(null);
  const empty = useRef<HTMLParagraphElement>(null);
  useTape(id, TAPE_ROWS, (trades) => {
    if (!box.current) return;
    rows.current ??= tapeRows(box.current);
    writeTape(rows.current, trades, { buy: t`buy`, sell: t`sell` }, format, timeZone);
    if (empty.current) empty.current.hidden = trades.length > 0;
  });
  const head = [t`Time`, t`Price`, t`Size`, t`Side`];
  return (
    <div className="qd-tape" tabIndex={0} role="group" aria-label={t`Trades`}>
      <div ref={box} role="table" aria-label={t`Trades, newest first`}>
        <div role="row" className="qd-tape-row qd-tape-head">
          {head.map((text) => (
            <span key={text} role="columnheader">
              {text}
            </span>
          ))}
        </div>
        {Array.from({ length: TAPE_ROWS }, (_, i) => (
          <div key={i} role="row" data-trade={i} className="qd-tape-row" hidden>
            {head.map((text) => (
              <span key={text} role="cell" data-cell="" />
            ))}
          </div>
        ))}
      </div>
      <p ref={empty} className="qd-dim qd-small qd-tape-empty">
        {t`No trade yet since this instrument is watched.`}
      </p>
    </div>
  );
}
