//! The books while they are being folded: one transaction counts whole or not at all.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};

use chrono::NaiveDate;
use model::{
    currency::Currency,
    id::{AccountId, InstrumentId, LotId},
    instrument::InstrumentFields,
    lot::Lot,
    money::Money,
    transaction::Transaction,
};
use rust_decimal::Decimal;
use uuid::Uuid;

use super::{
    BookedAmount, CashEntry, Context, ExternalFlow, FlowUnits, OpenLot, RealizedGain, UnitChange, problem::BookError,
};

/// Where lots lie.
pub(super) type Key = (AccountId, InstrumentId);
type Result<T> = std::result::Result<T, BookError>;

/// Which lots of an instrument are meant.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Side {
    Long,
    Short,
}

#[derive(Default)]
pub(super) struct Records {
    pub(super) realized: Vec<RealizedGain>,
    pub(super) cash: Vec<CashEntry>,
    pub(super) income: Vec<BookedAmount>,
    pub(super) fees: Vec<BookedAmount>,
    pub(super) taxes: Vec<BookedAmount>,
    pub(super) flows: Vec<ExternalFlow>,
    pub(super) units: Vec<UnitChange>,
}

impl Records {
    fn lengths(&self) -> [usize; 7] {
        [
            self.realized.len(),
            self.cash.len(),
            self.income.len(),
            self.fees.len(),
            self.taxes.len(),
            self.flows.len(),
            self.units.len(),
        ]
    }

    fn truncate(&mut self, to: [usize; 7]) {
        self.realized.truncate(to[0]);
        self.cash.truncate(to[1]);
        self.income.truncate(to[2]);
        self.fees.truncate(to[3]);
        self.taxes.truncate(to[4]);
        self.flows.truncate(to[5]);
        self.units.truncate(to[6]);
    }
}

/// What undoes a change of lots.
enum Undo {
    Pushed(Key),
    Was(Key, VecDeque<OpenLot>),
}

pub(super) struct State<'a> {
    pub(super) ctx: Context<'a>,
    instruments: HashMap<InstrumentId, &'a InstrumentFields>,
    accounts: HashSet<AccountId>,
    lots: BTreeMap<Key, VecDeque<OpenLot>>,
    pub(super) records: Records,
    undo: Vec<Undo>,
    legs: u128,
}

impl<'a> State<'a> {
    pub(super) fn new(ctx: Context<'a>) -> Self {
        Self {
            ctx,
            instruments: ctx.instruments.iter().map(|i| (i.id, &i.fields)).collect(),
            accounts: ctx.accounts.iter().map(|a| a.id).collect(),
            lots: BTreeMap::new(),
            records: Records::default(),
            undo: Vec::new(),
            legs: 0,
        }
    }

    pub(super) fn into_parts(self) -> (Vec<OpenLot>, Records) {
        let mut lots: Vec<OpenLot> = self.lots.into_values().flatten().collect();
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
            for step in std::mem::take(&mut self.undo).into_iter().rev() {
                match step {
                    Undo::Pushed(key) => drop(self.lots.get_mut(&key).and_then(VecDeque::pop_back)),
                    Undo::Was(key, lots) => drop(self.lots.insert(key, lots)),
                }
            }
        }
        booked
    }

    fn check_names(&self, t: &Transaction) -> Result<()> {
        let accounts = [Some(t.account_id), t.counter_account_id];
        if accounts.into_iter().flatten().any(|a| !self.accounts.contains(&a)) {
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
        self.lots.get(&key).into_iter().flatten().filter(|l| side_of(l) == side).map(|l| l.lot.quantity.abs()).sum()
    }

    /// Whether a lot with this identity is still open there.
    pub(super) fn has_lot(&self, key: Key, id: LotId) -> bool {
        self.lots.get(&key).into_iter().flatten().any(|l| l.lot.id == id)
    }

    /// Adds a lot behind those opened before it or on the same day.
    pub(super) fn add(&mut self, lot: OpenLot) {
        let key = (lot.lot.account_id, lot.lot.instrument_id);
        let queue = self.lots.entry(key).or_default();
        let at = queue.partition_point(|l| l.lot.opened_on <= lot.lot.opened_on);
        if at == queue.len() {
            self.undo.push(Undo::Pushed(key));
        } else {
            self.undo.push(Undo::Was(key, queue.clone()));
        }
        queue.insert(at, lot);
    }

    /// All lots of an instrument in an account, to be changed in place. Empty when there are none.
    pub(super) fn lots_mut(&mut self, key: Key) -> &mut VecDeque<OpenLot> {
        let queue = self.lots.entry(key).or_default();
        self.undo.push(Undo::Was(key, queue.clone()));
        queue
    }

    /// Takes units out of the oldest lots of one side: whole lots, and a part of the last.
    pub(super) fn take(&mut self, key: Key, side: Side, quantity: Decimal) -> Result<Vec<OpenLot>> {
        let held = self.held(key, side);
        if held < quantity {
            let (symbol, wanted) = (self.symbol(key.1), quantity.normalize());
            let held = held.normalize();
            return Err(match side {
                Side::Long => BookError::MoreThanHeld { symbol, wanted, held },
                Side::Short => BookError::MoreThanShort { symbol, wanted, short: held },
            });
        }
        let queue = self.lots_mut(key);
        let (mut left, mut taken, mut at) = (quantity, Vec::new(), 0);
        while left > Decimal::ZERO && at < queue.len() {
            if side_of(&queue[at]) != side {
                at += 1;
                continue;
            }
            let size = queue[at].lot.quantity.abs();
            if size <= left {
                left -= size;
                taken.extend(queue.remove(at));
            } else {
                taken.push(split_off(&mut queue[at], left)?);
                left = Decimal::ZERO;
            }
        }
        Ok(taken)
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
        Ok(OpenLot { lot, cost_local, changed_by: Vec::new() })
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
                account_id,
                instrument_id,
                quantity,
            });
        }
    }

    pub(super) fn flow(&mut self, t: &Transaction, account_id: AccountId, between_accounts: bool, what: FlowUnits) {
        self.records.flows.push(ExternalFlow {
            transaction_id: t.id,
            date: t.trade_date,
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

pub(super) fn side_of(lot: &OpenLot) -> Side {
    if lot.lot.quantity < Decimal::ZERO { Side::Short } else { Side::Long }
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
