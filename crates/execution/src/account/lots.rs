//! Lots of one instrument, closed first in, first out, and the trades that come of it.

use model::{id::InstrumentId, order::Side, time::Timestamp};
use rust_decimal::Decimal;
use serde::Serialize;

use crate::error::ExecutionError;

/// Units that were bought and sold, or sold short and bought back.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct ClosedTrade {
    /// What.
    pub instrument_id: InstrumentId,
    /// How it began: `buy` for a long trade.
    pub side: Side,
    /// Units, above zero.
    pub units: Decimal,
    /// When it began.
    pub entry_at: Timestamp,
    /// When it ended.
    pub exit_at: Timestamp,
    /// The number of the bar or tick at which it began.
    pub entry_index: usize,
    /// The number of the bar or tick at which it ended.
    pub exit_index: usize,
    /// Price at the beginning.
    pub entry_price: Decimal,
    /// Price at the end.
    pub exit_price: Decimal,
    /// Fees of both, by units where a fill began or ended several trades.
    pub fees: Decimal,
    /// Gain after fees, in the instrument's currency.
    pub pnl: Decimal,
}

/// One side of a trade.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Entry {
    pub(super) units: Decimal,
    pub(super) price: Decimal,
    pub(super) fees: Decimal,
    pub(super) at: Timestamp,
    pub(super) index: usize,
}

/// Open lots, all long or all short, the oldest first.
#[derive(Clone, Debug)]
pub(super) struct Lots {
    side: Side,
    open: Vec<Entry>,
    units: Decimal,
}

impl Default for Lots {
    fn default() -> Self {
        Self { side: Side::Buy, open: Vec::new(), units: Decimal::ZERO }
    }
}

impl Lots {
    /// With a sign.
    pub(super) const fn units(&self) -> Decimal {
        self.units
    }

    pub(super) fn average_price(&self) -> Option<Decimal> {
        let worth =
            self.open.iter().try_fold(Decimal::ZERO, |sum, lot| sum.checked_add(lot.units.checked_mul(lot.price)?))?;
        worth.checked_div(self.units.abs())
    }

    /// Closes lots of the other side, and opens one with what is left.
    pub(super) fn take(
        &mut self,
        side: Side,
        mut entry: Entry,
        multiplier: Decimal,
        instrument_id: InstrumentId,
        closed: &mut Vec<ClosedTrade>,
    ) -> Result<(), ExecutionError> {
        self.units = self.units.checked_add(side.signed(entry.units)).ok_or(ExecutionError::Overflow)?;
        let mut gone = 0;
        while side != self.side && !entry.units.is_zero() {
            let Some(lot) = self.open.get_mut(gone) else { break };
            let units = lot.units.min(entry.units);
            let fees = lot.split_fees(units)? + entry.split_fees(units)?;
            let moved = self.side.signed(entry.price - lot.price);
            let gain = moved.checked_mul(units).and_then(|gain| gain.checked_mul(multiplier));
            closed.push(ClosedTrade {
                instrument_id,
                side: self.side,
                units,
                entry_at: lot.at,
                exit_at: entry.at,
                entry_index: lot.index,
                exit_index: entry.index,
                entry_price: lot.price,
                exit_price: entry.price,
                fees,
                pnl: gain.ok_or(ExecutionError::Overflow)? - fees,
            });
            gone += usize::from(lot.units.is_zero());
        }
        self.open.drain(..gone);
        if !entry.units.is_zero() {
            self.side = side;
            self.open.push(entry);
        }
        Ok(())
    }

    /// `new` units for every `old`.
    pub(super) fn split(&mut self, new: Decimal, old: Decimal) -> Result<(), ExecutionError> {
        let scaled = |value: Decimal, up: Decimal, down: Decimal| {
            value.checked_mul(up).and_then(|v| v.checked_div(down)).ok_or(ExecutionError::Overflow)
        };
        for lot in &mut self.open {
            lot.units = scaled(lot.units, new, old)?;
            lot.price = scaled(lot.price, old, new)?;
        }
        let sum: Decimal = self.open.iter().map(|lot| lot.units).sum();
        self.units = self.side.signed(sum);
        Ok(())
    }
}

impl Entry {
    /// Takes units out, and their part of the fees.
    fn split_fees(&mut self, units: Decimal) -> Result<Decimal, ExecutionError> {
        let fees = if units == self.units || self.fees.is_zero() {
            self.fees
        } else {
            let part = self.fees.checked_mul(units).and_then(|part| part.checked_div(self.units));
            part.ok_or(ExecutionError::Overflow)?
        };
        self.fees -= fees;
        self.units -= units;
        Ok(fees)
    }
}
