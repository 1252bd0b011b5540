//! Open lots: derived from transactions, so replaced at will and without a trail.

use model::{
    id::{AccountId, InstrumentId, LotId, TransactionId},
    lot::Lot,
    money::Money,
};

use crate::{
    errors::Result,
    sql::{Row, Source, Value},
    write::Write,
};

const NOUN: &str = "lots";
const COLUMNS: &str = "id, account_id, instrument_id, opened_by, opened_on, quantity, cost, cost_currency, cost_base";

/// Puts these lots in place of all that an account had.
///
/// # Errors
/// When the database refuses.
pub async fn replace(w: &mut Write, account_id: AccountId, lots: &[Lot]) -> Result<()> {
    let sql = "DELETE FROM lots WHERE account_id = $1";
    Source::from(&mut *w).run(sql, vec![Value::uuid(account_id.uuid())]).await?;
    let row = |lot: &Lot| {
        vec![
            Value::uuid(lot.id.uuid()),
            Value::uuid(account_id.uuid()),
            Value::uuid(lot.instrument_id.uuid()),
            Value::uuid(lot.opened_by.uuid()),
            Value::date(lot.opened_on),
            Value::decimal(lot.quantity),
            Value::decimal(lot.cost.amount),
            Value::text(lot.cost.currency.code()),
            Value::Decimal(lot.cost_base),
        ]
    };
    let own = lots.iter().filter(|l| l.account_id == account_id).map(row).collect();
    Source::from(&mut *w).insert_rows(NOUN, COLUMNS, own).await?;
    w.touched(NOUN);
    Ok(())
}

/// The open lots of an account, of an instrument, of both or of all, oldest first.
///
/// # Errors
/// When the database cannot be read.
pub async fn list(
    on: impl Into<Source<'_>>,
    account_id: Option<AccountId>,
    instrument_id: Option<InstrumentId>,
) -> Result<Vec<Lot>> {
    let (tail, values) = match (account_id, instrument_id) {
        (None, None) => ("", vec![]),
        (Some(a), None) => ("WHERE account_id = $1 ", vec![Value::uuid(a.uuid())]),
        (None, Some(i)) => ("WHERE instrument_id = $1 ", vec![Value::uuid(i.uuid())]),
        (Some(a), Some(i)) => {
            ("WHERE account_id = $1 AND instrument_id = $2 ", vec![Value::uuid(a.uuid()), Value::uuid(i.uuid())])
        }
    };
    let sql = format!("SELECT {COLUMNS} FROM lots {tail}ORDER BY opened_on, id");
    on.into().rows(sql, values).await?.iter().map(read).collect()
}

fn read(row: &Row) -> Result<Lot> {
    let mut c = row.cells(NOUN);
    Ok(Lot {
        id: LotId::from_uuid(c.uuid()?),
        account_id: AccountId::from_uuid(c.uuid()?),
        instrument_id: InstrumentId::from_uuid(c.uuid()?),
        opened_by: TransactionId::from_uuid(c.uuid()?),
        opened_on: c.date()?,
        quantity: c.decimal()?,
        cost: Money::new(c.decimal()?, c.parsed()?),
        cost_base: c.opt_decimal()?,
    })
}
