// How far a run's figures move with its parameters: the same run again with others near its own.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { FigureValue } from "@/api/backtest/figureValue";
import { parameterTitle } from "@/api/backtest/parameterFields";
import { type ParameterNoise } from "@/api/backtest/types";
import { useFigureName } from "@/api/backtest/words";
import { useGet } from "@/api/queries";
import { QueryView } from "@/api/QueryView";
import { Part } from "@/api/risk";
import { Button } from "@/ui/Button";
import { useFormat } from "@/ui/display";
import { NumberInput } from "@/ui/fields/NumberInput";
import { Percent } from "@/ui/numbers";

interface Asked {
  share: number;
  runs: number;
  seed: number;
}

export function NoisePart({ id }: { id: string }) {
  const { t } = useLingui();
  const [percent, setPercent] = useState(20);
  const [runs, setRuns] = useState(100);
  const [asked, setAsked] = useState<Asked | null>(null);
  const found = useGet<ParameterNoise>(
    "/backtests/{id}/parameter_noise",
    { path: { id }, query: { ...asked } },
    { enabled: asked !== null, keepPrevious: true },
  );
  return (
    <Part title={t`Does it stand on one number?`}>
      <div className="qd-form qd-backtest-strategy">
        <NumberInput
          label={t`Parameters go so far, %`}
          value={percent}
          onChange={(value) => setPercent(value ?? 20)}
          min={1}
          max={100}
          step={1}
        />
        <NumberInput
          label={t`Runs`}
          value={runs}
          onChange={(value) => setRuns(value ?? 100)}
          min={10}
          max={1000}
          step={10}
        />
      </div>
      <div className="qd-row">
        <p className="qd-dim qd-grow">
          {t`The same run again with parameters near its own. Where most of them are much worse, it was fitted to the past.`}
        </p>
        <Button
          icon="play"
          isPending={asked !== null && found.isFetching}
          onPress={() => setAsked({ share: percent / 100, runs, seed: 1 })}
        >{t`Run them`}</Button>
      </div>
      {asked === null ? null : (
        <QueryView query={found} lines={8}>
          {(data) => <Outcome data={data} />}
        </QueryView>
      )}
    </Part>
  );
}

function Outcome({ data }: { data: ParameterNoise }) {
  const { t } = useLingui();
  const format = useFormat();
  const name = useFigureName();
  const number = (value: number): string => format.number(value, { min: 0, max: 4 });
  const varied = data.parameters
    .map((one) => t`${parameterTitle(one.name)} ${number(one.from)} to ${number(one.to)} (own ${number(one.own)})`)
    .join(", ");
  const heads = [t`5 %`, t`25 %`, t`50 %`, t`75 %`, t`95 %`];
  return (
    <>
      <p className="qd-dim">
        {varied}. {t`${format.number(data.n_runs, 0)} runs`}
        {data.n_failed > 0 ? t`, of which ${format.number(data.n_failed, 0)} could not be made` : ""}.
      </p>
      <div className="qd-scroll-x" role="group" aria-label={t`Figures over the runs`} tabIndex={0}>
        <table className="qd-plain-table" aria-label={t`Figures over the runs`}>
          <thead>
            <tr>
              <th scope="col">{t`Figure`}</th>
              <th scope="col" className="qd-end">{t`Own`}</th>
              {heads.map((head) => (
                <th key={head} scope="col" className="qd-end">
                  {head}
                </th>
              ))}
              <th scope="col" className="qd-end">{t`Worse than own`}</th>
            </tr>
          </thead>
          <tbody>
            {data.figures.map((figure) => (
              <tr key={figure.name}>
                <th scope="row">{name(figure.name)}</th>
                <td className="qd-end">
                  <FigureValue name={figure.name} value={figure.own} />
                </td>
                {figure.bands.map((value, i) => (
                  <td key={heads[i]} className="qd-end">
                    <FigureValue name={figure.name} value={value} />
                  </td>
                ))}
                <td className="qd-end">
                  <Percent value={figure.worse} digits={0} reason={t`It is undefined for the run or for the others.`} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
