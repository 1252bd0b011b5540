//! Random requests: every objective that is optimized, every kind of limit and cost, ties, copies and contradictions.

use indexmap::IndexMap;
use nalgebra::{DMatrix, DVector};
use optimize::{
    Bounds, Costs, ExposureRange, FactorExposure, FactorModelInput, Group, MarketImpact, Objective,
    OptimizationRequest, PerAsset, RelativeLimit, Uncertainty,
};

use crate::factor_form::uniform;

/// A request with what its moments were made from.
pub(super) struct Case {
    pub(super) request: OptimizationRequest,
    /// Covariance, `n × n`.
    pub(super) covariance: DMatrix<f64>,
    /// `R` with `R'R` the covariance, as it was made: `m × n`.
    pub(super) root: DMatrix<f64>,
    /// What is special about the moments, for messages.
    pub(super) shape: &'static str,
}

const OBJECTIVES: [Objective; 20] = [
    Objective::MinimumVariance,
    Objective::MinimumVariance,
    Objective::MaximumSharpe,
    Objective::MaximumSharpe,
    Objective::EfficientReturn,
    Objective::EfficientReturn,
    Objective::EfficientRisk,
    Objective::EfficientRisk,
    Objective::MaximumQuadraticUtility,
    Objective::MaximumQuadraticUtility,
    Objective::EfficientFrontier,
    Objective::MinimumTrackingError,
    Objective::MaximumDiversification,
    Objective::MaximumDecorrelation,
    Objective::WorstCase,
    Objective::MinimumCvar,
    Objective::MinimumCdar,
    Objective::MinimumSemivariance,
    Objective::MinimumMeanAbsoluteDeviation,
    Objective::MaximumLogUtility,
];

const SHAPES: [&str; 10] = [
    "factor form",
    "factor form",
    "ordinary",
    "ordinary",
    "ordinary",
    "coarse",
    "copies",
    "low rank",
    "many scales",
    "a riskless asset",
];

/// Random numbers, on a coarse grid when ties are wanted.
struct Dice {
    next: Box<dyn FnMut() -> f64>,
    is_coarse: bool,
}

impl Dice {
    fn number(&mut self, low: f64, high: f64) -> f64 {
        let value = low + (high - low) * (self.next)();
        if self.is_coarse { (value * 20.0).round() / 20.0 } else { value }
    }

    /// Never on the grid.
    fn fine(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * (self.next)()
    }

    fn below(&mut self, limit: usize) -> usize {
        (((self.next)() * limit as f64) as usize).min(limit - 1)
    }

    fn chance(&mut self, share: f64) -> bool {
        (self.next)() < share
    }

    /// Room around a value: none now and then, so that a limit just holds.
    fn room(&mut self) -> f64 {
        if self.chance(0.15) { 0.0 } else { self.number(0.0, 0.3) }
    }

    /// Nearly normal.
    fn normal(&mut self) -> f64 {
        (0..12).map(|_| (self.next)()).sum::<f64>() - 6.0
    }
}

/// Which problems.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Any,
    /// Objectives of mean and variance on singular covariances, numbers on a coarse grid, few different returns.
    Tied,
}

/// The problem of a seed.
pub(super) fn case(seed: u64, kind: Kind) -> Case {
    let mut dice = Dice { next: Box::new(uniform(seed.wrapping_mul(0x9E37_79B9).wrapping_add(17))), is_coarse: false };
    let n = 2 + dice.below(59);
    let (objective, shape) = match kind {
        Kind::Any => (OBJECTIVES[dice.below(OBJECTIVES.len())], dice.below(10)),
        Kind::Tied => (OBJECTIVES[dice.below(14)], [6, 7, 7, 9][dice.below(4)]),
    };
    dice.is_coarse = shape == 5 || kind == Kind::Tied;
    let names: Vec<String> = (0..n).map(|i| format!("A{i}")).collect();
    let mut request = OptimizationRequest::new(names, objective);
    let root = moments(&mut dice, &mut request, shape);
    if kind == Kind::Tied {
        let few: Vec<f64> = (0..n).map(|_| [0.05, 0.1, 0.1, 0.15][dice.below(4)]).collect();
        request.expected_returns = Some(few);
    }
    let covariance = root.tr_mul(&root);
    if request.factor_model.is_none() {
        request.covariance = Some(covariance.row_iter().map(|row| row.iter().copied().collect()).collect());
    }
    settings(&mut dice, &mut request);
    let reference = bounds_and_budget(&mut dice, &mut request);
    groups(&mut dice, &mut request, &reference);
    holdings(&mut dice, &mut request, &reference);
    if kind == Kind::Any {
        caps(&mut dice, &mut request, &reference, &root);
    }
    if kind == Kind::Any && dice.chance(0.25) {
        costs(&mut dice, &mut request);
    }
    targets(&mut dice, &mut request, &reference, &root);
    if objective.uses_scenarios() {
        let n_periods = n.max(20) + dice.below(60);
        let returns = |_| {
            let shocks = DVector::from_fn(root.nrows(), |_, _| dice.normal());
            let common = root.tr_mul(&shocks) / 252f64.sqrt();
            let mean = request.expected_returns.as_ref().unwrap();
            (0..n).map(|i| (mean[i] / 252.0 + common[i]).max(-0.9)).collect()
        };
        request.returns = Some((0..n_periods).map(returns).collect());
    }
    Case { request, covariance, root, shape: SHAPES[shape] }
}

/// Expected returns and a covariance of the wanted shape; its root.
fn moments(dice: &mut Dice, request: &mut OptimizationRequest, shape: usize) -> DMatrix<f64> {
    let n = request.assets.len();
    let k = 1 + dice.below(5);
    let exposures: Vec<Vec<f64>> = (0..n).map(|_| (0..k).map(|_| dice.number(-0.3, 0.5)).collect()).collect();
    let specific: Vec<f64> = (0..n).map(|_| dice.number(0.05, 0.4).max(0.05)).collect();
    // Which asset each is a copy of.
    let copied: Vec<usize> =
        (0..n).map(|i| if shape == 6 && i > 0 && dice.chance(0.4) { dice.below(i) } else { i }).collect();
    let source = |i: usize| std::iter::successors(Some(i), |&i| (copied[i] != i).then(|| copied[i])).last().unwrap();
    // Volatilities from bills to small stocks.
    let scales: Vec<f64> = (0..n).map(|_| if shape == 8 { 10f64.powf(dice.fine(-2.0, 0.5)) } else { 1.0 }).collect();
    let mut root = DMatrix::zeros(k + n, n);
    for i in 0..n {
        let original = source(i);
        for f in 0..k {
            root[(f, i)] = scales[original] * exposures[original][f];
        }
        if shape != 7 {
            root[(k + original, i)] = scales[original] * specific[original];
        }
    }
    if shape == 7 && root.amax() == 0.0 {
        root[(0, 0)] = 0.2;
    }
    if shape == 9 {
        root.column_mut(0).fill(0.0);
    }
    let means = dice.below(10);
    let shared = dice.number(0.0, 0.2);
    let few = [0.05, 0.1, 0.15];
    let mean = |_| match means {
        0 => shared,
        1 | 2 => few[dice.below(3)],
        _ => dice.number(-0.05, 0.3),
    };
    request.expected_returns = Some((0..n).map(mean).collect());
    if shape < 2 {
        request.factor_model = Some(FactorModelInput {
            exposures,
            factor_covariance: (0..k).map(|i| (0..k).map(|j| f64::from(u8::from(i == j))).collect()).collect(),
            specific_variances: specific.iter().map(|deviation| deviation * deviation).collect(),
        });
    }
    root
}

fn settings(dice: &mut Dice, request: &mut OptimizationRequest) {
    request.risk_free_rate = dice.number(-0.02, 0.05);
    request.risk_aversion = Some(dice.number(0.2, 20.0).max(0.2));
    request.l2_regularization = dice.chance(0.2).then(|| dice.number(0.0, 0.5));
    request.confidence = Some([0.9, 0.95, 0.99, 0.75][dice.below(4)]);
    request.minimum_acceptable_return = dice.fine(-0.002, 0.002);
    request.uncertainty = Some(Uncertainty { radius: dice.number(0.0, 2.0), covariance: None, years: Some(5.0) });
    request.points = Some(3);
}

/// Bounds, budget, excluded assets; a portfolio within them, if there is any.
fn bounds_and_budget(dice: &mut Dice, request: &mut OptimizationRequest) -> DVector<f64> {
    let n = request.assets.len();
    let root = (n as f64).sqrt();
    request.bounds = match dice.below(7) {
        0..=2 => None,
        3 => Some(Bounds::All([0.0, dice.number(0.9, 4.0) / n as f64])),
        4 => Some(Bounds::All([dice.number(-1.0, 0.0), 1.0])),
        5 => {
            let some = request.assets.iter().filter(|_| dice.chance(0.3)).cloned().collect::<Vec<_>>();
            Some(Bounds::ByAsset(some.into_iter().map(|name| (name, [0.0, dice.number(0.0, 0.5)])).collect()))
        }
        _ => Some(Bounds::PerAsset(
            (0..n)
                .map(|_| {
                    let lower = dice.number(-0.3, 0.1) / root;
                    [lower, lower + dice.number(0.0, 0.8)]
                })
                .collect(),
        )),
    };
    if request.bounds.is_none() && dice.chance(0.2) {
        request.long_only = Some(false);
    }
    if dice.chance(0.08) && n > 3 {
        request.constraints.exclusions = vec![request.assets[dice.below(n)].clone()];
    }
    match dice.below(10) {
        0 => request.constraints.cash_buffer = Some(dice.number(0.0, 0.3)),
        1 | 2 => {
            let lower = dice.number(0.0, 1.0);
            let upper = Some(lower + dice.number(0.0, 0.6));
            request.constraints.net_exposure = Some(ExposureRange { lower: Some(lower), upper });
        }
        _ => {}
    }
    let pairs = pairs(request);
    let [least, most] = budget(request);
    let wanted = least + (most - least) * dice.fine(0.0, 1.0);
    // Between the bounds, moved along them until the sum is right.
    let start: Vec<f64> = pairs.iter().map(|[lower, upper]| dice.fine(*lower, *upper)).collect();
    let moved = |shift: f64| DVector::from_fn(n, |i, _| (start[i] * 0.2 + shift).clamp(pairs[i][0], pairs[i][1]));
    let (mut low, mut high) = (-3.0, 3.0);
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        if moved(middle).sum() < wanted { low = middle } else { high = middle }
    }
    moved(0.5 * (low + high))
}

/// The bounds of every asset, in order.
pub(super) fn pairs(request: &OptimizationRequest) -> Vec<[f64; 2]> {
    let open = if request.long_only == Some(false) { [-1.0, 1.0] } else { [0.0, 1.0] };
    let mut pairs: Vec<[f64; 2]> = match &request.bounds {
        None => vec![open; request.assets.len()],
        Some(Bounds::All(pair)) => vec![*pair; request.assets.len()],
        Some(Bounds::PerAsset(pairs)) => pairs.clone(),
        Some(Bounds::ByAsset(map)) => {
            request.assets.iter().map(|name| map.get(name).copied().unwrap_or(open)).collect()
        }
    };
    for (name, pair) in request.assets.iter().zip(&mut pairs) {
        if request.constraints.exclusions.contains(name) {
            *pair = [0.0; 2];
        }
        if request.constraints.do_not_trade.contains(name) {
            let held = request.current_weights.as_ref().unwrap().get(name).copied().unwrap_or(0.0);
            *pair = [held; 2];
        }
    }
    pairs
}

/// The range of the sum of weights.
pub(super) fn budget(request: &OptimizationRequest) -> [f64; 2] {
    match (&request.constraints.net_exposure, request.constraints.cash_buffer) {
        (Some(range), _) => [range.lower.unwrap_or(f64::NEG_INFINITY), range.upper.unwrap_or(f64::INFINITY)],
        (None, Some(buffer)) => [1.0 - buffer; 2],
        (None, None) => [1.0; 2],
    }
}

fn groups(dice: &mut Dice, request: &mut OptimizationRequest, reference: &DVector<f64>) {
    let mut values: Vec<f64> = Vec::new();
    for group in 0..dice.below(4) {
        let members: Vec<usize> = (0..reference.len()).filter(|_| dice.chance(0.4)).collect();
        if members.is_empty() {
            continue;
        }
        let value: f64 = members.iter().map(|&i| reference[i]).sum();
        // Around the reference portfolio, or anywhere.
        let middle = if dice.chance(0.85) { value } else { dice.number(-0.2, 0.8) };
        let (below, above) = (dice.room(), dice.room());
        let (lower, upper) = match dice.below(4) {
            0 => (Some(middle - below), None),
            1 => (None, Some(middle + above)),
            2 => (Some(middle - below), Some(middle + above)),
            _ => (Some(middle), Some(middle)),
        };
        let other = values.len().checked_sub(1).filter(|&other| values[other] > 0.05 && dice.chance(0.4));
        let relative_to = other.map(|other| {
            let ratio = value / values[other];
            let (lower, upper) = ((ratio - dice.room()).max(0.0), ratio.max(0.0) + dice.room());
            let group = request.groups[other].name.clone();
            RelativeLimit { group, lower: dice.chance(0.6).then_some(lower), upper: Some(upper) }
        });
        let assets = members.iter().map(|&i| request.assets[i].clone()).collect();
        request.groups.push(Group { name: format!("G{group}"), assets, lower, upper, relative_to });
        values.push(value);
    }
    if dice.chance(0.2) {
        let exposures: IndexMap<String, f64> =
            request.assets.iter().map(|name| (name.clone(), dice.number(0.1, 1.5))).collect();
        let value: f64 = exposures.values().zip(reference.iter()).map(|(exposure, weight)| exposure * weight).sum();
        let (lower, upper) = (Some(value - dice.room()), dice.chance(0.7).then(|| value + dice.room()));
        request.constraints.factor_exposures = vec![FactorExposure { name: "beta".into(), exposures, lower, upper }];
    }
}

/// What is held, the benchmark, and what is not traded.
fn holdings(dice: &mut Dice, request: &mut OptimizationRequest, reference: &DVector<f64>) {
    let n = reference.len();
    let some = |dice: &mut Dice| {
        let raw: Vec<f64> = (0..n).map(|_| if dice.chance(0.5) { dice.fine(0.1, 1.0) } else { 0.0 }).collect();
        let sum: f64 = raw.iter().sum::<f64>().max(0.1);
        raw.into_iter().map(|weight| weight / sum).collect::<Vec<f64>>()
    };
    let (away, benchmark) = (some(dice), some(dice));
    let share = if dice.chance(0.3) { 0.0 } else { dice.fine(0.0, 0.5) };
    let named = |values: Vec<f64>| request.assets.iter().cloned().zip(values).collect::<IndexMap<String, f64>>();
    request.current_weights = Some(named((0..n).map(|i| (1.0 - share) * reference[i] + share * away[i]).collect()));
    request.benchmark_weights = Some(named(benchmark));
    if dice.chance(0.08) && n > 3 {
        let locked = request.assets[dice.below(n)].clone();
        if !request.constraints.exclusions.contains(&locked) {
            request.constraints.do_not_trade = vec![locked];
        }
    }
}

/// Limits that need cones, around the reference portfolio; in half of the problems none.
fn caps(dice: &mut Dice, request: &mut OptimizationRequest, reference: &DVector<f64>, root: &DMatrix<f64>) {
    let vector = |map: &Option<IndexMap<String, f64>>| {
        DVector::from_iterator(reference.len(), map.as_ref().unwrap().values().copied())
    };
    let (current, benchmark) = (vector(&request.current_weights), vector(&request.benchmark_weights));
    if dice.chance(0.5) {
        return;
    }
    let mut around = |value: f64, least: f64| {
        let factor = if dice.chance(0.1) { 1.0 } else { dice.fine(0.85, 1.8) };
        dice.chance(0.3).then_some((value * factor).max(least))
    };
    let constraints = &mut request.constraints;
    constraints.turnover = around((reference - current).abs().sum(), 0.0);
    constraints.volatility = around((root * reference).norm(), 0.01);
    constraints.tracking_error = around((root * (reference - benchmark)).norm(), 0.01);
    constraints.gross_exposure = around(reference.abs().sum(), 0.1);
    constraints.short_exposure = around(reference.iter().map(|weight| (-weight).max(0.0)).sum(), 0.0);
}

fn costs(dice: &mut Dice, request: &mut OptimizationRequest) {
    let rates = |dice: &mut Dice, most: f64| {
        if dice.chance(0.5) {
            return PerAsset::All(dice.fine(0.0, most));
        }
        PerAsset::ByAsset(request.assets.iter().map(|name| (name.clone(), dice.fine(0.0, most))).collect())
    };
    let linear = dice.chance(0.8).then(|| rates(dice, 0.01));
    let borrow = dice.chance(0.4).then(|| rates(dice, 0.03));
    let impact = dice.chance(0.3).then(|| MarketImpact {
        coefficient: 1.0,
        capital: 1e7,
        average_daily_volume: PerAsset::All(10f64.powf(dice.fine(6.0, 9.0))),
    });
    let holding_years = [0.5, 1.0, 3.0][dice.below(3)];
    if request.objective != Objective::MaximumDiversification {
        request.costs = Some(Costs { linear, impact, borrow, holding_years });
    }
}

/// Targets near what the reference portfolio has.
fn targets(dice: &mut Dice, request: &mut OptimizationRequest, reference: &DVector<f64>, root: &DMatrix<f64>) {
    let mean = DVector::from_column_slice(request.expected_returns.as_ref().unwrap());
    request.target_return = Some(mean.dot(reference) + dice.number(-0.05, 0.06));
    request.target_volatility = Some(((root * reference).norm() * dice.fine(0.8, 1.6)).max(0.01));
}
