// Daily prices of one instrument: look, enter, correct, remove.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";
import { useQueryClient } from "@tanstack/react-query";

import { change } from "@/api/client";
import { toApiError } from "@/api/errors";
import { InstrumentPicker, useInstruments } from "@/api/pickers";
import { refresh, useGet } from "@/api/queries";
import { QueryView } from "@/api/QueryView";
import { type Bar, type BarsView, type Instrument, type Workspace } from "@/api/types";
import { useUndo } from "@/api/useUndo";
import { yearsBefore } from "@/lib/dates";
import { Button } from "@/ui/Button";
import { DataTable } from "@/ui/DataTable";
import { useFormat } from "@/ui/display";
import { DateInput } from "@/ui/fields/DateInput";
import { type PanelProps, useHost, useLinkedInstrument } from "@/ui/host";
import { Num, Price } from "@/ui/numbers";
import { PanelFrame } from "@/ui/PanelFrame";
import { EmptyState, Skeleton } from "@/ui/states";
import { type Column } from "@/ui/table/columns";
import { toast } from "@/ui/toasts";
import { PriceForm } from "./form";

function useColumns(currency: string): Column<Bar>[] {
  const { t } = useLingui();
  const format = useFormat();
  const price = (id: "open" | "high" | "low" | "close", header: string): Column<Bar> => ({
    id,
    header: `${header} (${currency})`,
    align: "end",
    value: (b) => b[id],
    digitsMax: 6,
    cell: (b) => <Price value={b[id]} reason={t`The source gave none.`} />,
  });
  return [
    { id: "at", header: t`Date`, value: (b) => b.at.slice(0, 10), cell: (b) => format.date(b.at) },
    price("close", t`Close`),
    { ...price("open", t`Open`), isHidden: true },
    { ...price("high", t`High`), isHidden: true },
    { ...price("low", t`Low`), isHidden: true },
    {
      id: "volume",
      header: t`Volume`,
      align: "end",
      value: (b) => b.volume,
      cell: (b) => <Num value={b.volume} digits={0} />,
      isHidden: true,
    },
  ];
}

export default function PricesPanel({ params }: PanelProps) {
  const { t } = useLingui();
  const host = useHost();
  const [linked, follow] = useLinkedInstrument();
  const [own, setOwn] = useState<string | null>(params["instrument_id"] ?? null);
  const instruments = useInstruments();
  const workspace = useGet<Workspace>("/workspace");
  const id = own ?? linked;
  const instrument = instruments.data?.find((i) => i.id === id) ?? instruments.data?.[0];
  const choose = (next: string | null): void => {
    if (!next) return;
    if (own !== null) setOwn(next);
    else follow(next);
  };
  return (
    <PanelFrame label={t`Prices`} isFlush>
      <QueryView query={instruments}>
        {(all) =>
          all.length === 0 ? (
            <EmptyState
              title={t`No instruments yet`}
              text={t`Prices belong to instruments. A CSV file of prices brings both.`}
              action={{ label: t`Import prices`, onPress: () => host.openPanel("imports", { kind: "prices" }) }}
            />
          ) : instrument && workspace.data ? (
            <Bars key={instrument.id} instrument={instrument} today={workspace.data.today} choose={choose} />
          ) : (
            <Skeleton />
          )
        }
      </QueryView>
    </PanelFrame>
  );
}

function Bars({
  instrument,
  today,
  choose,
}: {
  instrument: Instrument;
  today: string;
  choose: (id: string | null) => void;
}) {
  const { t } = useLingui();
  const client = useQueryClient();
  const format = useFormat();
  const { announce } = useUndo();
  const columns = useColumns(instrument.currency);
  const [from, setFrom] = useState<string | null>(yearsBefore(today, 1));
  const [edited, setEdited] = useState<Bar | "new" | null>(null);
  const bars = useGet<BarsView>(
    "/bars/{id}",
    { path: { id: instrument.id }, query: { from, format: "json" } },
    { keepPrevious: true },
  );
  const { symbol } = instrument;
  const remove = async (bar: Bar): Promise<void> => {
    const date = bar.at.slice(0, 10);
    const day = format.date(date);
    try {
      const { changeId } = await change("DELETE", "/bars/{id}/{date}", undefined, {
        path: { id: instrument.id, date },
      });
      announce(t`Price of ${symbol} of ${day} removed`, changeId);
      await refresh(client, ["bars"]);
    } catch (error) {
      toast({ kind: "error", text: toApiError(error).message });
    }
  };
  const add = { label: t`New price`, onPress: () => setEdited("new") };
  return (
    <>
      <QueryView query={bars}>
        {(view) => (
          <DataTable
            label={t`Prices of ${symbol}`}
            rows={view.bars}
            columns={columns}
            rowKey={(b) => b.at}
            storageKey="prices"
            initialSort={[{ id: "at", desc: true }]}
            onOpen={setEdited}
            toolbar={
              <>
                <Button icon="plus" size="small" onPress={add.onPress}>
                  {add.label}
                </Button>
                <div style={{ width: 130 }}>
                  <InstrumentPicker label={t`Instrument`} hideLabel value={instrument.id} onChange={choose} />
                </div>
                <div style={{ width: 140 }}>
                  <DateInput label={t`From`} hideLabel value={from} onChange={setFrom} />
                </div>
                {instrument.prices_adjusted ? <span className="qd-badge qd-dim">{t`adjusted`}</span> : null}
              </>
            }
            rowActions={(b) => [
              { id: "edit", label: t`Correct`, onAction: () => setEdited(b) },
              { id: "delete", label: t`Remove`, isDanger: true, onAction: () => void remove(b) },
            ]}
            empty={
              <EmptyState
                title={t`No price of ${symbol} since then`}
                text={t`Choose an earlier day, enter a price or import a file.`}
                action={add}
              />
            }
          />
        )}
      </QueryView>
      {edited ? (
        <PriceForm
          instrument={instrument}
          bar={edited === "new" ? null : edited}
          today={today}
          onClose={() => setEdited(null)}
        />
      ) : null}
    </>
  );
}
