//! Between the binary floats of market data and the decimals of money.

use rust_decimal::Decimal;

/// Floats below it have room for 15 digits and no more.
const WHOLE_MAX: f64 = 1e15;
/// Powers of ten that are exact as binary floats.
const POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
];
/// Powers of ten up to the scale that a decimal has at most.
const TENS: [u128; 29] = {
    let mut list = [1; 29];
    let mut n = 1;
    while n < list.len() {
        list[n] = list[n - 1] * 10;
        n += 1;
    }
    list
};
/// Lots that are counted in whole numbers.
const LOTS_MAX: u128 = 100_000_000_000_000_000_000;
/// Digits after the point that most prices do not go beyond.
const USUAL_DIGITS: u32 = 6;

/// A market price or size as a decimal of at most 15 significant digits: the shortest that gives the very float, else the nearest.
/// `None` for what is no number, beyond 28 digits, or so small that nothing would be left of it.
#[must_use]
pub fn decimal(value: f64) -> Option<Decimal> {
    // Two decimals of at most 15 digits that give one float are one decimal: what fits with more digits is the shortest with its zeros taken off.
    let whole = (value * 1e6 + 0.5_f64.copysign(value)) as i64;
    if whole.unsigned_abs() < WHOLE_MAX as u64 && whole as f64 / 1e6 == value {
        return Some(without_zeros(whole, USUAL_DIGITS));
    }
    decimal_of_any(value)
}

fn without_zeros(mut whole: i64, mut scale: u32) -> Decimal {
    while scale > 0 && whole % 10 == 0 {
        (whole, scale) = (whole / 10, scale - 1);
    }
    Decimal::new(whole, scale)
}

fn decimal_of_any(value: f64) -> Option<Decimal> {
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
#[inline]
pub fn float(value: Decimal) -> f64 {
    let mantissa = value.mantissa();
    match (POWERS.get(value.scale() as usize), i64::try_from(mantissa)) {
        // Both are exact, so that the quotient is the nearest float.
        (Some(power), Ok(whole)) if whole.unsigned_abs() < WHOLE_MAX as u64 => whole as f64 / power,
        _ if value.scale() > 0 => {
            let size = float_of_many(mantissa.unsigned_abs(), value.scale());
            size.map_or_else(|| value.as_f64(), |size| if mantissa < 0 { -size } else { size })
        }
        _ => value.as_f64(),
    }
}

/// More than 15 digits, as [`Decimal::as_f64`] has them, bit for bit, without its two divisions of 128 bits. `None` leaves it to that.
fn float_of_many(mantissa: u128, scale: u32) -> Option<f64> {
    let exact = TENS[scale as usize];
    let power = nearest(exact);
    // Wrong by one at most, which the rest shows.
    let guess = (nearest(mantissa) / power) as u64;
    if guess >= 1 << 52 {
        return None;
    }
    let (mut whole, mut rest) = (guess, mantissa.wrapping_sub(u128::from(guess) * exact));
    if rest > u128::MAX / 2 {
        (whole, rest) = (whole - 1, rest.wrapping_add(exact));
    } else if rest >= exact {
        (whole, rest) = (whole + 1, rest - exact);
    }
    let part = nearest(rest) / power;
    if part == 0.0 {
        return Some(whole as f64);
    }
    // Beyond 10^22 powers are rounded, and here they are rounded as there.
    let digits_power = POWERS.get(scale as usize).copied().unwrap_or_else(|| 10_f64.powi(scale as i32));
    let digits = (whole as f64 + part) * digits_power;
    // From 2^52 on every float is whole.
    Some(if digits < (1_u64 << 52) as f64 { digits.round() } else { digits } / digits_power)
}

/// The float nearest to a whole number below 2^126: 62 bits of it, the last of which stands for all that are left off as well.
#[inline]
fn nearest(whole: u128) -> f64 {
    let over = 66_u32.saturating_sub(whole.leading_zeros());
    let kept = (whole >> over) as i64 | i64::from(whole & ((1 << over) - 1) != 0);
    kept as f64 * (1_u128 << over) as u64 as f64
}

/// `floor_to(money / each, lot)`, digit for digit, for money and a price above zero: with whole numbers where they have room, because a quotient of 28
/// digits takes several times as long.
#[must_use]
pub fn lots_within(money: Decimal, each: Decimal, lot: Decimal) -> Option<Decimal> {
    match few_digits(money, each, lot) {
        Some(units) => Some(units),
        None => Some(floor_to(money.checked_div(each)?, lot)),
    }
}

/// The quotient cut off at the lot's digits. `None` where the long way could give another number, or the same with more or fewer zeros: a quotient that
/// is a multiple of the lot, or lies within a ten-millionth of a lot from one, to which 28 digits may round.
fn few_digits(money: Decimal, each: Decimal, lot: Decimal) -> Option<Decimal> {
    if lot.mantissa() != 1 || lot.scale() > 20 || money <= Decimal::ZERO || each <= Decimal::ZERO {
        return None;
    }
    let (money_whole, each_whole) = (money.mantissa().unsigned_abs(), each.mantissa().unsigned_abs());
    let (up, down) = (lot.scale() + each.scale(), money.scale());
    let power = *TENS.get(up.abs_diff(down) as usize)?;
    let (dividend, divisor) = if up >= down {
        (money_whole.checked_mul(power)?, each_whole)
    } else {
        (money_whole, each_whole.checked_mul(power)?)
    };
    let lots = dividend / divisor;
    let rest = dividend - lots * divisor;
    let near = divisor / 10_000_000 + 1;
    let apart = rest > near && divisor - rest > near;
    // So many digits leave at least eight of 28 to what is cut off.
    (apart && lots > 0 && lots < LOTS_MAX).then(|| Decimal::from_i128_with_scale(lots as i128, lot.scale()))
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

    /// Decimals of every length and scale.
    fn chances() -> impl Iterator<Item = Decimal> {
        let mut chance = 88_172_645_463_325_252_u64;
        let mut next = move || {
            chance ^= chance << 13;
            chance ^= chance >> 7;
            chance ^= chance << 17;
            chance
        };
        std::iter::repeat_with(move || {
            let mantissa = (u128::from(next()) << 64 | u128::from(next())) >> (33 + next() % 94);
            let sign = if next() % 2 == 0 { 1 } else { -1 };
            Decimal::from_i128_with_scale((mantissa >> 1) as i128 * sign, (next() % 29) as u32)
        })
    }

    #[test]
    fn floats_are_those_of_the_decimals_own_conversion() {
        for exact in chances().take(300_000) {
            assert_eq!(float(exact).to_bits(), exact.as_f64().to_bits(), "{exact}");
        }
        for text in [
            "0",
            "0.000",
            "-0.5",
            "1.0000000000000000000001",
            "79228162514264337593543950335",
            "99999.9999999999999999",
        ] {
            let exact: Decimal = text.parse().unwrap();
            assert_eq!(float(exact).to_bits(), exact.as_f64().to_bits(), "{exact}");
        }
    }

    #[test]
    fn short_decimals_are_found_as_before() {
        for exact in chances().take(300_000) {
            let value = exact.as_f64();
            for value in [value, (value * 1e6).round() / 1e6, (value * 100.0).round() / 100.0, value.trunc()] {
                let (quick, slow) = (decimal(value), decimal_of_any(value));
                assert_eq!(quick.map(|d| d.serialize()), slow.map(|d| d.serialize()), "{value}");
            }
        }
    }

    #[test]
    fn lots_are_those_of_the_long_quotient() {
        let mut decimals = chances().map(|exact| exact.abs());
        let mut next = || decimals.find(|exact| !exact.is_zero()).expect("invariant: without end");
        let mut quick = 0;
        for n in 0..300_000_u32 {
            let (money, each) = match n % 3 {
                0 => (next(), next()),
                1 => (next(), next().round_dp(6)),
                _ => (next().trunc_with_scale(9), next().trunc_with_scale(4)),
            };
            let lot = [Decimal::ONE, Decimal::new(1, 12), Decimal::new(1, 3), Decimal::new(5, 2), Decimal::new(1, 28)];
            let lot = lot[n as usize % 5];
            if each.is_zero() {
                continue;
            }
            let slow = money.checked_div(each).map(|units| floor_to(units, lot).serialize());
            quick += usize::from(few_digits(money, each, lot).is_some());
            assert_eq!(lots_within(money, each, lot).map(|units| units.serialize()), slow, "{money} / {each} by {lot}");
        }
        assert!(quick > 20_000, "{quick}");
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
