// The weights of a target: a plain list of instruments, or groups with members once there is a group.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { InstrumentPicker, useInstruments } from "@/api/pickers";
import { fractionOf, percentOf } from "@/lib/decimal";
import { flatten, instrumentsOf, type TargetModel } from "@/lib/targetTree";
import { Button, IconButton } from "@/ui/Button";
import { useFormat } from "@/ui/display";
import { DecimalInput } from "@/ui/fields/DecimalInput";
import { Select } from "@/ui/fields/Select";
import { sumOf } from "./drift";
import { placesOf, removed, withAdded, withGroup, withWeight } from "./treeEdit";
import { TreeRowFields } from "./treeRow";

export interface TreeEditorProps {
  value: TargetModel;
  onChange: (model: TargetModel) => void;
  error: string | undefined;
}

/** What the top leaves, exact; below zero when it is more than everything. */
function cashLeft(model: TargetModel): number {
  return 1 - Number(sumOf(Object.fromEntries(model.members.map((node, i) => [String(i), node.weight]))));
}

export function TreeEditor({ value, onChange, error }: TreeEditorProps) {
  const { t } = useLingui();
  const format = useFormat();
  const instruments = useInstruments();
  const [added, setAdded] = useState<string | null>(null);
  const [to, setTo] = useState("");
  const symbols = new Map((instruments.data ?? []).map(({ id, symbol }) => [id, symbol]));
  const symbolOf = (id: string): string => symbols.get(id) ?? id.slice(0, 8);
  const rows = flatten(value);
  const places = placesOf(value);
  const place = places.find(({ path }) => path.join() === to) ?? places[0];
  const hasGroups = places.length > 1;
  const hasBands = rows.some(({ node }) => node.band);
  return (
    <div className="qd-form-wide qd-stack" role="group" aria-label={t`Weights`}>
      {rows.length === 0 ? <p className="qd-dim">{t`No instrument yet: everything is cash.`}</p> : null}
      {hasGroups || hasBands ? (
        <ul className="qd-tree" aria-label={t`Groups and members`}>
          {rows.map((row) => (
            <TreeRowFields key={row.path.join(".")} model={value} row={row} symbolOf={symbolOf} onChange={onChange} />
          ))}
        </ul>
      ) : (
        <div className="qd-target-weights">
          {rows.map(({ path, node }) => {
            const symbol = node.kind === "instrument" ? symbolOf(node.instrument) : node.name;
            return (
              <div key={node.kind === "instrument" ? node.instrument : node.name} className="qd-target-weight">
                <DecimalInput
                  label={symbol}
                  value={percentOf(node.weight)}
                  unit="%"
                  onChange={(percent) => percent !== null && onChange(withWeight(value, path, fractionOf(percent)))}
                />
                <IconButton label={t`Remove ${symbol}`} icon="close" onPress={() => onChange(removed(value, path))} />
              </div>
            );
          })}
        </div>
      )}
      <div className="qd-row qd-tree-add">
        <div className="qd-grow">
          <InstrumentPicker label={t`Add an instrument`} value={added} onChange={setAdded} />
        </div>
        {hasGroups ? (
          <Select
            label={t`Add to`}
            value={place?.path.join() ?? ""}
            options={places.map(({ path, name }) => ({ id: path.join(), label: name ?? t`The top` }))}
            onChange={setTo}
          />
        ) : null}
        <Button
          isDisabled={added === null || instrumentsOf(value).includes(added)}
          onPress={() => {
            if (added !== null) onChange(withAdded(value, place?.path ?? [], added));
            setAdded(null);
          }}
        >
          {t`Add`}
        </Button>
        <Button onPress={() => onChange(withGroup(value, place?.path ?? [], t`Group`))}>{t`Add a group`}</Button>
      </div>
      <p role="status">
        {t`Cash that the weights leave: ${format.number(percentOf(cashLeft(value).toFixed(10)), { min: 0, max: 6 })}%`}
      </p>
      {error ? (
        <p role="alert" className="qd-field-error">
          {error}
        </p>
      ) : null}
    </div>
  );
}
