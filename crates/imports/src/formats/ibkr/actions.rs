//! The section of corporate actions: splits, whose ratio stands in the description. Others do not say their terms.

use model::transaction::TransactionKind as Kind;
use rust_decimal::Decimal;

use super::{Line, Memory, Said, cash::security};
use crate::formats::draft::{Draft, Reject};

/// "NVDA(US67066G1040) Split 10 for 1 (NVDA, NVIDIA CORP, US67066G1040)".
pub(super) fn corporate_action(line: &Line<'_>, memory: &mut Memory) -> Result<Said, Reject> {
    let description = line.text("Description");
    let Some(ratio) = split_ratio(description) else {
        let short: String = description.chars().take(120).collect();
        let reason =
            format!("a corporate action whose terms a statement does not say in full ({short}); add it by hand");
        return Err(Reject::unclear(reason).at("Description"));
    };
    let (symbol, isin) = security(description).ok_or_else(|| {
        Reject::unclear("the description does not begin with a symbol; add the split by hand").at("Description")
    })?;
    let mut d = Draft::new(Kind::Split, line.date(&["Date/Time", "Report Date"])?);
    d.account = line.account();
    d.currency = line.text("Currency").to_owned();
    d.note = description.to_owned();
    d.ratio = Some(ratio);
    if !memory.splits.insert((d.account.clone(), d.date, symbol.clone())) {
        return Ok(Said::PassOver("are the other side of a split that has its own row"));
    }
    (d.symbol, d.isin) = (symbol, isin);
    Ok(Said::Rows(vec![d]))
}

/// New and old units, out of "Split 4 for 1".
pub(in crate::formats) fn split_ratio(description: &str) -> Option<(Decimal, Decimal)> {
    let upper = description.to_ascii_uppercase();
    let (_, rest) = upper.split_once("SPLIT ")?;
    let mut words = rest.split_whitespace();
    let number = |word: Option<&str>| word?.trim_end_matches(['(', ',', ')']).parse::<Decimal>().ok();
    let new = number(words.next())?;
    (words.next() == Some("FOR")).then_some(())?;
    let old = number(words.next())?;
    (new > Decimal::ZERO && old > Decimal::ZERO).then_some((new, old))
}
