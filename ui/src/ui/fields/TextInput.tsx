// A line or several lines of text.
import { Input, TextArea, TextField } from "react-aria-components";

import { common, FieldLabel, FieldNotes, type FieldProps } from "./FieldShell";

export interface TextInputProps extends FieldProps {
  value: string;
  onChange: (value: string) => void;
  onBlur?: () => void;
  placeholder?: string;
  /** More than one line. */
  rows?: number;
  type?: "text" | "search" | "password";
}

export function TextInput(props: TextInputProps) {
  const { label, value, onChange, onBlur, placeholder, rows, type = "text", description, error } = props;
  return (
    <TextField
      {...common(props)}
      value={value}
      onChange={onChange}
      type={type}
      className="qd-field"
      {...(onBlur ? { onBlur } : {})}
    >
      <FieldLabel label={label} isRequired={props.isRequired} hideLabel={props.hideLabel} />
      {rows ? (
        <TextArea className="qd-input qd-textarea" rows={rows} placeholder={placeholder} />
      ) : (
        <Input className="qd-input" placeholder={placeholder} autoComplete="off" spellCheck={false} />
      )}
      <FieldNotes description={description} error={error} />
    </TextField>
  );
}
