// A calendar day as an ISO date string.
import { type CalendarDate, parseDate } from "@internationalized/date";
import {
  Button,
  Calendar,
  CalendarCell,
  CalendarGrid,
  DateInput as AriaDateInput,
  DatePicker,
  DateSegment,
  Dialog,
  Group,
  Heading,
  Popover,
} from "react-aria-components";

import { Icon } from "../Icon";
import { common, FieldLabel, FieldNotes, type FieldProps } from "./FieldShell";

export interface DateInputProps extends FieldProps {
  /** Such as "2022-12-28". */
  value: string | null;
  onChange: (value: string | null) => void;
  min?: string;
  max?: string;
}

function toDate(iso: string | null | undefined): CalendarDate | null {
  if (!iso) return null;
  try {
    return parseDate(iso);
  } catch {
    return null;
  }
}

export function DateInput(props: DateInputProps) {
  const { label, value, onChange, min, max, description, error } = props;
  const [first, last] = [toDate(min), toDate(max)];
  return (
    <DatePicker
      {...common(props)}
      value={toDate(value)}
      onChange={(date) => onChange(date ? date.toString() : null)}
      {...(first ? { minValue: first } : {})}
      {...(last ? { maxValue: last } : {})}
      className="qd-field"
    >
      <FieldLabel label={label} isRequired={props.isRequired} hideLabel={props.hideLabel} />
      <Group className="qd-input-group qd-input">
        <AriaDateInput className="qd-date">
          {(segment) => <DateSegment segment={segment} className="qd-date-segment" />}
        </AriaDateInput>
        <Button className="qd-combo-button">
          <Icon name="down" size={12} />
        </Button>
      </Group>
      <FieldNotes description={description} error={error} />
      <Popover className="qd-popover">
        <Dialog className="qd-calendar-dialog">
          <Calendar>
            <header className="qd-calendar-head">
              <Button slot="previous" className="qd-button qd-button-quiet qd-button-icon">
                ‹
              </Button>
              <Heading className="qd-calendar-title" />
              <Button slot="next" className="qd-button qd-button-quiet qd-button-icon">
                ›
              </Button>
            </header>
            <CalendarGrid className="qd-calendar">
              {(date) => <CalendarCell date={date} className="qd-calendar-cell" />}
            </CalendarGrid>
          </Calendar>
        </Dialog>
      </Popover>
    </DatePicker>
  );
}
