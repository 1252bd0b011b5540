// A figure over two parameters as a heat map: pointer and arrow keys read a cell, Enter opens it.
import { type ReactNode } from "react";
import { useLingui } from "@lingui/react/macro";

import { UNKNOWN } from "@/lib/format";
import { useFormat } from "@/ui/display";
import { CanvasChart } from "../CanvasChart";
import { type CellsData, cellsHeight, drawCells, layOutCells, type Place, placeAt, span, stepPlace } from "./cells";

export interface CellMapProps {
  title: string;
  /** What the figure is called. */
  figure: string;
  data: CellsData;
  show: (value: number) => string;
  controls?: ReactNode;
  /** What else is said of a cell, such as how many trials it stands for. */
  note?: (place: Place) => string;
  onOpen?: (place: Place) => void;
}

export function CellMap({ title, figure, data, show, controls, note, onOpen }: CellMapProps) {
  const { t } = useLingui();
  const format = useFormat();
  const range = span(data.cells);
  const at = (value: number | undefined): string => format.number(value, { min: 0, max: 6 });
  const read = (place: Place): string => {
    const value = data.cells[place.row]?.[place.column] ?? null;
    const where = `${data.x} ${at(data.x_values[place.column])}, ${data.y} ${at(data.y_values[place.row])}`;
    const what = value === null ? t`${figure} is undefined` : `${figure} ${show(value)}`;
    return [where, what, note?.(place) ?? ""].filter((text) => text !== "").join("; ");
  };
  const ends = range === null ? null : data.isLowBest ? [range[1], range[0]] : range;
  const end = (i: number): ReactNode => (
    <span className="qd-swatch" style={{ background: `var(--qd-series-${i})` }} aria-hidden="true" />
  );
  return (
    <CanvasChart<Place>
      title={title}
      label={t`${title}: ${figure} for ${data.x_values.length} values of ${data.x} and ${data.y_values.length} of ${data.y}.`}
      height={cellsHeight(data.y_values.length)}
      minWidth={Math.min(1200, 80 + data.x_values.length * 8)}
      controls={controls}
      legend={
        ends === null ? null : (
          <>
            <span className="qd-key">
              {end(1)} {t`worst ${show(ends[0] ?? 0)}`}
            </span>
            <span className="qd-key">
              {end(2)} {t`best ${show(ends[1] ?? 0)}`}
            </span>
            <span className="qd-dim">{t`╱ undefined`}</span>
          </>
        )
      }
      table={{
        header: [`${data.y} \\ ${data.x}`, ...data.x_values.map(at)],
        rows: () => data.y_values.map((value, row) => [value, ...(data.cells[row] ?? [])]),
        show: (value, column) => (typeof value !== "number" ? UNKNOWN : column === 0 ? at(value) : show(value)),
      }}
      draw={(surface, style, marked) => drawCells(surface, data, style, { show, marked })}
      hitAt={(x, y, { width, font_px }) => placeAt(layOutCells(data, width, font_px), data, x, y)}
      step={(hit, key) => stepPlace(hit, key, data)}
      read={read}
      {...(onOpen ? { onOpen } : {})}
    />
  );
}
