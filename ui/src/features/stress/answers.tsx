// How holdings answer shocks of rates and volatility: what nobody knows is asked for.
import { useLingui } from "@lingui/react/macro";

import { Part, type HeldBasis } from "@/api/risk";
import { Button } from "@/ui/Button";
import { OpenNumberField } from "@/ui/fields/PercentField";
import { asksFor, type Own } from "./own";
import { type Sensitivities } from "./types";

export interface AnswersProps {
  own: Own;
  holdings: HeldBasis["holdings"];
  onChange: (own: Own) => void;
}

type Answer = "duration" | "vega";

export function Answers({ own, holdings, onChange }: AnswersProps) {
  const { t } = useLingui();
  const asked = asksFor(own.scenarios);
  const columns: [Answer, string][] = [
    ...(asked.duration ? [["duration", t`Duration in years`] as [Answer, string]] : []),
    ...(asked.vega ? [["vega", t`Vega, part of the value for 100 points`] as [Answer, string]] : []),
  ];
  if (columns.length === 0) return null;
  const known = (name: string, answer: Answer): number | null =>
    own.sensitivities[name]?.[answer] ??
    holdings.find((holding) => holding.name === name)?.sensitivities[answer] ??
    null;
  const put = (values: readonly [string, Answer, number | null][]): void => {
    const next: Record<string, Sensitivities> = { ...own.sensitivities };
    for (const [name, answer, value] of values) next[name] = { ...next[name], [answer]: value };
    onChange({ ...own, sensitivities: next });
  };
  const open = holdings.flatMap(({ name }) =>
    columns.flatMap(([answer]) =>
      known(name, answer) === null ? [[name, answer, 0] as [string, Answer, number]] : [],
    ),
  );
  const controls =
    open.length > 0 ? <Button onPress={() => put(open)}>{t`The others do not answer (0)`}</Button> : null;
  return (
    <Part title={t`How holdings answer`} controls={controls}>
      <p className="qd-dim">
        {t`A holding that does not say how it answers is unknown in the scenario. Zero says that it does not answer.`}
      </p>
      <div className="qd-stress-answers">
        <table className="qd-plain-table" aria-label={t`How holdings answer`}>
          <thead>
            <tr>
              <th scope="col">{t`Holding`}</th>
              {columns.map(([answer, title]) => (
                <th key={answer} scope="col" className="qd-end">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {holdings.map(({ name }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                {columns.map(([answer, title]) => (
                  <td key={answer} className="qd-end">
                    <OpenNumberField
                      label={`${title}: ${name}`}
                      value={known(name, answer)}
                      onCommit={(value) => put([[name, answer, value]])}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Part>
  );
}
