// One of a few options.
import { Button, ListBox, ListBoxItem, Popover, Select as AriaSelect, SelectValue } from "react-aria-components";

import { Icon } from "../Icon";
import { common, FieldLabel, FieldNotes, type FieldProps } from "./FieldShell";

export interface Option<Id extends string = string> {
  id: Id;
  label: string;
  /** A second, dimmed text. */
  note?: string;
}

export interface SelectProps<Id extends string> extends FieldProps {
  options: readonly Option<Id>[];
  value: Id | null;
  onChange: (value: Id) => void;
  placeholder?: string;
}

export function Select<Id extends string>(props: SelectProps<Id>) {
  const { label, options, value, onChange, placeholder, description, error } = props;
  return (
    <AriaSelect
      {...common(props)}
      selectedKey={value}
      onSelectionChange={(key) => key !== null && onChange(key as Id)}
      {...(placeholder ? { placeholder } : {})}
      className="qd-field"
    >
      <FieldLabel label={label} isRequired={props.isRequired} hideLabel={props.hideLabel} />
      <Button className="qd-input qd-select">
        <SelectValue className="qd-select-value" />
        <Icon name="down" size={12} />
      </Button>
      <FieldNotes description={description} error={error} />
      <Popover className="qd-popover qd-popover-select">
        <OptionList options={options} />
      </Popover>
    </AriaSelect>
  );
}

/** The list inside a popover; shared with the combo box. */
export function OptionList<Id extends string>({ options, empty }: { options: readonly Option<Id>[]; empty?: string }) {
  return (
    <ListBox
      className="qd-listbox"
      items={options}
      renderEmptyState={() => <div className="qd-listbox-empty">{empty}</div>}
    >
      {(option: Option<Id>) => (
        <ListBoxItem id={option.id} textValue={`${option.label} ${option.note ?? ""}`.trim()} className="qd-option">
          {({ isSelected }) => (
            <>
              <span className="qd-option-mark">{isSelected ? <Icon name="check" size={12} /> : null}</span>
              <span>{option.label}</span>
              {option.note ? <span className="qd-option-note">{option.note}</span> : null}
            </>
          )}
        </ListBoxItem>
      )}
    </ListBox>
  );
}
