// Depth and tape of one instrument: what is offered, and what was traded.
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { type DepthView } from "@/api/markets";
import { InstrumentPicker, useInstruments } from "@/api/pickers";
import { useGet } from "@/api/queries";
import { QueryView } from "@/api/QueryView";
import { type Instrument } from "@/api/types";
import { crossingWords } from "@/lib/ruleWords";
import { eachSecond, useAge } from "@/stream/age";
import { useQuotes, useWatch } from "@/stream/market";
import { PracticeOffer } from "@/stream/PracticeOffer";
import { priceOf, quotes } from "@/stream/quotes";
import { useReplayKey } from "@/stream/replay";
import { Button } from "@/ui/Button";
import { useFormat } from "@/ui/display";
import { type PanelProps, useHost, useLinkedInstrument } from "@/ui/host";
import { PanelFrame } from "@/ui/PanelFrame";
import { EmptyState } from "@/ui/states";
import { Book } from "./book";
import { LEVELS } from "./ladder";
import { Tape } from "./tape";
import "./depth.css";

export default function DepthPanel({ params }: PanelProps) {
  const { t } = useLingui();
  const host = useHost();
  const [linked, follow] = useLinkedInstrument();
  const [own, setOwn] = useState<string | null>(params["instrument_id"] ?? null);
  const instruments = useInstruments();
  const all = instruments.data ?? [];
  const instrument = all.find(({ id }) => id === (own ?? linked)) ?? all[0];
  const toolbar = (
    <>
      <div className="qd-depth-picker">
        <InstrumentPicker
          label={t`Instrument`}
          hideLabel
          value={instrument?.id ?? null}
          placeholder={t`Symbol or name`}
          onChange={(id) => {
            if (id === null) return;
            if (own !== null) setOwn(id);
            follow(id);
          }}
        />
      </div>
      {instrument ? <Last key={instrument.id} instrument={instrument} /> : null}
    </>
  );
  return (
    <PanelFrame label={t`Depth & tape`} toolbar={toolbar} isFlush>
      <QueryView query={instruments} lines={8}>
        {() =>
          instrument ? (
            <Market key={instrument.id} instrument={instrument} />
          ) : (
            <EmptyState
              title={t`No instruments yet`}
              text={t`Depth and tape show what is offered and traded of an instrument.`}
              action={{ label: t`Import or add your own`, onPress: () => host.openPanel("imports") }}
            />
          )
        }
      </QueryView>
    </PanelFrame>
  );
}

/** The last price with its age, and the way to an alert at it. */
function Last({ instrument }: { instrument: Instrument }) {
  const { t } = useLingui();
  const host = useHost();
  const format = useFormat();
  const age = useAge();
  const price = useRef<HTMLElement>(null);
  const badge = useRef<HTMLSpanElement>(null);
  const show = useEffectEvent(() => {
    const quote = quotes.get(instrument.id);
    if (price.current) price.current.textContent = format.number(quote?.last, { min: 2, max: 8 });
    if (!badge.current) return;
    const { text, tone } = age(quote, Date.now());
    badge.current.textContent = text;
    badge.current.dataset["tone"] = tone;
    badge.current.hidden = text === "";
  });
  useEffect(() => {
    show();
    const ends = [quotes.subscribe(instrument.id, () => show()), eachSecond(() => show())];
    return () => ends.forEach((end) => end());
  }, [instrument.id]);
  const alert = (): void => {
    const quote = quotes.get(instrument.id);
    const level = quote ? priceOf(quote) : null;
    const words = level === null ? `${instrument.symbol} ` : crossingWords(instrument.symbol, level, level);
    host.openPanel("alerts", { words });
  };
  return (
    <>
      <strong ref={price} className="qd-num qd-depth-last" aria-label={t`Last price`} role="status" aria-live="off" />
      <span ref={badge} className="qd-badge qd-age" />
      <span className="qd-grow" />
      <Button size="small" icon="bell" onPress={alert}>
        {t`Alert here`}
      </Button>
    </>
  );
}

function Market({ instrument }: { instrument: Instrument }) {
  const { t } = useLingui();
  const { id } = instrument;
  const replay = useReplayKey();
  useWatch([id], ["book", "trade"], 100);
  const answer = useQuotes([id]);
  const depth = useGet<DepthView>("/quotes/{id}/depth", { path: { id }, query: { levels: LEVELS } });
  const isOff = answer.data?.mode === "off";
  return (
    <QueryView query={depth} lines={8}>
      {(view) => (
        <>
          {isOff ? (
            <PracticeOffer instruments={[id]} note={view.note} />
          ) : view.note !== null && view.depth === null ? (
            <p className="qd-offer">{view.note}</p>
          ) : null}
          {isOff ? (
            <EmptyState
              title={t`Nothing of ${instrument.symbol} streams`}
              text={t`Here stand the order book, twenty levels a side, and every trade with its side, as soon as somebody sends them.`}
            />
          ) : (
            <div className="qd-depth">
              <Book key={replay} id={id} first={view.depth} />
              <Tape key={`tape ${String(replay)}`} id={id} />
            </div>
          )}
        </>
      )}
    </QueryView>
  );
}
