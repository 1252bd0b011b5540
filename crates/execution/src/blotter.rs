//! All orders with where they stand, and the executions that are already booked.

use std::{
    collections::{HashMap, HashSet},
    hash::{BuildHasherDefault, Hasher},
};

use model::{
    id::{AccountId, OrderId},
    market::Source,
    order::{
        Order, ParentLink,
        event::{OrderEvent, OrderEventData},
        fill::FillKey,
    },
    quantity::Quantity,
};
use rust_decimal::Decimal;
use smallvec::SmallVec;

use crate::{
    error::OrderError,
    state::{Applied, OrderState},
};

/// What became of an event.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Taken {
    /// It took effect.
    Applied(Applied),
    /// The same execution is booked already; nothing changed.
    Duplicate,
}

/// Orders by id. Events are given in any order and any number of times; each execution counts once.
#[derive(Default, Debug)]
pub struct Blotter {
    places: HashMap<OrderId, usize, BuildHasherDefault<IdHasher>>,
    entries: Vec<Option<Entry>>,
    free: Vec<usize>,
    booked: Booked,
}

#[derive(Debug)]
struct Entry {
    state: OrderState,
    /// A bracket has two.
    children: SmallVec<[OrderId; 2]>,
}

impl Blotter {
    /// A blotter with room for so many orders and executions.
    #[must_use]
    pub fn with_capacity(orders: usize, executions: usize) -> Self {
        let mut blotter = Self { entries: Vec::with_capacity(orders), ..Self::default() };
        blotter.places.reserve(orders);
        blotter.booked.others.reserve(executions);
        blotter
    }

    /// Adds an order that was made and not sent.
    ///
    /// # Errors
    /// [`OrderError::Exists`]; [`OrderError::NotFound`] when its parent is not there; [`OrderError::LargerThanParent`].
    pub fn add(&mut self, order: Order) -> Result<(), OrderError> {
        let id = order.id();
        if self.places.contains_key(&id) {
            return Err(OrderError::Exists(id));
        }
        if let Some(parent) = order.parent {
            let room = match parent.link {
                ParentLink::Slice => self.room(parent.id, None)?,
                ParentLink::Exit => self.get(parent.id)?.quantity().get(),
            };
            if order.quantity.get() > room {
                let (wanted, room) = (order.quantity, Quantity::new(room));
                return Err(OrderError::LargerThanParent { parent: parent.id, wanted, room });
            }
            self.entry_mut(parent.id)?.children.push(id);
        }
        let entry = Some(Entry { state: OrderState::new(order), children: SmallVec::new() });
        let place = self.free.pop().unwrap_or(self.entries.len());
        match self.entries.get_mut(place) {
            Some(free) => *free = entry,
            None => self.entries.push(entry),
        }
        self.places.insert(id, place);
        Ok(())
    }

    /// Takes an event.
    ///
    /// # Errors
    /// [`OrderError::NotFound`], [`OrderError::LargerThanParent`] when a change would break that rule, and those of
    /// [`OrderState::apply`]. Nothing changed then.
    pub fn take(&mut self, event: &OrderEvent) -> Result<Taken, OrderError> {
        if let OrderEventData::ReplaceRequested { to } = &event.data {
            self.check_change(event.order_id, to.quantity.get())?;
        }
        let OrderEventData::Filled { fill } = &event.data else {
            return self.entry_mut(event.order_id)?.state.apply(&event.data).map(Taken::Applied);
        };
        let key = fill.key();
        if self.booked.contains(&key) {
            return Ok(Taken::Duplicate);
        }
        let applied = self.entry_mut(event.order_id)?.state.apply(&event.data)?;
        self.booked.insert(key);
        Ok(Taken::Applied(applied))
    }

    /// Where an order stands.
    ///
    /// # Errors
    /// [`OrderError::NotFound`].
    pub fn get(&self, id: OrderId) -> Result<&OrderState, OrderError> {
        self.entry(id).map(|entry| &entry.state)
    }

    /// Every order, in no particular sequence.
    pub fn iter(&self) -> impl Iterator<Item = &OrderState> {
        self.entries.iter().flatten().map(|entry| &entry.state)
    }

    /// How many orders there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Units of a parent that its slices have not taken: what is open counts whole, what is closed by what traded.
    ///
    /// # Errors
    /// [`OrderError::NotFound`].
    pub fn room_of(&self, parent: OrderId) -> Result<Quantity, OrderError> {
        self.room(parent, None).map(Quantity::new)
    }

    /// Forgets a closed order, but not its executions: a simulation keeps only what works. An order that is open, or that has
    /// children, stays.
    pub fn retire(&mut self, id: OrderId) {
        let Some(place) = self.places.get(&id).copied() else { return };
        let done = |entry: &Entry| entry.state.status().is_closed() && entry.children.is_empty();
        let Some(entry) = self.entries[place].take_if(|entry| done(entry)) else { return };
        self.places.remove(&id);
        self.free.push(place);
        let exit_of = entry.state.order().parent.filter(|parent| parent.link == ParentLink::Exit);
        if let Some(parent) = exit_of
            && let Ok(entry) = self.entry_mut(parent.id)
        {
            entry.children.retain(|child| *child != id);
            self.retire(parent.id);
        }
    }

    fn entry(&self, id: OrderId) -> Result<&Entry, OrderError> {
        let place = self.places.get(&id).ok_or(OrderError::NotFound(id))?;
        self.entries[*place].as_ref().ok_or(OrderError::NotFound(id))
    }

    fn entry_mut(&mut self, id: OrderId) -> Result<&mut Entry, OrderError> {
        let place = self.places.get(&id).ok_or(OrderError::NotFound(id))?;
        self.entries[*place].as_mut().ok_or(OrderError::NotFound(id))
    }

    fn room(&self, parent: OrderId, without: Option<OrderId>) -> Result<Decimal, OrderError> {
        let entry = self.entry(parent)?;
        let claim = |state: &OrderState| {
            let filled = state.filled().get();
            if state.status().is_closed() { filled } else { filled.max(state.quantity().get()) }
        };
        let slices = entry.children.iter().filter(|id| Some(**id) != without).filter_map(|id| self.entry(*id).ok());
        let slices = slices.filter(|child| is_slice(child.state.order()));
        Ok(entry.state.quantity().get() - slices.map(|child| claim(&child.state)).sum::<Decimal>())
    }

    /// A change must leave every child within its parent.
    fn check_change(&self, id: OrderId, wanted: Decimal) -> Result<(), OrderError> {
        let order = self.get(id)?.order();
        if let Some(parent) = order.parent
            && is_slice(order)
        {
            let room = self.room(parent.id, Some(id))?;
            if wanted > room {
                let (wanted, room) = (Quantity::new(wanted), Quantity::new(room));
                return Err(OrderError::LargerThanParent { parent: parent.id, wanted, room });
            }
        }
        let claimed = self.get(id)?.quantity().get() - self.room(id, None)?;
        if claimed > wanted {
            let (wanted, room) = (Quantity::new(claimed), Quantity::new(wanted));
            return Err(OrderError::LargerThanParent { parent: id, wanted, room });
        }
        Ok(())
    }
}

fn is_slice(order: &Order) -> bool {
    order.parent.is_some_and(|parent| parent.link == ParentLink::Slice)
}

/// Executions that are booked. One venue that numbers them 1, 2, 3, as a simulation does, costs a number instead of a list.
#[derive(Default, Debug)]
struct Booked {
    /// Whose numbers they are.
    of: Option<(Source, AccountId)>,
    /// All up to this one are booked.
    up_to: u64,
    others: HashSet<FillKey, BuildHasherDefault<IdHasher>>,
}

impl Booked {
    fn contains(&self, key: &FillKey) -> bool {
        self.number(key).is_some_and(|number| number <= self.up_to) || self.others.contains(key)
    }

    /// Takes one that is not there.
    fn insert(&mut self, key: FillKey) {
        if self.of.is_none() {
            self.of = Some((key.venue, key.account_id));
        }
        if self.number(&key) == Some(self.up_to + 1) {
            self.up_to += 1;
        } else {
            self.others.insert(key);
        }
    }

    /// The number of an execution, from 1, if it is one of those that are counted.
    fn number(&self, key: &FillKey) -> Option<u64> {
        let counted = self.of == Some((key.venue, key.account_id));
        if counted { key.execution_id.number().filter(|number| *number > 0) } else { None }
    }
}

/// A quick hash: ids of orders are made by us, and a venue gains nothing by executions whose ids collide.
#[derive(Default)]
struct IdHasher(u64);

impl Hasher for IdHasher {
    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 32)
    }

    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            // The multiplier of Knuth's multiplicative hashing, 2^64 / φ.
            self.0 = (self.0.rotate_left(5) ^ u64::from_be_bytes(word)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(venue: &str, id: &str) -> FillKey {
        let account_id = AccountId::from_uuid(uuid::Uuid::from_u128(1));
        FillKey { venue: venue.parse().unwrap(), account_id, execution_id: id.parse().unwrap() }
    }

    #[test]
    fn each_execution_is_there_once_it_was_taken() {
        let mut booked = Booked::default();
        let mut taken = Vec::new();
        for (venue, id) in [
            ("one", "2"),
            ("one", "1"),
            ("one", "3"),
            ("two", "1"),
            ("one", "x"),
            ("one", "2x"),
            ("one", "0"),
            ("one", "03"),
            ("two", "2"),
            ("one", "5"),
            ("one", "4"),
            ("one", "6"),
            ("one", "18446744073709551615"),
        ] {
            let key = key(venue, id);
            assert!(!booked.contains(&key), "{venue} {id}");
            booked.insert(key);
            taken.push(key);
            assert!(taken.iter().all(|key| booked.contains(key)), "{venue} {id}");
        }
        assert!(!booked.contains(&key("one", "7")) && !booked.contains(&key("two", "3")));
        // 2 and 5 came too early to be counted.
        assert_eq!((booked.up_to, booked.others.len()), (1, 12));
    }
}
