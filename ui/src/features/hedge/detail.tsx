// One hedge in words, what it leaves of each figure, and what options add.
import { useLingui } from "@lingui/react/macro";

import { Figure, Part } from "@/api/risk";
import { useFormat } from "@/ui/display";
import { Money, Num, Percent } from "@/ui/numbers";
import { titled } from "./settings";
import { type Hedge, type Report } from "./types";

export function HedgeDetail({ hedge, report }: { hedge: Hedge; report: Report }) {
  const { t } = useLingui();
  const rows: [string, number, number][] = [
    [t`Value at risk`, report.value_at_risk, hedge.value_at_risk],
    [t`Mean loss beyond it`, report.conditional_value_at_risk, hedge.conditional_value_at_risk],
    [t`Deviation`, report.deviation, hedge.deviation],
  ];
  return (
    <Part title={titled(hedge.name)}>
      <div className="qd-risk-beside">
        <ol className="qd-risk-words">
          {hedge.words.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ol>
        <div className="qd-risk-part">
          <table className="qd-plain-table" aria-label={t`Without and with the hedge`}>
            <thead>
              <tr>
                <th scope="col">{t`Over the horizon`}</th>
                <th scope="col" className="qd-end">{t`Without`}</th>
                <th scope="col" className="qd-end">{t`With`}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map(([name, before, after]) => (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  <td className="qd-end">
                    <Percent value={before} />
                  </td>
                  <td className="qd-end">
                    <Percent value={after} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          <Band hedge={hedge} />
          <Options hedge={hedge} />
        </div>
      </div>
    </Part>
  );
}

function Band({ hedge }: { hedge: Hedge }) {
  const { t } = useLingui();
  const format = useFormat();
  if (!hedge.band) return null;
  const number = (value: number): string => format.number(value, 3);
  return (
    <p className="qd-note">
      {t`Leave it alone while its ratio to the capital lies between ${number(hedge.band.lower)} and ${number(hedge.band.upper)}.`}
    </p>
  );
}

function Options({ hedge }: { hedge: Hedge }) {
  const { t } = useLingui();
  const { option } = hedge;
  if (!option) return null;
  const { greeks } = option;
  return (
    <dl className="qd-figures qd-risk-figures">
      <Figure title={t`Premium`}>
        <Money value={option.premium.toFixed(2)} />
      </Figure>
      <Figure title={t`Implied volatility`} note={option.volatility_source}>
        <Percent value={option.put_volatility} />
      </Figure>
      <Figure title={t`Loses at most`}>
        <Percent value={option.protected_loss} />
      </Figure>
      <Figure title={t`Gains at most`}>
        <Percent value={option.capped_gain} reason={t`Without a call sold there is no limit.`} />
      </Figure>
      <Figure title={t`Delta`}>
        <Num value={greeks.delta} digits={2} />
      </Figure>
      <Figure title={t`Gamma`}>
        <Num value={greeks.gamma} digits={4} />
      </Figure>
      <Figure title={t`Vega`} note={t`for 100 points of volatility`}>
        <Num value={greeks.vega} digits={2} />
      </Figure>
      <Figure title={t`Theta`} note={t`a year`}>
        <Num value={greeks.theta} digits={2} />
      </Figure>
    </dl>
  );
}
