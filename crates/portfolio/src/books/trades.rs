//! Purchases, sales and transfers of units.

use model::{
    money::Money,
    transaction::{Transaction, TransactionKind as Kind},
};
use rust_decimal::Decimal;

use super::{
    FlowUnits, OpenLot, RealizedGain,
    holding::Side,
    problem::BookError,
    state::{Key, Leaving, State, spread, times},
};

type Result<T> = std::result::Result<T, BookError>;

impl State<'_> {
    pub(super) fn apply(&mut self, t: &Transaction) -> Result<()> {
        match t.kind {
            Kind::Buy => self.buy(t),
            Kind::Sell => self.sell(t),
            Kind::Short => self.short(t),
            Kind::Cover => self.cover(t),
            Kind::Deposit | Kind::Withdrawal | Kind::CurrencyConversion => self.pay(t),
            Kind::Interest | Kind::Fee | Kind::Tax => self.charge(t),
            Kind::Dividend => self.dividend(t),
            Kind::OpeningBalance if t.instrument_id.is_none() => self.pay(t),
            Kind::OpeningBalance => self.opening(t),
            Kind::Transfer if t.instrument_id.is_none() => self.transfer_cash(t),
            Kind::Transfer => self.transfer_units(t),
            Kind::Split => self.split(t),
            Kind::SpinOff => self.spin_off(t),
            Kind::Merger => self.merger(t),
            // The instrument carries its symbols with their dates; units and cost stay as they are.
            Kind::SymbolChange => key(t).map(|_| ()),
            Kind::ReturnOfCapital => self.return_of_capital(t),
            Kind::StockDividend => self.stock_dividend(t),
            Kind::Delisting => self.delisting(t),
            Kind::OptionExercise => self.exercise(t),
            Kind::OptionAssignment => self.assignment(t),
            Kind::OptionExpiry => self.expiry(t),
        }
    }

    fn buy(&mut self, t: &Transaction) -> Result<()> {
        let (key, quantity) = (key(t)?, needed(t, t.quantity, "quantity")?);
        let gross = self.gross(t)?;
        let lot = self.new_lot(t, key.1, quantity, gross + self.costs_in_lots(t))?;
        self.add(lot, t.trade_date)?;
        self.note_costs(t);
        self.move_cash(t, t.account_id, -gross - t.fees - t.taxes, t.currency);
        self.move_units(t, key.0, key.1, quantity);
        Ok(())
    }

    fn sell(&mut self, t: &Transaction) -> Result<()> {
        let (key, quantity) = (key(t)?, needed(t, t.quantity, "quantity")?);
        let gross = self.gross(t)?;
        let proceeds = gross - self.costs_in_lots(t);
        let pieces = self.take(t, key, Side::Long, quantity, Leaving::Disposed)?;
        let base = self.convert(proceeds, t.currency, self.ctx.base, t.trade_date);
        self.realize(t, &pieces, proceeds, base)?;
        self.note_costs(t);
        self.move_cash(t, t.account_id, gross - t.fees - t.taxes, t.currency);
        self.move_units(t, key.0, key.1, -quantity);
        Ok(())
    }

    fn short(&mut self, t: &Transaction) -> Result<()> {
        let (key, quantity) = (key(t)?, needed(t, t.quantity, "quantity")?);
        let gross = self.gross(t)?;
        let lot = self.new_lot(t, key.1, -quantity, gross - self.costs_in_lots(t))?;
        self.add(lot, t.trade_date)?;
        self.note_costs(t);
        self.move_cash(t, t.account_id, gross - t.fees - t.taxes, t.currency);
        self.move_units(t, key.0, key.1, -quantity);
        Ok(())
    }

    fn cover(&mut self, t: &Transaction) -> Result<()> {
        let (key, quantity) = (key(t)?, needed(t, t.quantity, "quantity")?);
        let gross = self.gross(t)?;
        let paid = gross + self.costs_in_lots(t);
        let pieces = self.take(t, key, Side::Short, quantity, Leaving::Disposed)?;
        let base = self.convert(paid, t.currency, self.ctx.base, t.trade_date);
        self.realize(t, &pieces, paid, base)?;
        self.note_costs(t);
        self.move_cash(t, t.account_id, -gross - t.fees - t.taxes, t.currency);
        self.move_units(t, key.0, key.1, quantity);
        Ok(())
    }

    /// Units that were there when the books began, at their unit cost.
    fn opening(&mut self, t: &Transaction) -> Result<()> {
        let (key, quantity) = (key(t)?, needed(t, t.quantity, "quantity")?);
        let cost = self.gross(t)? + self.costs_in_lots(t);
        let lot = self.new_lot(t, key.1, quantity, cost)?;
        self.add(lot, t.trade_date)?;
        self.move_units(t, key.0, key.1, quantity);
        self.flow(t, key.0, false, FlowUnits::Units { instrument_id: key.1, quantity });
        Ok(())
    }

    /// Moves lots to another account. They keep cost and date; a part of a lot gets an identity of its own.
    fn transfer_units(&mut self, t: &Transaction) -> Result<()> {
        let (key, quantity) = (key(t)?, needed(t, t.quantity, "quantity")?);
        let to = needed(t, t.counter_account_id, "counter_account_id")?;
        let pieces = self.take(t, key, Side::Long, quantity, Leaving::Moved)?;
        for mut piece in pieces {
            let divided = self.has_lot(key, piece.lot.id);
            if divided {
                piece.lot.id = self.next_lot_id(t);
            }
            piece.lot.account_id = to;
            piece.changed_by.push(t.id);
            self.add(piece, t.trade_date)?;
        }
        self.note_costs(t);
        self.move_cash(t, t.account_id, -(t.fees + t.taxes), t.currency);
        for (account, units) in [(key.0, -quantity), (to, quantity)] {
            self.move_units(t, account, key.1, units);
            self.flow(t, account, true, FlowUnits::Units { instrument_id: key.1, quantity: units });
        }
        Ok(())
    }

    /// Quantity × price × multiplier.
    pub(super) fn gross(&self, t: &Transaction) -> Result<Decimal> {
        let (_, instrument) = key(t)?;
        let quantity = needed(t, t.quantity, "quantity")?;
        let price = needed(t, t.price, "price")?;
        times(times(quantity, price)?, self.instrument(instrument)?.multiplier)
    }

    /// Closes pieces of lots. `amount` was received for long pieces or paid for short ones, in the transaction's
    /// currency, and is spread over them by units; `amount_base` is the same in the base currency.
    pub(super) fn realize(
        &mut self,
        t: &Transaction,
        pieces: &[OpenLot],
        amount: Decimal,
        amount_base: Option<Decimal>,
    ) -> Result<()> {
        let units: Vec<Decimal> = pieces.iter().map(|p| p.lot.quantity.abs()).collect();
        let parts = spread(amount, &units)?;
        let parts_base = amount_base.map(|a| spread(a, &units)).transpose()?;
        for (i, piece) in pieces.iter().enumerate() {
            let closing = (Money::new(parts[i], t.currency), parts_base.as_ref().map(|p| p[i]));
            self.record_gain(t, piece, piece.lot.quantity, closing);
        }
        Ok(())
    }

    /// Records what closing a piece brought. `closing`: the money that moved, and the same in the base currency.
    pub(super) fn record_gain(
        &mut self,
        t: &Transaction,
        piece: &OpenLot,
        quantity: Decimal,
        closing: (Money, Option<Decimal>),
    ) {
        let lot = &piece.lot;
        let opening = (lot.cost, lot.cost_base);
        let short = lot.quantity < Decimal::ZERO;
        let (received, paid) = if short { (opening, closing) } else { (closing, opening) };
        let difference = |opened: Decimal, closed: Decimal| if short { opened - closed } else { closed - opened };
        let gain = self.opening_in(t, piece).map(|o| difference(o, closing.0.amount));
        let gain_base = received.1.zip(paid.1).map(|(r, p)| r - p);
        let price_gain_base = self.price_gain(t, piece, closing.0, difference);
        self.records.realized.push(RealizedGain {
            lot_id: lot.id,
            account_id: lot.account_id,
            instrument_id: lot.instrument_id,
            opened_by: lot.opened_by,
            closed_by: t.id,
            opened_on: lot.opened_on,
            closed_on: t.trade_date,
            kind: t.kind,
            quantity: quantity.normalize(),
            proceeds: received.0,
            cost: paid.0,
            gain,
            proceeds_base: received.1,
            cost_base: paid.1,
            gain_base,
            price_gain_base,
            fx_gain_base: gain_base.zip(price_gain_base).map(|(all, price)| all - price),
        });
    }

    /// What opening a piece cost or brought, in the currency of the transaction that closes it. A lot's is brought there at
    /// the rate of its opening day; a pool has no such day, so its cost must be known in that currency.
    fn opening_in(&self, t: &Transaction, piece: &OpenLot) -> Option<Decimal> {
        let lot = &piece.lot;
        if !piece.pooled || lot.cost.currency == t.currency {
            return self.convert(lot.cost.amount, lot.cost.currency, t.currency, lot.opened_on);
        }
        if t.currency == self.ctx.base { lot.cost_base } else { None }
    }

    /// The gain in the instrument's currency, in the base currency at the closing day's rate.
    fn price_gain(
        &self,
        t: &Transaction,
        piece: &OpenLot,
        closing: Money,
        difference: impl Fn(Decimal, Decimal) -> Decimal,
    ) -> Option<Decimal> {
        let own = self.instruments.get(&piece.lot.instrument_id)?.currency;
        let closed = self.convert(closing.amount, closing.currency, own, t.trade_date)?;
        self.convert(difference(piece.cost_local?, closed), own, self.ctx.base, t.trade_date)
    }
}

/// The account and instrument of a transaction.
pub(super) fn key(t: &Transaction) -> Result<Key> {
    Ok((t.account_id, needed(t, t.instrument_id, "instrument_id")?))
}

/// A field that the kind needs.
pub(super) fn needed<T>(t: &Transaction, field: Option<T>, name: &'static str) -> Result<T> {
    field.ok_or(BookError::FieldMissing { kind: t.kind, field: name })
}
