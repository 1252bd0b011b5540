//! What the constraints and costs of a request add to a model.

use std::ops::Range;

use nalgebra::DMatrix;

use super::model::{Affine, Cone, Model, Tag};
use super::problem::Problem;
use crate::polytope::{Limit, Side};

/// A model under construction; auxiliary variables that several blocks need are made once.
pub(crate) struct Builder<'a> {
    pub(crate) problem: &'a Problem<'a>,
    pub(crate) model: Model,
    /// `u[i] ≥ |w[i] − current[i]|`.
    trades: Option<Range<usize>>,
    /// Sum of `s[i] ≥ max(−w[i], 0)` by asset; `None` for assets that cannot be short.
    shorts: Option<Vec<Option<usize>>>,
}

impl<'a> Builder<'a> {
    /// The weights within all limits of the request, without an objective.
    pub(crate) fn new(problem: &'a Problem<'a>, homogenized: bool) -> Self {
        let model = Model::new(problem.n(), homogenized);
        let mut builder = Self { problem, model, trades: None, shorts: None };
        builder.add_polytope();
        builder.add_caps();
        builder
    }

    fn add_polytope(&mut self) {
        let polytope = &self.problem.limits.polytope;
        // Long-only weights cannot pass the whole budget: an upper limit at or above it needs no row.
        let budget = polytope.row_upper[0];
        let long_only = polytope.lower.iter().all(|lower| *lower >= 0.0);
        for limit in polytope.limits() {
            let (lower, upper) = polytope.range(limit);
            let value = match limit {
                Limit::Bound(i) => Affine::variable(i),
                Limit::Row(row) => Affine::dense(polytope.normal(row).iter().copied()),
            };
            let at = |bound: f64| Affine::constant(bound);
            if lower == upper {
                let tag = Tag::Polytope(limit, Side::Equal);
                self.model.add_row(Cone::Zero, at(lower).minus(&value), Some(tag));
                continue;
            }
            if lower.is_finite() {
                let tag = Tag::Polytope(limit, Side::Lower);
                self.model.add_row(Cone::NonNegative, value.clone().minus(&at(lower)), Some(tag));
            }
            let idle = matches!(limit, Limit::Bound(_)) && long_only && upper >= budget;
            if upper.is_finite() && !idle {
                let tag = Tag::Polytope(limit, Side::Upper);
                self.model.add_row(Cone::NonNegative, at(upper).minus(&value), Some(tag));
            }
        }
    }

    fn add_caps(&mut self) {
        let constraints = &self.problem.request.constraints;
        if let Some(turnover) = constraints.turnover {
            let sum = sum(self.trades());
            self.model.add_row(Cone::NonNegative, Affine::constant(turnover).minus(&sum), Some(Tag::Turnover));
        }
        if let Some(cap) = constraints.volatility {
            self.add_volatility_cap(cap, &self.problem.covariance_root(), Tag::Volatility);
        }
        if let Some(cap) = constraints.tracking_error {
            let active = self.active_risk();
            self.model.add_norm(Affine::constant(cap), active, Some(Tag::TrackingError));
        }
        if let Some(gross) = constraints.gross_exposure {
            // Σ|w| = Σw + 2·Σ short.
            let net = Affine::dense(vec![1.0; self.problem.n()]);
            let used = net.plus(2.0, &self.short());
            self.model.add_row(Cone::NonNegative, Affine::constant(gross).minus(&used), Some(Tag::Gross));
        }
        if let Some(short) = constraints.short_exposure {
            let used = self.short();
            self.model.add_row(Cone::NonNegative, Affine::constant(short).minus(&used), Some(Tag::Short));
        }
    }

    /// `‖root·w‖ ≤ cap`.
    pub(crate) fn add_volatility_cap(&mut self, cap: f64, root: &DMatrix<f64>, tag: Tag) {
        let rows: Vec<Affine> = root.row_iter().map(|row| Affine::dense(row.iter().copied())).collect();
        self.model.add_norm(Affine::constant(cap), rows, Some(tag));
    }

    /// `R(w − benchmark)` with `R'R = Σ`.
    fn active_risk(&self) -> Vec<Affine> {
        let root = self.problem.covariance_root();
        let benchmark = self.problem.benchmark.as_ref().expect("invariant: check_cones saw the benchmark");
        let held = &root * benchmark;
        let row = |k: usize| Affine::dense(root.row(k).iter().copied()).minus(&Affine::constant(held[k]));
        (0..root.nrows()).map(row).collect()
    }

    /// Variables at least as large as the absolute changes of the weights.
    fn trades(&mut self) -> Range<usize> {
        if let Some(trades) = &self.trades {
            return trades.clone();
        }
        let held = self.problem.held();
        let trades = self.model.add_variables(held.len());
        for (i, size) in trades.clone().enumerate() {
            let change = Affine::variable(i).minus(&Affine::constant(held[i]));
            self.model.add_row(Cone::NonNegative, Affine::variable(size).minus(&change), None);
            self.model.add_row(Cone::NonNegative, Affine::variable(size).plus(1.0, &change), None);
        }
        self.trades = Some(trades.clone());
        trades
    }

    /// Variables at least as large as the short parts of the weights.
    fn shorts(&mut self) -> Vec<Option<usize>> {
        if let Some(shorts) = &self.shorts {
            return shorts.clone();
        }
        let lower = &self.problem.limits.polytope.lower;
        let mut shorts = Vec::with_capacity(lower.len());
        for (i, &lower) in lower.iter().enumerate() {
            shorts.push((lower < 0.0).then(|| {
                let size = self.model.add_variable();
                self.model.add_row(Cone::NonNegative, Affine::variable(size), None);
                self.model.add_row(Cone::NonNegative, Affine::variable(size).plus(1.0, &Affine::variable(i)), None);
                size
            }));
        }
        self.shorts = Some(shorts.clone());
        shorts
    }

    fn short(&mut self) -> Affine {
        sum(self.shorts().into_iter().flatten())
    }

    /// A variable `t ≥ |change|^(3/2)`, as two second-order cones: `change² ≤ t·s` and `s² ≤ |change|` with
    /// `size ≥ |change|`. They are symmetric, which the interior point handles better than the power cone they make up.
    fn add_three_halves(&mut self, change: &Affine) -> usize {
        let variables = self.model.add_variables(3);
        let [size, root, power] = [0, 1, 2].map(|k| Affine::variable(variables.start + k));
        self.model.add_row(Cone::NonNegative, size.clone().minus(change), None);
        self.model.add_row(Cone::NonNegative, size.clone().plus(1.0, change), None);
        self.add_product(&size, &power, &root);
        self.add_product(&root, &size, &Affine::constant(1.0));
        variables.start + 2
    }

    /// `middle² ≤ a·b` with `a` and `b` at least zero.
    fn add_product(&mut self, middle: &Affine, a: &Affine, b: &Affine) {
        let rows = [middle.clone().times(2.0), a.clone().minus(b)];
        self.model.add_norm(a.clone().plus(1.0, b), rows, None);
    }

    /// An expression that is at least the costs a year; the costs themselves where it is pressed down.
    pub(crate) fn cost(&mut self) -> Affine {
        let Some(rates) = &self.problem.costs else { return Affine::default() };
        let mut cost = Affine::default();
        let once = 1.0 / rates.holding_years;
        if rates.linear.amax() > 0.0 {
            for (i, size) in self.trades().enumerate() {
                cost = cost.plus(rates.linear[i] * once, &Affine::variable(size));
            }
        }
        if rates.impact.amax() > 0.0 {
            let held = self.problem.held();
            for i in (0..held.len()).filter(|&i| rates.impact[i] > 0.0) {
                let power = self.add_three_halves(&Affine::variable(i).minus(&Affine::constant(held[i])));
                cost = cost.plus(rates.impact[i] * once, &Affine::variable(power));
            }
        }
        if rates.borrow.amax() > 0.0 {
            for (i, size) in self.shorts().into_iter().enumerate() {
                if let Some(size) = size {
                    cost = cost.plus(rates.borrow[i], &Affine::variable(size));
                }
            }
        }
        cost
    }
}

fn sum(variables: impl IntoIterator<Item = usize>) -> Affine {
    Affine { terms: variables.into_iter().map(|variable| (variable, 1.0)).collect(), constant: 0.0 }
}
