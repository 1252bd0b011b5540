//! Numbers as they are shown: groups of three, the minus U+2212, a dash for what is unknown.

/// The sign of a number below zero.
const MINUS: char = '\u{2212}';

/// A number with so many digits after the point.
pub(crate) fn number(value: f64, digits: usize) -> String {
    if !value.is_finite() {
        return "\u{2014}".to_owned();
    }
    let text = format!("{:.digits$}", value.abs());
    let (whole, rest) = text.split_once('.').map_or((text.as_str(), None), |(whole, rest)| (whole, Some(rest)));
    let mut shown = String::new();
    // What is rounded to nothing has no sign.
    if value < 0.0 && text.bytes().any(|b| matches!(b, b'1'..=b'9')) {
        shown.push(MINUS);
    }
    for (n, digit) in whole.chars().enumerate() {
        if n > 0 && (whole.len() - n).is_multiple_of(3) {
            shown.push(',');
        }
        shown.push(digit);
    }
    if let Some(rest) = rest {
        shown.push('.');
        shown.push_str(rest);
    }
    shown
}

/// A part of a whole in percent.
pub(crate) fn percent(part: f64, digits: usize) -> String {
    format!("{} %", number(part * 100.0, digits))
}

/// Digits after the point that tell multiples of a step apart.
pub(crate) fn digits_of(step: f64) -> usize {
    if step > 0.0 && step < 1.0 { (-step.log10().floor()).clamp(0.0, 9.0) as usize } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_and_signed() {
        assert_eq!(number(-1_234_567.891, 2), "\u{2212}1,234,567.89");
        assert_eq!(
            (number(-0.001, 2), number(999.5, 0), number(f64::NAN, 1)),
            ("0.00".into(), "1,000".into(), "—".into())
        );
        assert_eq!(percent(-0.1234, 1), "\u{2212}12.3 %");
        assert_eq!((digits_of(0.05), digits_of(0.2), digits_of(1.0), digits_of(20.0)), (2, 1, 0, 0));
    }
}
