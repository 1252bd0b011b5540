//! What was held at the end of every moment, told from fills, corporate actions, rates and closes.

use std::collections::HashMap;

use bars::series::BarSeries;
use execution::{
    account::{CorporateAction, DatedAction},
    engine::DatedRate,
    listing::Listing,
    number::float,
};
use model::{currency::Currency, id::InstrumentId, order::fill::Fill, time::Timestamp};
use rust_decimal::Decimal;

/// Rates of currencies as they were known.
#[derive(Debug, Clone)]
pub(crate) struct Rates {
    base: Currency,
    by_currency: HashMap<Currency, Vec<(Timestamp, Option<Decimal>)>>,
}

impl Rates {
    pub(crate) fn new(base: Currency, dated: &[DatedRate]) -> Self {
        let mut by_currency: HashMap<Currency, Vec<(Timestamp, Option<Decimal>)>> = HashMap::new();
        for rate in dated {
            by_currency.entry(rate.currency).or_default().push((rate.at, rate.rate));
        }
        by_currency.values_mut().for_each(|rates| rates.sort_by_key(|(at, _)| *at));
        Self { base, by_currency }
    }

    /// Base currency for one unit; `None` while it is not known.
    pub(crate) fn at(&self, currency: Currency, at: Timestamp) -> Option<Decimal> {
        if currency == self.base {
            return Some(Decimal::ONE);
        }
        let rates = self.by_currency.get(&currency)?;
        rates[..rates.partition_point(|(from, _)| *from <= at)].last().and_then(|(_, rate)| *rate)
    }
}

/// What a run was made of.
#[derive(Clone, Copy)]
pub(crate) struct Course<'a> {
    pub(crate) listings: &'a [Listing],
    pub(crate) series: &'a [&'a BarSeries],
    pub(crate) at: &'a [Timestamp],
    pub(crate) fills: &'a [Fill],
    /// In the order of their times.
    pub(crate) actions: &'a [DatedAction],
    pub(crate) rates: &'a Rates,
}

impl Course<'_> {
    pub(crate) fn number_of(&self, id: InstrumentId) -> Option<usize> {
        self.listings.iter().position(|listing| listing.instrument_id == id)
    }
}

/// Exposures at the end of each moment and what was traded in it, in the base currency; none where a price or a rate is not known.
#[derive(Debug, Clone, Default)]
pub(crate) struct Holdings {
    pub(crate) gross: Vec<Option<f64>>,
    pub(crate) net: Vec<Option<f64>>,
    pub(crate) traded: Vec<Option<f64>>,
}

#[derive(Clone, Copy)]
struct Held {
    units: Decimal,
    /// Units × multiplier.
    float: f64,
    mark: Option<f64>,
    next: usize,
}

/// Goes through a run once more.
pub(crate) fn replay(course: &Course<'_>) -> Holdings {
    let mut held = vec![Held { units: Decimal::ZERO, float: 0.0, mark: None, next: 0 }; course.listings.len()];
    let (mut fills, mut actions) = (course.fills.iter().peekable(), course.actions.iter().peekable());
    let mut found = Holdings::default();
    for at in course.at {
        while let Some(action) = actions.next_if(|action| action.at <= *at) {
            if let Some(number) = course.number_of(action.instrument_id) {
                held[number].act(&action.action, course.listings[number].multiplier);
            }
        }
        for (held, series) in held.iter_mut().zip(course.series) {
            if series.at.get(held.next) == Some(&at.micros()) {
                let close = series.close[held.next];
                held.mark = if close > 0.0 { Some(close) } else { held.mark };
                held.next += 1;
            }
        }
        let mut traded = Some(0.0);
        while let Some(fill) = fills.next_if(|fill| fill.at <= *at) {
            let Some(number) = course.number_of(fill.instrument_id) else { continue };
            let listing = &course.listings[number];
            held[number].change(fill.side.signed(fill.quantity.get()), listing.multiplier);
            let worth = float(fill.quantity.get()) * float(fill.price.get()) * float(listing.multiplier);
            let rate = course.rates.at(listing.currency, *at);
            traded = traded.zip(rate).map(|(sum, rate)| sum + worth * float(rate));
        }
        let (mut gross, mut net) = (Some(0.0), Some(0.0));
        for (held, listing) in held.iter().zip(course.listings).filter(|(held, _)| held.float != 0.0) {
            let worth =
                held.mark.zip(course.rates.at(listing.currency, *at)).map(|(mark, r)| held.float * mark * float(r));
            gross = gross.zip(worth).map(|(sum, worth)| sum + worth.abs());
            net = net.zip(worth).map(|(sum, worth)| sum + worth);
        }
        found.gross.push(gross);
        found.net.push(net);
        found.traded.push(traded);
    }
    found
}

impl Held {
    fn change(&mut self, units: Decimal, multiplier: Decimal) {
        self.units = self.units.saturating_add(units);
        self.float = float(self.units) * float(multiplier);
    }

    fn act(&mut self, action: &CorporateAction, multiplier: Decimal) {
        match action {
            CorporateAction::Dividend { .. } => {}
            CorporateAction::Split { new, old } => {
                let units = self.units.checked_mul(*new).and_then(|units| units.checked_div(*old));
                self.units = units.unwrap_or(self.units);
                self.float = float(self.units) * float(multiplier);
                self.mark = self.mark.map(|mark| mark * (float(*old) / float(*new)));
            }
            CorporateAction::Delisting { .. } => (self.units, self.float) = (Decimal::ZERO, 0.0),
        }
    }
}
