// Weights beside today's with their difference. The numbers are written straight into the cells, so that a drag renders nothing.
// Where the owner allows it a bar can be dragged: its weight is pinned, and a button releases it.
import { useEffect, useEffectEvent, useRef } from "react";
import { useLingui } from "@lingui/react/macro";

import { type Format, UNKNOWN } from "@/lib/format";
import { type Store } from "@/lib/store";
import { IconButton } from "@/ui/Button";
import { useFormat } from "@/ui/display";
import { WeightBar } from "./weightBar";
import "./charts.css";

export interface Weight {
  /** A fraction; null when there is no solution. */
  weight: number | null;
  /** Today's fraction; null when unknown. */
  today: number | null;
}

/** Weights in the order of the table's names. */
export type Weights = readonly Weight[];

export interface BarGeometry {
  left: number;
  width: number;
  today: number | null;
}

/** Where bar and today's mark lie, in percent of the track, for the axis from `low` to `high` (low ≤ 0 < high). */
export function barGeometry({ weight, today }: Weight, low: number, high: number): BarGeometry {
  const at = (value: number): number => (100 * (value - low)) / (high - low);
  const value = weight ?? 0;
  return {
    left: at(Math.min(0, value)),
    width: at(Math.max(0, value)) - at(Math.min(0, value)),
    today: today === null ? null : at(today),
  };
}

export interface BarAxis {
  low: number;
  high: number;
}

/** The axis that holds all weights, rounded to tenths so that it rarely moves during a drag. */
export function barAxis(weights: Weights): BarAxis {
  const all = weights.flatMap(({ weight, today }) => [weight ?? 0, today ?? 0]);
  return {
    low: Math.floor(Math.min(0, ...all) * 10) / 10,
    high: Math.max(0.1, Math.ceil(Math.max(0, ...all) * 10) / 10),
  };
}

/** Most weights stay where they are during a drag: what is the same costs no layout. */
function writeText(cell: HTMLElement, text: string): void {
  if (cell.textContent !== text) cell.textContent = text;
}

/** What a row shows: while it is the same, nothing of the row is looked at. */
interface Written {
  weight: number | null;
  today: number | null;
  low: number;
  high: number;
  format: Format;
}

function isWritten(now: Written, before: Written | undefined): boolean {
  return (
    before !== undefined &&
    now.weight === before.weight &&
    now.today === before.today &&
    now.low === before.low &&
    now.high === before.high &&
    now.format === before.format
  );
}

function writeRow(row: HTMLTableRowElement, weight: Weight, axis: BarAxis, format: Format): void {
  const [, value, bar, today, difference] = row.cells;
  if (!value || !bar || !today || !difference) return;
  const change = weight.weight === null || weight.today === null ? null : weight.weight - weight.today;
  // A difference below half the last digit is none; "−0.00%" would read as one.
  const shown = change !== null && Math.abs(change) < 0.00005 ? 0 : change;
  writeText(value, format.percent(weight.weight, 2));
  writeText(today, weight.today === null ? UNKNOWN : format.percent(weight.today, 2));
  const sign = shown === null || shown === 0 ? "" : shown > 0 ? "▲ " : "▼ ";
  writeText(difference, shown === null ? UNKNOWN : `${sign}${format.percent(shown, 2, true)}`);
  const look = sign === "" ? "qd-dim" : "";
  if (difference.className !== look) difference.className = look;
  const [filled, mark] = bar.querySelectorAll<HTMLElement>("i, b");
  const geometry = barGeometry(weight, axis.low, axis.high);
  if (filled) {
    filled.style.left = `${geometry.left}%`;
    filled.style.width = `${geometry.width}%`;
    filled.style.background = (weight.weight ?? 0) < 0 ? "var(--qd-series-5)" : "";
  }
  if (mark) {
    mark.hidden = geometry.today === null;
    mark.style.left = `calc(${geometry.today ?? 0}% - 1px)`;
  }
  const slider = bar.querySelector("[role=slider]");
  if (slider) {
    const shown = { min: axis.low, max: axis.high, now: weight.weight ?? 0, text: value.textContent };
    for (const [name, now] of Object.entries(shown)) slider.setAttribute(`aria-value${name}`, String(now));
  }
}

/** Weights the solver leaves at rounding noise are zero to a reader. */
function tidy(weight: number): number {
  return Math.abs(weight) < 5e-7 ? 0 : weight;
}

export interface WeightBarsProps {
  label: string;
  names: readonly string[];
  source: Store<Weights>;
  /** The names whose weights are held fast. */
  pinned?: ReadonlySet<string>;
  /** A bar was dragged, moved by a key or typed over; without it the bars only show. */
  onPin?: (name: string, weight: number, inputAt?: number) => void;
  onRelease?: (name: string) => void;
}

export function WeightBars({ label, names, source, pinned, onPin, onRelease }: WeightBarsProps) {
  const { t } = useLingui();
  const format = useFormat();
  const body = useRef<HTMLTableSectionElement>(null);
  // While a bar is dragged the axis must not move under the pointer.
  const held = useRef<BarAxis | null>(null);
  const axisNow = (): BarAxis => held.current ?? barAxis(source.get());
  const written = useRef(new WeakMap<HTMLTableRowElement, Written>());
  const write = (): void => {
    const weights = source.get();
    const axis = axisNow();
    Array.from(body.current?.rows ?? []).forEach((row, i) => {
      const { weight, today } = weights[i] ?? { weight: null, today: null };
      const shown = { weight: weight === null ? null : tidy(weight), today, ...axis, format };
      // Most assets of a large universe have no weight and keep none while a bar is dragged.
      if (isWritten(shown, written.current.get(row))) return;
      written.current.set(row, shown);
      writeRow(row, shown, axis, format);
    });
  };
  const writeAll = useEffectEvent(write);
  useEffect(() => {
    writeAll();
    return source.subscribe(() => writeAll());
  }, [source]);
  // The parts of a bar are new after each render.
  useEffect(() => {
    written.current = new WeakMap();
    writeAll();
  });

  return (
    <table role="table" aria-label={label} className={`qd-weights${onPin ? " qd-weights-live" : ""}`}>
      <thead>
        <tr>
          <th scope="col">{t`Asset`}</th>
          <th scope="col">{t`Weight`}</th>
          <th scope="col">
            <span className="qd-sr-only">{t`Bar`}</span>
          </th>
          <th scope="col">{t`Today`}</th>
          <th scope="col">{t`Difference`}</th>
          {onPin ? (
            <th scope="col">
              <span className="qd-sr-only">{t`Pin`}</span>
            </th>
          ) : null}
        </tr>
      </thead>
      <tbody ref={body}>
        {names.map((name, i) => (
          <tr key={name} className={pinned?.has(name) ? "qd-weights-pinned" : ""}>
            <th scope="row">{name}</th>
            <td />
            <td>
              {onPin ? (
                <WeightBar
                  name={name}
                  weight={() => source.get()[i]?.weight ?? null}
                  axis={axisNow}
                  onDrag={(isDragging) => {
                    held.current = isDragging ? axisNow() : null;
                    if (!isDragging) write();
                  }}
                  onPin={(weight, inputAt) => onPin(name, weight, inputAt)}
                  onRelease={() => onRelease?.(name)}
                />
              ) : (
                <div className="qd-weights-bar" aria-hidden="true">
                  <i />
                  <b />
                </div>
              )}
            </td>
            <td />
            <td />
            {onPin ? (
              <td className="qd-weights-pin">
                <IconButton
                  size="small"
                  icon={pinned?.has(name) ? "lock" : "unlock"}
                  isOn={pinned?.has(name) ?? false}
                  label={pinned?.has(name) ? t`Release the weight of ${name}` : t`Pin the weight of ${name}`}
                  onPress={() => {
                    const weight = source.get()[i]?.weight;
                    if (pinned?.has(name)) onRelease?.(name);
                    else if (weight !== null && weight !== undefined) onPin(name, weight);
                  }}
                />
              </td>
            ) : null}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
