//! The share matching of the United Kingdom: a sale is of units bought on its day, then of those bought in the thirty days
//! after it, and only then of the pool (TCGA 1992 s.105(1)(b), s.106A(5), s.104).
//!
//! Purchases of a day are first for the sales of that day; only what those leave is free for earlier sales. A split between
//! a sale and the purchase that it is matched with is taken into account.
//!
//! Units that an option delivers are bought and sold like any others (TCGA s.144); what they cost is known once the option's own
//! lots are: a first pass without matching finds it. Bonus shares, spin-offs and exchanges of shares are no purchases
//! (s.126–s.135), nor are units that the same owner moves between accounts.

use std::collections::{BTreeMap, HashMap};

use chrono::{Days, NaiveDate};
use model::{
    id::{InstrumentId, LotId, TransactionId},
    lot::Lot,
    money::Money,
    transaction::{Transaction, TransactionKind as Kind},
};
use rust_decimal::Decimal;

use super::{
    OpenLot,
    pool::{Cost, PoolKey},
    problem::BookError,
    state::{Key, State, Undo, times},
};

type Result<T> = std::result::Result<T, BookError>;

/// Days after a sale in which a purchase is matched with it.
const DAYS_AFTER: u64 = 30;

/// A purchase that sales may be matched with.
#[derive(Clone, Debug)]
struct Purchase {
    id: TransactionId,
    date: NaiveDate,
    units: Decimal,
    cost: Money,
    rest: Cost,
    /// Units that sales have been matched with.
    matched: Decimal,
}

/// Units that an option brought or took.
pub(super) struct Delivered {
    pub(super) instrument_id: InstrumentId,
    pub(super) units: Decimal,
    /// What they cost; none when they were taken.
    pub(super) cost: Option<Cost>,
}

/// What matching looks ahead to.
#[derive(Default)]
pub(super) struct Matching<'a> {
    /// By pool, ascending by date.
    purchases: HashMap<PoolKey<'a>, Vec<Purchase>>,
    /// Units sold, by pool and day.
    sales: HashMap<(PoolKey<'a>, NaiveDate), Decimal>,
    /// New and old units, by instrument and day.
    splits: HashMap<InstrumentId, BTreeMap<NaiveDate, (Decimal, Decimal)>>,
}

/// How far a purchase was matched before.
pub(super) struct Matched<'a> {
    pool: PoolKey<'a>,
    index: usize,
    units: Decimal,
}

impl<'a> State<'a> {
    /// Notes what sales will look ahead to. `sorted` are all transactions in the order in which they count.
    pub(super) fn look_ahead(&mut self, sorted: &[&Transaction]) {
        let delivered = self.deliveries(sorted);
        for t in sorted {
            if let Some(delivery) = delivered.get(&t.id) {
                self.note_delivery(t, delivery);
                continue;
            }
            let Some(instrument) = t.instrument_id else { continue };
            let Some(pool @ PoolKey::Owner(..)) = self.pool_of((t.account_id, instrument), t.trade_date) else {
                continue;
            };
            match t.kind {
                Kind::Buy => {
                    let (Some(units), Ok(gross)) = (t.quantity, self.gross(t)) else { continue };
                    let own = gross + self.costs_in_lots(t);
                    let base = self.convert(own, t.currency, self.ctx.base, t.trade_date);
                    let local = self.instruments.get(&instrument).map(|i| i.currency);
                    let local = local.and_then(|c| self.convert(own, t.currency, c, t.trade_date));
                    self.matching.purchases.entry(pool).or_default().push(Purchase {
                        id: t.id,
                        date: t.trade_date,
                        units,
                        cost: Money::new(own, t.currency),
                        rest: Cost { own, base, local },
                        matched: Decimal::ZERO,
                    });
                }
                Kind::Sell => {
                    *self.matching.sales.entry((pool, t.trade_date)).or_default() += t.quantity.unwrap_or_default();
                }
                Kind::Split => {
                    if let (Some(new), Some(old)) = (t.ratio_new, t.ratio_old) {
                        self.matching.splits.entry(instrument).or_default().insert(t.trade_date, (new, old));
                    }
                }
                _ => {}
            }
        }
    }

    /// What options deliver into and out of pools that match, by transaction.
    fn deliveries(&self, sorted: &[&Transaction]) -> HashMap<TransactionId, Delivered> {
        let uses_option = |t: &Transaction| matches!(t.kind, Kind::OptionExercise | Kind::OptionAssignment);
        let matches = |t: &&Transaction| {
            let other = t.other_instrument_id.filter(|_| uses_option(t));
            other.is_some_and(|id| matches!(self.pool_of((t.account_id, id), t.trade_date), Some(PoolKey::Owner(..))))
        };
        if !sorted.iter().copied().any(|t| matches(&t)) {
            return HashMap::new();
        }
        let mut first = State::unmatching(self.ctx);
        for t in sorted {
            // What cannot be booked is told by the pass that counts.
            drop(first.book(t));
        }
        first.delivered
    }

    fn note_delivery(&mut self, t: &Transaction, delivery: &Delivered) {
        let pool = self.pool_of((t.account_id, delivery.instrument_id), t.trade_date);
        let Some(pool @ PoolKey::Owner(..)) = pool else { return };
        match &delivery.cost {
            Some(rest) => self.matching.purchases.entry(pool).or_default().push(Purchase {
                id: t.id,
                date: t.trade_date,
                units: delivery.units,
                cost: Money::new(rest.own, t.currency),
                rest: rest.clone(),
                matched: Decimal::ZERO,
            }),
            None => *self.matching.sales.entry((pool, t.trade_date)).or_default() += delivery.units,
        }
    }

    /// What of a lot that is new in a pool has not been matched with earlier sales: its units and their cost.
    pub(super) fn unmatched(&self, pool: &PoolKey<'a>, lot: &OpenLot, cost: Cost) -> Result<(Decimal, Cost)> {
        let purchases = self.matching.purchases.get(pool).into_iter().flatten();
        let Some(purchase) = purchases.into_iter().find(|p| p.id == lot.lot.opened_by && !p.matched.is_zero()) else {
            return Ok((lot.lot.quantity, cost));
        };
        if !lot.changed_by.is_empty() {
            return Ok((lot.lot.quantity, cost)); // it was moved here later: its matched units left where it came in
        }
        let gone = purchase.rest.part(purchase.matched, purchase.units)?;
        let rest = Cost {
            own: cost.own - gone.own,
            base: cost.base.zip(gone.base).map(|(a, b)| a - b),
            local: cost.local.zip(gone.local).map(|(a, b)| a - b),
        };
        Ok((lot.lot.quantity - purchase.matched, rest))
    }

    /// Units of a pool that were sold before the purchases come that they are matched with, counted as of a day.
    pub(super) fn outstanding(&self, pool: &PoolKey<'a>, day: NaiveDate) -> Result<Decimal> {
        let mut units = Decimal::ZERO;
        for p in self.matching.purchases.get(pool).into_iter().flatten() {
            if p.matched.is_zero() || p.date < day || self.has_come(pool, p) {
                continue;
            }
            let (new, old) = self.split_between(pool.instrument(), day, p.date);
            units += times(p.matched, old)?.checked_div(new).ok_or(BookError::TooLarge)?;
        }
        Ok(units)
    }

    fn has_come(&self, pool: &PoolKey<'a>, purchase: &Purchase) -> bool {
        let lots = self.holdings.iter().filter(|(key, _)| key.1 == pool.instrument()).flat_map(|(_, h)| h.lots());
        lots.into_iter().any(|l| l.lot.opened_by == purchase.id)
    }

    /// The pieces of a sale out of a pool with their costs, adding up to `quantity`. `oldest` names what leaves the account.
    pub(super) fn dispose(
        &mut self,
        t: &Transaction,
        key: Key,
        pool: &PoolKey<'a>,
        quantity: Decimal,
        oldest: &OpenLot,
    ) -> Result<Vec<OpenLot>> {
        let (mut left, mut pieces) = (quantity, Vec::new());
        let n = self.matching.purchases.get(pool).map_or(0, Vec::len);
        let last = t.trade_date.checked_add_days(Days::new(DAYS_AFTER)).unwrap_or(NaiveDate::MAX);
        let first = self.matching.purchases.get(pool).map_or(0, |all| all.partition_point(|p| p.date < t.trade_date));
        for index in first..n {
            let purchase = self.matching.purchases[pool][index].clone();
            if left.is_zero() || purchase.date > last {
                break;
            }
            let same_day = purchase.date == t.trade_date;
            let (new, old) = self.split_between(key.1, t.trade_date, purchase.date);
            let mut free = purchase.units - purchase.matched;
            if !same_day {
                free = free.min(self.left_by_its_day(pool, purchase.date));
            }
            // In units of the sale's day.
            let free_then = times(free, old)?.checked_div(new).ok_or(BookError::TooLarge)?;
            let units = free_then.min(left);
            if units <= Decimal::ZERO {
                continue;
            }
            let matched = if units == free_then {
                free
            } else {
                times(units, new)?.checked_div(old).ok_or(BookError::TooLarge)?
            };
            let cost = purchase.rest.part(matched, purchase.units)?;
            if same_day && let Some(gathered) = self.pools.get_mut(pool) {
                gathered.take_at(units, &cost);
            }
            self.undo.push(Undo::Matched(Matched { pool: pool.clone(), index, units: purchase.matched }));
            if let Some(all) = self.matching.purchases.get_mut(pool) {
                all[index].matched += matched;
            }
            left -= units;
            pieces.push(OpenLot {
                lot: Lot {
                    id: LotId::from_uuid(purchase.id.uuid()),
                    account_id: key.0,
                    instrument_id: key.1,
                    opened_by: purchase.id,
                    opened_on: purchase.date,
                    quantity: units,
                    cost: Money::new(cost.own, purchase.cost.currency),
                    cost_base: cost.base,
                },
                cost_local: cost.local,
                pooled: false,
                changed_by: Vec::new(),
            });
        }
        if !left.is_zero()
            && let Some(gathered) = self.pools.get_mut(pool)
        {
            let cost = gathered.take(left)?;
            let mut piece = oldest.clone();
            piece.lot.quantity = left;
            piece.lot.cost = Money::new(cost.own, gathered.cost.currency);
            (piece.lot.cost_base, piece.cost_local, piece.pooled) = (cost.base, cost.local, true);
            pieces.push(piece);
        }
        Ok(pieces)
    }

    /// Units bought on a day that neither its own sales nor earlier ones need.
    fn left_by_its_day(&self, pool: &PoolKey<'a>, day: NaiveDate) -> Decimal {
        let purchases = self.matching.purchases.get(pool).into_iter().flatten().filter(|p| p.date == day);
        let bought: Decimal = purchases.map(|p| p.units - p.matched).sum();
        let sold = self.matching.sales.get(&(pool.clone(), day)).copied().unwrap_or_default();
        (bought - sold).max(Decimal::ZERO)
    }

    /// New units for old ones by the splits after one day, up to another.
    fn split_between(&self, instrument: InstrumentId, after: NaiveDate, to: NaiveDate) -> (Decimal, Decimal) {
        let splits = self.matching.splits.get(&instrument);
        let between = splits.into_iter().flat_map(|s| s.range(..=to)).filter(|(day, _)| **day > after);
        between.fold((Decimal::ONE, Decimal::ONE), |(new, old), (_, (n, o))| (new * n, old * o))
    }

    pub(super) fn unmatch(&mut self, matched: &Matched<'a>) {
        if let Some(all) = self.matching.purchases.get_mut(&matched.pool) {
            all[matched.index].matched = matched.units;
        }
    }
}
