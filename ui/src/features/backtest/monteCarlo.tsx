// What else might have come of a run: its returns drawn anew in blocks, or its trades in another order.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { FigureValue } from "@/api/backtest/figureValue";
import { type MonteCarlo } from "@/api/backtest/types";
import { useFigureName } from "@/api/backtest/words";
import { QueryView } from "@/api/QueryView";
import { useGet } from "@/api/queries";
import { Part } from "@/api/risk";
import { TimePanes } from "@/charts/panes/TimePanes";
import { Button } from "@/ui/Button";
import { useDisplay } from "@/ui/display";
import { NumberInput } from "@/ui/fields/NumberInput";
import { Select } from "@/ui/fields/Select";

type Method = "block_bootstrap" | "trade_shuffle" | "student";

interface Asked {
  method: Method;
  paths: number;
  block: number | null;
  seed: number;
}

export interface MonteCarloProps {
  id: string;
  currency: string;
  cash: string;
}

export function MonteCarloPart({ id, currency, cash }: MonteCarloProps) {
  const { t } = useLingui();
  const [draft, setDraft] = useState<Asked>({ method: "block_bootstrap", paths: 1000, block: null, seed: 1 });
  const [asked, setAsked] = useState<Asked | null>(null);
  const change = (part: Partial<Asked>): void => setDraft({ ...draft, ...part });
  const found = useGet<MonteCarlo>(
    "/backtests/{id}/monte_carlo",
    { path: { id }, query: { ...asked } },
    { enabled: asked !== null, keepPrevious: true },
  );
  return (
    <Part title={t`What else might have come`}>
      <div className="qd-form qd-backtest-strategy">
        <Select<Method>
          label={t`Paths by`}
          value={draft.method}
          onChange={(method) => change({ method })}
          options={[
            { id: "block_bootstrap", label: t`Returns drawn anew in blocks` },
            { id: "trade_shuffle", label: t`Trades in another order` },
            { id: "student", label: t`Returns out of a fitted Student distribution` },
          ]}
        />
        <NumberInput
          label={t`Paths`}
          value={draft.paths}
          onChange={(paths) => change({ paths: paths ?? 1000 })}
          min={100}
          max={100_000}
          step={100}
        />
        {draft.method === "block_bootstrap" ? (
          <NumberInput
            label={t`Periods of a block; empty: the best length`}
            value={draft.block}
            onChange={(block) => change({ block })}
            min={1}
            step={1}
          />
        ) : null}
        <NumberInput
          label={t`Seed of the chance`}
          value={draft.seed}
          onChange={(seed) => change({ seed: seed ?? 1 })}
          min={0}
          step={1}
        />
      </div>
      <div className="qd-row">
        <p className="qd-dim qd-grow">{t`Each path is another past that these returns could have made. The same seed gives the same paths.`}</p>
        <Button icon="play" isPending={asked !== null && found.isFetching} onPress={() => setAsked(draft)}>
          {t`Draw the paths`}
        </Button>
      </div>
      {asked === null ? null : (
        <QueryView query={found} lines={8}>
          {(data) => <Outcome data={data} currency={currency} cash={Number(cash)} />}
        </QueryView>
      )}
    </Part>
  );
}

function Outcome({ data, currency, cash }: { data: MonteCarlo; currency: string; cash: number }) {
  const { t } = useLingui();
  const { format } = useDisplay();
  const name = useFigureName();
  const { ruin, fan, shares } = data;
  const share = (part: number): string => format.percent(part, 0);
  const middle = shares.length >> 1;
  const colour = (i: number): number => (i === middle ? 0 : Math.abs(i - middle) === 1 ? 2 : 1);
  return (
    <>
      <p>
        {t`Falls to ${share(ruin.level)} of the start or below: ${format.percent(ruin.probability, 1)} of ${format.number(data.n_paths, 0)} paths (between ${format.percent(ruin.lower, 1)} and ${format.percent(ruin.upper, 1)}).`}{" "}
        {ruin.median_periods === null
          ? null
          : t`Half of those that fall so far do so within ${format.number(ruin.median_periods, 0)} periods.`}
      </p>
      <div className="qd-risk-beside">
        <TimePanes
          title={t`Equity over all paths`}
          height={280}
          dayName={t`Period`}
          data={{
            dates: ["0", ...fan.periods.map(String)],
            nameOf: (period, written) => written.number(Number(period), 0),
            panes: [
              {
                title: t`Equity, ${currency}, after so many periods`,
                kind: "lines",
                share: 1,
                show: (value) => format.number(value, 0),
                lines: shares.map((part, i) => ({
                  name: t`${share(part)} below`,
                  colour: colour(i),
                  isDashed: i !== middle,
                  values: [cash, ...(fan.values[i] ?? []).map((value) => value * cash)],
                })),
              },
            ],
          }}
        />
        <div className="qd-scroll-x" role="group" aria-label={t`Bands of figures`} tabIndex={0}>
          <table className="qd-plain-table" aria-label={t`Bands of figures`}>
            <thead>
              <tr>
                <th scope="col">{t`Figure`}</th>
                <th scope="col" className="qd-end">{t`This run`}</th>
                {shares.map((part) => (
                  <th key={part} scope="col" className="qd-end">
                    {share(part)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {data.bands.map((band) => (
                <tr key={band.name}>
                  <th scope="row">{name(band.name)}</th>
                  <td className="qd-end">
                    <FigureValue name={band.name} value={band.observed} />
                  </td>
                  {shares.map((part, i) => (
                    <td key={part} className="qd-end">
                      <FigureValue
                        name={band.name}
                        value={band.quantiles[i]}
                        reason={t`It is undefined on ${band.n_undefined} paths.`}
                      />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </div>
    </>
  );
}
