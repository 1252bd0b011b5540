// All providers with how they stand, and the chosen one beside them.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { type ProvidersView, type ProviderView } from "@/api/markets";
import { SealedFileNotice } from "@/api/SealedFileNotice";
import { Button } from "@/ui/Button";
import { DataTable } from "@/ui/DataTable";
import { useFormat } from "@/ui/display";
import { type Column } from "@/ui/table/columns";
import { CustomForm } from "./customForm";
import { ProviderDetail } from "./detail";
import { inOrder, preferred, switched, useLacking, usePutAndTell, usePutSettings } from "./settings";
import { CONNECTION, DATA_KIND } from "./words";

function useColumns(on: readonly string[]): Column<ProviderView>[] {
  const { t, i18n } = useLingui();
  const format = useFormat();
  const lacking = useLacking();
  const placeOf = ({ source }: ProviderView): number => on.indexOf(source);
  const standing = (row: ProviderView): { text: string; tone: string } => {
    if (!row.is_on) return { text: t`off`, tone: "qd-dim" };
    if (lacking(row) !== null) return { text: t`needs a key`, tone: "qd-warn" };
    if (row.trouble !== null) return { text: t`trouble`, tone: "qd-warn" };
    if (row.polling?.problem) return { text: t`left alone`, tone: "qd-warn" };
    if (!row.connection && row.polling && row.polling.n_instruments > 0) {
      return { text: t`asked every ${format.duration(row.polling.every_seconds)}`, tone: "qd-provider-ready" };
    }
    if (!row.connection) return { text: t`ready when asked`, tone: "qd-dim" };
    const { state } = row.connection.state;
    const tone = {
      idle: "qd-dim",
      connecting: "qd-dim",
      ready: "qd-provider-ready",
      waiting: "qd-warn",
      stopped: "qd-danger",
    };
    return { text: i18n._(CONNECTION[state]), tone: tone[state] };
  };
  return [
    {
      id: "place",
      header: "№",
      width: 36,
      align: "end",
      value: (row) => (placeOf(row) < 0 ? null : placeOf(row) + 1),
    },
    { id: "name", header: t`Name`, width: 130, value: (row) => row.name },
    {
      id: "state",
      header: t`State`,
      width: 120,
      value: (row) => standing(row).text,
      cell: (row) => <span className={standing(row).tone}>{standing(row).text}</span>,
    },
    {
      id: "streams",
      header: t`Streams`,
      width: 170,
      value: (row) => row.streams.map((kind) => i18n._(DATA_KIND[kind])).join(", "),
    },
    { id: "history", header: t`History`, width: 110, value: (row) => row.history.join(" ") },
    {
      id: "messages",
      header: t`Messages`,
      width: 90,
      align: "end",
      value: (row) => row.connection?.messages ?? null,
      cell: (row) => format.number(row.connection?.messages, 0),
    },
  ];
}

export function ProviderList({ view }: { view: ProvidersView }) {
  const { t } = useLingui();
  const { settings } = view;
  const columns = useColumns(settings.on);
  const put = usePutSettings();
  const tell = usePutAndTell();
  const [chosen, setChosen] = useState<string | null>(null);
  /** The own source that is edited; an empty text is a new one. */
  const [edited, setEdited] = useState<string | null>(null);
  const rows = inOrder(view.providers, settings.on);
  const current = rows.find(({ source }) => source === chosen) ?? rows[0];
  const turn = (row: ProviderView, isOn: boolean): void =>
    tell(switched(settings, row.source, isOn), isOn ? t`${row.name} switched on` : t`${row.name} switched off`);
  const prefer = (row: ProviderView, step: -1 | 1): void =>
    tell(preferred(settings, row.source, step), t`${row.name} moved`);
  const isOwn = (source: string): boolean => settings.custom.some(({ name }) => name === source);
  const remove = (source: string): void =>
    tell(
      {
        ...switched(settings, source, false),
        custom: settings.custom.filter(({ name }) => name !== source),
        symbols: settings.symbols.filter((one) => one.source !== source),
      },
      t`Source “${source}” deleted`,
    );
  return (
    <div className="qd-listing">
      <SealedFileNotice />
      <div className="qd-boxed qd-providers-list">
        <DataTable
          label={t`Providers`}
          rows={rows}
          columns={columns}
          rowKey={(row) => row.source}
          storageKey="providers"
          selectedKey={current?.source ?? null}
          onSelect={(row) => setChosen(row.source)}
          rowActions={(row) => [
            {
              id: "switch",
              label: row.is_on ? t`Switch off` : t`Switch on`,
              onAction: () => turn(row, !row.is_on),
            },
            { id: "up", label: t`Ask earlier`, isDisabled: !row.is_on, onAction: () => prefer(row, -1) },
            { id: "down", label: t`Ask later`, isDisabled: !row.is_on, onAction: () => prefer(row, 1) },
            ...(isOwn(row.source)
              ? [
                  { id: "edit", label: t`Change`, startsGroup: true, onAction: () => setEdited(row.source) },
                  { id: "delete", label: t`Delete`, isDanger: true, onAction: () => remove(row.source) },
                ]
              : []),
          ]}
          toolbar={
            <Button icon="plus" size="small" onPress={() => setEdited("")}>
              {t`Own JSON source`}
            </Button>
          }
        />
      </div>
      {current ? (
        <ProviderDetail
          key={current.source}
          provider={current}
          place={settings.on.indexOf(current.source)}
          n_on={settings.on.length}
          onSwitch={(isOn) => turn(current, isOn)}
          onPrefer={(step) => prefer(current, step)}
          onEdit={isOwn(current.source) ? () => setEdited(current.source) : null}
          onRemove={isOwn(current.source) ? () => remove(current.source) : null}
        />
      ) : null}
      {edited === null ? null : (
        <CustomForm
          settings={settings.custom.find(({ name }) => name === edited) ?? null}
          taken={rows.map(({ source }) => source).filter((source) => source !== edited)}
          onSave={async (made) => {
            const others = settings.custom.filter(({ name }) => name !== edited);
            const on = settings.on.map((source) => (source === edited ? made.name : source));
            await put(
              {
                ...settings,
                custom: edited === "" ? [...others, made] : settings.custom.map((c) => (c.name === edited ? made : c)),
                on: edited === "" ? [...on, made.name] : on,
              },
              t`Source “${made.name}” kept`,
            );
            setChosen(made.name);
          }}
          onClose={() => setEdited(null)}
        />
      )}
    </div>
  );
}
