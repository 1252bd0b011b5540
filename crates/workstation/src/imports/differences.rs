//! What an import of transactions would change, row by row.

use std::collections::HashMap;

use ::imports::refusal::Refusal;
use chrono::NaiveDate;
use model::{
    account::Account,
    currency::Currency,
    id::{AccountId, InstrumentId},
    instrument::Instrument,
    transaction::TransactionKind,
};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use store::transactions::ImportRow;

/// Differences shown.
const SHOWN: usize = 500;

/// What would happen to a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ImportEffect {
    /// It would be added.
    New,
    /// The books have it from an earlier import.
    ThereAlready,
    /// It would be refused.
    Refused,
}

/// One row of a file against the books.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct ImportDifference {
    /// The line in the file.
    pub line: u64,
    /// What would happen.
    pub effect: ImportEffect,
    /// Why it would be refused.
    pub reason: Option<String>,
    /// The day of the trade or event; null when refused, as everything below.
    pub trade_date: Option<NaiveDate>,
    /// What happened.
    pub kind: Option<TransactionKind>,
    /// The account's name.
    pub account: Option<String>,
    /// The instrument's symbol.
    pub symbol: Option<String>,
    /// Units.
    #[schema(value_type = Option<String>)]
    pub quantity: Option<Decimal>,
    /// Price per unit.
    #[schema(value_type = Option<String>)]
    pub price: Option<Decimal>,
    /// Cash amount.
    #[schema(value_type = Option<String>)]
    pub amount: Option<Decimal>,
    /// The currency of price and amount.
    pub currency: Option<Currency>,
    /// Fees and taxes.
    #[schema(value_type = Option<String>)]
    pub costs: Option<Decimal>,
    /// The broker's own identity of it.
    pub external_ref: Option<String>,
}

/// What accounts and instruments are called.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    accounts: HashMap<AccountId, String>,
    symbols: HashMap<InstrumentId, String>,
}

impl Names {
    pub(super) fn new(instruments: &[Instrument], accounts: &[Account]) -> Self {
        Self::default().with(instruments, accounts)
    }

    /// With those that the import would make.
    pub(super) fn with(mut self, instruments: &[Instrument], accounts: &[Account]) -> Self {
        self.symbols.extend(instruments.iter().map(|i| (i.id, i.fields.symbol.clone())));
        self.accounts.extend(accounts.iter().map(|a| (a.id, a.fields.name.clone())));
        self
    }
}

/// The first rows by line: what is added, what is there, what is refused.
pub(super) fn differences(
    rows: &[ImportRow],
    is_new: &[bool],
    refusals: &[Refusal],
    names: &Names,
) -> Vec<ImportDifference> {
    let taken = rows.iter().zip(is_new).take(SHOWN).map(|(row, new)| of_row(row, *new, names));
    let mut all: Vec<ImportDifference> = taken.chain(refusals.iter().take(SHOWN).map(of_refusal)).collect();
    all.sort_by_key(|d| d.line);
    all.truncate(SHOWN);
    all
}

fn of_row(row: &ImportRow, is_new: bool, names: &Names) -> ImportDifference {
    let f = &row.fields;
    ImportDifference {
        line: row.line as u64,
        effect: if is_new { ImportEffect::New } else { ImportEffect::ThereAlready },
        reason: None,
        trade_date: Some(f.trade_date),
        kind: Some(f.kind),
        account: names.accounts.get(&f.account_id).cloned(),
        symbol: f.instrument_id.and_then(|id| names.symbols.get(&id).cloned()),
        quantity: f.quantity,
        price: f.price,
        amount: f.amount,
        currency: Some(f.currency),
        costs: Some(f.fees + f.taxes),
        external_ref: f.external_ref.clone(),
    }
}

fn of_refusal(refusal: &Refusal) -> ImportDifference {
    ImportDifference {
        line: refusal.line,
        effect: ImportEffect::Refused,
        reason: Some(refusal.reason.clone()),
        trade_date: None,
        kind: None,
        account: None,
        symbol: None,
        quantity: None,
        price: None,
        amount: None,
        currency: None,
        costs: None,
        external_ref: None,
    }
}
