//! Limits of positions that cannot hold together with the bounds, in words.

use super::{Cardinality, Choice};
use crate::limits::Limits;
use crate::polytope::Limit;
use crate::words::{list, percent};
use crate::{OptimizationConstraints, OptimizeError};

/// Refuses values that mean nothing, and contradictions that can be told by arithmetic.
///
/// # Errors
/// [`OptimizeError::InvalidField`] or [`OptimizeError::Infeasible`].
pub(crate) fn check(constraints: &OptimizationConstraints, limits: &Limits) -> Result<Cardinality, OptimizeError> {
    let OptimizationConstraints { max_holdings, minimum_position, .. } = *constraints;
    if max_holdings == Some(0) {
        return Err(OptimizeError::field("constraints.max_holdings", "0; a portfolio needs at least one position"));
    }
    if let Some(least) = minimum_position.filter(|least| !(*least > 0.0 && *least <= 1.0)) {
        let problem = format!("{least}; give a weight above 0 and at most 1, such as 0.02 for 2 %");
        return Err(OptimizeError::field("constraints.minimum_position", problem));
    }
    let rules = Cardinality { max_holdings, minimum_position: minimum_position.unwrap_or(0.0) };
    if rules.is_open() {
        return Ok(rules);
    }
    forced_positions(rules, limits)?;
    reachable_budget(rules, limits)?;
    Ok(rules)
}

/// Assets that the bounds force into the portfolio.
fn forced_positions(rules: Cardinality, limits: &Limits) -> Result<(), OptimizeError> {
    let polytope = &limits.polytope;
    let forced: Vec<usize> =
        (0..polytope.n()).filter(|&i| polytope.lower[i] > 0.0 || polytope.upper[i] < 0.0).collect();
    let names: Vec<String> = forced.iter().map(|&i| limits.assets[i].clone()).collect();
    if forced.len() > rules.most() {
        let shown = if names.len() > 5 {
            format!("{} and {} more", names[..3].join(", "), names.len() - 3)
        } else {
            list(&names)
        };
        return Err(infeasible(
            &format!(
                "the bounds keep {} assets from being zero ({shown}), but max_holdings allows {}",
                forced.len(),
                rules.most()
            ),
            rules,
        ));
    }
    if let Some(&i) = forced.iter().find(|&&i| {
        polytope.lower[i].max(-polytope.upper[i]) > 0.0
            && polytope.lower[i].abs().max(polytope.upper[i].abs()) < rules.minimum_position
    }) {
        return Err(infeasible(
            &format!(
                "{} must be held but may have at most {}, less than minimum_position {}",
                limits.assets[i],
                percent(polytope.lower[i].abs().max(polytope.upper[i].abs())),
                percent(rules.minimum_position)
            ),
            rules,
        ));
    }
    Ok(())
}

/// Can so few positions, each large enough, fill the budget and no more?
fn reachable_budget(rules: Cardinality, limits: &Limits) -> Result<(), OptimizeError> {
    let polytope = &limits.polytope;
    let (least, most) = polytope.range(Limit::Row(0));
    let root = rules.root(polytope);
    let mut uppers: Vec<f64> =
        (0..polytope.n()).filter(|&i| root[i] != Choice::Out).map(|i| polytope.upper[i].max(0.0)).collect();
    uppers.sort_by(|a, b| b.total_cmp(a));
    if uppers.is_empty() {
        return Err(infeasible(
            &format!("no asset may have as much as minimum_position {}", percent(rules.minimum_position)),
            rules,
        ));
    }
    let kept = uppers.len().min(rules.most());
    let reach: f64 = uppers.iter().take(kept).sum();
    if reach < least - 1e-9 {
        let words = if kept < uppers.len() {
            format!("the {kept} largest upper limits")
        } else {
            "the upper limits".to_owned()
        };
        return Err(infeasible(
            &format!("{words} allow at most {} of a budget of {}", percent(reach), percent(least)),
            rules,
        ));
    }
    let long_only = polytope.lower.iter().all(|lower| *lower >= 0.0);
    if long_only && rules.minimum_position > 0.0 {
        let mut sum = 0.0;
        let needed = uppers
            .iter()
            .take_while(|upper| {
                let more = sum < least - 1e-9;
                sum += **upper;
                more
            })
            .count();
        let total = needed as f64 * rules.minimum_position;
        if total > most + 1e-9 {
            return Err(infeasible(
                &format!(
                    "the upper limits make at least {needed} positions necessary, and {needed} positions of at least {} need {} of a \
                     budget of {}",
                    percent(rules.minimum_position),
                    percent(total),
                    percent(most)
                ),
                rules,
            ));
        }
    }
    Ok(())
}

/// The search ended without a portfolio.
pub(super) fn nothing_fits(rules: Cardinality) -> OptimizeError {
    infeasible("no choice of assets keeps these limits together with bounds and groups", rules)
}

fn infeasible(reason: &str, rules: Cardinality) -> OptimizeError {
    let mut constraints = Vec::new();
    if let Some(most) = rules.max_holdings {
        constraints.push(format!("at most {most} positions"));
    }
    if rules.minimum_position > 0.0 {
        constraints.push(format!("positions of at least {}", percent(rules.minimum_position)));
    }
    OptimizeError::Infeasible {
        explanation: format!("no portfolio has {}: {reason}; change one of these limits", list(&constraints)),
        constraints,
    }
}
