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
    x: f64,
    y: f64,
    xx: f64,
    yy: f64,
    xy: f64,
}

impl Sums {
    fn anew(from: [f64; 2], x: &[f64], y: &[f64]) -> Self {
        let mut sums = Self { from, ..Self::default() };
        for (x, y) in x.iter().zip(y) {
            sums.add(*x, *y);
        }
        sums
    }

    #[inline(always)]
    fn add(&mut self, x: f64, y: f64) {
        let (x, y) = (x - self.from[0], y - self.from[1]);
        self.x += x;
        self.xx += x * x;
        self.xy += x * y;
        self.y += y;
        self.yy += y * y;
    }

    #[inline(always)]
    fn remove(&mut self, x: f64, y: f64) {
        let (x, y) = (x - self.from[0], y - self.from[1]);
        self.x -= x;
        self.xx -= x * x;
        self.xy -= x * y;
        self.y -= y;
        self.yy -= y * y;
    }

    /// Sums of squares of both and of products, about the means of the window.
    #[inline(always)]
    fn centred(&self, share: f64) -> [f64; 3] {
        [self.xx - self.x * self.x * share, self.yy - self.y * self.y * share, self.xy - self.x * self.y * share]
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
    let mut window = Window { sums, peaks: [sums.xx, sums.yy], left: 32 * length };
    let (mut products, mut squares) = ([0.0; BLOCK], [0.0; BLOCK]);
    let mut begin = first;
    while begin < len {
        let count = BLOCK.min(len - begin);
        // The newest values and the oldest ones of each window: equal lengths, said so that no access is checked.
        let (new_x, new_y) = (&x[begin..begin + count], &y[begin..begin + count]);
        let (old_x, old_y) = (&x[begin - first..][..count], &y[begin - first..][..count]);
        for idx in 0..count {
            window.sums.add(new_x[idx], new_y[idx]);
            let mut centred = window.sums.centred(share);
            if window.is_worn(&centred) {
                let bars = begin + idx - first..begin + idx + 1;
                centred = window.renew(&x[bars.clone()], &y[bars], share);
            }
            let [xx, yy, xy] = centred;
            let moves = xx > NOTHING * window.sums.xx && yy > NOTHING * window.sums.yy;
            products[idx] = xy;
            squares[idx] = if moves { xx * yy } else { 0.0 };
            window.sums.remove(old_x[idx], old_y[idx]);
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
    fn is_worn(&mut self, [xx, yy, _]: &[f64; 3]) -> bool {
        let larger = |a: f64, b: f64| if a > b { a } else { b };
        self.peaks = [larger(self.sums.xx, self.peaks[0]), larger(self.sums.yy, self.peaks[1])];
        self.left -= 1;
        (*xx < LOST * self.peaks[0]) | (*yy < LOST * self.peaks[1]) | (self.left == 0)
    }

    /// Sums the window anew, from its means, or from its last value where that is all there is.
    #[cold]
    fn renew(&mut self, x: &[f64], y: &[f64], share: f64) -> [f64; 3] {
        let mean = |of: &[f64]| of.iter().fold(0.0, |sum, value| sum + value) * share;
        self.sums = Sums::anew([mean(x), mean(y)], x, y);
        let mut centred = self.sums.centred(share);
        let is_flat = [centred[0] < LOST * self.sums.xx, centred[1] < LOST * self.sums.yy];
        if is_flat != [false, false] {
            let mut from = self.sums.from;
            if is_flat[0] {
                from[0] = x[x.len() - 1];
            }
            if is_flat[1] {
                from[1] = y[y.len() - 1];
            }
            self.sums = Sums::anew(from, x, y);
            centred = self.sums.centred(share);
        }
        self.peaks = [self.sums.xx, self.sums.yy];
        self.left = 32 * x.len();
        let not_negative = |a: f64| if a < 0.0 { 0.0 } else { a };
        [not_negative(centred[0]), not_negative(centred[1]), centred[2]]
    }
}
