//! What is asked and shown of prices as they are now.

use chrono::NaiveDate;
use feed::{book::depth::Depth, last::Aged, last::Freshness};
use market::{hub::RefusedReport, sink::SinkReport};
use model::{
    bar::Bar,
    currency::Currency,
    id::InstrumentId,
    market::{BidAsk, Source, Tick, Trade, TradeUse, incident::DataIncident},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

use crate::{
    error::{Error, Result},
    feeds::{FeedMode, InstrumentPolls},
};

/// Of which instruments.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct QuotesQuery {
    /// Identities with commas between them, at most 500; those of the watchlists when nothing is said.
    #[serde(default)]
    pub instrument_ids: Option<String>,
    /// Watches them for up to so many milliseconds, 0 to 60000, until each has a price of now or a note that says why it has none; answers
    /// at once when nothing is said.
    #[serde(default)]
    pub wait_ms: Option<u32>,
}

impl QuotesQuery {
    pub(super) fn ids(&self) -> Result<Vec<InstrumentId>> {
        let texts = self.instrument_ids.as_deref().unwrap_or_default().split(',').map(str::trim);
        let read = |text: &str| {
            let wrong = |_| {
                let problem = format!("\"{text}\" is no identity of an instrument; put commas between them");
                Error::field("instrument_ids", "id_invalid", problem)
            };
            text.parse().map_err(wrong)
        };
        texts.filter(|text| !text.is_empty()).map(read).collect()
    }
}

/// How deep.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct DepthQuery {
    /// Levels of each side, 1 to 100; 20 when nothing is said.
    #[serde(default)]
    pub levels: Option<u32>,
}

/// How many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct TapeQuery {
    /// Trades, 1 to 200; 200 when nothing is said.
    #[serde(default)]
    pub limit: Option<u32>,
}

/// Prices as they are now.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct QuotesView {
    /// Where they come from.
    pub mode: FeedMode,
    /// When that is: the replay's time in a replay.
    pub at: Timestamp,
    /// By instrument, in the order that was asked for.
    pub quotes: Vec<QuoteView>,
}

/// The price of an instrument as it is now. What is not known is null, never zero.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct QuoteView {
    /// Of what.
    pub instrument_id: InstrumentId,
    /// Its symbol.
    pub symbol: String,
    /// Its name.
    pub name: String,
    /// The currency of its prices.
    pub currency: Currency,
    /// The last trade that streamed in.
    pub trade: Option<LastTrade>,
    /// The last quote that streamed in.
    pub quote: Option<BidAskQuote>,
    /// The newest close that is stored: the price where nothing streams.
    pub last_close: Option<PreviousClose>,
    /// The close that the change counts from.
    pub previous_close: Option<PreviousClose>,
    /// The last price less the close before.
    pub change: Option<f64>,
    /// The same in per cent of that close.
    pub change_percent: Option<f64>,
    /// Figures of the day: live, or of the newest stored day.
    pub day: Option<DayFigures>,
    /// The range of the last 52 weeks.
    pub year: Option<YearRange>,
    /// The last closes, at most sixty, oldest first.
    pub spark: Vec<f64>,
    /// How the price is asked for, where nothing streams it and somebody looks; else null.
    pub polled: Option<PolledQuote>,
    /// Why there is no live price, and what to do.
    pub note: Option<String>,
}

/// How a price is asked for now and then, as nothing streams it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct PolledQuote {
    /// Who is asked.
    pub source: Source,
    /// In how many seconds again.
    pub every_seconds: u32,
    /// How far its prices are behind by its own word, in seconds; null where it says nothing.
    pub delay_seconds: Option<u32>,
    /// When it answered last; null before it did.
    pub asked_at: Option<Timestamp>,
    /// Why it told no price, and what to do.
    pub problem: Option<String>,
}

impl PolledQuote {
    pub(super) fn of(polls: InstrumentPolls) -> Self {
        let InstrumentPolls { source, every_seconds, delay_seconds, asked_at, problem } = polls;
        Self { source, every_seconds, delay_seconds, asked_at, problem }
    }
}

/// A last trade with its age.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct LastTrade {
    /// Its price.
    pub price: f64,
    /// Its units.
    pub size: Option<f64>,
    /// When it was made.
    pub at: Timestamp,
    /// When it was received.
    pub received_at: Timestamp,
    /// Whose.
    pub source: Source,
    /// How long ago it was received, in milliseconds.
    pub age_ms: i64,
    /// Whether it can be taken for the present price.
    pub freshness: Freshness,
    /// Whether it was asked for, rather than streamed: others before it are not known.
    pub is_polled: bool,
}

impl LastTrade {
    pub(super) fn of(aged: &Aged<Tick>, trade: &Trade) -> Self {
        let origin = &aged.value.origin;
        Self {
            price: trade.price,
            size: trade.size,
            at: origin.time(),
            received_at: origin.received_at,
            source: origin.source,
            age_ms: aged.age_micros / 1000,
            freshness: aged.freshness,
            is_polled: trade.counts == TradeUse::Price,
        }
    }
}

/// A last quote with its age.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct BidAskQuote {
    /// Bid and ask with their units; null where nobody offers.
    #[serde(flatten)]
    pub prices: BidAsk,
    /// When it was made.
    pub at: Timestamp,
    /// Whose.
    pub source: Source,
    /// How long ago it was received, in milliseconds.
    pub age_ms: i64,
    /// Whether it can be taken for the present one.
    pub freshness: Freshness,
}

impl BidAskQuote {
    pub(super) fn of(aged: &Aged<Tick>, prices: BidAsk) -> Self {
        let origin = &aged.value.origin;
        let (at, source) = (origin.time(), origin.source);
        Self { prices, at, source, age_ms: aged.age_micros / 1000, freshness: aged.freshness }
    }
}

/// A close that is stored.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct PreviousClose {
    /// The price.
    pub price: f64,
    /// Of which day.
    pub date: NaiveDate,
}

impl PreviousClose {
    pub(super) fn of(bar: &Bar) -> Self {
        Self { price: bar.close, date: bar.at.date() }
    }
}

/// Figures of a day.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct DayFigures {
    /// First price.
    pub open: Option<f64>,
    /// Highest price.
    pub high: Option<f64>,
    /// Lowest price.
    pub low: Option<f64>,
    /// Units traded.
    pub volume: Option<f64>,
}

impl DayFigures {
    pub(super) const fn of(bar: &Bar) -> Self {
        Self { open: bar.open, high: bar.high, low: bar.low, volume: bar.volume }
    }
}

/// The range of a year.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct YearRange {
    /// Lowest price; of days that have only a close, the close.
    pub low: f64,
    /// Highest price, likewise.
    pub high: f64,
    /// The first day that is in it.
    pub from: NaiveDate,
}

impl YearRange {
    pub(super) fn of(past: &[Bar], now: Option<f64>) -> Option<Self> {
        let from = past.first()?.at.date();
        let low = past.iter().map(|bar| bar.low.unwrap_or(bar.close)).chain(now).reduce(f64::min)?;
        let high = past.iter().map(|bar| bar.high.unwrap_or(bar.close)).chain(now).reduce(f64::max)?;
        Some(Self { low, high, from })
    }
}

/// The best levels of an order book.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct DepthView {
    /// Of what.
    pub instrument_id: InstrumentId,
    /// Whose book.
    pub source: Option<Source>,
    /// The levels; null while the book is not whole.
    pub depth: Option<Depth>,
    /// Why there is none.
    pub note: Option<String>,
}

/// The last trades.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct TapeView {
    /// The newest first.
    pub trades: Vec<Tick>,
    /// Why there are none.
    pub note: Option<String>,
}

/// What is wrong with what streams in.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct IncidentsView {
    /// What lasts, by its beginning.
    pub open: Vec<DataIncident>,
    /// What is over, the newest first.
    pub recent: Vec<DataIncident>,
    /// What was refused; null when nothing streams.
    pub refused: Option<RefusedReport>,
    /// How those do who are given everything: alerts, the recording.
    pub sinks: Vec<SinkReport>,
}
