// Where the risk comes from: the weight of each row beside its part of the variance.
import { type ReactNode } from "react";
import { useLingui } from "@lingui/react/macro";

import { useFormat } from "@/ui/display";
import { CanvasChart, type ChartStyle } from "../CanvasChart";
import { type Surface } from "../useCanvas";
import { drawRows, layOutRows, rowAt, rowsHeight, stepRow } from "./rows";

export interface RiskRow {
  name: string;
  /** Part of the portfolio, a fraction. */
  weight: number;
  /** Part of the variance; all rows sum to one. */
  contribution: number;
  /** Change of the volatility for each unit of weight; null for a group. */
  marginal: number | null;
}

const ROW_PX = 24;
const FIGURES_PX = 116;

export function drawRisk(surface: Surface, rows: readonly RiskRow[], style: ChartStyle, marked: number | null): void {
  const { context, width } = surface;
  const { colours, format } = style;
  const names = rows.map(({ name }) => name);
  const values = rows.flatMap(({ weight, contribution }) => [weight, contribution]);
  const layout = layOutRows(names, values, width, ROW_PX, colours.font_px, FIGURES_PX);
  drawRows(surface, layout, names, style, marked);
  const bar = (value: number, y: number, colour: string, isHollow: boolean): void => {
    const [from, to] = [layout.x.px(Math.min(0, value)), layout.x.px(Math.max(0, value))];
    if (isHollow) {
      // Hollow beside filled: the two bars differ without their colours.
      context.strokeStyle = colour;
      context.lineWidth = 1.5;
      context.beginPath();
      context.rect(from, y + 0.75, Math.max(0.5, to - from), 6.5);
      context.stroke();
    } else {
      context.fillStyle = colour;
      context.fillRect(from, y, Math.max(0.5, to - from), 8);
    }
  };
  rows.forEach(({ weight, contribution }, i) => {
    const top = layout.top + i * ROW_PX;
    bar(weight, top + 3, colours.series[0] ?? colours.accent, true);
    bar(contribution, top + 13, colours.series[1] ?? colours.accent, false);
    context.fillStyle = colours.text;
    context.textAlign = "right";
    context.textBaseline = "middle";
    const figures = `${format.percent(weight, 1)} · ${format.percent(contribution, 1)}`;
    context.fillText(figures, width - 4, top + ROW_PX / 2);
  });
}

export interface RiskBarsProps {
  title: string;
  rows: readonly RiskRow[];
  /** What the contributions are parts of; the variance when left out. */
  part?: string;
  controls?: ReactNode;
  onOpen?: (row: RiskRow) => void;
}

export function RiskBars({ title, rows, part, controls, onOpen }: RiskBarsProps) {
  const { t } = useLingui();
  const partName = part ?? t`Part of the variance`;
  const format = useFormat();
  const read = (index: number): string => {
    const row = rows[index];
    if (!row) return "";
    const [weight, contribution] = [format.percent(row.weight), format.percent(row.contribution)];
    return part
      ? t`${row.name}: weight ${weight}, ${part.toLowerCase()} ${contribution}`
      : t`${row.name}: weight ${weight}, part of the variance ${contribution}`;
  };
  const open = (index: number): void => {
    const row = rows[index];
    if (row) onOpen?.(row);
  };
  return (
    <CanvasChart<number>
      title={title}
      label={part ? t`${title}: one row each.` : t`${title}: weight and part of the variance, one row each.`}
      height={rowsHeight(rows.length, ROW_PX)}
      controls={controls}
      legend={
        <>
          <span className="qd-key">
            <span className="qd-swatch qd-swatch-hollow" style={{ borderColor: "var(--qd-series-1)" }} />
            {t`Weight`}
          </span>
          <span className="qd-key">
            <span className="qd-swatch" style={{ background: "var(--qd-series-2)" }} />
            {partName}
          </span>
        </>
      }
      table={{
        header: [t`Name`, t`Weight`, partName, t`Marginal risk`],
        rows: () => rows.map(({ name, weight, contribution, marginal }) => [name, weight, contribution, marginal]),
        show: (value, column) =>
          column === 0 ? value : format.percent(typeof value === "number" ? value : null, column === 3 ? 4 : 2),
      }}
      draw={(surface, style, hit) => drawRisk(surface, rows, style, hit)}
      hitAt={(_, y) => rowAt(y, rows.length, ROW_PX)}
      step={(hit, key) => stepRow(hit, key, rows.length)}
      read={read}
      {...(onOpen ? { onOpen: open } : {})}
    />
  );
}
