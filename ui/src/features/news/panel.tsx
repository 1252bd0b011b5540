// News as they come: narrowed by instrument and words, opened outside, watched by an alert.
import { useEffect, useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { type NewsItem, type NewsView } from "@/api/markets";
import { InstrumentPicker, useInstruments } from "@/api/pickers";
import { useGet } from "@/api/queries";
import { QueryView } from "@/api/QueryView";
import { copyText } from "@/lib/clipboard";
import { errorText } from "@/lib/error";
import { symbolInWords } from "@/lib/ruleWords";
import { platform } from "@/platform/platform";
import { hearNews, useWatch } from "@/stream/market";
import { Button, IconButton } from "@/ui/Button";
import { useDisplay } from "@/ui/display";
import { TextInput } from "@/ui/fields/TextInput";
import { Switch } from "@/ui/fields/Toggle";
import { type PanelProps, useHost, useLinkedInstrument } from "@/ui/host";
import { PanelFrame } from "@/ui/PanelFrame";
import { EmptyState } from "@/ui/states";
import { toast } from "@/ui/toasts";
import { keyOf, merged, newsRule, withWords } from "./filter";
import "./news.css";

const LIMIT = 200;
/** News of all that is watched elsewhere come by the stream; the others are asked for. */
const ASK_MS = 30_000;

export default function NewsPanel({ params }: PanelProps) {
  const { t } = useLingui();
  const host = useHost();
  const [linked, follow] = useLinkedInstrument();
  const [own, setOwn] = useState<string | null>(params["instrument_id"] ?? null);
  const [isAll, setAll] = useState(params["instrument_id"] === undefined);
  const [text, setText] = useState("");
  const instruments = useInstruments();
  const all = instruments.data ?? [];
  const id = isAll ? null : (own ?? linked);
  const instrument = all.find((one) => one.id === id) ?? null;
  const watched = instrument ? [instrument.id] : all.slice(0, LIMIT).map((one) => one.id);
  useWatch(watched, ["news"], 1_000);
  const news = useGet<NewsView>(
    "/news",
    { query: { instrument_id: instrument?.id, limit: LIMIT } },
    { refetchInterval: ASK_MS, keepPrevious: true },
  );
  const [fresh, setFresh] = useState<readonly NewsItem[]>([]);
  useEffect(() => hearNews((items) => setFresh((before) => merged(items, before, LIMIT))), []);
  const watch = (): void => {
    const name = instrument ? symbolInWords(instrument.symbol) : null;
    host.openPanel("alerts", { words: newsRule(text, name) });
  };
  const toolbar = (
    <>
      <div className="qd-news-picker">
        <InstrumentPicker
          label={t`Instrument`}
          hideLabel
          placeholder={t`All instruments`}
          value={instrument?.id ?? null}
          onChange={(next) => {
            setAll(next === null);
            if (own !== null) setOwn(next);
            if (next !== null) follow(next);
          }}
        />
      </div>
      <Switch label={t`All instruments`} value={instrument === null} onChange={(isOn) => setAll(isOn)} />
      <div className="qd-news-words">
        <TextInput label={t`Words`} hideLabel type="search" placeholder={t`Words`} value={text} onChange={setText} />
      </div>
      <Button size="small" icon="bell" isDisabled={text.trim() === ""} onPress={watch}>
        {t`Alert on these words`}
      </Button>
    </>
  );
  return (
    <PanelFrame label={t`News`} toolbar={toolbar}>
      <QueryView query={news} lines={8}>
        {(view) => {
          const isOf = (item: NewsItem): boolean => instrument === null || item.instrument_ids.includes(instrument.id);
          const items = withWords(merged(fresh.filter(isOf), view.items, LIMIT), text);
          if (items.length > 0)
            return (
              <ol className="qd-news" aria-label={t`News`}>
                {items.map((item) => (
                  <Item key={keyOf(item)} item={item} />
                ))}
              </ol>
            );
          if (text.trim() !== "" && view.items.length > 0)
            return <p className="qd-dim">{t`No item has these words.`}</p>;
          return (
            <EmptyState
              title={t`No news yet`}
              text={view.note ?? t`Headlines appear here as their provider sends them.`}
              action={{ label: t`Set up a provider`, onPress: () => host.openPanel("providers") }}
            />
          );
        }}
      </QueryView>
    </PanelFrame>
  );
}

/** How a provider says that it sounds, in a word and its number. */
function useSentiment(): (value: number | null) => { text: string; tone: string } {
  const { t } = useLingui();
  const { format } = useDisplay();
  return (value) => {
    if (value === null) return { text: "—", tone: "qd-dim" };
    const number = format.number(value, 2, true);
    if (value > 0.15) return { text: t`▲ good ${number}`, tone: "qd-up" };
    if (value < -0.15) return { text: t`▼ bad ${number}`, tone: "qd-down" };
    return { text: t`neutral ${number}`, tone: "qd-dim" };
  };
}

function Item({ item }: { item: NewsItem }) {
  const { t } = useLingui();
  const { format, timeZone } = useDisplay();
  const sentiment = useSentiment()(item.sentiment);
  const { url, headline } = item;
  const copy = (): void => {
    copyText(url ?? "").then(
      () => toast({ kind: "success", text: t`Address copied` }),
      (error: unknown) => toast({ kind: "error", text: errorText(error) }),
    );
  };
  return (
    <li className="qd-news-item">
      <div className="qd-news-head">
        <time className="qd-num qd-dim" dateTime={item.at ?? item.received_at}>
          {format.dateTime(item.at ?? item.received_at, timeZone)}
        </time>
        <span className="qd-news-symbols">{item.symbols.join(" ")}</span>
        <span className="qd-dim">{item.source}</span>
        <span className={`qd-num ${sentiment.tone}`} title={t`Sentiment, as the provider says`}>
          <span className="qd-sr-only">{t`Sentiment`} </span>
          {sentiment.text}
        </span>
      </div>
      <div className="qd-row">
        {url && /^https?:\/\//.test(url) ? (
          <>
            <a
              className="qd-grow qd-news-title"
              href={url}
              onClick={(event) => {
                event.preventDefault();
                platform().openLink(url);
              }}
            >
              {headline}
            </a>
            <IconButton label={t`Copy the address of “${headline}”`} icon="link" size="small" onPress={copy} />
          </>
        ) : (
          <span className="qd-grow qd-news-title">{headline}</span>
        )}
      </div>
      {item.summary ? <p className="qd-small">{item.summary}</p> : null}
      {item.author ? <p className="qd-dim qd-small">{item.author}</p> : null}
    </li>
  );
}
