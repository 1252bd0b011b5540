//! A transaction as a row.

use model::{
    id::{AccountId, ImportId, InstrumentId, TransactionId},
    lot::LotChoice,
    time::Timestamp,
    transaction::{Transaction, TransactionFields},
};

use super::NOUN;
use crate::{
    errors::{Result, StoreError},
    sql::{Cells, Value},
};

/// Every column but `source_key`, in the order of [`values`] and [`read`].
pub(super) const COLUMNS: &str = "id, revision, known_at, known_until, deleted, import_id, account_id, kind, trade_date, \
     settlement_date, instrument_id, quantity, price, currency, amount, fees, taxes, counter_currency, counter_amount, \
     counter_account_id, other_instrument_id, ratio_new, ratio_old, cost_fraction, new_symbol, lots, \
     external_ref, note";

/// The cells of a new, current revision.
///
/// # Errors
/// When the named lots cannot be written as JSON.
pub(super) fn values(t: &Transaction, deleted: bool) -> Result<Vec<Value>> {
    let f = t.fields();
    Ok(vec![
        Value::uuid(t.id.uuid()),
        Value::int(t.revision),
        Value::time(t.known_at),
        Value::Int(None),
        Value::Bool(deleted),
        Value::Uuid(t.import_id.map(ImportId::uuid)),
        Value::uuid(f.account_id.uuid()),
        Value::text(f.kind.as_str()),
        Value::date(f.trade_date),
        Value::Date(f.settlement_date),
        Value::Uuid(f.instrument_id.map(InstrumentId::uuid)),
        Value::Decimal(f.quantity),
        Value::Decimal(f.price),
        Value::text(f.currency.code()),
        Value::Decimal(f.amount),
        Value::decimal(f.fees),
        Value::decimal(f.taxes),
        Value::Text(f.counter_currency.map(|c| c.code().to_owned())),
        Value::Decimal(f.counter_amount),
        Value::Uuid(f.counter_account_id.map(AccountId::uuid)),
        Value::Uuid(f.other_instrument_id.map(InstrumentId::uuid)),
        Value::Decimal(f.ratio_new),
        Value::Decimal(f.ratio_old),
        Value::Decimal(f.cost_fraction),
        Value::opt_text(f.new_symbol.as_deref()),
        named_lots(&f.lots)?,
        Value::opt_text(f.external_ref.as_deref()),
        Value::opt_text(f.note.as_deref()),
    ])
}

/// Most transactions name no lots: those hold NULL.
fn named_lots(lots: &[LotChoice]) -> Result<Value> {
    if lots.is_empty() { Ok(Value::Json(None)) } else { Value::json(NOUN, &lots) }
}

/// A revision, until when it was known, and whether it is a deletion.
pub(super) fn read(c: &mut Cells<'_>) -> Result<(Transaction, Option<Timestamp>, bool)> {
    let id = TransactionId::from_uuid(c.uuid()?);
    let (revision, known_at, known_until, deleted) = (c.small()?, c.time()?, c.opt_time()?, c.bool()?);
    let import_id = c.opt_uuid()?.map(ImportId::from_uuid);
    let fields = TransactionFields {
        account_id: AccountId::from_uuid(c.uuid()?),
        kind: c.parsed()?,
        trade_date: c.date()?,
        settlement_date: c.opt_date()?,
        instrument_id: c.opt_uuid()?.map(InstrumentId::from_uuid),
        quantity: c.opt_decimal()?,
        price: c.opt_decimal()?,
        currency: c.parsed()?,
        amount: c.opt_decimal()?,
        fees: c.decimal()?,
        taxes: c.decimal()?,
        counter_currency: c.opt_parsed()?,
        counter_amount: c.opt_decimal()?,
        counter_account_id: c.opt_uuid()?.map(AccountId::from_uuid),
        other_instrument_id: c.opt_uuid()?.map(InstrumentId::from_uuid),
        ratio_new: c.opt_decimal()?,
        ratio_old: c.opt_decimal()?,
        cost_fraction: c.opt_decimal()?,
        new_symbol: c.opt_text()?,
        lots: c.opt_json()?.unwrap_or_default(),
        external_ref: c.opt_text()?,
        note: c.opt_text()?,
    };
    let transaction = Transaction::new(id, revision, known_at, import_id, fields)
        .map_err(|errors| StoreError::Invalid { noun: NOUN, errors })?;
    Ok((transaction, known_until, deleted))
}
