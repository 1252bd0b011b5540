//! The order of a table of transactions, by its columns.

use std::{cmp::Ordering, collections::HashMap, hash::Hash};

use model::transaction::Transaction;
use rust_decimal::Decimal;

use crate::{
    error::{Error, Result},
    folded::Ledger,
};

/// What a table may be ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    TradeDate,
    Kind,
    Instrument,
    Quantity,
    Price,
    Amount,
    Fees,
    Taxes,
    Currency,
    Account,
    ExternalRef,
    Note,
}

const NAMES: [(&str, Column); 12] = [
    ("trade_date", Column::TradeDate),
    ("kind", Column::Kind),
    ("instrument", Column::Instrument),
    ("quantity", Column::Quantity),
    ("price", Column::Price),
    ("amount", Column::Amount),
    ("fees", Column::Fees),
    ("taxes", Column::Taxes),
    ("currency", Column::Currency),
    ("account", Column::Account),
    ("external_ref", Column::ExternalRef),
    ("note", Column::Note),
];

/// The columns, the first one first, and whether each falls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Order(Vec<(Column, bool)>);

/// A column's value of every row, in a form that compares fast; `None` where a row has none.
enum Keys {
    Ranks(Vec<Option<u32>>),
    Figures(Vec<Option<Decimal>>),
}

impl Keys {
    /// Missing values come last in either direction.
    fn compare(&self, falls: bool, a: u32, b: u32) -> Ordering {
        fn of<K: Ord>(keys: &[Option<K>], falls: bool, a: u32, b: u32) -> Ordering {
            match (&keys[a as usize], &keys[b as usize]) {
                (Some(a), Some(b)) if falls => b.cmp(a),
                (Some(a), Some(b)) => a.cmp(b),
                (a, b) => a.is_none().cmp(&b.is_none()),
            }
        }
        match self {
            Self::Ranks(keys) => of(keys, falls, a, b),
            Self::Figures(keys) => of(keys, falls, a, b),
        }
    }
}

/// The cash amount, or quantity times price; the instrument's multiplier is not in it.
pub(super) fn gross(t: &Transaction) -> Option<Decimal> {
    t.amount.or_else(|| t.quantity?.checked_mul(t.price?))
}

impl Order {
    /// Of `-trade_date,amount`.
    pub(super) fn parse(text: &str) -> Result<Self> {
        let column = |part: &str| {
            let (name, falls) = part.strip_prefix('-').map_or((part, false), |name| (name, true));
            let known = NAMES.iter().find(|(known, _)| *known == name).map(|(_, column)| (*column, falls));
            known.ok_or_else(|| {
                let names = NAMES.map(|(name, _)| name).join(", ");
                Error::field(
                    "sort",
                    "sort_unknown",
                    format!("there is no column {name:?} to order by; give some of {names}"),
                )
            })
        };
        text.split(',').map(str::trim).filter(|part| !part.is_empty()).map(column).collect::<Result<_>>().map(Self)
    }

    /// Puts rows into this order; those that are equal in it newest first.
    pub(super) fn sort(&self, rows: &mut [u32], state: &Ledger) {
        let by: Vec<(Keys, bool)> = self.0.iter().map(|(column, falls)| (keys(*column, state), *falls)).collect();
        let row = |place: u32| &state.transactions[place as usize];
        rows.sort_unstable_by(|a, b| {
            let first = by.iter().map(|(keys, falls)| keys.compare(*falls, *a, *b)).find(|order| order.is_ne());
            first.unwrap_or_else(|| (row(*b).trade_date, row(*b).id).cmp(&(row(*a).trade_date, row(*a).id)))
        });
    }
}

fn keys(column: Column, state: &Ledger) -> Keys {
    let symbols = || ranks(state.instruments.iter().map(|i| (i.id, i.fields.symbol.to_lowercase())));
    let names = || ranks(state.accounts.iter().map(|a| (a.id, a.fields.name.to_lowercase())));
    match column {
        Column::TradeDate => ranked(state, |t| Some(t.trade_date)),
        Column::Kind => ranked(state, |t| Some(t.kind.as_str())),
        Column::Currency => ranked(state, |t| Some(t.currency.code())),
        Column::Note => ranked(state, |t| t.note.as_deref().map(str::to_lowercase)),
        Column::ExternalRef => ranked(state, |t| t.external_ref.as_deref().map(str::to_lowercase)),
        Column::Instrument => {
            let symbols = symbols();
            Keys::Ranks(each(state, |t| t.instrument_id.and_then(|id| symbols.get(&id).copied())))
        }
        Column::Account => {
            let names = names();
            Keys::Ranks(each(state, |t| names.get(&t.account_id).copied()))
        }
        Column::Quantity => Keys::Figures(each(state, |t| t.quantity)),
        Column::Price => Keys::Figures(each(state, |t| t.price)),
        Column::Amount => Keys::Figures(each(state, gross)),
        Column::Fees => Keys::Figures(each(state, |t| Some(t.fees))),
        Column::Taxes => Keys::Figures(each(state, |t| Some(t.taxes))),
    }
}

fn each<K>(state: &Ledger, key: impl Fn(&Transaction) -> Option<K>) -> Vec<Option<K>> {
    state.transactions.iter().map(|t| key(t)).collect()
}

/// The place of each thing among all, by what it is called.
fn ranks<Id: Hash + Eq>(named: impl Iterator<Item = (Id, String)>) -> HashMap<Id, u32> {
    let mut all: Vec<(Id, String)> = named.collect();
    all.sort_by(|a, b| a.1.cmp(&b.1));
    all.into_iter().zip(0_u32..).map(|((id, _), rank)| (id, rank)).collect()
}

/// The place of each row's value among all values: rows share few, so that comparing texts happens once each.
fn ranked<'a, K: Ord + Hash + Clone>(state: &'a Ledger, key: impl Fn(&'a Transaction) -> Option<K>) -> Keys {
    let values: Vec<Option<K>> = state.transactions.iter().map(|t| key(t)).collect();
    let mut all: Vec<K> =
        values.iter().flatten().collect::<std::collections::HashSet<_>>().into_iter().cloned().collect();
    all.sort_unstable();
    let places: HashMap<&K, u32> = all.iter().zip(0_u32..).collect();
    Keys::Ranks(values.iter().map(|value| value.as_ref().and_then(|v| places.get(v).copied())).collect())
}
