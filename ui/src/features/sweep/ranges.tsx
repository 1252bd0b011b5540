// The parameters that vary, each from one value to another in steps.
import { useLingui } from "@lingui/react/macro";

import { countOf, type RangeDraft, rangeProblem, type SweepDraft } from "@/api/backtest/setup";
import { inForce } from "@/api/backtest/specification";
import { parameterTitle } from "@/api/backtest/parameterFields";
import { type ParameterForm } from "@/api/backtest/types";
import { Part } from "@/api/risk";
import { without } from "@/lib/records";
import { useFormat } from "@/ui/display";
import { OpenNumberField } from "@/ui/fields/PercentField";
import { Num } from "@/ui/numbers";
import { begunRange } from "./begin";

type Numeric = Extract<ParameterForm, { type: "integer" } | { type: "real" }>;

export interface RangesProps {
  draft: SweepDraft;
  parameters: readonly Numeric[];
  onChange: (next: SweepDraft) => void;
}

export function Ranges({ draft, parameters, onChange }: RangesProps) {
  const { t } = useLingui();
  const format = useFormat();
  const put = (name: string, range: RangeDraft | null): void => {
    const others = without(draft.ranges, name);
    onChange({ ...draft, ranges: range === null ? others : { ...draft.ranges, [name]: range } });
  };
  const title = t`Parameters that vary`;
  if (parameters.length === 0) {
    return (
      <Part title={title}>
        <p className="qd-dim">{t`This strategy has no parameter that is a number.`}</p>
      </Part>
    );
  }
  const problem: Record<NonNullable<ReturnType<typeof rangeProblem>>, string> = {
    empty: t`give all three`,
    backwards: t`from is above to`,
    step: t`a step above zero`,
  };
  return (
    <Part title={title}>
      <div className="qd-scroll-x" role="group" aria-label={title} tabIndex={0}>
        <table className="qd-plain-table qd-sweep-ranges" aria-label={title}>
          <thead>
            <tr>
              <th scope="col">{t`Parameter`}</th>
              <th scope="col" className="qd-end">{t`Now`}</th>
              <th scope="col" className="qd-end">{t`From`}</th>
              <th scope="col" className="qd-end">{t`To`}</th>
              <th scope="col" className="qd-end">{t`Step`}</th>
              <th scope="col" className="qd-end">{t`Values`}</th>
            </tr>
          </thead>
          <tbody>
            {parameters.map((form) => {
              const range = draft.ranges[form.name];
              const now = inForce(draft.setup.specification, form);
              const name = parameterTitle(form.name);
              const wrong = range ? rangeProblem(range) : null;
              const field = (part: keyof RangeDraft, label: string) => (
                <td className="qd-end">
                  {range ? (
                    <OpenNumberField
                      label={`${label}: ${name}`}
                      value={range[part]}
                      onCommit={(value) => put(form.name, { ...range, [part]: value })}
                    />
                  ) : null}
                </td>
              );
              return (
                <tr key={form.name}>
                  <th scope="row">
                    <label className="qd-row">
                      <input
                        type="checkbox"
                        checked={range !== undefined}
                        onChange={(event) => put(form.name, event.target.checked ? begunRange(form, now) : null)}
                      />
                      <span>
                        {name} <span className="qd-dim qd-small">{form.words}</span>
                      </span>
                    </label>
                  </th>
                  <td className="qd-end">
                    <Num
                      value={typeof now === "number" ? now : null}
                      digits={{ min: 0, max: 6 }}
                      reason={t`It is off.`}
                    />
                  </td>
                  {field("from", t`From`)}
                  {field("to", t`To`)}
                  {field("step", t`Step`)}
                  <td className="qd-end">
                    {range === undefined ? null : wrong === null ? (
                      format.number(countOf(range), 0)
                    ) : (
                      <span className="qd-warn">{problem[wrong]}</span>
                    )}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </Part>
  );
}
