// The shapes that the API sends and takes. Amounts and quantities are decimal strings, dates are ISO, instants RFC 3339.
import { type Decimal } from "@/lib/decimal";

export interface Page<T> {
  items: T[];
  next_cursor?: string | null;
}

export interface Workspace {
  name: string;
  path: string;
  sample: boolean;
  /** The day the workspace lives in: a sample's last day, else the real one. */
  today: string;
  base_currency: string;
  benchmark_id?: string | null;
  version: string;
  counts: Record<string, number>;
}

export interface WorkspaceEntry {
  name: string;
  path: string;
  sample?: boolean;
  open?: boolean;
}

export interface Settings {
  base_currency: string;
  benchmark_id: string | null;
  risk_free_rate: number | null;
  periods_per_year: number;
  stale_after_days: number;
}

export const ACCOUNT_KINDS = ["taxable", "tax_deferred", "tax_free", "paper"] as const;
export type AccountKind = (typeof ACCOUNT_KINDS)[number];
export interface AccountFields {
  name: string;
  kind: AccountKind;
  currency: string;
  institution: string | null;
  number: string | null;
  opened_on: string | null;
  closed_on: string | null;
  note: string | null;
}
export interface Account extends AccountFields {
  id: string;
}

export const ASSET_CLASSES = ["equity", "fund", "bond", "future", "option", "fx", "crypto", "cash"] as const;
export type AssetClass = (typeof ASSET_CLASSES)[number];
export interface InstrumentFields {
  symbol: string;
  name: string;
  asset_class: AssetClass;
  currency: string;
  sector: string | null;
  country: string | null;
  exchange_mic: string | null;
  isin: string | null;
  cusip: string | null;
  figi: string | null;
  tick_size: Decimal | null;
  lot_size: Decimal | null;
  multiplier: Decimal;
  expiry: string | null;
  strike: Decimal | null;
  option_right: "call" | "put" | null;
  underlying_id: string | null;
  prices_adjusted: boolean;
  note: string | null;
}
export interface Instrument extends InstrumentFields {
  id: string;
}

export const TRANSACTION_KINDS = [
  "buy",
  "sell",
  "short",
  "cover",
  "deposit",
  "withdrawal",
  "currency_conversion",
  "opening_balance",
  "dividend",
  "interest",
  "fee",
  "tax",
  "transfer",
  "split",
  "spin_off",
  "merger",
  "symbol_change",
  "return_of_capital",
  "stock_dividend",
  "delisting",
  "option_exercise",
  "option_assignment",
  "option_expiry",
] as const;
export type TransactionKind = (typeof TRANSACTION_KINDS)[number];
export interface TransactionFields {
  account_id: string;
  kind: TransactionKind;
  trade_date: string;
  settlement_date: string | null;
  instrument_id: string | null;
  quantity: Decimal | null;
  price: Decimal | null;
  currency: string;
  amount: Decimal | null;
  fees: Decimal;
  taxes: Decimal;
  counter_currency: string | null;
  counter_amount: Decimal | null;
  counter_account_id: string | null;
  other_instrument_id: string | null;
  ratio_new: Decimal | null;
  ratio_old: Decimal | null;
  cost_fraction: Decimal | null;
  new_symbol: string | null;
  external_ref: string | null;
  note: string | null;
}
export interface Transaction extends TransactionFields {
  id: string;
  revision: number;
  known_at: string;
  import_id: string | null;
}

export interface FxRateFields {
  base: string;
  quote: string;
  date: string;
  rate: Decimal;
  source: string;
}
export interface FxRate extends FxRateFields {
  id: string;
  revision: number;
  known_at: string;
}

export interface Bar {
  at: string;
  open: number | null;
  high: number | null;
  low: number | null;
  close: number;
  volume: number | null;
}

export interface AuditEvent {
  id: string;
  seq: number;
  at: string;
  actor: unknown;
  action: "create" | "update" | "delete" | "import" | "undo" | "restore" | "backup" | "run";
  noun: string;
  object_id: string;
  summary: string;
  before: unknown;
  after: unknown;
  correlation_id: string;
  undoable: boolean;
}

export type JobState = "queued" | "running" | "done" | "failed" | "cancelled";
export interface Job {
  id: string;
  kind: "optimization" | "import" | "backup" | "restore_drill";
  title: string;
  state: JobState;
  progress: number;
  message: string;
  created_at: string;
  started_at: string | null;
  finished_at: string | null;
  result: unknown;
}

export interface Refusal {
  line: number;
  reason: string;
  code: string;
}
export interface ImportReport {
  added: number;
  unchanged: number;
  refused: Refusal[];
}
export type ImportKind = "prices" | "transactions" | "fx_rates";
export interface ImportPreview {
  columns: string[];
  mapping: Record<string, string | null>;
  rows: number;
  added: number;
  unchanged: number;
  duplicates: number;
  sample: string[][];
  refused: Refusal[];
}

export interface Backup {
  id: string;
  created_at: string;
  bytes: number;
  reason?: string;
  verified?: boolean;
}

export interface DataHealthFinding {
  code: string;
  severity: "error" | "warning" | "info";
  noun: string;
  object_id: string | null;
  title: string;
  detail: string;
  next_step: string;
}
