// Sweep: many parameters of one strategy, what each gave, and how much of the best one is luck.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";
import { useQueryClient } from "@tanstack/react-query";

import { useStored } from "@/api/backtest/drafts";
import { sweepOffers } from "@/api/backtest/offers";
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
import { Kept } from "./kept";
import { SweepResult } from "./result";
import { running, shown } from "./running";
import { Setup } from "./setup";
import "./sweep.css";

type Tab = "setup" | "result" | "kept";

export default function Panel({ params }: PanelProps) {
  const { t } = useLingui();
  const host = useHost();
  const client = useQueryClient();
  const instruments = useInstruments();
  const catalogue = useCatalogue();
  const job = useStored(running);
  const last = useStored(shown);
  const [own, setOwn] = useState<string | null>(params["sweep_id"] ?? null);
  const [tab, setTab] = useState<Tab>(own === null ? "setup" : "result");
  const offers = useStored(sweepOffers);
  const [seen, setSeen] = useState(offers);
  if (seen !== offers) {
    setSeen(offers);
    setTab("setup");
  }
  const id = own ?? last;
  const open = (next: string): void => {
    setOwn(null);
    shown.set(next);
    setTab("result");
  };
  const done = (result: unknown): void => {
    running.set(null);
    void refresh(client, ["sweeps", "backtests"]);
    const made = isRecord(result) ? result["sweep_id"] : null;
    if (typeof made === "string") open(made);
  };
  // A sweep that was stopped is kept, too.
  const close = (): void => {
    running.set(null);
    void refresh(client, ["sweeps"]);
  };
  return (
    <PanelFrame label={t`Sweep`}>
      <QueryView query={instruments} lines={12}>
        {(list) =>
          list.length === 0 ? (
            <EmptyState
              title={t`No instruments yet`}
              text={t`A sweep tries many parameters of a strategy over the prices of instruments. Import your own, or enter them by hand.`}
              action={{ label: t`Import or add your own`, onPress: () => host.openPanel("imports") }}
            />
          ) : (
            <QueryView query={catalogue} lines={12}>
              {(known) => (
                <div className="qd-stack">
                  {job === null ? null : (
                    <JobStrip
                      key={job}
                      id={job}
                      onDone={done}
                      onClose={close}
                      cancelled={t`Cancelled. The trials that were made are kept, and it can go on.`}
                    />
                  )}
                  <Tabs
                    label={t`Sweep`}
                    selected={tab}
                    onSelect={(next) => setTab(next as Tab)}
                    items={[
                      { id: "setup", label: t`Set-up`, content: <Setup catalogue={known} /> },
                      {
                        id: "result",
                        label: t`Result`,
                        content:
                          id === null ? (
                            <EmptyState
                              title={t`No sweep is shown`}
                              text={t`Run a sweep, or open one that was kept.`}
                              action={{ label: t`Set one up`, onPress: () => setTab("setup") }}
                            />
                          ) : (
                            <SweepResult key={id} id={id} catalogue={known} onGone={() => setTab("kept")} />
                          ),
                      },
                      {
                        id: "kept",
                        label: t`Kept sweeps`,
                        content: <Kept catalogue={known} onOpen={open} onSetUp={() => setTab("setup")} />,
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
