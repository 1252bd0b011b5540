//! The books after a change, without folding what it cannot reach.
//!
//! Transactions act on each other only through the lots of an instrument, and through events that turn one instrument into
//! another. So a change reaches the transactions of its instruments and of those linked with them; all others keep their
//! records, and both are merged in the order in which transactions count.

use std::{
    borrow::Borrow,
    collections::{BTreeSet, HashSet},
    hash::{BuildHasherDefault, Hasher},
};

use chrono::NaiveDate;
use model::{
    id::{InstrumentId, TransactionId},
    transaction::{Transaction, TransactionKind},
};

use super::{BookedAmount, Books, CashEntry, Context, Exchange, ExternalFlow, RealizedGain, UnitChange, order};

/// A set of identities: their bits are random already.
type Ids = HashSet<TransactionId, BuildHasherDefault<RandomBits>>;

#[derive(Default)]
struct RandomBits(u64);

impl Hasher for RandomBits {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.0 = self.0.rotate_left(5) ^ u64::from_le_bytes(word);
        }
    }

    fn write_usize(&mut self, _: usize) {} // the length of the bytes, always the same
}

impl Books {
    /// The books of `transactions` up to the day of these books, as [`Books::fold`] gives them, where these are the books
    /// of the same transactions but for some that changed: `before` are those as they were (a new one is not among them) and
    /// `changed` their identities and those of new ones. Instruments, accounts and rates must be the same.
    #[must_use]
    pub fn refold<T: Borrow<Transaction>>(
        mut self,
        ctx: Context<'_>,
        transactions: &[T],
        changed: &[TransactionId],
        before: &[Transaction],
    ) -> Self {
        let changed: Ids = changed.iter().copied().collect();
        let counts = || transactions.iter().map(Borrow::borrow).filter(|t| t.trade_date <= self.as_of);
        let reached = reached(counts(), before, &changed);
        let is_reached = |t: &Transaction| {
            changed.contains(&t.id)
                || [t.instrument_id, t.other_instrument_id].iter().flatten().any(|i| reached.contains(i))
        };
        let mut again: Vec<&Transaction> = counts().filter(|t| is_reached(t)).collect();
        let n_transactions = counts().count();
        let gone: Ids = again.iter().map(|t| t.id).chain(changed).collect();
        let new = Self::fold_sorted(ctx, sorted(&mut again), self.as_of);

        replace(&mut self.realized, new.realized, &gone);
        replace(&mut self.cash, new.cash, &gone);
        replace(&mut self.income, new.income, &gone);
        replace(&mut self.fees, new.fees, &gone);
        replace(&mut self.taxes, new.taxes, &gone);
        replace(&mut self.flows, new.flows, &gone);
        replace(&mut self.units, new.units, &gone);
        replace(&mut self.exchanges, new.exchanges, &gone);
        replace(&mut self.problems, new.problems, &gone);
        self.lots.retain(|l| !reached.contains(&l.lot.instrument_id));
        self.lots.extend(new.lots);
        self.lots.sort_by_key(|l| (l.lot.account_id, l.lot.instrument_id));
        Self { n_transactions, ..self }
    }
}

/// Puts transactions into the order in which they count.
pub(super) fn sorted<'t, 's>(transactions: &'s mut [&'t Transaction]) -> &'s [&'t Transaction] {
    transactions.sort_by_key(|t| (t.trade_date, order::rank(t.kind), t.id));
    transactions
}

/// The instruments that changed transactions touch or touched, and all that are linked with them.
fn reached<'t>(
    transactions: impl Iterator<Item = &'t Transaction>,
    before: &[Transaction],
    changed: &Ids,
) -> BTreeSet<InstrumentId> {
    let both = |t: &Transaction| [t.instrument_id, t.other_instrument_id];
    let mut reached: BTreeSet<InstrumentId> = before.iter().flat_map(both).flatten().collect();
    let mut links: Vec<(InstrumentId, InstrumentId)> = Vec::new();
    for t in transactions {
        if changed.contains(&t.id) {
            reached.extend(both(t).into_iter().flatten());
        }
        links.extend(t.instrument_id.zip(t.other_instrument_id));
    }
    loop {
        let n = reached.len();
        for (a, b) in &links {
            if reached.contains(a) || reached.contains(b) {
                reached.extend([*a, *b]);
            }
        }
        if reached.len() == n {
            return reached;
        }
    }
}

/// A record of one transaction.
trait OfTransaction {
    /// Date, kind and identity of the transaction.
    fn of(&self) -> (NaiveDate, TransactionKind, TransactionId);
}

macro_rules! of_transaction {
    ($($record:ty: $date:ident, $id:ident;)*) => {$(
        impl OfTransaction for $record {
            fn of(&self) -> (NaiveDate, TransactionKind, TransactionId) {
                (self.$date, self.kind, self.$id)
            }
        }
    )*};
}

of_transaction! {
    RealizedGain: closed_on, closed_by;
    CashEntry: date, transaction_id;
    BookedAmount: date, transaction_id;
    ExternalFlow: date, transaction_id;
    UnitChange: date, transaction_id;
    Exchange: date, transaction_id;
    super::BookProblem: trade_date, transaction_id;
}

/// Puts `new` records in the place of those of transactions that are `gone`. Both are in order; sorting two such runs is a merge.
fn replace<R: OfTransaction>(records: &mut Vec<R>, new: Vec<R>, gone: &Ids) {
    records.retain(|r| !gone.contains(&r.of().2));
    if !new.is_empty() {
        records.extend(new);
        records.sort_by_key(|r| {
            let (date, kind, id) = r.of();
            (date, order::rank(kind), id)
        });
    }
}
