// The words for shocks and for what a change rests on.
import { type MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";

import { type OfferedKind } from "./own";
import { type HoldingStress } from "./types";

export const SHOCK: Record<OfferedKind, MessageDescriptor> = {
  equity: msg`Equity market`,
  rates: msg`Interest rates`,
  currency: msg`A currency`,
  volatility: msg`Volatility`,
  sector: msg`A sector`,
  holding: msg`A holding`,
  correlation_to_one: msg`All correlations to one`,
};

export const BASIS: Record<HoldingStress["basis"]["basis"], MessageDescriptor> = {
  history: msg`own prices`,
  proxy: msg`by proxies`,
  given: msg`as assumed`,
  unknown: msg`unknown`,
};
