// The trades lot by lot, and what rules forbid or make wait.
import { useLingui } from "@lingui/react/macro";

import { useGet } from "@/api/queries";
import { useDisplay } from "@/ui/display";
import { Num } from "@/ui/numbers";
import { type TaxReport } from "./types";

interface OpenLots {
  open: { id: string; opened_on: string }[];
}

/** What a lot is called: the day it was bought. */
function useLotName(): (lot: string | null | undefined) => string {
  const { t } = useLingui();
  const { format } = useDisplay();
  const lots = useGet<OpenLots>("/lots");
  const days = new Map((lots.data?.open ?? []).map(({ id, opened_on }) => [id, opened_on]));
  return (lot) => {
    if (!lot) return t`new`;
    const day = days.get(lot);
    // A lot that is not open any more is told by its last digits.
    return day === undefined ? `…${lot.slice(-6)}` : format.date(day);
  };
}

export function LotTrades({ tax }: { tax: TaxReport }) {
  const { t } = useLingui();
  const lotName = useLotName();
  if (tax.trades.length === 0) return <p>{t`Nothing is traded: what is held is the best there is, taxes counted.`}</p>;
  return (
    <div className="qd-compare-scroll">
      <table className="qd-weights" aria-label={t`Trades by lot`}>
        <thead>
          <tr>
            <th scope="col">{t`Asset`}</th>
            <th scope="col">{t`Trade`}</th>
            <th scope="col">{t`Lot of`}</th>
            <th scope="col">{t`Units`}</th>
            <th scope="col">{t`Amount`}</th>
            <th scope="col">{t`Gain`}</th>
            <th scope="col">{t`Term`}</th>
            <th scope="col">{t`Tax`}</th>
          </tr>
        </thead>
        <tbody>
          {tax.trades.map(({ action, asset, lot, quantity, amount, gain, term, tax: due }, i) => (
            <tr key={i}>
              <th scope="row">{asset}</th>
              <td>{action === "sell" ? t`Sell` : t`Buy`}</td>
              <td title={lot ?? undefined}>{lotName(lot)}</td>
              <td>
                <Num value={quantity} digits={{ min: 0, max: 4 }} />
              </td>
              <td>
                <Num value={amount} digits={2} />
              </td>
              <td>
                <Num value={gain} digits={2} signed reason={t`A purchase realizes nothing.`} />
              </td>
              <td>{term === "short" ? t`short` : term === "long" ? t`long` : "—"}</td>
              <td>
                <Num value={due} digits={2} reason={t`A purchase bears no tax.`} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export function TaxNotes({ tax }: { tax: TaxReport }) {
  const { t } = useLingui();
  const { format } = useDisplay();
  const lotName = useLotName();
  if (tax.blocked.length === 0 && tax.waiting.length === 0) return null;
  return (
    <section aria-label={t`Wash sales and lots that wait`}>
      <h2 className="qd-chart-title">{t`Wash sales and lots that wait`}</h2>
      <ul>
        {tax.blocked.map(({ action, asset, lot, until }, i) => (
          <li key={`blocked ${i}`}>
            {until
              ? action === "sell"
                ? t`${asset}, lot of ${lotName(lot)}: its loss would not count until ${format.date(until)} (wash sale), so it is kept.`
                : t`${asset} is not bought until ${format.date(until)}: a loss was taken within the wash-sale window.`
              : t`${asset}, lot of ${lotName(lot)}: locked, so it is kept.`}
          </li>
        ))}
        {tax.waiting.map(({ asset, lot, days_to_long_term, tax_today, tax_long_term }) => (
          <li key={`waiting ${lot}`}>
            {t`${asset}, lot of ${lotName(lot)}: long-term in ${days_to_long_term} days; waiting saves ${format.number(tax_today - tax_long_term, 2)} of tax.`}
          </li>
        ))}
      </ul>
    </section>
  );
}
