//! How much of each position can be traded, and whether the cash that is asked for can be raised.

use rust_decimal::Decimal;

use super::{Household, float};
use crate::{DriftPrice, Mode, RebalanceError};

impl Household<'_> {
    /// Ranges of the slots, and the least cash of the accounts.
    pub(super) fn set_ranges(&mut self) -> Result<(), RebalanceError> {
        let minimum = float(self.minimum_trade());
        let may_sell = self.request.mode != Mode::BuyOnly;
        let may_buy = self.request.mode != Mode::SellOnly;
        for s in 0..self.slots.len() {
            let (a, i) = (self.slots[s].account, self.slots[s].instrument);
            let (is_free, step) = (self.instruments[i].is_free, self.instruments[i].step_units);
            let price = self.instruments[i].price;
            let smallest = if minimum > 0.0 { (minimum / price / step - 1e-9).ceil() * step } else { 0.0 };
            let slot = &self.slots[s];
            let sellable = slot.full.most();
            let low = match (may_sell && is_free, slot.can_close) {
                (false, _) => 0.0,
                (true, true) => -sellable,
                (true, false) => -((sellable / step + 1e-9).floor() * step).min(sellable),
            };
            let high = if may_buy && self.may_buy(a, i) { self.most_bought(s, smallest) } else { 0.0 };
            let slot = &mut self.slots[s];
            (slot.low, slot.high, slot.smallest) = (low, high, smallest);
            slot.last_partial =
                if slot.can_close { ((slot.held / step + 1e-9).floor() - 1.0).max(0.0) * step } else { -low };
        }
        self.check_cash(may_sell)?;
        self.check_work(may_sell, may_buy)
    }

    /// Units that are worth a thought: what the account could pay, and with the absolute price nothing beyond the aim, of which more
    /// only costs more.
    fn most_bought(&self, s: usize, smallest: f64) -> f64 {
        let slot = &self.slots[s];
        let (listing, purse) = (&self.instruments[slot.instrument], &self.accounts[slot.account]);
        let sold: f64 = match self.request.mode {
            Mode::BuyOnly => 0.0,
            Mode::Full | Mode::SellOnly => {
                let worth = |other: &usize| {
                    self.slots[*other].full.most() * self.instruments[self.slots[*other].instrument].price
                };
                purse.slots.iter().map(worth).sum()
            }
        };
        let payable = (purse.cash_now - purse.cash_least + sold).max(0.0) / (listing.price + listing.spread);
        let most = match self.request.drift_price {
            DriftPrice::Absolute { .. } => {
                let wanted = (listing.aim.max(listing.held) / listing.price - slot.held).max(0.0);
                payable.min(wanted.max(smallest) + listing.step_units)
            }
            DriftPrice::Squared { .. } => payable,
        };
        (most / listing.step_units + 1e-9).floor() * listing.step_units
    }

    /// Sets the least cash, which is not more than there is where nothing can be sold for it.
    fn check_cash(&mut self, may_sell: bool) -> Result<(), RebalanceError> {
        let mut raisable = Decimal::ZERO;
        for a in 0..self.accounts.len() {
            let least = &self.request.accounts[a];
            let purse = &self.accounts[a];
            let sold: Decimal = purse.slots.iter().map(|s| self.proceeds(*s)).sum();
            let most = purse.cash + sold;
            let lent = purse.cash - least.flow < Decimal::ZERO && least.flow >= Decimal::ZERO;
            let mut need = purse.need;
            if most < need {
                // A debt that was there before, or a minimum that was never there, stops purchases but not the plan.
                let was_there = lent || purse.cash >= Decimal::ZERO;
                if !was_there {
                    let short = need - most;
                    return Err(RebalanceError::CashShort { account: least.id.clone(), short: short.round_dp(2) });
                }
                need = most.min(purse.cash.max(most));
            }
            if !may_sell && purse.cash < need {
                need = purse.cash;
            }
            raisable += most;
            let purse = &mut self.accounts[a];
            (purse.need, purse.cash_least) = (need, float(need));
        }
        self.buffer = self.buffer.min(raisable);
        if !may_sell {
            let cash: Decimal = self.accounts.iter().map(|account| account.cash).sum();
            self.buffer = self.buffer.min(cash);
        }
        self.buffer_least = float(self.buffer);
        Ok(())
    }

    /// Money that selling all of a slot that may be sold brings, spread and commission paid.
    fn proceeds(&self, s: usize) -> Decimal {
        let slot = &self.slots[s];
        if slot.low >= 0.0 {
            return Decimal::ZERO;
        }
        let listing = &self.instruments[slot.instrument];
        let half_spread = self.request.instruments[slot.instrument].half_spread;
        let free: Decimal = slot.parcels.iter().filter(|parcel| !parcel.is_kept).map(|parcel| parcel.quantity).sum();
        let units = if slot.can_close { free } else { (free / listing.step).floor() * listing.step };
        let proceeds = units * listing.price_base * (Decimal::ONE - half_spread);
        (proceeds - self.request.accounts[slot.account].commission).max(Decimal::ZERO)
    }

    /// Refuses a mode in which nothing can happen at all.
    fn check_work(&self, may_sell: bool, may_buy: bool) -> Result<(), RebalanceError> {
        let can_sell = self.slots.iter().any(|slot| slot.low < 0.0);
        let has_free = self.instruments.iter().any(|listing| listing.is_free);
        if may_sell && !may_buy && !can_sell && has_free {
            let reason = match (self.request.lots.is_empty(), self.blocked.first()) {
                (true, _) => "no account holds anything".to_owned(),
                (false, Some(blocked)) => format!("every position is kept; the first: {}", blocked.reason),
                (false, None) => "no position may be sold".to_owned(),
            };
            return Err(RebalanceError::NothingToSell { reason });
        }
        let cash: Decimal = self.accounts.iter().map(|account| (account.cash - account.need).max(Decimal::ZERO)).sum();
        if may_buy && !may_sell && cash <= Decimal::ZERO {
            let reason =
                "no account has more than its least cash; add a flow, or allow sales with the mode full".to_owned();
            return Err(RebalanceError::NothingToInvest { reason });
        }
        Ok(())
    }
}
