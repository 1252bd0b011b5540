// How much of the best trial is luck, in words and figures.
import { type ReactNode } from "react";
import { useLingui } from "@lingui/react/macro";

import { parameterTitle } from "@/api/backtest/parameterFields";
import { FigureValue } from "@/api/backtest/figureValue";
import { type SweepVerdict, type SweepView } from "@/api/backtest/types";
import { useFigureName } from "@/api/backtest/words";
import { Figure, Part } from "@/api/risk";
import { useFormat } from "@/ui/display";
import { Num, Percent } from "@/ui/numbers";
import { judged } from "./judge";

export function VerdictPart({ sweep }: { sweep: SweepView }) {
  const { t } = useLingui();
  return (
    <Part title={t`Verdict`}>
      {sweep.verdict === null ? (
        <p className="qd-dim">{t`The verdict needs every trial: it comes when the sweep has gone on to its end.`}</p>
      ) : (
        <Verdict sweep={sweep} verdict={sweep.verdict} />
      )}
    </Part>
  );
}

function Verdict({ sweep, verdict }: { sweep: SweepView; verdict: SweepVerdict }) {
  const { t } = useLingui();
  const format = useFormat();
  const name = useFigureName();
  const { summary } = sweep;
  const best = sweep.trials.find(({ index }) => index === sweep.best);
  const trials = format.number(verdict.n_trials, 0);
  const words: Record<ReturnType<typeof judged>, string> = {
    sound: t`The best trial stands out from what luck gives among ${trials}, and what was best on one half of the days was mostly good on the other.`,
    lucky: t`The best of ${trials} trials without any skill would look about like this one: its figure is likely luck.`,
    overfitted: t`What was best on one half of the days was mostly among the worse on the other: the choice is fitted to the past.`,
    lucky_and_overfitted: t`The best of ${trials} trials is no better than luck gives, and what was best on one half of the days was mostly among the worse on the other. Do not rely on it.`,
    unknown: t`These trials do not tell how much of the best one is luck.`,
  };
  const judgement = judged(verdict);
  const why = verdict.undefined.join("; ") || t`It is undefined for these trials.`;
  const set: ReactNode = best
    ? Object.entries(best.parameters)
        .map(([parameter, value]) => `${parameterTitle(parameter)} ${format.number(value, { min: 0, max: 6 })}`)
        .join(", ")
    : null;
  return (
    <>
      <p className={`qd-notice${judgement === "sound" ? "" : " qd-notice-warn"}`} role="note">
        {words[judgement]}
      </p>
      <dl className="qd-figures qd-risk-figures">
        <Figure title={t`Best: ${name(summary.figure)}`} note={set}>
          <FigureValue
            name={summary.figure}
            value={best?.figures[summary.figure]}
            reason={t`No trial has this figure.`}
          />
        </Figure>
        <Figure title={name("deflated_sharpe")} note={t`probability that it beats the best of luck`}>
          <Percent value={verdict.deflated_sharpe} digits={1} reason={why} />
        </Figure>
        <Figure title={name("probabilistic_sharpe")} note={t`if it had been the only trial`}>
          <Percent value={verdict.probabilistic_sharpe} digits={1} reason={why} />
        </Figure>
        <Figure title={t`Sharpe ratio a period`} note={t`of the trial with the highest`}>
          <Num value={verdict.sharpe} digits={4} reason={why} />
        </Figure>
        <Figure title={t`By luck alone`} note={t`the best of so many trials without skill`}>
          <Num value={verdict.expected_best_sharpe} digits={4} reason={why} />
        </Figure>
        <Figure title={t`Probability of overfitting`} note={t`the best of one half is poor on the other`}>
          <Percent value={verdict.overfitting?.probability} digits={1} reason={why} />
        </Figure>
        <Figure title={t`Loss elsewhere`} note={t`the best of one half loses on the other`}>
          <Percent value={verdict.overfitting?.probability_of_loss} digits={1} reason={why} />
        </Figure>
      </dl>
      <Validation verdict={verdict} />
      {verdict.undefined.length > 0 ? (
        <ul className="qd-risk-words qd-small qd-dim">
          {verdict.undefined.map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      ) : null}
    </>
  );
}

/** What choosing on one part of the past gave on others. A verdict from before these were worked out has neither. */
function Validation({ verdict }: { verdict: SweepVerdict }) {
  const { t } = useLingui();
  const format = useFormat();
  const { walk_forward: walked, cross_validation: crossed } = verdict as Partial<SweepVerdict>;
  if (!walked && !crossed) return null;
  const why = t`It is undefined for these trials.`;
  return (
    <dl className="qd-figures qd-risk-figures">
      {walked ? (
        <>
          <Figure
            title={t`Walk-forward, Sharpe ratio a period`}
            note={t`${format.number(walked.stretches.length, 0)} tests of ${format.number(walked.settings.test, 0)} periods, each after choosing on ${format.number(walked.settings.train, 0)}`}
          >
            <Num value={walked.sharpe} digits={4} reason={why} />
          </Figure>
          <Figure title={t`Walk-forward, return`} note={t`of the tests one after another`}>
            <Percent value={walked.total_return} digits={2} reason={why} />
          </Figure>
          <Figure title={t`Walk-forward efficiency`} note={t`of what the trainings promised`}>
            <Percent value={walked.efficiency} digits={0} reason={t`The trainings promised nothing above zero.`} />
          </Figure>
        </>
      ) : null}
      {crossed ? (
        <>
          <Figure
            title={t`Cross-validation, Sharpe ratio a period`}
            note={t`in the middle of ${format.number(crossed.n_paths, 0)} histories out of ${format.number(crossed.n_splits, 0)} splits`}
          >
            <Num value={crossed.median_sharpe} digits={4} reason={why} />
          </Figure>
          <Figure title={t`Lowest and highest of them`}>
            <Num value={crossed.lowest_sharpe} digits={4} reason={why} /> …{" "}
            <Num value={crossed.highest_sharpe} digits={4} reason={why} />
          </Figure>
          <Figure title={t`Histories that lost`}>
            <Percent value={crossed.probability_of_loss} digits={0} />
          </Figure>
        </>
      ) : null}
    </dl>
  );
}
