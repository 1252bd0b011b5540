//! The open lots of one instrument in one account, in the order in which a sale takes them.

use std::collections::BTreeMap;

use model::{account::LotMethod, lot::LotChoice};
use rust_decimal::Decimal;

use super::OpenLot;

/// Which lots of an instrument are meant.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Side {
    Long,
    Short,
}

impl Side {
    pub(super) fn of(lot: &OpenLot) -> Self {
        if lot.lot.quantity < Decimal::ZERO { Self::Short } else { Self::Long }
    }
}

/// In which order lots are taken.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(super) enum Order {
    #[default]
    Oldest,
    Newest,
    LeastGain,
}

impl From<LotMethod> for Order {
    fn from(method: LotMethod) -> Self {
        match method {
            LotMethod::Fifo
            | LotMethod::Specific
            | LotMethod::Average
            | LotMethod::Section104
            | LotMethod::AdjustedCostBase => Self::Oldest,
            LotMethod::Lifo => Self::Newest,
            LotMethod::Hifo => Self::LeastGain,
        }
    }
}

/// Where a lot stands in its order: by rank, then day, then number.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Place {
    rank: Decimal,
    day: i64,
    number: i64,
}

impl Place {
    fn new(order: Order, lot: &OpenLot, number: i64) -> Self {
        let day = i64::from(chrono::Datelike::num_days_from_ce(&lot.lot.opened_on));
        match order {
            Order::Oldest => Self { rank: Decimal::ZERO, day, number },
            Order::Newest => Self { rank: Decimal::ZERO, day: -day, number: -number },
            Order::LeastGain => Self { rank: -unit_cost(lot), day, number },
        }
    }

    fn number(self) -> i64 {
        self.number.abs()
    }
}

/// What a unit cost in the base currency, negative for what a short one brought. Lots without it are as if they had cost
/// nothing: they are taken last.
fn unit_cost(lot: &OpenLot) -> Decimal {
    lot.lot.cost_base.and_then(|c| c.checked_div(lot.lot.quantity)).unwrap_or_default()
}

/// The lots of one side.
#[derive(Clone, Default, Debug)]
struct Lots {
    by_place: BTreeMap<Place, OpenLot>,
    /// Their units, as a positive number.
    units: Decimal,
}

/// The open lots of one instrument in one account.
#[derive(Clone, Default, Debug)]
pub(super) struct Holding {
    order: Order,
    long: Lots,
    short: Lots,
    n_numbers: i64,
}

/// A lot as it stood before a change of its holding.
#[derive(Debug)]
pub(super) struct Before {
    pub(super) side: Side,
    pub(super) place: Place,
    /// None for a lot that was not there.
    pub(super) lot: Option<OpenLot>,
}

impl Holding {
    pub(super) fn new(order: Order) -> Self {
        Self { order, ..Self::default() }
    }

    fn side(&self, side: Side) -> &Lots {
        match side {
            Side::Long => &self.long,
            Side::Short => &self.short,
        }
    }

    fn side_mut(&mut self, side: Side) -> &mut Lots {
        match side {
            Side::Long => &mut self.long,
            Side::Short => &mut self.short,
        }
    }

    pub(super) fn order(&self) -> Order {
        self.order
    }

    /// Units open on one side, as a positive number.
    pub(super) fn units(&self, side: Side) -> Decimal {
        self.side(side).units
    }

    /// The lots, long ones first, in the order in which they are taken.
    pub(super) fn lots(&self) -> impl Iterator<Item = &OpenLot> {
        self.long.by_place.values().chain(self.short.by_place.values())
    }

    /// Puts a lot in.
    pub(super) fn add(&mut self, lot: OpenLot) -> Before {
        self.n_numbers += 1;
        self.put(self.n_numbers, lot)
    }

    fn put(&mut self, number: i64, lot: OpenLot) -> Before {
        let (side, place) = (Side::of(&lot), Place::new(self.order, &lot, number));
        let lots = self.side_mut(side);
        lots.units += lot.lot.quantity.abs();
        lots.by_place.insert(place, lot);
        Before { side, place, lot: None }
    }

    /// Takes units of a side in order: whole lots, and of the last a part that `split` makes. `quantity` must be there.
    pub(super) fn take<E>(
        &mut self,
        side: Side,
        quantity: Decimal,
        split: impl Fn(&mut OpenLot, Decimal) -> Result<OpenLot, E>,
    ) -> Result<(Vec<OpenLot>, Vec<Before>), E> {
        let (mut left, mut taken, mut before) = (quantity, Vec::new(), Vec::new());
        while left > Decimal::ZERO {
            let Some(place) = self.side(side).by_place.first_key_value().map(|(place, _)| *place) else { break };
            let (piece, was) = self.take_from(side, place, left, &split)?;
            left -= piece.lot.quantity.abs();
            taken.push(piece);
            before.push(was);
        }
        Ok((taken, before))
    }

    /// Takes units of one lot by its identity; none where it is not there or has fewer.
    pub(super) fn take_named<E>(
        &mut self,
        side: Side,
        choice: &LotChoice,
        split: impl Fn(&mut OpenLot, Decimal) -> Result<OpenLot, E>,
    ) -> Result<Option<(OpenLot, Before)>, E> {
        let found = self.side(side).by_place.iter().find(|(_, l)| l.lot.id == choice.lot_id);
        match found.filter(|(_, l)| l.lot.quantity.abs() >= choice.quantity).map(|(place, _)| *place) {
            Some(place) => self.take_from(side, place, choice.quantity, &split).map(Some),
            None => Ok(None),
        }
    }

    /// At most `most` units of the lot at a place, which must be there.
    fn take_from<E>(
        &mut self,
        side: Side,
        place: Place,
        most: Decimal,
        split: &impl Fn(&mut OpenLot, Decimal) -> Result<OpenLot, E>,
    ) -> Result<(OpenLot, Before), E> {
        let lots = self.side_mut(side);
        let lot = lots.by_place.get_mut(&place).expect("invariant: the place was looked up");
        let was = Before { side, place, lot: Some(lot.clone()) };
        let size = lot.lot.quantity.abs();
        let piece = if size <= most {
            lots.by_place.remove(&place).expect("invariant: the place was looked up")
        } else {
            split(lot, most)?
        };
        lots.units -= size.min(most);
        // Units of 28 digits can leave a last digit behind in the running sum: what is there decides.
        if lots.by_place.is_empty() || lots.units <= Decimal::ZERO {
            lots.units = lots.by_place.values().map(|l| l.lot.quantity.abs()).sum();
        }
        Ok((piece, was))
    }

    /// Undoes a change of one lot.
    pub(super) fn put_back(&mut self, before: Before) {
        let lots = self.side_mut(before.side);
        let now = lots.by_place.remove(&before.place).map_or(Decimal::ZERO, |l| l.lot.quantity.abs());
        lots.units -= now;
        if let Some(lot) = before.lot {
            lots.units += lot.lot.quantity.abs();
            lots.by_place.insert(before.place, lot);
        }
    }

    /// All lots, the oldest first, and none is left.
    pub(super) fn drain(&mut self) -> Vec<OpenLot> {
        let mut numbered = self.numbered();
        numbered.sort_by_key(|(number, lot)| (lot.lot.opened_on, *number));
        numbered.into_iter().map(|(_, lot)| lot).collect()
    }

    /// Changes each long lot, in order, in what does not move it.
    pub(super) fn each_long(&mut self, change: impl FnMut(&mut OpenLot)) {
        self.long.by_place.values_mut().for_each(change);
    }

    /// Puts the lots into another order.
    pub(super) fn reorder(&mut self, order: Order) {
        let numbered = self.numbered();
        self.order = order;
        for (number, lot) in numbered {
            self.put(number, lot);
        }
    }

    fn numbered(&mut self) -> Vec<(i64, OpenLot)> {
        let sides = [std::mem::take(&mut self.long), std::mem::take(&mut self.short)];
        sides.into_iter().flat_map(|s| s.by_place).map(|(place, lot)| (place.number(), lot)).collect()
    }
}
