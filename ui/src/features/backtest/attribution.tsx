// What a run cost, and where its gain came from by decision.
import { useLingui } from "@lingui/react/macro";

import { type BacktestOutcome, DECISIONS } from "@/api/backtest/types";
import { DECISION } from "@/api/backtest/words";
import { Figure, Part } from "@/api/risk";
import { Waterfall } from "@/charts/bars/Waterfall";
import { useFormat } from "@/ui/display";
import { Money } from "@/ui/numbers";
import { steps } from "./steps";

export function Attribution({ result }: { result: BacktestOutcome }) {
  const { t, i18n } = useLingui();
  const format = useFormat();
  const { attribution, costs, currency, cash } = result;
  const show = (amount: string): string => `${format.money(amount, currency, 0, true)} ${currency}`;
  const money = (value: string | null, reason?: string) => (
    <Money value={value} currency={currency} {...(reason ? { reason } : {})} />
  );
  return (
    <div className="qd-risk-beside">
      <Part title={t`Where the gain came from`}>
        {attribution ? (
          <>
            <Waterfall
              title={t`Gain by decision`}
              steps={steps(attribution, Number(cash), (id) => i18n._(DECISION[id]), t`Together`, show)}
            />
            <p className="qd-small qd-dim">
              {t`The choice of trades is what closed round trips would have brought at equal sizes; sizes are what came of making some larger than others. Both before costs. The ${DECISIONS.length} parts add up to the whole.`}
            </p>
          </>
        ) : (
          <p className="qd-dim">{t`A rate, a price or a slippage is not known, so the gain cannot be divided.`}</p>
        )}
      </Part>
      <Part title={t`Costs`}>
        <dl className="qd-figures qd-risk-figures">
          <Figure title={t`Fees`}>{money(costs.fees)}</Figure>
          <Figure title={t`Slippage`} note={t`within the prices of the fills`}>
            {money(costs.slippage, t`The price of the market is not known at every fill.`)}
          </Figure>
          <Figure title={t`Interest paid`} note={t`less interest received`}>
            {money(costs.interest)}
          </Figure>
          <Figure title={t`Borrowed units`}>{money(costs.borrow)}</Figure>
          <Figure title={t`Dividends received`} note={t`no cost, but no price either`}>
            {money(costs.dividends)}
          </Figure>
        </dl>
      </Part>
    </div>
  );
}
