//! The simulated account: cash in several currencies, positions by lots, interest, and what it may buy.
//!
//! Everything that changes cash or units (fills, fees, interest, dividends, splits) is exact in decimals. What is only looked at bar
//! after bar, the equity, is a binary float ([decision](../../../docs/adr/0011-decimals-for-orders-floats-for-marks.md)).
//!
//! Trades settle at once; there are no unsettled funds. Interest is simple, by the day, and booked each day.

mod actions;
mod lots;
mod settings;

use model::{
    currency::Currency,
    order::{Side, fill::Fill},
    time::Timestamp,
};
use rust_decimal::Decimal;
use serde::Serialize;

use crate::{
    error::ExecutionError,
    listing::Listing,
    number::{decimal, float},
};
pub use actions::{CorporateAction, DatedAction};
pub use lots::ClosedTrade;
use lots::{Entry, Lots};
pub use settings::{AccountMode, AccountSettings, InterestRates};

const DAY_MICROS: i64 = 86_400_000_000;

/// Cash of one currency.
#[derive(Clone, Copy, Debug)]
struct Cash {
    currency: Currency,
    amount: Decimal,
    float: f64,
    /// Base currency for one unit.
    rate: Option<Decimal>,
    rate_float: f64,
}

impl Cash {
    fn add(&mut self, amount: Decimal) -> Result<(), ExecutionError> {
        self.amount = self.amount.checked_add(amount).ok_or(ExecutionError::Overflow)?;
        self.float = float(self.amount);
        Ok(())
    }
}

/// One instrument in the account.
#[derive(Clone, Debug)]
struct Holding {
    lots: Lots,
    cash: usize,
    multiplier: Decimal,
    /// Units × multiplier, for marks.
    float: f64,
    /// Units, for those who look bar after bar.
    units_float: f64,
    /// The last price; not a number before the first.
    mark: f64,
}

/// Money that came and went beside trades, in the base currency at the rates of its days.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Flows {
    /// Fees of trades.
    pub fees: Decimal,
    /// Interest received, less interest paid on cash.
    pub interest: Decimal,
    /// Paid for borrowed units.
    pub borrow: Decimal,
    /// Dividends received, less those paid on short positions.
    pub dividends: Decimal,
}

/// The account. Instruments are numbered in the order in which they were listed.
#[derive(Clone, Debug)]
pub struct SimulatedAccount {
    settings: AccountSettings,
    cash: Vec<Cash>,
    holdings: Vec<Holding>,
    closed: Vec<ClosedTrade>,
    flows: Flows,
    /// What it must keep; nothing for an account that is never called.
    maintenance: f64,
    /// The last day of interest, since 1970.
    day: Option<i64>,
    day_equity: Option<f64>,
}

impl SimulatedAccount {
    /// An account that trades some instruments.
    ///
    /// # Errors
    /// [`ExecutionError::Setting`].
    pub fn new(settings: AccountSettings, listings: &[Listing]) -> Result<Self, ExecutionError> {
        settings.check()?;
        let one = (Some(Decimal::ONE), 1.0);
        let mut account = Self {
            settings,
            cash: vec![Cash {
                currency: settings.base,
                amount: settings.cash,
                float: float(settings.cash),
                rate: one.0,
                rate_float: one.1,
            }],
            holdings: Vec::with_capacity(listings.len()),
            closed: Vec::new(),
            flows: Flows::default(),
            maintenance: match settings.mode {
                AccountMode::Cash => 0.0,
                AccountMode::Margin { maintenance, .. } => float(maintenance),
            },
            day: None,
            day_equity: None,
        };
        for listing in listings {
            let cash = account.purse(listing.currency);
            let multiplier = listing.multiplier;
            account.holdings.push(Holding {
                lots: Lots::default(),
                cash,
                multiplier,
                float: 0.0,
                units_float: 0.0,
                mark: f64::NAN,
            });
        }
        Ok(account)
    }

    /// Room for so many closed trades, so that none is made while bars go by.
    pub fn reserve(&mut self, closed_trades: usize) {
        self.closed.reserve(closed_trades);
    }

    /// Takes a fill. `index` is the number of the bar or tick, for the list of trades.
    ///
    /// # Errors
    /// [`ExecutionError::Overflow`].
    pub fn book(&mut self, instrument: usize, fill: &Fill, index: usize) -> Result<(), ExecutionError> {
        let holding = &mut self.holdings[instrument];
        let (units, price) = (fill.quantity.get(), fill.price.get());
        let worth = units.checked_mul(price).and_then(|worth| worth.checked_mul(holding.multiplier));
        let worth = worth.ok_or(ExecutionError::Overflow)?;
        let entry = Entry { units, price, fees: fill.fee.amount, at: fill.at, index };
        let instrument_id = fill.instrument_id;
        holding.lots.take(fill.side, entry, holding.multiplier, instrument_id, &mut self.closed)?;
        holding.refresh();
        let cash = &mut self.cash[holding.cash];
        let change = fill.side.opposite().signed(worth).checked_sub(fill.fee.amount).ok_or(ExecutionError::Overflow)?;
        cash.add(change)?;
        if let Some(rate) = cash.rate {
            self.flows.fees += fill.fee.amount * rate;
        }
        Ok(())
    }

    /// The price of an instrument from now on.
    #[inline]
    pub fn mark(&mut self, instrument: usize, price: f64) {
        self.holdings[instrument].mark = price;
    }

    /// The rate of a currency from now on: base currency for one unit. `None`: not known.
    pub fn set_rate(&mut self, currency: Currency, rate: Option<Decimal>) {
        let purse = self.purse(currency);
        if currency != self.settings.base {
            self.cash[purse].rate = rate;
            self.cash[purse].rate_float = rate.map_or(f64::NAN, float);
        }
    }

    /// Time goes on: interest of the days that are over. Shows whether a new day (UTC) has begun.
    ///
    /// # Errors
    /// [`ExecutionError::Overflow`].
    #[inline]
    pub fn turn_to(&mut self, now: Timestamp) -> Result<bool, ExecutionError> {
        let today = now.micros().div_euclid(DAY_MICROS);
        let Some(last) = self.day.filter(|last| today > *last) else {
            let first = self.day.is_none();
            if first {
                (self.day, self.day_equity) = (Some(today), self.equity());
            }
            return Ok(first);
        };
        self.accrue(today - last)?;
        (self.day, self.day_equity) = (Some(today), self.equity());
        Ok(true)
    }

    /// Units held; below zero when short.
    #[must_use]
    pub fn units(&self, instrument: usize) -> Decimal {
        self.holdings[instrument].lots.units()
    }

    /// The same as a binary float.
    #[must_use]
    #[inline]
    pub fn units_float(&self, instrument: usize) -> f64 {
        self.holdings[instrument].units_float
    }

    /// The last price of an instrument; `None` before the first.
    #[must_use]
    pub fn price(&self, instrument: usize) -> Option<f64> {
        Some(self.holdings[instrument].mark).filter(|mark| !mark.is_nan())
    }

    /// What was paid, or received for a short position, for each unit on average; `None` without a position.
    #[must_use]
    pub fn average_price(&self, instrument: usize) -> Option<Decimal> {
        self.holdings[instrument].lots.average_price()
    }

    /// Cash of a currency.
    #[must_use]
    pub fn cash(&self, currency: Currency) -> Decimal {
        self.cash.iter().find(|cash| cash.currency == currency).map_or(Decimal::ZERO, |cash| cash.amount)
    }

    /// Cash and positions in the base currency; `None` while a price or a rate that it needs is not known.
    #[must_use]
    #[inline]
    pub fn equity(&self) -> Option<f64> {
        let mut sum = 0.0;
        for cash in self.cash.iter().filter(|cash| cash.float != 0.0) {
            sum += cash.float * cash.rate_float;
        }
        for holding in self.holdings.iter().filter(|holding| holding.float != 0.0) {
            sum += holding.float * holding.mark * self.cash[holding.cash].rate_float;
        }
        (!sum.is_nan()).then_some(sum)
    }

    /// The same digit for digit, with marks of at most 15 digits.
    #[must_use]
    pub fn exact_equity(&self) -> Option<Decimal> {
        let mut sum = self.cash_in_base()?;
        for holding in self.holdings.iter().filter(|holding| holding.float != 0.0) {
            sum = sum.checked_add(self.worth(holding)?)?;
        }
        Some(sum)
    }

    /// Worth of all positions in the base currency, long and short added.
    #[must_use]
    pub fn gross_exposure(&self) -> Option<Decimal> {
        self.holdings
            .iter()
            .filter(|holding| holding.float != 0.0)
            .try_fold(Decimal::ZERO, |sum, holding| sum.checked_add(self.worth(holding)?.abs()))
    }

    /// Worth, in the base currency, of what may be bought or sold short now.
    #[must_use]
    pub fn buying_power(&self, currency: Currency) -> Option<Decimal> {
        match self.settings.mode {
            AccountMode::Cash => self.cash(currency).checked_mul(self.rate(currency)?),
            AccountMode::Margin { initial, .. } => {
                let free = self.exact_equity()?.checked_sub(self.gross_exposure()?.checked_mul(initial)?)?;
                free.max(Decimal::ZERO).checked_div(initial)
            }
        }
    }

    /// Whether a margin account has less equity than it must keep; `None` while that is not known.
    #[must_use]
    pub fn is_below_maintenance(&self) -> Option<bool> {
        match self.settings.mode {
            AccountMode::Cash => Some(false),
            AccountMode::Margin { maintenance, .. } => {
                Some(self.exact_equity()? < self.gross_exposure()?.checked_mul(maintenance)?)
            }
        }
    }

    /// Whether [`SimulatedAccount::is_below_maintenance`] is worth asking: a look at binary floats, bar after bar.
    #[inline]
    pub(crate) fn may_be_called(&self) -> bool {
        if self.maintenance <= 0.0 {
            return false;
        }
        let gross: f64 = self
            .holdings
            .iter()
            .filter(|holding| holding.float != 0.0)
            .map(|holding| (holding.float * holding.mark * self.cash[holding.cash].rate_float).abs())
            .sum();
        // Rounding decides nothing: the decimals are asked where it is close.
        self.equity().is_some_and(|equity| equity < self.maintenance * gross * (1.0 + 1e-9))
    }

    /// Money of a currency that is free without borrowing: cash, less what short positions must be bought back for twice (once for
    /// the proceeds that are in the cash, once for the exposure).
    #[must_use]
    pub fn free_funds(&self, currency: Currency) -> Option<Decimal> {
        match self.settings.mode {
            AccountMode::Cash => Some(self.cash(currency)),
            AccountMode::Margin { .. } => {
                let short = |holding: &&Holding| holding.float < 0.0;
                let owed = self.holdings.iter().filter(short).try_fold(Decimal::ZERO, |sum, holding| {
                    sum.checked_sub(self.worth(holding)?.checked_mul(Decimal::TWO)?)
                })?;
                let free = self.cash_in_base()?.checked_sub(owed)?;
                let rate = self.rate(currency)?;
                if rate == Decimal::ONE { Some(free) } else { free.checked_div(rate) }
            }
        }
    }

    /// Base currency for one unit of a currency, if known.
    #[must_use]
    pub fn rate(&self, currency: Currency) -> Option<Decimal> {
        self.cash.iter().find(|cash| cash.currency == currency).and_then(|cash| cash.rate)
    }

    /// Gain since the day began, realized or not, in the base currency.
    #[must_use]
    pub fn day_pnl(&self) -> Option<f64> {
        Some(self.equity()? - self.day_equity?)
    }

    /// Trades that are over, in the order of their end.
    #[must_use]
    pub fn closed_trades(&self) -> &[ClosedTrade] {
        &self.closed
    }

    /// Money that came and went beside trades.
    #[must_use]
    pub const fn flows(&self) -> Flows {
        self.flows
    }

    /// What it was made with.
    #[must_use]
    pub const fn settings(&self) -> &AccountSettings {
        &self.settings
    }

    fn cash_in_base(&self) -> Option<Decimal> {
        self.cash.iter().filter(|cash| !cash.amount.is_zero()).try_fold(Decimal::ZERO, |sum, cash| {
            let rate = cash.rate?;
            sum.checked_add(if rate == Decimal::ONE { cash.amount } else { cash.amount.checked_mul(rate)? })
        })
    }

    fn worth(&self, holding: &Holding) -> Option<Decimal> {
        let units = holding.lots.units().checked_mul(holding.multiplier)?;
        units.checked_mul(decimal(holding.mark)?)?.checked_mul(self.cash[holding.cash].rate?)
    }

    fn purse(&mut self, currency: Currency) -> usize {
        if let Some(n) = self.cash.iter().position(|cash| cash.currency == currency) {
            return n;
        }
        self.cash.push(Cash { currency, amount: Decimal::ZERO, float: 0.0, rate: None, rate_float: f64::NAN });
        self.cash.len() - 1
    }
}

impl Holding {
    fn refresh(&mut self) {
        self.float = float(self.lots.units() * self.multiplier);
        self.units_float = float(self.lots.units());
    }
}

/// The side that closes a position, and its units; `None` without one.
#[must_use]
pub fn closing(units: Decimal) -> Option<(Side, Decimal)> {
    if units.is_zero() {
        return None;
    }
    Some((if units > Decimal::ZERO { Side::Sell } else { Side::Buy }, units.abs()))
}
