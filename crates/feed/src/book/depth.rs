//! What a screen shows of a book.

use model::market::BookSide;
use serde::{Deserialize, Serialize};

use super::OrderBook;

/// A level with everything that is offered up to it.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct DepthLevel {
    /// Price of a unit.
    pub price: f64,
    /// Units at this price.
    pub size: f64,
    /// Units at this and all better prices.
    pub cumulative: f64,
}

/// The best levels of both sides, from the best outwards.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Depth {
    /// Orders to buy.
    pub bids: Vec<DepthLevel>,
    /// Orders to sell.
    pub asks: Vec<DepthLevel>,
    /// Half-way between the best prices; unknown without both.
    pub mid: Option<f64>,
    /// Best ask less best bid; unknown without both.
    pub spread: Option<f64>,
    /// Units bid less units asked, as a part of both together, over the levels shown: −1 to 1. Unknown in an empty book.
    pub imbalance: Option<f64>,
}

impl OrderBook {
    /// The best `n` levels of each side.
    #[must_use]
    pub fn depth(&self, n: usize) -> Depth {
        let side = |side| {
            let mut cumulative = 0.0;
            let levels = self.levels(side).take(n).map(|level| {
                cumulative += level.size;
                DepthLevel { price: level.price, size: level.size, cumulative }
            });
            levels.collect::<Vec<_>>()
        };
        let (bids, asks) = (side(BookSide::Bid), side(BookSide::Ask));
        let total = |levels: &[DepthLevel]| levels.last().map_or(0.0, |last| last.cumulative);
        let (bid, ask) = (total(&bids), total(&asks));
        let imbalance = (bid + ask > 0.0).then(|| (bid - ask) / (bid + ask));
        let best = self.bid_ask();
        Depth { bids, asks, mid: best.mid(), spread: best.spread(), imbalance }
    }

    /// The mean price at which `units` could be bought (asks) or sold (bids) at once; `None` when not so many are offered.
    #[must_use]
    pub fn fill_price(&self, side: BookSide, units: f64) -> Option<f64> {
        let mut left = units;
        let mut paid = 0.0;
        for level in self.levels(side) {
            let taken = left.min(level.size);
            paid += taken * level.price;
            left -= taken;
            if left <= 0.0 {
                break;
            }
        }
        (units > 0.0 && left <= 0.0).then(|| paid / units)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn book() -> OrderBook {
        let mut book = OrderBook::default();
        for (side, price, size) in [
            (BookSide::Bid, 99.0, 2.0),
            (BookSide::Bid, 100.0, 1.0),
            (BookSide::Ask, 101.0, 3.0),
            (BookSide::Ask, 102.0, 4.0),
        ] {
            book.set(side, price, size);
        }
        book
    }

    #[test]
    fn levels_add_up() {
        let depth = book().depth(2);
        let cumulative = |levels: &[DepthLevel]| levels.iter().map(|l| (l.price, l.cumulative)).collect::<Vec<_>>();
        assert_eq!(cumulative(&depth.bids), [(100.0, 1.0), (99.0, 3.0)]);
        assert_eq!(cumulative(&depth.asks), [(101.0, 3.0), (102.0, 7.0)]);
        assert_eq!((depth.mid, depth.spread, depth.imbalance), (Some(100.5), Some(1.0), Some(-0.4)));
        assert_eq!(book().depth(1).imbalance, Some(-0.5));
        let empty = OrderBook::default().depth(5);
        assert_eq!((empty.mid, empty.spread, empty.imbalance), (None, None, None));
    }

    #[test]
    fn a_price_for_more_than_is_offered_is_unknown() {
        assert_eq!(book().fill_price(BookSide::Ask, 4.0), Some(101.25));
        assert_eq!(book().fill_price(BookSide::Bid, 3.0), Some((100.0 + 2.0 * 99.0) / 3.0));
        assert_eq!(book().fill_price(BookSide::Ask, 7.1), None);
        for units in [0.0, -1.0, f64::NAN] {
            assert_eq!(book().fill_price(BookSide::Ask, units), None, "{units}");
        }
    }
}
