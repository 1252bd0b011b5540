// A tiny line for table cells: one path, no axes; its direction is told by colour and by words.
import { useLingui } from "@lingui/react/macro";

import { useFormat } from "@/ui/display";

/** The path through the values in a box; the middle for a flat line, empty below two values. */
export function sparkPath(values: readonly number[], width: number, height: number): string {
  if (values.length < 2) return "";
  const low = Math.min(...values);
  const high = Math.max(...values);
  const x = width / (values.length - 1);
  const y = (value: number): number => (high === low ? height / 2 : height - ((value - low) / (high - low)) * height);
  return values.map((value, i) => `${i === 0 ? "M" : "L"}${(i * x).toFixed(1)} ${y(value).toFixed(1)}`).join("");
}

export function SparkLine({
  values,
  width = 72,
  height = 16,
}: {
  values: readonly number[];
  width?: number;
  height?: number;
}) {
  const { t } = useLingui();
  const format = useFormat();
  const path = sparkPath(values, width, height);
  const [first, last] = [values[0], values.at(-1)];
  if (path === "" || first === undefined || last === undefined) return <span className="qd-dim">—</span>;
  const change = first === 0 ? null : last / first - 1;
  const label = t`${values.length} last closes, ${format.percent(change, 1, true)}`;
  return (
    <svg
      role="img"
      aria-label={label}
      width={width}
      height={height}
      viewBox={`0 -1 ${width} ${height + 2}`}
      className={`qd-sparkline ${last >= first ? "qd-up" : "qd-down"}`}
    >
      <path d={path} fill="none" stroke="currentColor" strokeWidth={1.25} strokeLinejoin="round" />
    </svg>
  );
}
