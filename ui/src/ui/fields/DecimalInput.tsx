// An exact decimal, typed in the locale's way and kept as a string; a text that is no number stays visible with a word of help.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";
import { Input, TextField } from "react-aria-components";

import { type Decimal, parseDecimal, scaleOf } from "@/lib/decimal";
import { MINUS } from "@/lib/format";
import { useFormat } from "../display";
import { common, FieldLabel, FieldNotes, type FieldProps } from "./FieldShell";

export interface DecimalInputProps extends FieldProps {
  /** A plain decimal, or null when empty or not readable. */
  value: Decimal | null;
  onChange: (value: Decimal | null) => void;
  onBlur?: () => void;
  /** Shown after the field, such as a currency. */
  unit?: string | undefined;
}

export function DecimalInput(props: DecimalInputProps) {
  const { label, value, onChange, onBlur, unit, description, error } = props;
  const { t } = useLingui();
  const format = useFormat();
  const show = (v: Decimal | null): string =>
    v === null ? "" : format.number(v, scaleOf(v)).replace(new RegExp(MINUS, "g"), "-");
  const [draft, setDraft] = useState<string | null>(null);
  const unreadable = draft !== null && draft.trim() !== "" && parseDecimal(draft, format.locale) === null;
  const example = format.number("1234.5", 1);
  const shownError = unreadable ? t`This is not a number. Write it like ${example}.` : error;
  return (
    <TextField
      {...common({ ...props, error: shownError })}
      value={draft ?? show(value)}
      onChange={(text) => {
        setDraft(text);
        onChange(parseDecimal(text, format.locale));
      }}
      onBlur={() => {
        if (!unreadable) setDraft(null);
        onBlur?.();
      }}
      className="qd-field"
    >
      <FieldLabel label={label} isRequired={props.isRequired} hideLabel={props.hideLabel} />
      <div className="qd-input-group">
        <Input className="qd-input qd-num" inputMode="decimal" autoComplete="off" />
        {unit ? <span className="qd-input-unit">{unit}</span> : null}
      </div>
      <FieldNotes description={description} error={shownError} />
    </TextField>
  );
}
