// Rebalancing: from what is held to a target, with the tax, the cost and the lots of the way in sight; and what was decided.
import { useEffect, useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { QueryView } from "@/api/QueryView";
import { post } from "@/api/client";
import { useAll } from "@/api/queries";
import { usePortfolio } from "@/api/usePortfolio";
import { type PanelProps } from "@/ui/host";
import { PanelFrame } from "@/ui/PanelFrame";
import { Tabs } from "@/ui/Tabs";
import { type KeptPlan } from "./compare";
import { draftOf, isEdited, withTarget } from "./draft";
import { HistoryTab } from "./historyTab";
import { PlanTab } from "./planTab";
import { makeSession, type Session } from "./session";
import { Start } from "./start";
import { type Preview, type Target } from "./types";
import "./rebalance.css";

/** What a panel was working on, for when it is shown again: on a phone one panel hides the others. */
interface Work {
  session: Session;
  kept: readonly KeptPlan[];
}
const works = new Map<string, Work>();

function workOf(panelId: string, targets: readonly Target[], wanted: string | undefined): Work | null {
  const left = works.get(panelId);
  const leftTarget = left?.session.history.get().present.targetId;
  if (left && wanted === undefined && targets.some(({ id }) => id === leftTarget)) return left;
  const first = targets.find(({ id }) => id === wanted) ?? targets[0];
  if (!first) return null;
  const session = makeSession(draftOf(first), (terms) => post<Preview>("/rebalancings/preview", terms), targets);
  const work = { session, kept: [] };
  works.set(panelId, work);
  return work;
}

interface PlanningProps {
  panelId: string;
  work: Work;
  targets: readonly Target[];
  /** Changes whenever the books, prices or rules of taxes did. */
  books: number;
  onDone: (id: string) => void;
}

function Planning({ panelId, work, targets, books, onDone }: PlanningProps) {
  const { session } = work;
  const [kept, setKept] = useState(work.kept);
  useEffect(() => {
    // A target that was changed elsewhere is taken over, unless its weights are being edited here.
    const { present } = session.history.get();
    const before = session.target(present.targetId);
    const after = targets.find(({ id }) => id === present.targetId);
    session.know(targets);
    if (after && before && after.updated_at !== before.updated_at && !isEdited(present, before)) {
      session.edit((draft) => withTarget(draft, after));
    }
  }, [session, targets]);
  useEffect(() => {
    session.replan();
    return () => session.stop();
  }, [session, books]);
  return (
    <PlanTab
      session={session}
      targets={targets}
      kept={kept}
      onKept={(plans) => {
        setKept(plans);
        works.set(panelId, { session, kept: plans });
      }}
      onDone={onDone}
    />
  );
}

function Plans(props: {
  panelId: string;
  wanted: string | undefined;
  targets: readonly Target[];
  onDone: (id: string) => void;
}) {
  const { panelId, wanted, targets, onDone } = props;
  const portfolio = usePortfolio();
  const [work, setWork] = useState(() => workOf(panelId, targets, wanted));
  if (!work && targets.length > 0) setWork(workOf(panelId, targets, wanted));
  if (!work || targets.length === 0) return <Start portfolio={portfolio.data} />;
  return <Planning panelId={panelId} work={work} targets={targets} books={portfolio.dataUpdatedAt} onDone={onDone} />;
}

export default function RebalancePanel({ panelId, params }: PanelProps) {
  const { t } = useLingui();
  const targets = useAll<Target>("/targets");
  const [tab, setTab] = useState(params["tab"] ?? "plan");
  const [opened, setOpened] = useState<string | null>(params["rebalancing_id"] ?? null);
  return (
    <PanelFrame label={t`Rebalance`}>
      <QueryView query={targets} lines={10}>
        {(list) => (
          <Tabs
            label={t`Parts of rebalancing`}
            selected={tab}
            onSelect={setTab}
            items={[
              {
                id: "plan",
                label: t`Plan`,
                content: (
                  <Plans
                    panelId={panelId}
                    wanted={params["target_id"]}
                    targets={list}
                    onDone={(id) => {
                      setOpened(id);
                      setTab("history");
                    }}
                  />
                ),
              },
              {
                id: "history",
                label: t`History`,
                content: <HistoryTab opened={opened} onOpen={setOpened} />,
              },
            ]}
          />
        )}
      </QueryView>
    </PanelFrame>
  );
}
