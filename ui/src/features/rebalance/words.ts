// The words for verdicts, states, reasons and rules.
import { type MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";

import { type BlockedCode, type Mode, type RebalancingState, type RebalancingTrigger, type Verdict } from "./types";

/** A sign and a word, so that neither colour nor sign has to be understood. */
export const VERDICT: Record<Verdict, MessageDescriptor> = {
  within: msg`✓ within`,
  over: msg`▲ over`,
  under: msg`▼ under`,
  no_band: msg`– no band`,
  unknown: msg`? unknown`,
};

export const MODE: Record<Mode, MessageDescriptor> = {
  full: msg`Buy and sell`,
  buy_only: msg`Buy only`,
  sell_only: msg`Sell only`,
};

export const STATE: Record<RebalancingState, MessageDescriptor> = {
  proposed: msg`Proposed`,
  approved: msg`Approved`,
  executed: msg`Executed`,
  dismissed: msg`Dismissed`,
};

export const TRIGGER: Record<RebalancingTrigger, MessageDescriptor> = {
  manual: msg`By hand`,
  threshold: msg`A weight left its band`,
  calendar: msg`Calendar`,
  cash_inflow: msg`Cash came in`,
  risk_drift: msg`Risk drifted`,
};

export const BLOCKED: Record<BlockedCode, MessageDescriptor> = {
  locked: msg`Locked`,
  wash_sale: msg`Wash sale`,
  recent_loss_sale: msg`Sold at a loss`,
  cost_unknown: msg`Cost unknown`,
  behind_kept_lot: msg`Behind a kept lot`,
};

/** Where a step may lead from a state. */
export const STEPS: Record<RebalancingState, readonly RebalancingState[]> = {
  proposed: ["approved", "dismissed"],
  approved: ["executed", "dismissed"],
  executed: [],
  dismissed: [],
};
