//! A transaction as one cell of SQLite's: what is never text of a person, divided by a character that none of it has.
//!
//! The driver copies each cell of a row by itself, which for a whole ledger takes longer than everything else together.

use std::str::FromStr;

use chrono::NaiveDate;
use model::{
    id::{AccountId, ImportId, InstrumentId, TransactionId},
    time::Timestamp,
    transaction::{Transaction, TransactionFields},
};
use rust_decimal::Decimal;

use super::NOUN;
use crate::{
    errors::{Result, StoreError},
    sql::{Cells, Row},
};

/// Divides the parts (ASCII's unit separator).
const BETWEEN: char = '\u{1f}';

/// The parts in the order in which [`read`] takes them; a missing one is empty.
const PARTS: [&str; 22] = [
    "id",
    "revision",
    "known_at",
    "import_id",
    "account_id",
    "kind",
    "trade_date",
    "settlement_date",
    "instrument_id",
    "quantity",
    "price",
    "currency",
    "amount",
    "fees",
    "taxes",
    "counter_currency",
    "counter_amount",
    "counter_account_id",
    "other_instrument_id",
    "ratio_new",
    "ratio_old",
    "cost_fraction",
];

/// What is selected: the parts in one cell, and the texts.
pub(super) fn columns() -> String {
    let form = ["%s"; PARTS.len()].join(&BETWEEN.to_string());
    format!("printf('{form}', {}), new_symbol, lots, external_ref, note", PARTS.join(", "))
}

/// The transaction of a row.
///
/// # Errors
/// When a part cannot be read, or the transaction is not valid.
pub(super) fn read(row: &Row) -> Result<Transaction> {
    let mut cells = row.cells(NOUN);
    let packed = cells.text()?;
    let mut parts = Parts { parts: packed.split(BETWEEN), cells: &cells };
    let id = TransactionId::from_uuid(parts.needed("identity")?);
    let revision = parts.needed("number")?;
    let known_at = Timestamp::from_micros(parts.needed("time")?);
    let import_id = parts.read("identity")?.map(ImportId::from_uuid);
    let mut fields = TransactionFields {
        account_id: AccountId::from_uuid(parts.needed("identity")?),
        kind: parts.needed("name")?,
        trade_date: parts.needed::<Day>("date")?.0,
        settlement_date: parts.read::<Day>("date")?.map(|day| day.0),
        instrument_id: parts.read("identity")?.map(InstrumentId::from_uuid),
        quantity: parts.decimal()?,
        price: parts.decimal()?,
        currency: parts.needed("name")?,
        amount: parts.decimal()?,
        fees: parts.decimal()?.unwrap_or_default(),
        taxes: parts.decimal()?.unwrap_or_default(),
        counter_currency: parts.read("name")?,
        counter_amount: parts.decimal()?,
        counter_account_id: parts.read("identity")?.map(AccountId::from_uuid),
        other_instrument_id: parts.read("identity")?.map(InstrumentId::from_uuid),
        ratio_new: parts.decimal()?,
        ratio_old: parts.decimal()?,
        cost_fraction: parts.decimal()?,
        new_symbol: None,
        lots: Vec::new(),
        external_ref: None,
        note: None,
    };
    fields.new_symbol = cells.opt_text()?;
    fields.lots = cells.opt_json()?.unwrap_or_default();
    fields.external_ref = cells.opt_text()?;
    fields.note = cells.opt_text()?;
    Transaction::new(id, revision, known_at, import_id, fields)
        .map_err(|errors| StoreError::Invalid { noun: NOUN, errors })
}

struct Parts<'p> {
    parts: std::str::Split<'p, char>,
    cells: &'p Cells<'p>,
}

impl Parts<'_> {
    fn read<T: FromStr<Err: std::fmt::Display>>(&mut self, what: &'static str) -> Result<Option<T>> {
        match self.parts.next() {
            None => Err(self.cells.wrong(what, "the row ends before it")),
            Some("") => Ok(None),
            Some(text) => text.parse().map(Some).map_err(|e| self.cells.wrong(what, e)),
        }
    }

    fn needed<T: FromStr<Err: std::fmt::Display>>(&mut self, what: &'static str) -> Result<T> {
        self.read(what)?.ok_or_else(|| self.cells.wrong(what, "it is empty"))
    }

    fn decimal(&mut self) -> Result<Option<Decimal>> {
        Ok(self.read::<Exact>("decimal")?.map(|exact| exact.0))
    }
}

/// A decimal none of whose digits is lost.
struct Exact(Decimal);

impl FromStr for Exact {
    type Err = rust_decimal::Error;
    fn from_str(text: &str) -> std::result::Result<Self, Self::Err> {
        Decimal::from_str_exact(text).map(Self)
    }
}

/// A date in the one form that the table's check lets in.
struct Day(NaiveDate);

impl FromStr for Day {
    type Err = chrono::ParseError;
    fn from_str(text: &str) -> std::result::Result<Self, Self::Err> {
        let number = |from: usize, to: usize| text.get(from..to).and_then(|t| t.parse::<u32>().ok());
        let parts = (number(0, 4), number(5, 7), number(8, 10));
        if let (10, (Some(year), Some(month), Some(day))) = (text.len(), parts)
            && let Some(day) = i32::try_from(year).ok().and_then(|year| NaiveDate::from_ymd_opt(year, month, day))
        {
            return Ok(Self(day));
        }
        text.parse().map(Self)
    }
}
