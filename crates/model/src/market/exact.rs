//! Numbers out of a source's text, refused rather than rounded.

use crate::error::ValueError;

/// A price or size out of its decimal text (`39432.48`, `1e-7`, `-0.5`), as the nearest binary number.
///
/// Refused is what the number would not give back: with 15 significant digits or fewer every decimal returns, with 16 or 17
/// some do. So nothing that is printed later differs from what the source wrote, but for zeros at its ends.
///
/// # Errors
/// [`ValueError::Number`] when it is no number or not finite; [`ValueError::OutOfRange`] when it has more digits than a binary
/// number holds.
pub fn parse(field: &'static str, text: &str) -> Result<f64, ValueError> {
    let not_a_number = || ValueError::Number(text.to_owned());
    // Rust also reads `inf`, `nan` and `+1`, which no source may send.
    if !text.bytes().all(|b| b.is_ascii_digit() || b"+-.eE".contains(&b)) || text.starts_with('+') {
        return Err(not_a_number());
    }
    let value: f64 = text.parse().ok().filter(|v: &f64| v.is_finite()).ok_or_else(not_a_number)?;
    let plain = text.len() <= 15 && !text.contains(['e', 'E']); // 15 digits always return
    if !plain && Digits::of(text) != Digits::of(&format!("{value:e}")) {
        let allowed = "at most 15 significant digits";
        return Err(ValueError::OutOfRange { field, value: text.to_owned(), allowed });
    }
    Ok(value)
}

/// A decimal in one form: sign, digits without zeros at the ends, and the power of ten of the last one.
#[derive(PartialEq, Eq, Default)]
struct Digits {
    negative: bool,
    digits: String,
    power: i64,
}

impl Digits {
    /// `None` when the power of ten is beyond all sense.
    fn of(text: &str) -> Option<Self> {
        let (mantissa, power) = match text.split_once(['e', 'E']) {
            Some((mantissa, power)) => (mantissa, power.parse::<i32>().ok()?),
            None => (text, 0),
        };
        let (negative, mantissa) = mantissa.strip_prefix('-').map_or((false, mantissa), |rest| (true, rest));
        let (whole, part) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let all = format!("{whole}{part}");
        let digits = all.trim_start_matches('0');
        let kept = digits.trim_end_matches('0');
        if kept.is_empty() {
            return Some(Self::default());
        }
        let power =
            i64::from(power) - i64::try_from(part.len()).ok()? + i64::try_from(digits.len() - kept.len()).ok()?;
        Some(Self { negative, digits: kept.to_owned(), power })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_would_be_rounded_is_refused() {
        for (text, value) in [
            ("39432.48", 39432.48),
            ("0.00031099999999999997", 0.000_310_999_999_999_999_97),
            ("1e-7", 1e-7),
            ("100.00000000000000000000", 100.0),
            ("-37.63", -37.63),
            ("0", 0.0),
            ("00012.50", 12.5),
            ("9007199254740992", 9_007_199_254_740_992.0),
        ] {
            assert_eq!(parse("price", text), Ok(value), "{text}");
        }
        for text in ["9007199254740993", "0.12345678901234567890", "1234567890.123456789", "1e-400"] {
            assert!(matches!(parse("price", text), Err(ValueError::OutOfRange { .. })), "{text}");
        }
        for text in ["", "nan", "inf", "1e400", "+1", "1,5", "12 ", "--1", "e", "."] {
            assert!(matches!(parse("price", text), Err(ValueError::Number(_))), "{text}");
        }
    }

    proptest! {
        #[test]
        fn decimals_of_fifteen_digits_return(mantissa in 1_u64..1_000_000_000_000_000, places in 0_u32..12) {
            let decimal = rust_decimal::Decimal::from_i128_with_scale(i128::from(mantissa), places);
            let value = parse("price", &decimal.to_string()).unwrap();
            prop_assert_eq!(value.to_string(), decimal.normalize().to_string());
        }

        #[test]
        fn any_text_is_read_or_refused(text in "[-+0-9.eE]{0,40}") {
            if let Ok(value) = parse("price", &text) {
                prop_assert!(value.is_finite());
            }
        }
    }
}
