// Starting the set-up on paper: over what streams, over the replay that there is, or over a practice of its own.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";
import { useQueryClient } from "@tanstack/react-query";

import { paperQuestionOf, type SetupDraft } from "@/api/backtest/setup";
import { type PaperRun } from "@/api/backtest/types";
import { post } from "@/api/client";
import { type ApiError, toApiError } from "@/api/errors";
import { refresh } from "@/api/queries";
import { useReplay } from "@/stream/replay";
import { Button } from "@/ui/Button";
import { Select } from "@/ui/fields/Select";
import { ErrorState } from "@/ui/states";

/** Invented trades are seconds apart in the time of the clock. */
const PRACTICE_SPEED = 60;

type Over = "live" | "replay" | "practice";

export interface StartPaperProps {
  draft: SetupDraft;
  isDisabled: boolean;
  onStarted: () => void;
}

export function StartPaper({ draft, isDisabled, onStarted }: StartPaperProps) {
  const { t } = useLingui();
  const client = useQueryClient();
  const replay = useReplay();
  const [chosen, setChosen] = useState<Over | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const [isPending, setPending] = useState(false);
  const over = chosen === "replay" && replay === null ? null : chosen;
  const wanted = over ?? (replay === null ? "practice" : "replay");
  const start = async (): Promise<void> => {
    setPending(true);
    setError(null);
    try {
      if (wanted === "practice") {
        const { instrument_ids } = draft;
        await post("/replays", { of: "practice", instrument_ids, speed: PRACTICE_SPEED, paused: true });
      }
      await post<PaperRun>("/paper-runs", paperQuestionOf(draft, wanted === "live" ? "live" : "replay"));
      if (wanted === "practice") await post("/replays/act", { act: "play", speed: PRACTICE_SPEED });
      await refresh(client, ["paper-runs", "backtests", "replays"]);
      onStarted();
    } catch (failure) {
      setError(toApiError(failure));
    } finally {
      setPending(false);
    }
  };
  const options: { id: Over; label: string }[] = [
    { id: "practice", label: t`a practice day` },
    ...(replay === null ? [] : [{ id: "replay" as const, label: t`the replay` }]),
    { id: "live", label: t`live prices` },
  ];
  return (
    <>
      {error ? <ErrorState error={error} /> : null}
      <div className="qd-row qd-backtest-strategy">
        <Select<Over> label={t`On paper over`} value={wanted} onChange={setChosen} options={options} />
        <Button isPending={isPending} isDisabled={isDisabled} onPress={() => void start()}>
          {t`Start on paper`}
        </Button>
        <span className="qd-dim">{t`The same strategy and account over what comes. No order leaves the program.`}</span>
      </div>
    </>
  );
}
