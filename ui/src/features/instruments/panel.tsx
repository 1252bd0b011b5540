// Instruments: list, create, change, delete; the chosen one is followed by the panels of this colour.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { useInstruments } from "@/api/pickers";
import { QueryView } from "@/api/QueryView";
import { type Instrument, type InstrumentFields } from "@/api/types";
import { useBooks } from "@/api/useBooks";
import { Button } from "@/ui/Button";
import { DataTable } from "@/ui/DataTable";
import { useHost, useLinkedInstrument } from "@/ui/host";
import { type MenuEntry } from "@/ui/Menu";
import { PanelFrame } from "@/ui/PanelFrame";
import { EmptyState } from "@/ui/states";
import { useInstrumentColumns } from "./columns";
import { InstrumentForm } from "./form";

export default function InstrumentsPanel() {
  const { t } = useLingui();
  const host = useHost();
  const instruments = useInstruments();
  const columns = useInstrumentColumns();
  const [linked, follow] = useLinkedInstrument();
  const { remove } = useBooks<InstrumentFields, Instrument>("/instruments");
  const [edited, setEdited] = useState<Instrument | "new" | null>(null);
  const add = { label: t`New instrument`, onPress: () => setEdited("new") };
  const actions = (i: Instrument): MenuEntry[] => {
    const chart = host.popOutChart;
    return [
      { id: "edit", label: t`Change`, onAction: () => setEdited(i) },
      { id: "chart", label: t`Open chart`, onAction: () => host.openPanel("chart", { instrument_id: i.id }) },
      ...(chart ? [{ id: "pop", label: t`Chart in a native window`, onAction: () => chart(i.symbol) }] : []),
      { id: "prices", label: t`Prices`, onAction: () => host.openPanel("prices", { instrument_id: i.id }) },
      {
        id: "delete",
        label: t`Delete`,
        isDanger: true,
        startsGroup: true,
        onAction: () => void remove(i.id, t`${i.symbol} deleted`),
      },
    ];
  };
  return (
    <PanelFrame label={t`Instruments`} isFlush>
      <QueryView query={instruments}>
        {(rows) => (
          <DataTable
            label={t`Instruments`}
            rows={rows}
            columns={columns}
            rowKey={(i) => i.id}
            storageKey="instruments"
            selectedKey={linked}
            onSelect={(i) => follow(i.id)}
            onOpen={setEdited}
            isFilterable
            toolbar={
              <Button icon="plus" size="small" onPress={add.onPress}>
                {add.label}
              </Button>
            }
            rowActions={actions}
            empty={
              <EmptyState
                title={t`No instruments yet`}
                text={t`Shares, funds, bonds and whatever else has a price. An import of prices can create them.`}
                action={add}
              />
            }
          />
        )}
      </QueryView>
      {edited ? <InstrumentForm instrument={edited === "new" ? null : edited} onClose={() => setEdited(null)} /> : null}
    </PanelFrame>
  );
}
