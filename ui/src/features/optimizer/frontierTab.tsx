// The frontier with the chosen point, the weights along it, and the weights of the solution.
import { useLingui } from "@lingui/react/macro";

import { frontierAt } from "@/charts/frontier/data";
import { FrontierChart } from "@/charts/frontier/FrontierChart";
import { TransitionMap } from "@/charts/TransitionMap";
import { LayerLegend, LayerMenu } from "./insight/layers";
import { insightOf } from "./insight/store";
import { type Session } from "./session";
import { type Universe } from "./types";
import { SolutionWeights } from "./weights";

export function FrontierTab({ session, universe }: { session: Session; universe: Universe }) {
  const { t } = useLingui();
  const pick = (expected_return: number): void =>
    session.dispatch({ type: "pick", expected_return }, performance.now());
  const pickPlace = (place: number): void => {
    const point = frontierAt(session.frontier.get(), place);
    if (point) pick(point.expected_return);
  };
  return (
    <div className="qd-optimizer-charts">
      <div className="qd-optimizer-frontier">
        <FrontierChart
          title={t`Efficient frontier`}
          source={session.frontier}
          onPick={(_, expected_return) => pick(expected_return)}
          overlay={insightOf(session).overlay}
          controls={<LayerMenu session={session} />}
          legend={<LayerLegend session={session} />}
        />
      </div>
      <div className="qd-optimizer-transition">
        <TransitionMap title={t`Weights along the frontier`} source={session.transition} onPick={pickPlace} />
      </div>
      <SolutionWeights session={session} universe={universe} />
    </div>
  );
}
