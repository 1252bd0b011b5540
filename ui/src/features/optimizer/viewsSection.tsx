// The Black–Litterman views: what one thinks of single assets or pairs, how sure one is, and what becomes of the prior.
import { useLingui } from "@lingui/react/macro";

import { Button } from "@/ui/Button";
import { Select } from "@/ui/fields/Select";
import { Switch } from "@/ui/fields/Toggle";
import { useSlice } from "@/ui/useSlice";
import {
  type BlackLittermanModel,
  errorsOf,
  firstView,
  replaced,
  TAU,
  type Trust,
  trusting,
  trustOf,
  withViews,
} from "./estimates";
import { NumberInput } from "@/ui/fields/NumberInput";
import { PosteriorTable } from "./posteriorTable";
import { ReturnsFields } from "./returnsFields";
import { Section } from "./section";
import { type Session } from "./session";
import { type ReturnsModel, type Universe, type View } from "./types";
import { useSymbols } from "./useSymbols";
import { ViewRow } from "./viewRow";

function ViewsEditor({
  session,
  universe,
  model,
}: {
  session: Session;
  universe: Universe;
  model: BlackLittermanModel;
}) {
  const { t } = useLingui();
  const symbols = useSymbols(session, universe);
  const set = (returnsModel: ReturnsModel): void => session.dispatch({ type: "set", change: { returnsModel } });
  const trust = trustOf(model);
  const errors = errorsOf(model);
  const prior = model.prior ?? { model: "equilibrium" as const };
  const change = (views: View[], nextErrors: readonly number[]): void =>
    set(views.length === 0 ? prior : replaced(model, views, nextErrors));
  return (
    <>
      {model.views.map((view, i) => (
        <ViewRow
          key={i}
          number={i + 1}
          view={view}
          symbols={symbols}
          trust={trust}
          error={errors[i] ?? 0}
          onChange={(next) =>
            change(
              model.views.map((v, k) => (k === i ? next : v)),
              errors,
            )
          }
          onError={(error) =>
            change(
              [...model.views],
              errors.map((e, k) => (k === i ? error : e)),
            )
          }
          onRemove={() =>
            change(
              model.views.filter((_, k) => k !== i),
              errors.filter((_, k) => k !== i),
            )
          }
        />
      ))}
      <div>
        <Button
          size="small"
          icon="plus"
          onPress={() => {
            const { confidence, ...view } = firstView(universe);
            change(
              [...model.views, trust === "confidence" ? { ...view, confidence: confidence ?? 0.5 } : view],
              [...errors, 0.02],
            );
          }}
        >
          {t`Add a view`}
        </Button>
      </div>
      <div className="qd-form">
        <Select
          label={t`How sure the views are`}
          value={trust}
          onChange={(next: Trust) => set(trusting(model, next))}
          options={[
            { id: "confidence" as const, label: t`By confidence (Idzorek)` },
            { id: "variance" as const, label: t`By standard errors of my own` },
            { id: "proportional" as const, label: t`As the prior (He–Litterman)` },
          ]}
        />
        <ReturnsFields
          label={t`Prior`}
          model={prior}
          universe={universe}
          symbols={symbols}
          isPrior
          onChange={(next) => set({ ...model, prior: next })}
        />
        <NumberInput
          label={t`Uncertainty of the prior (τ)`}
          value={model.tau ?? TAU}
          min={0.01}
          max={1}
          step={0.01}
          onChange={(tau) => set({ ...model, tau: tau ?? TAU })}
        />
      </div>
      <Switch
        label={t`Covariance of the posterior`}
        description={t`With the uncertainty of the means in it; off: the prior's.`}
        value={model.posterior_covariance ?? true}
        onChange={(posterior_covariance) => set({ ...model, posterior_covariance })}
      />
      <PosteriorTable universe={universe} />
    </>
  );
}

export function ViewsSection({ session, universe }: { session: Session; universe: Universe }) {
  const { t } = useLingui();
  const model = useSlice(session.form, (form) => form.returnsModel);
  const isOn = model.model === "black_litterman";
  return (
    <Section id="views" title={t`Views`} note={isOn ? t`${model.views.length} on the market` : t`Black–Litterman`}>
      {isOn ? (
        <ViewsEditor session={session} universe={universe} model={model} />
      ) : (
        <>
          <p className="qd-dim">
            {t`Say what you expect of an asset, or of one against another, and how sure you are. Expected returns move from a prior towards your views.`}
          </p>
          <div>
            <Button
              icon="plus"
              onPress={() =>
                session.dispatch({
                  type: "set",
                  change: { returnsModel: withViews(model, [firstView(universe)]) },
                })
              }
            >
              {t`Add a view`}
            </Button>
          </div>
        </>
      )}
    </Section>
  );
}
