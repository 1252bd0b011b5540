//! The books as the law on wash sales looks at them: every lot of the household, every sale, in units of one day.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    ops::RangeInclusive,
    sync::Arc,
};

use chrono::NaiveDate;
use model::{
    account::{AccountFields, AccountKind},
    id::{AccountId, InstrumentId, LotId, TransactionId},
    instrument::OptionRight,
    transaction::{Transaction, TransactionKind},
};
use portfolio::books::RealizedGain;
use rebalance::harvest::{LossSale, Purchase};
use rust_decimal::Decimal;
use tax::{HouseholdLot, LotSale, UnitMovement};

use crate::folded::Folded;

/// Real accounts: simulated money is nobody's.
pub(crate) struct Accounts<'a>(HashMap<AccountId, &'a AccountFields>);

impl<'a> Accounts<'a> {
    pub(crate) fn of(state: &'a Folded) -> Self {
        let real = state.accounts.iter().filter(|a| a.fields.kind != AccountKind::Paper);
        Self(real.map(|a| (a.id, &a.fields)).collect())
    }

    pub(crate) fn get(&self, id: AccountId) -> Option<&'a AccountFields> {
        self.0.get(&id).copied()
    }

    pub(crate) fn is_taxed(&self, id: AccountId) -> bool {
        self.get(id).is_some_and(|a| a.kind == AccountKind::Taxable)
    }

    fn is_sheltered(&self, id: AccountId) -> bool {
        self.get(id).is_some_and(|a| matches!(a.kind, AccountKind::TaxDeferred | AccountKind::TaxFree))
    }

    /// Whose pool the units of an account are: a person's, or a registered account's own.
    pub(super) fn holder(&self, id: AccountId) -> String {
        match self.get(id) {
            Some(fields) if fields.kind == AccountKind::Taxable => fields.owner.clone().unwrap_or_default(),
            _ => id.to_string(),
        }
    }
}

/// Splits by instrument: units of a day in terms of today's.
pub(super) struct Splits(HashMap<InstrumentId, BTreeMap<NaiveDate, Decimal>>);

impl Splits {
    pub(super) fn of(state: &Folded) -> Self {
        let mut splits: HashMap<InstrumentId, BTreeMap<NaiveDate, Decimal>> = HashMap::new();
        for t in state.transactions.iter().filter(|t| t.kind == TransactionKind::Split) {
            let ratio = t.ratio_new.zip(t.ratio_old).and_then(|(new, old)| new.checked_div(old));
            if let (Some(id), Some(ratio)) = (t.instrument_id, ratio) {
                splits.entry(id).or_default().insert(t.trade_date, ratio);
            }
        }
        Self(splits)
    }

    pub(super) fn today(&self, id: InstrumentId, on: NaiveDate, units: Decimal) -> Decimal {
        let after = self.0.get(&id).into_iter().flatten().filter(|(day, _)| **day > on);
        after.fold(units, |units, (_, ratio)| units.checked_mul(*ratio).unwrap_or(units)).normalize()
    }
}

/// The household's lots and sales. The name of a sale is its place among the books' realized gains.
pub(super) fn lots_and_sales(state: &Folded, accounts: &Accounts<'_>) -> (Vec<HouseholdLot>, Vec<LotSale>) {
    let splits = Splits::of(state);
    let kinds = Kinds::of(state);
    let mut lots: BTreeMap<(AccountId, LotId), HouseholdLot> = BTreeMap::new();
    let mut note = |account: AccountId, id: LotId, by, on, instrument: InstrumentId, units: Decimal| {
        if units > Decimal::ZERO {
            let lot = lots.entry((account, id)).or_insert_with(|| HouseholdLot {
                id: name(account, id),
                group: instrument.to_string(),
                sheltered: accounts.is_sheltered(account),
                bought: kinds.bought(by).then_some(on),
                held_since: on,
                units: Decimal::ZERO,
            });
            lot.units += units;
        }
    };
    for l in state.books.lots.iter().map(|l| &l.lot).filter(|l| accounts.get(l.account_id).is_some()) {
        note(l.account_id, l.id, l.opened_by, l.opened_on, l.instrument_id, l.quantity);
    }
    let mut sales = Vec::new();
    for (i, g) in state.books.realized.iter().enumerate() {
        let Some(gain) = g.gain_base.filter(|_| is_sale(g) && accounts.get(g.account_id).is_some()) else { continue };
        let units = splits.today(g.instrument_id, g.closed_on, g.quantity);
        note(g.account_id, g.lot_id, g.opened_by, g.opened_on, g.instrument_id, units);
        sales.push(LotSale { id: i.to_string(), lot_id: name(g.account_id, g.lot_id), sold: g.closed_on, units, gain });
    }
    (lots.into_values().collect(), sales)
}

/// Kinds of transactions, by identity. It looks at the whole ledger: made once for a question.
pub(crate) struct Kinds(HashMap<TransactionId, TransactionKind>);

impl Kinds {
    pub(crate) fn of(state: &Folded) -> Self {
        Self(state.transactions.iter().map(|t| (t.id, t.kind)).collect())
    }

    /// Whether the long lots that a transaction opened were bought: also by an option that delivers at its strike. Opening
    /// balances, spin-offs, exchanges of shares and stock dividends are no purchases.
    fn bought(&self, by: TransactionId) -> bool {
        use TransactionKind as Kind;
        matches!(self.0.get(&by), Some(Kind::Buy | Kind::OptionExercise | Kind::OptionAssignment))
    }
}

/// Open lots that did not come by a purchase.
pub(crate) fn received(state: &Folded, kinds: &Kinds) -> BTreeSet<LotId> {
    state.books.lots.iter().filter(|l| !kinds.bought(l.lot.opened_by)).map(|l| l.lot.id).collect()
}

/// Purchases from a day up to and including another that no open lot shows: sold again since, or still to come.
pub(crate) fn bought_without_lot(
    state: &Folded,
    accounts: &Accounts<'_>,
    kinds: &Kinds,
    days: RangeInclusive<NaiveDate>,
) -> Vec<Purchase> {
    let gone = state.books.realized.iter().filter(|g| g.quantity > Decimal::ZERO && g.opened_on >= *days.start());
    let gone = gone.filter(|g| accounts.get(g.account_id).is_some() && kinds.bought(g.opened_by));
    let gone = gone.map(|g| Purchase {
        instrument_id: g.instrument_id,
        account_id: g.account_id,
        date: g.opened_on,
        units: g.quantity,
    });
    gone.chain(to_come(state, accounts, *days.end())).collect()
}

/// Sales at a loss since a day, where gains are taxed.
pub(crate) fn sold_at_a_loss(state: &Folded, accounts: &Accounts<'_>, first: NaiveDate) -> Vec<LossSale> {
    let is_loss = |g: &&RealizedGain| g.gain_base.is_some_and(|gain| gain < Decimal::ZERO);
    let since = state.books.realized.iter().filter(|g| g.quantity > Decimal::ZERO && g.closed_on >= first);
    let lost = since.filter(|g| accounts.is_taxed(g.account_id)).filter(is_loss);
    lost.map(|g| LossSale { instrument_id: g.instrument_id, date: g.closed_on }).collect()
}

/// Purchases that stand in the ledger for a later day, up to and including `last`: orders, plans and options that deliver.
fn to_come(state: &Folded, accounts: &Accounts<'_>, last: NaiveDate) -> impl Iterator<Item = Purchase> {
    let later = state.transactions.iter().filter(move |t| state.today < t.trade_date && t.trade_date <= last);
    let purchase = move |t: &Arc<Transaction>| {
        accounts.get(t.account_id)?;
        let terms = &state.instrument(t.instrument_id?)?.fields;
        let (instrument_id, units) = match (t.kind, terms.option_right) {
            (TransactionKind::Buy, _) => (t.instrument_id?, t.quantity?),
            (TransactionKind::OptionExercise, Some(OptionRight::Call))
            | (TransactionKind::OptionAssignment, Some(OptionRight::Put)) => {
                (t.other_instrument_id?, t.quantity?.checked_mul(terms.multiplier)?)
            }
            _ => return None,
        };
        Some(Purchase { instrument_id, account_id: t.account_id, date: t.trade_date, units })
    };
    later.filter_map(purchase)
}

/// Whether units that were held were disposed of: short lots and capital returned beyond its cost are none.
pub(super) fn is_sale(gain: &RealizedGain) -> bool {
    gain.quantity > Decimal::ZERO && gain.closed_on >= gain.opened_on
}

fn name(account: AccountId, lot: LotId) -> String {
    format!("{account} {lot}")
}

/// The account and the lot that a name is of.
pub(super) fn named(name: &str) -> Option<(AccountId, LotId)> {
    let (account, lot) = name.split_once(' ')?;
    Some((account.parse().ok()?, lot.parse().ok()?))
}

/// Every movement of units by holder, for the average cost of Canada. A disposal is named after its transaction.
pub(super) fn movements(state: &Folded, accounts: &Accounts<'_>) -> Vec<UnitMovement> {
    let splits = Splits::of(state);
    let mut gains: HashMap<(TransactionId, AccountId, InstrumentId), Option<Decimal>> = HashMap::new();
    for g in state.books.realized.iter().filter(|g| is_sale(g)) {
        let sum = gains.entry((g.closed_by, g.account_id, g.instrument_id)).or_insert(Some(Decimal::ZERO));
        *sum = sum.zip(g.gain_base).map(|(a, b)| a + b);
    }
    // What moves between accounts of one holder is neither bought nor sold.
    let within = |t: &model::transaction::Transaction| {
        let to = t.counter_account_id.filter(|_| t.kind == TransactionKind::Transfer);
        to.is_some_and(|to| accounts.holder(to) == accounts.holder(t.account_id))
    };
    let moved: std::collections::HashSet<TransactionId> =
        state.transactions.iter().filter(|t| within(t)).map(|t| t.id).collect();
    let counts = state.books.units.iter().enumerate();
    let counts = counts.filter(|(_, u)| u.kind != TransactionKind::Split && !moved.contains(&u.transaction_id));
    let movement = |(i, u): (usize, &portfolio::books::UnitChange)| {
        accounts.get(u.account_id)?;
        let gain = gains.get(&(u.transaction_id, u.account_id, u.instrument_id)).copied().flatten();
        Some(UnitMovement {
            id: format!("{i} {} {}", u.transaction_id, u.account_id),
            group: u.instrument_id.to_string(),
            holder: accounts.holder(u.account_id),
            sheltered: !accounts.is_taxed(u.account_id),
            date: u.date,
            units: splits.today(u.instrument_id, u.date, u.quantity),
            gain: gain.filter(|_| u.quantity < Decimal::ZERO && accounts.is_taxed(u.account_id)),
        })
    };
    counts.filter_map(movement).collect()
}
