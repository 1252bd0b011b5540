// Hedges: what would make the portfolio's losses smaller, what it costs, and what to trade.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";
import { keepPreviousData, useQuery } from "@tanstack/react-query";

import { post } from "@/api/client";
import { type ApiError } from "@/api/errors";
import { useGet } from "@/api/queries";
import { AccountChoice, Conventions, Figure, HeldView, LeftOutNote } from "@/api/risk";
import { type Workspace } from "@/api/types";
import { RangeButtons } from "@/charts/RangeButtons";
import { type Range, rangeStart } from "@/charts/time/ranges";
import { load, save } from "@/lib/storage";
import { useFormat } from "@/ui/display";
import { type PanelProps } from "@/ui/host";
import { Money, Num, Percent } from "@/ui/numbers";
import { PanelFrame } from "@/ui/PanelFrame";
import { HedgeDetail } from "./detail";
import { HedgeTable } from "./table";
import { isSettings, questionOf, type Settings, USUAL } from "./settings";
import { SettingsForm } from "./settingsForm";
import { type PortfolioHedges, type Report } from "./types";

const KEPT = "hedge";
const EVERYTHING = "1900-01-01";

export default function Panel({ params }: PanelProps) {
  const { t } = useLingui();
  const [accountId, setAccountId] = useState<string | null>(params["account_id"] ?? null);
  const [range, setRange] = useState<Range>("5Y");
  const [settings, setSettings] = useState<Settings>(() => load(KEPT, USUAL, isSettings));
  const [selected, setSelected] = useState<string | null>(null);
  const today = useGet<Workspace>("/workspace").data?.today;
  const from = today === undefined ? null : (rangeStart(range, today) ?? EVERYTHING);
  const question = questionOf(settings, accountId, from);
  const hedges = useQuery<PortfolioHedges, ApiError>({
    queryKey: ["portfolio", "/portfolio/hedges", question],
    queryFn: () => post<PortfolioHedges>("/portfolio/hedges", question),
    placeholderData: keepPreviousData,
    enabled: today !== undefined,
  });
  const keep = (next: Settings): void => {
    setSettings(next);
    save(KEPT, next);
  };
  const form = <SettingsForm settings={settings} basis={hedges.data?.basis ?? null} onChange={keep} />;
  const toolbar = (
    <>
      <AccountChoice value={accountId} onChange={setAccountId} />
      <RangeButtons value={range} onChange={setRange} />
    </>
  );
  return (
    <PanelFrame label={t`Hedge`} toolbar={toolbar}>
      <div className="qd-risk">
        {hedges.isError && hedges.error.code === "nothing_held" ? null : form}
        <HeldView
          query={hedges}
          text={t`Here you will see what would make the losses of your portfolio smaller. Import your transactions and prices, or enter them by hand.`}
        >
          {({ report }) => {
            const shown =
              report.recommendations.find(({ name }) => name === selected) ?? report.recommendations.at(0) ?? null;
            return (
              <>
                <Before report={report} />
                <HedgeTable report={report} selected={shown?.name ?? null} onSelect={setSelected} />
                {shown ? <HedgeDetail hedge={shown} report={report} /> : null}
                <LeftOutNote list={report.left_out} title={t`Left out`} />
                <Conventions list={report.conventions} />
              </>
            );
          }}
        </HeldView>
      </div>
    </PanelFrame>
  );
}

/** The portfolio as it is, without a hedge. */
function Before({ report }: { report: Report }) {
  const { t } = useLingui();
  const format = useFormat();
  const level = format.percent(report.confidence, 1);
  const money = (part: number): string => (part * report.capital).toFixed(2);
  return (
    <dl className="qd-figures qd-risk-figures">
      <Figure title={t`Capital`} note={t`from ${format.number(report.n_periods, 0)} days`}>
        <Money value={report.capital.toFixed(2)} digits={0} />
      </Figure>
      <Figure
        title={t`Value at risk, ${level}`}
        note={
          <>
            <Money value={money(report.value_at_risk)} digits={0} />{" "}
            {t`over ${format.number(report.horizon, 0)} days, without a hedge`}
          </>
        }
      >
        <Percent value={report.value_at_risk} />
      </Figure>
      <Figure
        title={t`Mean loss beyond it`}
        note={<Money value={money(report.conditional_value_at_risk)} digits={0} />}
      >
        <Percent value={report.conditional_value_at_risk} />
      </Figure>
      <Figure title={t`Deviation`} note={t`over ${format.number(report.horizon, 0)} days`}>
        <Percent value={report.deviation} />
      </Figure>
      <Figure title={t`Beta`}>
        <Num value={report.beta} digits={2} reason={t`The workspace has no benchmark with prices.`} />
      </Figure>
    </dl>
  );
}
