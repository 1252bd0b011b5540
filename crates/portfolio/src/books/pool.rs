//! Pools: units of an instrument that share one average cost.
//!
//! While a pool is *gathered* the cost of its long lots lies in the pool, and what the lots say of cost is void; *dissolved*,
//! each lot has its share by units. A pool is gathered by the first trade that needs it, and dissolved for events that
//! change lots, when an account leaves its method, and at the end. Short lots are never pooled.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use model::{
    account::{AccountKind, LotMethod},
    id::{AccountId, InstrumentId},
    money::Money,
};
use rust_decimal::Decimal;

use super::{
    OpenLot,
    holding::Side,
    problem::BookError,
    state::{Key, State, Undo, spread, times},
};

type Result<T> = std::result::Result<T, BookError>;

/// Whose units are one pool: those of an account, or of all taxable accounts of an owner.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(super) enum PoolKey<'a> {
    Account(AccountId, InstrumentId),
    Owner(LotMethod, Option<&'a str>, InstrumentId),
}

/// Units and their cost together.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Pool {
    /// The accounts whose lots are in it.
    pub(super) members: BTreeSet<AccountId>,
    /// Units to which the cost belongs. Sold units that are matched with a later purchase stay here until that comes.
    pub(super) units: Decimal,
    pub(super) cost: Money,
    pub(super) cost_base: Option<Decimal>,
    pub(super) cost_local: Option<Decimal>,
}

/// A cost in its three currencies.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Cost {
    pub(super) own: Decimal,
    pub(super) base: Option<Decimal>,
    pub(super) local: Option<Decimal>,
}

impl Cost {
    /// The part of it that belongs to `units` of `all`.
    pub(super) fn part(&self, units: Decimal, all: Decimal) -> Result<Self> {
        if units == all {
            return Ok(self.clone());
        }
        let share = |c: Decimal| times(c, units)?.checked_div(all).ok_or(BookError::TooLarge);
        Ok(Self {
            own: share(self.own)?,
            base: self.base.map(share).transpose()?,
            local: self.local.map(share).transpose()?,
        })
    }
}

impl Pool {
    fn new(currency: model::currency::Currency) -> Self {
        let nothing = Some(Decimal::ZERO);
        Self {
            members: BTreeSet::new(),
            units: Decimal::ZERO,
            cost: Money::new(Decimal::ZERO, currency),
            cost_base: nothing,
            cost_local: nothing,
        }
    }

    pub(super) fn put(&mut self, units: Decimal, cost: &Cost) {
        self.units += units;
        self.cost.amount += cost.own;
        self.cost_base = self.cost_base.zip(cost.base).map(|(a, b)| a + b);
        self.cost_local = self.cost_local.zip(cost.local).map(|(a, b)| a + b);
    }

    /// Takes units out at the average cost.
    pub(super) fn take(&mut self, units: Decimal) -> Result<Cost> {
        let all = Cost { own: self.cost.amount, base: self.cost_base, local: self.cost_local };
        let part = all.part(units, self.units)?;
        self.take_at(units, &part);
        if self.units.is_zero() {
            // What was unknown of the cost went with its units.
            (self.cost_base, self.cost_local) = (Some(Decimal::ZERO), Some(Decimal::ZERO));
        }
        Ok(part)
    }

    /// Takes units out at a cost of their own.
    pub(super) fn take_at(&mut self, units: Decimal, cost: &Cost) {
        self.units -= units;
        self.cost.amount -= cost.own;
        self.cost_base = self.cost_base.zip(cost.base).map(|(a, b)| a - b);
        self.cost_local = self.cost_local.zip(cost.local).map(|(a, b)| a - b);
    }
}

impl<'a> State<'a> {
    /// The pool to which the units of an account belong on a day.
    pub(super) fn pool_of(&self, key: Key, day: NaiveDate) -> Option<PoolKey<'a>> {
        let account = self.accounts.get(&key.0)?;
        match account.lot_method_on(day) {
            LotMethod::Fifo | LotMethod::Lifo | LotMethod::Hifo | LotMethod::Specific => None,
            LotMethod::Average => Some(PoolKey::Account(key.0, key.1)),
            method @ (LotMethod::Section104 | LotMethod::AdjustedCostBase) => Some(match account.kind {
                AccountKind::Taxable => PoolKey::Owner(method, account.owner.as_deref(), key.1),
                AccountKind::TaxDeferred | AccountKind::TaxFree | AccountKind::Paper => PoolKey::Account(key.0, key.1),
            }),
        }
    }

    /// Puts a holding into the state that its method of this day asks for: its order, and in or out of a pool.
    pub(super) fn follow_rules(&mut self, key: Key, day: NaiveDate) -> Result<Option<PoolKey<'a>>> {
        let wanted = self.pool_of(key, day);
        if self.pooling.contains(&key.0)
            && let Some(gathered) = self.gathered_with(key)
            && Some(&gathered) != wanted.as_ref()
        {
            self.dissolve(&gathered)?;
        }
        let order = self.order_on(key, day);
        if let Some(holding) = self.holdings.get_mut(&key)
            && holding.order() != order
        {
            self.undo.push(Undo::Was(key, holding.clone()));
            holding.reorder(order);
        }
        if let Some(wanted) = &wanted {
            self.gather(wanted, day)?;
        }
        Ok(wanted)
    }

    /// The pool in which the lots of a holding lie now.
    fn gathered_with(&self, key: Key) -> Option<PoolKey<'a>> {
        let holds = |(k, p): &(&PoolKey<'a>, &Pool)| k.instrument() == key.1 && p.members.contains(&key.0);
        self.pools.iter().find(holds).map(|(k, _)| k.clone())
    }

    /// Brings the long lots of all accounts of a pool into it.
    fn gather(&mut self, pool: &PoolKey<'a>, day: NaiveDate) -> Result<()> {
        self.dissolved.remove(pool);
        let new = !self.pools.contains_key(pool);
        let accounts: Vec<AccountId> = match pool {
            PoolKey::Account(account, _) => vec![*account],
            PoolKey::Owner(..) => self.pooling.clone(),
        };
        for account in accounts {
            let key = (account, pool.instrument());
            let member = self.pools.get(pool).is_some_and(|p| p.members.contains(&account));
            if member || self.pool_of(key, day).as_ref() != Some(pool) {
                continue;
            }
            if let Some(before) = self.gathered_with(key) {
                self.dissolve(&before)?;
            }
            let lots: Vec<OpenLot> = self.long_lots(key);
            self.note_pool(pool);
            for lot in &lots {
                self.pour(pool, lot, (lot.lot.quantity, cost_of(lot)))?;
            }
            let own = self.instrument(key.1)?.currency;
            self.pools.entry(pool.clone()).or_insert_with(|| Pool::new(own)).members.insert(account);
        }
        if new {
            let sold = self.outstanding(pool, day)?;
            if let Some(gathered) = self.pools.get_mut(pool) {
                gathered.units += sold;
            }
        }
        Ok(())
    }

    fn long_lots(&self, key: Key) -> Vec<OpenLot> {
        let lots = self.holdings.get(&key).into_iter().flat_map(super::holding::Holding::lots);
        lots.filter(|l| Side::of(l) == Side::Long).cloned().collect()
    }

    /// Adds units and cost of a lot to a pool. The caller has noted how to undo it.
    fn pour(&mut self, pool: &PoolKey<'a>, lot: &OpenLot, (units, mut cost): (Decimal, Cost)) -> Result<()> {
        let currency = lot.lot.cost.currency;
        let into = self.pools.get(pool).filter(|p| !p.units.is_zero()).map_or(currency, |p| p.cost.currency);
        cost.own = self.convert_needed(cost.own, currency, into, lot.lot.opened_on)?;
        let pool = self.pools.entry(pool.clone()).or_insert_with(|| Pool::new(into));
        pool.cost.currency = into;
        pool.put(units, &cost);
        Ok(())
    }

    /// Adds a new long lot of a pooled holding to its pool.
    pub(super) fn pour_new(&mut self, pool: &PoolKey<'a>, lot: &OpenLot) -> Result<()> {
        self.note_pool(pool);
        // What earlier sales were matched with has left with them.
        let rest = self.unmatched(pool, lot, cost_of(lot))?;
        self.pour(pool, lot, rest)
    }

    /// Units of a pool that an event found without lots become as many as `change` makes of them.
    pub(super) fn change_units(
        &mut self,
        key: Key,
        day: NaiveDate,
        change: impl Fn(Decimal) -> Result<Decimal>,
    ) -> Result<()> {
        let Some(pool) = self.pool_of(key, day).filter(|p| self.pools.contains_key(p)) else { return Ok(()) };
        self.note_pool(&pool);
        if let Some(gathered) = self.pools.get_mut(&pool) {
            gathered.units = change(gathered.units)?;
        }
        Ok(())
    }

    /// Notes how a pool is, to undo what follows.
    pub(super) fn note_pool(&mut self, pool: &PoolKey<'a>) {
        self.undo.push(Undo::Pool(pool.clone(), self.pools.get(pool).cloned()));
    }

    /// Pieces of a pooled holding at the pool's average cost.
    pub(super) fn at_average(&mut self, pool: &PoolKey<'a>, mut pieces: Vec<OpenLot>) -> Result<Vec<OpenLot>> {
        if let Some(gathered) = self.pools.get_mut(pool) {
            for piece in &mut pieces {
                let cost = gathered.take(piece.lot.quantity)?;
                piece.lot.cost = Money::new(cost.own, gathered.cost.currency);
                (piece.lot.cost_base, piece.cost_local, piece.pooled) = (cost.base, cost.local, true);
            }
        }
        Ok(pieces)
    }

    /// Gives every lot of a pool its share of the cost, by units.
    pub(super) fn dissolve(&mut self, pool_key: &PoolKey<'a>) -> Result<()> {
        let Some(pool) = self.pools.get(pool_key) else { return Ok(()) };
        if !pool.cost.amount.is_zero()
            && pool.members.iter().all(|a| self.held((*a, pool_key.instrument()), Side::Long).is_zero())
        {
            return Ok(()); // all that is left are sold units whose purchases are still to come: no lot could take their cost
        }
        let Some(pool) = self.pools.remove(pool_key) else { return Ok(()) };
        self.undo.push(Undo::Pool(pool_key.clone(), Some(pool.clone())));
        let keys: Vec<Key> = pool.members.iter().map(|a| (*a, pool_key.instrument())).collect();
        let units: Vec<Decimal> = keys.iter().flat_map(|k| self.long_lots(*k)).map(|l| l.lot.quantity).collect();
        let parts = |c: Option<Decimal>| c.map(|c| spread(c, &units)).transpose();
        let own = spread(pool.cost.amount, &units)?;
        let (base, local) = (parts(pool.cost_base)?, parts(pool.cost_local)?);
        let mut i = 0;
        for key in keys {
            let Some(holding) = self.holdings.get_mut(&key) else { continue };
            self.undo.push(Undo::Was(key, holding.clone()));
            holding.each_long(|lot| {
                lot.lot.cost = Money::new(own[i], pool.cost.currency);
                lot.lot.cost_base = base.as_ref().map(|b| b[i]);
                lot.cost_local = local.as_ref().map(|l| l[i]);
                lot.pooled = true;
                i += 1;
            });
        }
        Ok(())
    }

    /// The pools that are gathered.
    pub(super) fn gathered(&self) -> Vec<PoolKey<'a>> {
        self.pools.keys().cloned().collect()
    }
}

fn cost_of(lot: &OpenLot) -> Cost {
    Cost { own: lot.lot.cost.amount, base: lot.lot.cost_base, local: lot.cost_local }
}

impl PoolKey<'_> {
    pub(super) fn instrument(&self) -> InstrumentId {
        match self {
            Self::Account(_, instrument) | Self::Owner(_, _, instrument) => *instrument,
        }
    }
}

/// The pools of a state.
pub(super) type Pools<'a> = BTreeMap<PoolKey<'a>, Pool>;
