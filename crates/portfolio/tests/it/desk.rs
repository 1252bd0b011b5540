//! A small desk: accounts, instruments, rates and a list of transactions to add to.

use chrono::NaiveDate;
use model::{
    account::{Account, AccountFields, AccountKind},
    currency::Currency,
    fx::FxRateFields,
    id::{AccountId, InstrumentId, TransactionId},
    instrument::{AssetClass, Instrument, InstrumentFields, OptionRight},
    time::Timestamp,
    transaction::{Transaction, TransactionFields, TransactionKind},
};
use portfolio::{
    books::{Books, Context},
    fx::FxTable,
    history::History,
    valuation::{Scope, Valuation, value},
};
use rust_decimal::Decimal;

pub(crate) const EUR: Currency = Currency::EUR;
pub(crate) const USD: Currency = Currency::USD;

pub(crate) fn day(s: &str) -> NaiveDate {
    s.parse().unwrap()
}

pub(crate) fn d(s: &str) -> Decimal {
    s.parse().unwrap()
}

pub(crate) struct Desk {
    pub(crate) accounts: Vec<Account>,
    pub(crate) instruments: Vec<Instrument>,
    pub(crate) fx: FxTable,
    pub(crate) rows: Vec<Transaction>,
    pub(crate) history: History,
    pub(crate) base: Currency,
}

impl Desk {
    pub(crate) fn new() -> Self {
        let account = |name: &str| Account {
            id: AccountId::new(),
            fields: AccountFields::plain(name, AccountKind::Taxable, USD),
        };
        let instrument = |symbol: &str| Instrument {
            id: InstrumentId::new(),
            fields: InstrumentFields::plain(symbol, symbol, AssetClass::Equity, USD),
        };
        let mut instruments: Vec<Instrument> = ["A", "B", "C", "D", "E"].map(instrument).into();
        instruments[2].fields.multiplier = Decimal::ONE_HUNDRED;
        instruments[2].fields.option_right = Some(OptionRight::Call);
        instruments[2].fields.underlying_id = Some(instruments[0].id);
        instruments[3].fields.prices_adjusted = true;
        Self {
            accounts: vec![account("one"), account("two")],
            instruments,
            fx: FxTable::new([], 7),
            rows: Vec::new(),
            history: History::new(),
            base: USD,
        }
    }

    pub(crate) fn account(&self, i: usize) -> AccountId {
        self.accounts[i].id
    }

    pub(crate) fn id(&self, symbol: &str) -> InstrumentId {
        self.instruments.iter().find(|i| i.fields.symbol == symbol).unwrap().id
    }

    pub(crate) fn rates(&mut self, base: Currency, rates: &[(&str, &str, &str)]) {
        let rate = |(quote, date, rate): &(&str, &str, &str)| FxRateFields {
            base,
            quote: quote.parse().unwrap(),
            date: day(date),
            rate: d(rate),
            source: "ECB".to_owned(),
        };
        self.fx = FxTable::new(rates.iter().map(rate), 7);
    }

    pub(crate) fn prices(&mut self, symbol: &str, points: &[(&str, f64)]) {
        let id = self.id(symbol);
        self.history.insert(id, points.iter().map(|(date, p)| (day(date), *p)).collect(), "test");
    }

    pub(crate) fn add(&mut self, kind: &str, on: &str, set: impl FnOnce(&mut TransactionFields)) -> TransactionId {
        let kind: TransactionKind = kind.parse().unwrap();
        let mut fields = TransactionFields::plain(self.account(0), kind, day(on), USD);
        set(&mut fields);
        let id = TransactionId::new();
        self.rows.push(Transaction::new(id, 1, Timestamp::from_micros(0), None, fields).unwrap());
        id
    }

    /// A trade: kind, date, symbol, quantity, price.
    pub(crate) fn trade(&mut self, kind: &str, on: &str, symbol: &str, quantity: &str, price: &str) -> TransactionId {
        let id = self.id(symbol);
        self.add(kind, on, |f| {
            f.instrument_id = Some(id);
            f.quantity = Some(d(quantity));
            f.price = Some(d(price));
        })
    }

    pub(crate) fn cash(&mut self, kind: &str, on: &str, amount: &str) -> TransactionId {
        self.add(kind, on, |f| f.amount = Some(d(amount)))
    }

    pub(crate) fn ctx(&self) -> Context<'_> {
        Context { instruments: &self.instruments, accounts: &self.accounts, fx: &self.fx, base: self.base }
    }

    pub(crate) fn books(&self, as_of: &str) -> Books {
        Books::fold(self.ctx(), &self.rows, day(as_of))
    }

    pub(crate) fn value(&self, as_of: &str) -> Valuation {
        let scope = Scope { account_id: None, stale_after_days: 5, lots: true };
        value(self.ctx(), &self.books(as_of), |id, on| self.history.price_at(id, on), scope)
    }

    pub(crate) fn cash_of(&self, books: &Books, account: usize) -> Decimal {
        books.cash_balances(Some(self.account(account))).iter().map(|c| c.amount).sum()
    }
}

/// Quantity and cost of each open lot, in order.
pub(crate) fn lots(books: &Books) -> Vec<(Decimal, Decimal)> {
    books.lots.iter().map(|l| (l.lot.quantity, l.lot.cost.amount)).collect()
}
