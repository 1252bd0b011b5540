// What came out: return, volatility and Sharpe beside today's, and the proof that it is optimal.
import { type ReactNode } from "react";
import { useLingui } from "@lingui/react/macro";

import { type Explanation } from "@/api/types";
import { MINUS } from "@/lib/format";
import { useFormat } from "@/ui/display";
import { Explainable, Num, Percent } from "@/ui/numbers";
import { useSlice } from "@/ui/useSlice";
import { type Explained, explainReturn, explainSharpe, explainVolatility } from "./insight/explain";
import { useExplain } from "./insight/useExplain";
import { type Session, type Solution } from "./session";
import { type Result, type Universe } from "./types";

/** A tiny number such as 3.1e−13. */
export function tiny(value: number): string {
  return value === 0 ? "0" : value.toExponential(1).replace(/-/g, MINUS);
}

/** The proof in a line; its parts stand under "Why". */
function Proof({ result, solve_ms }: { result: Result; solve_ms: number | null }) {
  const { t } = useLingui();
  const format = useFormat();
  const { residuals } = result;
  const worst = Math.max(residuals.primal, residuals.stationarity, residuals.dual, residuals.complementarity);
  const time = solve_ms === null ? "—" : format.number(solve_ms, 1);
  return (
    <>
      <p className="qd-proof">
        {result.status === "optimal"
          ? t`Optimal: largest residual ${tiny(worst)}. Solved in ${time} ms.`
          : t`By its rule: there is no optimum to prove. Solved in ${time} ms.`}
      </p>
      {result.warnings?.map((warning) => (
        <p key={warning} className="qd-warn">
          {warning}
        </p>
      ))}
    </>
  );
}

/** A figure that opens; as it is while there is nothing to open. */
function Opening({
  label,
  onExplain,
  children,
}: {
  label: string;
  onExplain: (() => void) | null;
  children: ReactNode;
}) {
  if (!onExplain) return children;
  return (
    <Explainable label={label} onExplain={onExplain}>
      {children}
    </Explainable>
  );
}

export function Outcome({ session, universe }: { session: Session; universe: Universe }) {
  const { t } = useLingui();
  const solution: Solution = useSlice(session.solution, (value) => value);
  const { result } = solution;
  const { current } = universe;
  const { explain, dialog } = useExplain();
  const format = useFormat();
  const none = t`There is no solution.`;
  const notHeld = t`None of these instruments is held.`;
  const about = (shown: Explained["result"] | null | undefined): Explained | null =>
    shown
      ? { universe, result: shown, risk_free_rate: session.form.get().riskFreeRate ?? universe.risk_free_rate }
      : null;
  const [now, then] = [about(result), about(current ? { ...current, sharpe_reason: null } : null)];
  const figure = (
    title: string,
    tree: (about: Explained) => Explanation,
    write: (shown: Explained["result"] | undefined) => string,
    show: (shown: Explained["result"] | undefined, reason: string) => ReactNode,
  ): ReactNode => {
    const opens = (of: Explained | null): (() => void) | null => (of ? () => explain(tree(of)) : null);
    return (
      <div>
        <dt>{title}</dt>
        <dd>
          <Opening label={`${title}: ${write(now?.result)}`} onExplain={opens(now)}>
            {show(now?.result, none)}
          </Opening>
        </dd>
        <dd className="qd-small qd-dim">
          {t`Today`}{" "}
          <Opening label={t`${title} today: ${write(then?.result)}`} onExplain={opens(then)}>
            {show(then?.result, notHeld)}
          </Opening>
        </dd>
      </div>
    );
  };
  return (
    <section className="qd-outcome" aria-label={t`Solution`}>
      <dl className="qd-figures">
        {figure(
          t`Expected return`,
          explainReturn,
          (shown) => format.percent(shown?.expected_return),
          (shown, reason) => (
            <Percent value={shown?.expected_return} reason={reason} />
          ),
        )}
        {figure(
          t`Volatility`,
          explainVolatility,
          (shown) => format.percent(shown?.volatility),
          (shown, reason) => (
            <Percent value={shown?.volatility} reason={reason} />
          ),
        )}
        {figure(
          t`Sharpe ratio`,
          explainSharpe,
          (shown) => format.number(shown?.sharpe, 3),
          (shown, reason) => (
            <Num value={shown?.sharpe} digits={3} reason={shown?.sharpe_reason ?? reason} />
          ),
        )}
      </dl>
      {result ? <Proof result={result} solve_ms={solution.solve_ms} /> : null}
      {solution.error ? <p className="qd-danger qd-outcome-error">{solution.error.message}</p> : null}
      {dialog}
    </section>
  );
}
