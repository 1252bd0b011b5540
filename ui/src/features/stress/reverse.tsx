// What it takes to lose a given part: the likeliest move that does.
import { useLingui } from "@lingui/react/macro";

import { Figure, Part } from "@/api/risk";
import { useFormat } from "@/ui/display";
import { NumberInput } from "@/ui/fields/NumberInput";
import { Select } from "@/ui/fields/Select";
import { Num, Percent } from "@/ui/numbers";
import { type Own } from "./own";
import { type Reverse } from "./types";

export interface ReverseStressProps {
  own: Own;
  benchmark: string | null;
  /** Undefined while it is on its way. */
  answer: Reverse | undefined;
  onChange: (own: Own) => void;
}

export function ReverseStress({ own, benchmark, answer, onChange }: ReverseStressProps) {
  const { t } = useLingui();
  return (
    <Part title={t`What it takes to lose`}>
      <div className="qd-stress-form">
        <NumberInput
          label={t`A loss of`}
          value={own.loss}
          onChange={(loss) => onChange({ ...own, loss: loss ?? own.loss })}
          min={0.01}
          max={1}
          step={0.01}
          format={{ style: "percent", maximumFractionDigits: 1 }}
        />
        <NumberInput
          label={t`Within days`}
          value={own.periods}
          onChange={(periods) => onChange({ ...own, periods: periods ?? own.periods })}
          min={1}
          max={1000}
          step={1}
        />
        {benchmark === null ? null : (
          <Select<Own["by"]>
            label={t`What moves`}
            value={own.by}
            onChange={(by) => onChange({ ...own, by })}
            options={[
              { id: "benchmark", label: benchmark },
              { id: "holdings", label: t`Every holding` },
            ]}
          />
        )}
      </div>
      {answer ? <Answer answer={answer} /> : null}
    </Part>
  );
}

function Answer({ answer }: { answer: Reverse }) {
  const { t } = useLingui();
  const format = useFormat();
  if (answer.undefined !== null) return <p className="qd-dim">{answer.undefined}</p>;
  const moves = [...answer.moves].sort((a, b) => b.loss - a.loss).slice(0, 8);
  const first = moves[0];
  const change = format.percent(first?.change, 1, true);
  const deviations = format.number(Math.abs(first?.deviations ?? 0), 1);
  const loss = format.percent(answer.loss, 1);
  const sentence =
    first === undefined
      ? ""
      : answer.moves.length === 1
        ? t`To lose ${loss} within ${answer.periods} days, ${first.factor} would have to move by ${change}, which is ${deviations} of its deviations.`
        : t`The likeliest way to lose ${loss} within ${answer.periods} days begins with ${first.factor} at ${change}, ${deviations} of its deviations.`;
  return (
    <>
      <p>{sentence}</p>
      <dl className="qd-figures qd-risk-figures">
        <Figure title={t`Probability`} note={t`if losses were normal`}>
          <Percent value={answer.probability} digits={4} />
        </Figure>
        <Figure title={t`Distance`} note={t`in deviations of the portfolio`}>
          <Num value={answer.distance} digits={2} />
        </Figure>
        {answer.r_squared === null ? null : (
          <Figure title={t`Explained`} note={t`part of the variance`}>
            <Percent value={answer.r_squared} digits={0} />
          </Figure>
        )}
      </dl>
      {answer.moves.length > 1 ? (
        <table className="qd-plain-table" aria-label={t`The likeliest moves`}>
          <thead>
            <tr>
              <th scope="col">{t`Holding`}</th>
              <th scope="col" className="qd-end">{t`Move`}</th>
              <th scope="col" className="qd-end">{t`Deviations`}</th>
              <th scope="col" className="qd-end">{t`Costs`}</th>
            </tr>
          </thead>
          <tbody>
            {moves.map((move) => (
              <tr key={move.factor}>
                <th scope="row">{move.factor}</th>
                <td className="qd-end">{format.percent(move.change, 1, true)}</td>
                <td className="qd-end">{format.number(move.deviations, 1)}</td>
                <td className="qd-end">{format.percent(move.loss, 1)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
    </>
  );
}
