//! The books after a change, without folding what it cannot reach.
//!
//! Transactions act on each other only through the lots of an instrument, and through events that turn one instrument into
//! another. So a change reaches the transactions of its instruments and of those linked with them; all others keep their
//! records, and both are merged in the order in which transactions count.

use std::{borrow::Borrow, collections::BTreeSet, ops::Range};

use chrono::NaiveDate;
use model::{
    id::{InstrumentId, TransactionId},
    transaction::Transaction,
};

use super::{BookedAmount, Books, CashEntry, Context, Exchange, ExternalFlow, RealizedGain, UnitChange, order};

/// Where a transaction stands in the order in which they count.
type Place = (NaiveDate, u8, TransactionId);

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
        let changed: BTreeSet<TransactionId> = changed.iter().copied().collect();
        let counted: Vec<Counted<'_>> = transactions
            .iter()
            .map(Borrow::borrow)
            .filter(|t| t.trade_date <= self.as_of)
            .map(|t| Counted {
                transaction: t,
                instruments: [t.instrument_id, t.other_instrument_id],
                is_changed: changed.contains(&t.id),
            })
            .collect();
        let reached = reached(&counted, before);
        let again =
            counted.iter().filter(|c| c.is_changed || c.instruments.iter().flatten().any(|i| reached.contains(i)));
        let (is_changed, mut again): (Vec<bool>, Vec<&Transaction>) =
            again.map(|c| (c.is_changed, c.transaction)).unzip();
        let n_transactions = counted.len();
        let unchanged = again.iter().zip(is_changed).filter(|(_, is_changed)| !is_changed).map(|(t, _)| *t);
        let mut gone: Vec<Place> = unchanged.chain(before).map(place).collect();
        gone.sort_unstable();
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
    transactions.sort_by_key(|t| place(t));
    transactions
}

fn place(t: &Transaction) -> Place {
    (t.trade_date, order::rank(t.kind), t.id)
}

/// A transaction with what all of them are asked: they lie all over the memory, so each is looked at once.
struct Counted<'t> {
    transaction: &'t Transaction,
    instruments: [Option<InstrumentId>; 2],
    is_changed: bool,
}

/// The instruments that changed transactions touch or touched, and all that are linked with them.
fn reached(counted: &[Counted<'_>], before: &[Transaction]) -> BTreeSet<InstrumentId> {
    let touched = before.iter().map(|t| [t.instrument_id, t.other_instrument_id]);
    let touched = touched.chain(counted.iter().filter(|c| c.is_changed).map(|c| c.instruments));
    let mut reached: BTreeSet<InstrumentId> = touched.flatten().flatten().collect();
    let links = counted.iter().map(|c| c.instruments);
    let links: Vec<[InstrumentId; 2]> = links.filter_map(|[one, other]| Some([one?, other?])).collect();
    loop {
        let n = reached.len();
        for link in &links {
            if link.iter().any(|i| reached.contains(i)) {
                reached.extend(link);
            }
        }
        if reached.len() == n {
            return reached;
        }
    }
}

/// A record of one transaction.
trait OfTransaction {
    /// The place of the transaction.
    fn place(&self) -> Place;
}

macro_rules! of_transaction {
    ($($record:ty: $date:ident, $id:ident;)*) => {$(
        impl OfTransaction for $record {
            fn place(&self) -> Place {
                (self.$date, order::rank(self.kind), self.$id)
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

/// Puts `new` records in the place of those of transactions that are `gone`. All are in order.
fn replace<R: OfTransaction>(records: &mut Vec<R>, new: Vec<R>, gone: &[Place]) {
    let mut stretches: Vec<Range<usize>> = Vec::new();
    let mut from = 0;
    for place in gone {
        let first = from + records[from..].partition_point(|r| r.place() < *place);
        let n = records[first..].iter().take_while(|r| r.place() == *place).count();
        from = first + n;
        stretches.extend((n > 0).then_some(first..from));
    }
    let old = || stretches.iter().cloned().flatten();
    if old().map(|i| records[i].place()).eq(new.iter().map(R::place)) {
        // Mostly amounts have changed: nothing moves.
        old().zip(new).for_each(|(i, record)| records[i] = record);
        return;
    }
    let mut merged = Vec::with_capacity(records.len() + new.len());
    let old = std::mem::take(records).into_iter().enumerate();
    let mut stretches = stretches.into_iter().peekable();
    let mut new = new.into_iter().peekable();
    for (i, record) in old {
        while stretches.next_if(|s| s.end <= i).is_some() {}
        if stretches.peek().is_some_and(|s| s.contains(&i)) {
            continue;
        }
        if new.peek().is_some() {
            let place = record.place();
            while let Some(earlier) = new.next_if(|n| n.place() < place) {
                merged.push(earlier);
            }
        }
        merged.push(record);
    }
    merged.extend(new);
    *records = merged;
}
