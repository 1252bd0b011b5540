//! What a portfolio is worth and how far it is outside the limits, straight from the request.

use indexmap::IndexMap;
use nalgebra::{DMatrix, DVector};
use optimize::{Objective, OptimizationRequest, PerAsset};

use super::dice::{Case, budget, pairs};

/// The numbers of a case in the order of the assets.
pub(super) struct Numbers<'a> {
    pub(super) request: &'a OptimizationRequest,
    pub(super) covariance: &'a DMatrix<f64>,
    pub(super) root: &'a DMatrix<f64>,
    pub(super) mean: DVector<f64>,
    pub(super) current: DVector<f64>,
    pub(super) benchmark: DVector<f64>,
    pub(super) linear: DVector<f64>,
    pub(super) impact: DVector<f64>,
    pub(super) borrow: DVector<f64>,
    /// Riskless return of what is not invested; zero while the weights sum to one.
    pub(super) cash_rate: f64,
    pub(super) penalty: f64,
}

impl<'a> Numbers<'a> {
    pub(super) fn of(case: &'a Case) -> Self {
        let Case { request, covariance, root, .. } = case;
        let n = request.assets.len();
        let vector = |map: &IndexMap<String, f64>| {
            DVector::from_iterator(n, request.assets.iter().map(|name| map.get(name).copied().unwrap_or(0.0)))
        };
        let rates = |rates: Option<&PerAsset>| match rates {
            None => DVector::zeros(n),
            Some(PerAsset::All(rate)) => DVector::from_element(n, *rate),
            Some(PerAsset::ByAsset(map)) => vector(map),
        };
        let costs = request.costs.as_ref();
        let years = costs.map_or(1.0, |costs| costs.holding_years);
        let impact = match costs.and_then(|costs| costs.impact.as_ref()) {
            None => DVector::zeros(n),
            Some(impact) => {
                let volume = rates(Some(&impact.average_daily_volume));
                DVector::from_fn(n, |i, _| {
                    let daily = (covariance[(i, i)] / 252.0).sqrt();
                    impact.coefficient * daily * (impact.capital / volume[i]).sqrt()
                })
            }
        };
        Self {
            request,
            covariance,
            root,
            mean: DVector::from_column_slice(request.expected_returns.as_ref().unwrap()),
            current: vector(request.current_weights.as_ref().unwrap()),
            benchmark: vector(request.benchmark_weights.as_ref().unwrap()),
            linear: rates(costs.and_then(|costs| costs.linear.as_ref())) / years,
            impact: impact / years,
            borrow: rates(costs.and_then(|costs| costs.borrow.as_ref())),
            cash_rate: if budget(request) == [1.0; 2] { 0.0 } else { request.risk_free_rate },
            penalty: request.l2_regularization.unwrap_or(0.0),
        }
    }

    pub(super) fn n(&self) -> usize {
        self.mean.len()
    }

    pub(super) fn correlation(&self) -> DMatrix<f64> {
        let deviations = self.covariance.diagonal().map(f64::sqrt);
        DMatrix::from_fn(self.n(), self.n(), |i, j| {
            let scale = deviations[i] * deviations[j];
            if i == j {
                1.0
            } else if scale > 0.0 {
                self.covariance[(i, j)] / scale
            } else {
                0.0
            }
        })
    }

    pub(super) fn cost(&self, w: &DVector<f64>) -> f64 {
        let of_asset = |i: usize| {
            let trade = (w[i] - self.current[i]).abs();
            self.linear[i] * trade + self.impact[i] * trade.powf(1.5) + self.borrow[i] * (-w[i]).max(0.0)
        };
        (0..w.len()).map(of_asset).sum()
    }

    pub(super) fn net_return(&self, w: &DVector<f64>) -> f64 {
        self.mean.dot(w) + self.cash_rate * (1.0 - w.sum()) - self.cost(w)
    }

    /// Return after costs above the risk-free rate.
    pub(super) fn excess(&self, w: &DVector<f64>) -> f64 {
        self.net_return(w) - self.request.risk_free_rate
    }

    /// Volatility with the penalty on concentration.
    pub(super) fn penalized(&self, w: &DVector<f64>) -> f64 {
        ((self.root * w).norm_squared() + self.penalty * w.norm_squared()).sqrt()
    }

    pub(super) fn returns(&self, w: &DVector<f64>) -> Vec<f64> {
        let rows = self.request.returns.as_ref().unwrap();
        let cash = self.cash_rate / 252.0 * (1.0 - w.sum());
        rows.iter().map(|row| row.iter().zip(w.iter()).map(|(r, w)| r * w).sum::<f64>() + cash).collect()
    }

    /// The objective, lower is better. Ratios are not here.
    pub(super) fn value(&self, w: &DVector<f64>) -> f64 {
        let request = self.request;
        let variance = self.penalized(w).powi(2);
        let aversion = request.risk_aversion.unwrap();
        let penalty = self.penalty * w.norm_squared();
        let cost = self.cost(w);
        match request.objective {
            Objective::MinimumVariance => variance + cost,
            Objective::EfficientReturn | Objective::EfficientFrontier => variance,
            Objective::EfficientRisk => -self.net_return(w),
            Objective::MaximumQuadraticUtility => 0.5 * aversion * variance - self.net_return(w),
            Objective::WorstCase => {
                let error = request.uncertainty.as_ref().unwrap().radius * (self.root * w).norm() / 5f64.sqrt();
                0.5 * aversion * variance - self.net_return(w) + error
            }
            Objective::MinimumTrackingError => (self.root * (w - &self.benchmark)).norm_squared() + penalty + cost,
            Objective::MaximumDecorrelation => w.dot(&(self.correlation() * w)) + penalty + cost,
            Objective::MinimumCvar => {
                let losses = self.returns(w).iter().map(|r| -r).collect();
                tail(losses, request.confidence.unwrap()) + cost / 252.0 + penalty
            }
            Objective::MinimumCdar => {
                let (mut level, mut peak) = (0.0f64, 0.0f64);
                let depths = self.returns(w).into_iter().map(|r| {
                    level += r;
                    peak = peak.max(level);
                    peak - level
                });
                tail(depths.collect(), request.confidence.unwrap()) + cost + penalty
            }
            Objective::MinimumSemivariance => {
                let returns = self.returns(w);
                let floor = request.minimum_acceptable_return;
                let squares: f64 = returns.iter().map(|r| (floor - r).max(0.0).powi(2)).sum();
                squares / returns.len() as f64 * 252.0 + cost + penalty
            }
            Objective::MinimumMeanAbsoluteDeviation => {
                let returns = self.returns(w);
                let mean = returns.iter().sum::<f64>() / returns.len() as f64;
                let deviation = returns.iter().map(|r| (r - mean).abs()).sum::<f64>() / returns.len() as f64;
                deviation + cost / 252.0 + penalty
            }
            Objective::MaximumLogUtility => {
                let returns = self.returns(w);
                let growth: f64 = returns.iter().map(|r| (r - cost / 252.0).ln_1p()).sum();
                penalty - growth / returns.len() as f64 * 252.0
            }
            other => panic!("{other:?} is a ratio"),
        }
    }

    /// Largest violation of a limit, with `target_return` in place of the request's.
    pub(super) fn violation(&self, w: &DVector<f64>, target_return: Option<f64>) -> f64 {
        let request = self.request;
        let constraints = &request.constraints;
        let mut worst = 0.0f64;
        let mut at_most = |value: f64, limit: f64| worst = worst.max(value - limit);
        for (weight, [lower, upper]) in w.iter().zip(pairs(request)) {
            at_most(lower, *weight);
            at_most(*weight, upper);
        }
        let [least, most] = budget(request);
        at_most(least, w.sum());
        at_most(w.sum(), most);
        let sum = |assets: &[String]| -> f64 {
            request.assets.iter().zip(w.iter()).filter(|(name, _)| assets.contains(name)).map(|(_, w)| w).sum()
        };
        for group in &request.groups {
            let value = sum(&group.assets);
            group.lower.inspect(|lower| at_most(*lower, value));
            group.upper.inspect(|upper| at_most(value, *upper));
            if let Some(relative) = &group.relative_to {
                let other = sum(&request.groups.iter().find(|other| other.name == relative.group).unwrap().assets);
                relative.lower.inspect(|lower| at_most(lower * other, value));
                relative.upper.inspect(|upper| at_most(value, upper * other));
            }
        }
        for factor in &constraints.factor_exposures {
            let value: f64 = factor.exposures.values().zip(w.iter()).map(|(exposure, w)| exposure * w).sum();
            factor.lower.inspect(|lower| at_most(*lower, value));
            factor.upper.inspect(|upper| at_most(value, *upper));
        }
        constraints.turnover.inspect(|limit| at_most((w - &self.current).abs().sum(), *limit));
        constraints.volatility.inspect(|limit| at_most((self.root * w).norm(), *limit));
        constraints.tracking_error.inspect(|limit| at_most((self.root * (w - &self.benchmark)).norm(), *limit));
        constraints.gross_exposure.inspect(|limit| at_most(w.abs().sum(), *limit));
        let short = w.iter().map(|weight| (-weight).max(0.0)).sum();
        constraints.short_exposure.inspect(|limit| at_most(short, *limit));
        if request.objective == Objective::EfficientRisk {
            at_most(self.penalized(w), request.target_volatility.unwrap());
        }
        if let Some(target) = target_return {
            at_most(target, self.net_return(w));
        }
        worst
    }
}

/// Mean of the largest values that make up one less the confidence of the sample.
fn tail(mut values: Vec<f64>, confidence: f64) -> f64 {
    values.sort_by(|a, b| b.total_cmp(a));
    let mass = (1.0 - confidence) * values.len() as f64;
    let mut left = mass;
    let mut sum = 0.0;
    for value in values {
        let part = left.clamp(0.0, 1.0);
        sum += part * value;
        left -= part;
    }
    sum / mass
}
