//! The incomplete beta and gamma functions, by series and by continued fractions (Abramowitz and Stegun 1964, 6.5 and 26.5).

use libm::lgamma;

/// Steps after which a continued fraction or series stands still for every argument that distributions have.
const STEPS_MAX: usize = 10_000;
const TINY: f64 = 1e-300;

/// `ln Γ(a + ½) − ln Γ(a)`, which for large `a` would lose its digits as a difference of large numbers.
pub(super) fn ln_gamma_step(a: f64) -> f64 {
    if a < 100.0 {
        return lgamma(a + 0.5) - lgamma(a);
    }
    // The asymptotic series (Tricomi and Erdélyi 1951); the next term is below 1e-17.
    let r = a.recip();
    0.5 * a.ln() - r / 8.0 + r.powi(3) / 192.0 - r.powi(5) / 640.0 + 17.0 * r.powi(7) / 14_336.0
}

/// `I(x; a, b)`, the regularized incomplete beta function, for `x` from 0 to 1; `y` is `1 − x`, which the caller knows with all its
/// digits.
pub(super) fn incomplete_beta((x, y): (f64, f64), a: f64, b: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if y <= 0.0 {
        return 1.0;
    }
    // Of a number near one its distance from one has the digits.
    let (log_x, log_y) = if x > y { ((-y).ln_1p(), y.ln()) } else { (x.ln(), (-x).ln_1p()) };
    let rise = if b == 0.5 { ln_gamma_step(a) } else { lgamma(a + b) - lgamma(a) };
    let front = (rise - lgamma(b) + a * log_x + b * log_y).exp();
    // The fraction converges quickly on its own side of the mean; the other side is its complement.
    if x < (a + 1.0) / (a + b + 2.0) {
        front * beta_fraction(x, a, b) / a
    } else {
        1.0 - front * beta_fraction(y, b, a) / b
    }
}

/// The continued fraction 26.5.8 by Lentz's method (1976).
fn beta_fraction(x: f64, a: f64, b: f64) -> f64 {
    let floor = |value: f64| if value.abs() < TINY { TINY } else { value };
    let mut c = 1.0;
    let mut d = floor(1.0 - (a + b) * x / (a + 1.0)).recip();
    let mut fraction = d;
    for step in 1..STEPS_MAX {
        let m = step as f64;
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = floor(1.0 + even * d).recip();
        c = floor(1.0 + even / c);
        fraction *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = floor(1.0 + odd * d).recip();
        c = floor(1.0 + odd / c);
        fraction *= d * c;
        if (d * c - 1.0).abs() <= 4.0 * f64::EPSILON {
            break;
        }
    }
    fraction
}

/// `Q(a, x)`, the regularized upper incomplete gamma function, for `x` above zero.
pub(super) fn upper_incomplete_gamma(a: f64, x: f64) -> f64 {
    let front = (a * x.ln() - x - lgamma(a)).exp();
    if x < a + 1.0 { 1.0 - front * lower_series(a, x) } else { front * upper_fraction(a, x) }
}

/// The series 6.5.29 of the lower function, without its front factor.
fn lower_series(a: f64, x: f64) -> f64 {
    let (mut term, mut sum, mut next) = (a.recip(), a.recip(), a);
    for _ in 0..STEPS_MAX {
        next += 1.0;
        term *= x / next;
        sum += term;
        if term <= sum * f64::EPSILON * 0.5 {
            break;
        }
    }
    sum
}

/// The continued fraction 6.5.31 by Lentz's method, without its front factor.
fn upper_fraction(a: f64, x: f64) -> f64 {
    let floor = |value: f64| if value.abs() < TINY { TINY } else { value };
    let mut b = x + 1.0 - a;
    let mut c = TINY.recip();
    let mut d = b.recip();
    let mut fraction = d;
    for step in 1..STEPS_MAX {
        let m = step as f64;
        let over = -m * (m - a);
        b += 2.0;
        d = floor(over * d + b).recip();
        c = floor(b + over / c);
        fraction *= d * c;
        if (d * c - 1.0).abs() <= 4.0 * f64::EPSILON {
            break;
        }
    }
    fraction
}
