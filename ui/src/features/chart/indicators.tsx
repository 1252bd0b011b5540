// The dialog of the chart's indicators: found by name, set, taken away.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { useGet } from "@/api/queries";
import { QueryView } from "@/api/QueryView";
import { Button, IconButton } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { ComboBox } from "@/ui/fields/ComboBox";
import { NumberInput } from "@/ui/fields/NumberInput";
import { Select } from "@/ui/fields/Select";
import {
  type Average,
  type Catalogue,
  type Chosen,
  type Entry,
  labelOf,
  type Spec,
  STUDIES_MAX,
  valueOf,
} from "./studies";

const AVERAGES: readonly Average[] = [
  "sma",
  "ema",
  "wma",
  "dema",
  "tema",
  "trima",
  "kama",
  "mama",
  "t3",
  "hma",
  "zlema",
  "rma",
  "vidya",
  "alma",
];

/** Every indicator there is; asked for once. */
export function useCatalogue(enabled: boolean) {
  return useGet<Catalogue>("/indicators", undefined, { enabled });
}

export interface IndicatorsDialogProps {
  chosen: readonly Chosen[];
  onChange: (chosen: Chosen[]) => void;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
}

export function IndicatorsDialog({ chosen, onChange, isOpen, onOpenChange }: IndicatorsDialogProps) {
  const { t } = useLingui();
  const catalogue = useCatalogue(isOpen);
  const set = (id: string, spec: Spec): void => onChange(chosen.map((one) => (one.id === id ? { id, spec } : one)));
  return (
    <Dialog
      title={t`Indicators`}
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      footer={<Button variant="primary" onPress={() => onOpenChange(false)}>{t`Done`}</Button>}
    >
      <QueryView query={catalogue} lines={4}>
        {({ indicators }) => (
          <div className="qd-stack">
            <Finder
              entries={indicators}
              isFull={chosen.length >= STUDIES_MAX}
              onPick={(kind) => onChange([...chosen, { id: crypto.randomUUID(), spec: { kind } }])}
            />
            {chosen.length === 0 ? <p className="qd-dim">{t`None is shown.`}</p> : null}
            <ul className="qd-items">
              {chosen.map((one) => (
                <Settings
                  key={one.id}
                  chosen={one}
                  entry={indicators.find(({ kind }) => kind === one.spec.kind)}
                  onChange={(spec) => set(one.id, spec)}
                  onRemove={() => onChange(chosen.filter(({ id }) => id !== one.id))}
                />
              ))}
            </ul>
          </div>
        )}
      </QueryView>
    </Dialog>
  );
}

interface FinderProps {
  entries: readonly Entry[];
  isFull: boolean;
  onPick: (kind: string) => void;
}

function Finder({ entries, isFull, onPick }: FinderProps) {
  const { t } = useLingui();
  // A new field after each choice: the old one keeps what was chosen.
  const [n, setN] = useState(0);
  return (
    <ComboBox
      key={n}
      label={t`Add an indicator`}
      placeholder={t`Name, or what it is`}
      isDisabled={isFull}
      description={isFull ? t`A chart shows ${STUDIES_MAX} at most.` : undefined}
      options={entries.map(({ kind, words }) => ({ id: kind, label: kind.replaceAll("_", " "), note: words }))}
      value={null}
      onChange={(kind) => {
        if (kind === null) return;
        onPick(kind);
        setN(n + 1);
      }}
    />
  );
}

interface SettingsProps {
  chosen: Chosen;
  entry: Entry | undefined;
  onChange: (spec: Spec) => void;
  onRemove: () => void;
}

function Settings({ chosen: { spec }, entry, onChange, onRemove }: SettingsProps) {
  const { t } = useLingui();
  const label = labelOf(spec, entry);
  return (
    <li className="qd-stack qd-chart-indicator">
      <div className="qd-row">
        <strong>{label}</strong>
        <span className="qd-dim qd-grow">{entry?.words}</span>
        <IconButton label={t`Remove ${label}`} icon="close" size="small" onPress={onRemove} />
      </div>
      <div className="qd-row">
        {(entry?.parameters ?? []).map((parameter) => {
          const value = valueOf(spec, parameter);
          if (parameter.type === "average")
            return (
              <Select<Average>
                key={parameter.name}
                label={parameter.words}
                options={AVERAGES.map((id) => ({ id, label: id.toUpperCase() }))}
                value={value as Average}
                onChange={(next) => onChange({ ...spec, [parameter.name]: next })}
              />
            );
          return (
            <NumberInput
              key={parameter.name}
              label={parameter.words}
              value={Number(value)}
              min={parameter.least}
              max={parameter.most}
              {...(parameter.type === "integer" ? { step: 1 } : {})}
              onChange={(next) => next !== null && onChange({ ...spec, [parameter.name]: next })}
            />
          );
        })}
      </div>
    </li>
  );
}
