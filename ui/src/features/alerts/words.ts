// How states, severities and what happened are called.
import { type MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";

import { type AlertState, type DeliveryState, type HeldBack, type Severity } from "./types";

export const STATE: Record<AlertState, MessageDescriptor> = {
  armed: msg`watching`,
  firing: msg`firing`,
  acknowledged: msg`acknowledged`,
  resolved: msg`over`,
  snoozed: msg`snoozed`,
};

export const SEVERITY: Record<Severity, MessageDescriptor> = {
  info: msg`Info`,
  warning: msg`Warning`,
  critical: msg`Critical`,
};

export const DELIVERY: Record<DeliveryState, MessageDescriptor> = {
  waiting: msg`waiting`,
  handed_over: msg`handed to the system`,
  accepted: msg`accepted by the server`,
  given_up: msg`given up`,
  dropped: msg`not needed any more`,
};

export const HELD_BACK: Record<HeldBack, MessageDescriptor> = {
  outside_hours: msg`outside of its hours`,
  snoozed: msg`snoozed`,
  cool_down: msg`too soon after the last firing`,
  same_bar: msg`fired in this bar already`,
  spent: msg`fires once, and did`,
  expired: msg`expired`,
};

/** Sentences to begin with; `symbol` stands for the instrument that is looked at. */
export function examples(symbol: string): string[] {
  return [
    `${symbol} crosses above 150`,
    `${symbol} falls 5% in 2 days`,
    `RSI(14) of ${symbol} on 1d crosses below 30`,
    `close of ${symbol} on 1d crosses above SMA(200)`,
    `${symbol} volume above 3 times its 20-bar average on 1d, every time`,
    "portfolio drawdown is above 10",
    `portfolio weight of "${symbol}" is above 20`,
  ];
}
