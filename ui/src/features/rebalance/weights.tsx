// Current against target against band, line by line; the targets are dragged, moved by keys or typed.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { useInstruments } from "@/api/pickers";
import { useSlice } from "@/ui/useSlice";
import { axesOf, linesOf } from "./rows";
import { type Session } from "./session";
import { WeightRow } from "./weightRow";

function Legend() {
  const { t } = useLingui();
  return (
    <p className="qd-rb-legend qd-small qd-dim" aria-hidden="true">
      <span className="qd-rb-key qd-rb-key-now">{t`now`}</span>
      <span className="qd-rb-key qd-rb-key-planned">{t`after the trades`}</span>
      <span className="qd-rb-key qd-rb-key-target">{t`target`}</span>
      <span className="qd-rb-key qd-rb-key-band">{t`band`}</span>
    </p>
  );
}

export function Weights({ session }: { session: Session }) {
  const { t } = useLingui();
  const instruments = useInstruments();
  const { model, locked } = useSlice(session.history, (history) => history.present);
  const preview = useSlice(session.plan, (plan) => plan.preview);
  const [isDragging, setDragging] = useState(false);
  const symbols = new Map((instruments.data ?? []).map(({ id, symbol }) => [id, symbol]));
  const lines = linesOf(model, preview, (id) => symbols.get(id) ?? id.slice(0, 8), t`Cash`);
  // While a weight is dragged the tracks must not change their scale under the pointer.
  const fresh = axesOf(lines);
  const [held, setHeld] = useState(fresh);
  if (!isDragging && (held.groups !== fresh.groups || held.instruments !== fresh.instruments)) setHeld(fresh);
  const axes = isDragging ? held : fresh;
  const hasGroups = lines.some(({ kind }) => kind === "group");
  return (
    <section className="qd-rb-weights" aria-label={t`Weights`}>
      <div className="qd-row">
        <h2 className="qd-chart-title qd-grow">{t`Weights`}</h2>
        <Legend />
      </div>
      <table role="table" aria-label={t`Weights against targets`} className="qd-rb-table">
        <thead role="rowgroup">
          <tr role="row" className="qd-rb-head">
            <th role="columnheader" scope="col">{t`Name`}</th>
            <th role="columnheader" scope="col" className="qd-end">{t`Now`}</th>
            <th role="columnheader" scope="col">
              <span className="qd-sr-only">{t`Track`}</span>
            </th>
            <th role="columnheader" scope="col" className="qd-end">{t`Target %`}</th>
            <th role="columnheader" scope="col" className="qd-end">{t`After`}</th>
            <th role="columnheader" scope="col" className="qd-end">{t`Off target`}</th>
            <th role="columnheader" scope="col">{t`Band`}</th>
            <th role="columnheader" scope="col">
              <span className="qd-sr-only">{t`Lock`}</span>
            </th>
          </tr>
        </thead>
        <tbody role="rowgroup">
          {lines.map((line) => (
            <WeightRow
              key={line.key}
              session={session}
              line={line}
              axis={line.kind === "group" || line.kind === "cash" ? axes.groups : axes.instruments}
              isLocked={line.instrumentId !== null && locked.includes(line.instrumentId)}
              onDrag={setDragging}
            />
          ))}
        </tbody>
      </table>
      <p className="qd-small qd-dim">
        {hasGroups
          ? t`Drag a target, type it, or use the arrow keys (0.1 points, with Shift 1 point). Inside a group the others give or take in proportion; at the top cash does, and when it is used up, the others in proportion.`
          : t`Drag a target, type it, or use the arrow keys (0.1 points, with Shift 1 point). Cash gives and takes; when it is used up, the others give in proportion.`}
      </p>
    </section>
  );
}
