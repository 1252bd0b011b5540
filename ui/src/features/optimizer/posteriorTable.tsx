// What the views make of the prior, asset by asset.
import { useLingui } from "@lingui/react/macro";

import { Percent } from "@/ui/numbers";
import { type Universe } from "./types";

export function PosteriorTable({ universe }: { universe: Universe }) {
  const { t } = useLingui();
  const { views, assets, expected_returns } = universe;
  if (!views)
    return <p className="qd-dim qd-small">{t`Prior and posterior appear here once the views are estimated.`}</p>;
  return (
    <div className="qd-share-scroll" role="group" aria-label={t`Scrolls: prior and posterior`} tabIndex={0}>
      <table className="qd-weights" aria-label={t`Prior and posterior`}>
        <thead>
          <tr>
            <th scope="col">{t`Asset`}</th>
            <th scope="col">{t`Prior`}</th>
            <th scope="col">{t`Posterior`}</th>
            <th scope="col">{t`Change`}</th>
          </tr>
        </thead>
        <tbody>
          {assets.map(({ symbol }, i) => {
            const [before, after] = [views.prior[i] ?? null, expected_returns[i] ?? null];
            return (
              <tr key={symbol}>
                <th scope="row">{symbol}</th>
                <td>
                  <Percent value={before} />
                </td>
                <td>
                  <Percent value={after} />
                </td>
                <td>
                  <Percent value={before === null || after === null ? null : after - before} signed />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
