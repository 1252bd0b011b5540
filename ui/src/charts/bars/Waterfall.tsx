// Gains and losses one after another, each from where the one before it ended, and what they come to.
import { useLingui } from "@lingui/react/macro";

import { useFormat } from "@/ui/display";
import { CanvasChart, type ChartStyle } from "../CanvasChart";
import { type Surface } from "../useCanvas";
import { drawRows, layOutRows, rowAt, rowsHeight, stepRow } from "./rows";

export interface WaterfallStep {
  name: string;
  /** Part of the whole at which it begins and ends. */
  from: number;
  to: number;
  /** The step in money, as it is shown. */
  amount: string;
  /** The last row, which reaches from nothing to the sum. */
  isTotal?: boolean;
}

const ROW_PX = 22;
const FIGURES_PX = 150;
/** On a narrow picture the money stands alone, so that the bars keep their room. */
const NARROW_PX = 480;
const NARROW_FIGURES_PX = 92;

export function drawWaterfall(
  surface: Surface,
  steps: readonly WaterfallStep[],
  style: ChartStyle,
  marked: number | null,
): void {
  const { context, width } = surface;
  const { colours, format } = style;
  const names = steps.map(({ name }) => name);
  const values = steps.flatMap(({ from, to }) => [from, to]);
  const isNarrow = width < NARROW_PX;
  const figures_px = isNarrow ? NARROW_FIGURES_PX : FIGURES_PX;
  const layout = layOutRows(names, values, width, ROW_PX, colours.font_px, figures_px);
  drawRows(surface, layout, names, style, marked);
  steps.forEach(({ from, to, amount, isTotal = false }, i) => {
    const top = layout.top + i * ROW_PX;
    const [left, right] = [layout.x.px(Math.min(from, to)), layout.x.px(Math.max(from, to))];
    context.fillStyle = to < from ? colours.down : colours.up;
    context.fillRect(left, top + 5, Math.max(1, right - left), ROW_PX - 10);
    if (isTotal) {
      context.strokeStyle = colours.text;
      context.lineWidth = 1;
      context.beginPath();
      context.rect(left + 0.5, top + 4.5, Math.max(1, right - left - 1), ROW_PX - 9);
      context.stroke();
    } else {
      // The line down to the next bar says that it begins where this one ends.
      context.strokeStyle = colours.dim;
      context.lineWidth = 1;
      context.beginPath();
      context.moveTo(Math.round(layout.x.px(to)) + 0.5, top + ROW_PX - 5);
      context.lineTo(Math.round(layout.x.px(to)) + 0.5, top + ROW_PX + 5);
      context.stroke();
    }
    context.fillStyle = colours.text;
    context.textAlign = "right";
    context.textBaseline = "middle";
    const figures = isNarrow ? amount : `${amount} · ${format.percent(to - from, 1, true)}`;
    context.fillText(figures, width - 4, top + ROW_PX / 2);
  });
}

export function Waterfall({ title, steps }: { title: string; steps: readonly WaterfallStep[] }) {
  const { t } = useLingui();
  const format = useFormat();
  const read = (index: number): string => {
    const step = steps[index];
    if (!step) return "";
    const change = format.percent(step.to - step.from, 2, true);
    return step.isTotal ? t`Together ${step.amount}, ${change}` : t`${step.name}: ${step.amount}, ${change}`;
  };
  return (
    <CanvasChart<number>
      title={title}
      label={t`${title}: gains and losses one after another, and their sum.`}
      height={rowsHeight(steps.length, ROW_PX)}
      table={{
        header: [t`Name`, t`Gain`, t`Part of the capital`],
        rows: () => steps.map(({ name, from, to, amount }) => [name, amount, to - from]),
        show: (value, column) =>
          column === 2 ? format.percent(typeof value === "number" ? value : null, 2, true) : value,
      }}
      draw={(surface, style, hit) => drawWaterfall(surface, steps, style, hit)}
      hitAt={(_, y) => rowAt(y, steps.length, ROW_PX)}
      step={(hit, key) => stepRow(hit, key, steps.length)}
      read={read}
    />
  );
}
