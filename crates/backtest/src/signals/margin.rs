//! Whether the engine would have made a margin call, which the quick path does not follow.

use std::ops::Range;

use execution::{engine::Arrival, number::decimal};
use rust_decimal::Decimal;

use super::{SignalBars, SignalSettings};

impl SignalSettings {
    /// Whether equity falls below what must be kept of a position that was opened in the first bar of a range and stands until the bar after it. `None`
    /// beyond exact decimals.
    ///
    /// Equity less what must be kept is `cash + units c − maintenance |units| c` at a close `c`: for a long position it grows with `c`, because
    /// maintenance is at most 1, and for a short one it falls. So the worst close decides for all.
    pub(super) fn is_called(
        &self,
        bars: &SignalBars<'_>,
        (cash, units): (Decimal, Decimal),
        held: Range<usize>,
    ) -> Option<bool> {
        let Some(maintenance) = self.maintenance.filter(|_| !units.is_zero()) else { return Some(false) };
        let is_short = units < Decimal::ZERO;
        if !is_short && cash >= Decimal::ZERO {
            return Some(false);
        }
        // The account is looked at before the orders of the same close trade: with them, what they opened is seen first a bar later.
        let held = match self.arrival {
            Arrival::SameClose => held.start + 1..held.end + 1,
            Arrival::NextOpen | Arrival::NextClose => held,
        };
        let closes = bars.closes().get(held).unwrap_or_default();
        let worst =
            if is_short { closes.iter().copied().reduce(f64::max) } else { closes.iter().copied().reduce(f64::min) };
        let Some(worst) = worst else { return Some(false) };
        let worth = units.checked_mul(self.listing.multiplier)?.checked_mul(decimal(worst)?)?;
        Some(cash.checked_add(worth)? < worth.abs().checked_mul(maintenance)?)
    }
}
