// Returns by month and year.
import { useLingui } from "@lingui/react/macro";

import { type BacktestOutcome } from "@/api/backtest/types";
import { Part } from "@/api/risk";
import { useFormat } from "@/ui/display";
import { Percent } from "@/ui/numbers";

export function Months({ result }: { result: BacktestOutcome }) {
  const { t } = useLingui();
  const format = useFormat();
  const years = result.report?.months ?? [];
  if (years.length === 0) return null;
  const names = new Intl.DateTimeFormat(format.locale, { month: "short", timeZone: "UTC" });
  const months = Array.from({ length: 12 }, (_, i) => names.format(new Date(Date.UTC(2024, i, 1))));
  const title = t`Returns by month`;
  return (
    <Part title={title}>
      <div className="qd-scroll-x" role="group" aria-label={title} tabIndex={0}>
        <table className="qd-plain-table qd-backtest-months" aria-label={title}>
          <thead>
            <tr>
              <th scope="col">{t`Year`}</th>
              {months.map((month) => (
                <th key={month} scope="col" className="qd-end">
                  {month}
                </th>
              ))}
              <th scope="col" className="qd-end">{t`Whole year`}</th>
            </tr>
          </thead>
          <tbody>
            {years.map(({ year, months: returns, year_return }) => (
              <tr key={year}>
                <th scope="row">{year}</th>
                {months.map((month, i) => (
                  <td key={month} className="qd-end">
                    <Cell value={returns[i] ?? null} />
                  </td>
                ))}
                <td className="qd-end">
                  <strong>
                    <Cell value={year_return} />
                  </strong>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Part>
  );
}

/** Without arrows: the sign and the colour say enough among so many. */
function Cell({ value }: { value: number | null }) {
  const { t } = useLingui();
  const format = useFormat();
  if (value === null) return <Percent value={null} reason={t`No period ends in it, or a return is missing.`} />;
  const tone = value > 0 ? "qd-num qd-up" : value < 0 ? "qd-num qd-down" : "qd-num";
  return <span className={tone}>{format.percent(value, 1, true)}</span>;
}
