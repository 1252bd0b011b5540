//! The prices that a stream had lately, and whether another one is far from them.

/// How many prices make the median. Odd, so that it is one of them.
const PRICES: usize = 15;
/// With fewer prices than this only the last one counts.
const ENOUGH: usize = 5;

/// The last prices in order of time and of size.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct RecentPrices {
    by_time: [f64; PRICES],
    by_size: [f64; PRICES],
    len: usize,
    next: usize,
}

impl RecentPrices {
    /// Takes a price that was found good.
    pub(crate) fn push(&mut self, price: f64) {
        if self.len == PRICES {
            let old = self.by_time[self.next];
            let at = self.by_size.iter().position(|p| *p >= old).unwrap_or(PRICES - 1);
            self.by_size.copy_within(at + 1.., at);
            self.len -= 1;
        }
        let at = self.by_size[..self.len].iter().position(|p| *p > price).unwrap_or(self.len);
        self.by_size.copy_within(at..self.len, at + 1);
        self.by_size[at] = price;
        self.by_time[self.next] = price;
        self.next = (self.next + 1) % PRICES;
        self.len += 1;
    }

    /// Forgets all but a price: the level has changed.
    pub(crate) fn restart(&mut self, price: f64) {
        *self = Self::default();
        self.push(price);
    }

    /// How far a price is from the last one and from the median, whichever is nearer, against a part of it.
    pub(crate) fn distance(&self, price: f64, part: f64) -> Distance {
        if self.len == 0 {
            return Distance::Unknown;
        }
        let last = self.by_time[(self.next + PRICES - 1) % PRICES];
        let median = if self.len >= ENOUGH { self.by_size[self.len / 2] } else { last };
        if near(price, last, part) || near(price, median, part) { Distance::Near } else { Distance::Far(median) }
    }
}

/// How a price stands to those before it.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) enum Distance {
    /// There are none.
    Unknown,
    /// Near enough.
    Near,
    /// Too far from this one.
    Far(f64),
}

/// Whether a price is within a part of another.
pub(crate) fn near(price: f64, other: f64, part: f64) -> bool {
    (price - other).abs() <= part * other.abs()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_price_far_from_last_and_median_is_far() {
        let mut recent = RecentPrices::default();
        assert_eq!(recent.distance(1.0, 0.1), Distance::Unknown, "the first price has nothing to be far from");
        (0..20).for_each(|n| recent.push(100.0 + f64::from(n) * 0.1));
        assert_eq!(recent.distance(105.0, 0.1), Distance::Near);
        assert_eq!(recent.distance(150.0, 0.1), Distance::Far(101.2));
        recent.push(120.0);
        assert_eq!(recent.distance(130.0, 0.1), Distance::Near, "near the last");
        assert_eq!(recent.distance(101.0, 0.1), Distance::Near, "near the median");
        recent.restart(50.0);
        assert_eq!(recent.distance(52.0, 0.1), Distance::Near);
        assert_eq!(recent.distance(100.0, 0.1), Distance::Far(50.0));
    }

    proptest! {
        #[test]
        fn the_median_is_the_one_of_the_last_prices(prices in prop::collection::vec(1_u32..50, 5..100)) {
            let mut recent = RecentPrices::default();
            prices.iter().for_each(|p| recent.push(f64::from(*p)));
            let mut last: Vec<u32> = prices.iter().rev().take(PRICES).copied().collect();
            last.sort_unstable();
            prop_assert_eq!(recent.distance(1e9, 0.1), Distance::Far(f64::from(last[last.len() / 2])));
        }
    }
}
