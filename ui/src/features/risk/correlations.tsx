// How holdings move together: over all days, through time, lately, and in bad times.
import { useLingui } from "@lingui/react/macro";

import { Figure, Part } from "@/api/risk";
import { HeatMap } from "@/charts/clusters/HeatMap";
import { LineChart } from "@/charts/LineChart";
import { daySeconds } from "@/charts/time/ranges";
import { useFormat } from "@/ui/display";
import { Num, Percent } from "@/ui/numbers";
import { EmptyState } from "@/ui/states";
import { heatOf } from "./figures";
import { type Correlation, type Report } from "./types";

export function Correlations({ report }: { report: Report }) {
  const { t } = useLingui();
  const title = t`How holdings move together`;
  const { correlation, clusters } = report;
  if (!correlation.value || correlation.value.names.length < 2) {
    return (
      <Part title={title}>
        <EmptyState
          title={t`There are no correlations`}
          text={correlation.undefined ?? t`It takes two holdings with a history.`}
        />
      </Part>
    );
  }
  return (
    <Part title={title}>
      <div className="qd-risk-beside">
        {clusters.value ? (
          <HeatMap title={t`Correlations`} data={heatOf(correlation.value, clusters.value)} />
        ) : (
          <p className="qd-dim">{clusters.undefined}</p>
        )}
        <div className="qd-risk-part">
          <Rolling of={correlation.value} />
          <Stressed of={correlation.value} />
          <Breaks of={correlation.value} />
        </div>
      </div>
    </Part>
  );
}

function Rolling({ of }: { of: Correlation }) {
  const { t } = useLingui();
  const format = useFormat();
  if (of.rolling.length < 2) return null;
  const data = {
    times: Float64Array.from(of.rolling, ({ date }) => daySeconds(date)),
    lines: [
      { name: t`Mean correlation`, colour: 0, values: Float64Array.from(of.rolling, ({ mean }) => mean ?? Number.NaN) },
    ],
  };
  return (
    <div className="qd-risk-chart">
      <LineChart
        title={t`Mean correlation of all pairs over moving windows`}
        data={data}
        show={(value) => format.number(value, 2)}
      />
    </div>
  );
}

function Stressed({ of }: { of: Correlation }) {
  const { t } = useLingui();
  const format = useFormat();
  const [sample, shrunk, stressed] = of.value_at_risk;
  const reason = t`It cannot be worked out.`;
  return (
    <dl className="qd-figures qd-risk-figures">
      <Figure title={t`Loss with these correlations`}>
        <Percent value={sample} reason={reason} />
      </Figure>
      <Figure
        title={t`With shrunk ones`}
        note={of.shrinkage === null ? null : t`shrunk by ${format.percent(of.shrinkage)}`}
      >
        <Percent value={shrunk} reason={of.shrunk.undefined ?? reason} />
      </Figure>
      <Figure title={t`With stressed ones`} note={t`half of the way to one`}>
        <Percent value={stressed} reason={reason} />
      </Figure>
      <Figure title={t`Lately as before?`} note={t`Jennrich’s p for the last window`}>
        <Num value={of.last_window?.p} digits={4} reason={t`There are too few days for a test.`} />
      </Figure>
    </dl>
  );
}

function Breaks({ of }: { of: Correlation }) {
  const { t } = useLingui();
  const format = useFormat();
  const number = (value: number): string => format.number(value, 2);
  if (of.breaks.length + of.pairs.length === 0) {
    return <p className="qd-dim">{t`No break was found, and no pair moves otherwise than before.`}</p>;
  }
  return (
    <ul className="qd-risk-words">
      {of.breaks.map((one) => (
        <li key={one.date}>
          {t`From ${format.date(one.date)} on the mean correlation is ${number(one.after)} after ${number(one.before)}.`}
        </li>
      ))}
      {of.pairs.slice(0, 5).map((pair) => (
        <li key={`${pair.first} ${pair.second}`}>
          {t`${pair.first} and ${pair.second} lately ${number(pair.after)}, before ${number(pair.before)}.`}
        </li>
      ))}
    </ul>
  );
}
