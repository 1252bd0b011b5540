// The portfolio as the API sends it. Amounts are decimal strings, ratios fractions; null is unknown and says why.
import { type AssetClass } from "@/api/types";
import { type Decimal } from "@/lib/decimal";

export interface Unknown {
  code: string;
  message: string;
  instrument_id?: string | null;
  currency?: string | null;
  date?: string | null;
}
export interface Figure {
  value: Decimal | null;
  unknown: Unknown | null;
}
export interface Ratio {
  value: number | null;
  unknown: Unknown | null;
}
export interface Total {
  value: Decimal | null;
  known_part: Decimal;
  unknowns: Unknown[];
}
export interface PriceAt {
  price: Decimal;
  date: string;
  previous: { price: Decimal; date: string } | null;
  source: string;
}
export interface Money {
  amount: Decimal;
  currency: string;
}

export interface Totals {
  total_value: Total;
  positions_value: Total;
  cash_value: Total;
  cost: Total;
  unrealized: Total;
  unrealized_price: Total;
  unrealized_fx: Total;
  realized: Total;
  income: Total;
  fees: Total;
  taxes: Total;
  net_flows: Total;
  day_change: Total;
  unrealized_ratio: Ratio;
  day_change_ratio: Ratio;
}

export interface Position {
  account_id: string;
  instrument_id: string;
  symbol: string;
  name: string;
  asset_class: AssetClass;
  sector: string | null;
  currency: string;
  quantity: Decimal;
  n_lots: number;
  price: PriceAt | null;
  price_age_days: number | null;
  stale: boolean;
  rate: { rate: Decimal; date: string } | null;
  cost: Figure;
  average_cost: Figure;
  market_value: Figure;
  unrealized: Figure;
  day_change: Figure;
  cost_base: Figure;
  market_value_base: Figure;
  unrealized_base: Figure;
  price_effect_base: Figure;
  fx_effect_base: Figure;
  day_change_base: Figure;
  realized_base: Figure;
  income_base: Figure;
  unrealized_ratio: Ratio;
  day_change_ratio: Ratio;
  weight: Ratio;
}

export interface Cash {
  account_id: string;
  currency: string;
  amount: Decimal;
  rate: { rate: Decimal; date: string } | null;
  value_base: Figure;
  weight: Ratio;
}

export interface Slice {
  /** Null: not classified. */
  name: string | null;
  value: Total;
  weight: Ratio;
  n_positions: number;
}

export interface Returns {
  from: string | null;
  to: string | null;
  twr: Ratio;
  twr_annualized: Ratio;
  xirr: Ratio;
  benchmark: Ratio;
  benchmark_annualized: Ratio;
  max_drawdown: Ratio;
  gain: Ratio;
}

export interface BookProblem {
  transaction_id: string;
  trade_date: string;
  code: string;
  message: string;
}

export interface Portfolio {
  as_of: string;
  account_id: string | null;
  base_currency: string;
  totals: Totals;
  positions: Position[];
  cash: Cash[];
  allocation_by_sector: Slice[];
  allocation_by_asset_class: Slice[];
  allocation_by_currency: Slice[];
  returns: Returns;
  sparklines: Record<string, number[]>;
  unknowns: Unknown[];
  problems: BookProblem[];
}

export interface OpenLot {
  id: string;
  account_id: string;
  instrument_id: string;
  opened_by: string;
  opened_on: string;
  quantity: Decimal;
  cost: Money;
  cost_base: Decimal | null;
  held_days: number;
  symbol: string;
  market_value_base: Figure;
  gain: Figure;
  gain_base: Figure;
  gain_ratio: Ratio;
}

export interface ClosedLot {
  lot_id: string;
  closed_by: string;
  opened_on: string;
  closed_on: string;
  quantity: Decimal;
  proceeds: Money;
  cost: Money;
  gain: Decimal | null;
  gain_base: Decimal | null;
}

export interface Lots {
  open: OpenLot[];
  closed: ClosedLot[];
}

export interface Explanation {
  title: string;
  value: string | null;
  /** A currency code, "%", "units", or nothing. */
  unit: string;
  formula: string;
  source: string | null;
  as_of: string | null;
  age_days: number | null;
  unknown: Unknown | null;
  link: { kind: string; id: string } | null;
  inputs: Explanation[];
}

export type FigureKind =
  | "total_value"
  | "market_value"
  | "cash_value"
  | "cost"
  | "unrealized_pnl"
  | "realized_pnl"
  | "day_change"
  | "weight"
  | "twr"
  | "xirr"
  | "lot_gain";

/** A figure to explain: which, and of what (nothing: the portfolio). */
export interface Question {
  figure: FigureKind;
  id?: string;
  title: string;
}

/** Which portfolio is shown. */
export interface View {
  /** Null: all accounts together. */
  accountId: string | null;
  /** ISO; null: today. */
  asOf: string | null;
}
