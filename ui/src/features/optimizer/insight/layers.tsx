// Which layers lie over the frontier: corner portfolios, what resampling found, other runs.
import { useEffect, useEffectEvent, useSyncExternalStore } from "react";
import { useLingui } from "@lingui/react/macro";

import { useFormat } from "@/ui/display";
import { MenuButton } from "@/ui/Menu";
import { type Session } from "../session";
import { insightOf, type Layer } from "./store";
import { type Corner } from "./types";

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

/** Puts the session's corner portfolios over the frontier, with what changes at each. */
function useCorners(session: Session): void {
  const insight = insightOf(session);
  const words = useChangeWords();
  const format = useFormat();
  /** Nothing changes at the first corner: it is told by its largest weights. */
  const largest = (weights: Corner["weights"]): string =>
    Object.entries(weights)
      .sort(([, a], [, b]) => b - a)
      .slice(0, 3)
      .map(([name, weight]) => `${name} ${format.percent(weight, 1)}`)
      .join(", ");
  const show = useEffectEvent(() => {
    const corners = session.corners.get().map(({ expected_return, volatility, weights, changes }) => ({
      expected_return,
      volatility,
      changes: changes.length === 0 ? [largest(weights)] : changes.map(words),
    }));
    if (corners.length > 0 || insight.known.get().corners.length > 0) {
      insight.known.update((known) => ({ ...known, corners }));
    }
  });
  useEffect(() => {
    show();
    return session.corners.subscribe(() => show());
  }, [session]);
}

/** What the layers that are drawn look like. */
export function LayerLegend({ session }: { session: Session }) {
  const { t } = useLingui();
  const { overlay } = insightOf(session);
  const { corners, band, region, runs } = useSyncExternalStore(overlay.subscribe, overlay.get);
  const keys: [boolean, string, string, string][] = [
    [corners.length > 0, "▲", "var(--qd-text)", t`Corner`],
    [band.length > 0, "╍", "var(--qd-series-4)", t`Resampled`],
    [region !== null, "◌", "var(--qd-warn)", t`Confidence region`],
    [runs.length > 0, "✕", "var(--qd-series-5)", t`Saved run`],
  ];
  return keys.map(([isShown, mark, color, name]) =>
    isShown ? (
      <span key={name} className="qd-key">
        <span aria-hidden="true" style={{ color }}>
          {mark}
        </span>
        {name}
      </span>
    ) : null,
  );
}

/** Chooses the layers. */
export function LayerMenu({ session }: { session: Session }) {
  const { t } = useLingui();
  const insight = insightOf(session);
  const layers = useSyncExternalStore(insight.layers.subscribe, insight.layers.get);
  const hasBand = useSyncExternalStore(insight.known.subscribe, () => insight.known.get().band.length > 0);
  const hasRegion = useSyncExternalStore(insight.known.subscribe, () => insight.known.get().region !== null);
  const hasRuns = useSyncExternalStore(insight.known.subscribe, () => insight.known.get().runs.length > 0);
  useCorners(session);
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
        item("band", t`Resampled band (after resampling)`, hasBand),
        item("region", t`Confidence region (after resampling)`, hasRegion),
        item("runs", t`Saved runs (chosen under Compare)`, hasRuns),
      ]}
    >
      {t`Layers`}
    </MenuButton>
  );
}
