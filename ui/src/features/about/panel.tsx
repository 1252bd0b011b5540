// About: what this is, its version, where the data lives, under which licences.
import { Trans, useLingui } from "@lingui/react/macro";

import { useGet } from "@/api/queries";
import { QueryView } from "@/api/QueryView";
import { type Workspace } from "@/api/types";
import { Button } from "@/ui/Button";
import { useFormat } from "@/ui/display";
import { useHost } from "@/ui/host";
import { PanelFrame } from "@/ui/PanelFrame";

export default function AboutPanel() {
  const { t } = useLingui();
  const format = useFormat();
  const host = useHost();
  const workspace = useGet<Workspace>("/workspace");
  return (
    <PanelFrame label={t`About`}>
      <QueryView query={workspace}>
        {(data) => (
          <div className="qd-stack" style={{ maxWidth: 640 }}>
            <h2>Quarterdeck</h2>
            <p>
              <Trans>
                A trading workstation that keeps your books, prices and computations on your own disk. It needs no
                server and sends nothing anywhere.
              </Trans>
            </p>
            <dl className="qd-facts">
              <dt>{t`Version`}</dt>
              <dd>{data.version}</dd>
              <dt>{t`Workspace`}</dt>
              <dd>{data.name}</dd>
              <dt>{t`Kept in`}</dt>
              <dd>
                <code>{data.path}</code>
              </dd>
              {Object.entries(data.counts).map(([noun, count]) => (
                <Count key={noun} noun={noun} count={format.number(count, 0)} />
              ))}
              <dt>{t`Licence`}</dt>
              <dd>MIT OR Apache-2.0</dd>
            </dl>
            <p className="qd-dim">
              <Trans>
                Charts: Lightweight Charts by TradingView, Apache-2.0. Docking: FlexLayout, MIT. Controls: React Aria,
                Apache-2.0.
              </Trans>
            </p>
            <div className="qd-row">
              <Button icon="guide" onPress={() => host.openPanel("guide")}>{t`Open the guide`}</Button>
              <Button icon="diagnostics" onPress={() => host.openPanel("diagnostics")}>{t`Diagnostics`}</Button>
            </div>
          </div>
        )}
      </QueryView>
    </PanelFrame>
  );
}

function Count({ noun, count }: { noun: string; count: string }) {
  const { t } = useLingui();
  const words: Record<string, string> = {
    instruments: t`Instruments`,
    accounts: t`Accounts`,
    transactions: t`Transactions`,
    fx_rates: t`FX rates`,
    bars: t`Daily prices`,
    optimizations: t`Saved optimizations`,
  };
  return (
    <>
      <dt>{words[noun] ?? noun}</dt>
      <dd>{count}</dd>
    </>
  );
}
