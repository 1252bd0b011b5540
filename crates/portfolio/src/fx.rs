//! Exchange rates by date: last on or before, inverse, and through the euro or the dollar, with the path used.

mod series;

use std::collections::HashMap;

use chrono::NaiveDate;
use model::{currency::Currency, fx::FxRateFields};
use rust_decimal::Decimal;
use serde::Serialize;

use crate::unknown::Unknown;

/// The age in days beyond which a rate is not used: longer than any run of holidays.
pub const MAX_RATE_AGE_DAYS: u16 = 7;

/// Currencies through which two others are connected, in order of preference.
const HUBS: [Currency; 2] = [Currency::EUR, Currency::USD];

/// A rate as it was used, with everything needed to check it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, utoipa::ToSchema)]
pub struct RateUse {
    /// Units of the target currency for one unit of the source currency.
    #[schema(value_type = String)]
    pub rate: Decimal,
    /// The day of the oldest rate in the path.
    pub date: NaiveDate,
    /// The rates multiplied; none for a currency with itself.
    pub legs: Vec<RateLeg>,
}

/// One published rate in a path.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, utoipa::ToSchema)]
pub struct RateLeg {
    /// One unit of this …
    pub base: Currency,
    /// … cost `rate` units of this.
    pub quote: Currency,
    /// The day for which it was published.
    pub date: NaiveDate,
    /// The published rate.
    #[schema(value_type = String)]
    pub rate: Decimal,
    /// Divided by, not multiplied with.
    pub inverted: bool,
    /// Who published it.
    pub source: String,
}

#[derive(Clone, Copy)]
struct Point {
    date: NaiveDate,
    rate: Decimal,
    source: usize,
}

/// The rates of a workspace, ready to be asked by date.
#[derive(Clone, Default)]
pub struct FxTable {
    pairs: HashMap<(Currency, Currency), Vec<Point>>,
    sources: Vec<String>,
    max_age_days: i64,
}

/// What a search of one pair found.
enum Found {
    Fresh(Point),
    Stale(NaiveDate),
    Nothing,
}

impl FxTable {
    /// A table of rates in any order. Of two rates of one pair and day the later given counts; rates that are not
    /// above zero are left out (the store does not hold such).
    pub fn new(rates: impl IntoIterator<Item = FxRateFields>, max_age_days: u16) -> Self {
        let mut table = Self { max_age_days: i64::from(max_age_days), ..Self::default() };
        let mut known: HashMap<String, usize> = HashMap::new();
        for r in rates.into_iter().filter(|r| r.rate > Decimal::ZERO) {
            let source = match known.get(&r.source) {
                Some(at) => *at,
                None => {
                    table.sources.push(r.source.clone());
                    known.insert(r.source, table.sources.len() - 1);
                    table.sources.len() - 1
                }
            };
            table.pairs.entry((r.base, r.quote)).or_default().push(Point { date: r.date, rate: r.rate, source });
        }
        for points in table.pairs.values_mut() {
            points.sort_by_key(|p| p.date); // stable: the later given stays last
        }
        table
    }

    /// The rate of a day: the last one on or before it, not older than the table allows. Tried in this order: the pair
    /// as published, its inverse, then both through the euro, then through the dollar.
    ///
    /// # Errors
    /// [`Unknown`] with both currencies and the day.
    pub fn rate(&self, from: Currency, to: Currency, on: NaiveDate) -> Result<RateUse, Unknown> {
        if from == to {
            return Ok(RateUse { rate: Decimal::ONE, date: on, legs: Vec::new() });
        }
        let mut stale = None;
        if let Some(leg) = self.leg(from, to, on, &mut stale) {
            return combined(vec![leg]).ok_or_else(|| Unknown::too_large("an exchange rate"));
        }
        for hub in HUBS.into_iter().filter(|h| *h != from && *h != to) {
            let mut ignored = None;
            if let (Some(a), Some(b)) = (self.leg(from, hub, on, &mut ignored), self.leg(hub, to, on, &mut ignored)) {
                return combined(vec![a, b]).ok_or_else(|| Unknown::too_large("an exchange rate"));
            }
            stale = stale.max(ignored);
        }
        Err(Unknown::rate(from, to, on, stale))
    }

    /// An amount in another currency at the rate of a day.
    ///
    /// # Errors
    /// As [`FxTable::rate`], or when the result is too large.
    pub fn convert(&self, amount: Decimal, from: Currency, to: Currency, on: NaiveDate) -> Result<Decimal, Unknown> {
        if from == to {
            return Ok(amount);
        }
        let used = self.rate(from, to, on)?;
        amount.checked_mul(used.rate).ok_or_else(|| Unknown::too_large("a converted amount"))
    }

    fn leg(&self, from: Currency, to: Currency, on: NaiveDate, stale: &mut Option<NaiveDate>) -> Option<RateLeg> {
        let mut look = |base, quote, inverted| match self.find(base, quote, on) {
            Found::Fresh(p) => Some(RateLeg {
                base,
                quote,
                date: p.date,
                rate: p.rate,
                inverted,
                source: self.sources[p.source].clone(),
            }),
            Found::Stale(date) => {
                *stale = (*stale).max(Some(date));
                None
            }
            Found::Nothing => None,
        };
        look(from, to, false).or_else(|| look(to, from, true))
    }

    fn find(&self, base: Currency, quote: Currency, on: NaiveDate) -> Found {
        let Some(points) = self.pairs.get(&(base, quote)) else { return Found::Nothing };
        let after = points.partition_point(|p| p.date <= on);
        match after.checked_sub(1).map(|i| points[i]) {
            Some(p) if (on - p.date).num_days() <= self.max_age_days => Found::Fresh(p),
            Some(p) => Found::Stale(p.date),
            None => Found::Nothing,
        }
    }
}

fn combined(legs: Vec<RateLeg>) -> Option<RateUse> {
    let mut rate = Decimal::ONE;
    for leg in &legs {
        rate = if leg.inverted { rate.checked_div(leg.rate)? } else { rate.checked_mul(leg.rate)? };
    }
    let date = legs.iter().map(|l| l.date).min()?;
    Some(RateUse { rate, date, legs })
}
