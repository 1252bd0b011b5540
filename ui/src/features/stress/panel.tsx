// Crises that happened and shocks that did not, run with today's holdings, and what it takes to lose a given part.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";
import { keepPreviousData, useQuery } from "@tanstack/react-query";

import { post } from "@/api/client";
import { type ApiError } from "@/api/errors";
import { useGet } from "@/api/queries";
import { AccountChoice, Conventions, HeldView, LeftOutNote, Part } from "@/api/risk";
import { load, save } from "@/lib/storage";
import { type PanelProps } from "@/ui/host";
import { PanelFrame } from "@/ui/PanelFrame";
import { ErrorState } from "@/ui/states";
import { Answers } from "./answers";
import { Detail } from "./detail";
import { Editor } from "./editor";
import { isOwn, NOTHING_OWN, type Own, questionOf, worst } from "./own";
import { ReverseStress } from "./reverse";
import { ScenarioTable } from "./scenarios";
import { type PortfolioStress } from "./types";
import "./stress.css";

const KEPT = "stress";

export default function Panel({ params }: PanelProps) {
  const { t } = useLingui();
  const [accountId, setAccountId] = useState<string | null>(params["account_id"] ?? null);
  const [own, setOwn] = useState<Own>(() => load(KEPT, NOTHING_OWN, isOwn));
  const [selected, setSelected] = useState<string | null>(null);
  const keep = (next: Own): void => {
    setOwn(next);
    save(KEPT, next);
  };
  const crises = useGet<PortfolioStress>(
    "/portfolio/stress",
    { query: { account_id: accountId } },
    { keepPrevious: true },
  );
  // Apart from the catalogue: what is refused of one's own must not hide the crises.
  const question = questionOf(own, accountId, crises.data?.basis.benchmark ?? null);
  const asked = useQuery<PortfolioStress, ApiError>({
    queryKey: ["portfolio", "/portfolio/stress", question],
    queryFn: () => post<PortfolioStress>("/portfolio/stress", question),
    placeholderData: keepPreviousData,
    enabled: crises.data !== undefined,
  });
  const mine = asked.data?.report;

  return (
    <PanelFrame label={t`Stress`} toolbar={<AccountChoice value={accountId} onChange={setAccountId} />}>
      <HeldView
        query={crises}
        text={t`Here you will see what past crises and shocks of your own would do to your portfolio. Import your transactions and prices, or enter them by hand.`}
      >
        {({ basis, report }) => {
          const scenarios = [...report.scenarios, ...(asked.isError ? [] : (mine?.scenarios ?? []))];
          const shown = scenarios.find(({ name }) => name === selected) ?? worst(scenarios);
          return (
            <div className="qd-risk">
              <Part title={t`Crises and shocks`}>
                <ScenarioTable
                  scenarios={scenarios}
                  selected={shown?.name ?? null}
                  onSelect={setSelected}
                  own={own}
                  onChange={keep}
                />
              </Part>
              <LeftOutNote list={report.left_out} title={t`No scenario speaks of`} />
              {asked.isError ? <ErrorState error={asked.error} onRetry={() => void asked.refetch()} /> : null}
              {shown ? <Detail scenario={shown} capital={report.capital} /> : null}
              <div className="qd-risk-beside">
                <Editor
                  own={own}
                  holdings={basis.holdings}
                  taken={scenarios.map(({ name }) => name)}
                  base={basis.base_currency}
                  onChange={(next, name) => {
                    keep(next);
                    setSelected(name);
                  }}
                />
                <ReverseStress own={own} benchmark={basis.benchmark} answer={mine?.reverse[0]} onChange={keep} />
              </div>
              <Answers own={own} holdings={asked.data?.basis.holdings ?? basis.holdings} onChange={keep} />
              <Conventions list={report.conventions} />
            </div>
          );
        }}
      </HeldView>
    </PanelFrame>
  );
}
