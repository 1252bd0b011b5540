// A small field for a percentage or a number; what is typed counts on Enter or when the field is left.
import { useState } from "react";

import { parseDecimal } from "@/lib/decimal";
import { useFormat } from "../display";

/** A typed percentage as a fraction; null when it is no number. A percent sign may follow. */
export function parsePercent(text: string, locale: string): number | null {
  const plain = parseDecimal(text.replace(/%\s*$/, ""), locale);
  return plain === null ? null : Number(plain) / 100;
}

interface FieldProps {
  label: string;
  /** Null shows an empty field. */
  value: number | null;
  isInvalid?: boolean;
}

export interface PercentFieldProps extends FieldProps {
  onCommit: (value: number) => void;
  /** Digits after the point that are always there, so that fields below each other line up. */
  digits?: number;
}

interface TypedFieldProps extends FieldProps {
  show: (value: number) => string;
  parse: (text: string) => number | null;
  /** Null when the field was emptied. */
  onCommit: (value: number | null) => void;
  /** An empty field is a value too. */
  isClearable: boolean;
}

function TypedField({ label, value, isInvalid = false, show, parse, onCommit, isClearable }: TypedFieldProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const isEmpty = draft !== null && draft.trim() === "";
  const parsed = draft === null || isEmpty ? null : parse(draft);
  const isWrong = draft !== null && parsed === null && !(isEmpty && (isClearable || value === null));
  const commit = (): void => {
    if (draft === null || isWrong) return;
    setDraft(null);
    if (parsed !== value) onCommit(parsed);
  };
  return (
    <input
      className="qd-input qd-num qd-percent"
      inputMode="decimal"
      autoComplete="off"
      aria-label={label}
      aria-invalid={isWrong || isInvalid}
      data-typing={draft !== null}
      value={draft ?? (value === null ? "" : show(value))}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === "Enter") commit();
        else if (event.key === "Escape") setDraft(null);
      }}
    />
  );
}

export function PercentField({ onCommit, digits = 0, ...field }: PercentFieldProps) {
  const format = useFormat();
  return (
    <TypedField
      {...field}
      isClearable={false}
      show={(value) => format.number(value * 100, { min: digits, max: 2 })}
      parse={(text) => parsePercent(text, format.locale)}
      onCommit={(value) => value !== null && onCommit(value)}
    />
  );
}

/** A percentage that may be left open. */
export function OpenPercentField(props: FieldProps & { onCommit: (value: number | null) => void }) {
  const format = useFormat();
  return (
    <TypedField
      {...props}
      isClearable
      show={(value) => format.number(value * 100, { min: 0, max: 4 })}
      parse={(text) => parsePercent(text, format.locale)}
    />
  );
}

/** A plain number that may be left open. */
export function OpenNumberField(props: FieldProps & { onCommit: (value: number | null) => void }) {
  const format = useFormat();
  return (
    <TypedField
      {...props}
      isClearable
      show={(value) => format.number(value, { min: 0, max: 6 })}
      parse={(text) => {
        const plain = parseDecimal(text, format.locale);
        return plain === null ? null : Number(plain);
      }}
    />
  );
}
