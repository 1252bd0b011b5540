//! Options: exercise, assignment, expiry. The premium moves into the underlying's cost or proceeds.

use model::{id::InstrumentId, instrument::OptionRight, transaction::Transaction};
use rust_decimal::Decimal;

use super::{
    OpenLot,
    holding::Side,
    matching::Delivered,
    pool::Cost,
    problem::BookError,
    state::{Key, Leaving, State, times},
    trades::{key, needed},
};

type Result<T> = std::result::Result<T, BookError>;

/// An option that is being used: what is delivered, at which strike value, and what the option had cost or brought.
struct Delivery {
    option: Key,
    right: OptionRight,
    other: InstrumentId,
    contracts: Decimal,
    units: Decimal,
    strike_value: Decimal,
    premium: Decimal,
    premium_base: Option<Decimal>,
}

impl State<'_> {
    /// The holder buys (call) or sells (put) the underlying at the strike; the premium paid adds to cost, or lowers proceeds.
    pub(super) fn exercise(&mut self, t: &Transaction) -> Result<()> {
        let d = self.delivery(t, Side::Long)?;
        self.move_units(t, d.option.0, d.option.1, -d.contracts);
        match d.right {
            OptionRight::Call => self.deliver_in(t, &d, d.premium, d.premium_base),
            OptionRight::Put => self.deliver_out(t, &d, -d.premium, d.premium_base.map(|p| -p)),
        }
    }

    /// The writer sells (call) or buys (put) the underlying at the strike; the premium received adds to proceeds, or lowers cost.
    pub(super) fn assignment(&mut self, t: &Transaction) -> Result<()> {
        let d = self.delivery(t, Side::Short)?;
        self.move_units(t, d.option.0, d.option.1, d.contracts);
        match d.right {
            OptionRight::Call => self.deliver_out(t, &d, d.premium, d.premium_base),
            OptionRight::Put => self.deliver_in(t, &d, -d.premium, d.premium_base.map(|p| -p)),
        }
    }

    /// Contracts end worthless: a loss of what was paid, or a gain of what was received.
    pub(super) fn expiry(&mut self, t: &Transaction) -> Result<()> {
        let (key, quantity) = (key(t)?, needed(t, t.quantity, "quantity")?);
        let side = if self.held(key, Side::Long).is_zero() { Side::Short } else { Side::Long };
        if self.held(key, side).is_zero() {
            return Err(BookError::NothingHeld { symbol: self.symbol(key.1) });
        }
        let pieces = self.take(t, key, side, quantity, Leaving::Disposed)?;
        self.realize(t, &pieces, Decimal::ZERO, Some(Decimal::ZERO))?;
        self.note_costs(t);
        self.move_cash(t, t.account_id, -(t.fees + t.taxes), t.currency);
        self.move_units(t, key.0, key.1, if side == Side::Long { -quantity } else { quantity });
        Ok(())
    }

    fn delivery(&mut self, t: &Transaction, side: Side) -> Result<Delivery> {
        let (option, contracts) = (key(t)?, needed(t, t.quantity, "quantity")?);
        let other = needed(t, t.other_instrument_id, "other_instrument_id")?;
        let terms = self.instrument(option.1)?;
        let Some(right) = terms.option_right else {
            return Err(BookError::NotAnOption { symbol: terms.symbol.clone() });
        };
        if terms.underlying_id.is_some_and(|u| u != other) {
            return Err(BookError::WrongUnderlying { symbol: terms.symbol.clone(), other: self.symbol(other) });
        }
        let units = times(contracts, terms.multiplier)?;
        let strike_value = times(units, needed(t, t.price, "price")?)?;
        let pieces = self.take(t, option, side, contracts, Leaving::Disposed)?;
        let mut premium = Decimal::ZERO;
        for OpenLot { lot, .. } in &pieces {
            premium += self.convert_needed(lot.cost.amount, lot.cost.currency, t.currency, lot.opened_on)?;
        }
        let premium_base = pieces.iter().map(|p| p.lot.cost_base).sum();
        self.note_costs(t);
        Ok(Delivery { option, right, other, contracts, units, strike_value, premium, premium_base })
    }

    /// Units come in at strike value + costs + `premium`.
    fn deliver_in(
        &mut self,
        t: &Transaction,
        d: &Delivery,
        premium: Decimal,
        premium_base: Option<Decimal>,
    ) -> Result<()> {
        let paid = d.strike_value + self.costs_in_lots(t);
        let mut lot = self.new_lot(t, d.other, d.units, paid + premium)?;
        let paid_base = self.convert(paid, t.currency, self.ctx.base, t.trade_date);
        lot.lot.cost_base = paid_base.zip(premium_base).map(|(a, b)| a + b);
        let cost = Cost { own: paid + premium, base: lot.lot.cost_base, local: lot.cost_local };
        self.delivered.insert(t.id, Delivered { instrument_id: d.other, units: d.units, cost: Some(cost) });
        self.add(lot, t.trade_date)?;
        self.move_cash(t, t.account_id, -d.strike_value - t.fees - t.taxes, t.currency);
        self.move_units(t, t.account_id, d.other, d.units);
        self.exchange(t, d.other, d.units);
        Ok(())
    }

    /// Units go out for strike value − costs + `premium`; without any held they become a short lot.
    fn deliver_out(
        &mut self,
        t: &Transaction,
        d: &Delivery,
        premium: Decimal,
        premium_base: Option<Decimal>,
    ) -> Result<()> {
        let received = d.strike_value - self.costs_in_lots(t);
        let received_base = self.convert(received, t.currency, self.ctx.base, t.trade_date);
        let total_base = received_base.zip(premium_base).map(|(a, b)| a + b);
        let underlying = (t.account_id, d.other);
        if self.held(underlying, Side::Long).is_zero() {
            let mut lot = self.new_lot(t, d.other, -d.units, received + premium)?;
            lot.lot.cost_base = total_base;
            self.add(lot, t.trade_date)?;
        } else {
            let pieces = self.take(t, underlying, Side::Long, d.units, Leaving::Disposed)?;
            self.realize(t, &pieces, received + premium, total_base)?;
            self.delivered.insert(t.id, Delivered { instrument_id: d.other, units: d.units, cost: None });
        }
        self.move_cash(t, t.account_id, d.strike_value - t.fees - t.taxes, t.currency);
        self.move_units(t, t.account_id, d.other, -d.units);
        self.exchange(t, d.other, -d.units);
        Ok(())
    }
}
