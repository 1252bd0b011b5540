// Trials as lines across one axis for each parameter: pointer and arrow keys read one, Enter opens it.
import { useLingui } from "@lingui/react/macro";

import { UNKNOWN } from "@/lib/format";
import { CanvasChart } from "../CanvasChart";
import { drawParallel, lineAt, type ParallelData, stepLine } from "./parallel";

export interface ParallelLinesProps {
  title: string;
  data: ParallelData;
  /** What one line is called, such as "Trial 7". */
  nameOf: (key: number) => string;
  onOpen?: (key: number) => void;
}

const HEIGHT_PX = 320;

export function ParallelLines({ title, data, nameOf, onOpen }: ParallelLinesProps) {
  const { t } = useLingui();
  const { axes, lines } = data;
  const read = (i: number): string => {
    const line = lines[i];
    if (!line) return "";
    const values = axes.map(({ name, show }, axis) => `${name} ${show(line.values[axis] ?? Number.NaN)}`);
    return [nameOf(line.key), ...values].join("; ");
  };
  return (
    <CanvasChart<number>
      title={title}
      label={t`${title}: ${lines.length} trials across ${axes.map(({ name }) => name).join(", ")}.`}
      height={HEIGHT_PX}
      minWidth={Math.max(320, axes.length * 110)}
      legend={
        <>
          <span className="qd-key">
            <span className="qd-swatch" style={{ background: "var(--qd-series-1)" }} aria-hidden="true" />
            {t`worst`}
          </span>
          <span className="qd-key">
            <span className="qd-swatch" style={{ background: "var(--qd-series-2)" }} aria-hidden="true" />
            {t`best`}
          </span>
        </>
      }
      table={{
        header: [t`Trial`, ...axes.map(({ name }) => name)],
        rows: () => lines.map(({ key, values }) => [nameOf(key), ...values]),
        show: (value, column) =>
          column === 0 ? value : typeof value === "number" ? (axes[column - 1]?.show(value) ?? value) : UNKNOWN,
      }}
      draw={(surface, style, hit) => drawParallel(surface, data, style, hit)}
      hitAt={(x, y, { width, height }) => lineAt(data, x, y, width, height)}
      step={(hit, key) => stepLine(hit, key, data)}
      read={read}
      {...(onOpen
        ? {
            onOpen: (i: number) => {
              const line = lines[i];
              if (line) onOpen(line.key);
            },
          }
        : {})}
    />
  );
}
