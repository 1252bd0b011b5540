//! One request with everything its objective, constraints and costs refer to, checked.

use nalgebra::{Cholesky, DMatrix, DVector};

use super::model::Affine;
use crate::costs::CostRates;
use crate::limits::Limits;
use crate::named::{named_vector, positions};
use crate::scenarios::Scenarios;
use crate::solve::is_riskless;
use crate::{OptimizationRequest, OptimizationResult, OptimizeError, Universe};

/// See the module.
pub(crate) struct Problem<'a> {
    pub(crate) universe: &'a Universe,
    pub(crate) limits: &'a Limits,
    pub(crate) request: &'a OptimizationRequest,
    pub(crate) scenarios: Option<&'a Scenarios>,
    /// Weights held now.
    pub(crate) current: Option<DVector<f64>>,
    pub(crate) benchmark: Option<DVector<f64>>,
    /// `None` when nothing costs anything.
    pub(crate) costs: Option<CostRates>,
}

impl<'a> Problem<'a> {
    pub(crate) fn new(
        universe: &'a Universe,
        limits: &'a Limits,
        request: &'a OptimizationRequest,
        scenarios: Option<&'a Scenarios>,
    ) -> Result<Self, OptimizeError> {
        let assets = universe.assets();
        let positions = positions(assets);
        let weights =
            |map: &Option<_>, field: &str| map.as_ref().map(|map| named_vector(map, &positions, field)).transpose();
        let current = weights(&request.current_weights, "current_weights")?;
        let benchmark = weights(&request.benchmark_weights, "benchmark_weights")?;
        request.constraints.check_cones(current.is_some(), benchmark.is_some())?;
        let costs = match &request.costs {
            None => None,
            Some(costs) => {
                Some(costs.resolve(assets, universe.covariance(), request.periods_per_year, current.is_some())?)
            }
        };
        let costs = costs.filter(|costs| !costs.is_free());
        Ok(Self { universe, limits, request, scenarios, current, benchmark, costs })
    }

    pub(crate) fn n(&self) -> usize {
        self.universe.assets().len()
    }

    /// What is held now; all cash when nothing is said.
    pub(crate) fn held(&self) -> DVector<f64> {
        self.current.clone().unwrap_or_else(|| DVector::zeros(self.n()))
    }

    /// γ of the penalty on concentration.
    pub(crate) fn penalty(&self) -> f64 {
        self.request.l2_regularization.unwrap_or(0.0)
    }

    /// Anything that the polytope cannot say.
    pub(crate) fn needs_cones(&self) -> bool {
        self.request.constraints.needs_cones() || self.costs.is_some()
    }

    /// Return a year of what is not invested: zero while the weights must sum to one.
    pub(crate) fn cash_rate(&self) -> f64 {
        if self.limits.holds_cash() { self.request.risk_free_rate } else { 0.0 }
    }

    /// The same for one period of the scenarios.
    pub(crate) fn cash_return(&self) -> f64 {
        self.cash_rate() / self.request.periods_per_year
    }

    /// Expected return a year before costs, cash included.
    pub(crate) fn expected_return(&self) -> Affine {
        let mean = self.universe.expected_returns().expect("invariant: the goal was checked to have expected returns");
        let rate = self.cash_rate();
        Affine::dense(mean.iter().map(|mean| mean - rate)).plus(1.0, &Affine::constant(rate))
    }

    /// Return of the portfolio in one scenario, cash included.
    pub(crate) fn scenario_return(&self, period: usize) -> Affine {
        let rate = self.cash_return();
        let row = self.scenarios().returns().row(period);
        Affine::dense(row.iter().map(|value| value - rate)).plus(1.0, &Affine::constant(rate))
    }

    pub(crate) fn scenarios(&self) -> &'a Scenarios {
        self.scenarios.expect("invariant: the goal was checked to have scenarios")
    }

    /// `R` with `R'R = Σ`, `n × n`. A singular covariance has one too: what regularization would add counts under a root.
    pub(crate) fn covariance_root(&self) -> DMatrix<f64> {
        if self.universe.is_singular() {
            return semidefinite_root(self.universe.covariance());
        }
        root(self.universe.solver_matrix())
    }

    /// The risk of `w` is rounding.
    pub(crate) fn is_riskless(&self, w: &DVector<f64>) -> bool {
        self.penalty() == 0.0 && is_riskless(self.universe.risk(), self.universe.riskless(), w)
    }

    /// Volatility of `w`.
    pub(crate) fn volatility(&self, w: &DVector<f64>) -> f64 {
        w.dot(&(self.universe.covariance() * w)).max(0.0).sqrt()
    }

    /// Tracking error of `w` against the benchmark.
    pub(crate) fn tracking_error(&self, w: &DVector<f64>) -> Option<f64> {
        self.benchmark.as_ref().map(|benchmark| self.volatility(&(w - benchmark)))
    }

    /// Costs a year of `w`; zero when there are none.
    pub(crate) fn cost(&self, w: &DVector<f64>) -> f64 {
        self.costs.as_ref().map_or(0.0, |costs| costs.per_year(&self.held(), w))
    }
}

impl Problem<'_> {
    /// Figures that the weights of any objective have when the request names what they refer to.
    pub(crate) fn add_figures(&self, result: &mut OptimizationResult) {
        let w = DVector::from_iterator(self.n(), result.weights.values().copied());
        result.turnover = self.current.as_ref().map(|current| (&w - current).abs().sum());
        result.tracking_error = self.tracking_error(&w);
        result.costs = self
            .costs
            .as_ref()
            .map(|costs| costs.report(self.universe.assets(), &self.held(), &w, result.expected_return));
    }
}

/// `R` with `R'R = matrix`, of a positive semidefinite matrix.
pub(crate) fn semidefinite_root(matrix: &DMatrix<f64>) -> DMatrix<f64> {
    let eigen = matrix.clone().symmetric_eigen();
    let roots = eigen.eigenvalues.map(|value| value.max(0.0).sqrt());
    DMatrix::from_diagonal(&roots) * eigen.eigenvectors.transpose()
}

/// `R` with `R'R = matrix`, of a positive definite matrix.
pub(crate) fn root(matrix: &DMatrix<f64>) -> DMatrix<f64> {
    let factor = Cholesky::new(matrix.clone()).expect("invariant: the universe keeps a positive definite matrix");
    factor.l().transpose()
}
