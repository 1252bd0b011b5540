// The limits that bind, in words and with what easing them would gain; the proof that the answer is an optimum.
import { useLingui } from "@lingui/react/macro";

import { node } from "@/api/explanationNode";
import { type Explanation } from "@/api/types";
import { useFormat } from "@/ui/display";
import { Explainable } from "@/ui/numbers";
import { tiny } from "../outcome";
import { type Result } from "../types";
import { numberNode } from "./explain";

/** What easing a limit gains, in the unit of the objective. */
function useGain(objective: Result["objective"]): (price: number) => string {
  const { t } = useLingui();
  const format = useFormat();
  return (price) => {
    const [percent, ratio] = [format.percent(price / 100, 4), format.number(price / 100, 5)];
    switch (objective) {
      case "minimum_variance":
      case "efficient_return":
        return t`${percent} of volatility`;
      case "efficient_risk":
        return t`${percent} of expected return`;
      case "maximum_sharpe":
      case "efficient_frontier":
        return t`${ratio} of the Sharpe ratio`;
      case "minimum_tracking_error":
        return t`${percent} of tracking error`;
      case "minimum_cvar":
      case "cvar_frontier":
        return t`${percent} of conditional value at risk`;
      case "maximum_quadratic_utility":
      case "worst_case":
        return t`${percent} of utility`;
      default:
        return t`${ratio} of the objective`;
    }
  };
}

/** The dearest limit first: the order of the server's sentences. */
function byPrice(binding: Result["binding"]): Result["binding"] {
  const price = ({ shadow_price }: Result["binding"][number]): number => Math.abs(shadow_price ?? 0);
  return [...binding].sort((a, b) => price(b) - price(a));
}

export function BindingLimits({ result, explain }: { result: Result; explain: (tree: Explanation) => void }) {
  const { t } = useLingui();
  const format = useFormat();
  const gain = useGain(result.objective);
  const words = result.binding_words ?? [];
  const rows = byPrice(result.binding);
  const budget = result.budget_shadow_price;
  const plain = (kind: string, value: number): string =>
    kind.startsWith("factor") ? format.number(value, { min: 0, max: 4 }) : format.percent(value);
  const tree = ({ kind, name, limit, shadow_price }: (typeof rows)[number]): Explanation =>
    numberNode(shadow_price, 8, {
      title: t`Shadow price of ${name}`,
      formula: t`multiplier of the limit at the optimum: what the objective gains for each unit (100 points) by which it is eased`,
      inputs: [
        node({ title: t`Limit`, value: `${kind.replaceAll("_", " ")} ${plain(kind, limit)}` }),
        numberNode(shadow_price === null ? null : shadow_price / 100, 10, { title: t`For one point` }),
        node({
          title: t`Complementarity: largest product of a multiplier and the distance to its limit`,
          value: tiny(result.residuals.complementarity),
        }),
      ],
    });
  return (
    <section aria-label={t`Limits that bind`} className="qd-insight-part">
      <h2 className="qd-chart-title">{t`Limits that bind`}</h2>
      {rows.length === 0 ? (
        <p className="qd-dim">{t`No limit binds: none of them costs anything.`}</p>
      ) : (
        <div className="qd-insight-scroll" tabIndex={0} role="group" aria-label={t`Limits with their prices`}>
          <table className="qd-plain-table qd-insight-numbers" aria-label={t`Shadow prices`}>
            <thead>
              <tr>
                <th scope="col">{t`Limit`}</th>
                <th scope="col">{t`One point easier gains`}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row, i) => {
                const { kind, name, limit, shadow_price } = row;
                const price = shadow_price === null ? t`no price` : gain(shadow_price);
                return (
                  <tr key={`${kind} ${name} ${i}`}>
                    <th scope="row">{words[i] ?? `${name}: ${kind.replaceAll("_", " ")} ${plain(kind, limit)}`}</th>
                    <td>
                      <Explainable label={t`shadow price of ${name}: ${price}`} onExplain={() => explain(tree(row))}>
                        {price}
                      </Explainable>
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      )}
      {budget === null || budget === undefined ? null : (
        <p>
          {t`Budget: one more point to invest changes the objective by ${gain(budget)}.`}{" "}
          <span className="qd-dim">{t`That is the price of the weights having to sum to one.`}</span>
        </p>
      )}
    </section>
  );
}

export function Proof({ result, solve_ms }: { result: Result; solve_ms: number | null }) {
  const { t } = useLingui();
  const format = useFormat();
  const { residuals, solver, status } = result;
  const rows = [
    [t`Primal feasibility`, residuals.primal],
    [t`Stationarity`, residuals.stationarity],
    [t`Dual feasibility`, residuals.dual],
    [t`Complementarity`, residuals.complementarity],
  ] as const;
  return (
    <section aria-label={t`Proof`} className="qd-insight-part">
      <h2 className="qd-chart-title">{t`Proof`}</h2>
      <p>
        {status === "optimal"
          ? t`Optimal: the Karush–Kuhn–Tucker conditions hold, computed afresh from the weights.`
          : t`The weights follow the objective's rule and keep the limits; there is no optimum to prove.`}
      </p>
      <dl className="qd-figures">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{tiny(value)}</dd>
          </div>
        ))}
      </dl>
      <p className="qd-dim qd-small">
        {t`OSQP iterations: ${solver.osqp_iterations}; interior-point iterations: ${solver.interior_iterations}; active-set steps: ${solver.polish_steps}.`}
        {solve_ms === null ? null : <> {t`Asked and answered in ${format.number(solve_ms, 1)} ms.`}</>}
      </p>
    </section>
  );
}
