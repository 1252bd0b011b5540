// What a sweep gave: the verdict, the map, the lines, and every trial.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { offerSetup } from "@/api/backtest/offers";
import { draftOf } from "@/api/backtest/setup";
import { formOf, withParameters } from "@/api/backtest/specification";
import { type Catalogue, type SweepTrial, type SweepView } from "@/api/backtest/types";
import { useFigureName } from "@/api/backtest/words";
import { post } from "@/api/client";
import { toApiError } from "@/api/errors";
import { useGet } from "@/api/queries";
import { QueryView } from "@/api/QueryView";
import { type Job } from "@/api/types";
import { Button } from "@/ui/Button";
import { useFormat } from "@/ui/display";
import { useHost } from "@/ui/host";
import { EmptyState } from "@/ui/states";
import { toast } from "@/ui/toasts";
import { HeatPart } from "./heat";
import { ParallelPart } from "./lines";
import { running } from "./running";
import { TrialTable } from "./trials";
import { VerdictPart } from "./verdict";

export interface SweepResultProps {
  id: string;
  catalogue: Catalogue;
  /** The sweep is not there any more. */
  onGone: () => void;
}

export function SweepResult({ id, catalogue, onGone }: SweepResultProps) {
  const { t } = useLingui();
  const sweep = useGet<SweepView>("/sweeps/{id}", { path: { id } });
  if (sweep.error?.status === 404) {
    return (
      <EmptyState
        title={t`This sweep has been deleted`}
        text={t`Others that were kept are in the list.`}
        action={{ label: t`Show the kept sweeps`, onPress: onGone }}
      />
    );
  }
  return (
    <QueryView query={sweep} lines={12}>
      {(data) => <Shown sweep={data} catalogue={catalogue} />}
    </QueryView>
  );
}

function Shown({ sweep, catalogue }: { sweep: SweepView; catalogue: Catalogue }) {
  const { t } = useLingui();
  const format = useFormat();
  const host = useHost();
  const name = useFigureName();
  const [selected, setSelected] = useState<number | null>(sweep.best);
  const names = [...new Set(sweep.trials.flatMap(({ parameters }) => Object.keys(parameters)))];
  const open = (trial: SweepTrial): void => {
    const specification = withParameters(sweep.specification, trial.parameters);
    // A trial is another strategy than the kept one: its parameters are its own.
    offerSetup(() => ({ ...draftOf(sweep.question.backtest, specification), strategy_id: null }));
    host.openPanel("backtest");
  };
  const openIndex = (index: number): void => {
    const trial = sweep.trials.find((one) => one.index === index);
    if (trial) open(trial);
  };
  const resume = (): void => {
    post<Job>("/sweeps/{id}/resume", undefined, { path: { id: sweep.id } }).then(
      (job) => running.set(job.id),
      (error: unknown) => toast({ kind: "error", text: toApiError(error).message }),
    );
  };
  const { figure, goal, stopped, planned, failed } = sweep.summary;
  const made = format.number(sweep.summary.made, 0);
  return (
    <div className="qd-risk">
      <div className="qd-row">
        <div className="qd-grow">
          <h2 className="qd-sweep-title">{sweep.name}</h2>
          <p className="qd-dim">
            {formOf(catalogue, sweep.strategy_kind)?.title ?? sweep.strategy_kind} ·{" "}
            {goal === "highest" ? t`highest ${name(figure)}` : t`lowest ${name(figure)}`} ·{" "}
            {stopped ? t`stopped after ${made} of ${format.number(planned, 0)} trials` : t`${made} trials`}
            {failed > 0 ? ` · ${t`${format.number(failed, 0)} failed`}` : null}
          </p>
        </div>
        {stopped ? <Button icon="play" onPress={resume}>{t`Go on with it`}</Button> : null}
      </div>
      <VerdictPart sweep={sweep} />
      {names.length >= 2 ? <HeatPart sweep={sweep} names={names} /> : null}
      {names.length > 2 ? <ParallelPart sweep={sweep} names={names} onOpen={openIndex} /> : null}
      <TrialTable sweep={sweep} names={names} selected={selected} onSelect={setSelected} onOpen={open} />
    </div>
  );
}
