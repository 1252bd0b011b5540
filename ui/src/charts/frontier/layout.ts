// Where the frontier chart puts things: axes, and labels that do not lie over each other.
import { makeScale, type Scale } from "../scale";
import { type FrontierData } from "./data";
import { type FrontierOverlay, NO_OVERLAY, overlaySpots } from "./overlay";

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export interface Layout {
  plot: Box;
  /** Volatility. */
  x: Scale;
  /** Expected return. */
  y: Scale;
}

const MARGIN = { left: 46, top: 10, right: 12, bottom: 32 };

/** The axes for a canvas of this size; both reach over everything that is drawn. */
export function layOut(
  data: FrontierData,
  width: number,
  height: number,
  overlay: FrontierOverlay = NO_OVERLAY,
): Layout {
  const plot: Box = {
    left: MARGIN.left,
    top: MARGIN.top,
    right: Math.max(MARGIN.left + 10, width - MARGIN.right),
    bottom: Math.max(MARGIN.top + 10, height - MARGIN.bottom),
  };
  const single = [data.tangency, data.current, data.chosen].filter((s) => s !== null);
  const spots = [...data.assets, ...data.frontier, ...single, ...overlaySpots(overlay)];
  const volatilities = spots.map((s) => s.volatility);
  const returns = spots.map((s) => s.expected_return);
  const slack = 0.04 * (Math.max(...returns, 0) - Math.min(...returns, 0));
  if (data.tangency) returns.push(data.risk_free_rate);
  // Room above and below, so that no mark lies on the border.
  returns.push(Math.max(...returns) + slack, Math.min(...returns) - slack);
  volatilities.push(0, Math.max(0, ...volatilities) * 1.04);
  const columns = Math.max(2, Math.round((plot.right - plot.left) / 90));
  const lines = Math.max(2, Math.round((plot.bottom - plot.top) / 50));
  return {
    plot,
    x: makeScale(volatilities, plot.left, plot.right, columns),
    y: makeScale(returns, plot.bottom, plot.top, lines),
  };
}

export interface Anchor {
  x: number;
  y: number;
  text: string;
  width: number;
}

export interface Label {
  x: number;
  y: number;
  text: string;
}

const overlaps = (a: Box, b: Box): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
const GAP = 8;

/** Candidate places around a mark, in order of preference; y is the text's middle line. */
function places({ x, y, width }: Anchor, height: number): { x: number; y: number }[] {
  const up = y - height / 2 - GAP;
  const down = y + height / 2 + GAP;
  return [
    { x: x + GAP, y },
    { x: x - GAP - width, y },
    { x: x - width / 2, y: up },
    { x: x - width / 2, y: down },
    { x: x + GAP, y: up + 4 },
    { x: x + GAP, y: down - 4 },
    { x: x - GAP - width, y: up + 4 },
    { x: x - GAP - width, y: down - 4 },
  ];
}

/**
 * Places a label beside each anchor so that none covers another label, a mark or leaves the plot.
 * An anchor without a free place gets no label: its name still shows on hover and in the table.
 */
export function placeLabels(anchors: readonly Anchor[], obstacles: readonly Box[], plot: Box, height: number): Label[] {
  const taken: Box[] = [...obstacles];
  for (const { x, y } of anchors) taken.push({ left: x - 4, top: y - 4, right: x + 4, bottom: y + 4 });
  const labels: Label[] = [];
  anchors.forEach((anchor, own) => {
    for (const place of places(anchor, height)) {
      const box: Box = {
        left: place.x - 1,
        top: place.y - height / 2,
        right: place.x + anchor.width + 1,
        bottom: place.y + height / 2,
      };
      if (box.left < plot.left || box.right > plot.right || box.top < plot.top || box.bottom > plot.bottom) continue;
      if (taken.some((other, i) => i !== obstacles.length + own && overlaps(box, other))) continue;
      taken.push(box);
      labels.push({ x: place.x, y: place.y, text: anchor.text });
      break;
    }
  });
  return labels;
}
