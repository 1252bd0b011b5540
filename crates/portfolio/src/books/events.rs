//! Corporate actions: what happens to lots without a trade.

use model::{id::InstrumentId, money::Money, transaction::Transaction};
use rust_decimal::Decimal;

use super::{
    OpenLot,
    holding::Side,
    problem::BookError,
    state::{Key, Leaving, State, spread, times},
    trades::{key, needed},
};

type Result<T> = std::result::Result<T, BookError>;

impl State<'_> {
    /// `ratio_new` units for every `ratio_old`; the cost stays.
    pub(super) fn split(&mut self, t: &Transaction) -> Result<()> {
        let key = self.key_of_event(t)?;
        self.refuse_adjusted(t)?;
        let ratio = ratio(t)?;
        let (mut lots, mut added) = (self.take_all(key, t.trade_date)?, Decimal::ZERO);
        for lot in &mut lots {
            let units = by_ratio(lot.lot.quantity, ratio)?;
            added += units - lot.lot.quantity;
            lot.lot.quantity = units;
            lot.changed_by.push(t.id);
        }
        self.put_all(key, lots);
        self.change_units(key, t.trade_date, |units| by_ratio(units, ratio))?;
        self.move_units(t, key.0, key.1, added);
        Ok(())
    }

    /// Units received without cost, spread over the lots by their size.
    pub(super) fn stock_dividend(&mut self, t: &Transaction) -> Result<()> {
        let key = self.key_of_event(t)?;
        self.refuse_adjusted(t)?;
        let quantity = needed(t, t.quantity, "quantity")?;
        if self.held(key, Side::Short) > Decimal::ZERO {
            return Err(BookError::LongAndShort { symbol: self.symbol(key.1) });
        }
        let mut lots = self.take_all(key, t.trade_date)?;
        let sizes: Vec<Decimal> = lots.iter().map(|l| l.lot.quantity).collect();
        for (lot, units) in lots.iter_mut().zip(spread(quantity, &sizes)?) {
            lot.lot.quantity += units;
            lot.changed_by.push(t.id);
        }
        self.put_all(key, lots);
        self.move_units(t, key.0, key.1, quantity);
        Ok(())
    }

    /// A new lot beside each lot, with its date and the given part of its cost.
    pub(super) fn spin_off(&mut self, t: &Transaction) -> Result<()> {
        let key = self.key_of_event(t)?;
        self.refuse_adjusted(t)?;
        let (ratio, fraction) = (ratio(t)?, needed(t, t.cost_fraction, "cost_fraction")?);
        let other = needed(t, t.other_instrument_id, "other_instrument_id")?;
        let (mut lots, mut children) = (self.take_all(key, t.trade_date)?, Vec::new());
        for lot in &mut lots {
            let mut child = lot.clone();
            child.lot.quantity = by_ratio(lot.lot.quantity, ratio)?;
            child.lot.cost.amount = times(lot.lot.cost.amount, fraction)?;
            child.lot.cost_base = lot.lot.cost_base.map(|c| times(c, fraction)).transpose()?;
            lot.lot.cost.amount -= child.lot.cost.amount;
            lot.lot.cost_base = lot.lot.cost_base.zip(child.lot.cost_base).map(|(a, b)| a - b);
            lot.cost_local = lot.cost_local.map(|c| times(c, Decimal::ONE - fraction)).transpose()?;
            lot.changed_by.push(t.id);
            children.push(child);
        }
        self.put_all(key, lots);
        self.receive(t, other, children)
    }

    /// Units become units of another instrument, cash, or both.
    pub(super) fn merger(&mut self, t: &Transaction) -> Result<()> {
        let key = self.key_of_event(t)?;
        let short = self.one_sided(key)? == Side::Short;
        let cash = t.amount.unwrap_or_default();
        let moved = if short { -cash - t.fees - t.taxes } else { cash - t.fees - t.taxes };
        let Some(other) = t.other_instrument_id else { return self.bought_out(t, key, moved) };
        let mut old = self.take_all(key, t.trade_date)?;
        let gone: Decimal = old.iter().map(|l| l.lot.quantity).sum();
        self.note_costs(t);
        self.move_cash(t, t.account_id, moved, t.currency);
        self.move_units(t, key.0, key.1, -gone);
        self.lower_cost(t, &mut old, cash)?;
        let ratio = ratio(t)?;
        for lot in &mut old {
            lot.lot.quantity = by_ratio(lot.lot.quantity, ratio)?;
        }
        self.receive(t, other, old)
    }

    /// All units end for cash: `moved` comes into the account, or leaves it where they were short.
    fn bought_out(&mut self, t: &Transaction, key: Key, moved: Decimal) -> Result<()> {
        let side = self.one_sided(key)?;
        let units = self.held(key, side);
        let pieces = self.take(t, key, side, units, Leaving::Disposed)?;
        let sign = if side == Side::Long { Decimal::ONE } else { Decimal::NEGATIVE_ONE };
        let costs = t.fees + t.taxes - self.costs_in_lots(t);
        let amount = moved * sign + costs * sign;
        let base = self.convert(amount, t.currency, self.ctx.base, t.trade_date);
        self.realize(t, &pieces, amount, base)?;
        self.note_costs(t);
        self.move_cash(t, t.account_id, moved, t.currency);
        self.move_units(t, key.0, key.1, -units * sign);
        Ok(())
    }

    /// Cash that lowers the cost of the lots; what exceeds a lot's cost is a gain.
    pub(super) fn return_of_capital(&mut self, t: &Transaction) -> Result<()> {
        let (key, amount) = (self.key_of_event(t)?, needed(t, t.amount, "amount")?);
        self.refuse_adjusted(t)?;
        let short = self.one_sided(key)? == Side::Short;
        let mut lots = self.take_all(key, t.trade_date)?;
        self.lower_cost(t, &mut lots, amount)?;
        for lot in &mut lots {
            lot.changed_by.push(t.id);
        }
        self.put_all(key, lots);
        self.note_costs(t);
        self.move_cash(t, t.account_id, if short { -amount } else { amount } - t.fees - t.taxes, t.currency);
        Ok(())
    }

    /// All units end at a price, often zero.
    pub(super) fn delisting(&mut self, t: &Transaction) -> Result<()> {
        let (key, price) = (self.key_of_event(t)?, needed(t, t.price, "price")?);
        let side = self.one_sided(key)?;
        let units = self.held(key, side);
        let gross = times(times(units, price)?, self.instrument(key.1)?.multiplier)?;
        let pieces = self.take(t, key, side, units, Leaving::Disposed)?;
        let sign = if side == Side::Long { Decimal::ONE } else { Decimal::NEGATIVE_ONE };
        let amount = gross - self.costs_in_lots(t) * sign;
        let base = self.convert(amount, t.currency, self.ctx.base, t.trade_date);
        self.realize(t, &pieces, amount, base)?;
        self.note_costs(t);
        self.move_cash(t, t.account_id, gross * sign - t.fees - t.taxes, t.currency);
        self.move_units(t, key.0, key.1, -units * sign);
        Ok(())
    }

    /// Spreads cash over lots by units and takes it off their cost. Cash beyond a long lot's cost is a gain; a short
    /// lot owes it, which lowers what was received, below zero if it comes to that.
    fn lower_cost(&mut self, t: &Transaction, lots: &mut [OpenLot], cash: Decimal) -> Result<()> {
        let units: Vec<Decimal> = lots.iter().map(|l| l.lot.quantity.abs()).collect();
        for (lot, share) in lots.iter_mut().zip(spread(cash, &units)?) {
            let before = lot.lot.cost.amount;
            let share_own = self.convert_needed(share, t.currency, lot.lot.cost.currency, t.trade_date)?;
            let long = lot.lot.quantity > Decimal::ZERO;
            let after = if long { (before - share_own).max(Decimal::ZERO) } else { before - share_own };
            if before.is_zero() || !long {
                let lower =
                    |c: Decimal, to| Some(c - self.convert(before - after, lot.lot.cost.currency, to, t.trade_date)?);
                let own = self.instrument(lot.lot.instrument_id)?.currency;
                lot.lot.cost_base = lot.lot.cost_base.and_then(|c| lower(c, self.ctx.base));
                lot.cost_local = lot.cost_local.and_then(|c| lower(c, own));
            } else {
                // What was paid comes back at the rate at which it was paid.
                let kept = |c: Decimal| times(c, after)?.checked_div(before).ok_or(BookError::TooLarge);
                lot.lot.cost_base = lot.lot.cost_base.map(kept).transpose()?;
                lot.cost_local = lot.cost_local.map(kept).transpose()?;
            }
            lot.lot.cost.amount = after;
            let excess = share_own - (before - after);
            if excess > Decimal::ZERO {
                let mut nothing = lot.clone();
                nothing.lot.cost.amount = Decimal::ZERO;
                nothing.lot.cost_base = Some(Decimal::ZERO);
                let gain = self.convert_needed(excess, lot.lot.cost.currency, t.currency, t.trade_date)?;
                let base = self.convert(gain, t.currency, self.ctx.base, t.trade_date);
                self.record_gain(t, &nothing, Decimal::ZERO, (Money::new(gain, t.currency), base));
            }
        }
        Ok(())
    }

    /// Puts lots of another instrument into the account, with identities of their own.
    fn receive(&mut self, t: &Transaction, other: InstrumentId, lots: Vec<OpenLot>) -> Result<()> {
        let own = self.instrument(other)?.currency;
        let mut units = Decimal::ZERO;
        for mut lot in lots {
            lot.lot.id = self.next_lot_id(t);
            lot.lot.instrument_id = other;
            lot.cost_local = self.convert(lot.lot.cost.amount, lot.lot.cost.currency, own, lot.lot.opened_on);
            lot.changed_by.push(t.id);
            units += lot.lot.quantity;
            self.add(lot, t.trade_date)?;
        }
        self.move_units(t, t.account_id, other, units);
        self.exchange(t, other, units);
        Ok(())
    }

    fn key_of_event(&self, t: &Transaction) -> Result<Key> {
        let key = key(t)?;
        if self.held(key, Side::Long).is_zero() && self.held(key, Side::Short).is_zero() {
            return Err(BookError::NothingHeld { symbol: self.symbol(key.1) });
        }
        Ok(key)
    }

    fn one_sided(&self, key: Key) -> Result<Side> {
        match (self.held(key, Side::Long).is_zero(), self.held(key, Side::Short).is_zero()) {
            (false, false) => Err(BookError::LongAndShort { symbol: self.symbol(key.1) }),
            (true, _) => Ok(Side::Short),
            _ => Ok(Side::Long),
        }
    }
}

/// New and old units of a ratio.
fn ratio(t: &Transaction) -> Result<(Decimal, Decimal)> {
    Ok((needed(t, t.ratio_new, "ratio_new")?, needed(t, t.ratio_old, "ratio_old")?))
}

fn by_ratio(quantity: Decimal, (new, old): (Decimal, Decimal)) -> Result<Decimal> {
    times(quantity, new)?.checked_div(old).ok_or(BookError::TooLarge)
}
