// Yes or no: a checkbox for a form, a switch for what takes effect at once.
import { Checkbox as AriaCheckbox, Switch as AriaSwitch } from "react-aria-components";

import { Icon } from "../Icon";

export interface ToggleProps {
  label: string;
  value: boolean;
  onChange: (value: boolean) => void;
  description?: string;
  isDisabled?: boolean;
}

export function Checkbox({ label, value, onChange, description, isDisabled = false }: ToggleProps) {
  return (
    <div className="qd-field">
      <AriaCheckbox isSelected={value} onChange={onChange} isDisabled={isDisabled} className="qd-toggle">
        <span className="qd-check">{value ? <Icon name="check" size={12} /> : null}</span>
        {label}
      </AriaCheckbox>
      {description ? <span className="qd-field-description">{description}</span> : null}
    </div>
  );
}

export function Switch({ label, value, onChange, description, isDisabled = false }: ToggleProps) {
  return (
    <div className="qd-field">
      <AriaSwitch isSelected={value} onChange={onChange} isDisabled={isDisabled} className="qd-toggle">
        <span className="qd-switch" />
        {label}
      </AriaSwitch>
      {description ? <span className="qd-field-description">{description}</span> : null}
    </div>
  );
}
