//! A whole ledger out of SQLite: a thousand transactions in one cell.
//!
//! The driver copies each cell of a row by itself and wakes the reader for each row, which for a whole ledger takes longer
//! than everything else together. Here a row's parts are divided by a character that none of them has, and so are the
//! rows; what people write is in hexadecimal, so that it may hold any character. While a cell is taken apart the next is
//! read.

use std::str::FromStr;

use chrono::NaiveDate;
use model::{
    id::{AccountId, ImportId, InstrumentId, TransactionId},
    time::Timestamp,
    transaction::{Transaction, TransactionFields},
};
use rust_decimal::Decimal;

use super::{NOUN, Query};
use crate::{
    errors::{Result, StoreError},
    sql::{Source, Value},
};

/// Divides the parts (ASCII's unit separator).
const BETWEEN: char = '\u{1f}';
/// Divides the transactions (ASCII's record separator).
const BETWEEN_ROWS: char = '\u{1e}';
/// Transactions in a cell: some 200 kB.
const CHUNK: i64 = 1000;

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
/// Texts of people, after the parts: `x` and hexadecimal, or empty where there is none.
const TEXTS: [&str; 4] = ["new_symbol", "lots", "external_ref", "note"];

/// Every transaction of a query, in no order.
///
/// # Errors
/// When the database cannot be read, or holds what is no transaction.
pub(super) async fn all(on: &mut Source<'_>, mut query: Query) -> Result<Vec<Transaction>> {
    let form = ["%s"; PARTS.len() + TEXTS.len()].join(&BETWEEN.to_string());
    let text = |name: &&str| format!("CASE WHEN {name} IS NULL THEN '' ELSE 'x' || hex({name}) END");
    let cells: Vec<String> = PARTS.iter().map(|p| (*p).to_owned()).chain(TEXTS.iter().map(text)).collect();
    let (after, limit) = (query.bind(Value::Text(Some(String::new()))), query.bind(Value::int(CHUNK)));
    // The order of the table itself: an index would lead to each row separately.
    let conditions = query.conditions.iter().map(|c| c.replacen("known_until IS NULL", "+known_until IS NULL", 1));
    let sql = format!(
        "SELECT group_concat(line, char(30)), max(id) FROM (SELECT id, printf('{form}', {}) AS line FROM transactions \
         WHERE id > ${after} AND {} ORDER BY id LIMIT ${limit})",
        cells.join(", "),
        conditions.collect::<Vec<_>>().join(" AND "),
    );
    let mut reading = Vec::new();
    while let Some(row) = on.row(sql.clone(), query.values.clone()).await? {
        let mut cells = row.cells(NOUN);
        let (Some(chunk), Some(last)) = (cells.opt_text()?, cells.opt_text()?) else { break };
        query.values[after - 1] = Value::Text(Some(last));
        reading.push(tokio::task::spawn_blocking(move || {
            chunk.split(BETWEEN_ROWS).map(|line| read(&mut Parts(line.split(BETWEEN)))).collect::<Result<Vec<_>>>()
        }));
    }
    let mut found = Vec::new();
    for part in reading {
        found.append(&mut part.await.map_err(|_| wrong("ledger", "its reader ended"))??);
    }
    Ok(found)
}

/// The transaction of a line.
fn read(parts: &mut Parts<'_>) -> Result<Transaction> {
    let id = TransactionId::from_uuid(parts.needed("identity")?);
    let revision = parts.needed("number")?;
    let known_at = Timestamp::from_micros(parts.needed("time")?);
    let import_id = parts.read("identity")?.map(ImportId::from_uuid);
    let fields = TransactionFields {
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
        new_symbol: parts.text()?,
        lots: match parts.text()? {
            Some(json) => serde_json::from_str(&json).map_err(|e| wrong("list of lots", e))?,
            None => Vec::new(),
        },
        external_ref: parts.text()?,
        note: parts.text()?,
    };
    Transaction::new(id, revision, known_at, import_id, fields)
        .map_err(|errors| StoreError::Invalid { noun: NOUN, errors })
}

struct Parts<'p>(std::str::Split<'p, char>);

impl Parts<'_> {
    fn read<T: FromStr<Err: std::fmt::Display>>(&mut self, what: &'static str) -> Result<Option<T>> {
        match self.0.next() {
            None => Err(wrong(what, "the row ends before it")),
            Some("") => Ok(None),
            Some(text) => text.parse().map(Some).map_err(|e| wrong(what, e)),
        }
    }

    fn needed<T: FromStr<Err: std::fmt::Display>>(&mut self, what: &'static str) -> Result<T> {
        self.read(what)?.ok_or_else(|| wrong(what, "it is empty"))
    }

    fn decimal(&mut self) -> Result<Option<Decimal>> {
        Ok(self.read::<Exact>("decimal")?.map(|exact| exact.0))
    }

    fn text(&mut self) -> Result<Option<String>> {
        Ok(self.read::<Hexadecimal>("text")?.map(|text| text.0))
    }
}

fn wrong(what: &'static str, reason: impl std::fmt::Display) -> StoreError {
    StoreError::Decode { noun: NOUN, what, reason: reason.to_string() }
}

/// A text as `x` and two hexadecimal digits a byte.
struct Hexadecimal(String);

impl FromStr for Hexadecimal {
    type Err = &'static str;
    fn from_str(text: &str) -> std::result::Result<Self, Self::Err> {
        let digits = text.strip_prefix('x').ok_or("it does not begin with x")?;
        let byte = |at: usize| digits.get(at..at + 2).and_then(|two| u8::from_str_radix(two, 16).ok());
        let bytes: Option<Vec<u8>> = (0..digits.len()).step_by(2).map(byte).collect();
        String::from_utf8(bytes.ok_or("it is not hexadecimal")?).map(Self).map_err(|_| "it is not UTF-8")
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
