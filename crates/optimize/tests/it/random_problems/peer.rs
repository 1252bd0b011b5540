//! The same problem written a second time, in other words than the crate's: trades as purchases and sales, shorts as the
//! difference of two parts, impact as a power cone, drawdowns from running peaks, ratios by the price of risk.

use nalgebra::{DMatrix, DVector};
use optimize::Objective;

use super::dice::{budget, pairs};
use super::measure::Numbers;
use super::program::{Expr, Program, Verdict};

/// What is asked of Clarabel.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Question {
    /// The least value of the objective (not of a ratio); with a target in place of the request's, for frontiers.
    Best { target: Option<f64> },
    /// How far inside all limits a portfolio can be.
    Inside,
    /// The highest numerator of the ratio less `price` times the volatility.
    Ratio { price: f64 },
}

/// Clarabel's answer.
pub(super) fn ask(numbers: &Numbers<'_>, question: Question) -> Verdict {
    let mut program = Program::default();
    let w = program.variables(numbers.n());
    assert_eq!(w.start, 0);
    if question == Question::Inside {
        program.seek_inside();
    }
    let mut peer = Peer { numbers, program, trades: None, parts: None };
    peer.limits();
    let objective = numbers.request.objective;
    let target = match question {
        Question::Best { target: Some(target) } => Some(target),
        _ if matches!(objective, Objective::EfficientReturn) => numbers.request.target_return,
        _ => None,
    };
    if let Some(target) = target {
        let net = peer.net_return();
        peer.program.limit(net.add(-target));
    }
    if objective == Objective::EfficientRisk {
        let bound = Expr::constant(numbers.request.target_volatility.unwrap());
        let rows = peer.penalized_rows();
        peer.program.limit_norm(bound, rows);
    }
    match question {
        Question::Best { .. } => peer.objective(),
        Question::Ratio { price } => peer.ratio(price),
        Question::Inside => {}
    }
    peer.program.solve()
}

struct Peer<'a> {
    numbers: &'a Numbers<'a>,
    program: Program,
    /// First of the purchases, and first of the sales.
    trades: Option<(usize, usize)>,
    /// First of the long parts, and first of the short parts.
    parts: Option<(usize, usize)>,
}

impl Peer<'_> {
    fn n(&self) -> usize {
        self.numbers.n()
    }

    fn weights(&self, coefficients: impl IntoIterator<Item = f64>) -> Expr {
        Expr::of(coefficients.into_iter().enumerate())
    }

    /// `matrix · (w − shift)`.
    fn rows(&self, matrix: &DMatrix<f64>, shift: Option<&DVector<f64>>) -> Vec<Expr> {
        let moved = shift.map(|shift| matrix * shift);
        let row =
            |k: usize| self.weights(matrix.row(k).iter().copied()).add(-moved.as_ref().map_or(0.0, |moved| moved[k]));
        (0..matrix.nrows()).map(row).collect()
    }

    fn penalized_rows(&self) -> Vec<Expr> {
        let mut rows = self.rows(self.numbers.root, None);
        if self.numbers.penalty > 0.0 {
            rows.extend((0..self.n()).map(|i| Expr::of([(i, self.numbers.penalty.sqrt())])));
        }
        rows
    }

    fn limits(&mut self) {
        let request = self.numbers.request;
        let constraints = &request.constraints;
        for (i, [lower, upper]) in pairs(request).into_iter().enumerate() {
            self.between(Expr::of([(i, 1.0)]), lower, upper);
        }
        let [least, most] = budget(request);
        self.between(self.weights(vec![1.0; self.n()]), least, most);
        let members = |assets: &[String]| -> Expr {
            let member = |name: &String| f64::from(u8::from(assets.contains(name)));
            Expr::of(request.assets.iter().map(member).enumerate())
        };
        for group in &request.groups {
            let sum = members(&group.assets);
            let (lower, upper) = (group.lower.unwrap_or(f64::NEG_INFINITY), group.upper.unwrap_or(f64::INFINITY));
            self.between(sum.clone(), lower, upper);
            if let Some(relative) = &group.relative_to {
                let other = members(&request.groups.iter().find(|other| other.name == relative.group).unwrap().assets);
                if let Some(lower) = relative.lower {
                    self.program.limit(sum.clone().plus(-lower, &other));
                }
                if let Some(upper) = relative.upper {
                    self.program.limit(Expr::default().plus(upper, &other).plus(-1.0, &sum));
                }
            }
        }
        for factor in &constraints.factor_exposures {
            let value = self.weights(factor.exposures.values().copied());
            let lower = factor.lower.unwrap_or(f64::NEG_INFINITY);
            self.between(value, lower, factor.upper.unwrap_or(f64::INFINITY));
        }
        if let Some(limit) = constraints.turnover {
            let (bought, sold) = self.trades();
            let sum = Expr::of((0..self.n()).flat_map(|i| [(bought + i, -1.0), (sold + i, -1.0)]));
            self.program.limit(sum.add(limit));
        }
        if let Some(limit) = constraints.volatility {
            let rows = self.rows(self.numbers.root, None);
            self.program.limit_norm(Expr::constant(limit), rows);
        }
        if let Some(limit) = constraints.tracking_error {
            let rows = self.rows(self.numbers.root, Some(&self.numbers.benchmark));
            self.program.limit_norm(Expr::constant(limit), rows);
        }
        if let Some(limit) = constraints.gross_exposure {
            let (long, short) = self.parts();
            let sum = Expr::of((0..self.n()).flat_map(|i| [(long + i, -1.0), (short + i, -1.0)]));
            self.program.limit(sum.add(limit));
        }
        if let Some(limit) = constraints.short_exposure {
            let (_, short) = self.parts();
            self.program.limit(Expr::of((0..self.n()).map(|i| (short + i, -1.0))).add(limit));
        }
    }

    fn between(&mut self, value: Expr, lower: f64, upper: f64) {
        if lower == upper {
            self.program.equal(value.add(-lower));
            return;
        }
        if lower.is_finite() {
            self.program.limit(value.clone().add(-lower));
        }
        if upper.is_finite() {
            self.program.limit(Expr::constant(upper).plus(-1.0, &value));
        }
    }

    /// `w − current = bought − sold`, both at least zero.
    fn trades(&mut self) -> (usize, usize) {
        let current = &self.numbers.current;
        if self.trades.is_none() {
            let (bought, sold) = (self.program.variables(current.len()), self.program.variables(current.len()));
            for (i, (bought, sold)) in bought.clone().zip(sold.clone()).enumerate() {
                self.program.equal(Expr::of([(i, 1.0), (bought, -1.0), (sold, 1.0)]).add(-current[i]));
                self.program.define(Expr::of([(bought, 1.0)]));
                self.program.define(Expr::of([(sold, 1.0)]));
            }
            self.trades = Some((bought.start, sold.start));
        }
        self.trades.unwrap()
    }

    /// `w = long − short`, both at least zero.
    fn parts(&mut self) -> (usize, usize) {
        if self.parts.is_none() {
            let (long, short) = (self.program.variables(self.n()), self.program.variables(self.n()));
            for (i, (long, short)) in long.clone().zip(short.clone()).enumerate() {
                self.program.equal(Expr::of([(i, 1.0), (long, -1.0), (short, 1.0)]));
                self.program.define(Expr::of([(long, 1.0)]));
                self.program.define(Expr::of([(short, 1.0)]));
            }
            self.parts = Some((long.start, short.start));
        }
        self.parts.unwrap()
    }

    /// At least the costs a year.
    fn cost(&mut self) -> Expr {
        let numbers = self.numbers;
        let mut cost = Expr::default();
        if numbers.linear.amax() > 0.0 {
            let (bought, sold) = self.trades();
            let rates = numbers.linear.iter().enumerate();
            cost = cost.plus(1.0, &Expr::of(rates.flat_map(|(i, rate)| [(bought + i, *rate), (sold + i, *rate)])));
        }
        for i in (0..self.n()).filter(|&i| numbers.impact[i] > 0.0) {
            let power = self.program.variables(1).start;
            let change = Expr::of([(i, 1.0)]).add(-numbers.current[i]);
            self.program.define_three_halves(Expr::of([(power, 1.0)]), change);
            cost = cost.plus(1.0, &Expr::of([(power, numbers.impact[i])]));
        }
        if numbers.borrow.amax() > 0.0 {
            let (_, short) = self.parts();
            cost = cost.plus(1.0, &Expr::of(numbers.borrow.iter().enumerate().map(|(i, rate)| (short + i, *rate))));
        }
        cost
    }

    /// At most the return a year after costs.
    fn net_return(&mut self) -> Expr {
        let rate = self.numbers.cash_rate;
        let cost = self.cost();
        self.weights(self.numbers.mean.iter().map(|mean| mean - rate)).add(rate).plus(-1.0, &cost)
    }

    fn quadratic(&mut self, matrix: &DMatrix<f64>, coefficient: f64, penalty: f64) {
        for i in 0..self.n() {
            for j in i..self.n() {
                let own = if i == j { penalty } else { 0.0 };
                let value = coefficient * (matrix[(i, j)] + own);
                self.program.product(i, j, if i == j { value } else { 2.0 * value });
            }
        }
    }

    fn penalty(&mut self) {
        let penalty = self.numbers.penalty;
        (0..self.n()).for_each(|i| self.program.product(i, i, penalty));
    }

    fn losses(&self) -> Vec<Expr> {
        let cash = self.numbers.cash_rate / 252.0;
        let rows = self.numbers.request.returns.as_ref().unwrap();
        rows.iter().map(|row| self.weights(row.iter().map(|r| cash - r)).add(-cash)).collect()
    }

    fn minimize(&mut self, factor: f64, expr: &Expr) {
        let sum = std::mem::take(&mut self.program.objective);
        self.program.objective = sum.plus(factor, expr);
    }

    /// Mean of the largest values: a threshold and what lies above it.
    fn tail(&mut self, values: Vec<Expr>) {
        let weight = 1.0 / ((1.0 - self.numbers.request.confidence.unwrap()) * values.len() as f64);
        let threshold = self.program.variables(1).start;
        let above = self.program.variables(values.len());
        for (above, value) in above.clone().zip(values) {
            self.program.define(Expr::of([(above, 1.0), (threshold, 1.0)]).plus(-1.0, &value));
            self.program.define(Expr::of([(above, 1.0)]));
        }
        self.minimize(1.0, &Expr::of([(threshold, 1.0)]));
        self.minimize(weight, &Expr::of(above.map(|above| (above, 1.0))));
    }

    fn objective(&mut self) {
        let numbers = self.numbers;
        let request = numbers.request;
        let (covariance, penalty) = (numbers.covariance, numbers.penalty);
        let aversion = request.risk_aversion.unwrap();
        match request.objective {
            Objective::EfficientReturn | Objective::EfficientFrontier => self.quadratic(covariance, 1.0, penalty),
            Objective::MinimumVariance => {
                self.quadratic(covariance, 1.0, penalty);
                let cost = self.cost();
                self.minimize(1.0, &cost);
            }
            Objective::EfficientRisk | Objective::MaximumQuadraticUtility | Objective::WorstCase => {
                let net = self.net_return();
                self.minimize(-1.0, &net);
                if request.objective != Objective::EfficientRisk {
                    self.quadratic(covariance, 0.5 * aversion, penalty);
                }
                if request.objective == Objective::WorstCase {
                    let error = self.program.variables(1).start;
                    let rows = self.rows(numbers.root, None);
                    self.program.define_norm(Expr::of([(error, 1.0)]), rows);
                    let radius = request.uncertainty.as_ref().unwrap().radius / 5f64.sqrt();
                    self.minimize(radius, &Expr::of([(error, 1.0)]));
                }
            }
            Objective::MinimumTrackingError => {
                self.quadratic(covariance, 1.0, penalty);
                let pull = covariance * &numbers.benchmark;
                let constant = numbers.benchmark.dot(&pull);
                let linear = self.weights(pull.iter().map(|value| -2.0 * value)).add(constant);
                self.minimize(1.0, &linear);
                let cost = self.cost();
                self.minimize(1.0, &cost);
            }
            Objective::MaximumDecorrelation => {
                self.quadratic(&numbers.correlation(), 1.0, penalty);
                let cost = self.cost();
                self.minimize(1.0, &cost);
            }
            _ => self.scenario_objective(),
        }
    }

    fn scenario_objective(&mut self) {
        let request = self.numbers.request;
        let losses = self.losses();
        let n = losses.len();
        let cost = self.cost();
        self.penalty();
        match request.objective {
            Objective::MinimumCvar => {
                self.tail(losses);
                self.minimize(1.0 / 252.0, &cost);
            }
            Objective::MinimumCdar => {
                // Depth = running peak less the level, the start counting as a peak.
                let peaks = self.program.variables(n);
                let mut level = Expr::default();
                let mut before = Expr::default();
                let mut depths = Vec::new();
                for (peak, loss) in peaks.zip(&losses) {
                    level = level.plus(-1.0, loss);
                    let peak = Expr::of([(peak, 1.0)]);
                    self.program.define(peak.clone().plus(-1.0, &before));
                    self.program.define(peak.clone().plus(-1.0, &level));
                    depths.push(peak.clone().plus(-1.0, &level));
                    before = peak;
                }
                self.tail(depths);
                self.minimize(1.0, &cost);
            }
            Objective::MinimumSemivariance => {
                let short = self.program.variables(n);
                for (short, loss) in short.zip(losses) {
                    let below = loss.add(request.minimum_acceptable_return);
                    self.program.define(Expr::of([(short, 1.0)]).plus(-1.0, &below));
                    self.program.define(Expr::of([(short, 1.0)]));
                    self.program.product(short, short, 252.0 / n as f64);
                }
                self.minimize(1.0, &cost);
            }
            Objective::MinimumMeanAbsoluteDeviation => {
                let mut mean = Expr::default();
                for loss in &losses {
                    mean = mean.plus(1.0 / n as f64, loss);
                }
                let sizes = self.program.variables(n);
                for (size, loss) in sizes.clone().zip(losses) {
                    let deviation = loss.plus(-1.0, &mean);
                    self.program.define(Expr::of([(size, 1.0)]).plus(1.0, &deviation));
                    self.program.define(Expr::of([(size, 1.0)]).plus(-1.0, &deviation));
                }
                self.minimize(1.0 / n as f64, &Expr::of(sizes.map(|size| (size, 1.0))));
                self.minimize(1.0 / 252.0, &cost);
            }
            Objective::MaximumLogUtility => {
                let logarithms = self.program.variables(n);
                for (logarithm, loss) in logarithms.clone().zip(losses) {
                    let wealth = Expr::constant(1.0).plus(-1.0, &loss).plus(-1.0 / 252.0, &cost);
                    self.program.define_exponential(Expr::of([(logarithm, 1.0)]), wealth);
                }
                self.minimize(-252.0 / n as f64, &Expr::of(logarithms.map(|logarithm| (logarithm, 1.0))));
            }
            other => panic!("{other:?} is a ratio"),
        }
    }

    /// `price · volatility − numerator`, minimized: below zero means that some portfolio has a higher ratio than the price.
    fn ratio(&mut self, price: f64) {
        let numerator = if self.numbers.request.objective == Objective::MaximumDiversification {
            self.weights(self.numbers.covariance.diagonal().iter().map(|variance| variance.sqrt()))
        } else {
            self.net_return().add(-self.numbers.request.risk_free_rate)
        };
        self.minimize(-1.0, &numerator);
        let volatility = self.program.variables(1).start;
        let rows = self.penalized_rows();
        self.program.define_norm(Expr::of([(volatility, 1.0)]), rows);
        self.minimize(price, &Expr::of([(volatility, 1.0)]));
    }
}
