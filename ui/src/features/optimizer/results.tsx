// What came out: the figures, and below them tabs with the frontier, costs and taxes, risk, reasons and comparisons.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { Tabs, type TabItem } from "@/ui/Tabs";
import { CostsTab } from "./costsTab";
import { FrontierTab } from "./frontierTab";
import { CompareTab } from "./insight/compare";
import { RiskTab } from "./insight/risk";
import { WhyTab } from "./insight/why";
import { Outcome } from "./outcome";
import { type Session } from "./session";
import { type Universe } from "./types";

export interface ResultsProps {
  session: Session;
  universe: Universe;
  /** Why what is chosen now could not be estimated. */
  problem: string | null;
}

export function Results({ session, universe, problem }: ResultsProps) {
  const { t } = useLingui();
  const [tab, setTab] = useState("frontier");
  const items: TabItem[] = [
    { id: "frontier", label: t`Frontier`, content: <FrontierTab session={session} universe={universe} /> },
    { id: "costs", label: t`Costs and taxes`, content: <CostsTab session={session} universe={universe} /> },
    { id: "risk", label: t`Risk`, content: <RiskTab session={session} universe={universe} /> },
    { id: "why", label: t`Why`, content: <WhyTab session={session} universe={universe} /> },
    { id: "compare", label: t`Compare`, content: <CompareTab session={session} universe={universe} /> },
  ];
  return (
    <div className="qd-optimizer-results">
      {problem === null ? null : (
        <p className="qd-warn" role="status">
          {t`What you see is from before: the estimates that you chose cannot be made. ${problem}`}
        </p>
      )}
      <Outcome session={session} universe={universe} />
      <Tabs label={t`Result`} selected={tab} onSelect={setTab} items={items} />
    </div>
  );
}
