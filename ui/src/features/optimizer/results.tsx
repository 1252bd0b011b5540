// What came out: the figures, and below them tabs with the frontier, costs and taxes, risk, reasons and comparisons.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { Tabs, type TabItem } from "@/ui/Tabs";
import { CostsTab } from "./costsTab";
import { COMPARE_TAB, RISK_TAB, WHY_TAB } from "./insightTabs";
import { FrontierTab } from "./frontierTab";
import { Outcome } from "./outcome";
import { type Session } from "./session";
import { type Universe } from "./types";

export function Results({ session, universe }: { session: Session; universe: Universe }) {
  const { t } = useLingui();
  const [tab, setTab] = useState("frontier");
  const insights = [
    { id: "risk", label: t`Risk`, Content: RISK_TAB },
    { id: "why", label: t`Why`, Content: WHY_TAB },
    { id: "compare", label: t`Compare`, Content: COMPARE_TAB },
  ];
  const items: TabItem[] = [
    { id: "frontier", label: t`Frontier`, content: <FrontierTab session={session} universe={universe} /> },
    { id: "costs", label: t`Costs and taxes`, content: <CostsTab session={session} /> },
    ...insights.flatMap(({ id, label, Content }) =>
      Content ? [{ id, label, content: <Content session={session} universe={universe} /> }] : [],
    ),
  ];
  return (
    <div className="qd-optimizer-results">
      <Outcome session={session} universe={universe} />
      <Tabs label={t`Result`} selected={tab} onSelect={setTab} items={items} />
    </div>
  );
}
