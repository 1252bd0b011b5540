// One line of the weights: a handle on a track that shows the band, what is held now and what is held after the trades.
import { type KeyboardEvent, memo, type PointerEvent, useRef } from "react";
import { useLingui } from "@lingui/react/macro";

import { setCash, setWhole, type TargetModel, withInstrument } from "@/lib/targetTree";
import { IconButton } from "@/ui/Button";
import { useFormat } from "@/ui/display";
import { PercentField } from "@/ui/fields/PercentField";
import { Percent, Shift } from "@/ui/numbers";
import { toggled } from "./draft";
import { keyWeight, type WeightLine } from "./rows";
import { type Session } from "./session";
import { type Verdict } from "./types";
import { VERDICT } from "./words";

/** Keys within this time are one step of undo. */
const PAUSE_MS = 900;

let gestures = 0;
const newGesture = (): string => `gesture ${(gestures += 1)}`;

interface Gesture {
  name: string;
  /** The target before it. */
  base: TargetModel;
  at: number;
}

/** The target with this line at another weight. */
function moved(
  base: TargetModel,
  line: Pick<WeightLine, "kind" | "path" | "instrumentId">,
  whole: number,
): TargetModel {
  if (line.kind === "cash") return setCash(base, whole);
  if (line.path !== null) return setWhole(base, line.path, whole);
  if (line.instrumentId === null) return base;
  return setWhole(withInstrument(base, line.instrumentId), [base.members.length], whole);
}

function VerdictWords({ before, after }: { before: Verdict | null; after: Verdict | null }) {
  const { i18n } = useLingui();
  const word = (verdict: Verdict) => (
    <span className={verdict === "over" || verdict === "under" || verdict === "unknown" ? "qd-warn" : "qd-dim"}>
      {i18n._(VERDICT[verdict])}
    </span>
  );
  if (before === null) return null;
  return (
    <>
      {word(before)}
      {after !== null && after !== before ? <> → {word(after)}</> : null}
    </>
  );
}

export interface WeightRowProps {
  session: Session;
  line: WeightLine;
  /** End of the track. */
  axis: number;
  isLocked: boolean;
  onDrag: (isOn: boolean) => void;
}

function Row({ session, line, axis, isLocked, onDrag }: WeightRowProps) {
  const { t } = useLingui();
  const format = useFormat();
  const track = useRef<HTMLDivElement>(null);
  const gesture = useRef<Gesture | null>(null);
  const drag = useRef({ x: 0, whole: 0 });
  const { name, whole, current, planned, lower, upper, kind, instrumentId } = line;
  const isFixed = line.isAlone;

  const begin = (at: number): Gesture =>
    (gesture.current = { name: newGesture(), base: session.history.get().present.model, at });
  const move = (to: number, { base, name: step }: Gesture): void => {
    const model = moved(base, line, to);
    session.edit((draft) => ({ ...draft, model }), step);
  };
  const onPointerDown = (event: PointerEvent<HTMLDivElement>): void => {
    if (event.button !== 0 || isFixed) return;
    event.preventDefault();
    event.currentTarget.focus();
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { x: event.clientX, whole };
    begin(event.timeStamp);
    session.dragging(true);
    onDrag(true);
  };
  const onPointerMove = (event: PointerEvent<HTMLDivElement>): void => {
    const width = track.current?.getBoundingClientRect().width ?? 0;
    if (!gesture.current || width === 0 || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const to = drag.current.whole + ((event.clientX - drag.current.x) / width) * axis;
    move(Math.round(Math.min(1, Math.max(0, to)) * 1000) / 1000, gesture.current);
  };
  const onLostPointerCapture = (): void => {
    gesture.current = null;
    session.dragging(false);
    onDrag(false);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || isFixed) return;
    const to = keyWeight(event.key, event.shiftKey, whole);
    if (to === null) return;
    event.preventDefault();
    const last = gesture.current;
    const now = last && event.timeStamp - last.at < PAUSE_MS ? last : begin(event.timeStamp);
    now.at = event.timeStamp;
    move(to, now);
  };

  const at = (weight: number): string => `${Math.min(100, Math.max(0, (100 * weight) / axis))}%`;
  const spoken = [
    format.percent(whole, 2),
    ...(current === null ? [] : [t`now ${format.percent(current, 2)}`]),
    ...(lower === null || upper === null ? [] : [t`band ${format.percent(lower, 2)} to ${format.percent(upper, 2)}`]),
  ].join(", ");
  const drift = planned === null ? null : planned - whole;
  const noPlan = t`There is no plan yet.`;
  return (
    <tr role="row" className={`qd-rb-row qd-rb-${kind}`}>
      <th role="rowheader" scope="row" className="qd-rb-name" style={{ paddingLeft: 8 + line.level * 14 }}>
        {name}
        {kind === "beside" ? <span className="qd-dim qd-small"> {t`not in the target`}</span> : null}
      </th>
      <td role="cell" className="qd-rb-now qd-end" data-label={t`Now`}>
        <Percent value={current} reason={noPlan} />
      </td>
      <td role="cell" className="qd-rb-bar">
        <div ref={track} className="qd-rb-track">
          {lower !== null && upper !== null && upper > 0 ? (
            <i className="qd-rb-band" style={{ left: at(lower), right: `calc(100% - ${at(upper)})` }} />
          ) : null}
          {current === null ? null : <i className="qd-rb-mark-now" style={{ left: at(current) }} />}
          {planned === null ? null : <i className="qd-rb-mark-planned" style={{ left: at(planned) }} />}
          <div
            role="slider"
            tabIndex={0}
            aria-label={t`Target of ${name}`}
            aria-valuemin={0}
            aria-valuemax={100}
            aria-valuenow={Math.round(whole * 1e4) / 100}
            aria-valuetext={spoken}
            aria-disabled={isFixed}
            className="qd-rb-handle"
            style={{ left: at(whole) }}
            onPointerDown={onPointerDown}
            onPointerMove={onPointerMove}
            onLostPointerCapture={onLostPointerCapture}
            onKeyDown={onKeyDown}
          />
        </div>
      </td>
      <td role="cell" className="qd-rb-target">
        {isFixed ? (
          <span title={t`It is alone in its group: move the group.`} className="qd-num">
            {format.percent(whole, 2)}
          </span>
        ) : (
          <PercentField
            label={t`Target of ${name}, percent`}
            value={Math.round(whole * 1e6) / 1e6}
            digits={2}
            onCommit={(to) => {
              const model = moved(session.history.get().present.model, line, to);
              session.edit((draft) => ({ ...draft, model }));
            }}
          />
        )}
      </td>
      <td role="cell" className="qd-rb-planned qd-end" data-label={t`After`}>
        <Percent value={planned} reason={noPlan} />
      </td>
      <td role="cell" className="qd-rb-drift qd-end" data-label={t`Off target`}>
        <Shift value={drift} reason={noPlan} />
      </td>
      <td role="cell" className="qd-rb-verdict">
        <VerdictWords before={line.before} after={line.after} />
      </td>
      <td role="cell" className="qd-rb-lock">
        {instrumentId === null ? null : (
          <IconButton
            size="small"
            icon={isLocked ? "lock" : "unlock"}
            isOn={isLocked}
            label={isLocked ? t`Trade ${name} again` : t`Do not trade ${name}`}
            onPress={() => session.edit((draft) => ({ ...draft, locked: toggled(draft.locked, instrumentId) }))}
          />
        )}
      </td>
    </tr>
  );
}

const same = (a: WeightRowProps, b: WeightRowProps): boolean =>
  a.session === b.session &&
  a.axis === b.axis &&
  a.isLocked === b.isLocked &&
  a.onDrag === b.onDrag &&
  (Object.keys(a.line) as (keyof WeightLine)[]).every((key) =>
    key === "path" ? a.line.path?.join() === b.line.path?.join() : a.line[key] === b.line[key],
  );

/** Renders when a figure of its own changes: while one weight is dragged most lines stay. */
export const WeightRow = memo(Row, same);
