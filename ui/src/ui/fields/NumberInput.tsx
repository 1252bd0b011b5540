// A number with steps: arrows, wheel and buttons change it.
import { Button, Group, Input, NumberField } from "react-aria-components";

import { Icon } from "../Icon";
import { common, FieldLabel, FieldNotes, type FieldProps } from "./FieldShell";

export interface NumberInputProps extends FieldProps {
  value: number | null;
  onChange: (value: number | null) => void;
  min?: number;
  max?: number;
  step?: number;
  /** How Intl shows it, such as `{ style: "percent" }`. */
  format?: Intl.NumberFormatOptions;
}

export function NumberInput(props: NumberInputProps) {
  const { label, value, onChange, min, max, step, format, description, error } = props;
  return (
    <NumberField
      {...common(props)}
      value={value ?? Number.NaN}
      onChange={(v) => onChange(Number.isNaN(v) ? null : v)}
      {...(min === undefined ? {} : { minValue: min })}
      {...(max === undefined ? {} : { maxValue: max })}
      {...(step === undefined ? {} : { step })}
      {...(format === undefined ? {} : { formatOptions: format })}
      className="qd-field"
    >
      <FieldLabel label={label} isRequired={props.isRequired} hideLabel={props.hideLabel} />
      <Group className="qd-input-group">
        <Input className="qd-input qd-num" />
        <span className="qd-stepper">
          <Button slot="increment" className="qd-step">
            <Icon name="up" size={10} />
          </Button>
          <Button slot="decrement" className="qd-step">
            <Icon name="down" size={10} />
          </Button>
        </span>
      </Group>
      <FieldNotes description={description} error={error} />
    </NumberField>
  );
}
