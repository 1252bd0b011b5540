//! An order book: what is offered at which price.

pub mod checksum;
pub mod depth;
pub mod follow;

use model::market::{BidAsk, BookSide};
use serde::{Deserialize, Serialize};

/// A price with the units that are offered at it.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Level {
    /// Price of a unit.
    pub price: f64,
    /// Units, more than zero.
    pub size: f64,
}

/// Both sides by price. The best price of each stands last, where changes are cheapest.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct OrderBook {
    /// Ascending.
    bids: Vec<Level>,
    /// Descending.
    asks: Vec<Level>,
}

impl OrderBook {
    /// Puts the units that are offered at a price; zero takes the price out. Values must be finite.
    pub fn set(&mut self, side: BookSide, price: f64, size: f64) {
        let levels = self.levels_mut(side);
        let found = levels.binary_search_by(|level| match side {
            BookSide::Bid => level.price.total_cmp(&price),
            BookSide::Ask => price.total_cmp(&level.price),
        });
        match found {
            Ok(place) if size > 0.0 => levels[place].size = size,
            Ok(place) => {
                levels.remove(place);
            }
            Err(place) if size > 0.0 => levels.insert(place, Level { price, size }),
            Err(_) => {}
        }
    }

    /// Empties it.
    pub fn clear(&mut self) {
        self.bids.clear();
        self.asks.clear();
    }

    /// Keeps the best `depth` levels of each side.
    pub fn truncate(&mut self, depth: usize) {
        for levels in [&mut self.bids, &mut self.asks] {
            let surplus = levels.len().saturating_sub(depth);
            levels.drain(..surplus);
        }
    }

    /// A side from its best price outwards.
    pub fn levels(&self, side: BookSide) -> impl ExactSizeIterator<Item = Level> + '_ {
        match side {
            BookSide::Bid => self.bids.iter().rev().copied(),
            BookSide::Ask => self.asks.iter().rev().copied(),
        }
    }

    /// The best level of a side; `None` when nothing is offered.
    #[must_use]
    pub fn best(&self, side: BookSide) -> Option<Level> {
        match side {
            BookSide::Bid => self.bids.last().copied(),
            BookSide::Ask => self.asks.last().copied(),
        }
    }

    /// Best bid and ask.
    #[must_use]
    pub fn bid_ask(&self) -> BidAsk {
        let (bid, ask) = (self.best(BookSide::Bid), self.best(BookSide::Ask));
        BidAsk {
            bid: bid.map(|level| level.price),
            bid_size: bid.map(|level| level.size),
            ask: ask.map(|level| level.price),
            ask_size: ask.map(|level| level.size),
        }
    }

    fn levels_mut(&mut self, side: BookSide) -> &mut Vec<Level> {
        match side {
            BookSide::Bid => &mut self.bids,
            BookSide::Ask => &mut self.asks,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    proptest! {
        /// A map by price is all that a book is.
        #[test]
        fn it_is_a_map_by_price(sets in prop::collection::vec((0_u8..2, 1_u32..60, 0_u32..4), 0..400), depth in 1_usize..70) {
            let mut book = OrderBook::default();
            let mut maps = [BTreeMap::new(), BTreeMap::new()];
            for (side, ticks, size) in sets {
                let side = if side == 0 { BookSide::Bid } else { BookSide::Ask };
                book.set(side, f64::from(ticks) * 0.1, f64::from(size) * 0.5);
                let map = &mut maps[side as usize];
                if size == 0 { map.remove(&ticks) } else { map.insert(ticks, size) };
            }
            let level = |(ticks, size): (&u32, &u32)| Level { price: f64::from(*ticks) * 0.1, size: f64::from(*size) * 0.5 };
            book.truncate(depth);
            let bids: Vec<Level> = maps[0].iter().rev().take(depth).map(level).collect();
            let asks: Vec<Level> = maps[1].iter().take(depth).map(level).collect();
            prop_assert_eq!(book.levels(BookSide::Bid).collect::<Vec<_>>(), bids);
            prop_assert_eq!(book.levels(BookSide::Ask).collect::<Vec<_>>(), asks);
        }
    }
}
