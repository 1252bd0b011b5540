//! Random problems of every kind against Clarabel, called directly on a formulation of its own: an answer must be feasible and at
//! least as good, an "impossible" must be impossible, and nothing panics.
//!
//! Three hundred run every time. The long list: `QUARTERDECK_RANDOM_PROBLEMS=10000 cargo test --release -p optimize --test it
//! random_problems -- --nocapture`; `QUARTERDECK_RANDOM_PROBLEMS_FROM` is the first seed.

mod dice;
mod measure;
mod peer;
mod program;

use std::collections::BTreeMap;

use nalgebra::DVector;
use optimize::{FrontierPoint, Objective, OptimizeError};

use crate::solve;
use dice::{Kind, case};
use measure::Numbers;
use peer::{Question, ask};
use program::Verdict;

/// Largest violation of a limit in an answer.
const OUTSIDE: f64 = 1e-6;
/// How much worse than Clarabel's an answer may be: a part of the value, and a part of the largest term that it is made of.
const WORSE: f64 = 1e-6;
/// A portfolio that is inside every limit by this is strictly feasible.
const INSIDE: f64 = 1e-6;

/// Seeds that once were answered wrongly, or not at all.
const KEPT: [(Kind, &[u64]); 2] =
    [(Kind::Any, &[371, 413, 521, 756, 1171, 1324, 1989, 5243, 7847, 9392]), (Kind::Tied, &[79, 3942])];

/// Outcomes by kind.
#[derive(Debug, Default)]
struct Tally {
    optimal: usize,
    infeasible: usize,
    no_excess: usize,
    unbounded: usize,
    /// Problems without an answer.
    not_converged: Vec<String>,
    /// Answers that Clarabel could not judge.
    unsure: Vec<u64>,
    /// What is wrong, by seed.
    wrong: Vec<String>,
    optimal_by_objective: BTreeMap<String, usize>,
    largest_gap: f64,
}

fn vector<'a>(weights: impl Iterator<Item = &'a f64>) -> DVector<f64> {
    DVector::from_vec(weights.copied().collect())
}

fn compare(seed: u64, kind: Kind, tally: &mut Tally) {
    let case = case(seed, kind);
    let numbers = Numbers::of(&case);
    let objective = case.request.objective;
    let named = format!("problem {seed}, {objective:?}, {} assets, {}", case.request.assets.len(), case.shape);
    let is_ratio = matches!(objective, Objective::MaximumSharpe | Objective::MaximumDiversification);
    let mut wrong = Vec::new();
    match solve(&case.request) {
        Ok(result) => {
            tally.optimal += 1;
            *tally.optimal_by_objective.entry(format!("{objective:?}")).or_default() += 1;
            let w = vector(result.weights.values());
            if objective == Objective::EfficientFrontier {
                frontier(&numbers, &result.frontier, &mut wrong);
            } else {
                let target = (objective == Objective::EfficientReturn).then_some(case.request.target_return).flatten();
                let outside = numbers.violation(&w, target);
                if outside.is_nan() || outside > OUTSIDE {
                    wrong.push(format!("{outside:e} outside a limit"));
                }
                let judged = if is_ratio { ratio(&numbers, &w) } else { least(&numbers, &w) };
                match judged {
                    Some(gap) if gap > 1.0 => wrong.push(format!("worse by {gap} tolerances")),
                    Some(gap) => tally.largest_gap = tally.largest_gap.max(gap),
                    None => tally.unsure.push(seed),
                }
            }
        }
        Err(
            error @ (OptimizeError::Infeasible { .. }
            | OptimizeError::TargetReturnOutOfReach { .. }
            | OptimizeError::TargetVolatilityTooLow { .. }),
        ) => {
            tally.infeasible += 1;
            if let Verdict::Value(inside) = ask(&numbers, Question::Inside)
                && -inside > INSIDE
            {
                wrong.push(format!("called impossible, but {} inside: {error}", -inside));
            }
        }
        Err(OptimizeError::NoExcessReturn { highest, .. }) => {
            tally.no_excess += 1;
            if let Verdict::Value(negative) = ask(&numbers, Question::Ratio { price: 0.0 })
                && -negative > 1e-7
            {
                wrong.push(format!("no excess return at {highest}, but {}", -negative));
            }
        }
        Err(error) if is_ratio && error.request_field() == Some("covariance") => {
            tally.unbounded += 1;
            if let Verdict::Value(negative) = ask(&numbers, Question::Ratio { price: 300.0 })
                && negative > -1e-9
            {
                wrong.push(format!("no ratio above 300: {negative}"));
            }
        }
        Err(error @ (OptimizeError::NotConverged { .. } | OptimizeError::SolverStopped { .. })) => {
            tally.not_converged.push(format!("{named}: {error}"));
        }
        Err(error) => wrong.push(error.to_string()),
    }
    tally.wrong.extend(wrong.into_iter().map(|what| format!("{named}: {what}")));
}

/// How much worse than Clarabel's the value of `w` is, in tolerances; `None` when Clarabel does not know.
fn least(numbers: &Numbers<'_>, w: &DVector<f64>) -> Option<f64> {
    let Verdict::Value(theirs) = ask(numbers, Question::Best { target: None }) else { return None };
    Some((numbers.value(w) - theirs) / tolerance(numbers, w, theirs))
}

fn tolerance(numbers: &Numbers<'_>, w: &DVector<f64>, value: f64) -> f64 {
    // Returns cancel against risks and costs: what counts is the size of the terms.
    let terms = match numbers.request.objective {
        Objective::EfficientRisk | Objective::MaximumQuadraticUtility | Objective::WorstCase => {
            numbers.mean.amax() * w.abs().sum()
        }
        Objective::MaximumLogUtility => numbers.penalized(w),
        Objective::MinimumTrackingError => numbers.penalized(&numbers.benchmark).powi(2),
        Objective::MinimumCvar | Objective::MinimumCdar | Objective::MinimumMeanAbsoluteDeviation => {
            numbers.penalized(w) / 252f64.sqrt()
        }
        _ => numbers.penalized(w).powi(2),
    };
    // Figures of a day that are none: a portfolio of cash has no tail.
    let none = if numbers.request.objective.uses_scenarios() { 1e-9 } else { 1e-12 };
    WORSE * (value.abs() + terms) + none
}

/// The same for a ratio: no portfolio may be worth more than `w` at the price of risk that the ratio is.
fn ratio(numbers: &Numbers<'_>, w: &DVector<f64>) -> Option<f64> {
    let numerator = match numbers.request.objective {
        Objective::MaximumDiversification => numbers.covariance.diagonal().map(f64::sqrt).dot(w),
        _ => numbers.excess(w),
    };
    if numerator <= 0.0 {
        return Some(f64::INFINITY);
    }
    let price = numerator / numbers.penalized(w);
    let Verdict::Value(negative) = ask(numbers, Question::Ratio { price }) else { return None };
    Some(-negative / (WORSE * (numerator + numbers.mean.amax()) + 1e-9))
}

/// Every point is within the limits and has the least variance for its return.
fn frontier(numbers: &Numbers<'_>, points: &[FrontierPoint], wrong: &mut Vec<String>) {
    for (k, point) in points.iter().enumerate() {
        let w = vector(point.weights.values());
        // No other portfolio may have less risk and earn more.
        let target = numbers.net_return(&w) + 1e-8;
        let outside = numbers.violation(&w, None);
        if outside.is_nan() || outside > OUTSIDE {
            wrong.push(format!("point {k}: {outside:e} outside a limit"));
        }
        if let Verdict::Value(theirs) = ask(numbers, Question::Best { target: Some(target) }) {
            let gap = (numbers.value(&w) - theirs) / tolerance(numbers, &w, theirs);
            if gap > 3.0 {
                wrong.push(format!("point {k}: worse by {gap} tolerances"));
            }
        }
    }
}

fn setting(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).map_or(otherwise, |value| value.parse().expect("a whole number"))
}

/// Runs `count` problems, or as many as the environment asks for.
#[allow(clippy::print_stdout)] // the count is what the run is for
fn run(kind: Kind, count: u64) -> (Tally, u64) {
    let count = setting("QUARTERDECK_RANDOM_PROBLEMS", count);
    let first = setting("QUARTERDECK_RANDOM_PROBLEMS_FROM", 0);
    let mut tally = Tally::default();
    let kept = KEPT.iter().filter(|(of, _)| *of == kind).flat_map(|(_, seeds)| seeds.iter().copied());
    (first..first + count).chain(kept).for_each(|seed| compare(seed, kind, &mut tally));
    println!("{kind:?} {tally:#?}");
    assert!(tally.wrong.is_empty(), "{:#?}", tally.wrong);
    assert!(tally.not_converged.len() as u64 <= count / 1000, "{:#?}", tally.not_converged);
    (tally, count)
}

#[test]
fn random_problems_agree_with_an_interior_point_method() {
    let (tally, count) = run(Kind::Any, 300);
    assert!(tally.optimal as u64 > count / 2 && tally.infeasible as u64 > count / 50, "{tally:?}");
}

#[test]
fn ties_on_singular_covariances_end_at_an_optimum() {
    let (tally, count) = run(Kind::Tied, 300);
    assert!(tally.optimal as u64 > count / 2, "{tally:?}");
}
