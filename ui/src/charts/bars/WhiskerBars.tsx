// How far weights scatter: the weight of each asset with whiskers to where the given part of the samples ends.
import { type ReactNode } from "react";
import { useLingui } from "@lingui/react/macro";

import { useFormat } from "@/ui/display";
import { CanvasChart, type ChartStyle } from "../CanvasChart";
import { type Surface } from "../useCanvas";
import { drawRows, layOutRows, rowAt, rowsHeight, stepRow } from "./rows";

export interface WhiskerRow {
  name: string;
  /** With the inputs as given; null where it is not told. */
  weight: number | null;
  /** Over the samples. */
  mean: number;
  lower: number;
  upper: number;
}

const ROW_PX = 24;
const FIGURES_PX = 108;

export function drawWhiskers(
  surface: Surface,
  rows: readonly WhiskerRow[],
  style: ChartStyle,
  marked: number | null,
): void {
  const { context, width } = surface;
  const { colours, format } = style;
  const names = rows.map(({ name }) => name);
  const values = rows.flatMap(({ weight, lower, upper }) => [weight ?? 0, lower, upper]);
  const layout = layOutRows(names, values, width, ROW_PX, colours.font_px, FIGURES_PX);
  drawRows(surface, layout, names, style, marked);
  const { x } = layout;
  rows.forEach(({ weight, mean, lower, upper }, i) => {
    const y = layout.top + (i + 0.5) * ROW_PX;
    context.strokeStyle = colours.series[0] ?? colours.accent;
    context.lineWidth = 2;
    context.beginPath();
    context.moveTo(x.px(lower), y);
    context.lineTo(x.px(upper), y);
    for (const end of [lower, upper]) {
      context.moveTo(x.px(end), y - 5);
      context.lineTo(x.px(end), y + 5);
    }
    context.stroke();
    // The mean is a hollow diamond, the weight itself a filled circle.
    const at = x.px(mean);
    context.strokeStyle = colours.text;
    context.lineWidth = 1.5;
    context.beginPath();
    context.moveTo(at, y - 5);
    context.lineTo(at + 5, y);
    context.lineTo(at, y + 5);
    context.lineTo(at - 5, y);
    context.closePath();
    context.stroke();
    if (weight !== null) {
      context.fillStyle = colours.series[1] ?? colours.accent;
      context.beginPath();
      context.arc(x.px(weight), y, 4, 0, Math.PI * 2);
      context.fill();
    }
    context.fillStyle = colours.text;
    context.textAlign = "right";
    context.textBaseline = "middle";
    context.fillText(`${format.percent(lower, 1)} – ${format.percent(upper, 1)}`, width - 4, y);
  });
}

export interface WhiskerBarsProps {
  title: string;
  rows: readonly WhiskerRow[];
  /** Which part of the samples lies between the whiskers, such as "5–95 %". */
  range: string;
  controls?: ReactNode;
}

export function WhiskerBars({ title, rows, range, controls }: WhiskerBarsProps) {
  const { t } = useLingui();
  const format = useFormat();
  const read = (index: number): string => {
    const row = rows[index];
    if (!row) return "";
    const [lower, upper] = [format.percent(row.lower), format.percent(row.upper)];
    const mean = format.percent(row.mean);
    return row.weight === null
      ? t`${row.name}: between ${lower} and ${upper}, mean ${mean}`
      : t`${row.name}: weight ${format.percent(row.weight)}, between ${lower} and ${upper}, mean ${mean}`;
  };
  return (
    <CanvasChart<number>
      title={title}
      label={t`${title}: weights with the range of ${range} of the samples.`}
      height={rowsHeight(rows.length, ROW_PX)}
      controls={controls}
      legend={
        <>
          {rows.some(({ weight }) => weight !== null) ? <span className="qd-key">● {t`Weight`}</span> : null}
          <span className="qd-key">◇ {t`Mean of the samples`}</span>
          <span className="qd-key">├─┤ {range}</span>
        </>
      }
      table={{
        header: [t`Asset`, t`Weight`, t`Mean of the samples`, t`Lower end`, t`Upper end`],
        rows: () => rows.map(({ name, weight, mean, lower, upper }) => [name, weight, mean, lower, upper]),
        show: (value, column) => (column === 0 ? value : format.percent(typeof value === "number" ? value : null)),
      }}
      draw={(surface, style, hit) => drawWhiskers(surface, rows, style, hit)}
      hitAt={(_, y) => rowAt(y, rows.length, ROW_PX)}
      step={(hit, key) => stepRow(hit, key, rows.length)}
      read={read}
    />
  );
}
