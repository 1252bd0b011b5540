// Back-test: a strategy over the past, what came of it, how far that can be believed, and how runs compare.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";
import { useQueryClient } from "@tanstack/react-query";

import { useStored } from "@/api/backtest/drafts";
import { setupOffers } from "@/api/backtest/offers";
import { useCatalogue } from "@/api/backtest/queries";
import { useInstruments } from "@/api/pickers";
import { refresh } from "@/api/queries";
import { QueryView } from "@/api/QueryView";
import { isRecord } from "@/lib/storage";
import { JobStrip } from "@/stream/JobStrip";
import { type PanelProps, useHost } from "@/ui/host";
import { PanelFrame } from "@/ui/PanelFrame";
import { EmptyState } from "@/ui/states";
import { Tabs } from "@/ui/Tabs";
import { Paper } from "./paper";
import { Run } from "./run";
import { running, shown } from "./running";
import { Runs } from "./runs";
import { Setup } from "./setup";
import "./run.css";

type Tab = "setup" | "result" | "paper" | "runs";

export default function Panel({ params }: PanelProps) {
  const { t } = useLingui();
  const host = useHost();
  const client = useQueryClient();
  const instruments = useInstruments();
  const catalogue = useCatalogue();
  const job = useStored(running);
  const lastRun = useStored(shown);
  const [own, setOwn] = useState<string | null>(params["backtest_id"] ?? null);
  const [tab, setTab] = useState<Tab>(own === null ? "setup" : "result");
  const offers = useStored(setupOffers);
  const [seen, setSeen] = useState(offers);
  if (seen !== offers) {
    setSeen(offers);
    setTab("setup");
  }
  const id = own ?? lastRun;
  const open = (next: string): void => {
    setOwn(null);
    shown.set(next);
    setTab("result");
  };
  const done = (result: unknown): void => {
    running.set(null);
    void refresh(client, ["backtests"]);
    const made = isRecord(result) ? result["backtest_id"] : null;
    if (typeof made === "string") open(made);
  };
  return (
    <PanelFrame label={t`Back-test`}>
      <QueryView query={instruments} lines={12}>
        {(list) =>
          list.length === 0 ? (
            <EmptyState
              title={t`No instruments yet`}
              text={t`A back-test runs a strategy over the prices of instruments. Import your own, or enter them by hand.`}
              action={{ label: t`Import or add your own`, onPress: () => host.openPanel("imports") }}
            />
          ) : (
            <QueryView query={catalogue} lines={12}>
              {(known) => (
                <div className="qd-stack">
                  {job === null ? null : (
                    <JobStrip key={job} id={job} onDone={done} onClose={() => running.set(null)} />
                  )}
                  <Tabs
                    label={t`Back-test`}
                    selected={tab}
                    onSelect={(next) => setTab(next as Tab)}
                    items={[
                      {
                        id: "setup",
                        label: t`Set-up`,
                        content: <Setup catalogue={known} onPaper={() => setTab("paper")} />,
                      },
                      {
                        id: "result",
                        label: t`Result`,
                        content:
                          id === null ? (
                            <EmptyState
                              title={t`No run is shown`}
                              text={t`Run a back-test, or open one that was kept.`}
                              action={{ label: t`Set one up`, onPress: () => setTab("setup") }}
                            />
                          ) : (
                            <Run
                              key={id}
                              id={id}
                              catalogue={known}
                              onGone={() => setTab("runs")}
                              onPaper={() => setTab("paper")}
                            />
                          ),
                      },
                      {
                        id: "paper",
                        label: t`On paper`,
                        content: <Paper onOpen={open} onSetUp={() => setTab("setup")} />,
                      },
                      {
                        id: "runs",
                        label: t`Kept runs`,
                        content: <Runs catalogue={known} onOpen={open} onSetUp={() => setTab("setup")} />,
                      },
                    ]}
                  />
                </div>
              )}
            </QueryView>
          )
        }
      </QueryView>
    </PanelFrame>
  );
}
