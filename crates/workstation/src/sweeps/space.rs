//! Parameters of a sweep as fields of a strategy's description.

use std::{
    num::NonZeroUsize,
    ops::ControlFlow,
    sync::atomic::{AtomicUsize, Ordering},
};

use ::backtest::{BacktestError, Outcome, ParameterSet, ParameterValues, Sweep, sweep};
use ::bars::series::BarSeries;
use ::strategies::{
    StrategyProblem, StrategySpecification,
    script::{Watchdog, parameters},
};
use indexmap::IndexMap;
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
    if let StrategySpecification::Script(script) = specification {
        let declared = parameters(&script.source, &Watchdog::start()).map_err(StrategyProblem::from)?;
        if let Some(name) = set.keys().find(|name| declared.iter().all(|form| form.name != **name)) {
            let names: Vec<&str> = declared.iter().map(|form| form.name.as_str()).collect();
            let message = format!("the script has no parameter \"{name}\"; it declares: {}", names.join(", "));
            return Err(Error::field("sweep", "parameter_unknown", message));
        }
    }
    applied(specification, &ParameterSet(set))?;
    Ok(planned)
}

/// Whether the returns of so many trials can be kept.
pub(crate) fn keeps_returns(planned: usize, series: &[&BarSeries]) -> bool {
    let periods = series.iter().map(|series| series.len()).max().unwrap_or(0);
    planned.saturating_mul(periods) <= RETURNS_MAX
}

/// The description with the values of a set in the places of its parameters.
///
/// # Errors
/// [`BacktestError::NotMade`] for a name that the description does not have, or a value that its parameter does not take.
pub(crate) fn applied(
    specification: &StrategySpecification,
    set: &ParameterSet,
) -> std::result::Result<StrategySpecification, BacktestError> {
    let values = set.0.iter().map(|(name, value)| (name.as_str(), *value));
    specification.with_parameters(values).map_err(|problem| BacktestError::NotMade { why: problem.to_string() })
}

#[cfg(test)]
mod tests {
    use ::backtest::{ParameterRange, Search};
    use serde_json::{Value, json};

    use super::*;

    fn specification(of: Value) -> StrategySpecification {
        serde_json::from_value(of).unwrap()
    }

    fn set(of: &[(&str, f64)]) -> ParameterSet {
        ParameterSet(of.iter().map(|(name, value)| ((*name).to_owned(), *value)).collect())
    }

    #[test]
    fn values_go_where_their_names_lead_and_what_is_not_there_is_refused() {
        let cross = specification(json!({"kind": "moving_average_cross"}));
        let found = serde_json::to_value(applied(&cross, &set(&[("fast", 5.0), ("slow", 20.0)])).unwrap()).unwrap();
        assert_eq!((&found["fast"], &found["slow"]), (&json!(5), &json!(20)));
        for (name, value) in [("fats", 5.0), ("kind", 5.0), ("fast", 1.5), ("fast", -1.0), ("fast", f64::NAN)] {
            let error = applied(&cross, &set(&[(name, value)])).unwrap_err();
            assert_eq!(error.code(), "strategy_invalid", "{name}: {error}");
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
        let script = "local n = param('n', 5, {min = 1, max = 9})\nfunction on_bar() end";
        let script = specification(json!({"kind": "script", "source": script}));
        assert_eq!(check(&of(vec![steps("n", 4.0)]), &script).unwrap(), 3);
        assert!(check(&of(vec![steps("m", 4.0)]), &script).is_err());
        assert!(check(&of(Vec::new()), &cross).is_err());
        assert!(check(&of(vec![steps("fast", 900.0), steps("slow", 900.0)]), &cross).is_err());
        assert!(figure(Some("max_drawdown")).is_ok() && figure(Some("luck")).is_err());
        assert_eq!(figure(None).unwrap(), "sharpe_ratio");
        let known: Vec<String> = FIGURES.iter().map(|name| figure(Some(name)).unwrap()).collect();
        assert_eq!(known, FIGURES);
    }
}
