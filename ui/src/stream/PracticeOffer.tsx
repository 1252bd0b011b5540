// What a panel of live prices says while nobody sends any: practise on invented ones, or set up who sends real ones.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { toApiError } from "@/api/errors";
import { Button } from "@/ui/Button";
import { useHost } from "@/ui/host";
import { Icon } from "@/ui/Icon";
import { toast } from "@/ui/toasts";
import { useReplayControls } from "./replay";

/** Invented trades are seconds apart in the time of the clock. */
const PRACTICE_SPEED = 10;

/** Begins a practice replay of instruments; says in words why it could not. */
export function usePractice(): { begin: (instruments: readonly string[]) => void; isBeginning: boolean } {
  const { start } = useReplayControls();
  const [isBeginning, setBeginning] = useState(false);
  const begin = (instruments: readonly string[]): void => {
    setBeginning(true);
    start({ of: "practice", instrument_ids: [...instruments], speed: PRACTICE_SPEED })
      .catch((error: unknown) => toast({ kind: "error", text: toApiError(error).message }))
      .finally(() => setBeginning(false));
  };
  return { begin, isBeginning };
}

export function PracticeOffer({ instruments, note }: { instruments: readonly string[]; note?: string | null }) {
  const { t } = useLingui();
  const host = useHost();
  const { begin, isBeginning } = usePractice();
  return (
    <div className="qd-offer" role="note">
      <Icon name="signal" />
      <span className="qd-grow">{note ?? t`No provider of live prices is set up.`}</span>
      <Button
        size="small"
        variant="primary"
        // Not pending: that is told by the button's name, and the button is gone when it ends.
        isDisabled={instruments.length === 0 || isBeginning}
        onPress={() => begin(instruments)}
      >
        {t`Practise on invented prices`}
      </Button>
      <Button size="small" onPress={() => host.openPanel("providers")}>
        {t`Set up a provider`}
      </Button>
    </div>
  );
}
