//! Builders of plain values, with nothing optional set.

use chrono::NaiveDate;
use model::{
    account::{Account, AccountFields, AccountKind},
    bar::Bar,
    currency::Currency,
    fx::FxRateFields,
    id::{AccountId, InstrumentId},
    instrument::{AssetClass, Instrument, InstrumentFields},
    time::Timestamp,
    transaction::{TransactionFields, TransactionKind},
};
use rust_decimal::Decimal;

/// A day as text, such as `2022-12-28`.
///
/// # Panics
/// When it is none.
pub fn day(text: &str) -> NaiveDate {
    text.parse().expect("invariant: tests write days as 2022-12-28")
}

/// A time as text, such as `2022-12-28T21:00:00Z`.
///
/// # Panics
/// When it is none.
pub fn time(text: &str) -> Timestamp {
    text.parse().expect("invariant: tests write times as 2022-12-28T21:00:00Z")
}

/// A decimal as text.
///
/// # Panics
/// When it is none.
pub fn decimal(text: &str) -> Decimal {
    Decimal::from_str_exact(text).expect("invariant: tests write decimals as 12.5")
}

/// A US share.
pub fn share(symbol: &str) -> Instrument {
    let fields = InstrumentFields::plain(symbol, &format!("{symbol} Inc."), AssetClass::Equity, Currency::USD);
    Instrument { id: InstrumentId::new(), fields }
}

/// A taxable account in US dollars.
pub fn account(name: &str) -> Account {
    Account { id: AccountId::new(), fields: AccountFields::plain(name, AccountKind::Taxable, Currency::USD) }
}

/// A buy of units at a price.
pub fn buy(account: AccountId, instrument: InstrumentId, on: &str, quantity: &str, price: &str) -> TransactionFields {
    TransactionFields {
        instrument_id: Some(instrument),
        quantity: Some(decimal(quantity)),
        price: Some(decimal(price)),
        ..TransactionFields::plain(account, TransactionKind::Buy, day(on), Currency::USD)
    }
}

/// A deposit of US dollars.
pub fn deposit(account: AccountId, on: &str, amount: &str) -> TransactionFields {
    TransactionFields {
        amount: Some(decimal(amount)),
        ..TransactionFields::plain(account, TransactionKind::Deposit, day(on), Currency::USD)
    }
}

/// US dollars for one euro on a day.
pub fn eur_usd(on: &str, rate: &str) -> FxRateFields {
    let (base, quote) = (Currency::EUR, Currency::USD);
    FxRateFields { base, quote, date: day(on), rate: decimal(rate), source: "ECB".to_owned() }
}

/// Daily bars from a day on, close-only where the index is a multiple of seven; deterministic in `seed`.
pub fn daily_bars(from: &str, n: usize, seed: u64) -> Vec<Bar> {
    let start = Timestamp::from_date(day(from)).micros();
    let mut state = seed.wrapping_mul(2).wrapping_add(1);
    let mut price = 100.0_f64;
    (0..n)
        .map(|i| {
            // xorshift64*: a few lines suffice for test prices.
            state ^= state >> 12;
            state ^= state << 25;
            state ^= state >> 27;
            let step = i32::try_from(state.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 44).unwrap_or(0) - 524_288;
            price = (price * (1.0 + f64::from(step) / 20_000_000.0) * 100.0).round() / 100.0;
            let at = Timestamp::from_micros(start + i64::try_from(i).unwrap_or(0) * 86_400_000_000);
            if i % 7 == 0 {
                return Bar::close_only(at, price);
            }
            let (high, low) = ((price * 101.0).round() / 100.0, (price * 99.0).round() / 100.0);
            Bar { at, open: Some(price), high: Some(high), low: Some(low), close: price, volume: Some(1000.0) }
        })
        .collect()
}
