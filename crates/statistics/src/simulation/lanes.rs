//! Normal numbers side by side: the processor works on several at once, and no number waits for the one before.
//!
//! Bits come from xoshiro256++ (Blackman and Vigna 2021) in lanes, which begin where the stream of a seed and a number says; normal
//! numbers are made of pairs of uniform ones by Box and Muller (1958). Logarithm, sine and cosine are series that use nothing but what IEEE
//! 754 rounds correctly, fused multiplication among it. So every machine and every width of its registers gives the same bits.

use std::f64::consts::{FRAC_PI_4, LN_2};

use super::Stream;

/// Numbers that are made side by side.
pub(super) const LANES: usize = 32;

/// Exponent and sign of 1.0.
const ONE: u64 = 0x3FF0_0000_0000_0000;
/// Exponent and sign of 2⁵²: a whole number in the lower bits is added to it.
const LARGE: u64 = 0x4330_0000_0000_0000;
/// The bits of √½, where the mantissa of a logarithm begins.
const ROOT_HALF: u64 = 0x3FE6_A09E_667F_3BCD;

/// `1/(2k + 3)` for k from 0: of `atanh s = s + s³/3 + s⁵/5 + …`, to below a unit in the last place for |s| ≤ 0.172.
const INVERSE_ODD: [f64; 10] = {
    let mut list = [0.0; 10];
    let mut k = 0;
    while k < 10 {
        list[k] = 1.0 / (2 * k + 3) as f64;
        k += 1;
    }
    list
};
/// Coefficients of `sin(πw/4)/w` and of `cos(πw/4)` in powers of w², for |w| ≤ 1.
const SINE: [f64; 8] = circle_series(1);
const COSINE: [f64; 10] = circle_series(0);

/// `(−1)ᵏ (π/4)^(2k + first)/(2k + first)!`.
const fn circle_series<const N: usize>(first: usize) -> [f64; N] {
    let mut list = [0.0; N];
    let mut term = if first == 0 { 1.0 } else { FRAC_PI_4 };
    let mut k = 0;
    while k < N {
        list[k] = term;
        let power = (2 * k + first) as f64;
        term *= -FRAC_PI_4 * FRAC_PI_4 / ((power + 1.0) * (power + 2.0));
        k += 1;
    }
    list
}

/// Lanes of random bits.
#[derive(Debug, Clone)]
pub(super) struct Lanes {
    state: [[u64; LANES]; 4],
}

impl Lanes {
    /// Those of the stream `number` of a seed.
    pub(super) fn new(seed: u64, number: u64) -> Self {
        let mut stream = Stream::new(seed, number);
        let mut state = [[0; LANES]; 4];
        state.iter_mut().flatten().for_each(|word| *word = stream.bits());
        Self { state }
    }

    /// Fills with random bits; whole rows of lanes only.
    #[inline(always)]
    pub(super) fn fill(&mut self, bits: &mut [u64]) {
        let [a, b, c, d] = &mut self.state;
        for row in bits.as_chunks_mut::<LANES>().0 {
            let lanes = a.iter_mut().zip(&mut *b).zip(&mut *c).zip(&mut *d);
            for (bits, (((a, b), c), d)) in row.iter_mut().zip(lanes) {
                *bits = a.wrapping_add(*d).rotate_left(23).wrapping_add(*a);
                let shifted = *b << 17;
                *c ^= *a;
                *d ^= *b;
                *b ^= *c;
                *a ^= *d;
                *c ^= shifted;
                *d = d.rotate_left(45);
            }
        }
    }
}

/// Makes normal numbers of random bits, as many of them: the i-th of either half of the numbers comes from the i-th of both halves of the
/// bits.
#[inline(always)]
pub(super) fn normals(bits: &[u64], numbers: &mut [f64]) {
    let (first, second) = bits.split_at(bits.len() / 2);
    let (left, right) = numbers.split_at_mut(first.len());
    // One loop after the other: in each the processor has several places under way.
    for (bits, x) in first.iter().zip(&mut *left) {
        *x = radius(*bits);
    }
    for ((bits, x), y) in second.iter().zip(left).zip(right) {
        let (cosine, sine) = direction(*bits);
        *y = *x * sine;
        *x *= cosine;
    }
}

/// How far from zero two normal numbers lie: `√(−2 ln u)`, at most 8.5, where 1 in 10¹⁶ would lie beyond.
#[inline(always)]
fn radius(bits: u64) -> f64 {
    // Above 0 and at most 1, in steps of 2⁻⁵².
    (-2.0 * logarithm(2.0 - f64::from_bits(ONE | (bits >> 12)))).sqrt()
}

/// In which direction: cosine and sine of an angle of the whole circle.
#[inline(always)]
fn direction(bits: u64) -> (f64, f64) {
    // A quarter of the angle at most, then doubled; a bit that is left over says on which half of the circle.
    let w = 2.0 * f64::from_bits(ONE | (bits >> 12)) - 3.0;
    let square = w * w;
    let sine = w * polynomial(&SINE, square);
    let cosine = polynomial(&COSINE, square);
    let x = cosine.mul_add(cosine, -(sine * sine));
    (f64::from_bits(x.to_bits() ^ (bits << 63)), 2.0 * sine * cosine)
}

/// `ln u` for a normal number above 0 and at most 1: `e ln 2 + 2 atanh((m − 1)/(m + 1))` with m between √½ and √2.
#[inline(always)]
fn logarithm(u: f64) -> f64 {
    let bits = u.to_bits();
    let biased = bits.wrapping_add(ONE - ROOT_HALF) >> 52;
    let m = f64::from_bits(bits.wrapping_sub(biased << 52).wrapping_add(ONE));
    let exponent = f64::from_bits(LARGE | biased) - (f64::from_bits(LARGE) + 1023.0);
    let s = (m - 1.0) / (m + 1.0);
    let square = s * s;
    let twice = 2.0 * s;
    exponent.mul_add(LN_2, twice.mul_add(square * polynomial(&INVERSE_ODD, square), twice))
}

/// Even and odd powers apart, so that each sum waits for half as many before it. An even number of coefficients.
#[inline(always)]
fn polynomial<const N: usize>(coefficients: &[f64; N], x: f64) -> f64 {
    let square = x * x;
    let (mut even, mut odd) = (coefficients[N - 2], coefficients[N - 1]);
    for k in (0..N / 2 - 1).rev() {
        even = even.mul_add(square, coefficients[2 * k]);
        odd = odd.mul_add(square, coefficients[2 * k + 1]);
    }
    odd.mul_add(x, even)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::distributions::normal_probability;

    #[test]
    fn series_are_as_good_as_the_library() {
        let mut lanes = Lanes::new(3, 1);
        let mut bits = vec![0; 40_000];
        lanes.fill(&mut bits);
        bits.extend([0, u64::MAX, 1 << 12, u64::MAX << 12]);
        for bits in bits {
            let u = 2.0 - f64::from_bits(ONE | (bits >> 12));
            assert!((logarithm(u) - u.ln()).abs() <= 1e-15 * u.ln().abs(), "{u}");
            let (x, y) = direction(bits);
            let angle = std::f64::consts::FRAC_PI_2 * (2.0 * f64::from_bits(ONE | (bits >> 12)) - 3.0);
            assert!((y - angle.sin()).abs() < 1e-15 && (x.abs() - angle.cos()).abs() < 1e-15, "{angle}");
            assert_eq!(x.is_sign_negative(), bits & 1 == 1);
        }
        assert_eq!((radius(0).abs(), radius(u64::MAX)), (0.0, (104.0 * LN_2).sqrt()));
    }

    #[test]
    fn numbers_are_normal() {
        let mut lanes = Lanes::new(11, 0);
        let n = 400_000;
        let (mut bits, mut numbers) = (vec![0; n], vec![0.0; n]);
        lanes.fill(&mut bits);
        normals(&bits, &mut numbers);
        let moment = |power: i32| numbers.iter().map(|z| z.powi(power)).sum::<f64>() / n as f64;
        // Five standard errors.
        let error = |variance: f64| 5.0 * (variance / n as f64).sqrt();
        assert!(moment(1).abs() < error(1.0) && (moment(2) - 1.0).abs() < error(2.0));
        assert!(moment(3).abs() < error(15.0) && (moment(4) - 3.0).abs() < error(96.0));
        // Neighbours, and the two numbers of a pair, have nothing to do with each other.
        for step in [1, LANES, n / 2] {
            let together = numbers.iter().zip(&numbers[step..]).map(|(a, b)| a * b).sum::<f64>() / (n - step) as f64;
            let squares = numbers.iter().zip(&numbers[step..]).map(|(a, b)| (a * a - 1.0) * (b * b - 1.0)).sum::<f64>();
            assert!(together.abs() < error(2.0) && (squares / (n - step) as f64).abs() < error(8.0), "{step}");
        }
        // Kolmogorov and Smirnov: a distance beyond 1.95/√n has a chance of 1 in 1,000.
        numbers.sort_by(f64::total_cmp);
        let off = |(i, z): (usize, &f64)| (normal_probability(*z) - (i as f64 + 0.5) / n as f64).abs();
        let farthest = numbers.iter().enumerate().map(off).fold(0.0, f64::max);
        assert!(farthest < 1.95 / (n as f64).sqrt(), "{farthest}");
    }
}
