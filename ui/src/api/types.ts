// The shapes that the API sends and takes, by the names the client uses; generated from the OpenAPI snapshot.
// Amounts and quantities are decimal strings, dates are ISO texts, instants RFC 3339.
import { type components } from "./generated/schema";

type Schemas = components["schemas"];

/** What the server sends has every field: an absent one is null. The document only says which may be left out when sent. */
export type Received<T> = T extends (infer Item)[]
  ? Received<Item>[]
  : T extends object
    ? { [Key in keyof T]-?: Received<T[Key]> }
    : T;

export interface Page<T> {
  items: T[];
  next_cursor: string | null;
}

export type Workspace = Received<Schemas["WorkspaceInfo"]>;
export type WorkspaceEntry = Received<Schemas["KnownWorkspace"]>;
export type NewWorkspace = Schemas["NewWorkspace"];
export type Settings = Received<Schemas["Settings"]>;

export type AccountKind = Schemas["AccountKind"];
export type LotMethod = Schemas["LotMethod"];
export type LotRule = Received<Schemas["LotRule"]>;
export type LotChoice = Received<Schemas["LotChoice"]>;
export type TradeCosts = Schemas["TradeCosts"];
export type AccountFields = Received<Schemas["AccountFields"]>;
export type Account = Received<Schemas["Account"]>;

export type AssetClass = Schemas["AssetClass"];
export type InstrumentFields = Received<Schemas["InstrumentFields"]>;
export type Instrument = Received<Schemas["Instrument"]>;

export type TransactionKind = Schemas["TransactionKind"];
export type TransactionFields = Received<Schemas["TransactionFields"]>;
export type Transaction = Received<Schemas["Transaction"]>;

export type FxRateFields = Received<Schemas["FxRateFields"]>;
export type FxRate = Received<Schemas["FxRate"]>;
export type FxPair = Received<Schemas["PairView"]>;

export type Bar = Received<Schemas["Bar"]>;
export type BarsView = Received<Schemas["BarsView"]>;
export type ManualBar = Received<Schemas["ManualBar"]>;

export type AuditEvent = Received<Schemas["AuditEvent"]>;
export type Undone = Received<Schemas["Undone"]>;

export type JobState = Schemas["JobState"];
export type Job = Received<Schemas["Job"]>;

export type Upload = Received<Schemas["Upload"]>;
export type ImportKind = Schemas["ImportKind"];
export type ImportOptions = Schemas["ImportOptions"];
export type ImportRequest = Schemas["ImportRequest"];
export type ColumnMapping = Received<Schemas["ColumnMapping"]>;
export type DateOrder = Schemas["DateOrder"];
export type DecimalMark = Schemas["DecimalMark"];
export type Refusal = Received<Schemas["Refusal"]>;
export type UnknownName = Received<Schemas["UnknownName"]>;
export type FileFormat = Schemas["FileFormat"];
export type ImportEffect = Schemas["ImportEffect"];
export type ImportDifference = Received<Schemas["ImportDifference"]>;
export type ImportPreview = Received<Schemas["ImportPreview"]>;
export type ImportReport = Received<Schemas["ImportReport"]>;
export type ImportRecord = Received<Schemas["ImportRecord"]>;

export type Backup = Received<Schemas["BackupView"]>;
/** The result of a restore drill's job; the document does not describe it, for results differ by kind of job. */
export interface DrillReport {
  backup_id: string;
  /** Whether every check of the files passed. */
  sound: boolean;
  tables: { table: string; rows: number; same: boolean }[];
}
/** The result of an optimization's job: the saved run. */
export interface OptimizationDone {
  optimization_id: string;
}
/** The answers of long comparisons, which the jobs keep as the optimizer draws them. */
export type WalkForwardDone = Received<Schemas["WalkForwardResult"]>;
export type StabilityDone = Received<Schemas["StabilityResult"]>;
export type ResamplingDone = Received<Schemas["ResamplingResult"]>;
/** What looking whether a rebalancing is due found. */
export type CheckReport = Received<Schemas["CheckReport"]>;
export type OptimizationRun = Received<Schemas["OptimizationView"]>;
export type RestoreReport = Received<Schemas["RestoreReport"]>;

/** What a figure is made of; a tree. */
export interface Explanation extends Omit<Received<Schemas["Explanation"]>, "inputs"> {
  inputs: Explanation[];
  /** Digits after the point of a percentage; two when left out. */
  digits?: number;
}

export type DataHealth = Received<Schemas["DataHealth"]>;
export type InstrumentHealth = Received<Schemas["InstrumentHealth"]>;
export type RateHealth = Received<Schemas["RateHealth"]>;
export type DataProblem = Received<Schemas["DataProblem"]>;

/** All values of an enumeration, checked to be complete and right. */
function values<T extends string>() {
  return <const List extends readonly T[]>(list: List & ([T] extends [List[number]] ? unknown : never)): List => list;
}

export const ACCOUNT_KINDS = values<AccountKind>()(["taxable", "tax_deferred", "tax_free", "paper"]);
export const LOT_METHODS = values<LotMethod>()([
  "fifo",
  "lifo",
  "hifo",
  "specific",
  "average",
  "section_104",
  "adjusted_cost_base",
]);
export const TRADE_COSTS = values<TradeCosts>()(["capitalized", "expensed"]);
export const ASSET_CLASSES = values<AssetClass>()([
  "equity",
  "fund",
  "bond",
  "future",
  "option",
  "fx",
  "crypto",
  "cash",
]);
export const IMPORT_KINDS = values<ImportKind>()(["prices", "transactions", "fx_rates", "archive"]);
export const FILE_FORMATS = values<FileFormat>()([
  "columns",
  "schwab",
  "fidelity",
  "vanguard",
  "ibkr_activity",
  "ibkr_flex",
  "trading_212",
  "degiro_transactions",
  "degiro_account",
  "coinbase",
  "binance_trades",
  "binance_ledger",
  "portfolio_performance",
  "ofx",
  "qif",
]);
export const TRANSACTION_KINDS = values<TransactionKind>()([
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
]);
