//! The books while they are being folded: one transaction counts whole or not at all.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use model::{
    account::{AccountFields, LotMethod, TradeCosts},
    currency::Currency,
    id::{AccountId, InstrumentId, LotId, TransactionId},
    instrument::InstrumentFields,
    lot::Lot,
    money::Money,
    transaction::Transaction,
};
use rust_decimal::Decimal;
use uuid::Uuid;

use super::{
    BookedAmount, CashEntry, Context, Exchange, ExternalFlow, FlowUnits, OpenLot, RealizedGain, UnitChange,
    holding::{Before, Holding, Side},
    matching::{Delivered, Matched, Matching},
    pool::{Pool, PoolKey, Pools},
    problem::BookError,
};

/// Where lots lie.
pub(super) type Key = (AccountId, InstrumentId);
type Result<T> = std::result::Result<T, BookError>;

#[derive(Default)]
pub(super) struct Records {
    pub(super) realized: Vec<RealizedGain>,
    pub(super) cash: Vec<CashEntry>,
    pub(super) income: Vec<BookedAmount>,
    pub(super) fees: Vec<BookedAmount>,
    pub(super) taxes: Vec<BookedAmount>,
    pub(super) flows: Vec<ExternalFlow>,
    pub(super) units: Vec<UnitChange>,
    pub(super) exchanges: Vec<Exchange>,
}

impl Records {
    fn lengths(&self) -> [usize; 8] {
        [
            self.realized.len(),
            self.cash.len(),
            self.income.len(),
            self.fees.len(),
            self.taxes.len(),
            self.flows.len(),
            self.units.len(),
            self.exchanges.len(),
        ]
    }

    fn truncate(&mut self, to: [usize; 8]) {
        self.realized.truncate(to[0]);
        self.cash.truncate(to[1]);
        self.income.truncate(to[2]);
        self.fees.truncate(to[3]);
        self.taxes.truncate(to[4]);
        self.flows.truncate(to[5]);
        self.units.truncate(to[6]);
        self.exchanges.truncate(to[7]);
    }
}

/// Why units leave a holding.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Leaving {
    /// They are sold or otherwise end: a gain is realized.
    Disposed,
    /// They go on in another account.
    Moved,
}

/// What undoes a change of lots and pools.
pub(super) enum Undo<'a> {
    /// One lot of a holding.
    Lot(Key, Before),
    /// A whole holding.
    Was(Key, Holding),
    /// A pool; none where there was none.
    Pool(PoolKey<'a>, Option<Pool>),
    /// How far a purchase was matched.
    Matched(Matched<'a>),
}

pub(super) struct State<'a> {
    pub(super) ctx: Context<'a>,
    pub(super) instruments: HashMap<InstrumentId, &'a InstrumentFields>,
    pub(super) accounts: HashMap<AccountId, &'a AccountFields>,
    /// The accounts of which any rule is a pooled one.
    pub(super) pooling: Vec<AccountId>,
    pub(super) holdings: BTreeMap<Key, Holding>,
    pub(super) pools: Pools<'a>,
    /// The pools that events dissolved since the last trade, with their members.
    pub(super) dissolved: BTreeMap<PoolKey<'a>, BTreeSet<AccountId>>,
    pub(super) matching: Matching<'a>,
    /// What options delivered, by transaction.
    pub(super) delivered: HashMap<TransactionId, Delivered>,
    pub(super) records: Records,
    pub(super) undo: Vec<Undo<'a>>,
    legs: u128,
}

impl<'a> State<'a> {
    /// Empty books that `sorted` transactions will be booked into.
    pub(super) fn new(ctx: Context<'a>, sorted: &[&Transaction]) -> Self {
        let mut state = Self::unmatching(ctx);
        if !state.pooling.is_empty() {
            state.look_ahead(sorted);
        }
        state
    }

    /// Empty books whose sales look ahead to nothing.
    pub(super) fn unmatching(ctx: Context<'a>) -> Self {
        let pools = |a: &&model::account::Account| a.fields.lot_rules.iter().any(|r| r.method.is_pooled());
        Self {
            ctx,
            instruments: ctx.instruments.iter().map(|i| (i.id, &i.fields)).collect(),
            accounts: ctx.accounts.iter().map(|a| (a.id, &a.fields)).collect(),
            pooling: ctx.accounts.iter().filter(pools).map(|a| a.id).collect(),
            holdings: BTreeMap::new(),
            pools: Pools::new(),
            dissolved: BTreeMap::new(),
            matching: Matching::default(),
            delivered: HashMap::new(),
            records: Records::default(),
            undo: Vec::new(),
            legs: 0,
        }
    }

    /// The lots at the end of a day by account, instrument and opening day, and the records.
    pub(super) fn into_parts(mut self, as_of: NaiveDate) -> (Vec<OpenLot>, Records) {
        for key in self.holdings.keys().copied().collect::<Vec<_>>() {
            // A rule that began since the last trade holds already. Where it cannot be followed the lots stay as they are.
            drop(self.follow_rules(key, as_of));
            self.undo.clear();
        }
        for pool in self.gathered() {
            drop(self.dissolve(&pool));
        }
        let mut lots: Vec<OpenLot> = self.holdings.into_values().flat_map(|mut h| h.drain()).collect();
        for lot in &mut lots {
            lot.lot.quantity = lot.lot.quantity.normalize();
            lot.lot.cost.amount = lot.lot.cost.amount.normalize();
        }
        (lots, self.records)
    }

    /// Books a transaction, or leaves everything as it was.
    pub(super) fn book(&mut self, t: &Transaction) -> Result<()> {
        self.undo.clear();
        self.legs = 0;
        let lengths = self.records.lengths();
        let booked = check_sizes(t).and_then(|()| self.check_names(t)).and_then(|()| self.apply(t));
        if booked.is_err() {
            self.records.truncate(lengths);
            self.undo();
        }
        booked
    }

    fn undo(&mut self) {
        for step in std::mem::take(&mut self.undo).into_iter().rev() {
            match step {
                Undo::Lot(key, before) => {
                    if let Some(holding) = self.holdings.get_mut(&key) {
                        holding.put_back(before);
                    }
                }
                Undo::Was(key, holding) => drop(self.holdings.insert(key, holding)),
                Undo::Pool(key, Some(pool)) => drop(self.pools.insert(key, pool)),
                Undo::Pool(key, None) => drop(self.pools.remove(&key)),
                Undo::Matched(matched) => self.unmatch(&matched),
            }
        }
    }

    fn check_names(&self, t: &Transaction) -> Result<()> {
        let accounts = [Some(t.account_id), t.counter_account_id];
        if accounts.into_iter().flatten().any(|a| !self.accounts.contains_key(&a)) {
            return Err(BookError::UnknownAccount);
        }
        let instruments = [t.instrument_id, t.other_instrument_id];
        if instruments.into_iter().flatten().any(|i| !self.instruments.contains_key(&i)) {
            return Err(BookError::UnknownInstrument);
        }
        Ok(())
    }

    /// The terms of an instrument.
    pub(super) fn instrument(&self, id: InstrumentId) -> Result<&'a InstrumentFields> {
        self.instruments.get(&id).copied().ok_or(BookError::UnknownInstrument)
    }

    pub(super) fn symbol(&self, id: InstrumentId) -> String {
        self.instruments.get(&id).map_or_else(|| id.to_string(), |i| i.symbol.clone())
    }

    /// Units open on one side, as a positive number.
    pub(super) fn held(&self, key: Key, side: Side) -> Decimal {
        self.holdings.get(&key).map_or(Decimal::ZERO, |h| h.units(side))
    }

    /// Whether a lot with this identity is still open there.
    pub(super) fn has_lot(&self, key: Key, id: LotId) -> bool {
        self.holdings.get(&key).is_some_and(|h| h.lots().any(|l| l.lot.id == id))
    }

    /// Fees and taxes of a trade as far as its account makes them part of cost and proceeds.
    pub(super) fn costs_in_lots(&self, t: &Transaction) -> Decimal {
        match self.accounts.get(&t.account_id).map(|a| a.trade_costs) {
            Some(TradeCosts::Expensed) => Decimal::ZERO,
            Some(TradeCosts::Capitalized) | None => t.fees + t.taxes,
        }
    }

    /// Adds a lot that a transaction of this day brings.
    pub(super) fn add(&mut self, lot: OpenLot, day: NaiveDate) -> Result<()> {
        let key = (lot.lot.account_id, lot.lot.instrument_id);
        let pool = self.follow_rules(key, day)?;
        if let Some(pool) = pool.filter(|_| Side::of(&lot) == Side::Long) {
            self.pour_new(&pool, &lot)?;
        }
        let order = self.order_on(key, day);
        let holding = self.holdings.entry(key).or_insert_with(|| Holding::new(order));
        let before = holding.add(lot);
        self.undo.push(Undo::Lot(key, before));
        Ok(())
    }

    /// All lots of an instrument in an account with their own cost, oldest first, to be changed and put back with
    /// [`State::put_all`]. Empty when there are none.
    pub(super) fn take_all(&mut self, key: Key, day: NaiveDate) -> Result<Vec<OpenLot>> {
        // Several events of a day find the shares that the first one gave: no trade lies between them.
        if !self.pool_of(key, day).is_some_and(|p| self.dissolved.get(&p).is_some_and(|d| d.contains(&key.0)))
            && let Some(pool) = self.follow_rules(key, day)?
        {
            let members = self.pools.get(&pool).map(|p| p.members.clone()).unwrap_or_default();
            self.dissolve(&pool)?;
            if !self.pools.contains_key(&pool) {
                self.dissolved.insert(pool, members);
            }
        }
        let Some(holding) = self.holdings.get_mut(&key) else { return Ok(Vec::new()) };
        self.undo.push(Undo::Was(key, holding.clone()));
        Ok(holding.drain())
    }

    /// Puts lots back that [`State::take_all`] took, whose holding is empty since.
    pub(super) fn put_all(&mut self, key: Key, lots: Vec<OpenLot>) {
        if let Some(holding) = self.holdings.get_mut(&key) {
            for lot in lots {
                holding.add(lot);
            }
        }
    }

    /// Takes units of one side: the lots that the transaction names, else in the order of the account's method. In a pool
    /// the pieces have the average cost, or that of the purchases with which a sale is matched.
    pub(super) fn take(
        &mut self,
        t: &Transaction,
        key: Key,
        side: Side,
        quantity: Decimal,
        leaving: Leaving,
    ) -> Result<Vec<OpenLot>> {
        let held = self.held(key, side);
        if held < quantity {
            let (symbol, wanted) = (self.symbol(key.1), quantity.normalize());
            let held = held.normalize();
            return Err(match side {
                Side::Long => BookError::MoreThanHeld { symbol, wanted, held },
                Side::Short => BookError::MoreThanShort { symbol, wanted, short: held },
            });
        }
        let pool = self.follow_rules(key, t.trade_date)?.filter(|_| side == Side::Long);
        let named = t.instrument_id == Some(key.1) && !t.lots.is_empty();
        if named && pool.is_some() {
            return Err(BookError::LotsOfPool { symbol: self.symbol(key.1) });
        }
        let pieces = if named { self.take_named(t, key, side)? } else { self.take_in_order(key, side, quantity)? };
        match pool {
            None => Ok(pieces),
            Some(pool @ PoolKey::Owner(LotMethod::Section104, ..)) if leaving == Leaving::Disposed => {
                let Some(oldest) = pieces.first() else { return Ok(pieces) };
                self.note_pool(&pool);
                self.dispose(t, key, &pool, quantity, oldest)
            }
            Some(pool) => {
                self.note_pool(&pool);
                self.at_average(&pool, pieces)
            }
        }
    }

    fn take_in_order(&mut self, key: Key, side: Side, quantity: Decimal) -> Result<Vec<OpenLot>> {
        let Some(holding) = self.holdings.get_mut(&key) else { return Ok(Vec::new()) };
        let (pieces, before) = holding.take(side, quantity, split_off)?;
        self.undo.extend(before.into_iter().map(|b| Undo::Lot(key, b)));
        Ok(pieces)
    }

    fn take_named(&mut self, t: &Transaction, key: Key, side: Side) -> Result<Vec<OpenLot>> {
        let mut pieces = Vec::with_capacity(t.lots.len());
        for choice in &t.lots {
            let found = match self.holdings.get_mut(&key) {
                Some(holding) => holding.take_named(side, choice, split_off)?,
                None => None,
            };
            let Some((piece, before)) = found else {
                let (symbol, wanted) = (self.symbol(key.1), choice.quantity.normalize());
                return Err(BookError::LotNotThere { symbol, lot: choice.lot_id, wanted });
            };
            self.undo.push(Undo::Lot(key, before));
            pieces.push(piece);
        }
        Ok(pieces)
    }

    pub(super) fn order_on(&self, key: Key, day: NaiveDate) -> super::holding::Order {
        self.accounts.get(&key.0).map(|a| a.lot_method_on(day).into()).unwrap_or_default()
    }

    /// A new lot of this transaction, bought or sold short on its day.
    pub(super) fn new_lot(
        &mut self,
        t: &Transaction,
        instrument: InstrumentId,
        quantity: Decimal,
        cost: Decimal,
    ) -> Result<OpenLot> {
        let own = self.instrument(instrument)?.currency;
        let lot = Lot {
            id: self.next_lot_id(t),
            account_id: t.account_id,
            instrument_id: instrument,
            opened_by: t.id,
            opened_on: t.trade_date,
            quantity,
            cost: Money::new(cost, t.currency),
            cost_base: self.convert(cost, t.currency, self.ctx.base, t.trade_date),
        };
        let cost_local = self.convert(cost, t.currency, own, t.trade_date);
        Ok(OpenLot { lot, cost_local, pooled: false, changed_by: Vec::new() })
    }

    /// The identity of the next lot that a transaction makes: its own, with the leg in the last bits.
    pub(super) fn next_lot_id(&mut self, t: &Transaction) -> LotId {
        let id = LotId::from_uuid(Uuid::from_u128(t.id.uuid().as_u128() ^ self.legs));
        self.legs += 1;
        id
    }

    pub(super) fn convert(&self, amount: Decimal, from: Currency, to: Currency, on: NaiveDate) -> Option<Decimal> {
        self.ctx.fx.convert(amount, from, to, on).ok().filter(|c| c.abs() <= LARGEST)
    }

    /// As [`State::convert`], where booking depends on it.
    pub(super) fn convert_needed(
        &self,
        amount: Decimal,
        from: Currency,
        to: Currency,
        on: NaiveDate,
    ) -> Result<Decimal> {
        self.ctx.fx.convert(amount, from, to, on).map_err(BookError::RateMissing)
    }

    pub(super) fn move_cash(&mut self, t: &Transaction, account_id: AccountId, amount: Decimal, currency: Currency) {
        if !amount.is_zero() {
            let amount = Money::new(amount, currency);
            self.records.cash.push(CashEntry {
                transaction_id: t.id,
                date: t.trade_date,
                account_id,
                kind: t.kind,
                instrument_id: t.instrument_id,
                amount,
            });
        }
    }

    pub(super) fn move_units(
        &mut self,
        t: &Transaction,
        account_id: AccountId,
        instrument_id: InstrumentId,
        quantity: Decimal,
    ) {
        if !quantity.is_zero() {
            self.records.units.push(UnitChange {
                transaction_id: t.id,
                date: t.trade_date,
                kind: t.kind,
                account_id,
                instrument_id,
                quantity,
            });
        }
    }

    /// Notes that units of `to` came out of the transaction's instrument (or went into it, negative).
    pub(super) fn exchange(&mut self, t: &Transaction, to: InstrumentId, quantity: Decimal) {
        if let Some(from_instrument_id) = t.instrument_id {
            self.records.exchanges.push(Exchange {
                transaction_id: t.id,
                date: t.trade_date,
                kind: t.kind,
                account_id: t.account_id,
                from_instrument_id,
                instrument_id: to,
                quantity,
            });
        }
    }

    pub(super) fn flow(&mut self, t: &Transaction, account_id: AccountId, between_accounts: bool, what: FlowUnits) {
        self.records.flows.push(ExternalFlow {
            transaction_id: t.id,
            date: t.trade_date,
            kind: t.kind,
            account_id,
            between_accounts,
            what,
        });
    }

    /// Lists the fees and taxes of a transaction.
    pub(super) fn note_costs(&mut self, t: &Transaction) {
        let booked = |amount| BookedAmount {
            transaction_id: t.id,
            date: t.trade_date,
            kind: t.kind,
            account_id: t.account_id,
            instrument_id: t.instrument_id,
            amount: Money::new(amount, t.currency),
        };
        if !t.fees.is_zero() {
            self.records.fees.push(booked(t.fees));
        }
        if !t.taxes.is_zero() {
            self.records.taxes.push(booked(t.taxes));
        }
    }
}

/// Takes `quantity` units out of a larger lot with their share of the cost; what stays keeps the exact rest.
fn split_off(lot: &mut OpenLot, quantity: Decimal) -> Result<OpenLot> {
    let size = lot.lot.quantity.abs();
    let share = |amount: Decimal| times(amount, quantity)?.checked_div(size).ok_or(BookError::TooLarge);
    let mut piece = lot.clone();
    piece.lot.quantity = if lot.lot.quantity < Decimal::ZERO { -quantity } else { quantity };
    piece.lot.cost.amount = share(lot.lot.cost.amount)?;
    piece.lot.cost_base = lot.lot.cost_base.map(share).transpose()?;
    piece.cost_local = lot.cost_local.map(share).transpose()?;
    lot.lot.quantity -= piece.lot.quantity;
    lot.lot.cost.amount -= piece.lot.cost.amount;
    lot.lot.cost_base = lot.lot.cost_base.zip(piece.lot.cost_base).map(|(a, b)| a - b);
    lot.cost_local = lot.cost_local.zip(piece.cost_local).map(|(a, b)| a - b);
    Ok(piece)
}

/// A total spread in proportion to weights; the last one gets what is left, so that the parts add up exactly.
pub(super) fn spread(total: Decimal, weights: &[Decimal]) -> Result<Vec<Decimal>> {
    let sum: Decimal = weights.iter().sum();
    let mut left = total;
    let mut parts = Vec::with_capacity(weights.len());
    for (i, weight) in weights.iter().enumerate() {
        let part = if i + 1 == weights.len() {
            left
        } else {
            times(total, *weight)?.checked_div(sum).ok_or(BookError::TooLarge)?
        };
        left -= part;
        parts.push(part);
    }
    Ok(parts)
}

/// The largest amount or quantity in the books: sums of hundreds of millions of such amounts are still exact.
const LARGEST: Decimal = Decimal::from_parts(0x6310_0000, 0x6BC7_5E2D, 0x5, false, 0); // 10^20

/// A product that the books can hold.
pub(super) fn times(a: Decimal, b: Decimal) -> Result<Decimal> {
    a.checked_mul(b).filter(|p| p.abs() <= LARGEST).ok_or(BookError::TooLarge)
}

/// Whether all amounts of a transaction are small enough for the books.
fn check_sizes(t: &Transaction) -> Result<()> {
    let amounts =
        [t.quantity, t.price, t.amount, t.counter_amount, t.ratio_new, t.ratio_old, Some(t.fees), Some(t.taxes)];
    if amounts.into_iter().flatten().all(|a| a.abs() <= LARGEST) { Ok(()) } else { Err(BookError::TooLarge) }
}
