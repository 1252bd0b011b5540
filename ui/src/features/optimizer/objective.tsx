// What to look for, with the numbers that the objective needs, and the risk-free rate.
import { useLingui } from "@lingui/react/macro";
import { Label, Radio, RadioGroup } from "react-aria-components";

import { OPTIMIZATION_TYPE } from "@/api/labels";
import { frontierAt } from "@/charts/frontier/data";
import { capitalized } from "@/lib/text";
import { NumberInput } from "@/ui/fields/NumberInput";
import { useSlice } from "@/ui/useSlice";
import { type Action } from "./form";
import { ObjectiveSettingsFields } from "./objectiveSettings";
import { type Session } from "./session";
import { SolverError } from "./solverError";
import { type Objective, OBJECTIVES, type Universe } from "./types";
import { OBJECTIVE_GROUPS, OBJECTIVE_MEANING } from "./words";

export const PERCENT: Intl.NumberFormatOptions = { style: "percent", maximumFractionDigits: 3 };

/** Choosing an objective that needs a target takes one from the middle of the frontier when none was given. */
function choose(session: Session, objective: Objective): Action {
  const form = session.form.get();
  const data = session.frontier.get();
  const middle = frontierAt(data, (data.frontier.length - 1) / 2);
  return {
    type: "set",
    change: {
      objective,
      ...(objective === "efficient_return" && form.targetReturn === null
        ? { targetReturn: middle?.expected_return ?? 0.1 }
        : {}),
      ...(objective === "efficient_risk" && form.targetVolatility === null
        ? { targetVolatility: middle?.volatility ?? 0.2 }
        : {}),
    },
  };
}

export function ObjectiveSection({ session, universe }: { session: Session; universe: Universe }) {
  const { t, i18n } = useLingui();
  const chosen = useSlice(session.form, (form) => form.objective);
  const riskFreeRate = useSlice(session.form, (form) => form.riskFreeRate);
  return (
    <section className="qd-optimizer-section" aria-label={t`Objective`}>
      <RadioGroup
        value={chosen}
        onChange={(value) => {
          const objective = OBJECTIVES.find((o) => o === value);
          if (objective) session.dispatch(choose(session, objective));
        }}
        className="qd-objectives"
      >
        <Label className="qd-heading">{t`Objective`}</Label>
        {OBJECTIVE_GROUPS.map(({ id, name, objectives }) => (
          <div key={id} className="qd-objective-group">
            <span className="qd-objective-head">{i18n._(name)}</span>
            {objectives.map((objective) => (
              <div key={objective}>
                <Radio value={objective} className="qd-radio">
                  {i18n._(OPTIMIZATION_TYPE[objective])}
                </Radio>
                {chosen === objective ? <p className="qd-radio-note">{i18n._(OBJECTIVE_MEANING[objective])}</p> : null}
              </div>
            ))}
          </div>
        ))}
      </RadioGroup>
      <ObjectiveSettingsFields session={session} universe={universe} />
      <NumberInput
        label={t`Risk-free rate a year`}
        description={
          riskFreeRate === null
            ? capitalized(universe.risk_free_source)
            : t`Your own; empty it to use that of the workspace.`
        }
        value={riskFreeRate ?? universe.risk_free_rate}
        format={PERCENT}
        onChange={(value) => session.dispatch({ type: "set", change: { riskFreeRate: value } })}
      />
      <SolverError session={session} place="risk_free_rate" />
    </section>
  );
}
