//! Movements of cash: deposits, conversions, income and charges.

use model::{
    money::Money,
    transaction::{Transaction, TransactionKind as Kind},
};
use rust_decimal::Decimal;

use super::{
    BookedAmount, FlowUnits,
    holding::Side,
    problem::BookError,
    state::State,
    trades::{key, needed},
};

type Result<T> = std::result::Result<T, BookError>;

impl State<'_> {
    /// Deposits, withdrawals, conversions and opening cash.
    pub(super) fn pay(&mut self, t: &Transaction) -> Result<()> {
        let amount = needed(t, t.amount, "amount")?;
        let costs = t.fees + t.taxes;
        let flow = match t.kind {
            Kind::Deposit | Kind::OpeningBalance => amount,
            Kind::Withdrawal => -amount,
            _ => Decimal::ZERO,
        };
        if t.kind == Kind::CurrencyConversion {
            let received = needed(t, t.counter_amount, "counter_amount")?;
            let currency = needed(t, t.counter_currency, "counter_currency")?;
            self.move_cash(t, t.account_id, -amount - costs, t.currency);
            self.move_cash(t, t.account_id, received, currency);
        } else {
            self.move_cash(t, t.account_id, flow - costs, t.currency);
            self.flow(t, t.account_id, false, FlowUnits::Cash { amount: Money::new(flow, t.currency) });
        }
        self.note_costs(t);
        Ok(())
    }

    /// Interest, fees and taxes.
    pub(super) fn charge(&mut self, t: &Transaction) -> Result<()> {
        let amount = needed(t, t.amount, "amount")?;
        let booked = BookedAmount {
            transaction_id: t.id,
            date: t.trade_date,
            kind: t.kind,
            account_id: t.account_id,
            instrument_id: t.instrument_id,
            amount: Money::new(amount, t.currency),
        };
        let moved = match t.kind {
            Kind::Interest => {
                self.records.income.push(booked);
                amount
            }
            Kind::Fee => {
                self.records.fees.push(booked);
                -amount
            }
            _ => {
                self.records.taxes.push(booked);
                -amount
            }
        };
        self.note_costs(t);
        self.move_cash(t, t.account_id, moved - t.fees - t.taxes, t.currency);
        Ok(())
    }

    /// A dividend is income of who holds units, and a charge for who is short.
    pub(super) fn dividend(&mut self, t: &Transaction) -> Result<()> {
        let (key, amount) = (key(t)?, needed(t, t.amount, "amount")?);
        self.refuse_adjusted(t)?;
        let short = self.held(key, Side::Short) > Decimal::ZERO && self.held(key, Side::Long).is_zero();
        let amount = if short { -amount } else { amount };
        self.records.income.push(BookedAmount {
            transaction_id: t.id,
            date: t.trade_date,
            kind: t.kind,
            account_id: t.account_id,
            instrument_id: t.instrument_id,
            amount: Money::new(amount, t.currency),
        });
        self.note_costs(t);
        self.move_cash(t, t.account_id, amount - t.fees - t.taxes, t.currency);
        Ok(())
    }

    pub(super) fn transfer_cash(&mut self, t: &Transaction) -> Result<()> {
        let amount = needed(t, t.amount, "amount")?;
        let to = needed(t, t.counter_account_id, "counter_account_id")?;
        self.note_costs(t);
        self.move_cash(t, t.account_id, -amount - t.fees - t.taxes, t.currency);
        self.move_cash(t, to, amount, t.currency);
        for (account, moved) in [(t.account_id, -amount), (to, amount)] {
            self.flow(t, account, true, FlowUnits::Cash { amount: Money::new(moved, t.currency) });
        }
        Ok(())
    }

    /// Refuses events that an adjusted price series already contains.
    pub(super) fn refuse_adjusted(&self, t: &Transaction) -> Result<()> {
        let (_, instrument) = key(t)?;
        let terms = self.instrument(instrument)?;
        if terms.prices_adjusted {
            return Err(BookError::AdjustedPrices { symbol: terms.symbol.clone(), kind: t.kind });
        }
        Ok(())
    }
}
