//! Splits, dividends and delistings as the transactions of the workspace tell them.

use std::collections::{BTreeSet, HashSet};

use chrono::NaiveDate;
use execution::account::{CorporateAction, DatedAction};
use model::{
    id::{AccountId, InstrumentId},
    time::Timestamp,
    transaction::{Transaction, TransactionKind},
};
use rust_decimal::Decimal;

use crate::folded::Ledger;

/// What happened to instruments by the day of the transaction that tells of it. Each account that holds an instrument tells of the same
/// action, so of one day one is taken. A dividend is the amount before taxes over the units that the account held the day before; one
/// whose units are not known, or which is in another currency than the prices, is left out. Instruments whose prices are adjusted have
/// none.
pub(super) fn of_ledger(ledger: &Ledger, ids: &[InstrumentId]) -> Vec<DatedAction> {
    let adjusted = |id: InstrumentId| ledger.instrument(id).is_none_or(|instrument| instrument.fields.prices_adjusted);
    let plain: BTreeSet<InstrumentId> = ids.iter().copied().filter(|id| !adjusted(*id)).collect();
    let mut seen = HashSet::new();
    let mut found = Vec::new();
    for told in &ledger.transactions {
        let Some(instrument_id) = told.instrument_id.filter(|id| plain.contains(id)) else { continue };
        let Some(action) = action(ledger, told, instrument_id) else { continue };
        if seen.insert((instrument_id, told.trade_date, std::mem::discriminant(&action))) {
            found.push(DatedAction { at: Timestamp::from_date(told.trade_date), instrument_id, action });
        }
    }
    found.sort_by_key(|dated| dated.at);
    found
}

fn action(ledger: &Ledger, told: &Transaction, instrument_id: InstrumentId) -> Option<CorporateAction> {
    match told.kind {
        TransactionKind::Split => {
            let (new, old) = told.ratio_new.zip(told.ratio_old)?;
            (new > Decimal::ZERO && old > Decimal::ZERO).then_some(CorporateAction::Split { new, old })
        }
        TransactionKind::Delisting => told.price.map(|price| CorporateAction::Delisting { price }),
        TransactionKind::StockDividend => {
            let old = held_before(ledger, told.account_id, instrument_id, told.trade_date);
            let new = old.checked_add(told.quantity?)?;
            (old > Decimal::ZERO && new > Decimal::ZERO).then_some(CorporateAction::Split { new, old })
        }
        TransactionKind::Dividend => {
            let instrument = ledger.instrument(instrument_id)?;
            let held = held_before(ledger, told.account_id, instrument_id, told.trade_date);
            let units = held.checked_mul(instrument.fields.multiplier)?;
            if told.currency != instrument.fields.currency || units <= Decimal::ZERO {
                return None;
            }
            Some(CorporateAction::Dividend { per_unit: told.amount?.checked_div(units)? })
        }
        _ => None,
    }
}

/// Units that an account held at the end of the day before.
fn held_before(ledger: &Ledger, account: AccountId, instrument: InstrumentId, day: NaiveDate) -> Decimal {
    let changes = ledger
        .books
        .units
        .iter()
        .filter(|change| change.account_id == account && change.instrument_id == instrument && change.date < day);
    changes.map(|change| change.quantity).sum()
}
