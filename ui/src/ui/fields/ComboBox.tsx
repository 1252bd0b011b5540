// One of many options, found by typing.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";
import { Button, ComboBox as AriaComboBox, Group, Input, Popover } from "react-aria-components";

import { rank } from "@/lib/fuzzy";
import { Icon } from "../Icon";
import { common, FieldLabel, FieldNotes, type FieldProps } from "./FieldShell";
import { type Option, OptionList } from "./Select";

export interface ComboBoxProps extends FieldProps {
  options: readonly Option[];
  value: string | null;
  onChange: (value: string | null) => void;
  placeholder?: string;
  /** Accept what was typed even when it is no option. */
  allowsCustom?: boolean;
}

const SHOWN_MAX = 100;

export function ComboBox(props: ComboBoxProps) {
  const { label, options, value, onChange, placeholder, allowsCustom = false, description, error } = props;
  const { t } = useLingui();
  const chosen = options.find((option) => option.id === value);
  const shown = chosen?.label ?? (allowsCustom ? (value ?? "") : "");
  const [typed, setTyped] = useState<string | null>(null);
  const found = rank(options, typed ?? "", (o) => `${o.label} ${o.note ?? ""}`, SHOWN_MAX);
  // What is chosen must be on the list, or leaving the field would clear it.
  const items = typed === null && chosen && !found.includes(chosen) ? [chosen, ...found] : found;
  return (
    <AriaComboBox
      {...common(props)}
      items={items}
      inputValue={typed ?? shown}
      onInputChange={(text) => setTyped(text === shown ? null : text)}
      selectedKey={chosen?.id ?? null}
      onSelectionChange={(key) => {
        if (key === null && allowsCustom) return;
        setTyped(null);
        onChange(key === null ? null : String(key));
      }}
      onBlur={() => {
        if (allowsCustom && typed !== null) onChange(typed.trim() === "" ? null : typed.trim());
        else if (typed?.trim() === "") onChange(null);
        setTyped(null);
      }}
      allowsCustomValue={allowsCustom}
      allowsEmptyCollection
      menuTrigger="focus"
      className="qd-field"
    >
      <FieldLabel label={label} isRequired={props.isRequired} hideLabel={props.hideLabel} />
      <Group className="qd-input-group">
        <Input className="qd-input" placeholder={placeholder} />
        <Button className="qd-combo-button">
          <Icon name="down" size={12} />
        </Button>
      </Group>
      <FieldNotes description={description} error={error} />
      <Popover className="qd-popover qd-popover-select">
        <OptionList
          options={items}
          empty={allowsCustom ? t`Nothing known by this name; it is used as typed.` : t`Nothing found`}
        />
      </Popover>
    </AriaComboBox>
  );
}
