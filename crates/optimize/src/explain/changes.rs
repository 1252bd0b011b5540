//! Why weights differ between two runs: causes replaced one after the other, each followed by a solve.

use std::ops::ControlFlow;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::words::{list, percent};
use crate::{
    Objective, OnProgress, OptimizationRequest, OptimizeError, Progress, Stage, Universe, Workspace, optimize,
};

/// Weight changes below this are none.
const UNCHANGED: f64 = 5e-7;

/// What can differ between two requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// Other assets. Nothing else can be told apart then.
    Assets,
    /// Past returns or prices, for objectives that judge portfolios by them: moments cannot be told apart then.
    PastReturns,
    /// Expected returns.
    ExpectedReturns,
    /// Covariance.
    Covariance,
    /// Bounds, groups and all other limits, costs, and the weights that they count from.
    Constraints,
    /// The objective, its targets and settings.
    Objective,
}

impl Cause {
    fn words(self) -> &'static str {
        match self {
            Self::Assets => "the choice of assets",
            Self::PastReturns => "past returns",
            Self::ExpectedReturns => "expected returns",
            Self::Covariance => "covariance",
            Self::Constraints => "constraints",
            Self::Objective => "the objective",
        }
    }
}

/// The difference between two runs, taken apart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct WeightChanges {
    /// Causes in the order in which they were replaced: data, constraints, objective; those that did
    /// not change are left out. Two causes stand together when the problem between them has no optimum.
    pub steps: Vec<ChangeStep>,
    /// By asset of either run, the largest change first.
    pub assets: Vec<WeightChange>,
    /// The same as sentences: first a summary, then one for each asset that changed.
    pub sentences: Vec<String>,
}

/// One replacement.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ChangeStep {
    /// What was replaced.
    pub causes: Vec<Cause>,
    /// Sum of absolute changes of weight that followed.
    pub turnover: f64,
}

/// One asset's change. `after − before` is the sum of the parts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct WeightChange {
    /// The asset.
    pub asset: String,
    /// Weight in the earlier run, zero when it was not there.
    pub before: f64,
    /// Weight in the later run, zero when it is not there.
    pub after: f64,
    /// One for each step, in the same order.
    pub parts: Vec<ChangePart>,
}

/// What one step changed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ChangePart {
    /// What was replaced.
    pub causes: Vec<Cause>,
    /// Change of the weight.
    pub change: f64,
}

/// Attributes the change of every weight from one request's optimum to another's. The causes are replaced in a fixed order, and
/// the weights solved for after each, so that the parts sum to the whole; what a cause explains depends on that order where
/// causes act together.
///
/// # Errors
/// As [`optimize`] for either request.
pub fn explain_changes(
    before: &OptimizationRequest,
    after: &OptimizationRequest,
    on_progress: OnProgress<'_>,
) -> Result<WeightChanges, OptimizeError> {
    let universe =
        |request: &OptimizationRequest| Workspace::new(request).map(|workspace| workspace.universe().clone());
    let runs = Runs {
        old: universe(before)?,
        new: universe(after)?,
        old_data: data(before),
        new_data: data(after),
        old_settings: settings(before),
        new_settings: settings(after),
    };
    let causes = runs.causes();
    let count = causes.len().max(1) + 1;
    let mut done = 0;
    let mut solve = |request: &OptimizationRequest| {
        let solved = optimize(request, &mut |progress| {
            let fraction = (f64::from(done) + progress.fraction) / count as f64;
            on_progress(Progress { stage: Stage::Solving, fraction })
        });
        done += 1;
        solved.map(|result| result.weights)
    };
    let mut weights = vec![solve(before)?];
    let mut steps: Vec<Vec<Cause>> = Vec::new();
    let mut waiting = Vec::new();
    for (k, &cause) in causes.iter().enumerate() {
        waiting.push(cause);
        // With the last cause replaced the problem is the later one.
        let is_last = k + 1 == causes.len();
        let solved = if is_last { solve(after) } else { solve(&runs.between(&causes[..=k])) };
        match solved {
            Ok(found) => {
                weights.push(found);
                steps.push(std::mem::take(&mut waiting));
            }
            Err(error) if is_last || error == OptimizeError::Cancelled => return Err(error),
            // No optimum in between: the cause counts together with the next.
            Err(_) => {}
        }
    }
    if let ControlFlow::Break(()) = on_progress(Progress { stage: Stage::Checking, fraction: 1.0 }) {
        return Err(OptimizeError::Cancelled);
    }
    Ok(runs.report(&weights, &steps))
}

/// Moments and settings of both runs.
struct Runs {
    old: Universe,
    new: Universe,
    /// What the moments and scenarios come from, and nothing else.
    old_data: OptimizationRequest,
    new_data: OptimizationRequest,
    /// The requests without that.
    old_settings: OptimizationRequest,
    new_settings: OptimizationRequest,
}

/// What the moments and scenarios of a request come from, with an objective of no meaning.
fn data(request: &OptimizationRequest) -> OptimizationRequest {
    with_data_of(request, &OptimizationRequest::new(Vec::new(), Objective::EqualWeight))
}

/// Everything of a request but its data.
fn settings(request: &OptimizationRequest) -> OptimizationRequest {
    with_data_of(&OptimizationRequest::new(Vec::new(), request.objective), request)
}

/// The settings with the data of another request.
fn with_data_of(data: &OptimizationRequest, settings: &OptimizationRequest) -> OptimizationRequest {
    OptimizationRequest {
        assets: data.assets.clone(),
        expected_returns: data.expected_returns.clone(),
        covariance: data.covariance.clone(),
        factor_model: data.factor_model.clone(),
        dates: data.dates.clone(),
        prices: data.prices.clone(),
        returns: data.returns.clone(),
        expected_returns_model: data.expected_returns_model.clone(),
        covariance_model: data.covariance_model,
        benchmark: data.benchmark.clone(),
        factors: data.factors.clone(),
        missing: data.missing,
        repair: data.repair,
        ..settings.clone()
    }
}

/// The settings with the limits of another request.
fn with_limits_of(limits: &OptimizationRequest, settings: &OptimizationRequest) -> OptimizationRequest {
    OptimizationRequest {
        bounds: limits.bounds.clone(),
        long_only: limits.long_only,
        groups: limits.groups.clone(),
        constraints: limits.constraints.clone(),
        current_weights: limits.current_weights.clone(),
        benchmark_weights: limits.benchmark_weights.clone(),
        costs: limits.costs.clone(),
        ..settings.clone()
    }
}

impl Runs {
    /// What differs, in the order of replacement.
    fn causes(&self) -> Vec<Cause> {
        if self.old.assets() != self.new.assets() {
            return vec![Cause::Assets];
        }
        let with_limits = with_limits_of(&self.new_settings, &self.old_settings);
        let by_scenarios = self.by_scenarios();
        let differs = [
            (Cause::PastReturns, by_scenarios && self.old_data != self.new_data),
            (Cause::ExpectedReturns, !by_scenarios && self.old.expected_returns() != self.new.expected_returns()),
            (Cause::Covariance, !by_scenarios && self.old.covariance() != self.new.covariance()),
            (Cause::Constraints, with_limits != self.old_settings),
            (Cause::Objective, with_limits != self.new_settings),
        ];
        differs.into_iter().filter(|(_, differs)| *differs).map(|(cause, _)| cause).collect()
    }

    /// Either run judges portfolios by past returns.
    fn by_scenarios(&self) -> bool {
        [&self.old_settings, &self.new_settings].iter().any(|settings| settings.objective.uses_scenarios())
    }

    /// The earlier problem with these causes replaced.
    fn between(&self, replaced: &[Cause]) -> OptimizationRequest {
        let universe = |cause: Cause| if replaced.contains(&cause) { &self.new } else { &self.old };
        let base = if replaced.contains(&Cause::Objective) { &self.new_settings } else { &self.old_settings };
        let limits = if replaced.contains(&Cause::Constraints) { &self.new_settings } else { &self.old_settings };
        if self.by_scenarios() {
            let data = if replaced.contains(&Cause::PastReturns) { &self.new_data } else { &self.old_data };
            return with_data_of(data, &with_limits_of(limits, base));
        }
        let covariance = universe(Cause::Covariance).covariance();
        OptimizationRequest {
            assets: self.old.assets().to_vec(),
            expected_returns: universe(Cause::ExpectedReturns).expected_returns().map(|mean| mean.as_slice().to_vec()),
            covariance: Some(covariance.column_iter().map(|column| column.iter().copied().collect()).collect()),
            ..with_limits_of(limits, base)
        }
    }

    /// Differences between neighbouring solves, in numbers and words.
    fn report(&self, weights: &[IndexMap<String, f64>], steps: &[Vec<Cause>]) -> WeightChanges {
        let (first, last) = (&weights[0], &weights[weights.len() - 1]);
        let of = |weights: &IndexMap<String, f64>, asset: &str| weights.get(asset).copied().unwrap_or(0.0);
        let names: Vec<&String> = last.keys().chain(first.keys().filter(|name| !last.contains_key(*name))).collect();
        let change = |k: usize, asset: &str| of(&weights[k + 1], asset) - of(&weights[k], asset);
        let mut assets: Vec<WeightChange> = names
            .iter()
            .map(|asset| WeightChange {
                asset: (*asset).clone(),
                before: of(first, asset),
                after: of(last, asset),
                parts: (0..steps.len())
                    .map(|k| ChangePart { causes: steps[k].clone(), change: change(k, asset) })
                    .collect(),
            })
            .collect();
        assets.sort_by(|a, b| (b.after - b.before).abs().total_cmp(&(a.after - a.before).abs()));
        let turnover = |k: usize| names.iter().map(|asset| change(k, asset).abs()).sum();
        let steps: Vec<ChangeStep> =
            (0..steps.len()).map(|k| ChangeStep { causes: steps[k].clone(), turnover: turnover(k) }).collect();
        let mut sentences = vec![summary(&steps, &assets)];
        sentences.extend(assets.iter().filter_map(|change| self.sentence(change)));
        WeightChanges { steps, assets, sentences }
    }

    /// "AAPL rose from 10 % to 14 %: 5 points by expected returns (8 % to 9.5 % a year), −1 point by constraints."
    fn sentence(&self, change: &WeightChange) -> Option<String> {
        let total = change.after - change.before;
        let moved = |value: f64| value.abs() >= UNCHANGED;
        if !moved(total) && !change.parts.iter().any(|part| moved(part.change)) {
            return None;
        }
        let head = match (moved(total), total > 0.0) {
            (false, _) => format!("{} stayed at {}", change.asset, percent(change.after)),
            (true, rose) => {
                let verb = if rose { "rose" } else { "fell" };
                format!("{} {verb} from {} to {}", change.asset, percent(change.before), percent(change.after))
            }
        };
        let part = |part: &ChangePart| {
            let causes: Vec<String> = part.causes.iter().map(|cause| self.cause(*cause, &change.asset)).collect();
            format!("{} by {}", points(part.change), list(&causes))
        };
        let parts: Vec<String> = change.parts.iter().filter(|part| moved(part.change)).map(part).collect();
        Some(format!("{head}: {}", parts.join(", ")))
    }

    /// The cause, with the asset's own figures where they changed.
    fn cause(&self, cause: Cause, asset: &str) -> String {
        let position = |universe: &Universe| universe.assets().iter().position(|name| name == asset);
        let (Some(i), Some(j)) = (position(&self.old), position(&self.new)) else { return cause.words().to_owned() };
        let figures = match cause {
            Cause::ExpectedReturns => {
                let mean = |universe: &Universe, i: usize| universe.expected_returns().map(|mean| mean[i]);
                mean(&self.old, i).zip(mean(&self.new, j)).map(|pair| (pair, "own"))
            }
            Cause::Covariance => {
                let volatility = |universe: &Universe, i: usize| universe.covariance()[(i, i)].sqrt();
                Some(((volatility(&self.old, i), volatility(&self.new, j)), "own volatility"))
            }
            Cause::Assets | Cause::PastReturns | Cause::Constraints | Cause::Objective => None,
        };
        match figures {
            Some(((before, after), what)) if (after - before).abs() >= UNCHANGED => {
                format!("{} ({what} {} \u{2192} {})", cause.words(), percent(before), percent(after))
            }
            _ => cause.words().to_owned(),
        }
    }
}

/// "Half of the change" in one line: what moved how much.
fn summary(steps: &[ChangeStep], assets: &[WeightChange]) -> String {
    let total: f64 = assets.iter().map(|change| (change.after - change.before).abs()).sum();
    if steps.is_empty() {
        return "Nothing changed between the two runs: the weights are the same".to_owned();
    }
    let causes = |step: &ChangeStep| {
        let words: Vec<String> = step.causes.iter().map(|cause| cause.words().to_owned()).collect();
        format!("{} by {}", points(step.turnover), list(&words))
    };
    let parts: Vec<String> = steps.iter().map(causes).collect();
    format!("Weights moved by {} in total: {}", points(total), parts.join(", "))
}

/// "1.25 points", "1 point".
fn points(weight: f64) -> String {
    let number = percent(weight);
    let number = number.trim_end_matches(" %");
    let unit = if number.trim_start_matches('\u{2212}') == "1" { "point" } else { "points" };
    format!("{number} {unit}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_counted_in_words() {
        assert_eq!(points(0.01), "1 point");
        assert_eq!(points(-0.01), "\u{2212}1 point");
        assert_eq!(points(0.0125), "1.25 points");
    }
}
