//! What is said and shown of providers.

use ::venues::{History, Venue};
use market::connection::ConnectionReport;
use model::{
    bar::BarSize,
    market::{DataKind, Source},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

use super::{Provider, ProviderSettings};
use crate::{feeds::FeedMode, kept_secrets::SecretPlace};

/// The providers, and how they do.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct ProvidersView {
    /// What is looked at now.
    pub mode: FeedMode,
    /// What is said of them.
    pub settings: ProviderSettings,
    /// Every provider there is: those switched on in their order, then the others.
    pub providers: Vec<ProviderView>,
}

/// A provider.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct ProviderView {
    /// Under which name its data come.
    pub source: Source,
    /// Its name for people.
    pub name: String,
    /// What it has, as a sentence.
    pub what: String,
    /// Whether it is switched on.
    pub is_on: bool,
    /// Whether the settings describe it.
    pub is_custom: bool,
    /// The key that it needs.
    pub key: ProviderKey,
    /// What it streams.
    pub streams: Vec<DataKind>,
    /// How its last prices are asked for where nothing streams; null where they cannot be.
    pub polling: Option<ProviderPolling>,
    /// The bars that its history has.
    pub history: Vec<BarSize>,
    /// The hosts that are spoken to.
    pub hosts: Vec<String>,
    /// How many topics one connection may have; null when no limit is told.
    pub max_topics: Option<usize>,
    /// How much may be asked.
    pub budgets: Vec<ProviderBudget>,
    /// How its connection stands; null when there is none.
    pub connection: Option<ConnectionReport>,
    /// Why it could not be connected to, and what to do.
    pub trouble: Option<String>,
    /// How requests went since the start.
    pub requests: ProviderRequests,
}

/// How last prices are asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ProviderPolling {
    /// What is told: trades, or quotes too.
    pub kinds: Vec<DataKind>,
    /// In how many seconds each instrument is asked for again, with so many as there are now.
    pub every_seconds: u32,
    /// How far its prices are behind by its own word, in seconds; null where it says nothing.
    pub delay_seconds: Option<u32>,
    /// How many instruments it is asked for now: those that somebody looks at and nobody streams.
    pub n_instruments: usize,
    /// When it was asked last; null when it was not yet.
    pub asked_at: Option<Timestamp>,
    /// Why it is left alone, and what to do.
    pub problem: Option<String>,
    /// Until when.
    pub until: Option<Timestamp>,
}

/// What a provider knows us by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ProviderKey {
    /// What it needs.
    pub needs: KeyNeed,
    /// The name of the key; providers of one company share it.
    pub name: String,
    /// Whether it is kept; null when none is needed or that cannot be told.
    pub is_kept: Option<bool>,
    /// Where it is kept.
    pub place: Option<SecretPlace>,
    /// Why that cannot be told, and what to do.
    pub problem: Option<String>,
}

/// Which key is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum KeyNeed {
    /// None.
    None,
    /// One text.
    Token,
    /// An id and a secret.
    Pair,
}

/// A key on its way to where keys are kept. It is never shown again.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProviderKeyText {
    /// Which key it is, where it has two parts.
    #[serde(default)]
    pub id: Option<String>,
    /// The key itself, or its secret part; null forgets the one there is.
    pub secret: Option<String>,
}

/// So many requests in so many seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ProviderBudget {
    /// How many, by weight.
    pub requests: u32,
    /// In how many seconds.
    pub per_seconds: u32,
    /// How many there are now, over all budgets of the key.
    pub left: Option<u32>,
}

/// How requests to a provider went since the start.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ProviderRequests {
    /// How many were sent.
    pub sent: u64,
    /// How many of them failed.
    pub failed: u64,
    /// The last that failed.
    pub last_failure: Option<ProviderFailure>,
}

/// A request that failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ProviderFailure {
    /// When.
    pub at: Timestamp,
    /// Why, and what to do.
    pub reason: String,
    /// A stable name for programs.
    pub code: String,
}

/// What came of trying a provider out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ProviderTest {
    /// Whether it answered.
    pub is_ok: bool,
    /// What it was asked for.
    pub asked: String,
    /// What it answered.
    pub answer: Option<String>,
    /// Why it did not, and what to do.
    pub problem: Option<String>,
    /// A stable name for the problem.
    pub code: Option<String>,
    /// How long it took, in milliseconds.
    pub took_ms: u64,
}

pub(super) fn said_of(history: &History) -> String {
    let n = history.bars.len();
    match (history.bars.last(), history.skipped_count) {
        (None, _) => "no bars".to_owned(),
        (Some(last), 0) => format!("{n} bars, the last of {} with a close of {}", last.at, last.close),
        (Some(last), skipped) => {
            format!(
                "{n} bars, the last of {} with a close of {}; {skipped} rows were not understood",
                last.at, last.close
            )
        }
    }
}

pub(super) fn name(provider: &Provider) -> String {
    let name = match provider {
        Provider::Custom(custom) => return custom.settings().name.clone(),
        Provider::Venue(venue) => match venue {
            Venue::AlpacaIex => "Alpaca · IEX",
            Venue::AlpacaSip => "Alpaca · all exchanges",
            Venue::AlpacaCrypto => "Alpaca · crypto",
            Venue::AlpacaNews => "Alpaca · news",
            Venue::AlpacaTest => "Alpaca · test stream",
            Venue::Binance => "Binance",
            Venue::Coinbase => "Coinbase",
            Venue::Kraken => "Kraken",
            Venue::Finnhub => "Finnhub",
            Venue::Tiingo => "Tiingo",
            Venue::AlphaVantage => "Alpha Vantage",
            Venue::Yahoo => "Yahoo Finance",
            Venue::Ecb => "European Central Bank",
            Venue::Fred => "FRED",
        },
    };
    name.to_owned()
}

pub(super) fn what(provider: &Provider) -> String {
    let what = match provider {
        Provider::Custom(custom) => {
            let size = custom.settings().size;
            return match custom.settings().quotes {
                Some(_) => format!("Bars of {size} and last prices from an address of your own."),
                None => format!("Bars of {size} from an address of your own."),
            };
        }
        Provider::Venue(venue) => match venue {
            Venue::AlpacaIex => "US shares and funds as traded at IEX, live and of the past.",
            Venue::AlpacaSip => "US shares and funds of all exchanges; live with a paid plan.",
            Venue::AlpacaCrypto => "Crypto assets at Alpaca with their order books.",
            Venue::AlpacaNews => "News about US shares and crypto assets.",
            Venue::AlpacaTest => "Invented trades of FAKEPACA around the clock, to try a key out.",
            Venue::Binance => "Crypto assets at Binance spot with their order books. No key.",
            Venue::Coinbase => "Crypto assets at Coinbase with their order books. No key.",
            Venue::Kraken => "Crypto assets at Kraken with their order books. No key.",
            Venue::Finnhub => "Trades of US shares and of crypto assets, live.",
            Venue::Tiingo => "Daily prices of US shares and funds, as paid and adjusted; last prices as made at IEX.",
            Venue::AlphaVantage => "Daily prices of shares of many exchanges; few requests a day.",
            Venue::Yahoo => "Prices of nearly everything, unofficially and without a promise. No key.",
            Venue::Ecb => "Reference rates of the euro on business days. No key.",
            Venue::Fred => "Economic series, such as interest rates.",
        },
    };
    what.to_owned()
}
