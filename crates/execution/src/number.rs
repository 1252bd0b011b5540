//! Between the binary floats of market data and the decimals of money.

use rust_decimal::{
    Decimal,
    prelude::{FromPrimitive, ToPrimitive},
};

/// A market price or size as a decimal of at most 15 significant digits; `None` for what is no number or too large.
#[must_use]
pub fn decimal(value: f64) -> Option<Decimal> {
    Decimal::from_f64(value)
}

/// The nearest binary float.
#[must_use]
pub fn float(value: Decimal) -> f64 {
    value.to_f64().unwrap_or(f64::NAN)
}

/// The largest multiple of a step that is not above a number; the number is zero or more, the step above zero.
pub(crate) fn floor_to(value: Decimal, step: Decimal) -> Decimal {
    if step.mantissa() == 1 {
        return value.trunc_with_scale(step.scale());
    }
    value.checked_div(step).map_or(Decimal::ZERO, |steps| steps.trunc() * step)
}

/// The nearest multiple of a step that is not below a number.
pub(crate) fn ceil_to(value: Decimal, step: Decimal) -> Decimal {
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
