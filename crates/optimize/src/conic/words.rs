//! The named limits of a model as a person writes them, and as entries of a result.

use super::model::Tag;
use super::problem::Problem;
use crate::ConstraintKind;
use crate::words::percent;

/// "a turnover of at most 10 % from the current weights".
pub(crate) fn phrase(problem: &Problem<'_>, tag: Tag, target: Option<f64>) -> String {
    let limit = || percent(limit_of(problem, tag, target).unwrap_or_default());
    let after = if problem.costs.is_some() { " after costs" } else { "" };
    match tag {
        Tag::Polytope(limit, side) => problem.limits.phrase(limit, side),
        Tag::Turnover => format!("a turnover of at most {} from the current weights", limit()),
        Tag::TrackingError => format!("a tracking error of at most {} against the benchmark", limit()),
        Tag::Volatility | Tag::TargetVolatility => format!("a volatility of at most {}", limit()),
        Tag::Gross => format!("a gross exposure of at most {}", limit()),
        Tag::Short => format!("short positions of at most {} together", limit()),
        Tag::TargetReturn => format!("an expected return of at least {}{after}", limit()),
    }
}

/// Kind and name of a limit outside the polytope.
pub(crate) fn kind_of(tag: Tag) -> Option<(ConstraintKind, &'static str)> {
    Some(match tag {
        Tag::Polytope(..) => return None,
        Tag::Turnover => (ConstraintKind::Turnover, "turnover"),
        Tag::TrackingError => (ConstraintKind::TrackingError, "tracking error"),
        Tag::Volatility => (ConstraintKind::Volatility, "volatility"),
        Tag::Gross => (ConstraintKind::GrossExposure, "gross exposure"),
        Tag::Short => (ConstraintKind::ShortExposure, "short positions"),
        Tag::TargetReturn => (ConstraintKind::TargetReturn, "target return"),
        Tag::TargetVolatility => (ConstraintKind::TargetVolatility, "target volatility"),
    })
}

/// The limit's value, for limits outside the polytope.
pub(crate) fn limit_of(problem: &Problem<'_>, tag: Tag, target: Option<f64>) -> Option<f64> {
    let constraints = &problem.request.constraints;
    match tag {
        Tag::Polytope(limit, side) => Some(problem.limits.polytope.limit_value(limit, side)),
        Tag::Turnover => constraints.turnover,
        Tag::TrackingError => constraints.tracking_error,
        Tag::Volatility => constraints.volatility,
        Tag::Gross => constraints.gross_exposure,
        Tag::Short => constraints.short_exposure,
        Tag::TargetReturn | Tag::TargetVolatility => target,
    }
}
