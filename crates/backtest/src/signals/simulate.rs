//! From signal to signal: what the engine would do, and nothing of what it would find nothing to do for.

use execution::{
    engine::{Arrival, Finish},
    error::ExecutionError,
    fees::{FeeMonth, FeeSoFar, Traded},
    gate::UNITS_MAX,
    number::{ceil_to, decimal, float, floor_to},
    slippage::Slippage,
};
use model::{
    order::{Side, fill::Liquidity},
    time::Timestamp,
};
use rust_decimal::Decimal;

use super::{Signal, SignalBars, SignalSettings, SignalSize, Target};
use crate::BacktestError;

/// Units that changed hands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SignalFill {
    /// The bar.
    pub index: usize,
    /// Which way.
    pub side: Side,
    /// Units, above zero.
    pub units: Decimal,
    /// The price.
    pub price: Decimal,
    /// The market's price, before slippage.
    pub market: f64,
    /// What the venue took.
    pub fee: Decimal,
}

/// A round trip.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SignalTrade {
    /// How it began.
    pub side: Side,
    /// Units.
    pub units: Decimal,
    /// The bar at which it began.
    pub entry_index: usize,
    /// The bar at which it ended.
    pub exit_index: usize,
    /// Price at the beginning.
    pub entry_price: Decimal,
    /// Price at the end.
    pub exit_price: Decimal,
    /// Fees of both ends.
    pub fees: Decimal,
    /// Gain after fees.
    pub pnl: Decimal,
}

/// From a bar on, the account is this until the next stretch.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Stretch {
    pub(super) from: usize,
    pub(super) cash: f64,
    /// Units × multiplier, below zero when short.
    pub(super) held: f64,
}

/// What a run over signals gives. Lists keep their memory when the run is used again.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SignalRun {
    pub(super) fills: Vec<SignalFill>,
    pub(super) trades: Vec<SignalTrade>,
    pub(super) stretches: Vec<Stretch>,
    pub(super) cash: Decimal,
    pub(super) units: Decimal,
    pub(super) refused: usize,
}

impl SignalRun {
    /// Every fill.
    #[must_use]
    pub fn fills(&self) -> &[SignalFill] {
        &self.fills
    }

    /// Round trips in the order of their ends.
    #[must_use]
    pub fn trades(&self) -> &[SignalTrade] {
        &self.trades
    }

    /// Cash at the end.
    #[must_use]
    pub const fn cash(&self) -> Decimal {
        self.cash
    }

    /// Units at the end, below zero when short.
    #[must_use]
    pub const fn units(&self) -> Decimal {
        self.units
    }

    /// Entries that the gate would not have let pass, or that the money did not reach for.
    #[must_use]
    pub const fn refused(&self) -> usize {
        self.refused
    }
}

#[derive(Clone, Copy)]
enum Ask {
    Close,
    Open(Side),
}

/// The account and what is on its way.
struct Simulation<'r, 'b> {
    settings: &'r SignalSettings,
    bars: &'r SignalBars<'b>,
    run: &'r mut SignalRun,
    month: FeeMonth,
    /// The fill that opened the position.
    entry: Option<SignalFill>,
    asked: Vec<Ask>,
    /// The bar in which what was asked for trades.
    due: Option<usize>,
}

impl SignalSettings {
    /// Runs over signals that ascend by their bars.
    ///
    /// # Errors
    /// [`BacktestError::SignalCount`] for a signal beyond the bars, [`BacktestError::NeedsEvents`] for what only the engine can follow, and amounts
    /// beyond exact decimals.
    pub fn run(&self, bars: &SignalBars<'_>, signals: &[Signal]) -> Result<SignalRun, BacktestError> {
        let mut run = SignalRun::default();
        self.run_into(bars, signals, &mut run)?;
        Ok(run)
    }

    /// The same into a run whose memory is used again.
    ///
    /// # Errors
    /// As [`SignalSettings::run`].
    pub fn run_into(
        &self,
        bars: &SignalBars<'_>,
        signals: &[Signal],
        run: &mut SignalRun,
    ) -> Result<(), BacktestError> {
        if self.arrival == Arrival::NextOpen && !bars.has_opens() {
            let instrument = self.listing.instrument_id;
            return Err(ExecutionError::MissingPart { instrument, part: "open" }.into());
        }
        if let Some(last) = signals.last().filter(|last| last.index >= bars.len()) {
            return Err(BacktestError::SignalCount { found: last.index + 1, bars: bars.len() });
        }
        run.fills.clear();
        run.trades.clear();
        run.stretches.clear();
        (run.cash, run.units, run.refused) = (self.cash, Decimal::ZERO, 0);
        run.fills.reserve(signals.len() + 1);
        run.trades.reserve(signals.len() / 2 + 1);
        run.stretches.reserve(signals.len() + 2);
        run.stretches.push(Stretch { from: 0, cash: float(self.cash), held: 0.0 });
        let (month, asked) = (FeeMonth::default(), Vec::with_capacity(4));
        let mut simulation = Simulation { settings: self, bars, run, month, entry: None, asked, due: None };
        simulation.follow(signals)?;
        simulation.finish()
    }
}

impl Simulation<'_, '_> {
    fn follow(&mut self, signals: &[Signal]) -> Result<(), BacktestError> {
        let arrival = self.settings.arrival;
        let same = arrival == Arrival::SameClose;
        let mut target = Target::Flat;
        for signal in signals.iter().copied() {
            if let Some(due) = self.due.filter(|due| if same { *due < signal.index } else { *due <= signal.index }) {
                self.trade(due)?;
            }
            if signal.target == target {
                continue;
            }
            target = signal.target;
            if !self.run.units.is_zero() {
                self.asked.push(Ask::Close);
            }
            self.asked.extend(target.side().map(Ask::Open));
            if self.due.is_none() && !self.asked.is_empty() {
                self.due = self.bars.next_tradable(arrival, signal.index + usize::from(!same));
            }
            if same && self.due == Some(signal.index) {
                self.trade(signal.index)?;
            }
        }
        match self.due {
            Some(due) => self.trade(due),
            None => Ok(()),
        }
    }

    /// What was asked for arrives, in its order.
    fn trade(&mut self, idx: usize) -> Result<(), BacktestError> {
        self.due = None;
        let Some(market) = self.bars.price(self.settings.arrival, idx) else { return Ok(()) };
        self.keep(idx)?;
        for n in 0..self.asked.len() {
            match self.asked[n] {
                Ask::Close => self.close(idx, market)?,
                Ask::Open(side) => self.open(idx, market, side)?,
            }
        }
        self.asked.clear();
        self.mark(idx);
        Ok(())
    }

    fn close(&mut self, idx: usize, market: f64) -> Result<(), BacktestError> {
        let Some(entry) = self.entry else {
            // There is nothing to close any more.
            self.run.refused += 1;
            return Ok(());
        };
        let side = entry.side.opposite();
        let fill = self.fill(idx, market, side, entry.units)?;
        let (fees, moved) = (entry.fee + fill.fee, entry.side.signed(fill.price - entry.price));
        let gain = moved.checked_mul(entry.units).and_then(|gain| gain.checked_mul(self.settings.listing.multiplier));
        self.run.trades.push(SignalTrade {
            side: entry.side,
            units: entry.units,
            entry_index: entry.index,
            exit_index: idx,
            entry_price: entry.price,
            exit_price: fill.price,
            fees,
            pnl: gain.ok_or(BacktestError::Overflow)? - fees,
        });
        self.entry = None;
        Ok(())
    }

    fn open(&mut self, idx: usize, market: f64, side: Side) -> Result<(), BacktestError> {
        if self.entry.is_some() {
            let why = "an entry would make a position larger that could not be closed before".to_owned();
            return Err(BacktestError::NeedsEvents { why });
        }
        match self.units(market, side)? {
            Some(units) => {
                self.entry = Some(self.fill(idx, market, side, units)?);
            }
            None => self.run.refused += 1,
        }
        Ok(())
    }

    /// The units of an entry that the gate lets pass, out of an account without a position.
    fn units(&self, market: f64, side: Side) -> Result<Option<Decimal>, BacktestError> {
        let (settings, cash) = (self.settings, self.run.cash);
        let beyond = || BacktestError::NeedsEvents { why: "amounts are beyond the quick path".to_owned() };
        if side == Side::Sell && !settings.allow_short {
            return Ok(None);
        }
        let multiplier = settings.listing.multiplier;
        let money = match settings.size {
            SignalSize::Units { .. } => None,
            SignalSize::Money { amount } => Some(amount),
            SignalSize::Funds { share } => Some(cash.checked_mul(share).ok_or_else(beyond)?),
        };
        let units = match (settings.size, money) {
            (SignalSize::Units { units }, _) => units,
            (_, Some(money)) if money > Decimal::ZERO => {
                let paid = self.slipped(market, side, float(money) / market).and_then(decimal).ok_or_else(beyond)?;
                let each = paid.checked_mul(multiplier).ok_or_else(beyond)?;
                // Funds go into short positions like into long ones; money is what a sale brings after fees.
                let sale = side == Side::Sell && matches!(settings.size, SignalSize::Money { .. });
                let sign = if sale { Decimal::NEGATIVE_ONE } else { Decimal::ONE };
                let lot = settings.listing.lot_size;
                settings.fees.units_within(money, each, lot, sign, &self.month).ok_or_else(beyond)?
            }
            _ => Decimal::ZERO,
        };
        if units.is_zero() || units > UNITS_MAX {
            return Ok(None);
        }
        if !settings.check_buying_power || self.is_within(side) {
            return Ok(Some(units));
        }
        let price = decimal(market).ok_or_else(beyond)?;
        let worth = |price: Decimal| units.checked_mul(price).and_then(|worth| worth.checked_mul(multiplier));
        let paid = self.slipped(market, side, float(units)).and_then(decimal).ok_or_else(beyond)?;
        let notional = worth(paid).ok_or_else(beyond)?;
        let traded = Traded { units, notional, liquidity: Liquidity::Taker };
        let fee = settings.fees.estimate(traded, &self.month).ok_or_else(beyond)?;
        let slipped = match side {
            Side::Buy => worth(paid - price).ok_or_else(beyond)?,
            Side::Sell => Decimal::ZERO,
        };
        let needed = worth(price).ok_or_else(beyond)?.saturating_add(fee.saturating_add(slipped));
        let power = match settings.initial_margin {
            None => cash,
            Some(initial) => cash.max(Decimal::ZERO).checked_div(initial).ok_or_else(beyond)?,
        };
        Ok((needed <= power).then_some(units))
    }

    /// Whether a purchase cannot cost more than there is: its size was reckoned from the money, with a price that does not depend on the size.
    fn is_within(&self, side: Side) -> bool {
        let by_price = !matches!(self.settings.slippage, Slippage::SquareRoot { .. } | Slippage::VolumeShare { .. });
        let funds = matches!(self.settings.size, SignalSize::Funds { share } if share <= Decimal::ONE);
        side == Side::Buy && by_price && funds
    }

    #[inline]
    fn slipped(&self, market: f64, side: Side, units: f64) -> Option<f64> {
        self.settings.slippage.price(side, market, units, None, self.settings.listing.daily)
    }

    /// An order at the market trades whole.
    fn fill(&mut self, idx: usize, market: f64, side: Side, units: Decimal) -> Result<SignalFill, BacktestError> {
        let listing = &self.settings.listing;
        let price =
            self.slipped(market, side, float(units)).and_then(decimal).map(|price| match (listing.tick_size, side) {
                (None, _) => price,
                (Some(tick), Side::Buy) => ceil_to(price, tick),
                (Some(tick), Side::Sell) => floor_to(price, tick),
            });
        let Some(price) = price.filter(|price| *price > Decimal::ZERO) else {
            let why = format!("nothing is left of the price of bar {idx} after slippage, so that its order waits");
            return Err(BacktestError::NeedsEvents { why });
        };
        let notional = units.checked_mul(price).and_then(|n| n.checked_mul(listing.multiplier));
        let notional = notional.ok_or(BacktestError::Overflow)?;
        let traded = Traded { units, notional, liquidity: Liquidity::Taker };
        // The times lie far from the prices: they are looked at where they matter.
        let micros = if self.settings.fees.is_by_month() { self.bars.series().at[idx] } else { 0 };
        let fee = self.settings.fees.charge(
            traded,
            Timestamp::from_micros(micros),
            &mut FeeSoFar::default(),
            &mut self.month,
        );
        let fee = fee.ok_or(BacktestError::Overflow)?;
        let change = side.opposite().signed(notional).checked_sub(fee).ok_or(BacktestError::Overflow)?;
        self.run.cash = self.run.cash.checked_add(change).ok_or(BacktestError::Overflow)?;
        self.run.units += side.signed(units);
        let fill = SignalFill { index: idx, side, units, price, market, fee };
        self.run.fills.push(fill);
        Ok(fill)
    }

    /// The account stays as it is up to a bar.
    fn keep(&self, until: usize) -> Result<(), BacktestError> {
        let from = self.run.stretches.last().map_or(0, |stretch| stretch.from);
        match self.settings.is_called(self.bars, (self.run.cash, self.run.units), from..until) {
            Some(false) => Ok(()),
            Some(true) => Err(BacktestError::NeedsEvents {
                why: format!("a margin call closes what was opened at bar {from} before bar {until}"),
            }),
            None => Err(BacktestError::Overflow),
        }
    }

    /// The account is another one from a bar on.
    fn mark(&mut self, from: usize) {
        let held = float(self.run.units * self.settings.listing.multiplier);
        let stretch = Stretch { from, cash: float(self.run.cash), held };
        match self.run.stretches.last_mut() {
            Some(last) if last.from == from => *last = stretch,
            _ => self.run.stretches.push(stretch),
        }
    }

    /// The end of the data: a position is closed by the rule of the settings.
    fn finish(&mut self) -> Result<(), BacktestError> {
        let last = self.bars.len() - 1;
        self.keep(last)?;
        if self.entry.is_none() || self.settings.finish == Finish::Keep {
            return Ok(());
        }
        let open = match self.settings.finish {
            Finish::CloseAtOpen => self.bars.price(Arrival::NextOpen, last),
            Finish::Keep | Finish::CloseAtClose => None,
        };
        let market = open.unwrap_or(self.bars.closes()[last]);
        self.close(last, market)?;
        self.mark(last);
        Ok(())
    }
}
