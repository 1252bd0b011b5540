//! Between the binary floats of market data and the decimals of money.

use rust_decimal::{Decimal, prelude::ToPrimitive};

/// Floats below it have room for 15 digits and no more.
const WHOLE_MAX: f64 = 1e15;

/// A market price or size as a decimal of at most 15 significant digits: the shortest that gives the very float, else the nearest.
/// `None` for what is no number, beyond 28 digits, or so small that nothing would be left of it.
#[must_use]
pub fn decimal(value: f64) -> Option<Decimal> {
    if value.abs() >= WHOLE_MAX || value.is_nan() {
        let exact = (value.abs() < 1e29).then_some(value.trunc() as i128)?;
        return Decimal::try_from_i128_with_scale(exact, 0).ok();
    }
    // Powers of ten up to 10^22 and whole numbers below 10^15 are exact, so the quotient is the float nearest to the decimal.
    let (mut power, mut nearest) = (1.0, (0.0, 0));
    for scale in 0..=22 {
        let whole = (value * power).round();
        if whole.abs() >= WHOLE_MAX {
            break;
        }
        nearest = (whole, scale);
        if whole / power == value {
            break;
        }
        power *= 10.0;
    }
    let (whole, scale) = nearest;
    (whole != 0.0 || value == 0.0).then(|| Decimal::new(whole as i64, scale).normalize())
}

/// The nearest binary float.
#[must_use]
pub fn float(value: Decimal) -> f64 {
    value.to_f64().unwrap_or(f64::NAN)
}

/// The largest multiple of a step that is not above a number; the number is zero or more, the step above zero.
#[must_use]
pub fn floor_to(value: Decimal, step: Decimal) -> Decimal {
    if step.mantissa() == 1 {
        return value.trunc_with_scale(step.scale());
    }
    value.checked_div(step).map_or(Decimal::ZERO, |steps| steps.trunc() * step)
}

/// The nearest multiple of a step that is not below a number; both as for [`floor_to`].
#[must_use]
pub fn ceil_to(value: Decimal, step: Decimal) -> Decimal {
    let floor = floor_to(value, step);
    if floor == value { floor } else { floor + step }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prices_come_over_digit_for_digit() {
        for text in ["186.31", "0.00000001", "183.841875", "1.08732", "68123.5"] {
            assert_eq!(decimal(text.parse().unwrap()), Some(text.parse().unwrap()), "{text}");
        }
        let mut chance = 7_u64;
        for _ in 0..100_000 {
            chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let exact = Decimal::new((chance >> 20) as i64 % 1_000_000_000_000, (chance >> 60) as u32 % 13);
            assert_eq!(decimal(exact.to_string().parse().unwrap()), Some(exact));
        }
        assert_eq!(decimal(0.1 + 0.2), Some("0.3".parse().unwrap()), "beyond 15 digits it is noise");
        assert_eq!(decimal(1e20), Some("100000000000000000000".parse().unwrap()));
        assert_eq!((decimal(0.0), decimal(1e-40), decimal(-2.5)), (Some(Decimal::ZERO), None, "-2.5".parse().ok()));
        assert_eq!((decimal(f64::NAN), decimal(f64::INFINITY), decimal(1e40)), (None, None, None));
    }

    #[test]
    fn steps_are_kept_from_both_sides() {
        let d = |text: &str| text.parse::<Decimal>().unwrap();
        for (value, step, floor, ceil) in [
            ("53.67", "1", "53", "54"),
            ("53.67", "0.05", "53.65", "53.70"),
            ("0.123456789", "0.001", "0.123", "0.124"),
            ("700", "100", "700", "700"),
            ("0", "0.25", "0", "0"),
        ] {
            assert_eq!(floor_to(d(value), d(step)), d(floor));
            assert_eq!(ceil_to(d(value), d(step)), d(ceil));
        }
    }
}
