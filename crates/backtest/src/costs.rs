//! What trading cost, by kind; and slippage of each round trip, which the account does not keep.

use std::collections::VecDeque;

use execution::{
    account::{CorporateAction, DatedAction, Flows},
    number::decimal,
};
use model::{order::Side, time::Timestamp};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{BacktestError, holdings::Course};

/// Money that did not come from prices, in the base currency at the rates of its days. Costs are positive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = RunCosts)]
pub struct Costs {
    /// Fees of trades.
    #[schema(value_type = String)]
    pub fees: Decimal,
    /// How much worse than the market's price orders traded, rounding to the tick included. It is within the prices of the fills.
    #[schema(value_type = Option<String>)]
    pub slippage: Option<Decimal>,
    /// Interest paid on cash, less interest received.
    #[schema(value_type = String)]
    pub interest: Decimal,
    /// Paid for borrowed units.
    #[schema(value_type = String)]
    pub borrow: Decimal,
    /// Dividends received, less those paid on short positions: no cost, but no price either.
    #[schema(value_type = String)]
    pub dividends: Decimal,
}

impl Costs {
    /// Differences from zero, because a decimal that is negated would be written as "-0".
    pub(crate) fn new(flows: Flows, slippage: Option<Decimal>) -> Self {
        Self {
            fees: flows.fees,
            slippage,
            interest: Decimal::ZERO - flows.interest,
            borrow: flows.borrow,
            dividends: flows.dividends,
        }
    }
}

/// Units that are still open, at the price they were got for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct OpenLot {
    pub(crate) instrument: usize,
    /// With a sign.
    pub(crate) units: Decimal,
    pub(crate) price: Decimal,
    pub(crate) slippage: Decimal,
}

/// Slippage by round trip, in the order in which they ended, and what is open. Amounts are of the instrument's currency.
#[derive(Debug, Clone, Default)]
pub(crate) struct Slipped {
    pub(crate) of_fills: Vec<Decimal>,
    pub(crate) of_trips: Vec<Decimal>,
    pub(crate) open: Vec<OpenLot>,
    /// Dividends of the units that were held, before any rate.
    pub(crate) dividends: Vec<Received>,
}

/// A dividend of an instrument; below zero for a short position.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Received {
    pub(crate) instrument: usize,
    pub(crate) at: Timestamp,
    pub(crate) amount: Decimal,
}

#[derive(Clone, Copy)]
struct Lot {
    side: Side,
    units: Decimal,
    price: Decimal,
    slippage: Decimal,
}

/// Follows lots, the oldest first, as the account does. `market_prices` has one price for each fill.
///
/// # Errors
/// [`BacktestError::Overflow`].
pub(crate) fn follow(course: &Course<'_>, market_prices: &[f64]) -> Result<Slipped, BacktestError> {
    let mut lots: Vec<VecDeque<Lot>> = vec![VecDeque::new(); course.listings.len()];
    let mut actions = course.actions.iter().peekable();
    let mut found = Slipped::default();
    let end = course.at.last();
    for (fill, market) in course.fills.iter().zip(market_prices) {
        while let Some(action) = actions.next_if(|action| action.at <= fill.at) {
            act(course, &mut lots, action, &mut found)?;
        }
        let Some(number) = course.number_of(fill.instrument_id) else { continue };
        let (units, price) = (fill.quantity.get(), fill.price.get());
        let market = decimal(*market).ok_or(BacktestError::Overflow)?;
        let worse = fill.side.signed(price - market);
        let slippage = worse.checked_mul(units).and_then(|s| s.checked_mul(course.listings[number].multiplier));
        let slippage = slippage.ok_or(BacktestError::Overflow)?;
        found.of_fills.push(slippage);
        let mut left = Lot { side: fill.side, units, price, slippage };
        while let Some(lot) = lots[number].front_mut().filter(|lot| lot.side != left.side && !left.units.is_zero()) {
            let units = lot.units.min(left.units);
            let both = lot.split(units)?.checked_add(left.split(units)?);
            found.of_trips.push(both.ok_or(BacktestError::Overflow)?);
            if lot.units.is_zero() {
                lots[number].pop_front();
            }
        }
        if !left.units.is_zero() {
            lots[number].push_back(left);
        }
    }
    while let Some(action) = actions.next_if(|action| end.is_some_and(|end| action.at <= *end)) {
        act(course, &mut lots, action, &mut found)?;
    }
    for (instrument, lots) in lots.iter().enumerate() {
        let open = |lot: &Lot| OpenLot {
            instrument,
            units: lot.side.signed(lot.units),
            price: lot.price,
            slippage: lot.slippage,
        };
        found.open.extend(lots.iter().map(open));
    }
    Ok(found)
}

fn act(
    course: &Course<'_>,
    lots: &mut [VecDeque<Lot>],
    dated: &DatedAction,
    found: &mut Slipped,
) -> Result<(), BacktestError> {
    let Some(number) = course.number_of(dated.instrument_id) else { return Ok(()) };
    match &dated.action {
        CorporateAction::Dividend { per_unit } => {
            let units: Decimal = lots[number].iter().map(|lot| lot.side.signed(lot.units)).sum();
            let factor = course.listings[number].multiplier;
            let amount = units.checked_mul(*per_unit).and_then(|amount| amount.checked_mul(factor));
            let amount = amount.ok_or(BacktestError::Overflow)?;
            found.dividends.push(Received { instrument: number, at: dated.at, amount });
        }
        CorporateAction::Split { new, old } => {
            let scaled = |value: Decimal, up: Decimal, down: Decimal| {
                value.checked_mul(up).and_then(|v| v.checked_div(down)).ok_or(BacktestError::Overflow)
            };
            for lot in &mut lots[number] {
                (lot.units, lot.price) = (scaled(lot.units, *new, *old)?, scaled(lot.price, *old, *new)?);
            }
        }
        CorporateAction::Delisting { .. } => {
            found.of_trips.extend(lots[number].drain(..).map(|lot| lot.slippage));
        }
    }
    Ok(())
}

impl Lot {
    /// Takes units out, and their part of the slippage.
    fn split(&mut self, units: Decimal) -> Result<Decimal, BacktestError> {
        let part = if units == self.units || self.slippage.is_zero() {
            self.slippage
        } else {
            let part = self.slippage.checked_mul(units).and_then(|part| part.checked_div(self.units));
            part.ok_or(BacktestError::Overflow)?
        };
        self.slippage -= part;
        self.units -= units;
        Ok(part)
    }
}
