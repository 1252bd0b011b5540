// The limits that bind, in words and with what easing them would gain; the proof that the answer is an optimum.
import { useLingui } from "@lingui/react/macro";

import { useFormat } from "@/ui/display";
import { tiny } from "../outcome";
import { type Result } from "../types";

/** What easing gains, in the unit of the objective: a fraction for most, a bare ratio for Sharpe. */
function useGain(objective: string): (price: number) => string {
  const format = useFormat();
  return (price) => (objective === "maximum_sharpe" ? format.number(price / 100, 5) : format.percent(price / 100, 4));
}

export function BindingLimits({ result }: { result: Result }) {
  const { t } = useLingui();
  const format = useFormat();
  const gain = useGain(result.objective);
  const words = result.binding_words ?? [];
  const price = result.budget_shadow_price;
  return (
    <section aria-label={t`Limits that bind`} className="qd-insight-part">
      <h2 className="qd-chart-title">{t`Limits that bind`}</h2>
      {result.binding.length === 0 ? <p className="qd-dim">{t`No limit binds: none of them costs anything.`}</p> : null}
      {words.length > 0 ? (
        <ul className="qd-insight-words">
          {words.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      ) : null}
      {result.binding.length > 0 ? (
        <div className="qd-scroll-x">
          <table className="qd-plain-table qd-insight-numbers" aria-label={t`Shadow prices`}>
            <thead>
              <tr>
                <th scope="col">{t`Limit`}</th>
                <th scope="col">{t`At`}</th>
                <th scope="col">{t`One point easier gains`}</th>
              </tr>
            </thead>
            <tbody>
              {result.binding.map(({ kind, name, limit, shadow_price }) => (
                <tr key={`${kind} ${name}`}>
                  <th scope="row">
                    {name} <span className="qd-dim">{kind.replaceAll("_", " ")}</span>
                  </th>
                  <td>
                    {kind.startsWith("factor") ? format.number(limit, { min: 0, max: 4 }) : format.percent(limit)}
                  </td>
                  <td>{shadow_price === null ? t`has no price` : gain(shadow_price)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
      {price === null || price === undefined ? null : (
        <p>
          {t`Budget: one more point to invest would change the objective by ${gain(price)}.`}{" "}
          <span className="qd-dim">{t`This is the shadow price of the weights having to sum to one.`}</span>
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
