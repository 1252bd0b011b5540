// Setting up a sweep: a back-test, the parameters that vary in it, and what is looked for.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { sweeps, useStored } from "@/api/backtest/drafts";
import { useLackWords } from "@/api/backtest/lackWords";
import { lacks, SWEEP_BEGUN, sweepQuestionOf, trialsOf } from "@/api/backtest/setup";
import { SetupForm } from "@/api/backtest/setupForm";
import { formOf, numeric } from "@/api/backtest/specification";
import { useParameters } from "@/api/backtest/strategyChoice";
import { type Catalogue } from "@/api/backtest/types";
import { post } from "@/api/client";
import { type ApiError, toApiError } from "@/api/errors";
import { type Job } from "@/api/types";
import { Button } from "@/ui/Button";
import { useFormat } from "@/ui/display";
import { TextInput } from "@/ui/fields/TextInput";
import { ErrorState } from "@/ui/states";
import { Ranges } from "./ranges";
import { running } from "./running";
import { SearchFields } from "./searchFields";

/** As many as the server makes. */
const TRIALS_MAX = 100_000;

export function Setup({ catalogue }: { catalogue: Catalogue }) {
  const { t } = useLingui();
  const format = useFormat();
  const draft = useStored(sweeps);
  const job = useStored(running);
  const lackWords = useLackWords();
  const [name, setName] = useState("");
  const [error, setError] = useState<ApiError | null>(null);
  const [isPending, setPending] = useState(false);
  const { setup } = draft;
  const kind = setup.specification.kind;
  const parameters = numeric(useParameters(catalogue, setup.specification));
  const lacking = lacks(setup, formOf(catalogue, kind));
  const trials = trialsOf(draft);
  const run = async (): Promise<void> => {
    setPending(true);
    setError(null);
    try {
      const wanted = name.trim();
      const question = sweepQuestionOf(draft, kind);
      const backtest = { ...(wanted === "" ? {} : { name: wanted }), ...question.backtest };
      const { id } = await post<Job>("/sweeps", { ...question, backtest });
      running.set(id);
    } catch (failure) {
      setError(toApiError(failure));
    } finally {
      setPending(false);
    }
  };
  const missing = [
    ...lacking.map(lackWords),
    ...(trials === null ? [t`Choose the parameters that vary, each from below to above in steps.`] : []),
    ...(trials !== null && trials > TRIALS_MAX
      ? [t`There are more than 100,000 combinations; take longer steps.`]
      : []),
  ];
  return (
    <div className="qd-stack">
      <SetupForm
        draft={setup}
        catalogue={catalogue}
        lacking={lacking}
        onChange={(next) => {
          // Another strategy has other parameters.
          const isOther = next.specification.kind !== kind || next.strategy_id !== setup.strategy_id;
          sweeps.set({ ...draft, setup: next, ranges: isOther ? {} : draft.ranges });
        }}
      />
      <Ranges draft={draft} parameters={parameters} onChange={sweeps.set} />
      <SearchFields draft={draft} onChange={sweeps.set} />
      <div className="qd-stack qd-backtest-run">
        {error ? <ErrorState error={error} /> : null}
        <p className="qd-dim" role="status">
          {missing.length > 0
            ? missing.join(" ")
            : t`${format.number(trials, 0)} trials at most. Each is counted as a trial of the strategy, and the verdict takes that into account.`}
        </p>
        <div className="qd-row qd-backtest-strategy">
          <TextInput label={t`Name of the sweep`} value={name} onChange={setName} placeholder={t`as the strategy`} />
          <Button
            variant="primary"
            icon="play"
            isPending={isPending}
            isDisabled={missing.length > 0 || job !== null}
            onPress={() => void run()}
          >
            {t`Run the sweep`}
          </Button>
          <Button variant="quiet" onPress={() => sweeps.set(SWEEP_BEGUN)}>{t`Begin anew`}</Button>
        </div>
      </div>
    </div>
  );
}
