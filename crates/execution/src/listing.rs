//! An instrument as it trades: what the gate, the simulated market and the account must know of it.

use bars::{
    error::BarsError,
    hours::{Hours, Span},
    interval::Interval,
};
use model::{currency::Currency, id::InstrumentId, time::Timestamp};
use rust_decimal::Decimal;

use crate::{error::ExecutionError, slippage::DailyTrading};

/// How bars divide into sessions: when the opening and the closing are, and when orders for the day end.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sessions {
    /// Each bar is a session, as daily bars are.
    EachBar,
    /// Bars of an interval within trading hours.
    Within {
        /// When the instrument trades.
        hours: Hours,
        /// What a bar covers, less than a day.
        interval: Interval,
    },
}

/// An instrument as it trades.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Listing {
    /// Which.
    pub instrument_id: InstrumentId,
    /// The currency of its prices.
    pub currency: Currency,
    /// Smallest price step, where there is one.
    pub tick_size: Option<Decimal>,
    /// Smallest step of units, above zero: 1 for whole shares.
    pub lot_size: Decimal,
    /// Currency units for each price point and unit; 1 for shares.
    pub multiplier: Decimal,
    /// Its sessions.
    pub sessions: Sessions,
    /// How much it trades in a day, for impact and for limits by volume.
    pub daily: Option<DailyTrading>,
}

impl Listing {
    /// An instrument of whole units and daily bars.
    #[must_use]
    pub const fn whole_units(instrument_id: InstrumentId, currency: Currency) -> Self {
        Self {
            instrument_id,
            currency,
            tick_size: None,
            lot_size: Decimal::ONE,
            multiplier: Decimal::ONE,
            sessions: Sessions::EachBar,
            daily: None,
        }
    }

    /// Whether its steps are above zero.
    ///
    /// # Errors
    /// [`ExecutionError::Setting`].
    pub fn check(&self) -> Result<(), ExecutionError> {
        let steps = [
            ("tick_size", self.tick_size.unwrap_or(Decimal::ONE)),
            ("lot_size", self.lot_size),
            ("multiplier", self.multiplier),
        ];
        match steps.into_iter().find(|(_, step)| *step <= Decimal::ZERO) {
            None => Ok(()),
            Some((field, value)) => {
                Err(ExecutionError::Setting { field, value: value.to_string(), allowed: "more than zero" })
            }
        }
    }
}

/// Where a bar lies in its session.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Place {
    /// The opening is in it.
    pub(crate) first: bool,
    /// The closing is in it.
    pub(crate) last: bool,
}

/// Counts sessions as bars go by.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SessionClock {
    sessions: Sessions,
    span: Option<Span>,
    /// The session of the last bar, from 1.
    pub(crate) number: u32,
}

impl SessionClock {
    pub(crate) const fn new(sessions: Sessions) -> Self {
        Self { sessions, span: None, number: 0 }
    }

    /// Where the next bar lies.
    #[inline]
    pub(crate) fn step(&mut self, at: Timestamp) -> Result<Place, BarsError> {
        let Sessions::Within { hours, interval } = self.sessions else {
            self.number += 1;
            return Ok(Place { first: true, last: true });
        };
        let span = match self.span {
            Some(span) if span.contains(at.micros()) => span,
            _ => {
                let span = hours.span(at)?;
                self.span = Some(span);
                self.number += u32::from(matches!(span, Span::Open { .. }));
                span
            }
        };
        let Span::Open { opens, end, .. } = span else { return Ok(Place::default()) };
        let period = span.period(interval, at.micros());
        Ok(period.map_or_else(Place::default, |p| Place { first: p.start == opens, last: p.end == end }))
    }
}
