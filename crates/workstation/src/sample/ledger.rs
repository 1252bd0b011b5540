//! Writes the sample's transactions and knows, while doing so, what is held and how much cash is left.

use std::collections::HashMap;

use chrono::NaiveDate;
use model::{
    account::{Account, AccountFields, AccountKind},
    bar::Bar,
    currency::Currency,
    fx::FxRateFields,
    id::{AccountId, InstrumentId, TransactionId},
    instrument::Instrument,
    time::Timestamp,
    transaction::{Transaction, TransactionFields, TransactionKind as Kind},
};
use rust_decimal::{Decimal, RoundingStrategy};

use super::{SampleError, data::Prices, instruments::fixed_id};

/// One of the two accounts.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) enum In {
    Usd,
    Eur,
}

pub(super) struct Ledger<'a> {
    prices: &'a Prices,
    ids: HashMap<&'a str, InstrumentId>,
    dollars_for_euro: Vec<(NaiveDate, Decimal)>,
    accounts: Vec<Account>,
    rows: Vec<TransactionFields>,
    cash: HashMap<(In, Currency), Decimal>,
    units: HashMap<(In, &'static str), Decimal>,
}

impl<'a> Ledger<'a> {
    pub(super) fn new(instruments: &'a [Instrument], prices: &'a Prices, rates: &[FxRateFields]) -> Self {
        let account = |n: u64, name: &str, currency, institution: &str| Account {
            id: AccountId::from_uuid(fixed_id(2, n)),
            fields: AccountFields {
                institution: Some(institution.to_owned()),
                opened_on: NaiveDate::from_ymd_opt(2008, 1, 2),
                note: Some("Part of the sample portfolio.".to_owned()),
                ..AccountFields::plain(name, AccountKind::Taxable, currency)
            },
        };
        let usd_rates = rates.iter().filter(|r| r.quote == Currency::USD);
        Self {
            prices,
            ids: instruments.iter().map(|i| (i.fields.symbol.as_str(), i.id)).collect(),
            dollars_for_euro: usd_rates.map(|r| (r.date, r.rate)).collect(),
            accounts: vec![
                account(1, "Brokerage USD", Currency::USD, "Sample Brokers (invented)"),
                account(2, "Savings plan EUR", Currency::EUR, "Sample Bank (invented)"),
            ],
            rows: Vec::new(),
            cash: HashMap::new(),
            units: HashMap::new(),
        }
    }

    pub(super) fn account_id(&self, account: In) -> AccountId {
        self.accounts[usize::from(account == In::Eur)].id
    }

    pub(super) fn id(&self, symbol: &str) -> Result<InstrumentId, SampleError> {
        self.ids.get(symbol).copied().ok_or_else(|| SampleError::Missing(symbol.to_owned()))
    }

    /// The first trading day of an instrument on or after a day, with its close.
    pub(super) fn quote(&self, symbol: &str, on: NaiveDate) -> Result<(NaiveDate, Decimal), SampleError> {
        let missing = || SampleError::Missing(format!("a price of {symbol} on {on}"));
        let bars: &Vec<Bar> = self.prices.get(symbol).ok_or_else(missing)?;
        let bar = bars.get(bars.partition_point(|b| b.at.date() < on)).ok_or_else(missing)?;
        let price = bar.close.to_string().parse().map_err(|_| missing())?;
        Ok((bar.at.date(), price))
    }

    /// Dollars for one euro, the last rate on or before a day.
    pub(super) fn dollars_for_euro(&self, on: NaiveDate) -> Result<Decimal, SampleError> {
        let at = self.dollars_for_euro.partition_point(|r| r.0 <= on);
        let rate = at.checked_sub(1).map(|i| self.dollars_for_euro[i].1);
        rate.ok_or_else(|| SampleError::Missing(format!("a dollar rate on {on}")))
    }

    pub(super) fn cash(&self, account: In, currency: Currency) -> Decimal {
        self.cash.get(&(account, currency)).copied().unwrap_or_default()
    }

    pub(super) fn held(&self, account: In, symbol: &'static str) -> Decimal {
        self.units.get(&(account, symbol)).copied().unwrap_or_default()
    }

    pub(super) fn change_units(&mut self, account: In, symbol: &'static str, by: Decimal) {
        *self.units.entry((account, symbol)).or_default() += by;
    }

    pub(super) fn change_cash(&mut self, account: In, currency: Currency, by: Decimal) {
        *self.cash.entry((account, currency)).or_default() += by;
    }

    /// Adds a row that is filled in by `set`.
    pub(super) fn row(
        &mut self,
        account: In,
        kind: Kind,
        on: NaiveDate,
        currency: Currency,
        set: impl FnOnce(&mut TransactionFields),
    ) {
        let mut fields = TransactionFields::plain(self.account_id(account), kind, on, currency);
        set(&mut fields);
        self.rows.push(fields);
    }

    /// Cash in or out: deposits, interest, fees and their like. `amount` is what moves, with its sign.
    pub(super) fn money(&mut self, account: In, kind: Kind, on: NaiveDate, currency: Currency, amount: Decimal) {
        self.change_cash(account, currency, amount);
        let written = if matches!(kind, Kind::Interest | Kind::OpeningBalance) { amount } else { amount.abs() };
        self.row(account, kind, on, currency, |f| f.amount = Some(written));
    }

    /// A trade in dollars at the day's close, with a fee of one dollar.
    pub(super) fn trade(
        &mut self,
        account: In,
        kind: Kind,
        symbol: &'static str,
        on: NaiveDate,
        quantity: Decimal,
    ) -> Result<(), SampleError> {
        let (day, price) = self.quote(symbol, on)?;
        self.trade_at(account, kind, symbol, day, (quantity, price))
    }

    /// A trade in dollars at a price, with a fee of one dollar.
    pub(super) fn trade_at(
        &mut self,
        account: In,
        kind: Kind,
        symbol: &'static str,
        on: NaiveDate,
        (quantity, price): (Decimal, Decimal),
    ) -> Result<(), SampleError> {
        let multiplier = if symbol.contains(' ') { Decimal::ONE_HUNDRED } else { Decimal::ONE };
        let value = quantity * price * multiplier;
        let (units, cash) = match kind {
            Kind::Buy | Kind::Cover => (quantity, -value - Decimal::ONE),
            _ => (-quantity, value - Decimal::ONE),
        };
        let id = self.id(symbol)?;
        self.change_units(account, symbol, units);
        self.change_cash(account, Currency::USD, cash);
        self.row(account, kind, on, Currency::USD, |f| {
            f.instrument_id = Some(id);
            f.quantity = Some(quantity);
            f.price = Some(price);
            f.fees = Decimal::ONE;
        });
        Ok(())
    }

    /// Buys whole units for at most an amount of dollars, if there are enough of them.
    pub(super) fn save(
        &mut self,
        account: In,
        symbol: &'static str,
        on: NaiveDate,
        dollars: i64,
    ) -> Result<(), SampleError> {
        let (day, price) = self.quote(symbol, on)?;
        let available = (self.cash(account, Currency::USD) - Decimal::ONE).min(Decimal::from(dollars));
        let quantity = (available / price).round_dp_with_strategy(0, RoundingStrategy::ToZero);
        if quantity < Decimal::ONE { Ok(()) } else { self.trade_at(account, Kind::Buy, symbol, day, (quantity, price)) }
    }

    /// The accounts, and the rows as transactions in order of date.
    pub(super) fn finish(mut self) -> Result<(Vec<Account>, Vec<Transaction>), SampleError> {
        self.rows.sort_by_key(|r| r.trade_date);
        let transaction = |(n, fields): (usize, TransactionFields)| {
            let (date, known_at) = (fields.trade_date, Timestamp::from_date(fields.trade_date));
            let id = TransactionId::from_uuid(fixed_id(3, (n as u64 + 1) << 16));
            Transaction::new(id, 1, known_at, None, fields)
                .map_err(|wrong| SampleError::Plan { date, reason: wrong.iter().map(ToString::to_string).collect() })
        };
        let transactions: Result<Vec<_>, _> = self.rows.into_iter().enumerate().map(transaction).collect();
        Ok((self.accounts, transactions?))
    }
}
