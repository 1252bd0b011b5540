// The row of period buttons over a chart.
import { useLingui } from "@lingui/react/macro";

import { type Range, RANGES } from "./time/ranges";
import "./charts.css";

export function RangeButtons({ value, onChange }: { value: Range | null; onChange: (range: Range) => void }) {
  const { t } = useLingui();
  const names: Record<Range, string> = {
    "1M": t`One month`,
    "3M": t`Three months`,
    YTD: t`Year to date`,
    "1Y": t`One year`,
    "3Y": t`Three years`,
    "5Y": t`Five years`,
    All: t`Everything`,
  };
  const shown: Record<Range, string> = {
    "1M": t`1M`,
    "3M": t`3M`,
    YTD: t`YTD`,
    "1Y": t`1Y`,
    "3Y": t`3Y`,
    "5Y": t`5Y`,
    All: t`All`,
  };
  return (
    <div role="group" aria-label={t`Period`} className="qd-ranges">
      {RANGES.map((range) => (
        <button
          key={range}
          type="button"
          title={names[range]}
          aria-label={`${shown[range]}: ${names[range]}`}
          aria-pressed={range === value}
          onClick={() => onChange(range)}
        >
          {shown[range]}
        </button>
      ))}
    </div>
  );
}
