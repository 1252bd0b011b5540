//! Daily value, time-weighted index, benchmark and returns of the whole portfolio or one account.
//!
//! # The day's return
//! `(value at the end + cash out + units out − units in) ÷ (value of the day before + cash in) − 1`: cash paid in works
//! from the morning, cash paid out until the evening, and units change hands at the day's close. Days are linked by
//! multiplication (true time-weighted return). A new account, an opening balance and a transfer into the account are
//! flows, not gains. A part of the books, such as one position, has no cash: there what is paid for units flows in and what
//! they bring flows out. Over days without a value the link goes on when nothing flowed meanwhile; else the return is unknown.

mod contribution;
mod daily;
mod figures;
mod link;
mod summary;

use std::collections::BTreeSet;

use chrono::NaiveDate;
use model::{
    currency::Currency,
    id::{AccountId, InstrumentId},
};
use serde::Serialize;

pub use contribution::{GroupReturns, contributions};
pub use figures::{DailyFigures, DayReturn, DrawdownDays};
pub use link::Period;

use crate::{
    books::{Books, Context},
    history::{History, PriceAt},
    unknown::{Ratio, Unknown},
};

/// What to measure.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Span {
    /// The day at whose close the measure starts; none: before the first transaction.
    pub from: Option<NaiveDate>,
    /// The last day.
    pub to: NaiveDate,
    /// One account, or all.
    pub account_id: Option<AccountId>,
    /// What to compare with.
    pub benchmark_id: Option<InstrumentId>,
}

/// Daily series, all of the length of `days`, and what they amount to. Amounts are in the base currency.
#[derive(Clone, PartialEq, Debug, Serialize, utoipa::ToSchema)]
pub struct Performance {
    /// The base currency.
    pub base_currency: Currency,
    /// Days with a price or a transaction.
    pub days: Vec<NaiveDate>,
    /// Value at the end of the day; none where a price or rate is missing.
    pub value: Vec<Option<f64>>,
    /// Value at the start and everything paid in less paid out since.
    pub invested: Vec<Option<f64>>,
    /// Growth of one unit of money, flows taken out.
    pub twr_index: Vec<Option<f64>>,
    /// Growth of one unit of money in the benchmark, in the base currency.
    pub benchmark: Vec<Option<f64>>,
    /// External flows by day.
    pub flows: Vec<DayFlow>,
    /// The returns.
    pub summary: Returns,
    /// What is missing, each once.
    pub unknowns: Vec<Unknown>,
    /// The links of the time-weighted return: days with flows one by one, days without in runs.
    #[serde(skip)]
    #[schema(ignore)]
    pub periods: Vec<Period>,
    /// The prices between which the benchmark's return lies.
    #[serde(skip)]
    #[schema(ignore)]
    pub benchmark_prices: Option<BenchmarkPrices>,
    /// The first day is only the starting value.
    #[serde(skip)]
    #[schema(ignore)]
    pub starts_at_close: bool,
    /// The flows of the money-weighted return, as the investor sees them: paid in is negative.
    #[serde(skip)]
    #[schema(ignore)]
    pub money_flows: Vec<DayFlow>,
}

/// The prices between which a benchmark's return lies, in its own currency.
#[derive(Clone, PartialEq, Debug)]
pub struct BenchmarkPrices {
    /// The benchmark.
    pub instrument_id: InstrumentId,
    /// Its price at the start; the rate is of that day.
    pub start: PriceAt,
    /// Its price at the end.
    pub end: PriceAt,
    /// The last day, of which the rate at the end is.
    pub last_day: NaiveDate,
}

/// An amount that came in (or left, negative) on a day.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, utoipa::ToSchema)]
pub struct DayFlow {
    /// The day.
    pub date: NaiveDate,
    /// How much, in the base currency.
    pub amount: f64,
}

/// Returns of a span. Ratios are fractions; amounts are in the base currency.
#[derive(Clone, PartialEq, Debug, Serialize, utoipa::ToSchema)]
pub struct Returns {
    /// The first day.
    pub from: Option<NaiveDate>,
    /// The last day.
    pub to: Option<NaiveDate>,
    /// Time-weighted return of the whole span.
    pub twr: Ratio,
    /// The same a year (actual days ÷ 365); only for a year and more.
    pub twr_annualized: Ratio,
    /// Money-weighted return a year.
    pub xirr: Ratio,
    /// Modified Dietz return of the whole span: gain ÷ average capital.
    pub modified_dietz: Ratio,
    /// Value at the start and each flow, weighted with the part of the span that follows it.
    pub average_capital: Ratio,
    /// Return of the benchmark in the base currency.
    pub benchmark: Ratio,
    /// The same a year.
    pub benchmark_annualized: Ratio,
    /// The largest fall of the index from a peak, as a positive fraction.
    pub max_drawdown: Ratio,
    /// Value at the start.
    pub value_start: Ratio,
    /// Value at the end.
    pub value_end: Ratio,
    /// Paid in less paid out.
    pub net_flows: Ratio,
    /// End less start less flows.
    pub gain: Ratio,
}

/// Of what the return is measured.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Measured<'a> {
    /// Positions and cash.
    Everything,
    /// The positions in these instruments without any cash: what was paid for them flows in, what they brought (proceeds,
    /// income) flows out.
    Instruments(&'a BTreeSet<InstrumentId>),
}

impl Measured<'_> {
    fn has(self, id: InstrumentId) -> bool {
        match self {
            Self::Everything => true,
            Self::Instruments(ids) => ids.contains(&id),
        }
    }
}

impl Performance {
    /// Days of the span: from the close of its first day, or from the evening before where that has the first transaction.
    pub fn days_measured(&self) -> i64 {
        days_measured(&self.days, self.starts_at_close)
    }
}

fn days_measured(days: &[NaiveDate], starts_at_close: bool) -> i64 {
    let ends = days.first().zip(days.last());
    ends.map_or(0, |(first, last)| (*last - *first).num_days() + i64::from(!starts_at_close))
}

/// Measures the books over a span. Days after the books' own day are left out.
pub fn performance(ctx: Context<'_>, books: &Books, history: &History, span: Span) -> Performance {
    performance_of(ctx, books, history, span, Measured::Everything)
}

/// Measures a part of the books over a span. Days after the books' own day are left out.
pub fn performance_of(
    ctx: Context<'_>,
    books: &Books,
    history: &History,
    span: Span,
    measured: Measured<'_>,
) -> Performance {
    let daily = daily::Daily::build(ctx, books, history, span, measured);
    let linked = link::link(&daily);
    summary::assemble(ctx, history, span, daily, linked)
}
