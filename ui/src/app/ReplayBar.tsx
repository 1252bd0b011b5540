// While a replay runs: a banner that says so in every window, and the ways to steer it.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { toApiError } from "@/api/errors";
import { type ReplayView } from "@/api/markets";
import { useReplayRefresh } from "@/stream/market";
import { type Act, useReplay, useReplayControls, useReplays } from "@/stream/replay";
import { IconButton } from "@/ui/Button";
import { useDisplay } from "@/ui/display";
import { MenuButton } from "@/ui/Menu";
import { toast } from "@/ui/toasts";

/** Times as fast as the clock; null: as fast as it goes. */
const SPEEDS: readonly (number | null)[] = [1, 2, 5, 10, 60, 600, 3600, null];

function report(error: unknown): void {
  toast({ kind: "error", text: toApiError(error).message });
}

export function ReplayBar() {
  useReplays();
  useReplayRefresh();
  const replay = useReplay();
  return replay ? <Running replay={replay} /> : null;
}

/** How much of the stretch is over, 0 to 1. */
export function partDone({ from, to, position }: ReplayView): number {
  const [start, end, now] = [from, to, position].map((time) => Date.parse(time)) as [number, number, number];
  return end > start ? Math.min(1, Math.max(0, (now - start) / (end - start))) : 0;
}

function Running({ replay }: { replay: ReplayView }) {
  const { t } = useLingui();
  const { format, timeZone } = useDisplay();
  const { act, end } = useReplayControls();
  /** Where the slider is held, 0 to 1000; null while it is not. */
  const [held, setHeld] = useState<number | null>(null);
  const run = (what: Act): void => void act(what).catch(report);
  const speedWords = (speed: number | null): string => (speed === null ? t`as fast as it goes` : `×${String(speed)}`);
  const what = { recording: t`recorded prices`, bars: t`stored bars`, practice: t`invented prices` }[replay.of];
  const seek = (): void => {
    if (held === null) return;
    const [from, to] = [Date.parse(replay.from), Date.parse(replay.to)];
    run({ act: "seek", to: new Date(from + ((to - from) * held) / 1000).toISOString() });
    setHeld(null);
  };
  const isOver = replay.remaining === 0;
  return (
    <section className="qd-replay" aria-label={t`Replay`}>
      <strong className="qd-replay-badge" title={replay.note ?? undefined}>
        {replay.of === "practice" ? t`REPLAY · INVENTED` : t`REPLAY`}
      </strong>
      <span className="qd-replay-what">
        {what}
        {isOver ? <span className="qd-dim"> {t`· at its end`}</span> : null}
      </span>
      <IconButton
        label={replay.is_running ? t`Pause` : t`Play`}
        icon={replay.is_running ? "pause" : "play"}
        size="small"
        isDisabled={isOver && !replay.is_running}
        onPress={() => run(replay.is_running ? { act: "pause" } : { act: "play", speed: replay.speed })}
      />
      <IconButton
        label={t`One step`}
        icon="step"
        size="small"
        isDisabled={isOver}
        onPress={() => run({ act: "step" })}
      />
      <MenuButton
        label={t`Speed: ${speedWords(replay.speed)}`}
        size="small"
        items={SPEEDS.map((speed) => ({
          id: String(speed),
          label: speedWords(speed),
          isChecked: replay.speed === speed,
          onAction: () => run({ act: "play", speed }),
        }))}
      >
        {replay.speed === null ? t`fastest` : `×${String(replay.speed)}`}
      </MenuButton>
      <input
        type="range"
        className="qd-replay-slider"
        min={0}
        max={1000}
        value={held ?? Math.round(partDone(replay) * 1000)}
        aria-label={t`Place in the replay`}
        aria-valuetext={format.dateTime(replay.position, timeZone)}
        onChange={(event) => setHeld(Number(event.target.value))}
        onPointerUp={seek}
        onKeyUp={seek}
        onBlur={seek}
      />
      <span className="qd-num qd-replay-time">{format.dateTime(replay.position, timeZone)}</span>
      <IconButton label={t`End the replay`} icon="stop" size="small" onPress={() => void end().catch(report)} />
      {replay.note ? <span className="qd-replay-note qd-dim">{replay.note}</span> : null}
    </section>
  );
}
