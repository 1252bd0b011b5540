//! All orders with where they stand, and the executions that are already booked.

use std::{
    collections::{HashMap, HashSet},
    hash::{BuildHasherDefault, Hasher},
};

use model::{
    id::OrderId,
    order::{
        Order, ParentLink,
        event::{OrderEvent, OrderEventData},
        fill::FillKey,
    },
    quantity::Quantity,
};
use rust_decimal::Decimal;

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
    entries: HashMap<OrderId, Entry, BuildHasherDefault<IdHasher>>,
    booked: HashSet<FillKey>,
}

#[derive(Debug)]
struct Entry {
    state: OrderState,
    children: Vec<OrderId>,
}

impl Blotter {
    /// Adds an order that was made and not sent.
    ///
    /// # Errors
    /// [`OrderError::Exists`]; [`OrderError::NotFound`] when its parent is not there; [`OrderError::LargerThanParent`].
    pub fn add(&mut self, order: Order) -> Result<(), OrderError> {
        let id = order.id();
        if self.entries.contains_key(&id) {
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
            self.entries.get_mut(&parent.id).ok_or(OrderError::NotFound(parent.id))?.children.push(id);
        }
        self.entries.insert(id, Entry { state: OrderState::new(order), children: Vec::new() });
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
        let entry = self.entries.get_mut(&event.order_id).ok_or(OrderError::NotFound(event.order_id))?;
        let OrderEventData::Filled { fill } = &event.data else {
            return entry.state.apply(&event.data).map(Taken::Applied);
        };
        if self.booked.contains(&fill.key()) {
            return Ok(Taken::Duplicate);
        }
        let applied = entry.state.apply(&event.data)?;
        self.booked.insert(fill.key());
        Ok(Taken::Applied(applied))
    }

    /// Where an order stands.
    ///
    /// # Errors
    /// [`OrderError::NotFound`].
    pub fn get(&self, id: OrderId) -> Result<&OrderState, OrderError> {
        self.entries.get(&id).map(|entry| &entry.state).ok_or(OrderError::NotFound(id))
    }

    /// Every order, in no particular sequence.
    pub fn iter(&self) -> impl Iterator<Item = &OrderState> {
        self.entries.values().map(|entry| &entry.state)
    }

    /// How many orders there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
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
        let done = |entry: &Entry| entry.state.status().is_closed() && entry.children.is_empty();
        if self.entries.get(&id).is_some_and(done)
            && let Some(entry) = self.entries.remove(&id)
            && let Some(parent) = entry.state.order().parent
            && parent.link == ParentLink::Exit
            && let Some(parent) = self.entries.get_mut(&parent.id)
        {
            parent.children.retain(|child| *child != id);
            let parent = parent.state.order().id();
            self.retire(parent);
        }
    }

    /// Room for so many executions.
    pub(crate) fn reserve(&mut self, fills: usize) {
        self.booked.reserve(fills);
    }

    fn room(&self, parent: OrderId, without: Option<OrderId>) -> Result<Decimal, OrderError> {
        let entry = self.entries.get(&parent).ok_or(OrderError::NotFound(parent))?;
        let claim = |state: &OrderState| {
            let filled = state.filled().get();
            if state.status().is_closed() { filled } else { filled.max(state.quantity().get()) }
        };
        let slices = entry.children.iter().filter(|id| Some(**id) != without).filter_map(|id| self.entries.get(id));
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

/// Ids are made by us, so nobody can choose them to collide; a quick hash is enough.
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
