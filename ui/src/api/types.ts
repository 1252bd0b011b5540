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
  sample: boolean;
  last_opened_at: string;
  open: boolean;
  /** Whether its folder is still there. */
  present: boolean;
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

/** A pair of currencies and the days for which it has rates. */
export interface FxPair {
  base: string;
  quote: string;
  first: string;
  last: string;
  count: number;
}

export interface Bar {
  at: string;
  open: number | null;
  high: number | null;
  low: number | null;
  close: number;
  volume: number | null;
}
export interface BarsView {
  instrument_id: string;
  symbol: string;
  currency: string;
  n_total: number;
  thinned: boolean;
  bars: Bar[];
}
export interface ManualBar {
  date: string;
  close: number;
  open: number | null;
  high: number | null;
  low: number | null;
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

export interface Undone {
  undone_id: string;
  summary: string;
  /** The new change, which can be undone in turn. */
  change_id: string;
}

export interface Refusal {
  line: number;
  column: string | null;
  code: string;
  reason: string;
}
export const IMPORT_KINDS = ["prices", "transactions", "fx_rates"] as const;
export type ImportKind = (typeof IMPORT_KINDS)[number];
export type DateOrder = "ymd" | "mdy" | "dmy";
export type DecimalMark = "point" | "comma";
/** Which column of a transactions file means what. */
export interface ColumnMapping {
  /** Our field by the file's column, or the column by the field, as the server proposes it. */
  columns: Record<string, string>;
  account_id: string | null;
  currency: string | null;
  kinds: Record<string, TransactionKind>;
  amount_meaning: "gross" | "net";
  create_unknown: boolean;
}
export interface ImportOptions {
  delimiter?: string | null;
  date_order?: DateOrder | null;
  decimal_mark?: DecimalMark | null;
  encoding?: string | null;
  symbol?: string | null;
  prefer_adjusted?: boolean;
  allow_zero?: boolean;
  create_unknown?: boolean;
  currency?: string | null;
  base?: string | null;
  source_name?: string | null;
}
export interface ImportRequest {
  upload_id: string;
  kind: ImportKind;
  mapping?: ColumnMapping | null;
  options?: ImportOptions;
}
export interface UnknownName {
  name: string;
  n_rows: number;
  first_line: number;
}
export interface ImportPreview {
  kind: ImportKind;
  file_name: string;
  facts: {
    encoding: string;
    delimiter: string;
    decimal_mark: DecimalMark | null;
    date_order: DateOrder | null;
    headers: string[];
    notices: string[];
  };
  rows: string[][];
  mapping: ColumnMapping | null;
  counts: {
    lines: number;
    accepted: number;
    added: number | null;
    unchanged: number | null;
    missing: number;
    duplicates: number;
    refused: number;
  };
  refusals: Refusal[];
  symbols: { symbol: string; n_bars: number; first: string | null; last: string | null }[];
  unknown_instruments: UnknownName[];
  unknown_accounts: UnknownName[];
  unknown_kinds: UnknownName[];
  new_instruments: Instrument[];
  new_accounts: Account[];
  imported_before: string | null;
}
export interface ImportReport {
  import_id: string;
  kind: ImportKind;
  file_name: string;
  added: number;
  revised: number;
  unchanged: number;
  refused: number;
  missing: number;
  refusals: Refusal[];
  created_instruments: string[];
  created_accounts: string[];
  notices: string[];
}
export interface ImportRecord {
  id: string;
  kind: ImportKind;
  file_name: string;
  at: string;
  added: number;
  revised: number;
  unchanged: number;
  refused: number;
}
export interface Upload {
  id: string;
  name: string;
  /** Bytes received: the offset of the next chunk. */
  bytes: number;
}

export interface Backup {
  id: string;
  at: string;
  reason: string;
  bytes: number;
  rows: number;
  schema_version: number;
}
export interface DrillReport {
  backup_id: string;
  sound: boolean;
  tables: { table: string; rows: number; same: boolean }[];
}

export interface DataHealth {
  as_of: string;
  instruments: InstrumentHealth[];
  rates: RateHealth[];
  problems: DataProblem[];
}
export interface InstrumentHealth {
  instrument_id: string;
  symbol: string;
  name: string;
  held: boolean;
  first: string | null;
  last: string | null;
  n_bars: number;
  coverage: number | null;
  gaps: { from: string; to: string }[];
  stale: boolean;
  sources: string[];
}
export interface RateHealth {
  base: string;
  quote: string;
  first: string | null;
  last: string | null;
  stale: boolean;
}
export interface DataProblem {
  code: string;
  urgency: "blocking" | "warning" | "info";
  message: string;
  instrument_id: string | null;
  transaction_id: string | null;
  remedy: { label: string; action: string; route: string } | null;
}
