//! Numbers and lists as a person writes them.

/// `0.125` as "12.5 %", with U+2212 for minus and at most four decimals.
pub(crate) fn percent(fraction: f64) -> String {
    let rounded = (fraction * 1e6).round() / 1e4;
    let text = format!("{:.4}", rounded.abs());
    let text = text.trim_end_matches('0').trim_end_matches('.');
    let sign = if rounded < 0.0 { "\u{2212}" } else { "" };
    format!("{sign}{text} %")
}

/// "3 % to 7.5 %".
pub(crate) fn range(lowest: f64, highest: f64) -> String {
    format!("{} to {}", percent(lowest), percent(highest))
}

/// "A", "A and B", "A, B and C".
pub(crate) fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [init @ .., last] => format!("{} and {last}", init.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fractions_read_as_percent() {
        let check = |fraction: f64, text: &str| assert_eq!(percent(fraction), text);
        check(1.1, "110 %");
        check(-0.3, "\u{2212}30 %");
        check(0.12345678, "12.3457 %");
        check(0.0, "0 %");
        check(-1e-9, "0 %");
        check(0.1 + 0.2, "30 %");
    }

    #[test]
    fn lists_read_as_sentences() {
        let names = ["A", "B", "C"].map(String::from);
        assert_eq!(list(&names), "A, B and C");
        assert_eq!(list(&names[..2]), "A and B");
        assert_eq!(list(&names[..1]), "A");
    }
}
