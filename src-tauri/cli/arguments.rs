//! What can be typed.

mod alerts;
mod backtest;
mod indicators;
mod keys;
mod markets;
mod notifications;
mod paper;
mod rebalancings;
mod risk;
mod schedules;
mod targets;

use std::{net::SocketAddr, path::PathBuf};

use clap::{Args, Parser, Subcommand, ValueEnum};

pub(crate) use self::{
    alerts::{AlertAct, AlertBacktestOptions, AlertListing, AlertNamed, AlertSnooze, AlertsCommand, NewAlert},
    backtest::{BacktestAct, BacktestArguments, SweepOptions},
    indicators::IndicatorsOptions,
    keys::KeysCommand,
    markets::{BarsCommand, BarsFetch, BarsShow, ProvidersCommand, QuotesOptions, ReplayOf, ReplayOptions},
    notifications::NotificationsCommand,
    paper::{PaperCommand, PaperStart},
    rebalancings::{RebalancingOptions, RebalancingStepTo, RebalancingsCommand},
    risk::RiskOptions,
    schedules::SchedulesCommand,
    targets::{NewTarget, TargetsCommand},
};
use crate::exit::EXIT_CODES;

/// A local-first desktop trading workstation.
///
/// Without a command the window opens.
#[derive(Debug, Parser)]
#[command(name = "quarterdeck", version, after_long_help = EXIT_CODES, propagate_version = true)]
pub(crate) struct Arguments {
    /// Where to work.
    #[command(flatten)]
    pub(crate) place: Place,
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

/// Where to work: a workspace on this machine or a server.
#[derive(Debug, Clone, Args)]
pub(crate) struct Place {
    /// The workspace's folder; the last opened one, else the sample, when left out.
    #[arg(long, global = true, value_name = "DIR", env = "QUARTERDECK_WORKSPACE")]
    pub(crate) workspace: Option<PathBuf>,
    /// A server to work on instead; sign in with `quarterdeck login` first.
    #[arg(long, global = true, value_name = "URL", env = "QUARTERDECK_SERVER", conflicts_with = "workspace")]
    pub(crate) server: Option<String>,
}

/// How results are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// As the API gives them, for programs.
    Json,
    /// Aligned columns, for people.
    Table,
}

/// A command.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Serve the screens and the API to browsers on this machine
    Serve(ServeOptions),
    /// Import a file of prices, transactions or exchange rates, or an archive
    Import(ImportOptions),
    /// Write everything as one archive, or nouns as CSV
    #[command(subcommand)]
    Export(ExportCommand),
    /// Estimate expected returns and covariance of prices; needs no workspace
    Estimate(RequestOptions),
    /// Solve an optimization request; needs no workspace
    Optimize(RequestOptions),
    /// Work out every figure of a series of returns; needs no workspace
    Metrics(RequestOptions),
    /// Split a difference from a benchmark by sector; needs no workspace
    Attribution(RequestOptions),
    /// Test whether chance could have made a series of returns; needs no workspace
    Significance(RequestOptions),
    /// Compare an optimization with equal weights over the past; needs no workspace
    WalkForward(RequestOptions),
    /// Plan the trades towards a target, lot by lot; needs no workspace
    Rebalance(RequestOptions),
    /// Optimize under small changes of the inputs; needs no workspace
    Stability(RequestOptions),
    /// Optimize over histories that might have been; needs no workspace
    Resample(RequestOptions),
    /// List, add or delete targets: portfolios to steer towards
    #[command(subcommand)]
    Targets(TargetsCommand),
    /// Plan the workspace's trades towards a target, keep plans, decide on them
    #[command(subcommand)]
    Rebalancings(RebalancingsCommand),
    /// List, make and run schedules: what comes again by itself
    #[command(subcommand)]
    Schedules(SchedulesCommand),
    /// List what is held, with values and gains
    Positions(PositionsOptions),
    /// List open and closed lots with their gains
    Lots(LotsOptions),
    /// List technical indicators, or compute them over the daily bars of an instrument
    Indicators(IndicatorsOptions),
    /// Show prices as they are now, with their age
    Quotes(QuotesOptions),
    /// Show stored bars, or get, compare and mend them from a provider
    #[command(subcommand)]
    Bars(BarsCommand),
    /// List, set up and try providers of market data
    #[command(subcommand)]
    Providers(ProvidersCommand),
    /// Say where keys are kept; open, make or reseal the sealed file for where no keychain is running
    #[command(subcommand)]
    Keys(KeysCommand),
    /// Run a recording, stored bars or invented days to the end and print the bars that come of it
    Replay(ReplayOptions),
    /// List, make and answer alerts, or try a rule out on the past
    #[command(subcommand)]
    Alerts(AlertsCommand),
    /// List, set up and try ways in which alerts tell you
    #[command(subcommand)]
    Notifications(NotificationsCommand),
    /// Run a strategy over the past: over bars of the workspace, or of a request
    Backtest(BacktestArguments),
    /// Run a strategy over the past under many settings, and judge the best of them
    Sweep(SweepOptions),
    /// Run strategies on paper: over what streams, or over a replay
    #[command(subcommand)]
    Paper(PaperCommand),
    /// Show what may be lost and what makes the loss: of the workspace, or of a request
    Risk(RiskOptions),
    /// Replay crises and shocks: of the workspace, or of a request
    Stress(RiskOptions),
    /// Rank what would make losses smaller: of the workspace, or of a request
    Hedge(RiskOptions),
    /// Show returns and what each part contributed
    Returns(ReturnsOptions),
    /// Show a tax year: gains by lot as the law counts them, and the tax
    Taxes(TaxesOptions),
    /// List open lots with what earlier losses added to their cost, and since when they count as held
    TaxLots(HarvestOptions),
    /// List losses that are worth taking, and what stands against each
    Harvest(HarvestOptions),
    /// Show where a figure comes from
    Explain(ExplainOptions),
    /// Call any route of the API
    Api(ApiOptions),
    /// Print events as they happen, one JSON object a line
    Events {
        /// End after this many events.
        #[arg(long, value_name = "N")]
        count: Option<u64>,
    },
    /// Print the OpenAPI document
    Openapi {
        /// Write to this file instead of stdout.
        #[arg(long, short, value_name = "FILE")]
        output: Option<PathBuf>,
    },
    /// Make a verified backup of the workspace, or list them
    Backup(BackupOptions),
    /// Put a backup in place of the workspace; the replaced files are kept
    Restore(RestoreOptions),
    /// Say how program, workspace and machine are
    Doctor,
    /// Write the portfolio as one HTML page
    Summary {
        /// Write to this file instead of stdout.
        #[arg(long, short, value_name = "FILE")]
        output: Option<PathBuf>,
        /// At the end of this day (YYYY-MM-DD); today when left out.
        #[arg(long, value_name = "DATE")]
        as_of: Option<String>,
    },
    /// Open a chart in a window of its own, or write it as a picture
    Chart(ChartOptions),
    /// List the workspaces that were opened before
    Workspaces {
        /// How to print.
        #[arg(long, value_enum, default_value = "table")]
        format: Format,
    },
    /// Sign in to a server: its token is read from stdin and kept
    Login {
        /// The address that `quarterdeck serve` printed, e.g. http://127.0.0.1:8787.
        #[arg(value_name = "URL")]
        address: String,
    },
    /// Forget the token of a server
    Logout {
        /// The server.
        #[arg(value_name = "URL")]
        address: String,
    },
    /// Print completions for a shell
    Completions {
        /// The shell.
        #[arg(value_enum)]
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    Man,
}

/// Options of `serve`.
#[derive(Debug, Args)]
pub(crate) struct ServeOptions {
    /// Address and port; port 0 takes any free one.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8787")]
    pub(crate) listen: SocketAddr,
    /// Allow an address that other machines can reach.
    #[arg(long)]
    pub(crate) allow_network: bool,
}

/// What an imported file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ImportKind {
    /// Prices of instruments, wide or long.
    Prices,
    /// Transactions of accounts.
    Transactions,
    /// Exchange rates.
    FxRates,
    /// Everything a workspace held, into an empty one.
    Archive,
}

/// What to export.
#[derive(Debug, Subcommand)]
pub(crate) enum ExportCommand {
    /// Everything the workspace holds, as one JSON file; `import archive` takes it into an empty workspace
    Archive {
        /// Write to this file instead of stdout.
        #[arg(long, short, value_name = "FILE")]
        output: Option<PathBuf>,
    },
    /// Nouns as CSV files
    Csv {
        /// Which.
        #[arg(value_enum, required_unless_present = "all", conflicts_with = "all")]
        noun: Option<ExportNoun>,
        /// All of them, a file each.
        #[arg(long)]
        all: bool,
        /// Write NOUN.csv into this folder: the current one for all, else stdout.
        #[arg(long, short, value_name = "DIR")]
        output: Option<PathBuf>,
    },
}

/// What there is as CSV.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "snake_case")]
pub(crate) enum ExportNoun {
    /// Accounts.
    Accounts,
    /// Instruments.
    Instruments,
    /// Transactions, as they are known now.
    Transactions,
    /// Exchange rates, as they are known now.
    FxRates,
    /// Daily prices.
    Prices,
    /// Open and closed lots.
    Lots,
    /// Weights of targets.
    Targets,
}

/// The form of a file of transactions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ImportFormat {
    /// A table whose columns --mapping explains.
    Columns,
    /// Charles Schwab, CSV.
    Schwab,
    /// Fidelity, CSV.
    Fidelity,
    /// Vanguard, CSV.
    Vanguard,
    /// Interactive Brokers, activity statement, CSV.
    IbkrActivity,
    /// Interactive Brokers, Flex query, XML.
    IbkrFlex,
    /// Trading 212, CSV.
    #[value(name = "trading-212")]
    Trading212,
    /// DEGIRO, transactions, CSV.
    DegiroTransactions,
    /// DEGIRO, account statement, CSV.
    DegiroAccount,
    /// Coinbase, CSV.
    Coinbase,
    /// Binance, trade history, CSV.
    BinanceTrades,
    /// Binance, transaction history, CSV.
    BinanceLedger,
    /// Portfolio Performance, CSV.
    PortfolioPerformance,
    /// OFX or QFX.
    Ofx,
    /// QIF.
    Qif,
}

impl ImportFormat {
    /// Its name in the API.
    pub(crate) fn name(self) -> String {
        self.to_possible_value().map(|value| value.get_name().replace('-', "_")).unwrap_or_default()
    }
}

/// Options of `import`.
#[derive(Debug, Args)]
pub(crate) struct ImportOptions {
    /// What the file holds.
    #[arg(value_enum)]
    pub(crate) kind: ImportKind,
    /// The file.
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// Only say what would happen.
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Which column means what, as JSON or @FILE; transactions only. A dry run prints the proposal.
    #[arg(long, value_name = "JSON")]
    pub(crate) mapping: Option<String>,
    /// How to read the file, as JSON or @FILE, e.g. '{"date_order":"dmy","decimal_mark":"comma"}'.
    #[arg(long, value_name = "JSON")]
    pub(crate) options: Option<String>,
    /// Create instruments and accounts that are not known.
    #[arg(long)]
    pub(crate) create_unknown: bool,
    /// The form of a file of transactions; found out when left out.
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub(crate) file_format: Option<ImportFormat>,
    /// How to print.
    #[arg(long, value_enum, default_value = "table")]
    pub(crate) format: Format,
}

/// Options of the commands that answer a request.
#[derive(Debug, Args)]
pub(crate) struct RequestOptions {
    /// The request as JSON; `-` reads stdin.
    #[arg(long, value_name = "FILE")]
    pub(crate) request: PathBuf,
    /// How to print.
    #[arg(long, value_enum, default_value = "json")]
    pub(crate) format: Format,
}

/// Options of `positions`.
#[derive(Debug, Args)]
pub(crate) struct PositionsOptions {
    /// At the end of this day (YYYY-MM-DD); today when left out.
    #[arg(long, value_name = "DATE")]
    pub(crate) as_of: Option<String>,
    /// Only this account, by name or id.
    #[arg(long, value_name = "ACCOUNT")]
    pub(crate) account: Option<String>,
    /// How to print.
    #[arg(long, value_enum, default_value = "table")]
    pub(crate) format: Format,
}

/// Options of `lots`.
#[derive(Debug, Args)]
pub(crate) struct LotsOptions {
    /// At the end of this day (YYYY-MM-DD); today when left out.
    #[arg(long, value_name = "DATE")]
    pub(crate) as_of: Option<String>,
    /// Only this account, by name or id.
    #[arg(long, value_name = "ACCOUNT")]
    pub(crate) account: Option<String>,
    /// Only this instrument, by symbol or id.
    #[arg(long, value_name = "SYMBOL")]
    pub(crate) instrument: Option<String>,
    /// How to print.
    #[arg(long, value_enum, default_value = "json")]
    pub(crate) format: Format,
}

/// Options of `returns`.
#[derive(Debug, Args)]
pub(crate) struct ReturnsOptions {
    /// From the close of this day (YYYY-MM-DD); before the first transaction when left out.
    #[arg(long, value_name = "DATE")]
    pub(crate) from: Option<String>,
    /// To the close of this day; today when left out.
    #[arg(long, value_name = "DATE")]
    pub(crate) to: Option<String>,
    /// Only this account, by name or id.
    #[arg(long, value_name = "ACCOUNT")]
    pub(crate) account: Option<String>,
    /// Into which parts.
    #[arg(long, value_name = "PARTS", value_parser = ["position", "account", "sector", "asset_class", "currency", "country"])]
    pub(crate) by: Option<String>,
    /// How to print.
    #[arg(long, value_enum, default_value = "json")]
    pub(crate) format: Format,
}

/// Options of `taxes`.
#[derive(Debug, Args)]
pub(crate) struct TaxesOptions {
    /// The calendar year in which the tax year begins.
    #[arg(value_name = "YEAR", allow_negative_numbers = true)]
    pub(crate) year: i32,
    /// How to print.
    #[arg(long, value_enum, default_value = "json")]
    pub(crate) format: Format,
}

/// Options of `harvest` and `tax-lots`.
#[derive(Debug, Args)]
pub(crate) struct HarvestOptions {
    /// How to print.
    #[arg(long, value_enum, default_value = "json")]
    pub(crate) format: Format,
}

/// Options of `explain`.
#[derive(Debug, Args)]
pub(crate) struct ExplainOptions {
    /// The figure, e.g. total_value, unrealized_pnl, twr, xirr, weight, lot_gain; of taxes tax_of_year, taxable_of_year, gains_of_year, taxed_gain.
    #[arg(value_name = "FIGURE")]
    pub(crate) figure: String,
    /// Of what: position:ACCOUNT_ID:INSTRUMENT_ID, cash:ACCOUNT_ID:CURRENCY, lot:LOT_ID or gain:TRANSACTION_ID:LOT_ID; the portfolio when left out.
    #[arg(long, value_name = "ID")]
    pub(crate) id: Option<String>,
    /// Of a tax year, by the calendar year in which it begins.
    #[arg(long, value_name = "YEAR", conflicts_with = "id")]
    pub(crate) year: Option<i32>,
    /// Only this account, by name or id.
    #[arg(long, value_name = "ACCOUNT")]
    pub(crate) account: Option<String>,
    /// Of the account's position in this instrument, by symbol or id.
    #[arg(long, value_name = "SYMBOL", conflicts_with = "id")]
    pub(crate) instrument: Option<String>,
    /// At the end of this day (YYYY-MM-DD); today when left out.
    #[arg(long, value_name = "DATE")]
    pub(crate) as_of: Option<String>,
    /// How to print: `table` is a tree of text.
    #[arg(long, value_enum, default_value = "json")]
    pub(crate) format: Format,
    /// How many levels of the tree to print.
    #[arg(long, value_name = "N", default_value_t = 3)]
    pub(crate) depth: usize,
}

/// Options of `api`.
#[derive(Debug, Args)]
pub(crate) struct ApiOptions {
    /// GET, POST, PUT, PATCH or DELETE.
    #[arg(value_name = "METHOD", value_parser = ["GET", "POST", "PUT", "PATCH", "DELETE"], ignore_case = true)]
    pub(crate) method: String,
    /// The route, with or without /api/v1 before it, e.g. /portfolio?as_of=2022-12-28.
    #[arg(value_name = "PATH")]
    pub(crate) path: String,
    /// The body: JSON text, @FILE, or @- for stdin.
    #[arg(long, short, value_name = "DATA")]
    pub(crate) data: Option<String>,
    /// A further header, e.g. 'If-None-Match: "abc"'.
    #[arg(long, short = 'H', value_name = "NAME: VALUE")]
    pub(crate) header: Vec<String>,
    /// Write the answer to this file instead of stdout.
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

/// Options of `backup`.
#[derive(Debug, Args)]
pub(crate) struct BackupOptions {
    /// Only list the backups there are.
    #[arg(long)]
    pub(crate) list: bool,
    /// How to print.
    #[arg(long, value_enum, default_value = "table")]
    pub(crate) format: Format,
}

/// Options of `restore`.
#[derive(Debug, Args)]
pub(crate) struct RestoreOptions {
    /// The backup, as `quarterdeck backup --list` names it; `latest` for the newest.
    #[arg(value_name = "BACKUP")]
    pub(crate) id: String,
    /// Restore beside the workspace and compare, without changing anything.
    #[arg(long)]
    pub(crate) drill: bool,
}

/// Colours of a chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Theme {
    /// Light on dark.
    Dark,
    /// Dark on light.
    Light,
}

/// Options of `chart`.
#[derive(Debug, Args)]
pub(crate) struct ChartOptions {
    /// The instrument's symbol.
    #[arg(value_name = "SYMBOL")]
    pub(crate) symbol: String,
    /// Write a PNG to this file instead of opening a window.
    #[arg(long, value_name = "FILE")]
    pub(crate) png: Option<PathBuf>,
    /// Width of the picture in pixels.
    #[arg(long, default_value_t = 1280, requires = "png")]
    pub(crate) width: u32,
    /// Height of the picture in pixels.
    #[arg(long, default_value_t = 720, requires = "png")]
    pub(crate) height: u32,
    /// Colours.
    #[arg(long, value_enum, default_value = "dark")]
    pub(crate) theme: Theme,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Arguments::command().debug_assert();
    }
}
