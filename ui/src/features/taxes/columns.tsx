// The columns of realized gains and of losses to take.
import { useLingui } from "@lingui/react/macro";

import { useAccounts, useInstruments } from "@/api/pickers";
import { useFormat } from "@/ui/display";
import { Explainable, Money, Quantity } from "@/ui/numbers";
import { type Column } from "@/ui/table/columns";
import { type Candidate, type TaxedGain, type TaxLot } from "./types";

export function useGainColumns(hasTerms: boolean, onExplain: (gain: TaxedGain) => void): Column<TaxedGain>[] {
  const { t } = useLingui();
  const format = useFormat();
  const missing = t`A rate for the day it was opened or closed is missing.`;
  const money = (
    id: string,
    header: string,
    of: (g: TaxedGain) => string | null,
    signed = false,
  ): Column<TaxedGain> => ({
    id,
    header,
    align: "end",
    width: 110,
    value: of,
    cell: (g) => <Money value={of(g)} signed={signed} reason={missing} />,
  });
  const columns: Column<TaxedGain>[] = [
    {
      id: "closed_on",
      header: t`Closed`,
      width: 100,
      value: (g) => g.closed_on,
      cell: (g) => format.date(g.closed_on),
    },
    { id: "symbol", header: t`Instrument`, width: 90, value: (g) => g.symbol },
    {
      id: "opened_on",
      header: t`Opened`,
      width: 100,
      value: (g) => g.opened_on,
      cell: (g) => format.date(g.opened_on),
    },
    {
      id: "quantity",
      header: t`Quantity`,
      align: "end",
      width: 90,
      value: (g) => g.quantity,
      digitsMax: 8,
      cell: (g) => <Quantity value={g.quantity} />,
    },
    money("proceeds", t`Proceeds`, (g) => g.proceeds),
    money("cost", t`Cost`, (g) => g.cost),
    money("gain", t`Gain`, (g) => g.gain, true),
    money("disallowed", t`Disallowed`, (g) => g.disallowed),
    money("basis_added", t`Cost added`, (g) => g.basis_added),
    {
      ...money("allowed", t`Counts`, (g) => g.allowed, true),
      cell: (g) => (
        <Explainable label={t`Counts of ${g.symbol}: ${format.number(g.allowed, 2)}`} onExplain={() => onExplain(g)}>
          <Money value={g.allowed} signed reason={missing} />
        </Explainable>
      ),
    },
  ];
  if (hasTerms) columns.push(money("long_term", t`of it long-term`, (g) => g.long_term, true));
  columns.push({ id: "account", header: t`Account`, width: 130, value: (g) => g.account });
  return columns;
}

export function useCandidateColumns(): Column<Candidate>[] {
  const { t } = useLingui();
  const format = useFormat();
  const instruments = useInstruments();
  const accounts = useAccounts();
  const symbols = new Map((instruments.data ?? []).map((i) => [i.id, i.symbol]));
  const names = new Map((accounts.data ?? []).map((a) => [a.id, a.name]));
  const money = (
    id: string,
    header: string,
    of: (c: Candidate) => string | null,
    signed = false,
  ): Column<Candidate> => ({
    id,
    header,
    align: "end",
    width: 110,
    value: of,
    cell: (c) => <Money value={of(c)} signed={signed} />,
  });
  const state = (c: Candidate): string => {
    const [block] = c.wash.blocks;
    if (!block) return t`free`;
    const day = format.date(block.date);
    return c.wash.clear_from === null
      ? t`blocked by ${block.account}, ${day}`
      : t`blocked by ${block.account}, ${day}; free from ${format.date(c.wash.clear_from)}`;
  };
  return [
    { id: "symbol", header: t`Instrument`, width: 90, value: (c) => symbols.get(c.instrument_id) ?? "…" },
    {
      id: "held_since",
      header: t`Held since`,
      width: 100,
      value: (c) => c.held_since,
      cell: (c) => format.date(c.held_since),
    },
    { id: "term", header: t`Term`, width: 90, value: (c) => (c.term === "long" ? t`long` : t`short`) },
    {
      id: "units",
      header: t`Units`,
      align: "end",
      width: 90,
      value: (c) => c.units,
      digitsMax: 8,
      cell: (c) => <Quantity value={c.units} />,
    },
    money("cost", t`Tax cost`, (c) => c.cost),
    money("basis_added", t`of it added`, (c) => c.basis_added),
    money("loss", t`Loss`, (c) => c.loss),
    money("allowed_loss", t`of it counts`, (c) => c.allowed_loss),
    money("tax_saved", t`Tax saved`, (c) => c.tax_saved),
    money("tax_later", t`Tax later`, (c) => c.tax_later),
    money("harvest_value", t`Worth`, (c) => c.harvest_value, true),
    { id: "wash", header: t`Wash sale`, width: 240, value: state },
    {
      id: "repurchase_from",
      header: t`Buy back from`,
      width: 110,
      value: (c) => c.wash.repurchase_from,
      cell: (c) => (c.wash.repurchase_from === null ? t`any day` : format.date(c.wash.repurchase_from)),
    },
    { id: "account", header: t`Account`, width: 130, value: (c) => names.get(c.account_id) ?? "…" },
  ];
}

export function useTaxLotColumns(): Column<TaxLot>[] {
  const { t } = useLingui();
  const format = useFormat();
  const missing = t`A rate for the day it was opened is missing.`;
  const money = (id: string, header: string, of: (lot: TaxLot) => string | null): Column<TaxLot> => ({
    id,
    header,
    align: "end",
    width: 110,
    value: of,
    cell: (lot) => <Money value={of(lot)} reason={missing} />,
  });
  const day = (id: string, header: string, of: (lot: TaxLot) => string | null): Column<TaxLot> => ({
    id,
    header,
    width: 110,
    value: of,
    cell: (lot) => format.date(of(lot)),
  });
  const term = (lot: TaxLot): string => (lot.term === null ? "—" : lot.term === "long" ? t`long` : t`short`);
  return [
    { id: "symbol", header: t`Instrument`, width: 90, value: (lot) => lot.symbol },
    {
      id: "units",
      header: t`Units`,
      align: "end",
      width: 90,
      value: (lot) => lot.units,
      digitsMax: 8,
      cell: (lot) => <Quantity value={lot.units} />,
    },
    day("opened_on", t`Opened`, (lot) => lot.opened_on),
    day("held_since", t`Held since`, (lot) => lot.held_since),
    { id: "term", header: t`Term`, width: 80, value: term },
    day("long_term_from", t`Long-term from`, (lot) => lot.long_term_from),
    money("cost", t`Cost`, (lot) => lot.cost),
    money("basis_added", t`Cost added`, (lot) => lot.basis_added),
    money("tax_cost", t`Tax cost`, (lot) => lot.tax_cost),
    { id: "account", header: t`Account`, width: 130, value: (lot) => lot.account },
  ];
}
