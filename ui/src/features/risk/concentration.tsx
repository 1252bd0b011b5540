// How few sectors, currencies and kinds of assets the portfolio rests on.
import { useLingui } from "@lingui/react/macro";

import { ASSET_CLASS } from "@/api/labels";
import { Figure, Part } from "@/api/risk";
import { type AssetClass } from "@/api/types";
import { AllocationBar } from "@/charts/AllocationBar";
import { useFormat } from "@/ui/display";
import { Num, Percent } from "@/ui/numbers";
import { type Report, type Spread } from "./types";

export function Concentration({ report }: { report: Report }) {
  const { t, i18n } = useLingui();
  const { holdings, sectors, currencies, asset_classes, bets } = report.concentration;
  const named = (name: string): string => {
    const label = ASSET_CLASS[name as AssetClass];
    return label ? i18n._(label) : name;
  };
  return (
    <Part title={t`Concentration`}>
      <dl className="qd-figures qd-risk-figures">
        <Figure title={t`Effective holdings`} note={t`as many equal ones would be as concentrated`}>
          <Num value={holdings.value?.effective_number} digits={2} reason={holdings.undefined} />
        </Figure>
        <Figure title={t`Largest holding`}>
          <Percent value={holdings.value?.largest} reason={holdings.undefined} />
        </Figure>
        <Figure title={t`Largest five`}>
          <Percent value={holdings.value?.largest_five} reason={holdings.undefined} />
        </Figure>
        <Figure title={t`Diversification ratio`} note={t`mean volatility of holdings over that of the whole`}>
          <Num value={bets.value?.diversification_ratio} digits={2} reason={bets.undefined} />
        </Figure>
      </dl>
      <div className="qd-risk-thirds">
        <Groups header={t`Sector`} label={t`By sector`} spread={sectors} named={(name) => name} />
        <Groups header={t`Currency`} label={t`By currency`} spread={currencies} named={(name) => name} />
        <Groups header={t`Asset class`} label={t`By asset class`} spread={asset_classes} named={named} />
      </div>
    </Part>
  );
}

function Groups({
  header,
  label,
  spread,
  named,
}: {
  header: string;
  label: string;
  spread: Spread;
  named: (name: string) => string;
}) {
  const { t } = useLingui();
  const format = useFormat();
  if (!spread.value) return <p className="qd-dim">{`${label}: ${spread.undefined ?? ""}`}</p>;
  const { groups, concentration, unknown_share } = spread.value;
  const parts = groups.map(({ name, net_value, share }) => ({
    name: named(name),
    weight: share,
    value: net_value.toFixed(2),
  }));
  return (
    <div className="qd-risk-part">
      <AllocationBar label={label} header={header} parts={parts} reason="" />
      <p className="qd-small qd-dim">
        {t`as concentrated as ${format.number(concentration.effective_number, 2)} equal ones`}
        {unknown_share > 0 ? ` · ${t`${format.percent(unknown_share)} of all without one`}` : null}
      </p>
    </div>
  );
}
