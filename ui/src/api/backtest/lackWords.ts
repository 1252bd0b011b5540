// What a set-up lacks, in sentences.
import { useLingui } from "@lingui/react/macro";

import { type Lacks } from "./setup";

export function useLackWords(): (lack: Lacks) => string {
  const { t } = useLingui();
  return (lack) => {
    switch (lack) {
      case "instruments":
        return t`Choose the instruments to trade.`;
      case "more_instruments":
        return t`This strategy needs more instruments.`;
      case "fewer_instruments":
        return t`This strategy trades fewer instruments.`;
      case "cash":
        return t`Give the cash at the start.`;
      case "fee":
        return t`Give the commission.`;
      case "slippage":
        return t`Give the slippage.`;
      case "period":
        return t`The last day is before the first.`;
      case "benchmark":
        return t`Choose what it is held against.`;
    }
  };
}
