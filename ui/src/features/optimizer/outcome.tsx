// What came out: return, volatility and Sharpe beside today's, and the proof that it is optimal.
import { type ReactNode, useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { type Format, MINUS } from "@/lib/format";
import { useFormat } from "@/ui/display";
import { Num, Percent } from "@/ui/numbers";
import { type Session, type Solution } from "./session";
import { type Binding, type Result, type Universe } from "./types";
import { useSlice } from "./useSlice";

/** A tiny number such as 3.1e−13. */
export function tiny(value: number): string {
  return value === 0 ? "0" : value.toExponential(1).replace(/-/g, MINUS);
}

function useBindingText(): (binding: Binding, format: Format) => string {
  const { t } = useLingui();
  return ({ kind, name, limit }, format) => {
    const value = format.percent(limit, 1);
    if (kind.endsWith("lower")) return t`${name} at its minimum ${value}`;
    if (kind.endsWith("upper")) return t`${name} at its maximum ${value}`;
    return t`${name} fixed at ${value}`;
  };
}

/** The proof's details, made only while somebody reads them: a drag renders a new one with every answer. */
function ProofDetails({ result }: { result: Result }) {
  const { t } = useLingui();
  const format = useFormat();
  const bindingText = useBindingText();
  const { residuals, solver } = result;
  return (
    <>
      <dl className="qd-figures">
        {(
          [
            [t`Primal feasibility`, residuals.primal],
            [t`Stationarity`, residuals.stationarity],
            [t`Dual feasibility`, residuals.dual],
            [t`Complementarity`, residuals.complementarity],
          ] as const
        ).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{tiny(value)}</dd>
          </div>
        ))}
      </dl>
      <p className="qd-dim qd-small">
        {t`The Karush–Kuhn–Tucker conditions, computed afresh from the weights. OSQP iterations: ${solver.osqp_iterations}; active-set steps: ${solver.polish_steps}.`}
      </p>
      {result.binding.length > 0 ? (
        <>
          <h3>{t`Limits that bind`}</h3>
          <ul>
            {result.binding.map((binding) => (
              <li key={`${binding.kind} ${binding.name}`}>
                {bindingText(binding, format)}
                {binding.shadow_price === null ? null : (
                  <span className="qd-dim">
                    {" "}
                    {t`(easing it by one point gains ${format.percent(binding.shadow_price / 100, 4)})`}
                  </span>
                )}
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </>
  );
}

function Proof({ result, solve_ms }: { result: Result; solve_ms: number | null }) {
  const { t } = useLingui();
  const format = useFormat();
  const [isOpen, setIsOpen] = useState(false);
  const { residuals } = result;
  const worst = Math.max(residuals.primal, residuals.stationarity, residuals.dual, residuals.complementarity);
  const time = solve_ms === null ? "—" : format.number(solve_ms, 1);
  return (
    <>
      <details className="qd-proof" open={isOpen} onToggle={(event) => setIsOpen(event.currentTarget.open)}>
        <summary>
          {t`Status: ${result.status}. Largest optimality residual ${tiny(worst)}. Solved in ${time} ms.`}
        </summary>
        {isOpen ? <ProofDetails result={result} /> : null}
      </details>
      {result.warnings?.map((warning) => (
        <p key={warning} className="qd-warn">
          {warning}
        </p>
      ))}
    </>
  );
}

export function Outcome({ session, universe }: { session: Session; universe: Universe }) {
  const { t } = useLingui();
  const solution: Solution = useSlice(session.solution, (value) => value);
  const { result } = solution;
  const { current } = universe;
  const none = t`There is no solution.`;
  const figure = (title: string, now: ReactNode, today: ReactNode): ReactNode => (
    <div>
      <dt>{title}</dt>
      <dd>{now}</dd>
      <dd className="qd-small qd-dim">
        {t`Today`} {today}
      </dd>
    </div>
  );
  const notHeld = t`None of these instruments is held.`;
  return (
    <section className="qd-outcome" aria-label={t`Solution`}>
      <dl className="qd-figures">
        {figure(
          t`Expected return`,
          <Percent value={result?.expected_return} reason={none} />,
          <Percent value={current?.expected_return} reason={notHeld} />,
        )}
        {figure(
          t`Volatility`,
          <Percent value={result?.volatility} reason={none} />,
          <Percent value={current?.volatility} reason={notHeld} />,
        )}
        {figure(
          t`Sharpe ratio`,
          <Num value={result?.sharpe} digits={3} reason={result?.sharpe_reason ?? none} />,
          <Num value={current?.sharpe} digits={3} reason={notHeld} />,
        )}
      </dl>
      {result ? <Proof result={result} solve_ms={solution.solve_ms} /> : null}
      {solution.error ? <p className="qd-danger qd-outcome-error">{solution.error.message}</p> : null}
    </section>
  );
}
