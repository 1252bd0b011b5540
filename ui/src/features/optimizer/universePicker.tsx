// Which instruments to choose from: search, sectors, what is held.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { QueryView } from "@/api/QueryView";
import { usePortfolio } from "@/api/usePortfolio";
import { useInstruments } from "@/api/pickers";
import { type Instrument } from "@/api/types";
import { rank } from "@/lib/fuzzy";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { TextInput } from "@/ui/fields/TextInput";
import { Checkbox } from "@/ui/fields/Toggle";

export interface UniversePickerProps {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  chosen: readonly string[];
  onChoose: (ids: string[], symbols: string[]) => void;
}

/** Instruments by sector, sectors and symbols in order. */
export function bySector(instruments: readonly Instrument[]): [string, Instrument[]][] {
  const groups = new Map<string, Instrument[]>();
  for (const instrument of instruments) {
    const sector = instrument.sector ?? "";
    groups.set(sector, [...(groups.get(sector) ?? []), instrument]);
  }
  for (const group of groups.values()) group.sort((a, b) => (a.symbol < b.symbol ? -1 : 1));
  // Those without a sector come last.
  return [...groups].sort(([a], [b]) => (a === "" ? 1 : b === "" ? -1 : a < b ? -1 : 1));
}

function Picker({ chosen, onChoose, onOpenChange }: Omit<UniversePickerProps, "isOpen">) {
  const { t } = useLingui();
  const instruments = useInstruments();
  const portfolio = usePortfolio();
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set(chosen));
  const [search, setSearch] = useState("");
  const held = [...new Set((portfolio.data?.positions ?? []).map((p) => p.instrument_id))];
  const toggle = (list: readonly string[], on: boolean): void => {
    const next = new Set(ids);
    for (const id of list) {
      if (on) next.add(id);
      else next.delete(id);
    }
    setIds(next);
  };
  return (
    <>
      <div className="qd-row">
        <div className="qd-grow">
          <TextInput
            label={t`Search`}
            hideLabel
            type="search"
            placeholder={t`Symbol, name or sector`}
            value={search}
            onChange={setSearch}
          />
        </div>
        <Button isDisabled={held.length === 0} onPress={() => setIds(new Set(held))}>{t`All held`}</Button>
        <Button variant="quiet" onPress={() => setIds(new Set())}>{t`None`}</Button>
      </div>
      <QueryView query={instruments}>
        {(all) => (
          <div className="qd-universe" role="group" aria-label={t`Instruments`}>
            {bySector(rank(all, search, (i) => `${i.symbol} ${i.name} ${i.sector ?? ""}`, all.length)).map(
              ([sector, list]) => {
                const members = list.map((i) => i.id);
                const isAll = members.every((id) => ids.has(id));
                return (
                  <fieldset key={sector} className="qd-universe-group">
                    <legend>
                      <Checkbox
                        label={sector === "" ? t`No sector` : sector}
                        value={isAll}
                        onChange={(on) => toggle(members, on)}
                      />
                    </legend>
                    {list.map((i) => (
                      <Checkbox
                        key={i.id}
                        label={`${i.symbol}  ${i.name}`}
                        value={ids.has(i.id)}
                        onChange={(on) => toggle([i.id], on)}
                      />
                    ))}
                  </fieldset>
                );
              },
            )}
          </div>
        )}
      </QueryView>
      <div className="qd-row">
        <span className="qd-grow qd-dim">{t`${ids.size} chosen`}</span>
        <Button onPress={() => onOpenChange(false)}>{t`Cancel`}</Button>
        <Button
          variant="primary"
          isDisabled={ids.size === 0}
          onPress={() => {
            const picked = (instruments.data ?? []).filter((i) => ids.has(i.id));
            onChoose(
              picked.map((i) => i.id),
              picked.map((i) => i.symbol),
            );
            onOpenChange(false);
          }}
        >
          {t`Use these`}
        </Button>
      </div>
    </>
  );
}

export function UniversePicker({ isOpen, ...rest }: UniversePickerProps) {
  const { t } = useLingui();
  return (
    <Dialog title={t`Instruments to choose from`} isOpen={isOpen} onOpenChange={rest.onOpenChange} width={640}>
      <Picker {...rest} />
    </Dialog>
  );
}
