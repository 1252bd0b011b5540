//! Whether losses exceeded a value at risk as often as they should (Kupiec 1995) and not in a row (Christoffersen 1998).

use serde::Serialize;
use statistics::distributions::chi_squared_tail;
use utoipa::ToSchema;

use crate::RiskError;
use crate::error::check_confidence;

/// A likelihood ratio with its probability where the claim is true.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct LikelihoodRatio {
    /// The statistic.
    pub statistic: f64,
    /// Probability of one at least as large.
    pub p: f64,
}

/// Exceptions of a value at risk: periods that lost more.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = TailCoverage)]
pub struct Coverage {
    /// Periods.
    pub n: usize,
    /// Those that lost more.
    pub n_exceptions: usize,
    /// How many were expected: `(1 − confidence) n`.
    pub expected: f64,
    /// Kupiec's test that they come as often as expected; one degree of freedom.
    pub kupiec: LikelihoodRatio,
    /// Christoffersen's test that one does not make the next more likely; one degree of freedom. None when no exception had a period
    /// after it, or all were.
    pub independence: Option<LikelihoodRatio>,
    /// Both together; two degrees of freedom.
    pub conditional_coverage: Option<LikelihoodRatio>,
    /// Pairs of periods: quiet then quiet, quiet then exception, exception then quiet, exception then exception.
    pub transitions: [usize; 4],
    /// The Basel committee's zone for 250 periods at 99 %; none for others.
    pub basel_zone: Option<&'static str>,
}

/// Tests a list of exceptions, oldest first.
///
/// # Errors
/// For fewer than two periods, or a confidence that is not between one half and one.
pub fn coverage(exceptions: &[bool], confidence: f64) -> Result<Coverage, RiskError> {
    check_confidence(confidence)?;
    let n = exceptions.len();
    if n < 2 {
        let (what, figure) = ("periods", "a coverage test");
        return Err(RiskError::TooFew { what, figure, found: n, needed: 2 });
    }
    let hits = exceptions.iter().filter(|hit| **hit).count();
    let (chance, seen) = (1.0 - confidence, hits as f64 / n as f64);
    let kupiec = 2.0 * (likelihood(n - hits, hits, seen) - likelihood(n - hits, hits, chance));
    let mut transitions = [0; 4];
    for pair in exceptions.windows(2) {
        transitions[2 * usize::from(pair[0]) + usize::from(pair[1])] += 1;
    }
    let [quiet, first, last, again] = transitions;
    let ratio = |statistic: f64, freedom: f64| {
        // Rounding may leave a ratio of equals just below zero.
        let statistic = statistic.max(0.0);
        LikelihoodRatio { statistic, p: chi_squared_tail(statistic, freedom).unwrap_or(1.0) }
    };
    let independence = (quiet + first > 0 && last + again > 0).then(|| {
        let all = (first + again) as f64 / (n - 1) as f64;
        let after_quiet = first as f64 / (quiet + first) as f64;
        let after_hit = again as f64 / (last + again) as f64;
        2.0 * (likelihood(quiet, first, after_quiet) + likelihood(last, again, after_hit)
            - likelihood(quiet + last, first + again, all))
    });
    Ok(Coverage {
        n,
        n_exceptions: hits,
        expected: chance * n as f64,
        kupiec: ratio(kupiec, 1.0),
        independence: independence.map(|statistic| ratio(statistic, 1.0)),
        conditional_coverage: independence.map(|statistic| ratio(kupiec.max(0.0) + statistic.max(0.0), 2.0)),
        transitions,
        basel_zone: match hits {
            _ if n != 250 || (confidence - 0.99).abs() > 1e-9 => None,
            0..=4 => Some("green"),
            5..=9 => Some("yellow"),
            _ => Some("red"),
        },
    })
}

/// `misses ln(1 − p) + hits ln p`, where nothing times minus infinity is nothing.
fn likelihood(misses: usize, hits: usize, p: f64) -> f64 {
    let part = |count: usize, log: f64| if count == 0 { 0.0 } else { count as f64 * log };
    part(misses, (-p).ln_1p()) + part(hits, p.ln())
}
