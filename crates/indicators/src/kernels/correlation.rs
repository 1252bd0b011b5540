//! Pearson's correlation of two series over a sliding window.

/// So many bars are summed before their roots and quotients are taken, which then run side by side.
const BLOCK: usize = 256;
/// A sum of squares below this share of the largest one since the sums were made anew has lost its digits.
const LOST: f64 = 0.000_001;
/// Below this share of its own scale a sum of squares is nothing.
const NOTHING: f64 = 1e-14;

/// Sums over a window, measured from a value near it so that few digits cancel: Chan, Golub and LeVeque, *Algorithms for computing the sample
/// variance*, The American Statistician 37 (1983).
#[derive(Clone, Copy, Default)]
struct Sums {
    from: [f64; 2],
    /// Of both series.
    values: [f64; 2],
    squares: [f64; 2],
    products: f64,
}

impl Sums {
    fn anew(from: [f64; 2], x: &[f64], y: &[f64]) -> Self {
        let mut sums = Self { from, ..Self::default() };
        for (x, y) in x.iter().zip(y) {
            sums.add([*x, *y]);
        }
        sums
    }

    #[inline(always)]
    fn add(&mut self, values: [f64; 2]) {
        let off = [values[0] - self.from[0], values[1] - self.from[1]];
        self.values = [self.values[0] + off[0], self.values[1] + off[1]];
        self.squares = [self.squares[0] + off[0] * off[0], self.squares[1] + off[1] * off[1]];
        self.products += off[0] * off[1];
    }

    #[inline(always)]
    fn remove(&mut self, values: [f64; 2]) {
        let off = [values[0] - self.from[0], values[1] - self.from[1]];
        self.values = [self.values[0] - off[0], self.values[1] - off[1]];
        self.squares = [self.squares[0] - off[0] * off[0], self.squares[1] - off[1] * off[1]];
        self.products -= off[0] * off[1];
    }

    /// Sums of squares of both, and of products, about the means of the window.
    #[inline(always)]
    fn centred(&self, share: f64) -> ([f64; 2], f64) {
        let [x, y] = self.values;
        let squares = [self.squares[0] - x * x * share, self.squares[1] - y * y * share];
        (squares, self.products - x * y * share)
    }
}

/// The window's sums, with what tells when they are to be made anew.
struct Window {
    sums: Sums,
    peaks: [f64; 2],
    left: usize,
}

/// The coefficient of each window of `length` bars; zero where one of the series does not move. As TA-Lib, sums are made anew from the window when
/// digits are lost, and every 32 windows.
pub(super) fn compute([x, y]: [&[f64]; 2], length: usize, out: &mut [f64]) {
    let len = x.len();
    let (y, out) = (&y[..len], &mut out[..len]);
    let share = 1.0 / length as f64;
    let first = length - 1;
    let sums = Sums::anew([x[0], y[0]], &x[..first], &y[..first]);
    let mut window = Window { sums, peaks: sums.squares, left: 32 * length };
    let (mut products, mut squares) = ([0.0; BLOCK], [0.0; BLOCK]);
    let mut begin = first;
    while begin < len {
        let count = BLOCK.min(len - begin);
        // The newest values and the oldest ones of each window: equal lengths, said so that no access is checked.
        let (new_x, new_y) = (&x[begin..begin + count], &y[begin..begin + count]);
        let (old_x, old_y) = (&x[begin - first..][..count], &y[begin - first..][..count]);
        for idx in 0..count {
            window.sums.add([new_x[idx], new_y[idx]]);
            let (of, product) = window.sums.centred(share);
            (products[idx], squares[idx]) = if window.is_worn(of) {
                let bars = begin + idx - first..begin + idx + 1;
                window.renew(&x[bars.clone()], &y[bars], share)
            } else {
                // Not worn, each is far above nothing, or both it and its scale are zero.
                (product, of[0] * of[1])
            };
            window.sums.remove([old_x[idx], old_y[idx]]);
        }
        for ((out, product), square) in out[begin..begin + count].iter_mut().zip(&products).zip(&squares) {
            let raw = product / square.sqrt();
            let below = if raw > 1.0 { 1.0 } else { raw };
            let within = if below < -1.0 { -1.0 } else { below };
            *out = if *square > 0.0 { within } else { 0.0 };
        }
        begin += count;
    }
}

impl Window {
    #[inline(always)]
    fn is_worn(&mut self, [x, y]: [f64; 2]) -> bool {
        let larger = |a: f64, b: f64| if a > b { a } else { b };
        let squares = self.sums.squares;
        self.peaks = [larger(squares[0], self.peaks[0]), larger(squares[1], self.peaks[1])];
        self.left -= 1;
        (x < LOST * self.peaks[0]) | (y < LOST * self.peaks[1]) | (self.left == 0)
    }

    /// Sums the window anew, from its means, or from its last value where that is all there is: the products, and both squares multiplied.
    #[cold]
    fn renew(&mut self, x: &[f64], y: &[f64], share: f64) -> (f64, f64) {
        let mean = |of: &[f64]| of.iter().fold(0.0, |sum, value| sum + value) * share;
        self.sums = Sums::anew([mean(x), mean(y)], x, y);
        let (mut squares, mut product) = self.sums.centred(share);
        let is_flat = [squares[0] < LOST * self.sums.squares[0], squares[1] < LOST * self.sums.squares[1]];
        if is_flat != [false, false] {
            let mut from = self.sums.from;
            if is_flat[0] {
                from[0] = x[x.len() - 1];
            }
            if is_flat[1] {
                from[1] = y[y.len() - 1];
            }
            self.sums = Sums::anew(from, x, y);
            (squares, product) = self.sums.centred(share);
        }
        self.peaks = self.sums.squares;
        self.left = 32 * x.len();
        let moves = squares.iter().zip(&self.sums.squares).all(|(square, scale)| *square > NOTHING * scale);
        (product, if moves { squares[0] * squares[1] } else { 0.0 })
    }
}
