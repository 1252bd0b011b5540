//! Whether a tick can be believed.
//!
//! One [`StreamCheck`] watches one stream: one kind of tick of one instrument from one source. In this order it looks at
//! prices and sizes, currency, adjustment, the exchange's time, the sequence, and last at how far the price is from those
//! before. Only what passes everything is handed on; what does not is refused with the reason.
//!
//! - A price far from both the last one and the median of the last fifteen is held back. If the next prints are near it, the
//!   level has changed: those held are handed on too, in their order. If they are not, it stays refused.
//! - The first price has nothing to be measured by, unless the caller knows one ([`StreamCheck::expect_price`]): it is held back
//!   in the same way, for a wrong one would make all right ones look wrong.
//! - A number far ahead is held back in the same way, and handed on when the next one continues from it.
//! - What is refused for its content does not use up its sequence number: the good tick of that number may still come.

use model::{
    currency::Currency,
    market::{Adjustment, BidAsk, Tick, TickData, Trade, TradeUse, incident::IncidentKind},
};
use serde::{Deserialize, Serialize};

use crate::{
    error::FeedError,
    sequence::{Numbering, Place, SequenceWindow, WINDOW},
    spike::{Distance, RecentPrices, near},
};

/// Held prints at most.
const HELD: usize = 8;

/// What becomes of the first price of a stream.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FirstPrice {
    /// It waits for further ones near it.
    Confirm,
    /// It is taken as it is.
    Trust,
}

/// What a stream's ticks must keep.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Limits {
    /// Prices above this only, in the instrument's currency. Below zero for what can trade there.
    pub price_above: f64,
    /// Prices up to this only.
    pub price_max: f64,
    /// Units up to this only.
    pub size_max: f64,
    /// Widest spread as a part of the mid price; `None` where any width is normal, as with options.
    pub spread_max: Option<f64>,
    /// From which distance, as a part of the price, a print must be confirmed.
    pub spike: f64,
    /// How near, as a part of the price, a confirming print must be.
    pub confirming: f64,
    /// How many further prints confirm a jump, 1 to 8.
    pub confirmations: u8,
    /// What becomes of the first price.
    pub first_price: FirstPrice,
    /// How far the exchange's time may be after receipt, in microseconds.
    pub ahead_micros: i64,
    /// How far the exchange's time may be before receipt, in microseconds. Delayed sources need their delay.
    pub behind_micros: i64,
    /// How the source numbers the stream.
    pub numbering: Numbering,
    /// The instrument's currency; `None` lets any pass.
    pub currency: Option<Currency>,
    /// Adjusted or raw prices; `None` lets both pass.
    pub adjustment: Option<Adjustment>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            price_above: 0.0,
            price_max: 1e12,
            size_max: 1e15,
            spread_max: Some(0.5),
            spike: 0.1,
            confirming: 0.02,
            confirmations: 1,
            first_price: FirstPrice::Confirm,
            ahead_micros: 5_000_000,
            behind_micros: 300_000_000,
            numbering: Numbering::Unnumbered,
            currency: None,
            adjustment: Some(Adjustment::Raw),
        }
    }
}

impl Limits {
    /// The same for what is asked for rather than streamed: the last trade may be old, it has no number, and none after it comes to
    /// confirm the first.
    #[must_use]
    pub const fn of_polls(self) -> Self {
        Self { first_price: FirstPrice::Trust, behind_micros: i64::MAX, numbering: Numbering::Unnumbered, ..self }
    }

    /// Whether they make sense.
    ///
    /// # Errors
    /// The first that does not.
    pub fn check(&self) -> Result<(), FeedError> {
        let spread = self.spread_max.unwrap_or(1.0);
        let tests = [
            ("price_above", self.price_above, self.price_above.is_finite(), "a finite number"),
            ("price_max", self.price_max, self.price_max > self.price_above, "more than price_above"),
            ("size_max", self.size_max, self.size_max > 0.0, "more than 0"),
            ("spread_max", spread, spread > 0.0, "more than 0"),
            ("spike", self.spike, self.spike > 0.0, "more than 0"),
            ("confirming", self.confirming, self.confirming > 0.0 && self.confirming <= self.spike, "0 to spike"),
            ("confirmations", self.confirmations.into(), (1..=8).contains(&self.confirmations), "1 to 8"),
            ("ahead_micros", self.ahead_micros as f64, self.ahead_micros >= 0, "0 or more"),
            ("behind_micros", self.behind_micros as f64, self.behind_micros >= 0, "0 or more"),
        ];
        match tests.into_iter().find(|(_, _, good, _)| !good) {
            Some((field, value, _, allowed)) => Err(FeedError::Limit { field, value, allowed }),
            None => Ok(()),
        }
    }
}

/// Why a tick was not handed on.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = TickRefusal)]
pub struct Refusal {
    /// What is wrong.
    pub kind: IncidentKind,
    /// The value at fault, where it is a number.
    pub observed: Option<f64>,
    /// What was expected, where there is such a value.
    pub expected: Option<f64>,
}

impl Refusal {
    /// Without values.
    #[must_use]
    pub const fn of(kind: IncidentKind) -> Self {
        Self { kind, observed: None, expected: None }
    }
}

/// What is to be said of a tick that passed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Passed {
    /// How many numbers are missing just before it.
    pub missing: u64,
    /// Whether it came after later ones.
    pub late: bool,
    /// Whether it was the last missing one.
    pub completes: bool,
    /// How many ticks that were held back are handed on before it.
    pub released: u32,
    /// Whether bid and ask are equal.
    pub locked: bool,
}

/// Watches one stream.
#[derive(Clone, Debug)]
pub struct StreamCheck {
    limits: Limits,
    sequence: SequenceWindow,
    recent: RecentPrices,
    held: Vec<Tick>,
    jump: Option<Tick>,
}

impl StreamCheck {
    /// A stream without ticks.
    ///
    /// # Errors
    /// When a limit makes no sense.
    pub fn new(limits: Limits) -> Result<Self, FeedError> {
        limits.check()?;
        let sequence = SequenceWindow::new(limits.numbering);
        Ok(Self { limits, sequence, recent: RecentPrices::default(), held: Vec::with_capacity(HELD), jump: None })
    }

    /// A price known from elsewhere, such as yesterday's close, against which the first tick is measured.
    pub fn expect_price(&mut self, price: f64) {
        if price.is_finite() {
            self.recent.restart(price);
        }
    }

    /// The source numbers from anew, as after a new connection.
    pub fn restart_sequence(&mut self) {
        self.sequence.reset();
        self.jump = None;
    }

    /// What numbers came and which are missing.
    #[must_use]
    pub const fn sequence(&self) -> &SequenceWindow {
        &self.sequence
    }

    /// Looks at a tick. It goes to `pass`, after those that it releases, or is refused.
    ///
    /// # Errors
    /// Why it was refused; `pass` has not been called.
    pub fn step(&mut self, tick: &Tick, pass: &mut impl FnMut(&Tick)) -> Result<Passed, Refusal> {
        self.content(tick)?;
        let before = self.sequence.outstanding();
        let place = self.sequence.step(tick.origin.sequence);
        let mut passed = Passed::default();
        match place {
            Place::New { missing } => passed.missing = missing,
            Place::Late => {
                passed.late = true;
                passed.completes = before > 0 && self.sequence.outstanding() == 0;
            }
            Place::Seen => return Err(Refusal::of(IncidentKind::Duplicate)),
            Place::TooOld => return Err(Refusal::of(IncidentKind::OutOfOrder)),
            Place::Jump => return self.jumped(tick, pass),
        }
        self.price(tick, passed, pass)
    }

    /// Everything that a tick shows by itself.
    fn content(&self, tick: &Tick) -> Result<(), Refusal> {
        match tick.data {
            TickData::Trade(trade) => self.trade(&trade)?,
            TickData::Quote(quote) => self.quote(&quote)?,
        }
        let origin = &tick.origin;
        if matches!((origin.currency, self.limits.currency), (Some(given), Some(own)) if given != own) {
            return Err(Refusal::of(IncidentKind::Currency));
        }
        if self.limits.adjustment.is_some_and(|own| own != origin.adjustment) {
            return Err(Refusal::of(IncidentKind::Adjustment));
        }
        if let Some(at) = origin.at {
            let ahead = at.micros().saturating_sub(origin.received_at.micros());
            if ahead > self.limits.ahead_micros || ahead < -self.limits.behind_micros {
                let limit = if ahead > 0 { self.limits.ahead_micros } else { -self.limits.behind_micros };
                return Err(refusal(IncidentKind::ClockSkew, ahead as f64, limit as f64));
            }
        }
        Ok(())
    }

    fn trade(&self, trade: &Trade) -> Result<(), Refusal> {
        self.in_range(trade.price)?;
        match trade.size {
            Some(size) if !(size > 0.0 && size <= self.limits.size_max) => Err(out_of_range(size)),
            _ => Ok(()),
        }
    }

    fn quote(&self, quote: &BidAsk) -> Result<(), Refusal> {
        for price in [quote.bid, quote.ask].into_iter().flatten() {
            self.in_range(price)?;
        }
        for size in [quote.bid_size, quote.ask_size].into_iter().flatten() {
            if !(size >= 0.0 && size <= self.limits.size_max) {
                return Err(out_of_range(size));
            }
        }
        if let (Some(mid), Some(spread), Some(most)) = (quote.mid(), quote.spread(), self.limits.spread_max)
            && spread > most * mid.abs()
        {
            return Err(refusal(IncidentKind::Range, spread, most * mid.abs()));
        }
        Ok(())
    }

    fn in_range(&self, price: f64) -> Result<(), Refusal> {
        // Written so that NaN fails.
        let good = price > self.limits.price_above && price <= self.limits.price_max;
        if good { Ok(()) } else { Err(out_of_range(price)) }
    }

    /// A number far ahead: held, until the next one continues from it.
    fn jumped(&mut self, tick: &Tick, pass: &mut impl FnMut(&Tick)) -> Result<Passed, Refusal> {
        let number = tick.origin.sequence.unwrap_or_default();
        let held = self.jump.and_then(|held| Some((held, held.origin.sequence?)));
        let Some((held, from)) = held.filter(|(_, from)| number > *from && number - from <= WINDOW) else {
            self.jump = Some(*tick);
            return Err(refusal(IncidentKind::SequenceJump, number as f64, f64::NAN));
        };
        self.jump = None;
        let lost = self.sequence.lost().saturating_add(self.sequence.outstanding());
        self.sequence.jump_to(from);
        let skipped = self.sequence.lost() - lost;
        self.sequence.step(Some(from));
        let released = match self.price(&held, Passed::default(), pass) {
            Ok(first) => first.released + 1,
            Err(_) => 0, // it was refused already when it came
        };
        let Place::New { missing } = self.sequence.step(Some(number)) else {
            return Err(Refusal::of(IncidentKind::Duplicate));
        };
        let missing = missing.saturating_add(skipped);
        let passed = self.price(tick, Passed { missing, ..Passed::default() }, pass)?;
        Ok(Passed { released: passed.released + released, ..passed })
    }

    /// Crossed quotes and spikes.
    fn price(&mut self, tick: &Tick, mut passed: Passed, pass: &mut impl FnMut(&Tick)) -> Result<Passed, Refusal> {
        let price = match tick.data {
            TickData::Trade(Trade { counts: TradeUse::Volume, .. }) => None,
            TickData::Trade(trade) => Some(trade.price),
            TickData::Quote(quote) => {
                if let (Some(bid), Some(ask)) = (quote.bid, quote.ask) {
                    if bid > ask {
                        return Err(refusal(IncidentKind::Crossed, bid, ask));
                    }
                    passed.locked = bid >= ask;
                }
                quote.mid().or(quote.bid).or(quote.ask)
            }
        };
        let Some(price) = price else {
            pass(tick);
            return Ok(passed);
        };
        let expected = match (self.recent.distance(price, self.limits.spike), self.limits.first_price) {
            (Distance::Near, _) | (Distance::Unknown, FirstPrice::Trust) => None,
            (Distance::Unknown, FirstPrice::Confirm) => Some(f64::NAN),
            (Distance::Far(expected), _) => Some(expected),
        };
        match expected {
            None => {
                self.held.clear();
                self.recent.push(price);
                pass(tick);
                Ok(passed)
            }
            Some(expected) => self.confirm(tick, price, expected, passed, pass),
        }
    }

    /// Holds a print that is far away, or finds that enough of them agree.
    fn confirm(
        &mut self,
        tick: &Tick,
        price: f64,
        expected: f64,
        passed: Passed,
        pass: &mut impl FnMut(&Tick),
    ) -> Result<Passed, Refusal> {
        // Without anything expected a first print is only unconfirmed; one that is far from it is a spike, whichever is wrong.
        let kind = if expected.is_nan() { IncidentKind::Unconfirmed } else { IncidentKind::Spike };
        let first = self.held.first().and_then(|held| reference(&held.data));
        if !first.is_some_and(|first| near(price, first, self.limits.confirming)) {
            let kind = if self.held.is_empty() { kind } else { IncidentKind::Spike };
            self.held.clear();
            self.held.push(*tick);
            return Err(refusal(kind, price, expected));
        }
        // Without numbers, a print that is the same in everything may be the same print.
        let same = |held: &Tick| held.origin.at == tick.origin.at && held.data == tick.data;
        if tick.origin.sequence.is_none() && self.held.last().is_some_and(same) {
            return Err(Refusal::of(IncidentKind::Duplicate));
        }
        if self.held.len() < usize::from(self.limits.confirmations).min(HELD) {
            self.held.push(*tick);
            return Err(refusal(kind, price, expected));
        }
        let released = u32::try_from(self.held.len()).unwrap_or(u32::MAX);
        self.held.drain(..).for_each(|held| pass(&held));
        self.recent.restart(price);
        pass(tick);
        Ok(Passed { released: passed.released + released, ..passed })
    }
}

/// The price by which a tick is measured.
fn reference(data: &TickData) -> Option<f64> {
    match data {
        TickData::Trade(trade) => Some(trade.price),
        TickData::Quote(quote) => quote.mid().or(quote.bid).or(quote.ask),
    }
}

/// Values that are not finite stay out: JSON has no form for them.
fn refusal(kind: IncidentKind, observed: f64, expected: f64) -> Refusal {
    let finite = |value: f64| value.is_finite().then_some(value);
    Refusal { kind, observed: finite(observed), expected: finite(expected) }
}

fn out_of_range(value: f64) -> Refusal {
    refusal(IncidentKind::Range, value, f64::NAN)
}

#[cfg(test)]
mod tests;
