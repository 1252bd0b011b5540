// Correlations as a heat map in the order of their clusters, with the dendrogram beside it.
import { type ReactNode } from "react";
import { useLingui } from "@lingui/react/macro";

import { useFormat } from "@/ui/display";
import { CanvasChart } from "../CanvasChart";
import { type Cell, cellAt, drawHeat, type HeatData, heatHeight, layOutHeat, stepCell } from "./heat";

export interface HeatMapProps {
  title: string;
  data: HeatData;
  controls?: ReactNode;
  onOpen?: (cell: Cell) => void;
}

/** The larger font of a phone; on a desk it only leaves a little more room. */
const FONT_PX = 13;

export function HeatMap({ title, data, controls, onOpen }: HeatMapProps) {
  const { t } = useLingui();
  const format = useFormat();
  const { leaf_order: names, cluster_of } = data.tree;
  const read = ({ row, column }: Cell): string => {
    const [a = "", b = ""] = [names[row], names[column]];
    const value = format.number(data.correlations[row]?.[column], 3);
    const [first, second] = [cluster_of[a], cluster_of[b]];
    return first === second
      ? t`${a} and ${b}: correlation ${value}, both in cluster ${first ?? "—"}`
      : t`${a} and ${b}: correlation ${value}, clusters ${first ?? "—"} and ${second ?? "—"}`;
  };
  const end = (i: number): ReactNode => (
    <span className="qd-swatch" style={{ background: `var(--qd-series-${i})` }} aria-hidden="true" />
  );
  return (
    <CanvasChart<Cell>
      title={title}
      label={t`${title}: correlations of ${names.length} assets in the order of their clusters, with the tree of clusters.`}
      height={heatHeight(names, FONT_PX)}
      minWidth={Math.min(900, 160 + names.length * 9)}
      controls={controls}
      legend={
        <>
          <span className="qd-key">
            {end(1)} {t`opposite (−1)`}
          </span>
          <span className="qd-key">
            {end(2)} {t`together (+1)`}
          </span>
        </>
      }
      table={{
        header: [t`Asset`, t`Cluster`, ...names],
        rows: () => names.map((name, row) => [name, cluster_of[name] ?? null, ...(data.correlations[row] ?? [])]),
        show: (value, column) => (column < 2 ? value : format.number(value, 3)),
      }}
      draw={(surface, style, hit) => drawHeat(surface, data, style, hit)}
      hitAt={(x, y, { width, font_px }) => cellAt(layOutHeat(names, width, font_px), names.length, x, y)}
      step={(hit, key) => stepCell(hit, key, names.length)}
      read={read}
      {...(onOpen ? { onOpen } : {})}
    />
  );
}
