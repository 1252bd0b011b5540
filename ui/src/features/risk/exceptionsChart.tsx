// What a method told before each day as a line, and the days that lost more as points below it.
import { useLingui } from "@lingui/react/macro";

import { LineChart } from "@/charts/LineChart";
import { daySeconds } from "@/charts/time/ranges";
import { useFormat } from "@/ui/display";
import { testedDays } from "./figures";
import { type Backtest } from "./types";

export interface ExceptionsChartProps {
  title: string;
  test: Backtest;
  rolling: readonly { date: string }[];
}

export function ExceptionsChart({ title, test, rolling }: ExceptionsChartProps) {
  const { t } = useLingui();
  const format = useFormat();
  const days = testedDays(rolling, test);
  if (!days) return <p className="qd-dim">{t`The days of this test are not known, so there is no chart of it.`}</p>;
  const losses = new Map(test.exceptions.map(({ date, loss }) => [date, loss]));
  const data = {
    times: Float64Array.from(days, daySeconds),
    lines: [
      { name: t`Value at risk`, colour: 0, values: Float64Array.from(test.value_at_risk, (loss) => -loss) },
      {
        name: t`Days that lost more`,
        colour: 1,
        values: Float64Array.from(days, (day) => -(losses.get(day) ?? Number.NaN)),
        isPoints: true,
      },
    ],
  };
  return (
    <div className="qd-risk-chart">
      <LineChart title={title} data={data} show={(value) => format.percent(value, 2, true)} />
    </div>
  );
}
