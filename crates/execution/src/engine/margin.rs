//! Margin calls: what an account may no longer keep is closed.
//!
//! Where the equity is less than the account must keep, so much of every position is closed, the same part of each, that the equity is
//! again what opening the rest would take. Orders that work in these instruments are canceled first. The orders of a call go to the
//! market like any other: they arrive when the strategy's do, pay for it, and may take several bars where volume is short.

use model::time::Timestamp;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::Engine;
use crate::{
    account::{AccountMode, closing},
    error::ExecutionError,
    matching::Ended,
    number::ceil_to,
    strategy::{Ask, OrderRequest, Request, Size},
};

/// The account had less equity than it must keep.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct MarginCall {
    /// When.
    pub at: Timestamp,
    /// Equity then, in the base currency.
    #[schema(value_type = String)]
    pub equity: Decimal,
    /// Worth of all positions, long and short added.
    #[schema(value_type = String)]
    pub gross_exposure: Decimal,
}

impl Engine<'_> {
    /// Asks for what must be closed, unless that is on its way.
    #[inline]
    pub(super) fn call_margin(&mut self) -> Result<(), ExecutionError> {
        if self.account.may_be_called() { self.close_excess() } else { Ok(()) }
    }

    fn close_excess(&mut self) -> Result<(), ExecutionError> {
        let AccountMode::Margin { initial, .. } = self.account.settings().mode else { return Ok(()) };
        if self.account.is_below_maintenance() != Some(true) || self.is_called() {
            return Ok(());
        }
        let (Some(equity), Some(gross_exposure)) = (self.account.exact_equity(), self.account.gross_exposure()) else {
            return Ok(());
        };
        // Debts without a position are no call: there is nothing to close.
        if gross_exposure.is_zero() {
            return Ok(());
        }
        self.called.clear();
        let needed = gross_exposure.checked_mul(initial).ok_or(ExecutionError::Overflow)?;
        let kept = equity.max(Decimal::ZERO).checked_div(needed).unwrap_or(Decimal::ZERO).min(Decimal::ONE);
        for instrument in 0..self.listings.len() {
            let Some((side, held)) = closing(self.account.units(instrument)) else { continue };
            self.markets[instrument].cancel_all(Ended::Asked, &mut self.desk);
            self.drain(instrument)?;
            // Never less than must be; what is not a whole lot goes with the last one.
            let units = ceil_to(held - held * kept, self.listings[instrument].lot_size).min(held);
            let mut order = OrderRequest::market(instrument, side, Size::Units(units));
            order.reduce_only = true;
            let request = Request { id: self.ids.make(), made_at: self.now, instrument, ask: Ask::Place(order) };
            self.called.push(request.id);
            self.waiting.push(request);
        }
        self.record.call(MarginCall { at: self.now, equity, gross_exposure });
        Ok(())
    }

    /// Whether orders of the last call are still on their way.
    fn is_called(&self) -> bool {
        self.called.iter().any(|id| {
            let waits = self.waiting.iter().any(|request| request.id == *id);
            waits || self.blotter.get(*id).is_ok_and(|state| !state.status().is_closed())
        })
    }
}
