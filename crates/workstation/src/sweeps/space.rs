//! Parameters of a sweep as fields of a strategy's description.

use std::{
    num::NonZeroUsize,
    ops::ControlFlow,
    sync::atomic::{AtomicUsize, Ordering},
};

use ::backtest::{BacktestError, Outcome, ParameterSet, ParameterValues, Sweep, sweep};
use ::bars::series::BarSeries;
use ::strategies::StrategySpecification;
use indexmap::IndexMap;
use serde_json::{Map, Number, Value};
use statistics::PerformanceRequest;

use crate::error::{Error, Result};

/// What is looked for when nothing is said.
const FIGURE: &str = "sharpe_ratio";
/// Figures of every trial beside the one that is looked for: a sweep is long, and all of them would make it longer still.
pub(crate) const FIGURES: [&str; 12] = [
    "total_return",
    "annual_return",
    "volatility",
    "sharpe_ratio",
    "sortino_ratio",
    "calmar_ratio",
    "max_drawdown",
    "hit_rate",
    "profit_factor",
    "expectancy",
    "time_in_market",
    "turnover",
];
/// Figures that no report has.
pub(crate) const OWN_FIGURES: [&str; 3] = ["equity_end", "fills", "round_trips"];
/// Trials of a sweep at most: each is kept.
const TRIALS_MAX: usize = 100_000;
/// Returns of all trials together at most; beyond, none are kept, and the verdict says what is missing.
const RETURNS_MAX: usize = 20_000_000;

/// The name of the figure that is looked for.
///
/// # Errors
/// For one that no trial has.
pub(crate) fn figure(asked: Option<&str>) -> Result<String> {
    let name = asked.unwrap_or(FIGURE);
    if OWN_FIGURES.contains(&name) {
        return Ok(name.to_owned());
    }
    let report = PerformanceRequest::of(&[0.01, -0.01, 0.02]).report()?;
    if report.figures.iter().any(|figure| figure.name == name) {
        return Ok(name.to_owned());
    }
    let names: Vec<&str> = report.figures.iter().map(|figure| figure.name).chain(OWN_FIGURES).collect();
    let message = format!("there is no figure \"{name}\"; give one of {}", names.join(", "));
    Err(Error::field("figure", "figure_unknown", message))
}

/// Whether a sweep makes sense for a strategy. Gives the number of its trials.
///
/// # Errors
/// For a space without sense, too many trials, or a parameter that the strategy does not have.
pub(crate) fn check(request: &Sweep, specification: &StrategySpecification) -> Result<usize> {
    let planned = AtomicUsize::new(0);
    let none = |_: &ParameterSet| Ok(Outcome::default());
    let stop = |_: usize, of: usize| {
        planned.store(of, Ordering::Relaxed);
        ControlFlow::Break(())
    };
    sweep(request, NonZeroUsize::MIN, &[], none, &stop)?;
    let planned = planned.into_inner();
    if planned > TRIALS_MAX {
        let message =
            format!("the sweep has {planned} trials; give at most {TRIALS_MAX}, by longer steps or by chance");
        return Err(Error::field("sweep", "out_of_range", message));
    }
    let first = |values: &ParameterValues| match values {
        ParameterValues::List { values } => values.first().copied().unwrap_or(0.0),
        ParameterValues::Steps { from, .. } | ParameterValues::Between { from, .. } => *from,
    };
    let set: IndexMap<String, f64> =
        request.parameters.iter().map(|parameter| (parameter.name.clone(), first(&parameter.values))).collect();
    applied(specification, &ParameterSet(set))?;
    Ok(planned)
}

/// Whether the returns of so many trials can be kept.
pub(crate) fn keeps_returns(planned: usize, series: &[&BarSeries]) -> bool {
    let periods = series.iter().map(|series| series.len()).max().unwrap_or(0);
    planned.saturating_mul(periods) <= RETURNS_MAX
}

/// The description with the values of a set in the places of its parameters. A name is that of a field, with dots between it and what it
/// lies in (`rebalance.count`); of a script it is that of a parameter that the script declares.
///
/// # Errors
/// [`BacktestError::Parameter`] for a name that the description does not have, or a value that its field does not take.
pub(crate) fn applied(
    specification: &StrategySpecification,
    set: &ParameterSet,
) -> std::result::Result<StrategySpecification, BacktestError> {
    let wrong = |name: &str, problem: String| BacktestError::Parameter { name: name.to_owned(), problem };
    let broken = |_| wrong("", "the strategy has no form in JSON; describe it anew".to_owned());
    let mut whole = serde_json::to_value(specification).map_err(broken)?;
    let is_script = matches!(specification, StrategySpecification::Script(_));
    for (name, value) in &set.0 {
        let number = number(*value).ok_or_else(|| wrong(name, format!("{value} is not a number")))?;
        let path: Vec<&str> = if is_script { vec!["parameters", name] } else { name.split('.').collect() };
        if !put(&mut whole, &path, Value::Number(number)) {
            return Err(wrong(name, "the strategy has nothing of that name; name one of its numbers".to_owned()));
        }
    }
    let names = || set.0.keys().cloned().collect::<Vec<_>>().join(", ");
    serde_json::from_value(whole)
        .map_err(|error| wrong(&names(), format!("the strategy does not take this: {error}; name numbers that it has")))
}

/// Whole numbers as such: counts of bars take no others.
fn number(value: f64) -> Option<Number> {
    if value.fract() == 0.0 && value.abs() < 9e15 { Some(Number::from(value as i64)) } else { Number::from_f64(value) }
}

/// Puts a value where a path leads. Only the last step may be new.
fn put(whole: &mut Value, path: &[&str], value: Value) -> bool {
    let Some((last, before)) = path.split_last() else { return false };
    let mut place = whole;
    for step in before {
        let next = match place {
            Value::Object(members) => members.get_mut(*step),
            Value::Array(items) => step.parse::<usize>().ok().and_then(|n| items.get_mut(n)),
            _ => None,
        };
        let Some(next) = next else { return false };
        place = next;
    }
    match place {
        Value::Object(members) => set(members, last, value),
        Value::Array(items) => {
            let Some(item) = last.parse::<usize>().ok().and_then(|n| items.get_mut(n)) else { return false };
            *item = value;
            true
        }
        _ => false,
    }
}

/// What is a number may become another one, and what was left out one; what is anything else stays.
fn set(members: &mut Map<String, Value>, name: &str, value: Value) -> bool {
    let fits = members.get(name).is_none_or(|before| before.is_number() || before.is_null());
    if fits {
        members.insert(name.to_owned(), value);
    }
    fits
}

#[cfg(test)]
mod tests {
    use ::backtest::{ParameterRange, Search};
    use serde_json::json;

    use super::*;

    fn specification(of: Value) -> StrategySpecification {
        serde_json::from_value(of).unwrap()
    }

    fn set(of: &[(&str, f64)]) -> ParameterSet {
        ParameterSet(of.iter().map(|(name, value)| ((*name).to_owned(), *value)).collect())
    }

    #[test]
    fn values_go_where_their_names_lead() {
        let cross = specification(json!({"kind": "moving_average_cross"}));
        let found = serde_json::to_value(applied(&cross, &set(&[("fast", 5.0), ("slow", 20.0)])).unwrap()).unwrap();
        assert_eq!((&found["fast"], &found["slow"]), (&json!(5), &json!(20)));
        let script = specification(json!({"kind": "script", "source": "x", "parameters": {"a": 1}}));
        let found = serde_json::to_value(applied(&script, &set(&[("b.c", 0.5)])).unwrap()).unwrap();
        assert_eq!(found["parameters"]["b.c"], json!(0.5));
        let weights = specification(json!({"kind": "fixed_weights", "rebalance": {"every": "bars", "count": 5}}));
        let found = serde_json::to_value(applied(&weights, &set(&[("rebalance.count", 7.0)])).unwrap()).unwrap();
        assert_eq!(found["rebalance"]["count"], json!(7));
    }

    #[test]
    fn what_a_strategy_does_not_have_is_refused() {
        let cross = specification(json!({"kind": "moving_average_cross"}));
        for (name, value) in [
            ("fats", 5.0),
            ("kind", 5.0),
            ("average", 1.0),
            ("fast.x", 1.0),
            ("a.b", 1.0),
            ("fast", 1.5),
            ("fast", -1.0),
            ("fast", f64::NAN),
        ] {
            let error = applied(&cross, &set(&[(name, value)])).unwrap_err();
            assert_eq!(error.code(), "parameter_invalid", "{name}: {error}");
        }
    }

    #[test]
    fn a_sweep_without_sense_is_refused_before_it_begins() {
        let cross = specification(json!({"kind": "moving_average_cross"}));
        let steps = |name: &str, to: f64| ParameterRange {
            name: name.to_owned(),
            values: ParameterValues::Steps { from: 2.0, to, step: 1.0 },
        };
        let of = |parameters: Vec<ParameterRange>| Sweep { parameters, ascending: Vec::new(), search: Search::Grid };
        assert_eq!(check(&of(vec![steps("fast", 4.0), steps("slow", 5.0)]), &cross).unwrap(), 12);
        assert!(check(&of(vec![steps("speed", 4.0)]), &cross).is_err());
        assert!(check(&of(Vec::new()), &cross).is_err());
        assert!(check(&of(vec![steps("fast", 900.0), steps("slow", 900.0)]), &cross).is_err());
        assert!(figure(Some("max_drawdown")).is_ok() && figure(Some("luck")).is_err());
        assert_eq!(figure(None).unwrap(), "sharpe_ratio");
        let known: Vec<String> = FIGURES.iter().map(|name| figure(Some(name)).unwrap()).collect();
        assert_eq!(known, FIGURES);
    }
}
