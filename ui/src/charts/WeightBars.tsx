// Weights beside today's with their difference. The numbers are written straight into the cells, so that a drag renders nothing.
import { useEffect, useEffectEvent, useRef } from "react";
import { useLingui } from "@lingui/react/macro";

import { type Format, UNKNOWN } from "@/lib/format";
import { type Store } from "@/lib/store";
import { useFormat } from "@/ui/display";
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

/** The axis that holds all weights, rounded to tenths so that it rarely moves during a drag. */
export function barAxis(weights: Weights): { low: number; high: number } {
  const all = weights.flatMap(({ weight, today }) => [weight ?? 0, today ?? 0]);
  return {
    low: Math.floor(Math.min(0, ...all) * 10) / 10,
    high: Math.max(0.1, Math.ceil(Math.max(0, ...all) * 10) / 10),
  };
}

/** Most weights stay where they are during a drag: what is the same costs no layout. */
function write(cell: HTMLElement, text: string): void {
  if (cell.textContent !== text) cell.textContent = text;
}

function writeRow(row: HTMLTableRowElement, weight: Weight, axis: { low: number; high: number }, format: Format): void {
  const [, value, bar, today, difference] = row.cells;
  if (!value || !bar || !today || !difference) return;
  const change = weight.weight === null || weight.today === null ? null : weight.weight - weight.today;
  // A difference below half the last digit is none; "−0.00%" would read as one.
  const shown = change !== null && Math.abs(change) < 0.00005 ? 0 : change;
  write(value, format.percent(weight.weight === null ? null : tidy(weight.weight), 2));
  write(today, weight.today === null ? UNKNOWN : format.percent(weight.today, 2));
  const sign = shown === null || shown === 0 ? "" : shown > 0 ? "▲ " : "▼ ";
  write(difference, shown === null ? UNKNOWN : `${sign}${format.percent(shown, 2, true)}`);
  difference.className = sign === "" ? "qd-dim" : "";
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
}

/** Weights the solver leaves at rounding noise are zero to a reader. */
function tidy(weight: number): number {
  return Math.abs(weight) < 5e-7 ? 0 : weight;
}

export interface WeightBarsProps {
  label: string;
  names: readonly string[];
  source: Store<Weights>;
}

export function WeightBars({ label, names, source }: WeightBarsProps) {
  const { t } = useLingui();
  const format = useFormat();
  const body = useRef<HTMLTableSectionElement>(null);
  const writeAll = useEffectEvent(() => {
    const weights = source.get();
    const axis = barAxis(weights);
    Array.from(body.current?.rows ?? []).forEach((row, i) => {
      writeRow(row, weights[i] ?? { weight: null, today: null }, axis, format);
    });
  });
  useEffect(() => {
    writeAll();
    return source.subscribe(() => writeAll());
  }, [source]);
  useEffect(() => writeAll(), [names, format]);

  return (
    <table role="table" aria-label={label} className="qd-weights">
      <thead>
        <tr>
          <th scope="col">{t`Asset`}</th>
          <th scope="col">{t`Weight`}</th>
          <th scope="col">
            <span className="qd-sr-only">{t`Bar`}</span>
          </th>
          <th scope="col">{t`Today`}</th>
          <th scope="col">{t`Difference`}</th>
        </tr>
      </thead>
      <tbody ref={body}>
        {names.map((name) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td />
            <td>
              <div className="qd-weights-bar" aria-hidden="true">
                <i />
                <b />
              </div>
            </td>
            <td />
            <td />
          </tr>
        ))}
      </tbody>
    </table>
  );
}
