//! The tax of a year as a worked example: every step with its numbers, so that it can be followed by hand.
//!
//! The steps are made from the law, the gains and the summary of [`crate::ledger()`], and come to the same amounts: what the ledger
//! figures is never figured in another way.

mod beside_income;
mod flat;

#[cfg(test)]
mod tests;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{Bracket, CarriedLoss, Charge, LedgerYear, TaxDue, TaxError, TaxPart, TaxPartKind, YearSummary, ledger};

/// A step: an amount, how it comes about, and the steps before it. Amounts are in the currency of the rules.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TaxStep {
    /// What it is.
    pub title: String,
    /// How much; null when it depends on what was not given.
    #[schema(value_type = Option<String>)]
    pub amount: Option<Decimal>,
    /// How it comes about, with the numbers in it; empty for what was given.
    pub formula: String,
    /// The rule of the law that it follows, as in [`crate::Citation::rule`]; null for plain arithmetic.
    pub rule: Option<String>,
    /// Why there is no amount.
    pub unknown: Option<String>,
    /// What it is made of.
    #[schema(no_recursion)]
    pub steps: Vec<TaxStep>,
}

/// A year's taxable gains and their tax, worked out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Working {
    /// Gains after losses, exemptions and allowance.
    pub taxable: TaxStep,
    /// The tax that gains and losses cause.
    pub tax: TaxStep,
}

/// Works a year out step by step. `opening` are the losses that it opens with: what the year before carries forward.
///
/// # Errors
/// As [`crate::ledger()`].
pub fn working(opening: &[CarriedLoss], year: &LedgerYear<'_>) -> Result<Working, TaxError> {
    let summary = ledger(opening, std::slice::from_ref(year))?;
    let summary = summary.first().expect("invariant: one year has one summary");
    let (taxable, steps) = match &year.rules.charge {
        Charge::Brackets(charge) => beside_income::by_brackets(charge, opening, year, summary),
        Charge::Band(charge) => beside_income::by_band(charge, year, summary),
        Charge::Inclusion(charge) => beside_income::by_inclusion(charge, year, summary),
        Charge::Flat(charge) => flat::by_rate(charge, year, summary),
    };
    Ok(Working { taxable, tax: of_tax(summary, steps) })
}

/// The tax over its parts; `steps` has one for each part that there is.
fn of_tax(summary: &YearSummary, steps: Vec<TaxStep>) -> TaxStep {
    let title = format!("Tax of {}", summary.label);
    match &summary.tax {
        TaxDue::Known { amount, parts } => {
            let formula = match parts.len() {
                0 => "there is nothing to tax".to_owned(),
                _ => sum(parts.iter().map(|part| part.amount)),
            };
            TaxStep::new(title, *amount, formula).with(steps)
        }
        TaxDue::Unknown { message, .. } => {
            TaxStep { amount: None, unknown: Some(message.clone()), ..TaxStep::new(title, Decimal::ZERO, "") }
        }
    }
}

impl TaxStep {
    fn new(title: impl Into<String>, amount: Decimal, formula: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            amount: Some(amount.normalize()),
            formula: formula.into(),
            rule: None,
            unknown: None,
            steps: Vec::new(),
        }
    }

    /// What was given by the person.
    fn given(title: impl Into<String>, amount: Decimal) -> Self {
        Self::new(title, amount, "as given in the tax profile")
    }

    fn by(mut self, rule: &str) -> Self {
        self.rule = Some(rule.to_owned());
        self
    }

    fn with(mut self, steps: Vec<Self>) -> Self {
        self.steps = steps;
        self
    }
}

/// The amount of a part of a known tax.
fn part(summary: &YearSummary, kind: TaxPartKind) -> Option<Decimal> {
    let TaxDue::Known { parts, .. } = &summary.tax else { return None };
    parts.iter().find(|part| part.kind == kind).map(|part: &TaxPart| part.amount)
}

/// A number for a formula: no trailing zeros, the true minus sign.
fn num(amount: Decimal) -> String {
    amount.normalize().to_string().replace('-', "\u{2212}")
}

fn percent(rate: Decimal) -> String {
    format!("{} %", num(rate * Decimal::ONE_HUNDRED))
}

/// `a + b − c`: what is below zero is taken off.
fn sum(amounts: impl IntoIterator<Item = Decimal>) -> String {
    let mut text = String::new();
    for amount in amounts {
        match (text.is_empty(), amount < Decimal::ZERO) {
            (true, _) => text = num(amount),
            (false, true) => text.push_str(&format!(" \u{2212} {}", num(-amount))),
            (false, false) => text.push_str(&format!(" + {}", num(amount))),
        }
    }
    text
}

/// Tax of `amount` on top of an income of `below`, bracket by bracket.
fn by_bracket(title: &str, brackets: &[Bracket], below: Decimal, amount: Decimal, rule: &str) -> TaxStep {
    let below = below.max(Decimal::ZERO);
    let top = below + amount.max(Decimal::ZERO);
    let ends = brackets.iter().skip(1).map(|next| next.from).chain([Decimal::MAX]);
    let mut steps = Vec::new();
    for (bracket, end) in brackets.iter().zip(ends) {
        let (from, to) = (below.max(bracket.from), top.min(end));
        if to > from {
            let formula = format!("({} − {}) × {}", num(to), num(from), num(bracket.rate));
            steps.push(
                TaxStep::new(format!("At {}", percent(bracket.rate)), (to - from) * bracket.rate, formula).by(rule),
            );
        }
    }
    let total = steps.iter().filter_map(|step| step.amount).sum();
    let formula = match steps.len() {
        0 => "nothing to tax".to_owned(),
        _ => sum(steps.iter().filter_map(|step| step.amount)),
    };
    TaxStep::new(title, total, formula).by(rule).with(steps)
}
