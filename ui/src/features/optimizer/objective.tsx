// What to look for, with the number that the objective needs, and the risk-free rate.
import { useLingui } from "@lingui/react/macro";
import { Label, Radio, RadioGroup } from "react-aria-components";

import { OPTIMIZATION_TYPE } from "@/api/labels";
import { frontierAt } from "@/charts/frontier/data";
import { capitalized } from "@/lib/text";
import { NumberInput } from "@/ui/fields/NumberInput";
import { type Action } from "./form";
import { type Session } from "./session";
import { SolverError } from "./solverError";
import { type Objective, OBJECTIVES, type Universe } from "./types";
import { useSlice } from "./useSlice";
import { OBJECTIVE_MEANING } from "./words";

const PERCENT: Intl.NumberFormatOptions = { style: "percent", maximumFractionDigits: 3 };

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
  const form = useSlice(session.form, (value) => value);
  const set = (change: Extract<Action, { type: "set" }>["change"]): void => session.dispatch({ type: "set", change });
  return (
    <section className="qd-optimizer-section" aria-label={t`Objective`}>
      <RadioGroup
        value={form.objective}
        onChange={(value) => {
          const objective = OBJECTIVES.find((o) => o === value);
          if (objective) session.dispatch(choose(session, objective));
        }}
        className="qd-objectives"
      >
        <Label className="qd-heading">{t`Objective`}</Label>
        {OBJECTIVES.map((objective) => (
          <div key={objective}>
            <Radio value={objective} className="qd-radio">
              {i18n._(OPTIMIZATION_TYPE[objective])}
            </Radio>
            {form.objective === objective ? (
              <p className="qd-radio-note">{i18n._(OBJECTIVE_MEANING[objective])}</p>
            ) : null}
          </div>
        ))}
      </RadioGroup>
      {form.objective === "efficient_return" ? (
        <NumberInput
          label={t`Target return a year`}
          value={form.targetReturn}
          format={PERCENT}
          onChange={(targetReturn) => set({ targetReturn })}
        />
      ) : null}
      <SolverError session={session} place="target_return" />
      {form.objective === "efficient_risk" ? (
        <NumberInput
          label={t`Target volatility a year`}
          value={form.targetVolatility}
          min={0}
          format={PERCENT}
          onChange={(targetVolatility) => set({ targetVolatility })}
        />
      ) : null}
      <SolverError session={session} place="target_volatility" />
      {form.objective === "maximum_quadratic_utility" ? (
        <NumberInput
          label={t`Risk aversion`}
          description={t`The higher, the less risk: 1 is bold, 10 is careful.`}
          value={form.riskAversion}
          min={0.01}
          onChange={(riskAversion) => set({ riskAversion: riskAversion ?? 1 })}
        />
      ) : null}
      <SolverError session={session} place="risk_aversion" />
      <NumberInput
        label={t`Risk-free rate a year`}
        description={
          form.riskFreeRate === null
            ? capitalized(universe.risk_free_source)
            : t`Your own; empty it to use that of the workspace.`
        }
        value={form.riskFreeRate ?? universe.risk_free_rate}
        format={PERCENT}
        onChange={(riskFreeRate) => set({ riskFreeRate })}
      />
      <SolverError session={session} place="risk_free_rate" />
    </section>
  );
}
