// Draws a dendrogram, standing (leaves at the bottom) or lying (leaves at the right).
import { type ChartColours, seriesColour } from "../colours";
import { type Pen } from "../pen";
import { type Branch } from "./tree";

export interface TreeAxes {
  /** A place among the leaves to pixels. */
  place: (place: number) => number;
  /** A distance to pixels. */
  depth: (distance: number) => number;
  /** The leaves stand below each other, not beside each other. */
  isLying: boolean;
}

/** The colour of a cluster; its number is always written beside. */
export function clusterColour(colours: ChartColours, cluster: number | null): string {
  return cluster === null ? colours.dim : seriesColour(colours, cluster - 1);
}

export function drawTree(
  pen: Pen,
  drawn: readonly Branch[],
  axes: TreeAxes,
  colours: ChartColours,
  marked: number | null = null,
): void {
  const point = (place: number, distance: number): [number, number] =>
    axes.isLying ? [axes.depth(distance), axes.place(place)] : [axes.place(place), axes.depth(distance)];
  drawn.forEach((branch, i) => {
    pen.strokeStyle = i === marked ? colours.text : clusterColour(colours, branch.cluster);
    pen.lineWidth = i === marked ? 3 : 1.5;
    pen.beginPath();
    pen.moveTo(...point(branch.from, branch.from_distance));
    pen.lineTo(...point(branch.from, branch.distance));
    pen.lineTo(...point(branch.to, branch.distance));
    pen.lineTo(...point(branch.to, branch.to_distance));
    pen.stroke();
  });
}
