//! Where the gain came from: by decision (what was chosen, how large, and what it cost) and by instrument.

use model::id::InstrumentId;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{
    Costs, RoundTrip,
    costs::{OpenLot, Slipped},
    holdings::{Course, Rates},
};

/// The gain of a run split by decision, in the base currency. All but `total` add up to it, digit for digit.
///
/// A round trip that gained `g` before costs on a capital of `c` is counted as if every round trip had had the mean capital: `g ÷ c × mean
/// capital` is what choosing it brought. The rest is what came of making some larger than others: zero when all are of one size, above zero
/// when the larger ones did better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct DecisionAttribution {
    /// Closed round trips at equal sizes, before costs.
    #[schema(value_type = String)]
    pub signal: Decimal,
    /// What differences in size brought, before costs.
    #[schema(value_type = String)]
    pub sizing: Decimal,
    /// What is still open, before costs.
    #[schema(value_type = String)]
    pub open: Decimal,
    /// Dividends.
    #[schema(value_type = String)]
    pub dividends: Decimal,
    /// Fees, zero or below unless there were rebates.
    #[schema(value_type = String)]
    pub fees: Decimal,
    /// Slippage, zero or below.
    #[schema(value_type = String)]
    pub slippage: Decimal,
    /// Interest and the cost of borrowed units.
    #[schema(value_type = String)]
    pub financing: Decimal,
    /// What changes of exchange rates did to cash and positions; zero with one currency.
    #[schema(value_type = String)]
    pub currency: Decimal,
    /// Equity at the end less cash at the start.
    #[schema(value_type = String)]
    pub total: Decimal,
}

/// What one instrument brought, in the base currency at the rates of the days on which it was brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct InstrumentGain {
    /// Which.
    pub instrument_id: InstrumentId,
    /// Closed round trips, before costs.
    #[schema(value_type = String)]
    pub closed: Decimal,
    /// What is still open, before costs.
    #[schema(value_type = String)]
    pub open: Decimal,
    /// Dividends.
    #[schema(value_type = String)]
    pub dividends: Decimal,
    /// Fees, zero or below unless there were rebates.
    #[schema(value_type = String)]
    pub fees: Decimal,
    /// Slippage, zero or below.
    #[schema(value_type = String)]
    pub slippage: Decimal,
}

impl InstrumentGain {
    /// All of it.
    #[must_use]
    pub fn total(&self) -> Decimal {
        self.closed + self.open + self.dividends + self.fees + self.slippage
    }

    fn none(instrument_id: InstrumentId) -> Self {
        let none = Decimal::ZERO;
        Self { instrument_id, closed: none, open: none, dividends: none, fees: none, slippage: none }
    }
}

/// What the split is made of.
pub(crate) struct Parts<'a> {
    pub(crate) course: &'a Course<'a>,
    pub(crate) trips: &'a [RoundTrip],
    pub(crate) slipped: &'a Slipped,
    pub(crate) marks: &'a [Option<Decimal>],
    pub(crate) costs: &'a Costs,
    pub(crate) total: Decimal,
}

impl Parts<'_> {
    /// `None` when a rate, a price or a slippage is not known, or a sum is beyond exact decimals.
    pub(crate) fn split(&self) -> Option<DecisionAttribution> {
        let rates: &Rates = self.course.rates;
        let mut trips = Vec::with_capacity(self.trips.len());
        let (mut closed, mut capital) = (Decimal::ZERO, Decimal::ZERO);
        for trip in self.trips {
            let listing = &self.course.listings[self.course.number_of(trip.instrument_id)?];
            let rate = rates.at(listing.currency, trip.exit_at)?;
            let gross = trip.pnl.checked_add(trip.fees)?.checked_add(trip.slippage?)?.checked_mul(rate)?;
            let worth = trip.capital.checked_mul(rate)?;
            closed = closed.checked_add(gross)?;
            capital = capital.checked_add(worth)?;
            trips.push((gross, worth));
        }
        let mean = capital.checked_div(Decimal::from(trips.len().max(1)))?;
        let signal = trips.iter().try_fold(Decimal::ZERO, |sum, (gross, worth)| {
            sum.checked_add(gross.checked_mul(mean)?.checked_div(*worth)?)
        })?;
        let mut open = Decimal::ZERO;
        for lot in &self.slipped.open {
            open = open.checked_add(self.still_open(lot)?)?;
        }
        let found = DecisionAttribution {
            signal,
            sizing: closed.checked_sub(signal)?,
            open,
            dividends: self.costs.dividends,
            fees: Decimal::ZERO - self.costs.fees,
            slippage: Decimal::ZERO - self.costs.slippage?,
            financing: Decimal::ZERO - self.costs.interest.checked_add(self.costs.borrow)?,
            currency: Decimal::ZERO,
            total: self.total,
        };
        let known = [found.sizing, open, found.dividends, found.fees, found.slippage, found.financing];
        let known = known.into_iter().try_fold(signal, Decimal::checked_add)?;
        Some(DecisionAttribution { currency: self.total.checked_sub(known)?, ..found })
    }

    /// The gain of each instrument, in their order. What they do not add up to is financing and the change of exchange rates. `None` as in
    /// [`Parts::split`].
    pub(crate) fn by_instrument(&self) -> Option<Vec<InstrumentGain>> {
        let (course, rates) = (self.course, self.course.rates);
        let mut gains: Vec<InstrumentGain> =
            course.listings.iter().map(|listing| InstrumentGain::none(listing.instrument_id)).collect();
        let add = |to: &mut Decimal, amount: Decimal| {
            *to = to.checked_add(amount)?;
            Some(())
        };
        for trip in self.trips {
            let number = course.number_of(trip.instrument_id)?;
            let rate = rates.at(course.listings[number].currency, trip.exit_at)?;
            let gross = trip.pnl.checked_add(trip.fees)?.checked_add(trip.slippage?)?.checked_mul(rate)?;
            add(&mut gains[number].closed, gross)?;
        }
        for lot in &self.slipped.open {
            add(&mut gains[lot.instrument].open, self.still_open(lot)?)?;
        }
        for received in &self.slipped.dividends {
            let rate = rates.at(course.listings[received.instrument].currency, received.at)?;
            add(&mut gains[received.instrument].dividends, received.amount.checked_mul(rate)?)?;
        }
        for (fill, slippage) in course.fills.iter().zip(&self.slipped.of_fills) {
            let number = course.number_of(fill.instrument_id)?;
            let rate = rates.at(course.listings[number].currency, fill.at)?;
            add(&mut gains[number].slippage, Decimal::ZERO - slippage.checked_mul(rate)?)?;
            let fee = fill.fee.amount.checked_mul(rates.at(fill.fee.currency, fill.at)?)?;
            add(&mut gains[number].fees, Decimal::ZERO - fee)?;
        }
        Some(gains)
    }

    /// What a lot that is still open gained before costs, at the rate of the end.
    fn still_open(&self, lot: &OpenLot) -> Option<Decimal> {
        let listing = &self.course.listings[lot.instrument];
        let moved = self.marks[lot.instrument]?.checked_sub(lot.price)?;
        let gain = moved.checked_mul(lot.units)?.checked_mul(listing.multiplier)?.checked_add(lot.slippage)?;
        gain.checked_mul(self.course.rates.at(listing.currency, self.course.at.last().copied()?)?)
    }
}
