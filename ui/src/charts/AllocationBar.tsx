// Parts of a whole: one stacked bar and, as its legend, a table of the parts.
import { useLingui } from "@lingui/react/macro";

import { type Decimal } from "@/lib/decimal";
import { Money, Percent } from "@/ui/numbers";
import "./charts.css";

export interface Part {
  name: string;
  /** Part of the whole, a fraction; null when unknown. */
  weight: number | null;
  value: Decimal | null;
}

export interface AllocationBarProps {
  label: string;
  parts: readonly Part[];
  /** Header of the first column. */
  header: string;
  /** Why a part is unknown. */
  reason: string;
}

export function AllocationBar({ label, parts, header, reason }: AllocationBarProps) {
  const { t } = useLingui();
  // After eight parts the colours come again, mixed with the background.
  const colour = (i: number): string => {
    const series = `var(--qd-series-${(i % 8) + 1})`;
    const faded = Math.min(75, Math.floor(i / 8) * 45);
    return faded === 0 ? series : `color-mix(in srgb, ${series}, var(--qd-surface) ${faded}%)`;
  };
  // A bar cannot show less than nothing: debts stand in the table only.
  const positive = parts.map((part, i) => ({ ...part, i })).filter((part) => (part.weight ?? 0) > 0);
  return (
    <div className="qd-allocation">
      <div className="qd-allocation-bar" aria-hidden="true">
        {positive.map((part) => (
          <span key={part.name} title={part.name} style={{ flexGrow: part.weight ?? 0, background: colour(part.i) }} />
        ))}
      </div>
      <table className="qd-allocation-table" aria-label={label}>
        <thead>
          <tr>
            <th scope="col">{header}</th>
            <th scope="col">{t`Value`}</th>
            <th scope="col">{t`Weight`}</th>
          </tr>
        </thead>
        <tbody>
          {parts.map((part, i) => (
            <tr key={part.name}>
              <td>
                <span className="qd-key">
                  <span className="qd-swatch" style={{ background: colour(i) }} />
                  {part.name}
                </span>
              </td>
              <td>
                <Money value={part.value} digits={0} reason={reason} />
              </td>
              <td>
                <Percent value={part.weight} digits={1} reason={reason} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
