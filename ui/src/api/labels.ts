// The words for the enumerations of the API.
import { type MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";

import { type components } from "./generated/schema";
import {
  type AccountKind,
  type AssetClass,
  type AuditEvent,
  type FileFormat,
  type ImportEffect,
  type ImportKind,
  type Job,
  type JobState,
  type LotMethod,
  type TradeCosts,
  type TransactionKind,
} from "./types";

export const TRANSACTION_KIND: Record<TransactionKind, MessageDescriptor> = {
  buy: msg`Buy`,
  sell: msg`Sell`,
  short: msg`Short sale`,
  cover: msg`Cover`,
  deposit: msg`Deposit`,
  withdrawal: msg`Withdrawal`,
  currency_conversion: msg`Currency conversion`,
  opening_balance: msg`Opening balance`,
  dividend: msg`Dividend`,
  interest: msg`Interest`,
  fee: msg`Fee`,
  tax: msg`Tax`,
  transfer: msg`Transfer`,
  split: msg`Split`,
  spin_off: msg`Spin-off`,
  merger: msg`Merger`,
  symbol_change: msg`Symbol change`,
  return_of_capital: msg`Return of capital`,
  stock_dividend: msg`Stock dividend`,
  delisting: msg`Delisting`,
  option_exercise: msg`Option exercise`,
  option_assignment: msg`Option assignment`,
  option_expiry: msg`Option expiry`,
};

export const ACCOUNT_KIND: Record<AccountKind, MessageDescriptor> = {
  taxable: msg`Taxable`,
  tax_deferred: msg`Tax-deferred`,
  tax_free: msg`Tax-free`,
  paper: msg`Paper (simulated money)`,
};

export const LOT_METHOD: Record<LotMethod, MessageDescriptor> = {
  fifo: msg`First in, first out`,
  lifo: msg`Last in, first out`,
  hifo: msg`Highest cost first`,
  specific: msg`Lots named by the sale`,
  average: msg`Average cost`,
  section_104: msg`UK section 104 pool`,
  adjusted_cost_base: msg`Canadian adjusted cost base`,
};

export const TRADE_COST: Record<TradeCosts, MessageDescriptor> = {
  capitalized: msg`Part of cost and proceeds`,
  expensed: msg`Expenses of their own`,
};

export const ASSET_CLASS: Record<AssetClass, MessageDescriptor> = {
  equity: msg`Equity`,
  fund: msg`Fund or index`,
  bond: msg`Bond`,
  future: msg`Future`,
  option: msg`Option`,
  fx: msg`Currency pair`,
  crypto: msg`Crypto asset`,
  cash: msg`Cash`,
};

export const JOB_STATE: Record<JobState, MessageDescriptor> = {
  queued: msg`Waiting`,
  running: msg`Running`,
  done: msg`Done`,
  failed: msg`Failed`,
  cancelled: msg`Cancelled`,
};

export const JOB_KIND: Record<Job["kind"], MessageDescriptor> = {
  optimization: msg`Optimization`,
  import: msg`Import`,
  backup: msg`Backup`,
  restore_drill: msg`Restore drill`,
  walk_forward: msg`Walk-forward`,
  stability: msg`Stability`,
  resampling: msg`Resampling`,
  rebalancing: msg`Rebalancing check`,
  history: msg`History`,
  backtest: msg`Back-test`,
  sweep: msg`Sweep`,
};

export const OPTIMIZATION_TYPE: Record<components["schemas"]["OptimizationType"], MessageDescriptor> = {
  minimum_variance: msg`Minimum variance`,
  maximum_sharpe: msg`Maximum Sharpe`,
  efficient_return: msg`Efficient return`,
  efficient_risk: msg`Efficient risk`,
  maximum_quadratic_utility: msg`Maximum quadratic utility`,
  efficient_frontier: msg`Efficient frontier`,
  minimum_cvar: msg`Minimum CVaR`,
  cvar_frontier: msg`CVaR frontier`,
  minimum_cdar: msg`Minimum CDaR`,
  minimum_semivariance: msg`Minimum semivariance`,
  minimum_mean_absolute_deviation: msg`Minimum mean absolute deviation`,
  worst_case: msg`Best worst case`,
  maximum_log_utility: msg`Maximum log utility`,
  minimum_tracking_error: msg`Minimum tracking error`,
  maximum_diversification: msg`Maximum diversification`,
  maximum_decorrelation: msg`Maximum decorrelation`,
  risk_parity: msg`Risk parity`,
  hierarchical_risk_parity: msg`Hierarchical risk parity`,
  hierarchical_equal_risk_contribution: msg`Hierarchical equal risk contribution`,
  nested_clusters: msg`Nested clusters`,
  equal_weight: msg`Equal weight`,
  inverse_volatility: msg`Inverse volatility`,
};

/** Why a backup was made; a reason that is not here is shown as the server names it. */
export const BACKUP_REASON: Partial<Record<string, MessageDescriptor>> = {
  manual: msg`Made by hand`,
  before_migration: msg`Made before the database's form changed`,
  scheduled: msg`Made by schedule`,
  before_restore: msg`Made before a restore`,
};

export const AUDIT_ACTION: Record<AuditEvent["action"], MessageDescriptor> = {
  create: msg`Created`,
  update: msg`Changed`,
  delete: msg`Deleted`,
  import: msg`Imported`,
  undo: msg`Undone`,
  restore: msg`Restored`,
  backup: msg`Backed up`,
  run: msg`Ran`,
};

export const IMPORT_KIND: Record<ImportKind, MessageDescriptor> = {
  prices: msg`Prices`,
  transactions: msg`Transactions`,
  fx_rates: msg`FX rates`,
  archive: msg`Archive`,
};

/** Forms of transaction files. Names of brokers and products are not translated; what a file is, is. */
export const FILE_FORMAT: Record<FileFormat, MessageDescriptor> = {
  columns: msg`Table: assign the columns`,
  schwab: msg`Charles Schwab (CSV)`,
  fidelity: msg`Fidelity (CSV)`,
  vanguard: msg`Vanguard (CSV)`,
  ibkr_activity: msg`Interactive Brokers activity statement (CSV)`,
  ibkr_flex: msg`Interactive Brokers Flex statement (XML)`,
  trading_212: msg`Trading 212 (CSV)`,
  degiro_transactions: msg`DEGIRO transactions (CSV)`,
  degiro_account: msg`DEGIRO account statement (CSV)`,
  coinbase: msg`Coinbase (CSV)`,
  binance_trades: msg`Binance trade history (CSV)`,
  binance_ledger: msg`Binance transaction history (CSV)`,
  portfolio_performance: msg`Portfolio Performance (CSV)`,
  ofx: msg`OFX or QFX statement`,
  qif: msg`QIF`,
};

/** What an import would do with a row. */
export const IMPORT_EFFECT: Record<ImportEffect, MessageDescriptor> = {
  new: msg`New`,
  there_already: msg`There already`,
  refused: msg`Refused`,
};

/** Nouns of the change history; one that is not here is shown as the server names it. */
export const NOUN: Partial<Record<string, MessageDescriptor>> = {
  accounts: msg`Account`,
  instruments: msg`Instrument`,
  transactions: msg`Transaction`,
  fx_rates: msg`FX rate`,
  bars: msg`Prices`,
  market_data_timeseries: msg`Prices`,
  settings: msg`Settings`,
  imports: msg`Import`,
  backups: msg`Backup`,
  workspace: msg`Workspace`,
  optimizations: msg`Optimization`,
  portfolio_optimizations: msg`Optimization`,
  targets: msg`Target`,
  schedules: msg`Schedule`,
  schedule_occurrences: msg`Scheduled run`,
  portfolio_alerts: msg`Alert`,
  portfolio_alert_events: msg`Alert`,
  rebalancings: msg`Rebalancing`,
  rebalancing_events: msg`Rebalancing`,
  strategies: msg`Strategy`,
  backtests: msg`Back-test`,
  sweeps: msg`Sweep`,
};

export const ACTOR: Record<AuditEvent["actor"]["kind"], MessageDescriptor> = {
  local_owner: msg`You`,
  user: msg`User`,
  api_key: msg`API key`,
  schedule: msg`Job`,
};
