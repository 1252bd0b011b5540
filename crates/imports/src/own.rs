//! Quarterdeck's own CSV files: which columns they have, and how a text becomes a cell that no spreadsheet calculates.
//!
//! The last column of each is [`MARK`]. By it a file is recognized, and then nothing about it is guessed: dates are year, month,
//! day, the decimal mark is a point, cells are taken with the blanks around them, and apostrophes that [`guard`] put before a
//! formula are taken off. In any other file an apostrophe stays what it is.
//! The rule of the apostrophe is OWASP's, *CSV Injection*.

/// The name of the last column of our own files; its cells hold the version of the form.
pub const MARK: &str = "quarterdeck_csv";
/// The version of the form.
pub const VERSION: &str = "1";

/// The columns of transactions, but for [`MARK`].
pub const TRANSACTIONS: &[&str] = &[
    "date",
    "settlement_date",
    "kind",
    "account",
    "counter_account",
    "symbol",
    "quantity",
    "price",
    "amount",
    "currency",
    "fees",
    "taxes",
    "counter_amount",
    "counter_currency",
    "other_symbol",
    "ratio_new",
    "ratio_old",
    "cost_fraction",
    "new_symbol",
    "reference",
    "note",
];
/// The columns of daily prices, but for [`MARK`].
pub const PRICES: &[&str] = &["date", "symbol", "open", "high", "low", "close", "volume"];
/// The columns of exchange rates, but for [`MARK`].
pub const FX_RATES: &[&str] = &["date", "base", "quote", "rate", "source"];

/// Whether these are the column names of one of our own files.
pub(crate) fn is_own(headers: &[String]) -> bool {
    headers.last().is_some_and(|h| h == MARK)
}

/// A text as a cell: one that a spreadsheet would calculate, and one that looks like a text that was guarded, gets an
/// apostrophe before it. Numbers stay.
pub fn guard(text: &str) -> std::borrow::Cow<'_, str> {
    let bare = text.trim_start_matches('\'');
    if bare.starts_with(CALCULATED) && !is_number(text) { format!("'{text}").into() } else { text.into() }
}

/// The text of a cell that [`guard`] made.
pub(crate) fn unguard(cell: &str) -> &str {
    let rest = cell.strip_prefix('\'');
    rest.filter(|rest| rest.trim_start_matches('\'').starts_with(CALCULATED)).unwrap_or(cell)
}

/// With what a formula begins.
const CALCULATED: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

fn is_number(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit() || b"+-.eE".contains(&b)) && text.parse::<f64>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_get_an_apostrophe_and_lose_it_again() {
        let check = |text: &str, cell: &str| {
            assert_eq!(guard(text), cell, "{text:?}");
            assert_eq!(unguard(cell), text, "{cell:?}");
        };
        check("=HYPERLINK(\"http://x\")", "'=HYPERLINK(\"http://x\")");
        check("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0");
        check("-2+3", "'-2+3");
        check("@SUM(1)", "'@SUM(1)");
        check("\tx", "'\tx");
        check("\rx", "'\rx");
        check("'=x", "''=x");
        check("''-x", "'''-x");
        check("-", "'-");
        check("-5.25", "-5.25");
        check("-1e-7", "-1e-7");
        check("+5", "+5");
        check("'abc", "'abc");
        check("it's = fine", "it's = fine");
        check("", "");
        check("'", "'");
    }
}
