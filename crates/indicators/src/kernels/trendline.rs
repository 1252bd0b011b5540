//! Ehlers' instantaneous trendline: the mean price of a dominant cycle, which is measured on the way.
//!
//! Ehlers, *Rocket Science for Traders* (2001), chapters 6 and 10. The cycle of a bar depends on the one before through an arctangent, so it is
//! measured bar by bar; the means over cycles wait for nothing and are summed for several bars side by side.

/// The longest cycle.
const LONGEST: usize = 50;
/// Bars before the first that is measured: three for the weights, and 34 that let them settle.
const SETTLED: usize = 37;
/// Bars whose means are summed side by side: additions wait for the one before, so that several rows of them are under way.
const LANES: usize = 8;

/// The trendline from bar `lookback` on.
pub(super) fn compute(prices: &[f64], lookback: usize, out: &mut [f64]) {
    let mut cycles = vec![0_u32; prices.len()];
    #[cfg(target_arch = "x86_64")]
    ta_lib_dispatch::dispatch_fma!(Cycles, with_fma, portable, (prices, &mut cycles));
    #[cfg(not(target_arch = "x86_64"))]
    Cycles.portable(prices, &mut cycles);
    let means = means(prices, &cycles);
    for (bar, out) in out.iter_mut().enumerate().skip(lookback) {
        let [oldest, older, old, new] = [means[bar - 3], means[bar - 2], means[bar - 1], means[bar]];
        *out = (2.0_f64.mul_add(older, 4.0_f64.mul_add(new, 3.0 * old)) + oldest) / 10.0;
    }
}

/// A Hilbert transformer of every second bar.
#[derive(Clone, Copy, Default)]
struct Transformer {
    taps: [f64; 3],
    held: f64,
    before: f64,
}

impl Transformer {
    #[inline(always)]
    fn step(&mut self, tap: usize, input: f64, gain: f64) -> f64 {
        let scaled = 0.0962 * input;
        let mut output = scaled - self.taps[tap];
        self.taps[tap] = scaled;
        output -= self.held;
        self.held = 0.5769 * self.before;
        output += self.held;
        self.before = input;
        output * gain
    }
}

/// The four transformers of even or of odd bars, and the trend's part in phase as the other bars left it.
#[derive(Clone, Copy, Default)]
struct Parity {
    detrender: Transformer,
    quadrature: Transformer,
    in_phase_ahead: Transformer,
    quadrature_ahead: Transformer,
    delayed: [f64; 2],
}

/// Measures cycles, with the processor's fused multiplication where it has one; the results are the same.
struct Cycles;

impl Cycles {
    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "fma")]
    fn with_fma(&self, prices: &[f64], cycles: &mut [u32]) {
        self.portable(prices, cycles);
    }

    /// The whole bars in the cycle of each bar.
    #[inline(always)]
    fn portable(&self, prices: &[f64], cycles: &mut [u32]) {
        let degrees = 45.0 / 1.0_f64.atan();
        let (mut sum, mut weighted) = (0.0, 0.0);
        for (bar, price) in prices.iter().enumerate().take(3) {
            sum += price;
            weighted += price * (bar + 1) as f64;
        }
        let mut leaving = 0.0;
        let mut smooth = |bar: usize| {
            sum += prices[bar];
            sum -= leaving;
            weighted += prices[bar] * 4.0;
            leaving = prices[bar - 3];
            let smoothed = weighted * 0.1;
            weighted -= sum;
            smoothed
        };
        for bar in 3..SETTLED {
            smooth(bar);
        }
        let mut parities = [Parity::default(); 2];
        let mut tap = 0;
        let (mut period, mut smooth_period) = (0.0_f64, 0.0_f64);
        let (mut i_before, mut q_before, mut real, mut imaginary) = (0.0_f64, 0.0_f64, 0.0_f64, 0.0_f64);
        for bar in SETTLED..prices.len() {
            let gain = 0.075_f64.mul_add(period, 0.54);
            let price = smooth(bar);
            let at = &mut parities[bar % 2];
            let detrended = at.detrender.step(tap, price, gain);
            let quadrature = at.quadrature.step(tap, detrended, gain);
            let in_phase = at.delayed[1];
            let in_phase_ahead = at.in_phase_ahead.step(tap, in_phase, gain);
            let quadrature_ahead = at.quadrature_ahead.step(tap, quadrature, gain);
            if bar % 2 == 0 {
                tap = if tap == 2 { 0 } else { tap + 1 };
            }
            let q = 0.2_f64.mul_add(quadrature + in_phase_ahead, 0.8 * q_before);
            let i = 0.2_f64.mul_add(in_phase - quadrature_ahead, 0.8 * i_before);
            let other = &mut parities[(bar + 1) % 2].delayed;
            *other = [detrended, other[0]];
            real = 0.8_f64.mul_add(real, 0.2 * i.mul_add(i_before, q * q_before));
            imaginary = 0.8_f64.mul_add(imaginary, 0.2 * (i * q_before - q * i_before));
            (q_before, i_before) = (q, i);
            let before = period;
            if imaginary != 0.0 && real != 0.0 {
                period = 360.0 / ((imaginary / real).atan() * degrees);
            }
            let (most, least) = (1.5 * before, 0.67 * before);
            period = if period > most { most } else { period };
            period = if period < least { least } else { period };
            period = if period < 6.0 { 6.0 } else { period };
            period = if period > 50.0 { 50.0 } else { period };
            period = 0.2_f64.mul_add(period, 0.8 * before);
            smooth_period = 0.67_f64.mul_add(smooth_period, 0.33 * period);
            // What is no number becomes no bar.
            cycles[bar] = (smooth_period + 0.5) as u32;
        }
    }
}

/// The mean price over each bar's cycle, summed from the bar back; zero for a cycle of no bar.
fn means(prices: &[f64], cycles: &[u32]) -> Vec<f64> {
    let mut means = vec![0.0; prices.len()];
    let mut bar = SETTLED;
    while bar + LANES <= prices.len() {
        let lengths: [f64; LANES] = std::array::from_fn(|lane| f64::from(cycles[bar + lane]));
        let of = &cycles[bar..bar + LANES];
        let most = |length: Option<&u32>| length.map_or(0, |length| *length as usize).min(LONGEST).min(bar + 1);
        let (shortest, longest) = (most(of.iter().min()), most(of.iter().max()));
        let mut sums = [0.0; LANES];
        for back in 0..shortest {
            let window = &prices[bar - back..bar - back + LANES];
            for (sum, price) in sums.iter_mut().zip(window) {
                *sum += price;
            }
        }
        for back in shortest..longest {
            let window = &prices[bar - back..bar - back + LANES];
            for (lane, (sum, price)) in sums.iter_mut().zip(window).enumerate() {
                *sum += if (back as f64) < lengths[lane] { *price } else { 0.0 };
            }
        }
        for lane in 0..LANES {
            means[bar + lane] = if lengths[lane] > 0.0 { sums[lane] / lengths[lane] } else { 0.0 };
        }
        bar += LANES;
    }
    for bar in bar..prices.len() {
        let length = cycles[bar] as usize;
        let sum = prices[bar + 1 - length.min(bar + 1)..=bar].iter().rev().fold(0.0, |sum, price| sum + price);
        means[bar] = if length > 0 { sum / length as f64 } else { 0.0 };
    }
    means
}
