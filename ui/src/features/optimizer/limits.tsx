// The limits of weights: each asset, each group, and everything beyond; says at once whether they can hold together.
import { useLingui } from "@lingui/react/macro";

import { Button } from "@/ui/Button";
import { Switch } from "@/ui/fields/Toggle";
import { Icon } from "@/ui/Icon";
import { useSlice } from "@/ui/useSlice";
import { placeOfError } from "./blame";
import { hasLimits } from "./form";
import { GroupLimits } from "./groupLimits";
import { LimitRow, LimitTable } from "./limitRow";
import { RelativeLimits } from "./relativeLimits";
import { RulesEditor } from "./rulesEditor";
import { Section } from "./section";
import { type Session } from "./session";
import { SolverError } from "./solverError";
import { type Universe } from "./types";

/** Whether a portfolio keeps all limits; the contradiction itself is told by the error. */
export function Feasibility({ session }: { session: Session }) {
  const { t } = useLingui();
  const state = useSlice(session.solution, ({ result, error }) => {
    if (error) return placeOfError(error) === "limits" ? "contradictory" : "other";
    return result ? "feasible" : "other";
  });
  if (state === "other") return null;
  return (
    <span className={`qd-feasible qd-small ${state === "feasible" ? "qd-dim" : "qd-danger"}`} role="status">
      <Icon name={state === "feasible" ? "check" : "warning"} size={12} />
      {state === "feasible" ? t`Limits can be met` : t`Limits contradict each other`}
    </span>
  );
}

export function LimitsSection({ session, universe }: { session: Session; universe: Universe }) {
  const { t } = useLingui();
  const longOnly = useSlice(session.form, (form) => form.longOnly);
  const isLimited = useSlice(session.form, hasLimits);
  const nGroups = useSlice(session.form, (form) => Object.keys(form.groups).length + form.relatives.length);
  const nRules = useSlice(
    session.form,
    ({ rules }) =>
      Object.keys(rules.caps).length +
      rules.factors.length +
      [rules.doNotTrade.length, rules.exclusions.length].filter((count) => count > 0).length +
      [rules.net, rules.roundLots].filter((rule) => rule !== null).length,
  );
  return (
    <>
      <section className="qd-optimizer-section" aria-label={t`Limits`}>
        <div className="qd-row">
          <h2 className="qd-grow">{t`Limits`}</h2>
          <Feasibility session={session} />
          <Button
            size="small"
            variant="quiet"
            isDisabled={!isLimited}
            onPress={() => session.dispatch({ type: "clear_limits" })}
          >
            {t`Clear limits`}
          </Button>
        </div>
        <SolverError session={session} place="limits" />
        <Switch
          label={t`Long only`}
          description={longOnly ? t`No weight below zero.` : t`Weights from −100% to 100%: assets may be sold short.`}
          value={longOnly}
          onChange={(value) => session.dispatch({ type: "long_only", value })}
        />
        <LimitTable label={t`Limits by asset`} header={t`Asset`}>
          {universe.assets.map(({ symbol }) => (
            <LimitRow key={symbol} session={session} id={symbol} isGroup={false} name={symbol} />
          ))}
        </LimitTable>
      </section>
      <Section
        id="groups"
        title={t`Groups`}
        note={nGroups > 0 ? t`${nGroups} limited` : t`sector, currency, class, country, own`}
        isOpenAtFirst
      >
        <GroupLimits session={session} universe={universe} />
        <RelativeLimits session={session} universe={universe} />
      </Section>
      <Section
        id="rules"
        title={t`More limits`}
        note={nRules > 0 ? t`${nRules} in force` : t`turnover, risk, leverage, positions, lots`}
      >
        <RulesEditor session={session} universe={universe} />
      </Section>
    </>
  );
}
