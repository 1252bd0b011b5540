//! What it takes to lose a given part: the likeliest move of factors that does.

use nalgebra::{DMatrix, DVector};
use serde::{Deserialize, Serialize};
use statistics::attribution::regress;
use statistics::distributions::normal_probability;
use utoipa::ToSchema;

use super::StressTestEngine;
use crate::error::invalid;
use crate::report::moments;
use crate::{RiskError, Series};

/// A loss that a cause is looked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReverseStressRequest {
    /// What is lost, as a part of the capital: 0.2 for a fifth.
    pub loss: f64,
    /// Names of series that move; empty takes the holdings themselves.
    #[serde(default)]
    pub factors: Vec<String>,
    /// Periods within which it happens; variances grow with them.
    #[serde(default = "month")]
    pub periods: usize,
}

/// How far one factor moves.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct FactorMove {
    /// The factor.
    pub factor: String,
    /// Change of the portfolio, over the capital, for a change of 1.00 of the factor.
    pub exposure: f64,
    /// Its change.
    pub change: f64,
    /// The same in its deviations over the periods.
    pub deviations: f64,
    /// What it costs, over the capital; these add up to the loss.
    pub loss: f64,
}

/// A loss by one factor.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SingleFactorStress {
    /// The factor.
    pub factor: String,
    /// Its change when nothing else moves; none when the portfolio does not depend on it, or no price can fall so far.
    pub alone: Option<f64>,
    /// Its change when the others go along as they usually do: `Σ(·,k)/Σ(k,k)` for each unit; none likewise.
    pub with_others: Option<f64>,
    /// The second in its deviations over the periods.
    pub deviations: Option<f64>,
}

/// The likeliest way to a loss.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ReverseStress {
    /// The loss over the capital.
    pub loss: f64,
    /// Periods.
    pub periods: usize,
    /// Moves of the factors; none when it is undefined.
    pub moves: Vec<FactorMove>,
    /// Mahalanobis distance of the move: the loss in deviations of the part of the portfolio that the factors move.
    pub distance: Option<f64>,
    /// Probability of a normal loss as large within the periods.
    pub probability: Option<f64>,
    /// The loss by each factor.
    pub single: Vec<SingleFactorStress>,
    /// Part of the portfolio's variance that the factors explain; none when they are the holdings.
    pub r_squared: Option<f64>,
    /// Returns that it rests on.
    pub n: usize,
    /// Part of the gross value that has a history.
    pub covered_share: f64,
    /// Why there is no move.
    pub undefined: Option<String>,
}

/// What the portfolio gains by factors, and how they move.
struct Exposures {
    names: Vec<String>,
    exposures: DVector<f64>,
    covariance: DMatrix<f64>,
    r_squared: Option<f64>,
    n: usize,
}

impl StressTestEngine<'_> {
    pub(super) fn reverse(&self, asked: &ReverseStressRequest) -> Result<ReverseStress, RiskError> {
        if !(asked.loss > 0.0 && asked.loss.is_finite()) {
            let allowed = "above zero (0.2 for a loss of a fifth)";
            return Err(RiskError::InvalidSetting { setting: "loss", value: asked.loss, allowed });
        }
        if !(1..=1_000).contains(&asked.periods) {
            let (setting, value) = ("periods", asked.periods as f64);
            return Err(RiskError::InvalidSetting { setting, value, allowed: "from 1 to 1,000" });
        }
        crate::holdings::check_names("reverse", asked.factors.iter().map(String::as_str))?;
        let factors = asked.factors.iter().map(|name| self.request.history.named("reverse", name));
        let factors: Vec<&Series> = factors.collect::<Result<_, _>>()?;
        let held: Vec<(&Series, f64)> = self
            .holdings
            .iter()
            .filter_map(|(holding, value)| self.request.history.find(&holding.name).map(|series| (series, *value)))
            .collect();
        if held.is_empty() {
            return Err(invalid("holdings", "none has a history; add prices of at least one"));
        }
        let gross: f64 = self.holdings.iter().map(|(_, value)| value.abs()).sum();
        let covered_share = held.iter().map(|(_, value)| value.abs()).sum::<f64>() / gross;
        let blank = ReverseStress {
            loss: asked.loss,
            periods: asked.periods,
            moves: Vec::new(),
            distance: None,
            probability: None,
            single: Vec::new(),
            r_squared: None,
            n: 0,
            covered_share,
            undefined: None,
        };
        Ok(match self.exposures(&held, &factors).and_then(|exposures| solve(&blank, &exposures)) {
            Ok(found) => found,
            Err(error) => ReverseStress { undefined: Some(error.to_string()), ..blank },
        })
    }

    fn exposures(&self, held: &[(&Series, f64)], factors: &[&Series]) -> Result<Exposures, RiskError> {
        let series: Vec<&Series> = held.iter().map(|(series, _)| *series).chain(factors.iter().copied()).collect();
        let aligned = self.request.history.aligned(&series);
        let n = aligned.dates.len();
        let needed = 20_usize.max(2 * if factors.is_empty() { held.len() } else { factors.len() });
        if n < needed {
            let (what, figure) = ("periods that all have", "a reverse stress");
            return Err(RiskError::TooFew { what, figure, found: n, needed });
        }
        let (own, moving) = aligned.returns.split_at(held.len());
        let weights = DVector::from_iterator(held.len(), held.iter().map(|(_, value)| value / self.capital));
        if factors.is_empty() {
            let names = held.iter().map(|(series, _)| series.name.clone()).collect();
            return Ok(Exposures { names, exposures: weights, covariance: moments(own).1, r_squared: None, n });
        }
        let day = |day: usize| own.iter().zip(weights.iter()).map(|(series, weight)| series[day] * weight).sum();
        let portfolio: Vec<f64> = (0..n).map(day).collect();
        let columns: Vec<(&str, &[f64])> =
            factors.iter().zip(moving).map(|(factor, list)| (factor.name.as_str(), list.as_slice())).collect();
        let fit = regress(&portfolio, &columns, None)?;
        let betas = fit.coefficients.iter().skip(1).map(|coefficient| coefficient.value);
        Ok(Exposures {
            names: factors.iter().map(|factor| factor.name.clone()).collect(),
            exposures: DVector::from_iterator(factors.len(), betas),
            covariance: moments(moving).1,
            r_squared: Some(fit.r_squared),
            n,
        })
    }
}

/// The least `f'Σ⁻¹f` with `b'f = −loss` is at `f = −loss Σb/(b'Σb)`.
fn solve(blank: &ReverseStress, found: &Exposures) -> Result<ReverseStress, RiskError> {
    let Exposures { names, exposures, covariance, r_squared, n } = found;
    let covariance = covariance * blank.periods as f64;
    let pull = &covariance * exposures;
    let variance = exposures.dot(&pull);
    if variance.is_nan() || variance <= crate::moments::CONSTANT {
        return Err(RiskError::Undefined {
            figure: "reverse stress",
            why: "the portfolio does not move with the factors",
        });
    }
    let distance = blank.loss / variance.sqrt();
    let deviation = |k: usize| covariance[(k, k)].sqrt();
    let one = |k: usize| {
        let change = -blank.loss * pull[k] / variance;
        let deviations = if deviation(k) > 0.0 { change / deviation(k) } else { 0.0 };
        FactorMove {
            factor: names[k].clone(),
            exposure: exposures[k],
            change,
            deviations,
            loss: -exposures[k] * change,
        }
    };
    let possible = |change: f64| Some(change).filter(|change| change.is_finite() && *change >= -1.0);
    let single = |k: usize| {
        let with_others = possible(-blank.loss * covariance[(k, k)] / pull[k]);
        SingleFactorStress {
            factor: names[k].clone(),
            alone: possible(-blank.loss / exposures[k]),
            with_others,
            deviations: with_others.map(|change| change / deviation(k)),
        }
    };
    Ok(ReverseStress {
        moves: (0..names.len()).map(one).collect(),
        distance: Some(distance),
        probability: Some(normal_probability(-distance)),
        single: (0..names.len()).map(single).collect(),
        r_squared: *r_squared,
        n: *n,
        ..blank.clone()
    })
}

fn month() -> usize {
    21
}
