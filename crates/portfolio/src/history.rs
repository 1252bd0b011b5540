//! Closing prices in memory, by instrument and ascending date.

use std::collections::HashMap;

use chrono::NaiveDate;
use model::{bar::Bar, id::InstrumentId};
use rust_decimal::Decimal;
use serde::Serialize;

/// A price and when it held.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, utoipa::ToSchema)]
pub struct PriceAt {
    /// Per unit, in the instrument's currency.
    #[schema(value_type = String)]
    pub price: Decimal,
    /// Its session's date.
    pub date: NaiveDate,
    /// The session before, for the day's change.
    pub previous: Option<PreviousPrice>,
    /// Where it comes from.
    pub source: String,
}

/// The price of the session before.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, utoipa::ToSchema)]
pub struct PreviousPrice {
    /// Per unit.
    #[schema(value_type = String)]
    pub price: Decimal,
    /// Its session's date.
    pub date: NaiveDate,
}

struct Series {
    points: Vec<(NaiveDate, f64)>,
    source: String,
}

/// Daily closes of many instruments.
#[derive(Default)]
pub struct History {
    series: HashMap<InstrumentId, Series>,
}

impl History {
    /// No prices.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the closes of an instrument. They are sorted; of one day's several the later given counts; what is not
    /// finite or below zero is left out.
    pub fn insert(&mut self, id: InstrumentId, mut points: Vec<(NaiveDate, f64)>, source: &str) {
        points.retain(|(_, close)| close.is_finite() && *close >= 0.0);
        if !points.is_sorted_by(|a, b| a.0 < b.0) {
            points.sort_by_key(|p| p.0);
            points.reverse();
            points.dedup_by_key(|p| p.0);
            points.reverse();
        }
        self.series.insert(id, Series { points, source: source.to_owned() });
    }

    /// Sets the closes of an instrument from its daily bars.
    pub fn insert_bars(&mut self, id: InstrumentId, bars: &[Bar], source: &str) {
        self.insert(id, bars.iter().map(|b| (b.at.date(), b.close)).collect(), source);
    }

    /// Takes over the closes of another history; of an instrument that both have, the other's count.
    pub fn extend(&mut self, other: Self) {
        self.series.extend(other.series);
    }

    /// The last price on or before a day, with the one before it.
    pub fn price_at(&self, id: InstrumentId, on: NaiveDate) -> Option<PriceAt> {
        let series = self.series.get(&id)?;
        let i = series.points.partition_point(|p| p.0 <= on).checked_sub(1)?;
        let (date, close) = series.points[i];
        let previous = i.checked_sub(1).and_then(|j| {
            let (date, close) = series.points[j];
            Some(PreviousPrice { price: exact(close)?, date })
        });
        Some(PriceAt { price: exact(close)?, date, previous, source: series.source.clone() })
    }

    /// All closes of an instrument, ascending by date.
    pub fn points(&self, id: InstrumentId) -> &[(NaiveDate, f64)] {
        self.series.get(&id).map_or(&[], |s| &s.points)
    }

    /// At most `max_points` closes of a period, evenly chosen, the first and the last among them.
    pub fn sparkline(&self, id: InstrumentId, from: NaiveDate, to: NaiveDate, max_points: usize) -> Vec<f64> {
        let points = self.points(id);
        let start = points.partition_point(|p| p.0 < from);
        let end = points.partition_point(|p| p.0 <= to).max(start);
        let part = &points[start..end];
        if part.len() <= max_points {
            return part.iter().map(|p| p.1).collect();
        }
        match max_points {
            0 => Vec::new(),
            1 => part.last().map(|p| p.1).into_iter().collect(),
            n => (0..n).map(|i| part[i * (part.len() - 1) / (n - 1)].1).collect(),
        }
    }
}

/// The decimal with the digits in which a float is written: 129.652 is 129.652, not its 53-bit neighbour.
fn exact(value: f64) -> Option<Decimal> {
    let text = value.to_string();
    Decimal::from_str_exact(&text).ok().or_else(|| text.parse().ok())
}
