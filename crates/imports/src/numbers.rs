//! Numbers as files write them: currency signs, thousands, decimal commas, accounting negatives.

use rust_decimal::Decimal;

use crate::options::DecimalMark;

/// Whether a cell means "no value".
pub(crate) fn is_missing(cell: &str) -> bool {
    const WORDS: [&str; 14] =
        ["", "-", "--", "—", ".", "na", "n/a", "#n/a", "nan", "null", "none", "nil", "n.a.", "missing"];
    cell.len() <= 7 && WORDS.iter().any(|w| w.eq_ignore_ascii_case(cell))
}

/// A number, exact. None when it is not one in this form.
pub(crate) fn parse(cell: &str, mark: DecimalMark) -> Option<Decimal> {
    let plain = plain(cell, mark)?;
    if plain.contains(['e', 'E']) {
        return Decimal::from_scientific(&plain).ok();
    }
    Decimal::from_str_exact(&plain).ok().or_else(|| plain.parse().ok())
}

/// A number for analytics. None when it is not one in this form; always finite.
pub(crate) fn parse_f64(cell: &str, mark: DecimalMark) -> Option<f64> {
    let simple = cell.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b'-');
    let value = match mark {
        DecimalMark::Point if simple => cell.parse::<f64>().ok()?,
        _ => plain(cell, mark)?.parse::<f64>().ok()?,
    };
    value.is_finite().then_some(value)
}

/// The number in plain form: digits, one point, a sign, an exponent.
fn plain(cell: &str, mark: DecimalMark) -> Option<String> {
    let mut text = cell.trim();
    let mut negative = false;
    if let Some(inner) = text.strip_prefix('(').and_then(|t| t.strip_suffix(')')) {
        (negative, text) = (true, inner.trim());
    }
    let is_sign = |c: char| matches!(c, '-' | '\u{2212}' | '+');
    let mut signs = 0;
    // Sign and currency may stand in any order before the number, or behind it.
    loop {
        let stripped = text.trim().trim_start_matches(['$', '€', '£', '¥', '₩', '₹']);
        let stripped = strip_code(stripped.trim_end_matches(['$', '€', '£', '¥', '₩', '₹']).trim());
        let unsigned = stripped.strip_prefix(is_sign).or_else(|| stripped.strip_suffix(is_sign));
        if let Some(rest) = unsigned {
            negative ^= !(stripped.starts_with('+') || stripped.ends_with('+'));
            signs += 1;
            text = rest;
        } else if stripped.len() == text.len() {
            break;
        } else {
            text = stripped;
        }
    }
    if signs > 1 {
        return None;
    }
    let (decimal, thousands) = match mark {
        DecimalMark::Point => ('.', ','),
        DecimalMark::Comma => (',', '.'),
    };
    let mut out = String::with_capacity(text.len() + 1);
    if negative {
        out.push('-');
    }
    let (mantissa, exponent) = match text.find(['e', 'E']) {
        Some(i) => (&text[..i], Some(&text[i + 1..])),
        None => (text, None),
    };
    let (whole, part) = mantissa.split_once(decimal).map_or((mantissa, None), |(w, p)| (w, Some(p)));
    let is_group = |c: char| c == thousands || matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\'' | '’' | '_');
    for (i, group) in whole.split(is_group).enumerate() {
        if !group.bytes().all(|b| b.is_ascii_digit())
            || (i > 0 && group.len() != 3)
            || (i == 0 && group.is_empty() && whole.contains(is_group))
        {
            return None;
        }
        out.push_str(group);
    }
    if let Some(part) = part {
        if !part.bytes().all(|b| b.is_ascii_digit()) || (whole.is_empty() && part.is_empty()) {
            return None;
        }
        if whole.is_empty() {
            out.push('0');
        }
        if !part.is_empty() {
            out.push('.');
            out.push_str(part);
        }
    } else if whole.is_empty() {
        return None;
    }
    if let Some(exponent) = exponent {
        let value: i32 = exponent.parse().ok()?;
        if !(-30..=30).contains(&value) {
            return None;
        }
        out.push('e');
        out.push_str(&value.to_string());
    }
    Some(out)
}

/// Takes a currency code of three capitals off the front or the end.
fn strip_code(text: &str) -> &str {
    let code = |t: &str| t.len() == 3 && t.bytes().all(|b| b.is_ascii_uppercase());
    if let Some((first, rest)) = text.split_at_checked(3)
        && code(first)
        && rest.starts_with(|c: char| c.is_ascii_digit() || c == ' ' || c == '-')
    {
        return rest.trim_start();
    }
    if let Some((rest, last)) = text.len().checked_sub(3).and_then(|i| text.split_at_checked(i))
        && code(last)
        && rest.ends_with(|c: char| c.is_ascii_digit() || c == ' ')
    {
        return rest.trim_end();
    }
    text
}

/// Which decimal mark numbers use: none when no number shows one, an error with an example when it could be either.
pub(crate) fn detect<'a>(cells: impl Iterator<Item = &'a str>) -> Result<Option<DecimalMark>, String> {
    let (mut comma, mut point, mut unclear) = (0_u32, 0_u32, None);
    for cell in cells {
        let digits = cell.bytes().filter(u8::is_ascii_digit).count();
        if digits == 0 || cell.bytes().any(|b| b.is_ascii_alphabetic() && !matches!(b, b'A'..=b'Z' | b'e')) {
            continue;
        }
        match (cell.rfind(','), cell.rfind('.')) {
            (Some(c), Some(p)) if c > p => comma += 1,
            (Some(_), Some(_)) => point += 1,
            (Some(c), None) => {
                let behind = cell[c + 1..].bytes().take_while(u8::is_ascii_digit).count();
                let before = cell[..c].bytes().rev().take_while(u8::is_ascii_digit).count();
                match (cell.matches(',').count(), behind) {
                    (1, 3) if (1..=3).contains(&before) && !cell[..c].ends_with('0') || before > 1 && behind == 3 => {
                        unclear = unclear.or(Some(cell));
                    }
                    (1, _) => comma += 1,
                    _ => point += 1,
                }
            }
            (None, Some(_)) if cell.matches('.').count() > 1 => comma += 1,
            (None, Some(_)) => point += 1,
            (None, None) => {}
        }
    }
    match (comma, point, unclear) {
        (0, 0, None) => Ok(None),
        (0, 0, Some(example)) => Err(example.to_owned()),
        (c, p, _) => Ok(Some(if c > p { DecimalMark::Comma } else { DecimalMark::Point })),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use DecimalMark::{Comma, Point};

    #[test]
    fn numbers_in_the_forms_of_banks() {
        let check = |cell: &str, mark, expect: &str| {
            assert_eq!(parse(cell, mark).map(|d| d.to_string()).as_deref(), Some(expect), "{cell}");
        };
        check("1234.56", Point, "1234.56");
        check("$1,234.56", Point, "1234.56");
        check("-$1,234.56", Point, "-1234.56");
        check("$-1,234.56", Point, "-1234.56");
        check("($1,234.56)", Point, "-1234.56");
        check("1.234,56 €", Comma, "1234.56");
        check("EUR 1 234,5", Comma, "1234.5");
        check("1'234.50 CHF", Point, "1234.50");
        check("12.5-", Point, "-12.5");
        check("\u{2212}3", Point, "-3");
        check(".5", Point, "0.5");
        check("1.5e-3", Point, "0.0015");
    }

    #[test]
    fn what_is_not_a_number_is_none() {
        for bad in ["x", "1,23", "1.2.3", "1,2345", "--5", "", "12 %", "NaN", "inf", "1e999", "0x1F", ",5", "1,,000"] {
            assert_eq!(parse(bad, Point), None, "{bad}");
            assert_eq!(parse_f64(bad, Point), None, "{bad}");
        }
    }

    #[test]
    fn the_mark_is_found_or_asked_for() {
        assert_eq!(detect(["1.5", "2"].into_iter()), Ok(Some(Point)));
        assert_eq!(detect(["1,5", "2"].into_iter()), Ok(Some(Comma)));
        assert_eq!(detect(["1.234,5"].into_iter()), Ok(Some(Comma)));
        assert_eq!(detect(["1,234,567"].into_iter()), Ok(Some(Point)));
        assert_eq!(detect(["1", "2"].into_iter()), Ok(None));
        assert_eq!(detect(["1,234", "5,678"].into_iter()), Err("1,234".to_owned()));
        assert_eq!(detect(["1,234", "5.5"].into_iter()), Ok(Some(Point)));
        assert_eq!(detect(["0,123"].into_iter()), Ok(Some(Comma)));
    }
}
