// Exchange rates: one pair and span at a time, for there are many.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { useAll, useGet } from "@/api/queries";
import { QueryView } from "@/api/QueryView";
import { type FxPair, type FxRate, type FxRateFields, type Workspace } from "@/api/types";
import { useBooks } from "@/api/useBooks";
import { yearsBefore } from "@/lib/dates";
import { Button } from "@/ui/Button";
import { DataTable } from "@/ui/DataTable";
import { useFormat } from "@/ui/display";
import { DateInput } from "@/ui/fields/DateInput";
import { Select } from "@/ui/fields/Select";
import { useHost } from "@/ui/host";
import { Num } from "@/ui/numbers";
import { PanelFrame } from "@/ui/PanelFrame";
import { EmptyState } from "@/ui/states";
import { type Column } from "@/ui/table/columns";
import { FxRateForm } from "./form";

function useColumns(): Column<FxRate>[] {
  const { t } = useLingui();
  const format = useFormat();
  return [
    { id: "date", header: t`Date`, value: (r) => r.date, cell: (r) => format.date(r.date), width: 130 },
    {
      id: "rate",
      header: t`Rate`,
      align: "end",
      value: (r) => r.rate,
      digitsMax: 8,
      cell: (r) => <Num value={r.rate} digits={{ min: 4, max: 8 }} />,
    },
    { id: "source", header: t`Source`, value: (r) => r.source },
    { id: "revision", header: t`Revision`, align: "end", value: (r) => r.revision, width: 80 },
    {
      id: "known_at",
      header: t`Known since`,
      value: (r) => r.known_at,
      cell: (r) => format.dateTime(r.known_at),
      width: 170,
    },
  ];
}

export default function FxRatesPanel() {
  const { t } = useLingui();
  const pairs = useGet<FxPair[]>("/fx-rates/pairs");
  const workspace = useGet<Workspace>("/workspace");
  const today = workspace.data?.today ?? "";
  return (
    <PanelFrame label={t`FX rates`} isFlush>
      <QueryView query={pairs}>
        {(data) => <Rates pairs={data} today={today} base={workspace.data?.base_currency ?? "USD"} />}
      </QueryView>
    </PanelFrame>
  );
}

function Rates({ pairs, today, base }: { pairs: FxPair[]; today: string; base: string }) {
  const { t } = useLingui();
  const host = useHost();
  const columns = useColumns();
  const [chosen, setChosen] = useState<string | null>(null);
  const [from, setFrom] = useState<string | null>(null);
  const [edited, setEdited] = useState<FxRate | "new" | null>(null);
  const pair = pairs.find((p) => `${p.base}/${p.quote}` === chosen) ?? pairs.find((p) => p.quote === base) ?? pairs[0];
  const start = from ?? (pair ? yearsBefore(pair.last, 1) : null);
  const rates = useAll<FxRate>(
    "/fx-rates",
    { query: { base: pair?.base, quote: pair?.quote, from: start } },
    { enabled: pair !== undefined, keepPrevious: true },
  );
  const { remove } = useBooks<FxRateFields, FxRate>("/fx-rates");
  const options = pairs.map((p) => ({ id: `${p.base}/${p.quote}`, label: `${p.base}/${p.quote}` }));
  const form = edited ? (
    <FxRateForm
      rate={edited === "new" ? null : edited}
      pair={pair ?? { base: "EUR", quote: base === "EUR" ? "USD" : base }}
      today={today}
      onClose={() => setEdited(null)}
    />
  ) : null;
  const add = (
    <Button icon="plus" size="small" onPress={() => setEdited("new")}>
      {t`New rate`}
    </Button>
  );
  if (!pair) {
    return (
      <>
        <div className="qd-table-tools">{add}</div>
        <EmptyState
          title={t`No exchange rates yet`}
          text={t`They turn amounts in other currencies into your base currency. Bring them in from a CSV file, or enter one.`}
          action={{ label: t`Import rates`, onPress: () => host.openPanel("imports", { kind: "fx_rates" }) }}
        />
        {form}
      </>
    );
  }
  const name = `${pair.base}/${pair.quote}`;
  return (
    <>
      <QueryView query={rates}>
        {(rows) => (
          <DataTable
            label={t`FX rates`}
            rows={rows}
            columns={columns}
            rowKey={(r) => r.id}
            storageKey="fx-rates"
            initialSort={[{ id: "date", desc: true }]}
            onOpen={setEdited}
            toolbar={
              <>
                {add}
                <div style={{ width: 120 }}>
                  <Select label={t`Pair`} hideLabel options={options} value={name} onChange={setChosen} />
                </div>
                <div style={{ width: 140 }}>
                  <DateInput label={t`From`} hideLabel value={start} onChange={setFrom} />
                </div>
              </>
            }
            rowActions={(r) => [
              { id: "edit", label: t`Correct`, onAction: () => setEdited(r) },
              {
                id: "delete",
                label: t`Delete`,
                isDanger: true,
                onAction: () => void remove(r.id, t`Rate of ${name} deleted`),
              },
            ]}
            empty={
              <EmptyState title={t`No rate of ${name} since then`} text={t`Choose an earlier day, or enter a rate.`} />
            }
          />
        )}
      </QueryView>
      {form}
    </>
  );
}
