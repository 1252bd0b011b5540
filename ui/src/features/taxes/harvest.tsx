// Losses that are worth taking today, what stands against each, and what to hold instead.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { QueryView } from "@/api/QueryView";
import { useGet } from "@/api/queries";
import { useInstruments } from "@/api/pickers";
import { DataTable } from "@/ui/DataTable";
import { useFormat } from "@/ui/display";
import { Money, Num, Percent } from "@/ui/numbers";
import { useCandidateColumns } from "./columns";
import { type Candidate, type Harvest } from "./types";

export function HarvestTab() {
  const query = useGet<Harvest>("/taxes/harvest");
  return <QueryView query={query}>{(data) => <Found harvest={data} />}</QueryView>;
}

function Found({ harvest }: { harvest: Harvest }) {
  const { t } = useLingui();
  const columns = useCandidateColumns();
  const [chosen, setChosen] = useState<string | null>(null);
  const current = harvest.candidates.find((c) => c.lot_id === chosen) ?? harvest.candidates[0];
  return (
    <div className="qd-stack">
      <p className="qd-small qd-dim">{t`By the rules of ${harvest.rules}.`}</p>
      {harvest.note ? (
        <p className="qd-note" role="status">
          {harvest.note}
        </p>
      ) : null}
      <div className="qd-taxes-table">
        <DataTable
          label={t`Losses to take`}
          rows={harvest.candidates}
          columns={columns}
          rowKey={(c) => c.lot_id}
          storageKey="harvest"
          selectedKey={current?.lot_id ?? null}
          onSelect={(c) => setChosen(c.lot_id)}
          empty={t`No lot in a taxable account is at a loss.`}
        />
      </div>
      {current ? <Instead harvest={harvest} candidate={current} /> : null}
      <Waiting harvest={harvest} />
      {harvest.unknown.map((lot) => (
        <p key={lot.lot_id} className="qd-small qd-dim">
          {lot.message}
        </p>
      ))}
    </div>
  );
}

function useSymbol(): (id: string) => string {
  const instruments = useInstruments();
  const symbols = new Map((instruments.data ?? []).map((i) => [i.id, `${i.symbol} · ${i.name}`]));
  return (id) => symbols.get(id) ?? "…";
}

function Instead({ harvest, candidate }: { harvest: Harvest; candidate: Candidate }) {
  const { t } = useLingui();
  const symbol = useSymbol();
  const found = harvest.replacements[candidate.instrument_id];
  return (
    <section className="qd-stack" aria-label={t`Replacements`}>
      <h2 className="qd-chart-title">{t`What to hold instead of ${symbol(candidate.instrument_id)}`}</h2>
      {found && found.ranked.length > 0 ? (
        <div className="qd-taxes-scroll">
          <table className="qd-plain-table">
            <thead>
              <tr>
                <th scope="col">{t`Instrument`}</th>
                <th scope="col" className="qd-end">{t`Similarity`}</th>
                <th scope="col" className="qd-end">{t`Correlation`}</th>
                <th scope="col" className="qd-end">{t`Factors alike`}</th>
                <th scope="col" className="qd-end">{t`Difference a year`}</th>
                <th scope="col">{t`Remark`}</th>
              </tr>
            </thead>
            <tbody>
              {found.ranked.map((r) => (
                <tr key={r.instrument_id}>
                  <td>{symbol(r.instrument_id)}</td>
                  <td className="qd-end">
                    <Num value={r.score} digits={3} />
                  </td>
                  <td className="qd-end">
                    <Num value={r.correlation} digits={3} />
                  </td>
                  <td className="qd-end">
                    <Num value={r.exposure_similarity} digits={3} reason={t`Too few days for an estimate.`} />
                  </td>
                  <td className="qd-end">
                    <Percent value={r.tracking_error} digits={1} />
                  </td>
                  <td>{r.is_candidate ? t`has a loss to take itself` : ""}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : (
        <p className="qd-dim">{t`Nothing with enough common prices is like it.`}</p>
      )}
    </section>
  );
}

function Waiting({ harvest }: { harvest: Harvest }) {
  const { t } = useLingui();
  const format = useFormat();
  const symbol = useSymbol();
  if (harvest.waiting.length === 0) return null;
  return (
    <section className="qd-stack" aria-label={t`Worth waiting`}>
      <h2 className="qd-chart-title">{t`Gains that will be long-term`}</h2>
      <ul className="qd-taxes-waiting">
        {harvest.waiting.map((w) => (
          <li key={`${w.lot_id} ${w.held_since}`}>
            {symbol(w.instrument_id)}, {t`${format.quantity(w.units)} units`}:{" "}
            {t`wait ${format.number(w.hint.days, 0)} days: saves`} <Money value={w.hint.saves} />
          </li>
        ))}
      </ul>
    </section>
  );
}
