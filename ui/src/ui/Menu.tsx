// Menus behind a button.
import { type ReactNode } from "react";
import {
  Button as AriaButton,
  Menu as AriaMenu,
  MenuItem,
  MenuTrigger,
  Popover,
  Separator,
} from "react-aria-components";

import { Icon, type IconName } from "./Icon";

export interface MenuEntry {
  id: string;
  label: string;
  onAction: () => void;
  isDisabled?: boolean;
  /** A mark before the label: this one is chosen. */
  isChecked?: boolean;
  isDanger?: boolean;
  /** A line above it. */
  startsGroup?: boolean;
  shortcut?: string;
}

export interface MenuButtonProps {
  label: string;
  items: readonly MenuEntry[];
  icon?: IconName;
  /** What the button shows; without it the icon only. */
  children?: ReactNode;
  size?: "small" | "normal";
  /** Without the little arrow that says that a list opens. */
  isBare?: boolean;
}

export function MenuButton({
  label,
  items,
  icon = "more",
  children,
  size = "normal",
  isBare = false,
}: MenuButtonProps) {
  const small = size === "small" ? " qd-button-small" : "";
  return (
    <MenuTrigger>
      <AriaButton
        aria-label={label}
        className={`qd-button qd-button-quiet${children ? "" : " qd-button-icon"}${small}`}
      >
        {children ?? <Icon name={icon} />}
        {children && !isBare ? <Icon name="down" size={10} /> : null}
      </AriaButton>
      <Popover className="qd-popover" placement="bottom start">
        <AriaMenu aria-label={label} className="qd-menu">
          {items.flatMap((item) => [
            ...(item.startsGroup ? [<Separator key={`${item.id}-line`} className="qd-menu-line" />] : []),
            <MenuItem
              key={item.id}
              id={item.id}
              textValue={item.label}
              isDisabled={item.isDisabled ?? false}
              onAction={item.onAction}
              className={`qd-option${item.isDanger ? " qd-danger" : ""}`}
            >
              <span className="qd-option-mark">{item.isChecked ? <Icon name="check" size={12} /> : null}</span>
              <span>{item.label}</span>
              {item.shortcut ? <kbd className="qd-option-note">{item.shortcut}</kbd> : null}
            </MenuItem>,
          ])}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}
