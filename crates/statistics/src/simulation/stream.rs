//! Random numbers by counting: any number of any stream can be had without those before it, so that work may be divided among
//! threads as one likes.

use crate::distributions::quantile_inside;

const MULTIPLIERS: [u64; 2] = [0xD2E7_470E_E14C_6C93, 0xCA5A_8263_9512_1157];
const STEPS: [u64; 2] = [0x9E37_79B9_7F4A_7C15, 0xBB67_AE85_84CA_A73B];

/// Philox 4×64 with ten rounds (Salmon, Moraes, Dror and Shaw 2011), the key being the seed and the number of the stream.
#[derive(Debug, Clone)]
pub struct Stream {
    key: [u64; 2],
    blocks: u64,
    block: [u64; 4],
    used: usize,
}

impl Stream {
    /// The stream `number` of a seed.
    #[must_use]
    pub fn new(seed: u64, number: u64) -> Self {
        Self { key: [seed, number], blocks: 0, block: [0; 4], used: 4 }
    }

    /// The next 64 bits.
    #[inline]
    pub fn bits(&mut self) -> u64 {
        if self.used == 4 {
            self.blocks += 1;
            self.block = philox([self.blocks, 0, 0, 0], self.key);
            self.used = 0;
        }
        self.used += 1;
        self.block[self.used - 1]
    }

    /// Above 0 and below 1, never either of them: the middle of one of 2⁵² equal parts.
    #[inline]
    pub fn uniform(&mut self) -> f64 {
        ((self.bits() >> 12) as f64 + 0.5) / (1u64 << 52) as f64
    }

    /// At least 0 and below `n` (above zero), each equally likely up to n/2⁶⁴.
    #[inline]
    pub fn below(&mut self, n: usize) -> usize {
        ((u128::from(self.bits()) * n as u128) >> 64) as usize
    }

    /// Normal with mean 0 and deviation 1, by the quantile of one uniform number.
    #[inline]
    pub fn normal(&mut self) -> f64 {
        quantile_inside(self.uniform())
    }

    /// Chi-squared with `freedom` degrees of freedom, above zero (Marsaglia and Tsang 2000; below one degree of shape by their
    /// power of a uniform number).
    pub fn chi_squared(&mut self, freedom: f64) -> f64 {
        let shape = freedom / 2.0;
        let (shape, boost) = if shape < 1.0 { (shape + 1.0, self.uniform().powf(shape.recip())) } else { (shape, 1.0) };
        let d = shape - 1.0 / 3.0;
        let c = (9.0 * d).sqrt().recip();
        loop {
            let x = self.normal();
            let v = (1.0 + c * x).powi(3);
            if v > 0.0 && self.uniform().ln() < 0.5 * x * x + d - d * v + d * v.ln() {
                return 2.0 * d * v * boost;
            }
        }
    }

    /// Puts a list in an order in which all orders are equally likely (Fisher and Yates 1938, in Durstenfeld's form).
    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        for last in (1..list.len()).rev() {
            list.swap(last, self.below(last + 1));
        }
    }
}

#[inline]
fn philox(mut counter: [u64; 4], mut key: [u64; 2]) -> [u64; 4] {
    for round in 0..10 {
        if round > 0 {
            key = [key[0].wrapping_add(STEPS[0]), key[1].wrapping_add(STEPS[1])];
        }
        let first = u128::from(MULTIPLIERS[0]) * u128::from(counter[0]);
        let second = u128::from(MULTIPLIERS[1]) * u128::from(counter[2]);
        counter = [
            (second >> 64) as u64 ^ counter[1] ^ key[0],
            second as u64,
            (first >> 64) as u64 ^ counter[3] ^ key[1],
            first as u64,
        ];
    }
    counter
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moments(draw: &mut dyn FnMut() -> f64) -> (f64, f64) {
        let values: Vec<f64> = (0..100_000).map(|_| draw()).collect();
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        (mean, values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / values.len() as f64)
    }

    #[test]
    fn draws_have_the_mean_and_variance_of_their_distribution() {
        let mut stream = Stream::new(7, 1);
        let (mean, variance) = moments(&mut || stream.normal());
        assert!(mean.abs() < 0.01 && (variance - 1.0).abs() < 0.02, "{mean} {variance}");
        for freedom in [0.5, 1.0, 3.5, 40.0] {
            let (mean, variance) = moments(&mut || stream.chi_squared(freedom));
            assert!((mean / freedom - 1.0).abs() < 0.03, "{freedom}: {mean}");
            assert!((variance / (2.0 * freedom) - 1.0).abs() < 0.08, "{freedom}: {variance}");
        }
    }

    #[test]
    fn every_order_of_three_is_as_likely() {
        let mut counts = std::collections::BTreeMap::new();
        let mut stream = Stream::new(1, 0);
        for _ in 0..6_000 {
            let mut list = [0, 1, 2];
            stream.shuffle(&mut list);
            *counts.entry(list).or_insert(0) += 1;
        }
        assert!(counts.len() == 6 && counts.values().all(|n| (850..1150).contains(n)), "{counts:?}");
    }

    #[test]
    fn streams_of_a_seed_differ_and_repeat() {
        let first = |seed, number| Stream::new(seed, number).bits();
        assert_eq!(first(5, 3), first(5, 3));
        assert!(first(5, 3) != first(5, 4) && first(5, 3) != first(6, 3));
    }
}
