// Which layers lie over the frontier, and the corner portfolios, which are asked for when they are first shown.
import { useEffect, useEffectEvent, useSyncExternalStore } from "react";
import { useLingui } from "@lingui/react/macro";

import { useFormat } from "@/ui/display";
import { MenuButton } from "@/ui/Menu";
import { type Session } from "../session";
import { type Universe } from "../types";
import { preview, questionOf } from "./queries";
import { latestWins } from "../latestWins";
import { insightOf, type Layer } from "./store";
import { type Corner, type Question, type Told } from "./types";

type Change = Corner["changes"][number];

/** What happens at a corner, in words. */
function useChangeWords(): (change: Change) => string {
  const { t } = useLingui();
  return ({ kind, name }) => {
    switch (kind) {
      case "asset_enters":
        return t`${name} begins to move`;
      case "asset_leaves":
        return t`${name} arrives at its lowest weight`;
      case "asset_reaches_upper":
        return t`${name} arrives at its highest weight`;
      case "group_binds":
        return t`${name} arrives at its limit`;
      case "group_released":
        return t`${name} leaves its limit`;
    }
  };
}

/** Fetches the corners while their layer is on, again whenever something they depend on has changed. */
export function useCorners(session: Session, universe: Universe): void {
  const insight = insightOf(session);
  const isOn = useSyncExternalStore(insight.layers.subscribe, () => insight.layers.get().corners);
  const words = useChangeWords();
  const format = useFormat();
  const show = useEffectEvent((told: Told) => {
    const first = (told.corners ?? [])[0];
    insight.known.update((known) => ({
      ...known,
      corners: (told.corners ?? []).map(({ expected_return, volatility, weights, changes }) => ({
        expected_return,
        volatility,
        changes:
          changes.length === 0 && first
            ? [
                Object.entries(weights)
                  .sort(([, a], [, b]) => b - a)
                  .slice(0, 4)
                  .map(([name, weight]) => `${name} ${format.percent(weight, 1)}`)
                  .join(", "),
              ]
            : changes.map(words),
      })),
    }));
  });
  useEffect(() => {
    if (!isOn) return;
    let last = "";
    const loop = latestWins<Question, Told>({
      call: preview,
      onAnswer: (told) => show(told),
      // The solver's refusal stands beside the fields already; corners of other limits would be wrong ones.
      onError: () => insight.known.update((known) => ({ ...known, corners: [] })),
    });
    const ask = (): void => {
      const question = questionOf(session.form.get(), universe);
      // Corners depend on limits and estimates, not on what is looked for among them.
      const plain: Question = {
        ...question,
        corners: true,
        request: { ...question.request, objective: "minimum_variance" },
      };
      delete plain.request.target_return;
      delete plain.request.target_volatility;
      delete plain.request.risk_aversion;
      const key = JSON.stringify(plain);
      if (key === last) return;
      last = key;
      loop.ask(plain);
    };
    ask();
    const stop = session.form.subscribe(ask);
    return () => {
      stop();
      loop.stop();
    };
  }, [isOn, session, universe, insight]);
}

/** Chooses the layers. */
export function LayerMenu({ session, universe }: { session: Session; universe: Universe }) {
  const { t } = useLingui();
  const insight = insightOf(session);
  const layers = useSyncExternalStore(insight.layers.subscribe, insight.layers.get);
  const known = useSyncExternalStore(insight.known.subscribe, insight.known.get);
  useCorners(session, universe);
  const item = (id: Layer, label: string, isThere: boolean) => ({
    id,
    label,
    isChecked: layers[id] && isThere,
    isDisabled: !isThere,
    onAction: () => insight.layers.update((current) => ({ ...current, [id]: !current[id] })),
  });
  return (
    <MenuButton
      label={t`Layers of the frontier`}
      size="small"
      items={[
        item("corners", t`Corner portfolios`, true),
        item("band", t`Resampled band (after resampling)`, known.band.length > 0),
        item("region", t`Confidence region (after resampling)`, known.region !== null),
        item("runs", t`Saved runs (chosen under Compare)`, known.runs.length > 0),
      ]}
    >
      {t`Layers`}
    </MenuButton>
  );
}
