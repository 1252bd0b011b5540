//! Sums of sizes that do not depend on the order in which they are added.

/// Bits behind the binary point: sizes down to 1e-8 keep 45 significant bits, sums reach 1e16.
const BITS: i32 = 72;

/// A sum of numbers that are zero or more, held as a whole number of 2⁻⁷² units. Each summand is rounded by itself, so any order
/// gives the same sum; it stops at its greatest value rather than turn over.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Sum(i128);

impl Sum {
    /// The summand's own form, for whoever adds it to several sums.
    pub(crate) fn of(value: f64) -> Self {
        // A power of two scales without rounding; the conversion saturates, and makes nothing of NaN.
        Self((value * 2_f64.powi(BITS)) as i128)
    }

    pub(crate) fn add(&mut self, other: Self) {
        self.0 = self.0.saturating_add(other.0);
    }

    pub(crate) fn get(self) -> f64 {
        self.0 as f64 * 2_f64.powi(-BITS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_makes_no_difference() {
        let values = [1e9, 0.1, 1e-8, 3.7, 0.2, 123_456_789.123, 1e-3];
        let sum = |values: &mut dyn Iterator<Item = &f64>| {
            let mut sum = Sum::default();
            values.for_each(|v| sum.add(Sum::of(*v)));
            sum.get()
        };
        assert_eq!(sum(&mut values.iter()), sum(&mut values.iter().rev()));
        assert!((sum(&mut values.iter()) - 1_123_456_793.124).abs() < 1e-6);
        assert_eq!(sum(&mut [0.5, 0.25].iter()), 0.75);
    }

    #[test]
    fn absurd_sizes_neither_panic_nor_turn_over() {
        let mut sum = Sum::of(f64::MAX);
        sum.add(Sum::of(f64::INFINITY));
        sum.add(Sum::of(f64::NAN));
        assert!(sum.get() > 1e16);
    }
}
