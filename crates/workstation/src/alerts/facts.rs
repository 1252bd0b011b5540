//! Figures of the portfolio, for rules that watch them.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use ::alerts::{Fact, Need, condition::Figure, depends};
use model::{
    id::{AccountId, InstrumentId},
    time::Timestamp,
};
use portfolio::{
    performance::{Performance, Span},
    unknown::Total,
    valuation::{Scope, Valuation, value},
};
use rust_decimal::prelude::ToPrimitive;
use statistics::{annualized_volatility, conditional_value_at_risk, value_at_risk};
use store::alerts::Alert;

use crate::{
    Host,
    error::{Error, Result},
    folded::{Folded, folded},
    performance::series,
    workspace::Workspace,
};

/// How sure value at risk is: a day loses more with a probability of 5 %.
const CONFIDENCE: f64 = 0.95;
/// Trading days.
const DAYS_A_YEAR: f64 = 252.0;

/// A figure with its subject, as rules name them, and its value; none where it is not known.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Reckoned {
    name: String,
    subject: String,
    value: Option<f64>,
}

impl Reckoned {
    /// As it is now.
    pub(super) fn fact(&self, at: Timestamp) -> Fact<'_> {
        Fact { name: &self.name, subject: &self.subject, value: self.value, at }
    }
}

/// The names and subjects of figures that a rule watches.
pub(super) fn watched(alert: &Alert) -> Vec<(String, String)> {
    let facts = depends(&alert.fields.rule).into_iter().filter_map(|need| match need {
        Need::Fact { name, subject } => Some((name, subject)),
        _ => None,
    });
    facts.filter(|(name, _)| named(name).is_some()).collect()
}

/// The figure that a fact carries.
fn named(fact: &str) -> Option<Figure> {
    Figure::ALL.iter().copied().find(|figure| figure.fact() == fact)
}

/// What a figure is of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Whole,
    Account(AccountId),
    Instrument(InstrumentId),
}

/// Reckons figures of today.
///
/// # Errors
/// When the store cannot be read.
pub(super) async fn reckon(ws: &Workspace, host: &Host, wanted: Vec<(String, String)>) -> Result<Vec<Reckoned>> {
    let mut today = Today { ws, state: folded(ws, host).await?, values: HashMap::new() };
    let mut reckoned = Vec::with_capacity(wanted.len());
    for (name, subject) in wanted {
        let found = match (named(&name), part(&today.state, &subject)) {
            (Some(figure), Some(part)) => today.figure(figure, part).await?,
            _ => None,
        };
        reckoned.push(Reckoned { name, subject, value: found.filter(|value| value.is_finite()) });
    }
    Ok(reckoned)
}

/// The whole, an account by its name, or an instrument by its symbol; none for a name that neither has.
fn part(state: &Folded, subject: &str) -> Option<Part> {
    if subject.is_empty() {
        return Some(Part::Whole);
    }
    let is = |name: &str| name.eq_ignore_ascii_case(subject);
    let account = state.accounts.iter().find(|a| is(&a.fields.name)).map(|a| Part::Account(a.id));
    account.or_else(|| state.instruments.iter().find(|i| is(&i.fields.symbol)).map(|i| Part::Instrument(i.id)))
}

/// The books of today, with what was valued of them for an earlier figure.
struct Today<'a> {
    ws: &'a Workspace,
    state: Arc<Folded>,
    /// By account; the whole under none.
    values: HashMap<Option<AccountId>, Arc<Valuation>>,
}

impl Today<'_> {
    async fn figure(&mut self, figure: Figure, part: Part) -> Result<Option<f64>> {
        let account_id = match part {
            Part::Account(id) => Some(id),
            Part::Whole | Part::Instrument(_) => None,
        };
        Ok(match (figure, part) {
            (Figure::Value | Figure::Pnl | Figure::DayPnl, _) => {
                let values = self.valued(account_id).await?;
                match part {
                    Part::Instrument(id) => of_instrument(&values, figure, id),
                    Part::Whole | Part::Account(_) => of_whole(&values, figure),
                }
            }
            (Figure::Weight, Part::Account(_)) => {
                let whole = number(&self.valued(None).await?.totals.total_value);
                share(number(&self.valued(account_id).await?.totals.total_value), whole)
            }
            (Figure::Weight, Part::Instrument(id)) => weight(&*self.valued(None).await?, id),
            (Figure::Drift, Part::Whole | Part::Instrument(_)) => self.drift(part).await?,
            (Figure::LargestWeight | Figure::EffectiveHoldings, Part::Whole | Part::Account(_)) => {
                concentration(&*self.valued(account_id).await?, figure)
            }
            (
                Figure::Drawdown
                | Figure::ValueAtRisk
                | Figure::ConditionalValueAtRisk
                | Figure::Volatility
                | Figure::Beta,
                Part::Whole | Part::Account(_),
            ) => {
                let benchmark_id = self.state.settings.benchmark_id;
                let span = Span { from: None, to: self.state.today, account_id, benchmark_id };
                let performance = series(self.ws, &self.state, span).await?;
                match figure {
                    Figure::Drawdown => drawdown(&performance),
                    Figure::Volatility => {
                        annualized_volatility(&returns(&performance), DAYS_A_YEAR).map(|volatility| volatility * 100.0)
                    }
                    Figure::Beta => beta(&performance),
                    Figure::ConditionalValueAtRisk => at_risk(&performance, conditional_value_at_risk),
                    _ => at_risk(&performance, value_at_risk),
                }
            }
            // An account's whole is its own 100 %, and an instrument has no value before it was bought.
            (Figure::Weight, Part::Whole)
            | (Figure::Drift, Part::Account(_))
            | (
                Figure::Drawdown
                | Figure::ValueAtRisk
                | Figure::ConditionalValueAtRisk
                | Figure::Volatility
                | Figure::Beta
                | Figure::LargestWeight
                | Figure::EffectiveHoldings,
                Part::Instrument(_),
            ) => None,
        })
    }

    /// Weight less the newest target's, in percentage points; of the whole the largest, whichever way.
    async fn drift(&mut self, part: Part) -> Result<Option<f64>> {
        let newest = store::Paging { limit: 1, cursor: None };
        let targets = store::targets::list(&self.ws.store, &newest).await?;
        let Some(target) = targets.items.into_iter().next() else { return Ok(None) };
        let values = self.valued(None).await?;
        let drift = |id: InstrumentId| {
            let wanted = target.fields.weights.get(&id).map_or(Some(0.0), ToPrimitive::to_f64)?;
            Some(weight(&values, id)? - wanted * 100.0)
        };
        Ok(match part {
            Part::Instrument(id) => drift(id),
            _ => target.fields.weights.keys().try_fold(0.0_f64, |most, id| Some(most.max(drift(*id)?.abs()))),
        })
    }

    /// The value of the whole or an account, worked out once on a thread of its own.
    async fn valued(&mut self, account_id: Option<AccountId>) -> Result<Arc<Valuation>> {
        if let Some(known) = self.values.get(&account_id) {
            return Ok(Arc::clone(known));
        }
        let state = Arc::clone(&self.state);
        let work = move || {
            let scope = Scope { account_id, stale_after_days: state.settings.stale_after_days, lots: false };
            Arc::new(value(state.context(), &state.books, |id, day| state.history.price_at(id, day), scope))
        };
        let found = tokio::task::spawn_blocking(work).await.map_err(|_| Error::Broken { what: "the valuation" })?;
        self.values.insert(account_id, Arc::clone(&found));
        Ok(found)
    }
}

fn of_whole(values: &Valuation, figure: Figure) -> Option<f64> {
    let totals = &values.totals;
    match figure {
        Figure::Value => number(&totals.total_value),
        Figure::Pnl => Some(number(&totals.total_value)? - number(&totals.net_flows)?),
        _ => number(&totals.day_change),
    }
}

/// A figure of an instrument over all accounts; 0 where nothing is held.
fn of_instrument(values: &Valuation, figure: Figure, id: InstrumentId) -> Option<f64> {
    let of = values.positions.iter().filter(|position| position.instrument_id == id);
    of.map(|position| {
        let found = match figure {
            Figure::Value => &position.market_value_base,
            Figure::Pnl => &position.unrealized_base,
            _ => &position.day_change_base,
        };
        found.value.and_then(|value| value.to_f64())
    })
    .sum()
}

/// In per cent of everything.
fn weight(values: &Valuation, id: InstrumentId) -> Option<f64> {
    share(of_instrument(values, Figure::Value, id), number(&values.totals.total_value))
}

fn share(part: Option<f64>, whole: Option<f64>) -> Option<f64> {
    Some(part? / whole.filter(|whole| *whole > 0.0)? * 100.0)
}

fn number(total: &Total) -> Option<f64> {
    total.value.and_then(|value| value.to_f64())
}

/// How far the time-weighted index lies below its highest, in per cent.
fn drawdown(performance: &Performance) -> Option<f64> {
    let last = performance.twr_index.last().copied().flatten()?;
    let highest = performance.twr_index.iter().flatten().copied().fold(last, f64::max);
    Some((1.0 - last / highest) * 100.0)
}

/// What a day loses with 95 % confidence by a measure, as days of the past say, in the base currency.
fn at_risk(performance: &Performance, measure: fn(&[f64], f64) -> Option<f64>) -> Option<f64> {
    let value = performance.value.last().copied().flatten()?;
    Some((measure(&returns(performance), CONFIDENCE)? * value).max(0.0))
}

/// Returns of the days on which the index is known.
fn returns(performance: &Performance) -> Vec<f64> {
    let known: Vec<f64> = performance.twr_index.iter().flatten().copied().collect();
    known.windows(2).map(|pair| pair[1] / pair[0] - 1.0).collect()
}

/// Covariance with the benchmark over its variance, of the days on which both are known.
fn beta(performance: &Performance) -> Option<f64> {
    let both = performance.twr_index.iter().zip(&performance.benchmark);
    let known: Vec<(f64, f64)> = both.filter_map(|(own, of)| own.zip(*of)).collect();
    let moved = |pair: &[(f64, f64)]| (pair[1].0 / pair[0].0 - 1.0, pair[1].1 / pair[0].1 - 1.0);
    let moves: Vec<(f64, f64)> = known.windows(2).map(moved).collect();
    let n = (moves.len() >= 2).then_some(moves.len() as f64)?;
    let mean = moves.iter().fold((0.0, 0.0), |sum, (own, of)| (sum.0 + own / n, sum.1 + of / n));
    let (covariance, variance) = moves.iter().fold((0.0, 0.0), |(covariance, variance), (own, of)| {
        (covariance + (own - mean.0) * (of - mean.1), variance + (of - mean.1).powi(2))
    });
    (variance > 0.0).then(|| covariance / variance)
}

/// The largest weight in per cent, or the inverse of the sum of squared weights; over what is invested, without cash and short positions.
fn concentration(values: &Valuation, figure: Figure) -> Option<f64> {
    let mut held: BTreeMap<InstrumentId, f64> = BTreeMap::new();
    for position in &values.positions {
        *held.entry(position.instrument_id).or_default() += position.market_value_base.value?.to_f64()?;
    }
    let invested: f64 = held.values().filter(|value| **value > 0.0).sum();
    let weights: Vec<f64> = held.values().filter(|value| **value > 0.0).map(|value| value / invested).collect();
    if weights.is_empty() {
        return None;
    }
    Some(match figure {
        Figure::LargestWeight => weights.iter().copied().fold(0.0, f64::max) * 100.0,
        _ => 1.0 / weights.iter().map(|weight| weight * weight).sum::<f64>(),
    })
}
