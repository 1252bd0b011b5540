//! Data health: what is missing, stale or refused, and where to mend it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};
use model::{
    bar::BarSize,
    currency::Currency,
    id::{InstrumentId, TransactionId},
};
use portfolio::{books::BookProblem, unknown::Unknown};
use serde::Serialize;
use store::bars::Coverage;

use crate::{
    Workstation,
    ctx::{Action, Ctx},
    error::Result,
    folded::{Folded, folded},
    portfolio::valuation,
    workspace::Workspace,
};

/// The state of the data.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct DataHealth {
    /// The day that counts as today.
    pub as_of: NaiveDate,
    /// Every instrument's prices.
    pub instruments: Vec<InstrumentHealth>,
    /// The pairs needed for what is held.
    pub rates: Vec<RateHealth>,
    /// What to mend, most urgent first.
    pub problems: Vec<DataProblem>,
}

/// Prices of an instrument.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct InstrumentHealth {
    /// The instrument.
    pub instrument_id: InstrumentId,
    /// Its symbol.
    pub symbol: String,
    /// Its name.
    pub name: String,
    /// It is held today.
    pub held: bool,
    /// First day with a price.
    pub first: Option<NaiveDate>,
    /// Last day with a price.
    pub last: Option<NaiveDate>,
    /// Days with a price.
    pub n_bars: u64,
    /// Days with a price over weekdays between first and last, a fraction.
    pub coverage: Option<f64>,
    /// Stretches without a price longer than a week.
    pub gaps: Vec<Gap>,
    /// The last price is older than the settings allow.
    pub stale: bool,
    /// Where its prices come from.
    pub sources: Vec<String>,
}

/// A stretch without prices.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Gap {
    /// The last day before it.
    pub from: NaiveDate,
    /// The first day after it.
    pub to: NaiveDate,
}

/// Rates of a pair.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct RateHealth {
    /// One unit of this …
    pub base: Currency,
    /// … in this.
    pub quote: Currency,
    /// First day, directly, inverted or through a third currency.
    pub first: Option<NaiveDate>,
    /// Last day.
    pub last: Option<NaiveDate>,
    /// The last rate is older than the settings allow, or there is none.
    pub stale: bool,
}

/// How urgent a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Urgency {
    /// Figures are unknown because of it.
    Blocking,
    /// Figures are old or may mislead.
    Warning,
    /// Good to know.
    Info,
}

/// One thing to mend.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct DataProblem {
    /// A stable name.
    pub code: String,
    /// How urgent it is.
    pub urgency: Urgency,
    /// What is wrong and what to do.
    pub message: String,
    /// The instrument concerned.
    pub instrument_id: Option<InstrumentId>,
    /// The transaction concerned.
    pub transaction_id: Option<TransactionId>,
    /// What mends it.
    pub remedy: Option<Remedy>,
}

/// What mends a problem.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Remedy {
    /// The button's words.
    pub label: String,
    /// `import_prices`, `import_fx_rates`, `edit_transaction`, `edit_instrument`, `add_price` or `add_fx_rate`.
    pub action: String,
    /// The API route that mends it, e.g. `POST /api/v1/bars/{id}`.
    pub route: String,
}

impl Workstation {
    /// The state of the data.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn data_health(&self, ctx: &Ctx) -> Result<DataHealth> {
        let ws = self.for_use(ctx, Action::Read, "data_health").await?;
        let state = folded(&ws, &self.host).await?;
        let instruments = prices(&ws, &state).await?;
        let rates = rates(&ws, &state).await?;
        let valuation = valuation(&state, &state.books, None);
        let mut problems: Vec<DataProblem> = valuation.unknowns.iter().map(of_unknown).collect();
        problems.extend(valuation.problems.iter().map(of_book));
        problems.extend(instruments.iter().flat_map(of_prices));
        problems.extend(rates.iter().filter(|r| r.stale).map(of_rate));
        let mut seen = BTreeSet::new();
        problems.retain(|p| seen.insert((p.code.clone(), p.message.clone())));
        problems.sort_by_key(|p| p.urgency);
        Ok(DataHealth { as_of: state.today, instruments, rates, problems })
    }
}

/// A gap is a stretch longer than this.
const GAP_DAYS: i64 = 7;

async fn prices(ws: &Workspace, state: &Folded) -> Result<Vec<InstrumentHealth>> {
    let (held, stale_after) = (state.held(), i64::from(state.settings.stale_after_days));
    let mut coverage: BTreeMap<InstrumentId, Vec<Coverage>> = BTreeMap::new();
    for c in store::bars::coverage(&ws.store).await? {
        coverage.entry(c.instrument_id).or_default().push(c);
    }
    let mut all = Vec::new();
    for instrument in &state.instruments {
        let own = coverage.remove(&instrument.id).unwrap_or_default();
        let first = own.iter().map(|c| c.first.date()).min();
        let last = own.iter().map(|c| c.last.date()).max();
        // Where several sources overlap, the longest says how many days there are at least.
        let n_bars = own.iter().map(|c| c.n_bars).max().unwrap_or(0);
        let gaps = if own.is_empty() {
            Vec::new()
        } else {
            let longer = chrono::Duration::days(GAP_DAYS);
            let found = store::bars::gaps(&ws.store, instrument.id, BarSize::Day1, longer).await?;
            found.into_iter().map(|(from, to)| Gap { from: from.date(), to: to.date() }).collect()
        };
        let weekdays = first.zip(last).map(|(a, b)| weekdays(a, b));
        all.push(InstrumentHealth {
            instrument_id: instrument.id,
            symbol: instrument.fields.symbol.clone(),
            name: instrument.fields.name.clone(),
            held: held.contains(&instrument.id),
            first,
            last,
            n_bars,
            coverage: weekdays.filter(|n| *n > 0).map(|n| (n_bars as f64 / n as f64).min(1.0)),
            gaps,
            stale: last.is_some_and(|l| (state.today - l).num_days() > stale_after),
            sources: own.into_iter().map(|c| c.source).collect(),
        });
    }
    Ok(all)
}

/// Mondays to Fridays from one day to another, both included.
fn weekdays(from: NaiveDate, to: NaiveDate) -> i64 {
    let days = (to - from).num_days() + 1;
    let rest = from.iter_days().take(usize::try_from(days % 7).unwrap_or(0));
    days / 7 * 5 + i64::try_from(rest.filter(|d| d.weekday().num_days_from_monday() < 5).count()).unwrap_or(0)
}

async fn rates(ws: &Workspace, state: &Folded) -> Result<Vec<RateHealth>> {
    let quote = state.settings.base_currency;
    let mut needed: BTreeSet<Currency> = state.books.cash_balances(None).iter().map(|c| c.currency).collect();
    needed.extend(state.held().iter().filter_map(|id| state.instrument(*id)).map(|i| i.fields.currency));
    needed.remove(&quote);
    let pairs = store::fx_rates::pairs(&ws.store).await?;
    let health = |base: Currency| {
        // A rate may lead through a third currency: then the days of the leg that has fewer count.
        let of = |c: Currency| pairs.iter().filter(move |p| p.base == c || p.quote == c).collect::<Vec<_>>();
        let direct: Vec<_> = of(base).into_iter().filter(|p| p.base == quote || p.quote == quote).collect();
        let legs = if direct.is_empty() { of(base) } else { direct };
        let usable = state.fx.rate(base, quote, state.today);
        RateHealth {
            base,
            quote,
            first: legs.iter().map(|p| p.first).min(),
            last: legs.iter().map(|p| p.last).max().map(|l| l.min(state.today)),
            stale: usable.is_err(),
        }
    };
    Ok(needed.into_iter().map(health).collect())
}

fn of_unknown(unknown: &Unknown) -> DataProblem {
    let remedy = match (unknown.code.as_str(), unknown.instrument_id) {
        ("price_missing", Some(id)) => Some(remedy("Add a price", "add_price", format!("POST /api/v1/bars/{id}"))),
        ("rate_missing", _) => Some(remedy("Import exchange rates", "import_fx_rates", "POST /api/v1/imports")),
        _ => None,
    };
    DataProblem {
        code: unknown.code.clone(),
        urgency: Urgency::Blocking,
        message: unknown.message.clone(),
        instrument_id: unknown.instrument_id,
        transaction_id: None,
        remedy,
    }
}

fn of_book(problem: &BookProblem) -> DataProblem {
    let route = format!("PATCH /api/v1/transactions/{}", problem.transaction_id);
    DataProblem {
        code: problem.code.clone(),
        urgency: Urgency::Blocking,
        message: problem.message.clone(),
        instrument_id: None,
        transaction_id: Some(problem.transaction_id),
        remedy: Some(remedy("Correct the transaction", "edit_transaction", route)),
    }
}

fn of_prices(health: &InstrumentHealth) -> Vec<DataProblem> {
    let problem = |code: &str, urgency, message| DataProblem {
        code: code.to_owned(),
        urgency,
        message,
        instrument_id: Some(health.instrument_id),
        transaction_id: None,
        remedy: Some(remedy("Import prices", "import_prices", "POST /api/v1/imports")),
    };
    let symbol = &health.symbol;
    let mut found = Vec::new();
    match health.last {
        None if !health.held => {
            found.push(problem("no_prices", Urgency::Info, format!("{symbol} has no prices; import a file of them")));
        }
        Some(last) if health.held && health.stale => {
            let message = format!("The last price of {symbol} is of {last}; import newer ones");
            found.push(problem("price_stale", Urgency::Warning, message));
        }
        _ => {}
    }
    if let Some(gap) = health.gaps.last() {
        let n = health.gaps.len();
        let message = format!("{symbol} has {n} stretches without a price, the last from {} to {}", gap.from, gap.to);
        found.push(problem("price_gaps", Urgency::Info, message));
    }
    found
}

fn of_rate(rate: &RateHealth) -> DataProblem {
    let message = match rate.last {
        Some(last) => format!("The last rate of {}/{} is of {last}; import newer ones", rate.base, rate.quote),
        None => format!("There is no rate of {}/{}; import exchange rates", rate.base, rate.quote),
    };
    DataProblem {
        code: "rate_stale".to_owned(),
        urgency: Urgency::Blocking,
        message,
        instrument_id: None,
        transaction_id: None,
        remedy: Some(remedy("Import exchange rates", "import_fx_rates", "POST /api/v1/imports")),
    }
}

fn remedy(label: &str, action: &str, route: impl Into<String>) -> Remedy {
    Remedy { label: label.to_owned(), action: action.to_owned(), route: route.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weekdays_are_counted_without_walking() {
        let day = |d| NaiveDate::from_ymd_opt(2022, 12, d).unwrap();
        assert_eq!(weekdays(day(1), day(1)), 1); // a Thursday
        assert_eq!(weekdays(day(3), day(4)), 0); // a weekend
        assert_eq!(weekdays(day(1), day(31)), 22);
    }
}
