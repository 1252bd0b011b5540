// What taxes would take of a run, year by year, by the rates of the tax profile or by others.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { type AfterTax } from "@/api/backtest/types";
import { useGet } from "@/api/queries";
import { QueryView } from "@/api/QueryView";
import { Figure, Part } from "@/api/risk";
import { Button } from "@/ui/Button";
import { NumberInput } from "@/ui/fields/NumberInput";
import { Switch } from "@/ui/fields/Toggle";
import { Money } from "@/ui/numbers";

interface Asked {
  short_term?: number;
  long_term?: number;
  wash_sale_days?: number;
}

export function TaxesPart({ id, currency }: { id: string; currency: string }) {
  const { t } = useLingui();
  const [short, setShort] = useState<number | null>(null);
  const [long, setLong] = useState<number | null>(null);
  const [wash, setWash] = useState(true);
  const [asked, setAsked] = useState<Asked | null>(null);
  const found = useGet<AfterTax>(
    "/backtests/{id}/taxes",
    { path: { id }, query: { ...asked } },
    { enabled: asked !== null, keepPrevious: true },
  );
  const ask = (): void =>
    setAsked({
      ...(short === null ? {} : { short_term: short / 100 }),
      ...(long === null ? {} : { long_term: long / 100 }),
      ...(wash ? {} : { wash_sale_days: 0 }),
    });
  return (
    <Part title={t`After taxes`}>
      <div className="qd-form qd-backtest-strategy">
        <NumberInput
          label={t`Of short-term gains, %`}
          value={short}
          onChange={setShort}
          min={0}
          max={100}
          description={t`Empty: as in the tax profile`}
        />
        <NumberInput
          label={t`Of long-term gains, %`}
          value={long}
          onChange={setLong}
          min={0}
          max={100}
          description={t`Held longer than twelve months`}
        />
        <Switch
          label={t`Wash sales`}
          value={wash}
          onChange={setWash}
          description={t`A loss does not count when the same is bought within 30 days.`}
        />
      </div>
      <div className="qd-row">
        <p className="qd-dim qd-grow">
          {t`Figured beside the run and paid outside of it: what the taxes would have earned meanwhile is not taken off.`}
        </p>
        <Button icon="play" isPending={asked !== null && found.isFetching} onPress={ask}>{t`Figure them`}</Button>
      </div>
      {asked === null ? null : (
        <QueryView query={found} lines={4}>
          {(data) => <Outcome data={data} currency={currency} />}
        </QueryView>
      )}
    </Part>
  );
}

function Outcome({ data, currency }: { data: AfterTax; currency: string }) {
  const { t } = useLingui();
  const money = (value: string | null) => (
    <Money value={value} currency={currency} reason={t`A price or a rate is not known.`} />
  );
  return (
    <>
      <dl className="qd-figures qd-risk-figures">
        <Figure title={t`Gain`} note={currency}>
          {money(data.gain)}
        </Figure>
        <Figure title={t`Taxes`} note={currency}>
          {money(data.tax)}
        </Figure>
        <Figure title={t`Gain after them`} note={currency}>
          {money(data.gain_after_tax)}
        </Figure>
        <Figure title={t`Still open`} note={t`a gain that is not taxed yet`}>
          {money(data.open_gain)}
        </Figure>
      </dl>
      {data.years.length === 0 ? null : (
        <div className="qd-scroll-x" role="group" aria-label={t`Taxes by year`} tabIndex={0}>
          <table className="qd-plain-table" aria-label={t`Taxes by year`}>
            <thead>
              <tr>
                <th scope="col">{t`Year`}</th>
                <th scope="col" className="qd-end">{t`Short-term`}</th>
                <th scope="col" className="qd-end">{t`Long-term`}</th>
                <th scope="col" className="qd-end">{t`Does not count`}</th>
                <th scope="col" className="qd-end">{t`Earlier losses used`}</th>
                <th scope="col" className="qd-end">{t`Carried on`}</th>
                <th scope="col" className="qd-end">{t`Taxes`}</th>
              </tr>
            </thead>
            <tbody>
              {data.years.map((year) => (
                <tr key={year.year}>
                  <th scope="row">{year.year}</th>
                  <td className="qd-end">{money(year.net_short)}</td>
                  <td className="qd-end">{money(year.net_long)}</td>
                  <td className="qd-end">{money(year.disallowed)}</td>
                  <td className="qd-end">{money(year.carried_used)}</td>
                  <td className="qd-end">{money(year.carried_on)}</td>
                  <td className="qd-end">{money(year.tax)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}
