//! What a tax year comes to: each gain with what buying back changes, and the tax.

use std::collections::HashMap;

use chrono::NaiveDate;
use model::{
    currency::Currency,
    id::{AccountId, InstrumentId, LotId, TransactionId},
    instrument::InstrumentFields,
};
use portfolio::books::RealizedGain;
use rust_decimal::Decimal;
use serde::Serialize;
use tax::{
    AdjustedSale, CarriedLoss, LedgerYear, Person, Replacement, RepurchaseKind, RepurchaseRule, SalePortion,
    SuperficialLoss, TaxError, TaxYearRules, TaxableGain, Term, Working, YearSummary, ledger, superficial_losses,
    wash_sales, working,
};

use super::{
    household::{Accounts, is_sale, lots_and_sales, movements},
    profile::TaxProfile,
};
use crate::folded::Folded;

/// A tax year: what was realized in taxable accounts, and what it comes to.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct TaxYearView {
    /// The calendar year in which it begins.
    pub year: i32,
    /// Its name, "2025" or "2025/26".
    pub label: String,
    /// Its first day.
    pub first_day: NaiveDate,
    /// Its last day.
    pub last_day: NaiveDate,
    /// The currency of amounts.
    pub base_currency: Currency,
    /// The law of the year with its sources; null when it is not known.
    pub rules: Option<TaxYearRules>,
    /// Why there is no tax; null when there is.
    pub refusal: Option<String>,
    /// Each gain and loss, in order of closing.
    pub gains: Vec<TaxedGain>,
    /// What they come to.
    pub summary: Option<YearSummary>,
}

/// A realized gain as the law counts it. Amounts are in the base currency; null is unknown.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct TaxedGain {
    /// The lot.
    pub lot_id: LotId,
    /// The transaction that closed it.
    pub closed_by: TransactionId,
    /// Where.
    pub account_id: AccountId,
    /// The account's name.
    pub account: String,
    /// Of what.
    pub instrument_id: InstrumentId,
    /// Its symbol.
    pub symbol: String,
    /// The day it was opened.
    pub opened_on: NaiveDate,
    /// The day it was closed.
    pub closed_on: NaiveDate,
    /// Units; negative when they were short.
    #[schema(value_type = String)]
    pub quantity: Decimal,
    /// Proceeds.
    #[schema(value_type = Option<String>)]
    pub proceeds: Option<Decimal>,
    /// Cost.
    #[schema(value_type = Option<String>)]
    pub cost: Option<Decimal>,
    /// Proceeds less cost.
    #[schema(value_type = Option<String>)]
    pub gain: Option<Decimal>,
    /// Cost that earlier losses added; it lowers the gain.
    #[schema(value_type = String)]
    pub basis_added: Decimal,
    /// The part of a loss that does not count, for the same was bought back.
    #[schema(value_type = String)]
    pub disallowed: Decimal,
    /// The part of that which is lost for good, in a sheltered account.
    #[schema(value_type = String)]
    pub lost: Decimal,
    /// The gain that counts.
    #[schema(value_type = Option<String>)]
    pub allowed: Option<Decimal>,
    /// The part of that which is long-term; null where the law knows no terms, or is not known.
    #[schema(value_type = Option<String>)]
    pub long_term: Option<Decimal>,
    /// A purchase up to this day would still disallow more of the loss.
    pub open_until: Option<NaiveDate>,
}

/// What buying back makes of one gain.
pub(super) struct Adjusted {
    pub(super) basis_added: Decimal,
    pub(super) disallowed: Decimal,
    pub(super) lost: Decimal,
    pub(super) by_term: Vec<(Term, Decimal)>,
    pub(super) open_until: Option<NaiveDate>,
    /// The units by their holding period; empty where the law knows none.
    pub(super) portions: Vec<SalePortion>,
    /// The lots that took its loss; empty where pools take it.
    pub(super) replacements: Vec<Replacement>,
}

pub(super) fn view(state: &Folded, profile: &TaxProfile, year: i32) -> Result<TaxYearView, TaxError> {
    let accounts = Accounts::of(state);
    let (first_day, last_day) = profile.days_of(year);
    let law = profile.rules(year).and_then(|rules| in_its_currency(rules, state.settings.base_currency));
    let adjusted = match &law {
        Ok(rules) => adjusted(state, &accounts, rules)?,
        Err(_) => HashMap::new(),
    };
    let terms: HashMap<InstrumentId, &InstrumentFields> = state.instruments.iter().map(|i| (i.id, &i.fields)).collect();
    let of_year = |g: &RealizedGain| first_day <= g.closed_on && g.closed_on <= last_day;
    let rows = state.books.realized.iter().enumerate();
    let rows = rows.filter(|(_, g)| of_year(g) && accounts.is_taxed(g.account_id));
    let mut gains: Vec<TaxedGain> =
        rows.map(|(i, g)| row(g, adjusted.get(&i), law.as_ref().ok().copied(), &accounts, &terms)).collect();
    gains.sort_by_key(|g| (g.closed_on, g.opened_on, g.lot_id));
    let summary = match &law {
        Ok(_) if gains.iter().any(|g| g.allowed.is_none()) => Err(unknown_gain(&gains)),
        Ok(_) => summary(state, profile, &accounts, &adjusted, year),
        Err(error) => Err(error.clone()),
    };
    Ok(TaxYearView {
        year,
        label: law.as_ref().map_or_else(|_| year.to_string(), |rules| rules.label()),
        first_day,
        last_day,
        base_currency: state.settings.base_currency,
        rules: law.ok().cloned(),
        refusal: summary.as_ref().err().map(TaxError::to_string),
        gains,
        summary: summary.ok(),
    })
}

pub(super) fn in_its_currency(rules: &TaxYearRules, base: Currency) -> Result<&TaxYearRules, TaxError> {
    if rules.currency == base {
        return Ok(rules);
    }
    let problem = format!(
        "gains are taxed in {} there, and the base currency is {base}; make {} the base currency in the settings",
        rules.currency, rules.currency
    );
    Err(TaxError::Input { field: "base_currency", problem })
}

fn unknown_gain(gains: &[TaxedGain]) -> TaxError {
    let mut unknown = gains.iter().filter(|g| g.allowed.is_none()).map(|g| format!("{} of {}", g.symbol, g.closed_on));
    let first = unknown.next().unwrap_or_default();
    let more = unknown.count();
    let others = if more == 0 { String::new() } else { format!(" and {more} more") };
    let problem =
        format!("the gain of {first}{others} is unknown; import the exchange rates of the days of purchase and sale");
    TaxError::Input { field: "gains", problem }
}

/// What buying back makes of every gain of the books, by its place among them.
pub(super) fn adjusted(
    state: &Folded,
    accounts: &Accounts<'_>,
    rules: &TaxYearRules,
) -> Result<HashMap<usize, Adjusted>, TaxError> {
    match rules.repurchase {
        Some(RepurchaseRule { kind: RepurchaseKind::WashSale, window }) => {
            let (lots, sales) = lots_and_sales(state, accounts);
            let report = wash_sales(window, &lots, &sales)?;
            let place = |s: &AdjustedSale| s.id.parse::<usize>().ok();
            Ok(report.sales.iter().filter_map(|s| Some((place(s)?, washed(s, rules)))).collect())
        }
        Some(RepurchaseRule { kind: RepurchaseKind::SuperficialLoss, window }) => {
            let report = superficial_losses(window, &movements(state, accounts), state.today)?;
            Ok(superficial(state, &report.disposals))
        }
        Some(RepurchaseRule { kind: RepurchaseKind::Matching, .. }) | None => Ok(HashMap::new()),
    }
}

fn washed(sale: &AdjustedSale, rules: &TaxYearRules) -> Adjusted {
    Adjusted {
        basis_added: sale.basis_added,
        disallowed: sale.disallowed,
        lost: sale.lost,
        by_term: sale.by_term(&rules.rules()),
        open_until: sale.open_until,
        portions: sale.portions.clone(),
        replacements: sale.replacements.clone(),
    }
}

/// The denied losses of disposals, spread over the pieces of each by units.
fn superficial(state: &Folded, disposals: &[SuperficialLoss]) -> HashMap<usize, Adjusted> {
    let by_name: HashMap<&str, &SuperficialLoss> =
        disposals.iter().filter_map(|d| d.id.split_once(' ').map(|(_, name)| (name, d))).collect();
    let mut pieces: HashMap<String, Vec<usize>> = HashMap::new();
    for (i, g) in state.books.realized.iter().enumerate().filter(|(_, g)| is_sale(g)) {
        pieces.entry(format!("{} {}", g.closed_by, g.account_id)).or_default().push(i);
    }
    let mut all = HashMap::new();
    for (name, places) in pieces {
        let Some(disposal) = by_name.get(name.as_str()) else { continue };
        let units: Decimal = places.iter().map(|i| state.books.realized[*i].quantity).sum();
        let mut left = (disposal.cost_added, disposal.denied, disposal.lost);
        for (n, i) in places.iter().enumerate() {
            let g = &state.books.realized[*i];
            let share = |whole: Decimal, left: Decimal| {
                if n + 1 == places.len() { left } else { (whole * (g.quantity / units)).round_dp(8) }
            };
            let part =
                (share(disposal.cost_added, left.0), share(disposal.denied, left.1), share(disposal.lost, left.2));
            left = (left.0 - part.0, left.1 - part.1, left.2 - part.2);
            let counts = g.gain_base.map(|gain| vec![(Term::Long, gain - part.0 + part.1)]).unwrap_or_default();
            let open_until = (!disposal.decided).then_some(disposal.decided_on);
            all.insert(
                *i,
                Adjusted {
                    basis_added: part.0,
                    disallowed: part.1,
                    lost: part.2,
                    by_term: counts,
                    open_until,
                    portions: Vec::new(),
                    replacements: Vec::new(),
                },
            );
        }
    }
    all
}

fn row(
    g: &RealizedGain,
    adjusted: Option<&Adjusted>,
    rules: Option<&TaxYearRules>,
    accounts: &Accounts<'_>,
    terms: &HashMap<InstrumentId, &InstrumentFields>,
) -> TaxedGain {
    let by_term = counted(g, adjusted, rules);
    let allowed = by_term.as_ref().map(|parts| parts.iter().map(|(_, amount)| *amount).sum());
    let knows_terms = rules.is_some_and(|r| r.long_term_after_months.is_some());
    let long = |parts: &Vec<(Term, Decimal)>| parts.iter().filter(|(t, _)| *t == Term::Long).map(|(_, a)| *a).sum();
    TaxedGain {
        lot_id: g.lot_id,
        closed_by: g.closed_by,
        account_id: g.account_id,
        account: accounts.get(g.account_id).map_or_else(String::new, |a| a.name.clone()),
        instrument_id: g.instrument_id,
        symbol: terms.get(&g.instrument_id).map_or_else(String::new, |t| t.symbol.clone()),
        opened_on: g.opened_on,
        closed_on: g.closed_on,
        quantity: g.quantity,
        proceeds: g.proceeds_base,
        cost: g.cost_base,
        gain: g.gain_base,
        basis_added: adjusted.map_or(Decimal::ZERO, |a| a.basis_added),
        disallowed: adjusted.map_or(Decimal::ZERO, |a| a.disallowed),
        lost: adjusted.map_or(Decimal::ZERO, |a| a.lost),
        allowed,
        long_term: by_term.as_ref().filter(|_| knows_terms).map(long),
        open_until: adjusted.and_then(|a| a.open_until),
    }
}

/// The gain that counts, by term. A gain on short units is short-term (26 U.S.C. §1233), as is one whose law is not known.
pub(super) fn counted(
    g: &RealizedGain,
    adjusted: Option<&Adjusted>,
    rules: Option<&TaxYearRules>,
) -> Option<Vec<(Term, Decimal)>> {
    if let Some(adjusted) = adjusted {
        return Some(adjusted.by_term.clone());
    }
    let term = match rules {
        Some(rules) if g.quantity >= Decimal::ZERO => rules.rules().term(g.opened_on.min(g.closed_on), g.closed_on),
        _ => Term::Short,
    };
    g.gain_base.map(|gain| vec![(term, gain)])
}

/// The year after all years before it whose rules are known.
fn summary(
    state: &Folded,
    profile: &TaxProfile,
    accounts: &Accounts<'_>,
    adjusted: &HashMap<usize, Adjusted>,
    year: i32,
) -> Result<YearSummary, TaxError> {
    let (years, nobody) = (years(state, profile, accounts, adjusted, year)?, Person::default());
    let summaries = ledger(&profile.opening, &ledger_years(profile, &years, &nobody))?;
    summaries.into_iter().next_back().ok_or(TaxError::Input { field: "year", problem: "there is no year".to_owned() })
}

/// The steps of the year's tax, after all years before it whose rules are known.
pub(super) fn worked(
    state: &Folded,
    profile: &TaxProfile,
    accounts: &Accounts<'_>,
    adjusted: &HashMap<usize, Adjusted>,
    year: i32,
) -> Result<Working, TaxError> {
    let (years, nobody) = (years(state, profile, accounts, adjusted, year)?, Person::default());
    let all = ledger_years(profile, &years, &nobody);
    let (last, before) = all.split_last().expect("invariant: the year itself is there");
    let opening: Vec<CarriedLoss> = match ledger(&profile.opening, before)?.pop() {
        Some(summary) => summary.carry_forward,
        None => profile.opening.clone(),
    };
    working(&opening, last)
}

/// Each year up to this one without a gap of known rules, with what was realized in it.
fn years<'p>(
    state: &Folded,
    profile: &'p TaxProfile,
    accounts: &Accounts<'_>,
    adjusted: &HashMap<usize, Adjusted>,
    year: i32,
) -> Result<Vec<(&'p TaxYearRules, Vec<TaxableGain>)>, TaxError> {
    let mut first = year;
    while profile.rules(first - 1).is_ok() {
        first -= 1;
    }
    let classes: HashMap<InstrumentId, _> = state.instruments.iter().map(|i| (i.id, i.fields.asset_class)).collect();
    let mut years = Vec::new();
    for y in first..=year {
        let rules = profile.rules(y)?;
        let mut gains = Vec::new();
        for (i, g) in state.books.realized.iter().enumerate() {
            if !rules.contains(g.closed_on) || !accounts.is_taxed(g.account_id) {
                continue;
            }
            let category = classes.get(&g.instrument_id).map(|class| profile.category(g.instrument_id, *class));
            for (term, amount) in counted(g, adjusted.get(&i), Some(rules)).unwrap_or_default() {
                gains.push(TaxableGain { date: g.closed_on, amount, term, category: category.unwrap_or_default() });
            }
        }
        years.push((rules, gains));
    }
    Ok(years)
}

fn ledger_years<'y>(
    profile: &'y TaxProfile,
    years: &'y [(&'y TaxYearRules, Vec<TaxableGain>)],
    nobody: &'y Person,
) -> Vec<LedgerYear<'y>> {
    let of = |(rules, gains): &'y (&'y TaxYearRules, Vec<TaxableGain>)| LedgerYear {
        rules,
        gains,
        person: profile.persons.get(&rules.year).unwrap_or(nobody),
    };
    years.iter().map(of).collect()
}
