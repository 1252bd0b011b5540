//! Ticks that are asked for now and then, as nothing of them streams.

use model::{market::Tick, time::Timestamp};

use super::{Stream, Watched, place};
use crate::{
    check::{Limits, StreamCheck},
    error::FeedError,
    hub::Effects,
    incidents::Incidents,
    last::StaleAfter,
    refused::Refused,
};

/// So often in a row nothing may come of what is asked for until it is stale.
const POLLS_MISSED: i64 = 3;

/// One kind of ticks that is asked for.
#[derive(Clone, Debug)]
pub(super) struct Polled {
    check: StreamCheck,
    /// The last one that was refused: told again, it is no other one.
    refused: Option<Tick>,
    /// How old the last one may be, in microseconds; `None` while it streams.
    pub(super) quiet_micros: Option<i64>,
}

impl Polled {
    pub(super) fn new(limits: Limits, expected_price: Option<f64>) -> Result<Self, FeedError> {
        let mut check = StreamCheck::new(limits.of_polls())?;
        if let Some(price) = expected_price {
            check.expect_price(price);
        }
        Ok(Self { check, refused: None, quiet_micros: None })
    }
}

impl Stream {
    /// How old its values may be: those that are asked for now and then live longer than quotes of a stream.
    pub(super) fn stale_after(&self, usual: &StaleAfter) -> StaleAfter {
        let [trade, quote] = self.polls.each_ref().map(|polled| polled.as_ref()?.quiet_micros);
        StaleAfter { trade_micros: trade.or(usual.trade_micros), quote_micros: quote.or(usual.quote_micros) }
    }
}

impl Watched {
    /// Takes a tick that was asked for. No bar is made of it, as trades before it are not known, and it is compared with no other
    /// source's, as it may be late. One that says the same as the last is no other tick: only its age begins anew.
    pub(in crate::hub) fn polled(
        &mut self,
        now: Timestamp,
        tick: &Tick,
        every_micros: i64,
        refused: &mut Refused,
        incidents: &mut Incidents,
        effects: &mut Effects,
    ) {
        let Some(which) = place(tick.kind()) else { return };
        let Ok(place) = self.stream(tick.origin.source) else { return };
        let limits = [self.setup.trades, self.setup.quotes][which];
        let Ok(new) = Polled::new(limits, self.setup.expected_price) else { return };
        let Stream { polls, last, .. } = &mut self.streams[place];
        let polled = polls[which].get_or_insert_with(|| Box::new(new));
        let is_older = |last: &Tick| last.origin.time() > tick.origin.time();
        let is_same = |other: &Tick| other.origin.at == tick.origin.at && other.data == tick.data;
        if last.get(tick.kind()).is_some_and(is_older) || polled.refused.as_ref().is_some_and(is_same) {
            return;
        }
        if !last.is_confirmed(tick) {
            let first = effects.ticks.len();
            let ticks = &mut effects.ticks;
            let stepped = polled.check.step(tick, &mut |good| ticks.push(*good));
            polled.refused = stepped.is_err().then_some(*tick);
            if !self.judge(now, tick, &stepped, refused, incidents, effects) {
                return;
            }
            // Those that it confirms were the last ones once.
            let released = effects.ticks.len() - 1;
            effects.ticks.drain(first..released).for_each(|good| refused.release(&good));
            self.streams[place].last.put(tick);
        }
        if let Some(polled) = &mut self.streams[place].polls[which] {
            polled.quiet_micros = Some(every_micros.saturating_mul(POLLS_MISSED));
        }
        self.heard(now, place, which, incidents, effects);
    }
}
