// A small field for a percentage; what is typed counts on Enter or when the field is left.
import { useState } from "react";

import { parseDecimal } from "@/lib/decimal";
import { useFormat } from "@/ui/display";

/** A typed percentage as a fraction; null when it is no number. A percent sign may follow. */
export function parsePercent(text: string, locale: string): number | null {
  const plain = parseDecimal(text.replace(/%\s*$/, ""), locale);
  return plain === null ? null : Number(plain) / 100;
}

export interface PercentFieldProps {
  label: string;
  value: number;
  onCommit: (value: number) => void;
  isInvalid?: boolean;
}

export function PercentField({ label, value, onCommit, isInvalid = false }: PercentFieldProps) {
  const format = useFormat();
  const [draft, setDraft] = useState<string | null>(null);
  const shown = draft ?? format.number(value * 100, { min: 0, max: 2 });
  const parsed = draft === null ? value : parsePercent(draft, format.locale);
  const commit = (): void => {
    if (parsed === null) return;
    setDraft(null);
    if (parsed !== value) onCommit(parsed);
  };
  return (
    <input
      className="qd-input qd-num qd-percent"
      inputMode="decimal"
      autoComplete="off"
      aria-label={label}
      aria-invalid={parsed === null || isInvalid}
      value={shown}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === "Enter") commit();
        else if (event.key === "Escape") setDraft(null);
      }}
    />
  );
}
