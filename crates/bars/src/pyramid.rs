//! A min/max pyramid: what a chart of any width needs from a series of any length, in logarithmic time.
//!
//! Level 0 holds the extremes of every [`BASE`] values, each further level those of [`FACTOR`] buckets below it.
//! A missing value is `NaN` and never an extreme.

use std::ops::Range;

/// Values under one bucket of the lowest level.
const BASE: usize = 16;
/// Buckets under one bucket of the next level.
const FACTOR: usize = 4;

/// The positions of the least and greatest value of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extent {
    /// Where the least value is (the first of equals).
    pub min_at: usize,
    /// Where the greatest value is (the first of equals).
    pub max_at: usize,
}

/// The pyramid over one series, which the caller keeps.
#[derive(Clone, Debug)]
pub struct Pyramid {
    levels: Vec<Vec<Option<Extent>>>,
}

impl Pyramid {
    /// Builds the levels over `values`. Time and memory: n/16 buckets and a third more.
    pub fn new(values: &[f64]) -> Self {
        let mut levels = vec![
            (0..values.len().div_ceil(BASE))
                .map(|b| scan(values, b * BASE..((b + 1) * BASE).min(values.len())))
                .collect::<Vec<_>>(),
        ];
        while let Some(below) = levels.last().filter(|l| l.len() > FACTOR) {
            let level = below.chunks(FACTOR).map(|c| c.iter().fold(None, |acc, e| join(values, acc, *e))).collect();
            levels.push(level);
        }
        Self { levels }
    }

    /// The extremes of `values[range]`; `None` when the range is empty or all of it is missing.
    ///
    /// `values` must be the series the pyramid was built over. Time: logarithmic in the length.
    pub fn extent(&self, values: &[f64], range: Range<usize>) -> Option<Extent> {
        let (mut lo, mut hi) = (range.start, range.end.min(values.len()));
        if lo >= hi {
            return None;
        }
        // Ends that do not fill a bucket are read as they are; the whole buckets between climb the levels.
        let (first, last) = (lo.div_ceil(BASE), hi / BASE);
        if first >= last {
            return scan(values, lo..hi);
        }
        let mut found = join(values, scan(values, lo..first * BASE), scan(values, last * BASE..hi));
        (lo, hi) = (first, last);
        for (depth, level) in self.levels.iter().enumerate() {
            let (up_lo, up_hi) = (lo.div_ceil(FACTOR), hi / FACTOR);
            let top = depth + 1 == self.levels.len() || up_lo >= up_hi;
            let ends = if top { [lo..hi, 0..0] } else { [lo..up_lo * FACTOR, up_hi * FACTOR..hi] };
            for bucket in ends.into_iter().flat_map(|end| &level[end]) {
                found = join(values, found, *bucket);
            }
            if top {
                break;
            }
            (lo, hi) = (up_lo, up_hi);
        }
        found
    }

    /// The positions in `range` that a line `columns` pixels wide must pass through to look the same as the whole:
    /// first, least, greatest and last of each column, in order and without repeats. At most 4 × `columns`.
    pub fn outline(&self, values: &[f64], range: Range<usize>, columns: usize) -> Vec<usize> {
        let range = range.start..range.end.min(values.len());
        let (n, columns) = (range.len(), columns.max(1));
        if n <= 4 * columns {
            return range.filter(|i| !values[*i].is_nan()).collect();
        }
        let mut kept = Vec::with_capacity(4 * columns);
        for column in 0..columns {
            let (from, to) = (range.start + n * column / columns, range.start + n * (column + 1) / columns);
            let Some(Extent { min_at, max_at }) = self.extent(values, from..to) else { continue };
            let (early, late) = (min_at.min(max_at), min_at.max(max_at));
            kept.extend([from, early, late, to - 1].into_iter().filter(|i| !values[*i].is_nan()));
        }
        kept.dedup();
        kept
    }
}

/// The extremes of a short run, read value by value.
fn scan(values: &[f64], range: Range<usize>) -> Option<Extent> {
    range.fold(None, |acc, i| {
        let here = (!values[i].is_nan()).then_some(Extent { min_at: i, max_at: i });
        join(values, acc, here)
    })
}

/// The extremes of two runs together.
fn join(values: &[f64], a: Option<Extent>, b: Option<Extent>) -> Option<Extent> {
    let (Some(a), Some(b)) = (a, b) else { return a.or(b) };
    let earlier = |i: usize, j: usize, better: bool, equal: bool| match (better, equal) {
        (true, _) => j,
        (false, true) => i.min(j),
        (false, false) => i,
    };
    let (least, greatest) = (values[a.min_at], values[a.max_at]);
    Some(Extent {
        min_at: earlier(a.min_at, b.min_at, values[b.min_at] < least, values[b.min_at] == least),
        max_at: earlier(a.max_at, b.max_at, values[b.max_at] > greatest, values[b.max_at] == greatest),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A value or, one time in five, a missing one.
    fn value() -> impl Strategy<Value = f64> {
        prop_oneof![4 => (-50i32..50).prop_map(f64::from), 1 => Just(f64::NAN)]
    }

    proptest! {
        #[test]
        fn extents_equal_a_plain_scan(v in proptest::collection::vec(value(), 0..2000), a in 0usize..2100, b in 0usize..2100) {
            let range = a.min(b)..a.max(b);
            let plain = scan(&v, range.start.min(v.len())..range.end.min(v.len()));
            prop_assert_eq!(Pyramid::new(&v).extent(&v, range), plain);
        }

        #[test]
        fn an_outline_keeps_the_extremes_and_stays_small(v in proptest::collection::vec(value(), 0..3000), columns in 1usize..200) {
            let kept = Pyramid::new(&v).outline(&v, 0..v.len(), columns);
            prop_assert!(kept.len() <= 4 * columns);
            prop_assert!(kept.is_sorted_by(|a, b| a < b));
            if let Some(whole) = scan(&v, 0..v.len()) {
                let seen = kept.iter().map(|i| v[*i]);
                prop_assert_eq!(seen.clone().fold(f64::INFINITY, f64::min), v[whole.min_at]);
                prop_assert_eq!(seen.fold(f64::NEG_INFINITY, f64::max), v[whole.max_at]);
            }
        }
    }

    #[test]
    fn a_short_series_is_drawn_whole_without_its_gaps() {
        let v = [1.0, f64::NAN, 3.0];
        assert_eq!(Pyramid::new(&v).outline(&v, 0..3, 100), [0, 2]);
        assert_eq!(Pyramid::new(&[]).outline(&[], 0..0, 100), [0usize; 0]);
    }
}
