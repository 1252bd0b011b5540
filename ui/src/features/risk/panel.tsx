// Risk: what may be lost, by which method, what the loss is made of, and how right each method was.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { useAll, useGet } from "@/api/queries";
import { AccountChoice, Conventions, HeldView, LeftOutNote } from "@/api/risk";
import { type Account, type Workspace } from "@/api/types";
import { RangeButtons } from "@/charts/RangeButtons";
import { type Range, rangeStart } from "@/charts/time/ranges";
import { type PanelProps } from "@/ui/host";
import { PanelFrame } from "@/ui/PanelFrame";
import { Backtests } from "./backtests";
import { Concentration } from "./concentration";
import { Contributions } from "./contributions";
import { Correlations } from "./correlations";
import { Headline } from "./headline";
import { Limits } from "./limits";
import { Liquidity } from "./liquidity";
import { Tails } from "./tails";
import { type PortfolioRisk } from "./types";

/** Before the oldest prices; nothing said means five years. */
const EVERYTHING = "1900-01-01";

export default function Panel({ params }: PanelProps) {
  const { t } = useLingui();
  const [accountId, setAccountId] = useState<string | null>(params["account_id"] ?? null);
  const [range, setRange] = useState<Range>("5Y");
  const today = useGet<Workspace>("/workspace").data?.today;
  const from = today === undefined ? null : (rangeStart(range, today) ?? EVERYTHING);
  const accounts = useAll<Account>("/accounts");
  const asked = { account_id: accountId, from };
  const risk = useGet<PortfolioRisk>(
    "/portfolio/risk",
    { query: asked },
    { keepPrevious: true, enabled: today !== undefined },
  );
  const toolbar = (
    <>
      <AccountChoice value={accountId} onChange={setAccountId} />
      <RangeButtons value={range} onChange={setRange} />
    </>
  );
  return (
    <PanelFrame label={t`Risk`} toolbar={toolbar}>
      <HeldView
        query={risk}
        text={t`Here you will see what your portfolio may lose, by eight methods, and what the loss is made of. Import your transactions and prices, or enter them by hand.`}
      >
        {({ basis, report }) => (
          <div className="qd-risk">
            <Headline report={report} />
            <Limits account={accounts.data?.find(({ id }) => id === accountId)?.name ?? null} />
            <LeftOutNote list={report.left_out} title={t`These figures leave out`} />
            <Tails report={report} />
            <Backtests key={`${accountId ?? ""} ${from ?? ""}`} asked={asked} report={report} />
            <Contributions report={report} />
            <Correlations report={report} />
            <Concentration report={report} />
            <Liquidity report={report} holdings={basis.holdings} />
            <Conventions list={report.conventions} />
          </div>
        )}
      </HeldView>
    </PanelFrame>
  );
}
