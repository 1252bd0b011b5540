//! Where a tax comes from: the steps of the law, the gains, their lots and transactions, each rule with its source.

use std::collections::HashMap;

use model::{
    currency::Currency,
    id::{AccountId, LotId, TransactionId},
};
use portfolio::{
    books::RealizedGain,
    explain::{Explanation, ExplanationLink, FigureKind, Inputs, realized_gain},
    unknown::Unknown,
};
use rust_decimal::Decimal;
use tax::{Replacement, TaxError, TaxStep, TaxYearRules, Term, Working};

use super::{
    household::{Accounts, named},
    profile::TaxProfile,
    year::{Adjusted, adjusted, counted, in_its_currency, worked},
};
use crate::folded::Folded;

/// Of what a tax figure is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum TaxSubject {
    /// A tax year, by the calendar year in which it begins.
    Year(i32),
    /// What one transaction closed of one lot.
    Gain(TransactionId, LotId),
}

impl TaxSubject {
    /// Reads `year:YEAR` or `gain:TRANSACTION:LOT`.
    pub(crate) fn parse(text: Option<&str>) -> Result<Self, TaxError> {
        let text = text.unwrap_or_default();
        let wrong = || TaxError::Input {
            field: "id",
            problem: format!("\"{text}\" names no taxes; use year:YEAR, such as year:2025, or gain:TRANSACTION:LOT"),
        };
        let parts: Vec<&str> = text.split(':').collect();
        match parts[..] {
            ["year", year] => Ok(Self::Year(year.parse().map_err(|_| wrong())?)),
            ["gain", transaction, lot] => {
                Ok(Self::Gain(transaction.parse().map_err(|_| wrong())?, lot.parse().map_err(|_| wrong())?))
            }
            _ => Err(wrong()),
        }
    }
}

/// Explains a tax of the books.
///
/// # Errors
/// When there is no such gain, the law of the year is not known, or the figure is not one of the subject.
pub(crate) fn explain(
    state: &Folded,
    profile: &TaxProfile,
    inputs: Inputs<'_>,
    figure: FigureKind,
    subject: TaxSubject,
) -> Result<Explanation, TaxError> {
    let accounts = Accounts::of(state);
    let year = match subject {
        TaxSubject::Year(year) => year,
        TaxSubject::Gain(transaction, lot) => {
            let found = state.books.realized.iter().find(|g| (g.closed_by, g.lot_id) == (transaction, lot));
            let problem = "there is no such realized gain; load the tax year again".to_owned();
            profile.year_of(found.ok_or(TaxError::Input { field: "id", problem })?.closed_on)
        }
    };
    let rules = in_its_currency(profile.rules(year)?, state.settings.base_currency)?;
    let adjusted = adjusted(state, &accounts, rules)?;
    let case = Case { state, accounts: &accounts, rules, adjusted: &adjusted, inputs };
    match (figure, subject) {
        (FigureKind::TaxedGain, TaxSubject::Gain(transaction, lot)) => {
            let of = |g: &RealizedGain| (g.closed_by, g.lot_id) == (transaction, lot);
            let mut parts: Vec<Explanation> = case.gains(of).collect();
            Ok(if parts.len() == 1 { parts.remove(0) } else { case.summed("Gain that counts", parts) })
        }
        (FigureKind::GainsOfYear, TaxSubject::Year(_)) => Ok(case.of_year()),
        (FigureKind::TaxableOfYear, TaxSubject::Year(_)) => {
            let Working { taxable, .. } = worked(state, profile, &accounts, &adjusted, year)?;
            Ok(case.with_gains(case.step(&taxable)))
        }
        (FigureKind::TaxOfYear, TaxSubject::Year(_)) => {
            let Working { taxable, tax } = worked(state, profile, &accounts, &adjusted, year)?;
            let mut explanation = case.step(&tax);
            explanation.inputs.insert(0, case.with_gains(case.step(&taxable)));
            Ok(explanation)
        }
        _ => {
            let problem = format!("{} is not a figure of that; ask for it of another subject", figure.as_str());
            Err(TaxError::Input { field: "figure", problem })
        }
    }
}

/// A tax year with what buying back makes of its gains.
struct Case<'a> {
    state: &'a Folded,
    accounts: &'a Accounts<'a>,
    rules: &'a TaxYearRules,
    adjusted: &'a HashMap<usize, Adjusted>,
    inputs: Inputs<'a>,
}

impl Case<'_> {
    fn currency(&self) -> Currency {
        self.rules.currency
    }

    /// The sources of a rule; none where the law's data names none.
    fn cited(&self, rule: &str) -> Option<String> {
        let of_rule = self.rules.sources.iter().filter(|citation| citation.rule == rule);
        let sources: Vec<&str> = of_rule.map(|citation| citation.source.as_str()).collect();
        (!sources.is_empty()).then(|| sources.join("; "))
    }

    fn amount(&self, title: impl Into<String>, amount: Decimal, formula: impl Into<String>) -> Explanation {
        Explanation {
            title: title.into(),
            value: Some(amount.normalize().to_string()),
            unit: self.currency().code().to_owned(),
            formula: formula.into(),
            source: None,
            as_of: None,
            age_days: None,
            unknown: None,
            link: None,
            inputs: Vec::new(),
        }
    }

    fn step(&self, step: &TaxStep) -> Explanation {
        let unknown = step.unknown.as_ref().map(|why| Unknown::undefined(why.as_str()));
        Explanation {
            value: step.amount.map(|amount| amount.normalize().to_string()),
            source: step.rule.as_deref().and_then(|rule| self.cited(rule)),
            unknown,
            inputs: step.steps.iter().map(|step| self.step(step)).collect(),
            ..self.amount(&*step.title, Decimal::ZERO, &*step.formula)
        }
    }

    fn with_gains(&self, mut taxable: Explanation) -> Explanation {
        taxable.inputs.push(self.of_year());
        taxable
    }

    /// Everything that counts of the year, one by one.
    fn of_year(&self) -> Explanation {
        let title = format!("Gains and losses of {} that count, one by one", self.rules.label());
        self.summed(&title, self.gains(|g| self.rules.contains(g.closed_on)).collect())
    }

    /// The sum of parts; unknown when one of them is.
    fn summed(&self, title: &str, parts: Vec<Explanation>) -> Explanation {
        let formula = format!("the sum over {} closed lots or parts of lots", parts.len());
        let values = parts.iter().map(|part| part.value.as_deref()?.parse::<Decimal>().ok());
        let total: Option<Decimal> = values.sum();
        let unknown = parts.iter().find_map(|part| part.unknown.clone()).filter(|_| total.is_none());
        let sum = self.amount(title, total.unwrap_or_default(), formula);
        Explanation { value: sum.value.filter(|_| total.is_some()), unknown, inputs: parts, ..sum }
    }

    fn gains<'c>(&'c self, wanted: impl Fn(&RealizedGain) -> bool + 'c) -> impl Iterator<Item = Explanation> + 'c {
        let all = self.state.books.realized.iter().enumerate();
        let taxed = all.filter(move |(_, g)| self.accounts.is_taxed(g.account_id));
        taxed.filter(move |(_, g)| wanted(g)).map(move |(i, g)| self.gain(i, g))
    }

    /// A gain as the law counts it: proceeds less cost, what earlier losses added to the cost, what buying back disallows, its term.
    fn gain(&self, place: usize, g: &RealizedGain) -> Explanation {
        let raw = realized_gain(self.inputs, g);
        let Some(counts) = counted(g, self.adjusted.get(&place), Some(self.rules)) else { return raw };
        let total: Decimal = counts.iter().map(|(_, amount)| *amount).sum();
        let (title, symbol) = (raw.title.clone(), self.symbol(g));
        let mut formula = g.gain_base.map(number).unwrap_or_default();
        let mut parts = vec![Explanation { title: format!("Proceeds less cost of {symbol}"), ..raw }];
        if let Some(adjusted) = self.adjusted.get(&place) {
            if !adjusted.basis_added.is_zero() {
                formula.push_str(&format!(" − {}", number(adjusted.basis_added)));
                parts.push(self.added(g, adjusted));
            }
            if !adjusted.disallowed.is_zero() {
                formula.push_str(&format!(" + {}", number(adjusted.disallowed)));
                parts.push(self.disallowed(g, adjusted));
            }
        }
        parts.extend(self.terms(g, place, &counts));
        let counted = self.amount(title, total, formula);
        let age = (self.state.today - g.closed_on).num_days();
        Explanation { as_of: Some(g.closed_on), age_days: Some(age), inputs: parts, ..counted }
    }

    /// Which part is short- and which long-term, with the days; nothing where the law knows no holding period.
    fn terms(&self, g: &RealizedGain, place: usize, counts: &[(Term, Decimal)]) -> Vec<Explanation> {
        let rules = self.rules.rules();
        if rules.long_term_after_months.is_none() {
            return Vec::new();
        }
        let portions = self.adjusted.get(&place).map(|a| a.portions.as_slice()).unwrap_or_default();
        let since = |i: usize| portions.get(i).map_or(g.opened_on.min(g.closed_on), |portion| portion.held_since);
        let units = |i: usize| portions.get(i).map_or(g.quantity, |portion| portion.units);
        let of_term = |(i, (term, amount)): (usize, &(Term, Decimal))| {
            let name = match term {
                Term::Short => "Short-term",
                Term::Long => "Long-term",
            };
            let first = rules.first_long_term_day(since(i)).map(|day| format!(", long-term from {day}"));
            let title = format!("{name}: {} units held since {}", number(units(i)), since(i));
            let formula = format!("sold {}{}", g.closed_on, first.unwrap_or_default());
            Explanation { source: self.cited("holding_period"), ..self.amount(title, *amount, formula) }
        };
        counts.iter().enumerate().map(of_term).collect()
    }

    /// The losses of earlier sales that were added to the cost of the lot.
    fn added(&self, g: &RealizedGain, adjusted: &Adjusted) -> Explanation {
        let mut from: Vec<Explanation> = Vec::new();
        for (place, sale) in self.adjusted {
            let took = |r: &&Replacement| named(&r.lot_id) == Some((g.account_id, g.lot_id));
            let earlier = &self.state.books.realized[*place];
            for replacement in sale.replacements.iter().filter(took) {
                let title = format!("Loss of {} sold on {}", self.symbol(earlier), earlier.closed_on);
                let formula = format!("added to the cost of {} units of this lot", number(replacement.units));
                let link = ExplanationLink { kind: "transaction".to_owned(), id: earlier.closed_by.to_string() };
                let added = self.amount(title, replacement.basis_added, formula);
                from.push(Explanation { as_of: Some(earlier.closed_on), link: Some(link), ..added });
            }
        }
        from.sort_by_key(|part| part.as_of);
        let formula = "the part of them that lies on the units sold";
        let added = self.amount("Cost added by earlier losses", adjusted.basis_added, formula);
        Explanation { source: self.cited("repurchase"), inputs: from, ..added }
    }

    /// The part of a loss that buying back disallows, with what replaced the units.
    fn disallowed(&self, g: &RealizedGain, adjusted: &Adjusted) -> Explanation {
        let by = |r: &Replacement| self.replacement(r);
        let inputs: Vec<Explanation> = adjusted.replacements.iter().map(by).collect();
        let replaced: Decimal = adjusted.replacements.iter().map(|r| r.units).sum();
        let loss = -(g.gain_base.unwrap_or_default() - adjusted.basis_added);
        let formula = match adjusted.replacements.is_empty() {
            true => {
                "what was bought back and is still held at the end of the window, as a part of what was sold".to_owned()
            }
            false => format!("{} × {} ÷ {}", number(loss), number(replaced), number(self.units_today(g))),
        };
        let mut node = self.amount("Disallowed, for the same was bought back", adjusted.disallowed, formula);
        if !adjusted.lost.is_zero() {
            node.formula
                .push_str(&format!("; {} of it is lost for good in a sheltered account", number(adjusted.lost)));
        }
        Explanation { source: self.cited("repurchase"), inputs, ..node }
    }

    fn replacement(&self, r: &Replacement) -> Explanation {
        let key = named(&r.lot_id);
        let account = key.and_then(|(account, _)| self.accounts.get(account)).map_or("", |fields| fields.name.as_str());
        let opened = key.and_then(|key| self.opened(key));
        let day = opened.map(|(_, day)| format!(" bought on {day}")).unwrap_or_default();
        let title = format!("{} units{day} in {account}", number(r.units));
        let formula = match r.held_since {
            Some(since) => format!("{} added to their cost, held since {since}", number(r.basis_added)),
            None => "the account is sheltered: added to no cost".to_owned(),
        };
        let link = opened.map(|(id, _)| ExplanationLink { kind: "transaction".to_owned(), id: id.to_string() });
        Explanation { as_of: opened.map(|(_, day)| day), link, ..self.amount(title, r.disallowed, formula) }
    }

    /// The transaction and the day that opened a lot.
    fn opened(&self, key: (AccountId, LotId)) -> Option<(TransactionId, chrono::NaiveDate)> {
        let open = self.state.books.lots.iter().map(|l| &l.lot).find(|l| (l.account_id, l.id) == key);
        let closed = || self.state.books.realized.iter().find(|g| (g.account_id, g.lot_id) == key);
        open.map(|l| (l.opened_by, l.opened_on)).or_else(|| closed().map(|g| (g.opened_by, g.opened_on)))
    }

    fn units_today(&self, g: &RealizedGain) -> Decimal {
        super::household::Splits::of(self.state).today(g.instrument_id, g.closed_on, g.quantity)
    }

    fn symbol(&self, g: &RealizedGain) -> String {
        self.state.instrument(g.instrument_id).map_or_else(String::new, |i| i.fields.symbol.clone())
    }
}

/// A number for a formula: at most eight decimal places, no trailing zeros, the true minus sign.
fn number(amount: Decimal) -> String {
    amount.round_dp(8).normalize().to_string().replace('-', "\u{2212}")
}
