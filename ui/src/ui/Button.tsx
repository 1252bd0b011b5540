// Buttons: one look for each weight of action.
import { type ReactNode } from "react";
import { Button as AriaButton } from "react-aria-components";

import { Icon, type IconName } from "./Icon";
import { Tooltip } from "./Tooltip";

export interface ButtonProps {
  children: ReactNode;
  variant?: "primary" | "default" | "quiet" | "danger";
  size?: "small" | "normal";
  icon?: IconName;
  type?: "button" | "submit";
  onPress?: () => void;
  isDisabled?: boolean;
  /** Shows that the action is under way; further presses do nothing. */
  isPending?: boolean;
  autoFocus?: boolean;
  form?: string;
  "aria-label"?: string;
}

export function Button({
  variant = "default",
  size = "normal",
  icon,
  isPending,
  children,
  onPress,
  ...rest
}: ButtonProps) {
  return (
    <AriaButton
      {...rest}
      {...(onPress ? { onPress: () => onPress() } : {})}
      isPending={isPending ?? false}
      className={`qd-button qd-button-${variant}${size === "small" ? " qd-button-small" : ""}`}
    >
      {isPending ? <span className="qd-spinner" aria-hidden="true" /> : icon ? <Icon name={icon} /> : null}
      {children}
    </AriaButton>
  );
}

export interface IconButtonProps {
  /** What it does; also its tooltip. */
  label: string;
  icon: IconName;
  onPress: () => void;
  isDisabled?: boolean;
  /** Pressed state of a toggle. */
  isOn?: boolean;
  size?: "small" | "normal";
}

/** A button with an icon only. */
export function IconButton({ label, icon, onPress, isDisabled = false, isOn, size = "normal" }: IconButtonProps) {
  return (
    <Tooltip text={label}>
      <AriaButton
        aria-label={label}
        {...(isOn === undefined ? {} : { "aria-pressed": isOn })}
        isDisabled={isDisabled}
        onPress={() => onPress()}
        className={`qd-button qd-button-quiet qd-button-icon${size === "small" ? " qd-button-small" : ""}`}
      >
        <Icon name={icon} />
      </AriaButton>
    </Tooltip>
  );
}
