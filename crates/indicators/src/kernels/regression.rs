//! The newest place on the least-squares line through a sliding window.

/// So many bars are summed before slopes and places are taken, which then run side by side: the sums wait for the ones before them, the
/// quotients do not.
const BLOCK: usize = 256;
/// Sums are made anew after so many windows, for the digits that were lost on the way.
const WINDOWS: usize = 32;
/// A value that weighed so many times as much as all that is left takes their digits with it.
const OUTWEIGHED: f64 = 100.0;

/// Sums over a window in which the newest value has the place zero.
#[derive(Clone, Copy, Default)]
struct Sums {
    values: f64,
    /// Each value times its place.
    weighted: f64,
    sizes: f64,
}

impl Sums {
    fn anew(window: &[f64]) -> Self {
        let mut sums = Self::default();
        for (value, place) in window.iter().zip((0..window.len()).rev()) {
            sums.values += value;
            sums.weighted += place as f64 * value;
            sums.sizes += value.abs();
        }
        sums
    }

    /// The window moves on: every place is one higher, and the oldest value goes. Whether it took digits with it.
    #[inline(always)]
    fn slide(&mut self, length: f64, oldest: f64, newest: f64) -> bool {
        let weight = length * oldest;
        self.weighted = self.weighted + self.values - weight;
        self.values = self.values - oldest + newest;
        self.sizes = self.sizes - oldest.abs() + newest.abs();
        weight.abs() > OUTWEIGHED * self.sizes
    }
}

/// The line's newest place for each window of `length` values, with the same sums as TA-Lib.
pub(super) fn compute(values: &[f64], length: usize, out: &mut [f64]) {
    #[cfg(target_arch = "x86_64")]
    ta_lib_dispatch::dispatch_fma!(Lines, with_fma, portable, (values, length, out));
    #[cfg(not(target_arch = "x86_64"))]
    Lines.portable(values, length, out);
}

/// Draws lines, with the processor's fused multiplication where it has one; the results are the same.
struct Lines;

impl Lines {
    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "fma")]
    fn with_fma(&self, values: &[f64], length: usize, out: &mut [f64]) {
        self.portable(values, length, out);
    }

    #[inline(always)]
    fn portable(&self, values: &[f64], length: usize, out: &mut [f64]) {
        let (n, first, len) = (length as f64, length - 1, values.len());
        let last = n - 1.0;
        let places = n * last * 0.5;
        let squares = n * last * (2 * length - 1) as f64 / 6.0;
        let divisor = places * places - n * squares;
        let mut sums = Sums::anew(&values[..length]);
        let mut left = WINDOWS * length;
        let (mut totals, mut weighted) = ([0.0; BLOCK], [0.0; BLOCK]);
        (totals[0], weighted[0]) = (sums.values, sums.weighted);
        let (mut begin, mut known) = (first, 1);
        while begin < len {
            let count = BLOCK.min(len - begin);
            for idx in known..count {
                let bar = begin + idx;
                let worn = sums.slide(n, values[bar - length], values[bar]);
                left -= 1;
                if worn || left == 0 {
                    (sums, left) = (Sums::anew(&values[bar - first..=bar]), WINDOWS * length);
                }
                (totals[idx], weighted[idx]) = (sums.values, sums.weighted);
            }
            for ((out, total), weighted) in out[begin..begin + count].iter_mut().zip(&totals).zip(&weighted) {
                let slope = (n * weighted - places * total) / divisor;
                *out = slope.mul_add(last, (total - slope * places) / n);
            }
            (begin, known) = (begin + count, 0);
        }
    }
}
