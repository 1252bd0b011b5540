// A standing dendrogram: geometry, reading, drawing.
import { type ChartStyle } from "../CanvasChart";
import { makeScale, type Scale } from "../scale";
import { type Surface } from "../useCanvas";
import { clusterColour, drawTree } from "./drawTree";
import { blocks, type Branch, branches, type ClusterTree } from "./tree";

export type TreeHit = { kind: "leaf"; place: number } | { kind: "branch"; index: number };

interface Layout {
  left: number;
  right: number;
  top: number;
  bottom: number;
  place: (place: number) => number;
  depth: Scale;
}

const LABELS = 74;

function layOut(tree: ClusterTree, drawn: readonly Branch[], width: number, height: number): Layout {
  const [left, right, top, bottom] = [38, width - 6, 10, height - LABELS];
  const n = Math.max(1, tree.leaf_order.length);
  return {
    left,
    right,
    top,
    bottom,
    place: (place) => left + ((place + 0.5) / n) * (right - left),
    depth: makeScale([0, ...drawn.map(({ distance }) => distance)], bottom, top, 4),
  };
}

/** The leaf or the bar of a bracket within eight pixels. */
export function treeHitAt(tree: ClusterTree, x: number, y: number, width: number, height: number): TreeHit | null {
  const drawn = branches(tree);
  const layout = layOut(tree, drawn, width, height);
  const n = tree.leaf_order.length;
  if (x < layout.left || x > layout.right || n === 0) return null;
  if (y > layout.bottom) {
    const place = Math.floor(((x - layout.left) / (layout.right - layout.left)) * n);
    return { kind: "leaf", place: Math.min(n - 1, place) };
  }
  let best: { index: number; distance: number } | null = null;
  drawn.forEach(({ from, to, distance }, index) => {
    const off = Math.abs(layout.depth.px(distance) - y);
    const isBeside = x < layout.place(from) - 4 || x > layout.place(to) + 4;
    if (!isBeside && off <= 8 && (best === null || off < best.distance)) best = { index, distance: off };
  });
  return best === null ? null : { kind: "branch", index: (best as { index: number }).index };
}

/** Left and right go along the leaves, up to the bracket over what is read, down to its first part. */
export function stepTree(tree: ClusterTree, hit: TreeHit | null, key: string): TreeHit | null {
  const last = tree.leaf_order.length - 1;
  if (last < 0) return null;
  const drawn = branches(tree);
  const at = hit?.kind === "branch" ? drawn[hit.index] : undefined;
  const [first, end] = at ? [at.first, at.last] : hit?.kind === "leaf" ? [hit.place, hit.place] : [-1, -1];
  const leaf = (place: number): TreeHit => ({ kind: "leaf", place: Math.min(last, Math.max(0, place)) });
  switch (key) {
    case "ArrowLeft":
      return leaf(first - 1);
    case "ArrowRight":
      return leaf(end + 1);
    case "Home":
      return leaf(0);
    case "End":
      return leaf(last);
    case "ArrowDown":
      return leaf(first);
    case "ArrowUp": {
      const own = hit?.kind === "branch" ? hit.index : -1;
      const index = drawn.findIndex((b, i) => i > own && b.first <= first && b.last >= end);
      return index < 0 ? hit : { kind: "branch", index };
    }
    default:
      return null;
  }
}

function drawAxis({ context }: Surface, layout: Layout, { colours, format }: ChartStyle): void {
  context.strokeStyle = colours.grid;
  context.fillStyle = colours.dim;
  context.lineWidth = 1;
  context.textAlign = "right";
  context.textBaseline = "middle";
  for (const tick of layout.depth.ticks) {
    const y = Math.round(layout.depth.px(tick)) + 0.5;
    context.beginPath();
    context.moveTo(layout.left, y);
    context.lineTo(layout.right, y);
    context.stroke();
    context.fillText(format.number(tick, { min: 0, max: 2 }), layout.left - 4, y);
  }
}

function drawLeaves({ context }: Surface, tree: ClusterTree, layout: Layout, style: ChartStyle, hit: TreeHit | null) {
  const { colours } = style;
  const n = tree.leaf_order.length;
  const every = Math.max(1, Math.ceil((colours.font_px + 1) / ((layout.right - layout.left) / n)));
  context.textBaseline = "middle";
  tree.leaf_order.forEach((name, place) => {
    const isMarked = hit?.kind === "leaf" && hit.place === place;
    if (place % every !== 0 && !isMarked) return;
    context.fillStyle = isMarked ? colours.focus : colours.text;
    context.textAlign = "right";
    context.save();
    context.translate(layout.place(place), layout.bottom + 24);
    context.rotate(-Math.PI / 2);
    context.fillText(name, 0, 0);
    context.restore();
  });
  for (const { cluster, first, last } of blocks(tree.leaf_order, tree.cluster_of)) {
    const [from, to] = [layout.place(first) - 3, layout.place(last) + 3];
    context.strokeStyle = clusterColour(colours, cluster);
    context.fillStyle = clusterColour(colours, cluster);
    context.lineWidth = 3;
    context.beginPath();
    context.moveTo(from, layout.bottom + 5);
    context.lineTo(to, layout.bottom + 5);
    context.stroke();
    context.textAlign = "center";
    context.fillText(String(cluster), (from + to) / 2, layout.bottom + 15);
  }
}

export function drawDendrogram(surface: Surface, tree: ClusterTree, style: ChartStyle, hit: TreeHit | null): void {
  const drawn = branches(tree);
  const layout = layOut(tree, drawn, surface.width, surface.height);
  drawAxis(surface, layout, style);
  const axes = { place: layout.place, depth: layout.depth.px, isLying: false };
  drawTree(surface.context, drawn, axes, style.colours, hit?.kind === "branch" ? hit.index : null);
  drawLeaves(surface, tree, layout, style, hit);
}
