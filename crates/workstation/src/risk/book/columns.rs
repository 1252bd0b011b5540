//! Closes as histories in the base currency, splits worked in.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate, Weekday};
use model::{currency::Currency, id::InstrumentId, instrument::Instrument, transaction::TransactionKind};
use portfolio::valuation::CashValue;
use rust_decimal::{Decimal, prelude::ToPrimitive};

use crate::folded::Folded;

/// What turns closes into histories.
pub(super) struct Columns<'a> {
    state: &'a Folded,
    dates: Vec<NaiveDate>,
    /// Splits of instruments whose prices are as they were traded: the day, and new units for one old.
    splits: BTreeMap<InstrumentId, Vec<(NaiveDate, f64)>>,
}

impl<'a> Columns<'a> {
    pub(super) fn new(state: &'a Folded, dates: Vec<NaiveDate>) -> Self {
        let mut seen = BTreeSet::new();
        let mut splits: BTreeMap<InstrumentId, Vec<(NaiveDate, f64)>> = BTreeMap::new();
        for of in &state.transactions {
            let ratio = of.ratio_new.zip(of.ratio_old).and_then(|(new, old)| new.checked_div(old)?.to_f64());
            let (TransactionKind::Split, Some(id), Some(ratio)) = (of.kind, of.instrument_id, ratio) else { continue };
            // Each account that holds the instrument tells of the same split.
            if ratio > 0.0 && seen.insert((id, of.trade_date)) {
                splits.entry(id).or_default().push((of.trade_date, ratio));
            }
        }
        Self { state, dates, splits }
    }

    /// The closes of an instrument at the rates of their days; none where a rate is not known, or a close is not above zero and has no
    /// return.
    pub(super) fn of(&self, instrument: &Instrument, closes: &[Option<f64>]) -> Vec<Option<f64>> {
        let splits = self.splits.get(&instrument.id).map(Vec::as_slice).unwrap_or_default();
        let later = |day: NaiveDate| splits.iter().filter(|(on, _)| *on > day).map(|(_, ratio)| ratio).product::<f64>();
        let rate = self.rate(instrument.fields.currency);
        let one = |(day, close): (&NaiveDate, &Option<f64>)| Some((*close)? / later(*day) * rate(*day)?);
        self.dates.iter().zip(closes).map(one).map(|value| value.filter(|value| *value > 0.0)).collect()
    }

    /// What one unit of a currency was worth.
    pub(super) fn rates(&self, currency: Currency) -> Vec<Option<f64>> {
        self.dates.iter().map(|day| self.rate(currency)(*day)).collect()
    }

    pub(super) fn into_dates(self) -> Vec<NaiveDate> {
        self.dates
    }

    fn rate(&self, currency: Currency) -> impl Fn(NaiveDate) -> Option<f64> {
        let base = self.state.settings.base_currency;
        move |day| {
            if currency == base {
                return Some(1.0);
            }
            self.state.fx.rate(currency, base, day).ok()?.rate.to_f64()
        }
    }
}

/// Mondays to Fridays of a range; none without a first day.
pub(super) fn weekdays(from: Option<NaiveDate>, to: NaiveDate) -> Vec<NaiveDate> {
    let days = from.into_iter().flat_map(|day| day.iter_days()).take_while(|day| *day <= to);
    days.filter(|day| !matches!(day.weekday(), Weekday::Sat | Weekday::Sun)).collect()
}

/// Symbols; where two instruments share one, their identities are added.
pub(super) fn names(instruments: &[Instrument]) -> Vec<String> {
    let mut count: BTreeMap<&str, usize> = BTreeMap::new();
    for instrument in instruments {
        *count.entry(&instrument.fields.symbol).or_default() += 1;
    }
    let name = |of: &Instrument| {
        let symbol = &of.fields.symbol;
        if count[symbol.as_str()] > 1 { format!("{symbol} ({})", of.id) } else { symbol.clone() }
    };
    instruments.iter().map(name).collect()
}

/// Cash of other currencies in the base currency, summed over accounts; none where a rate is not known.
pub(super) fn foreign_cash(cash: &[CashValue], base: Currency) -> BTreeMap<Currency, Option<f64>> {
    let mut found: BTreeMap<Currency, Option<f64>> = BTreeMap::new();
    for of in cash.iter().filter(|of| of.currency != base && of.amount != Decimal::ZERO) {
        let value = of.value_base.value.and_then(|value| value.to_f64());
        let sum = found.entry(of.currency).or_insert(Some(0.0));
        *sum = sum.zip(value).map(|(a, b)| a + b);
    }
    found
}
