//! What can be typed after `quarterdeck quotes`, `bars`, `providers` and `replay`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::Format;

/// Which prices as they are now.
#[derive(Debug, Args)]
pub(crate) struct QuotesOptions {
    /// The instruments, by symbol or id; those of the watchlists when left out.
    #[arg(value_name = "INSTRUMENT")]
    pub(crate) instruments: Vec<String>,
    /// Show the order book of the one instrument that is named, so many levels.
    #[arg(long, value_name = "LEVELS")]
    pub(crate) depth: Option<u32>,
    /// Wait for so many seconds, up to 60, until each instrument has a price of now or its provider said why not; 0 prints what is known
    /// already.
    #[arg(long, value_name = "SECONDS", default_value_t = 10, value_parser = clap::value_parser!(u32).range(0..=60))]
    pub(crate) wait: u32,
    /// Print what changes as it happens, one JSON object a line, until interrupted.
    #[arg(long, conflicts_with = "depth")]
    pub(crate) follow: bool,
    /// End after this many lines of `--follow`.
    #[arg(long, value_name = "N", requires = "follow")]
    pub(crate) count: Option<u64>,
    /// How to print.
    #[arg(long, value_enum, default_value = "table")]
    pub(crate) format: Format,
}

/// What is done with bars.
#[derive(Debug, Subcommand)]
pub(crate) enum BarsCommand {
    /// Print the stored bars of an instrument
    Show(BarsShow),
    /// Say what is stored of every series
    Coverage {
        /// How to print.
        #[arg(long, value_enum, default_value = "table")]
        format: Format,
    },
    /// Get bars from a provider
    Download(BarsFetch),
    /// Compare the stored bars with a provider's
    Verify(BarsFetch),
    /// Get the bars that are missing and those that differ
    Repair(BarsFetch),
}

/// Which stored bars.
#[derive(Debug, Args)]
pub(crate) struct BarsShow {
    /// The instrument, by symbol or id.
    #[arg(value_name = "INSTRUMENT")]
    pub(crate) instrument: String,
    /// How much time a bar covers: 1s, 1m, 5m, 15m, 30m, 1h, 4h or 1d.
    #[arg(long, value_name = "SIZE", default_value = "1d")]
    pub(crate) size: String,
    /// From this day (YYYY-MM-DD).
    #[arg(long, value_name = "DATE")]
    pub(crate) from: Option<String>,
    /// To this day (YYYY-MM-DD).
    #[arg(long, value_name = "DATE")]
    pub(crate) to: Option<String>,
    /// How to print.
    #[arg(long, value_enum, default_value = "table")]
    pub(crate) format: Format,
}

/// Which bars of a provider.
#[derive(Debug, Args)]
pub(crate) struct BarsFetch {
    /// The instruments, by symbol or id.
    #[arg(value_name = "INSTRUMENT", required = true)]
    pub(crate) instruments: Vec<String>,
    /// How much time a bar covers: 1s, 1m, 5m, 15m, 30m, 1h, 4h or 1d.
    #[arg(long, value_name = "SIZE", default_value = "1d")]
    pub(crate) size: String,
    /// From this day (YYYY-MM-DD); after the last stored bar when left out.
    #[arg(long, value_name = "DATE")]
    pub(crate) from: Option<String>,
    /// To this day (YYYY-MM-DD); today when left out.
    #[arg(long, value_name = "DATE")]
    pub(crate) to: Option<String>,
    /// From this provider; the first that has them when left out.
    #[arg(long, value_name = "PROVIDER")]
    pub(crate) source: Option<String>,
    /// How to print.
    #[arg(long, value_enum, default_value = "table")]
    pub(crate) format: Format,
}

/// What is done with providers of market data.
#[derive(Debug, Subcommand)]
pub(crate) enum ProvidersCommand {
    /// List them, and how they do
    List {
        /// How to print.
        #[arg(long, value_enum, default_value = "table")]
        format: Format,
    },
    /// Set all settings: order, symbols, addresses, recording, folders
    Set {
        /// The settings as JSON; `-` reads stdin.
        #[arg(long, value_name = "FILE")]
        request: PathBuf,
        /// How to print.
        #[arg(long, value_enum, default_value = "table")]
        format: Format,
    },
    /// Switch one on, as the last in order
    On(ProviderNamed),
    /// Switch one off
    Off(ProviderNamed),
    /// Keep a key, read from stdin: one line, or `id:secret` where it has two parts
    Key {
        /// The name of the key, as `list` shows it.
        #[arg(value_name = "KEY")]
        name: String,
        /// Forget it instead.
        #[arg(long)]
        forget: bool,
    },
    /// Ask one something small, and say what came
    Test(ProviderNamed),
    /// Let a connection that waits, or has stopped, try again now
    Retry(ProviderNamed),
    /// List what is wrong with what streams in, and what was refused
    Incidents {
        /// How to print.
        #[arg(long, value_enum, default_value = "table")]
        format: Format,
    },
}

/// A provider.
#[derive(Debug, Args)]
pub(crate) struct ProviderNamed {
    /// Its name, such as `binance`.
    #[arg(value_name = "PROVIDER")]
    pub(crate) provider: String,
    /// How to print.
    #[arg(long, value_enum, default_value = "table")]
    pub(crate) format: Format,
}

/// What is replayed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReplayOf {
    /// Events that were recorded.
    Recording,
    /// Stored bars.
    Bars,
    /// Invented days between stored closes.
    Practice,
}

/// A replay to its end.
#[derive(Debug, Args)]
pub(crate) struct ReplayOptions {
    /// The instruments, by symbol or id; lists what was recorded when left out.
    #[arg(value_name = "INSTRUMENT")]
    pub(crate) instruments: Vec<String>,
    /// What is replayed.
    #[arg(long, value_enum, default_value = "practice")]
    pub(crate) of: ReplayOf,
    /// From this time (RFC 3339) or day.
    #[arg(long, value_name = "TIME")]
    pub(crate) from: Option<String>,
    /// To this time (RFC 3339) or day.
    #[arg(long, value_name = "TIME")]
    pub(crate) to: Option<String>,
    /// Which stored bars are replayed.
    #[arg(long, value_name = "SIZE", default_value = "1d")]
    pub(crate) size: String,
    /// The bars that are made of it.
    #[arg(long, value_name = "INTERVAL", default_value = "1m")]
    pub(crate) bars: String,
    /// How to print.
    #[arg(long, value_enum, default_value = "table")]
    pub(crate) format: Format,
}
