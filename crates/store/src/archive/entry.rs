//! What an archive holds, by section.

use std::{cmp::Ordering, fmt};

use model::{account::Account, id::ScheduleId, instrument::Instrument, target::Target};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::DeserializeSeed};
use serde_json::Value as Json;

use crate::{
    alerts::{Alert, AlertDelivery, AlertEvent},
    attributions::Attribution,
    backtests::Backtest,
    bars::BarChange,
    fx_rates::FxRateRevision,
    imports::ImportLog,
    models::Model,
    optimizations::Optimization,
    rebalancings::Rebalancing,
    schedules::{Scheduled, TakenOccurrence},
    strategies::Strategy,
    transactions::TransactionRevision,
};

/// A document of the settings.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Setting {
    /// Its key.
    pub key: String,
    /// What it says.
    pub value: Json,
}

/// An occurrence of a schedule that was taken.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct OccurrenceTaken {
    /// Whose.
    pub schedule_id: ScheduleId,
    /// Which, and when.
    #[serde(flatten)]
    pub taken: TakenOccurrence,
}

/// Declares the sections, in the order in which an archive has them, with what one entry of each is.
macro_rules! sections {
    ($($(#[$doc:meta])* $name:ident($of:ty) = $text:literal in $table:literal,)*) => {
        /// A part of an archive.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum Section {
            $($(#[$doc])* $name,)*
        }

        impl Section {
            /// All, in the order in which an archive has them.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// The name in an archive.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)*
                }
            }

            /// The table that its entries are rows of.
            pub(crate) const fn table(self) -> &'static str {
                match self {
                    $(Self::$name => $table,)*
                }
            }
        }

        impl<'de> DeserializeSeed<'de> for Section {
            type Value = Entry;

            fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Entry, D::Error> {
                match self {
                    $(Self::$name => <$of>::deserialize(from).map(|e| Entry::$name(Box::new(e))),)*
                }
            }
        }

        /// An entry of an archive.
        #[derive(Clone, PartialEq, Debug)]
        pub enum Entry {
            $($(#[$doc])* $name(Box<$of>),)*
        }

        impl Entry {
            /// The part that it belongs to.
            pub const fn section(&self) -> Section {
                match self {
                    $(Self::$name(_) => Section::$name,)*
                }
            }
        }

        impl Serialize for Entry {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                match self {
                    $(Self::$name(e) => e.serialize(to),)*
                }
            }
        }
    };
}

sections! {
    /// Documents of the settings.
    Settings(Setting) = "settings" in "settings",
    /// Instruments.
    Instruments(Instrument) = "instruments" in "instruments",
    /// Accounts.
    Accounts(Account) = "accounts" in "accounts",
    /// The log of imported files.
    Imports(ImportLog<Json>) = "imports" in "imports",
    /// Revisions of transactions.
    Transactions(TransactionRevision) = "transactions" in "transactions",
    /// Revisions of exchange rates.
    FxRates(FxRateRevision) = "fx_rates" in "fx_rates",
    /// Saved optimizations; the job that ran one is not named.
    Optimizations(Optimization<Json, Json>) = "optimizations" in "portfolio_optimizations",
    /// Targets.
    Targets(Target) = "targets" in "targets",
    /// Alerts.
    Alerts(Alert) = "alerts" in "portfolio_alerts",
    /// What happened to alerts.
    AlertEvents(AlertEvent) = "alert_events" in "portfolio_alert_events",
    /// Whom firings of alerts had to reach, and what became of it.
    AlertDeliveries(AlertDelivery) = "alert_deliveries" in "portfolio_alert_deliveries",
    /// Performance attributions.
    Attributions(Attribution<Json>) = "attributions" in "performance_attribution",
    /// Rebalancings.
    Rebalancings(Rebalancing<Json>) = "rebalancings" in "rebalancing_events",
    /// Strategies.
    Strategies(Strategy<Json>) = "strategies" in "strategies",
    /// Back-tests without their whole results; the job that ran one is not named.
    Backtests(Backtest<Json, Json>) = "backtests" in "backtests",
    /// Trained models.
    Models(Model<Json, Json>) = "models" in "ml_models",
    /// Schedules.
    Schedules(Scheduled<Json>) = "schedules" in "schedules",
    /// Occurrences of schedules that were taken.
    Occurrences(OccurrenceTaken) = "schedule_occurrences" in "schedule_occurrences",
    /// What became known of bars, series by series.
    Bars(BarChange) = "bars" in "bar_series",
}

impl Section {
    /// The version of the format in which archives began to have it.
    pub const fn since(self) -> u32 {
        match self {
            Self::Strategies | Self::Backtests => 2,
            _ => 1,
        }
    }
}

impl fmt::Display for Section {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Entry {
    /// What tells it from the others of its section, for people.
    pub fn title(&self) -> String {
        match self {
            Self::Settings(e) => e.key.clone(),
            Self::Instruments(e) => e.id.to_string(),
            Self::Accounts(e) => e.id.to_string(),
            Self::Imports(e) => e.id.to_string(),
            Self::Transactions(e) => format!("{} revision {}", e.id, e.revision),
            Self::FxRates(e) => {
                let f = &e.fields;
                format!("{}/{} of {} revision {}", f.base, f.quote, f.date, e.revision)
            }
            Self::Optimizations(e) => e.id.to_string(),
            Self::Targets(e) => e.id.to_string(),
            Self::Alerts(e) => e.id.to_string(),
            Self::AlertEvents(e) => format!("{} of alert {}", e.number, e.alert_id),
            Self::AlertDeliveries(e) => {
                format!("{} of firing {} of alert {}", e.key.channel.way, e.key.epoch, e.key.alert)
            }
            Self::Attributions(e) => e.id.to_string(),
            Self::Rebalancings(e) => e.id.to_string(),
            Self::Strategies(e) => e.id.to_string(),
            Self::Backtests(e) => e.id.to_string(),
            Self::Models(e) => e.id.to_string(),
            Self::Schedules(e) => e.id.to_string(),
            Self::Occurrences(e) => format!("{} of schedule {}", e.taken.occurrence, e.schedule_id),
            Self::Bars(e) => format!("{} {} {} of {}", e.instrument_id, e.size, e.source, e.known_at),
        }
    }

    /// Where it stands to another of the same section; none where the order is not by what they say: bars, whose series
    /// come as they were made.
    pub fn order(&self, other: &Self) -> Option<Ordering> {
        Some(match (self, other) {
            (Self::Settings(a), Self::Settings(b)) => a.key.cmp(&b.key),
            (Self::Instruments(a), Self::Instruments(b)) => a.id.cmp(&b.id),
            (Self::Accounts(a), Self::Accounts(b)) => a.id.cmp(&b.id),
            (Self::Imports(a), Self::Imports(b)) => a.id.cmp(&b.id),
            (Self::Transactions(a), Self::Transactions(b)) => (a.id, a.revision).cmp(&(b.id, b.revision)),
            (Self::FxRates(a), Self::FxRates(b)) => {
                let key = |r: &FxRateRevision| {
                    let f = &r.fields;
                    (f.base.code().to_owned(), f.quote.code().to_owned(), f.date, r.revision)
                };
                key(a).cmp(&key(b))
            }
            (Self::Optimizations(a), Self::Optimizations(b)) => a.id.cmp(&b.id),
            (Self::Targets(a), Self::Targets(b)) => a.id.cmp(&b.id),
            (Self::Alerts(a), Self::Alerts(b)) => a.id.cmp(&b.id),
            (Self::AlertEvents(a), Self::AlertEvents(b)) => (a.alert_id, a.number).cmp(&(b.alert_id, b.number)),
            (Self::AlertDeliveries(a), Self::AlertDeliveries(b)) => a.key.cmp(&b.key),
            (Self::Attributions(a), Self::Attributions(b)) => a.id.cmp(&b.id),
            (Self::Rebalancings(a), Self::Rebalancings(b)) => a.id.cmp(&b.id),
            (Self::Strategies(a), Self::Strategies(b)) => a.id.cmp(&b.id),
            (Self::Backtests(a), Self::Backtests(b)) => a.id.cmp(&b.id),
            (Self::Models(a), Self::Models(b)) => a.id.cmp(&b.id),
            (Self::Schedules(a), Self::Schedules(b)) => a.id.cmp(&b.id),
            (Self::Occurrences(a), Self::Occurrences(b)) => {
                (a.schedule_id, &a.taken.occurrence).cmp(&(b.schedule_id, &b.taken.occurrence))
            }
            _ => return None,
        })
    }
}
