//! Whether a rule set can be one: what a user's own rules are held against.

use std::collections::HashSet;

use rust_decimal::Decimal;

use crate::{
    BandCharge, Bracket, BracketCharge, Charge, FilingStatus, FlatCharge, InclusionCharge, TaxError, TaxYearRules,
};

type Checked = Result<(), TaxError>;

fn fail<T>(path: impl Into<String>, problem: impl Into<String>) -> Result<T, TaxError> {
    Err(TaxError::RuleSet { path: path.into(), problem: problem.into() })
}

impl TaxYearRules {
    /// Checks everything that a law could not say.
    ///
    /// # Errors
    /// [`TaxError::RuleSet`] naming the first field that is wrong, with what to do.
    pub fn checked(self) -> Result<Self, TaxError> {
        if self.name.trim().is_empty() {
            return fail("name", "empty; give the rules a name");
        }
        let days = (self.last_day - self.first_day).num_days() + 1;
        if !(1..=366).contains(&days) {
            return fail("last_day", format!("the year has {days} days; from first to last there must be 1 to 366"));
        }
        if chrono::Datelike::year(&self.first_day) != self.year {
            return fail("year", format!("{}, but the first day is {}", self.year, self.first_day));
        }
        if !self.lot_orders.contains(&self.default_lot_order) {
            return fail("default_lot_order", "not among lot_orders; add it there or choose one of them");
        }
        self.rules().check().map_err(|error| TaxError::RuleSet {
            path: error.field().trim_start_matches("rules.").to_owned(),
            problem: error.problem().to_owned(),
        })?;
        if let Some(rates) = self.highest_rates {
            share("highest_rates.short_term", rates.short_term)?;
            share("highest_rates.long_term", rates.long_term)?;
        }
        match &self.charge {
            Charge::Brackets(charge) => by_brackets(charge)?,
            Charge::Band(charge) => by_band(charge, &self)?,
            Charge::Inclusion(charge) => by_inclusion(charge)?,
            Charge::Flat(charge) => flat(charge)?,
        }
        if let Some(citation) = self.sources.iter().find(|citation| citation.source.trim().is_empty()) {
            return fail("sources", format!("that of {} is empty; say where the rule stands", citation.rule));
        }
        Ok(self)
    }
}

fn share(path: &str, value: Decimal) -> Checked {
    if value < Decimal::ZERO || value > Decimal::ONE {
        return fail(path, format!("{value}; give a share between 0 and 1, such as \"0.26\" for 26 %"));
    }
    Ok(())
}

fn amount(path: &str, value: Decimal) -> Checked {
    if value < Decimal::ZERO {
        return fail(path, format!("{value}; an amount of money here is 0 or more"));
    }
    Ok(())
}

fn brackets(path: &str, brackets: &[Bracket]) -> Checked {
    if brackets.first().is_none_or(|first| !first.from.is_zero()) {
        return fail(path, "the first bracket must begin at 0");
    }
    for pair in brackets.windows(2) {
        if pair[1].from <= pair[0].from {
            return fail(path, format!("a bracket from {} follows one from {}", pair[1].from, pair[0].from));
        }
    }
    brackets.iter().try_for_each(|bracket| share(&format!("{path}.rate"), bracket.rate))
}

fn by_brackets(charge: &BracketCharge) -> Checked {
    share("charge.surtax_rate", charge.surtax_rate)?;
    if charge.statuses.is_empty() {
        return fail("charge.statuses", "empty; give the brackets of at least one filing status");
    }
    let mut seen: Vec<FilingStatus> = Vec::new();
    for status in &charge.statuses {
        if seen.contains(&status.filing_status) {
            return fail("charge.statuses", format!("{:?} is listed twice", status.filing_status));
        }
        seen.push(status.filing_status);
        brackets("charge.statuses.ordinary", &status.ordinary)?;
        brackets("charge.statuses.long_term", &status.long_term)?;
        amount("charge.statuses.income_offset", status.income_offset)?;
        amount("charge.statuses.surtax_threshold", status.surtax_threshold)?;
    }
    Ok(())
}

fn by_band(charge: &BandCharge, rules: &TaxYearRules) -> Checked {
    amount("charge.annual_exempt_amount", charge.annual_exempt_amount)?;
    amount("charge.band", charge.band)?;
    if charge.periods.first().is_none_or(|first| first.first_day != rules.first_day) {
        return fail("charge.periods", format!("the first must begin on {}", rules.first_day));
    }
    for pair in charge.periods.windows(2) {
        if pair[1].first_day <= pair[0].first_day || !rules.contains(pair[1].first_day) {
            return fail("charge.periods", format!("{} is out of order or outside the year", pair[1].first_day));
        }
    }
    for period in &charge.periods {
        share("charge.periods.within_band", period.within_band)?;
        share("charge.periods.above_band", period.above_band)?;
        if period.within_band > period.above_band {
            return fail("charge.periods.within_band", "above the rate above the band; are the two swapped?");
        }
    }
    Ok(())
}

fn by_inclusion(charge: &InclusionCharge) -> Checked {
    share("charge.included_share", charge.included_share)?;
    brackets("charge.brackets", &charge.brackets)
}

fn flat(charge: &FlatCharge) -> Checked {
    share("charge.rate", charge.rate)?;
    share("charge.surcharge_on_tax", charge.surcharge_on_tax)?;
    charge.church_rates.iter().try_for_each(|rate| share("charge.church_rates", *rate))?;
    if let Some(allowance) = charge.allowance {
        amount("charge.allowance.single", allowance.single)?;
        amount("charge.allowance.married", allowance.married)?;
    }
    let mut seen = HashSet::new();
    for rule in &charge.categories {
        share("charge.categories.counted_share", rule.counted_share)?;
        if !seen.insert(format!("{:?}", rule.category)) {
            return fail("charge.categories", format!("{:?} is listed twice", rule.category));
        }
    }
    Ok(())
}
