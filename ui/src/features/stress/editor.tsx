// Sets up shocks that come together, and windows of the past of one's own.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { Part, type HeldBasis } from "@/api/risk";
import { Button, IconButton } from "@/ui/Button";
import { useFormat } from "@/ui/display";
import { DateInput } from "@/ui/fields/DateInput";
import { NumberInput } from "@/ui/fields/NumberInput";
import { Select } from "@/ui/fields/Select";
import { TextInput } from "@/ui/fields/TextInput";
import { type Draft, freeName, type OfferedKind, type Own, SHOCK_KINDS, shockOf, subjectOf } from "./own";
import { type Shock } from "./types";
import { SHOCK } from "./words";

export interface EditorProps {
  own: Own;
  holdings: HeldBasis["holdings"];
  /** Names of all scenarios there are. */
  taken: readonly string[];
  /** The base currency, which does not move against itself. */
  base: string;
  /** Takes the new setup and the name of what was added. */
  onChange: (own: Own, name: string) => void;
}

const START: Draft = { kind: "equity", subject: null, change: -0.2, confidence: 0.99, periods: 10 };

/** What a shock of a kind may be about, out of what is held. */
function subjects(kind: OfferedKind, holdings: HeldBasis["holdings"], base: string): string[] {
  const of = (pick: (holding: HeldBasis["holdings"][number]) => string | null): string[] =>
    [...new Set(holdings.map(pick).filter((name) => name !== null))].sort();
  if (kind === "currency") return of(({ currency }) => currency).filter((code) => code !== base);
  if (kind === "sector") return of(({ sector }) => sector);
  if (kind === "holding") return of(({ name }) => name);
  return [];
}

export function Editor(props: EditorProps) {
  const { t } = useLingui();
  return (
    <Part title={t`Your own`}>
      <ShockEditor {...props} />
      <WindowEditor {...props} />
    </Part>
  );
}

function ShockEditor({ own, holdings, taken, base, onChange }: EditorProps) {
  const { t, i18n } = useLingui();
  const [shocks, setShocks] = useState<Shock[]>([]);
  const [name, setName] = useState("");
  const [draft, setDraft] = useState<Draft>(START);
  const choices = subjects(draft.kind, holdings, base);
  const asksSubject = draft.kind === "currency" || draft.kind === "sector" || draft.kind === "holding";
  const filled = { ...draft, subject: asksSubject ? (draft.subject ?? choices[0] ?? null) : null };
  const shock = shockOf(filled);
  const kinds = SHOCK_KINDS.filter((kind) =>
    kind === "currency" || kind === "sector" ? subjects(kind, holdings, base).length > 0 : true,
  );
  const add = (): void => {
    if (shock) setShocks([...shocks, shock]);
  };
  const run = (): void => {
    const all = shocks.length > 0 ? shocks : shock ? [shock] : [];
    if (all.length === 0) return;
    const free = freeName(name.trim() || t`My shock`, taken);
    onChange({ ...own, scenarios: [...own.scenarios, { name: free, shocks: all }] }, free);
    setShocks([]);
    setName("");
  };
  return (
    <fieldset className="qd-stress-form">
      <legend>{t`Shocks that come together`}</legend>
      <Select<OfferedKind>
        label={t`What moves`}
        value={draft.kind}
        onChange={(kind) => setDraft({ ...draft, kind, subject: null })}
        options={kinds.map((id) => ({ id, label: i18n._(SHOCK[id]) }))}
      />
      {asksSubject ? (
        <Select
          label={t`Which`}
          value={filled.subject}
          onChange={(subject) => setDraft({ ...draft, subject })}
          options={choices.map((id) => ({ id, label: id }))}
        />
      ) : null}
      {draft.kind === "correlation_to_one" ? (
        <>
          <NumberInput
            label={t`Confidence`}
            value={draft.confidence}
            onChange={(confidence) => setDraft({ ...draft, confidence: confidence ?? START.confidence })}
            min={0.51}
            max={0.9999}
            step={0.001}
            format={{ style: "percent", maximumFractionDigits: 2 }}
          />
          <NumberInput
            label={t`Days`}
            value={draft.periods}
            onChange={(periods) => setDraft({ ...draft, periods: periods ?? START.periods })}
            min={1}
            max={1000}
            step={1}
          />
        </>
      ) : (
        <NumberInput
          label={draft.kind === "rates" || draft.kind === "volatility" ? t`By percentage points` : t`By percent`}
          value={draft.change}
          onChange={(change) => setDraft({ ...draft, change })}
          min={-1}
          max={10}
          step={0.005}
          format={{ style: "percent", maximumFractionDigits: 2, signDisplay: "exceptZero" }}
        />
      )}
      <Button icon="plus" onPress={add} isDisabled={shock === null}>{t`Add the shock`}</Button>
      <ShockList shocks={shocks} onRemove={(at) => setShocks(shocks.filter((_, i) => i !== at))} />
      <TextInput label={t`Name of the scenario`} value={name} onChange={setName} placeholder={t`My shock`} />
      <Button variant="primary" icon="play" onPress={run} isDisabled={shocks.length === 0 && shock === null}>
        {t`Run the scenario`}
      </Button>
    </fieldset>
  );
}

function ShockList({ shocks, onRemove }: { shocks: readonly Shock[]; onRemove: (at: number) => void }) {
  const { t, i18n } = useLingui();
  const format = useFormat();
  if (shocks.length === 0) return null;
  const words = (shock: Shock): string => {
    if (shock.shock === "correlation_to_one") {
      return t`All correlations to one, ${format.percent(shock.confidence)} over ${shock.periods} days`;
    }
    const kind = shock.shock === "factor" ? shock.factor : i18n._(SHOCK[shock.shock]);
    return `${subjectOf(shock) ?? kind} ${format.percent(shock.change, 2, true)}`;
  };
  return (
    <ul className="qd-items qd-stress-wide" aria-label={t`Shocks of the scenario`}>
      {shocks.map((shock, i) => (
        <li key={`${i} ${words(shock)}`} className="qd-row">
          <span className="qd-grow">{words(shock)}</span>
          <IconButton size="small" icon="trash" label={t`Remove ${words(shock)}`} onPress={() => onRemove(i)} />
        </li>
      ))}
    </ul>
  );
}

function WindowEditor({ own, taken, onChange }: EditorProps) {
  const { t } = useLingui();
  const [start, setStart] = useState<string | null>(null);
  const [end, setEnd] = useState<string | null>(null);
  const isStretch = start !== null && end !== null && start < end;
  const add = (): void => {
    if (!isStretch) return;
    const name = freeName(`${start} – ${end}`, taken);
    onChange({ ...own, windows: [...own.windows, { name, start, end }] }, name);
  };
  return (
    <fieldset className="qd-stress-form">
      <legend>{t`A stretch of the past`}</legend>
      <DateInput label={t`From the close of`} value={start} onChange={setStart} />
      <DateInput
        label={t`To the close of`}
        value={end}
        onChange={setEnd}
        error={start !== null && end !== null && !isStretch ? t`This is not after the first day.` : undefined}
      />
      <Button icon="play" onPress={add} isDisabled={!isStretch}>{t`Replay it`}</Button>
    </fieldset>
  );
}
