// Watchlists: instruments in sections with their prices as they come.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { type Watchlists, type WatchRow } from "@/api/markets";
import { useInstruments } from "@/api/pickers";
import { useGet } from "@/api/queries";
import { QueryView } from "@/api/QueryView";
import { type Instrument } from "@/api/types";
import { crossingWords } from "@/lib/ruleWords";
import { isRecord, isStringArray, load, save } from "@/lib/storage";
import { useQuotes } from "@/stream/market";
import { PracticeOffer } from "@/stream/PracticeOffer";
import { priceOf, quotes } from "@/stream/quotes";
import { useHost, useLinkedInstrument } from "@/ui/host";
import { MenuButton, type MenuEntry } from "@/ui/Menu";
import { PanelFrame } from "@/ui/PanelFrame";
import { EmptyState } from "@/ui/states";
import { Tabs } from "@/ui/Tabs";
import { COLUMNS, type Order } from "./columns";
import { WatchGrid } from "./grid";
import * as edit from "./lists";
import { useSaved, WATCHLISTS } from "./saved";
import { FLAG } from "./words";
import { AddSymbol, type Writing, Writings } from "./writing";
import "./watchlists.css";

const isOrder = (value: unknown): value is Order | null =>
  value === null || (isRecord(value) && typeof value["id"] === "string" && typeof value["desc"] === "boolean");

export default function WatchlistsPanel() {
  const { t } = useLingui();
  const lists = useGet<Watchlists>(WATCHLISTS);
  const instruments = useInstruments();
  return (
    <QueryView query={lists} lines={8}>
      {(all) => (
        <QueryView query={instruments} lines={8}>
          {(known) => <Lists all={all} known={known} label={t`Watchlists`} />}
        </QueryView>
      )}
    </QueryView>
  );
}

function Lists({ all, known, label }: { all: Watchlists; known: readonly Instrument[]; label: string }) {
  const { t, i18n } = useLingui();
  const host = useHost();
  const [linked, follow] = useLinkedInstrument();
  const put = useSaved(all);
  const [at, setAt] = useState(() => load("watchlists.at", 0, (v): v is number => typeof v === "number"));
  const [order, setOrder] = useState(() => load<Order | null>("watchlists.order", null, isOrder));
  const [hidden, setHidden] = useState(() =>
    load(
      "watchlists.hidden",
      COLUMNS.filter((c) => c.isHidden).map((c) => c.id),
      isStringArray,
    ),
  );
  const [writing, setWriting] = useState<Writing>(null);
  const [place, setPlace] = useState<edit.Place>({ section: 0, row: 0 });

  const n = Math.min(at, Math.max(0, all.lists.length - 1));
  const list = all.lists[n];
  const ids = edit.instrumentsOf(list);
  const answer = useQuotes(ids);
  const instruments = new Map(known.map((one) => [one.id, one]));
  const asked = new Map((answer.data?.quotes ?? []).map((one) => [one.instrument_id, one]));
  const symbolOf = (id: string): string => instruments.get(id)?.symbol ?? asked.get(id)?.symbol ?? "—";
  const columns = COLUMNS.filter(({ id }) => !hidden.includes(id));

  const select = (next: number): void => {
    setAt(next);
    setPlace({ section: 0, row: 0 });
    save("watchlists.at", next);
  };
  const add = (found: readonly string[]): void => {
    if (found.length === 0) return;
    const words = found.length === 1 ? symbolOf(found[0] ?? "") : t`${found.length} symbols`;
    put(edit.addRows(all, n, place.section, found), t`${words} added to “${list?.name ?? ""}”`);
  };
  const move = (from: edit.Place, to: edit.Place): void => {
    const symbol = symbolOf(list?.sections[from.section]?.rows[from.row]?.instrument_id ?? "");
    put(edit.moveRow(all, n, from, to), t`${symbol} moved`);
  };
  const remove = (from: edit.Place): void => {
    const symbol = symbolOf(list?.sections[from.section]?.rows[from.row]?.instrument_id ?? "");
    put(edit.removeRow(all, n, from), t`${symbol} removed from “${list?.name ?? ""}”`);
  };
  const step = (from: edit.Place, by: -1 | 1): void => {
    const to = list && edit.neighbour(list, from, by);
    if (to) move(from, to);
  };
  const alertOn = (id: string): void => {
    const quote = quotes.get(id);
    const level = quote ? priceOf(quote) : null;
    const words = level === null ? `${symbolOf(id)} ` : crossingWords(symbolOf(id), level, level);
    host.openPanel("alerts", { words });
  };
  const actionsOf = (row: WatchRow, from: edit.Place): MenuEntry[] => {
    const id = row.instrument_id;
    const others = (list?.sections ?? []).map(({ name }, section) => ({ name, section }));
    return [
      { id: "alert", label: t`Alert here`, onAction: () => alertOn(id) },
      { id: "chart", label: t`Chart`, onAction: () => host.openPanel("chart", { instrument_id: id }) },
      { id: "depth", label: t`Depth & tape`, onAction: () => host.openPanel("depth", { instrument_id: id }) },
      { id: "news", label: t`News`, onAction: () => host.openPanel("news", { instrument_id: id }) },
      ...edit.FLAGS.map((flag, i) => ({
        id: flag,
        label: t`Flag ${i18n._(FLAG[flag])}`,
        isChecked: row.flag === flag,
        startsGroup: i === 0,
        onAction: () =>
          put(edit.changeRow(all, n, from, { flag: row.flag === flag ? null : flag }), t`${symbolOf(id)} flagged`),
      })),
      {
        id: "note",
        label: t`Note…`,
        startsGroup: true,
        onAction: () => setWriting({ what: "note", row, place: from }),
      },
      { id: "up", label: t`Move up`, shortcut: "Alt+↑", isDisabled: order !== null, onAction: () => step(from, -1) },
      { id: "down", label: t`Move down`, shortcut: "Alt+↓", isDisabled: order !== null, onAction: () => step(from, 1) },
      ...others
        .filter(({ section }) => section !== from.section)
        .map(({ name, section }) => ({
          id: `section-${section}`,
          label: t`Move to ${name === "" ? t`Without a section` : name}`,
          onAction: () => move(from, { section, row: list?.sections[section]?.rows.length ?? 0 }),
        })),
      {
        id: "remove",
        label: t`Remove`,
        shortcut: "Del",
        isDanger: true,
        startsGroup: true,
        onAction: () => remove(from),
      },
    ];
  };
  const sectionActions = (section: number): MenuEntry[] => [
    { id: "rename", label: t`Rename…`, onAction: () => setWriting({ what: "rename-section", section }) },
    {
      id: "remove",
      label: t`Take the section away`,
      isDanger: true,
      isDisabled: (list?.sections.length ?? 0) < 2,
      onAction: () => put(edit.removeSection(all, n, section), t`Section taken away`),
    },
  ];
  const listActions: MenuEntry[] = [
    {
      id: "import",
      label: t`Add symbols from a text…`,
      isDisabled: !list,
      onAction: () => setWriting({ what: "import" }),
    },
    { id: "section", label: t`New section…`, isDisabled: !list, onAction: () => setWriting({ what: "section" }) },
    { id: "list", label: t`New list…`, startsGroup: true, onAction: () => setWriting({ what: "list" }) },
    { id: "rename", label: t`Rename the list…`, isDisabled: !list, onAction: () => setWriting({ what: "rename" }) },
    {
      id: "delete",
      label: t`Delete the list`,
      isDanger: true,
      isDisabled: !list,
      onAction: () => {
        put(edit.removeList(all, n), t`List “${list?.name ?? ""}” deleted`);
        select(Math.max(0, n - 1));
      },
    },
  ];
  const toolbar = (
    <>
      <div className="qd-watch-picker">
        <AddSymbol onAdd={(id) => add([id])} isDisabled={!list} />
      </div>
      <span className="qd-grow" />
      <MenuButton
        label={t`Columns`}
        icon="columns"
        size="small"
        items={COLUMNS.map(({ id, title }) => ({
          id,
          label: i18n._(title),
          isChecked: !hidden.includes(id),
          onAction: () => {
            const next = hidden.includes(id) ? hidden.filter((other) => other !== id) : [...hidden, id];
            setHidden(next);
            save("watchlists.hidden", next);
          },
        }))}
      />
      <MenuButton label={t`Lists and sections`} size="small" items={listActions} />
    </>
  );
  const content = (i: number) => {
    const one = all.lists[i];
    if (!one) return null;
    if (edit.instrumentsOf(one).length === 0)
      return (
        <EmptyState
          title={t`Nothing is watched in “${one.name}” yet`}
          text={t`Find an instrument by its symbol or name above, or paste symbols from elsewhere.`}
          action={{ label: t`Add symbols from a text…`, onPress: () => setWriting({ what: "import" }) }}
        />
      );
    return (
      <WatchGrid
        label={t`Watchlist ${one.name}`}
        list={one}
        instruments={instruments}
        asked={asked}
        columns={columns}
        order={order}
        onOrder={(next) => {
          setOrder(next);
          save("watchlists.order", next);
        }}
        current={linked}
        onCurrent={(id) => {
          follow(id);
          const section = one.sections.findIndex(({ rows }) => rows.some((row) => row.instrument_id === id));
          setPlace({ section: Math.max(0, section), row: 0 });
        }}
        onOpen={(id) => host.openPanel("chart", { instrument_id: id })}
        onMove={move}
        onStep={step}
        onRemove={remove}
        actionsOf={actionsOf}
        sectionActions={sectionActions}
      />
    );
  };
  return (
    <PanelFrame label={label} toolbar={toolbar} isFlush>
      {answer.data?.mode === "off" ? <PracticeOffer instruments={ids} /> : null}
      {answer.isError ? (
        <p className="qd-notice qd-notice-warn" role="alert">{t`Prices do not come: ${answer.error.message}`}</p>
      ) : null}
      <div className="qd-watch">
        {all.lists.length === 0 ? (
          <EmptyState
            title={t`No watchlist yet`}
            text={t`A watchlist shows prices as they come, with what moved and where in its range it stands.`}
            action={{ label: t`New list…`, onPress: () => setWriting({ what: "list" }) }}
          />
        ) : (
          <Tabs
            label={t`Watchlists`}
            selected={String(n)}
            onSelect={(id) => select(Number(id))}
            items={all.lists.map(({ name }, i) => ({ id: String(i), label: name, content: content(i) }))}
          />
        )}
      </div>
      <Writings
        writing={writing}
        all={all}
        at={n}
        known={known}
        symbolOf={symbolOf}
        put={put}
        onAdd={add}
        onSelect={select}
        onClose={() => setWriting(null)}
      />
    </PanelFrame>
  );
}
