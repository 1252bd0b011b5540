// The weights of the solution beside today's: to read, to drag, to export.
import { useLingui } from "@lingui/react/macro";

import { WeightBars } from "@/charts/WeightBars";
import { copyText } from "@/lib/clipboard";
import { platform } from "@/platform/platform";
import { Button } from "@/ui/Button";
import { MenuButton } from "@/ui/Menu";
import { toast } from "@/ui/toasts";
import { useSlice } from "@/ui/useSlice";
import { resultJson, weightsCsv, type Exported } from "./exportWeights";
import { questionOf } from "./request";
import { type Session } from "./session";
import { type Universe } from "./types";

function ExportMenu({ session, universe }: { session: Session; universe: Universe }) {
  const { t } = useLingui();
  const exported = (write: (data: Exported) => Promise<unknown>, said: string): void => {
    const { result } = session.solution.get();
    if (!result) {
      toast({ kind: "error", text: t`There is no solution to export.` });
      return;
    }
    write({ universe, result }).then(
      () => toast({ kind: "success", text: said }),
      (error: unknown) => toast({ kind: "error", text: error instanceof Error ? error.message : String(error) }),
    );
  };
  const csv = (data: Exported): Promise<unknown> =>
    platform().saveFile("weights.csv", weightsCsv(data), "text/csv;charset=utf-8");
  const json = (data: Exported): Promise<unknown> => {
    const text = resultJson(data, questionOf(session.form.get(), universe));
    return platform().saveFile("optimization.json", text, "application/json");
  };
  return (
    <MenuButton
      label={t`Export weights`}
      icon="download"
      size="small"
      items={[
        {
          id: "copy",
          label: t`Copy as CSV`,
          onAction: () => exported((data) => copyText(weightsCsv(data)), t`Weights copied as CSV`),
        },
        { id: "csv", label: t`Save as CSV`, onAction: () => exported(csv, t`Weights saved`) },
        { id: "json", label: t`Save as JSON`, onAction: () => exported(json, t`Result saved`) },
      ]}
    />
  );
}

export function SolutionWeights({ session, universe }: { session: Session; universe: Universe }) {
  const { t } = useLingui();
  const names = universe.assets.map((asset) => asset.symbol);
  // Only which weights are pinned decides what is rendered: while one is dragged it is the same list.
  const pinned = useSlice(session.form, ({ pins }) => names.filter((name) => pins[name] !== undefined).join("\n"));
  const pins = new Set(pinned === "" ? [] : pinned.split("\n"));
  return (
    <section className="qd-optimizer-weights" aria-label={t`Weights of the solution`}>
      <div className="qd-row">
        <h2 className="qd-chart-title qd-grow">{t`Weights beside today's`}</h2>
        {pins.size > 0 ? (
          <Button size="small" variant="quiet" onPress={() => session.dispatch({ type: "release", symbol: null })}>
            {t`Release all (${pins.size})`}
          </Button>
        ) : null}
        <ExportMenu session={session} universe={universe} />
      </div>
      <WeightBars
        label={t`Weights`}
        names={names}
        source={session.weights}
        pinned={pins}
        onPin={(symbol, weight, inputAt) => session.dispatch({ type: "pin", symbol, weight }, inputAt)}
        onRelease={(symbol) => session.dispatch({ type: "release", symbol })}
      />
      <p className="qd-dim qd-small">
        {t`Drag a bar, use the arrow keys on it, or type a number: that weight is pinned and all others are solved anew.`}
      </p>
    </section>
  );
}
