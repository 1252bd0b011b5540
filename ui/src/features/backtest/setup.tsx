// Setting up a run, and starting it.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { setups, useStored } from "@/api/backtest/drafts";
import { BEGUN, type Lacks, lacks, questionOf } from "@/api/backtest/setup";
import { SetupForm } from "@/api/backtest/setupForm";
import { formOf } from "@/api/backtest/specification";
import { type Catalogue } from "@/api/backtest/types";
import { useLackWords } from "@/api/backtest/lackWords";
import { post } from "@/api/client";
import { type ApiError, toApiError } from "@/api/errors";
import { type Job } from "@/api/types";
import { Button } from "@/ui/Button";
import { TextInput } from "@/ui/fields/TextInput";
import { ErrorState } from "@/ui/states";
import { running } from "./running";
import { StartPaper } from "./startPaper";

/** What also a run on paper must have. */
const ON_PAPER = new Set<Lacks>(["instruments", "fewer_instruments", "more_instruments", "cash", "fee", "slippage"]);

export interface SetupProps {
  catalogue: Catalogue;
  /** It was started on paper. */
  onPaper: () => void;
}

export function Setup({ catalogue, onPaper }: SetupProps) {
  const { t } = useLingui();
  const draft = useStored(setups);
  const job = useStored(running);
  const lackWords = useLackWords();
  const [name, setName] = useState("");
  const [error, setError] = useState<ApiError | null>(null);
  const [isPending, setPending] = useState(false);
  const lacking = lacks(draft, formOf(catalogue, draft.specification.kind));
  const run = async (): Promise<void> => {
    setPending(true);
    setError(null);
    try {
      const wanted = name.trim();
      const { id } = await post<Job>("/backtests", {
        ...(wanted === "" ? {} : { name: wanted }),
        ...questionOf(draft),
      });
      running.set(id);
    } catch (failure) {
      setError(toApiError(failure));
    } finally {
      setPending(false);
    }
  };
  return (
    <div className="qd-stack">
      <SetupForm draft={draft} catalogue={catalogue} lacking={lacking} overTicks onChange={setups.set} />
      <div className="qd-stack qd-backtest-run">
        {error ? <ErrorState error={error} /> : null}
        {lacking.length > 0 ? (
          <p className="qd-dim" role="status">
            {lacking.map(lackWords).join(" ")}
          </p>
        ) : null}
        <div className="qd-row qd-backtest-strategy">
          <TextInput label={t`Name of the run`} value={name} onChange={setName} placeholder={t`as the strategy`} />
          <Button
            variant="primary"
            icon="play"
            isPending={isPending}
            isDisabled={lacking.length > 0 || job !== null}
            onPress={() => void run()}
          >
            {t`Run the back-test`}
          </Button>
          <Button variant="quiet" onPress={() => setups.set(BEGUN)}>{t`Begin anew`}</Button>
        </div>
        <StartPaper draft={draft} isDisabled={lacking.some((what) => ON_PAPER.has(what))} onStarted={onPaper} />
      </div>
    </div>
  );
}
