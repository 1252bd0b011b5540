//! What taxes would take of a run: its round trips by holding period, wash sales among them, losses that are carried on, at flat rates.
//!
//! Taxes are figured beside the run and paid outside of it: what they would have earned meanwhile is not taken off. Gains on short units are short-term.
//! Within a year short-term and long-term results are netted with each other, and what is lost over all is carried on without an end, as in the United
//! States (26 U.S.C. §§1212(b), 1222). Where a law is otherwise, the figures of a run can be told to no cent, and are told to be so.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use execution::engine::DatedRate;
use model::{
    currency::Currency,
    id::InstrumentId,
    order::{Side, fill::Fill},
};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use tax::{DecimalRates, HouseholdLot, LotOrder, LotSale, TaxRules, Term, WashSaleWindow, wash_sales};

use crate::{BacktestError, EndPosition, RoundTrip, holdings::Rates};

/// Rates and rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = BacktestTaxSettings)]
pub struct TaxSettings {
    /// What is taken of a gain, by its term.
    pub rates: DecimalRates,
    /// Units held longer than so many months are long-term; null where there is no such difference, and then everything is short-term.
    #[serde(default)]
    pub long_term_after_months: Option<u32>,
    /// Days around a sale at a loss in which a purchase of the same lets the loss not count; null where there is no such rule.
    #[serde(default)]
    pub wash_sale_window: Option<WashSaleWindow>,
}

/// A year of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = BacktestTaxYear)]
pub struct TaxYear {
    /// Which calendar year.
    pub year: i32,
    /// Short-term gains less losses that count.
    #[schema(value_type = String)]
    pub net_short: Decimal,
    /// The same, long-term.
    #[schema(value_type = String)]
    pub net_long: Decimal,
    /// Losses that do not count, for the same was bought around them; above zero.
    #[schema(value_type = String)]
    pub disallowed: Decimal,
    /// Losses of earlier years that were set off; above zero.
    #[schema(value_type = String)]
    pub carried_used: Decimal,
    /// Losses that the next year opens with; above zero.
    #[schema(value_type = String)]
    pub carried_on: Decimal,
    /// What is due.
    #[schema(value_type = String)]
    pub tax: Decimal,
}

/// A run after taxes, in the currency of its account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct AfterTax {
    /// Each year in which something was sold.
    pub years: Vec<TaxYear>,
    /// What is due in all years.
    #[schema(value_type = String)]
    pub tax: Decimal,
    /// Gain of the run before taxes; null while equity at the end is not known.
    #[schema(value_type = Option<String>)]
    pub gain: Option<Decimal>,
    /// The same after them.
    #[schema(value_type = Option<String>)]
    pub gain_after_tax: Option<Decimal>,
    /// Gain of what is still open: not taxed yet. Null while a price or a rate is not known.
    #[schema(value_type = Option<String>)]
    pub open_gain: Option<Decimal>,
}

/// What of a run is taxed.
#[derive(Debug, Clone, Copy)]
pub struct TaxedRun<'a> {
    /// Closed round trips.
    pub round_trips: &'a [RoundTrip],
    /// Everything that was traded: purchases that are still held replace what was sold at a loss.
    pub fills: &'a [Fill],
    /// What is open at the end.
    pub positions: &'a [EndPosition],
    /// Currencies and multipliers of the instruments.
    pub listings: &'a [execution::listing::Listing],
    /// The currency of the account.
    pub currency: Currency,
    /// Rates to it, as they were known.
    pub rates: &'a [DatedRate],
    /// Equity at the end less cash at the start.
    pub gain: Option<Decimal>,
}

impl TaxedRun<'_> {
    /// What taxes would take.
    ///
    /// # Errors
    /// [`BacktestError::Setting`] for rates outside 0 to 1 or a rule that cannot be; [`BacktestError::Fills`] where a rate of a currency is not known at
    /// the end of a round trip; [`BacktestError::Overflow`].
    pub fn after_tax(&self, settings: &TaxSettings) -> Result<AfterTax, BacktestError> {
        let wrong = |error: tax::TaxError| BacktestError::Setting {
            field: "taxes",
            value: error.to_string(),
            allowed: "rates from 0 to 1, and months and days that can be",
        };
        settings.rates.rates().map_err(wrong)?;
        let rules = TaxRules {
            long_term_after_months: settings.long_term_after_months,
            wash_sale_window: settings.wash_sale_window,
            lot_order: LotOrder::FirstInFirstOut,
        };
        let rules = rules.check().map_err(wrong)?;
        let gains = self.gains()?;
        let mut by_year: BTreeMap<i32, TaxYear> = BTreeMap::new();
        let mut count = |day: NaiveDate, term: Term, amount: Decimal, disallowed: Decimal| {
            let year = by_year.entry(day.year()).or_insert_with(|| TaxYear::of(day.year()));
            let net = match term {
                Term::Short => &mut year.net_short,
                Term::Long => &mut year.net_long,
            };
            *net = net.checked_add(amount)?;
            year.disallowed = year.disallowed.checked_add(disallowed)?;
            Some(())
        };
        let is_long = |trip: &RoundTrip| trip.side == Side::Buy;
        if let Some(window) = settings.wash_sale_window {
            let (lots, sales) = self.household(&gains);
            let report = wash_sales(window, &lots, &sales).map_err(wrong)?;
            for sale in &report.sales {
                let mut disallowed = sale.disallowed;
                for (term, amount) in sale.by_term(&rules) {
                    count(sale.sold, term_of(settings, term), amount, disallowed).ok_or(BacktestError::Overflow)?;
                    disallowed = Decimal::ZERO;
                }
            }
        }
        for (trip, gain) in self.round_trips.iter().zip(&gains) {
            if is_long(trip) && settings.wash_sale_window.is_some() {
                continue;
            }
            let (from, to) = (trip.entry_at.date(), trip.exit_at.date());
            let term = if is_long(trip) { term_of(settings, rules.term(from, to)) } else { Term::Short };
            count(to, term, *gain, Decimal::ZERO).ok_or(BacktestError::Overflow)?;
        }
        let years = due(by_year.into_values().collect(), settings.rates).ok_or(BacktestError::Overflow)?;
        let tax = years.iter().map(|year| year.tax).sum();
        Ok(AfterTax {
            years,
            tax,
            gain: self.gain,
            gain_after_tax: self.gain.and_then(|gain| gain.checked_sub(tax)),
            open_gain: self.open_gain(),
        })
    }

    /// Each round trip's gain in the currency of the account, at the rate of its end.
    fn gains(&self) -> Result<Vec<Decimal>, BacktestError> {
        let rates = Rates::new(self.currency, self.rates);
        let gain = |trip: &RoundTrip| {
            let currency = self.listing(trip.instrument_id)?.currency;
            let rate = rates.at(currency, trip.exit_at).ok_or_else(|| {
                let day = trip.exit_at.date();
                BacktestError::Fills(format!("the rate of {currency} on {day} is not known; import it"))
            })?;
            trip.pnl.checked_mul(rate).ok_or(BacktestError::Overflow)
        };
        self.round_trips.iter().map(gain).collect()
    }

    fn listing(&self, id: InstrumentId) -> Result<&execution::listing::Listing, BacktestError> {
        let found = self.listings.iter().find(|listing| listing.instrument_id == id);
        found.ok_or_else(|| BacktestError::Fills(format!("a round trip names {id}, which is not part of the run")))
    }

    /// Lots and sales as the law on wash sales looks at them: a lot for each round trip, and those that are still held.
    fn household(&self, gains: &[Decimal]) -> (Vec<HouseholdLot>, Vec<LotSale>) {
        let (mut lots, mut sales) = (Vec::new(), Vec::new());
        let lot = |id: String, instrument: InstrumentId, bought: NaiveDate, units| HouseholdLot {
            id,
            group: instrument.to_string(),
            sheltered: false,
            bought: Some(bought),
            held_since: bought,
            units,
        };
        for (n, (trip, gain)) in
            self.round_trips.iter().zip(gains).enumerate().filter(|(_, (t, _))| t.side == Side::Buy)
        {
            lots.push(lot(n.to_string(), trip.instrument_id, trip.entry_at.date(), trip.units));
            sales.push(LotSale {
                id: n.to_string(),
                lot_id: n.to_string(),
                sold: trip.exit_at.date(),
                units: trip.units,
                gain: *gain,
            });
        }
        for position in self.positions.iter().filter(|position| position.units > Decimal::ZERO) {
            // First in, first out: what is held are the last purchases.
            let mut left = position.units;
            let bought = self.fills.iter().rev();
            for fill in bought.filter(|f| f.instrument_id == position.instrument_id && f.side == Side::Buy) {
                let units = fill.quantity.get().min(left);
                lots.push(lot(format!("held {}", lots.len()), fill.instrument_id, fill.at.date(), units));
                left -= units;
                if left <= Decimal::ZERO {
                    break;
                }
            }
        }
        (lots, sales)
    }

    fn open_gain(&self) -> Option<Decimal> {
        let rates = Rates::new(self.currency, self.rates);
        let at = self.rates.iter().map(|rate| rate.at).max();
        self.positions.iter().try_fold(Decimal::ZERO, |sum, position| {
            let listing = self.listing(position.instrument_id).ok()?;
            let price = position.price.and_then(execution::number::decimal)?;
            let moved = price.checked_sub(position.average_price?)?;
            let rate = match (listing.currency == self.currency, at) {
                (true, _) => Decimal::ONE,
                (false, at) => rates.at(listing.currency, at?)?,
            };
            let gain = moved.checked_mul(position.units)?.checked_mul(listing.multiplier)?.checked_mul(rate)?;
            sum.checked_add(gain)
        })
    }
}

impl TaxYear {
    const fn of(year: i32) -> Self {
        let zero = Decimal::ZERO;
        Self {
            year,
            net_short: zero,
            net_long: zero,
            disallowed: zero,
            carried_used: zero,
            carried_on: zero,
            tax: zero,
        }
    }
}

/// Without a holding period everything is short-term.
const fn term_of(settings: &TaxSettings, term: Term) -> Term {
    if settings.long_term_after_months.is_some() { term } else { Term::Short }
}

/// Nets each year, carries losses on, and taxes what is left, to the cent.
fn due(mut years: Vec<TaxYear>, rates: DecimalRates) -> Option<Vec<TaxYear>> {
    let mut carried = Decimal::ZERO;
    for year in &mut years {
        let zero = Decimal::ZERO;
        // A net loss of one term takes from the net gain of the other.
        let over =
            |gain: Decimal, other: Decimal| gain.max(zero).checked_add(other.min(zero)).map(|left| left.max(zero));
        let mut short = over(year.net_short, year.net_long)?;
        let mut long = over(year.net_long, year.net_short)?;
        let lost = (year.net_short.checked_add(year.net_long)?).min(zero).abs();
        // What is carried takes from short-term gains first.
        let used = carried.min(short.checked_add(long)?);
        let of_short = used.min(short);
        short -= of_short;
        long -= used - of_short;
        carried = carried.checked_sub(used)?.checked_add(lost)?;
        year.carried_used = used;
        year.carried_on = carried;
        let tax = short.checked_mul(rates.short_term)?.checked_add(long.checked_mul(rates.long_term)?)?;
        year.tax = tax.round_dp(2);
    }
    Some(years)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn d(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    fn year(year: i32, net_short: &str, net_long: &str) -> TaxYear {
        TaxYear { net_short: d(net_short), net_long: d(net_long), ..TaxYear::of(year) }
    }

    #[test]
    fn terms_are_netted_and_losses_carried_on_by_hand() {
        let rates = DecimalRates { short_term: d("0.37"), long_term: d("0.20") };
        let years = vec![
            year(2020, "1000", "500"),
            year(2021, "-800", "300"),
            year(2022, "200", "1000"),
            year(2023, "100", "-50"),
        ];
        let found = due(years, rates).unwrap();
        let told = |y: &TaxYear| [y.tax, y.carried_used, y.carried_on].map(|value| value.normalize().to_string());
        // 370 + 100.
        assert_eq!(told(&found[0]), ["470", "0", "0"]);
        // 500 lost over all.
        assert_eq!(told(&found[1]), ["0", "0", "500"]);
        // 200 of it from the short-term gain, 300 from the long-term one: 700 × 0.2.
        assert_eq!(told(&found[2]), ["140", "500", "0"]);
        assert_eq!(told(&found[3]), ["18.5", "0", "0"]);
    }
}
