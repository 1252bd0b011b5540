// A time of day in hours and minutes, as "09:30", on a clock of 24 hours.
import { parseTime, type Time } from "@internationalized/date";
import { DateInput as AriaDateInput, DateSegment, Group, TimeField } from "react-aria-components";

import { common, FieldLabel, FieldNotes, type FieldProps } from "./FieldShell";

export interface TimeInputProps extends FieldProps {
  /** Such as "09:30". */
  value: string | null;
  onChange: (value: string | null) => void;
}

function toTime(text: string | null): Time | null {
  if (!text) return null;
  try {
    return parseTime(text);
  } catch {
    return null;
  }
}

export function TimeInput(props: TimeInputProps) {
  const { label, value, onChange, description, error } = props;
  return (
    <TimeField
      {...common(props)}
      value={toTime(value)}
      onChange={(time) => onChange(time ? time.toString().slice(0, 5) : null)}
      hourCycle={24}
      granularity="minute"
      shouldForceLeadingZeros
      className="qd-field"
    >
      <FieldLabel label={label} isRequired={props.isRequired} hideLabel={props.hideLabel} />
      <Group className="qd-input-group qd-input">
        <AriaDateInput className="qd-date">
          {(segment) => <DateSegment segment={segment} className="qd-date-segment" />}
        </AriaDateInput>
      </Group>
      <FieldNotes description={description} error={error} />
    </TimeField>
  );
}
