//! Random problems against Clarabel, an interior-point method with which we share no line: an answer must be feasible and at
//! least as good, an "impossible" must be impossible.
//!
//! `cargo test --release -p optimize -- --ignored ten_thousand` runs the long list; the short one runs every time.

use clarabel::algebra::CscMatrix;
use clarabel::solver::{DefaultSettings, DefaultSolver, IPSolver, SolverStatus, SupportedConeT};
use optimize::{Bounds, FactorModelInput, Group, Objective, OptimizationRequest, OptimizeError, Universe};

use crate::factor_form::uniform;
use crate::solve;

/// One problem: dense or in factor form, with bounds and groups of every kind, sometimes contradicting.
fn problem(seed: u64) -> OptimizationRequest {
    let mut next = uniform(seed.wrapping_mul(0x9E37_79B9).wrapping_add(1));
    let mut below = |limit: usize| ((next() * limit as f64) as usize).min(limit - 1);
    let (n, k) = (2 + below(59), 1 + below(5));
    let (objective, shape, limits) = (below(5), below(4), below(6));
    let (n_groups, penalized) = (below(4), below(4) == 0);
    let objective = [
        Objective::MinimumVariance,
        Objective::MaximumSharpe,
        Objective::EfficientReturn,
        Objective::EfficientRisk,
        Objective::MaximumQuadraticUtility,
    ][objective];
    let names: Vec<String> = (0..n).map(|i| format!("A{i}")).collect();
    let mut request = OptimizationRequest::new(names.clone(), objective);
    // Coarse numbers in a quarter of the problems, so that ties are common.
    let coarse = shape == 3;
    let mut number = |low: f64, high: f64| {
        let value = low + (high - low) * next();
        if coarse { (value * 20.0).round() / 20.0 } else { value }
    };
    let exposures: Vec<Vec<f64>> = (0..n).map(|_| (0..k).map(|_| number(-0.3, 0.5)).collect()).collect();
    let specific: Vec<f64> = (0..n).map(|_| number(0.05, 0.4).max(0.05).powi(2)).collect();
    request.expected_returns = Some((0..n).map(|_| number(-0.05, 0.3)).collect());
    if shape == 0 {
        let factor_covariance = (0..k).map(|i| (0..k).map(|j| f64::from(u8::from(i == j))).collect()).collect();
        request.factor_model = Some(FactorModelInput { exposures, factor_covariance, specific_variances: specific });
    } else {
        let common = |i: usize, j: usize| exposures[i].iter().zip(&exposures[j]).map(|(a, b)| a * b).sum::<f64>();
        let entry = |i: usize, j: usize| common(i, j) + if i == j { specific[i] } else { 0.0 };
        request.covariance = Some((0..n).map(|i| (0..n).map(|j| entry(i, j)).collect()).collect());
    }
    request.bounds = match limits {
        0 | 1 => None,
        2 => Some(Bounds::All([0.0, number(0.5, 4.0) / n as f64])),
        3 => Some(Bounds::All([number(-1.0, 0.0), 1.0])),
        _ => Some(Bounds::PerAsset(
            (0..n)
                .map(|_| {
                    let lower = number(-0.3, 0.2) / (n as f64).sqrt();
                    [lower, lower + number(0.0, 0.8)]
                })
                .collect(),
        )),
    };
    for group in 0..n_groups {
        let members: Vec<String> = names.iter().filter(|_| number(0.0, 1.0) < 0.4).cloned().collect();
        if members.is_empty() {
            continue;
        }
        let (lower, width, kind) = (number(-0.2, 0.6), number(0.0, 0.5), number(0.0, 3.0));
        let (lower, upper) = match kind as usize {
            0 => (Some(lower), None),
            1 => (None, Some(lower + 0.2)),
            _ => (Some(lower), Some(lower + width)),
        };
        request.groups.push(Group { name: format!("G{group}"), assets: members, lower, upper, relative_to: None });
    }
    request.risk_free_rate = number(-0.02, 0.05);
    request.target_return = Some(number(0.0, 0.25));
    request.target_volatility = Some(number(0.06, 0.4).max(0.06));
    request.risk_aversion = Some(number(0.2, 20.0).max(0.2));
    request.l2_regularization = penalized.then(|| number(0.0, 0.5));
    request
}

/// What Clarabel says of the same problem.
#[derive(Debug, PartialEq)]
enum Verdict {
    /// Value of the objective: lower is better.
    Value(f64),
    Impossible,
    Unsure,
}

/// Rows `a·x` with a limit, turned into Clarabel's `Ax + s = b`.
#[derive(Default)]
struct Rows {
    equal: Vec<(Vec<f64>, f64)>,
    at_most: Vec<(Vec<f64>, f64)>,
    /// Rows of a second-order cone: `b − Ax` lies in it.
    cone: Vec<(Vec<f64>, f64)>,
}

impl Rows {
    fn solve(self, hessian: &[Vec<f64>], q: &[f64]) -> Verdict {
        let n = q.len();
        let upper = |i: usize, j: usize| if i <= j { hessian[i][j] } else { 0.0 };
        let dense: Vec<Vec<f64>> = (0..n).map(|i| (0..n).map(|j| upper(i, j)).collect()).collect();
        let cones = [
            SupportedConeT::ZeroConeT(self.equal.len()),
            SupportedConeT::NonnegativeConeT(self.at_most.len()),
            SupportedConeT::SecondOrderConeT(self.cone.len()),
        ];
        let used = if self.cone.is_empty() { &cones[..2] } else { &cones[..] };
        let rows: Vec<(Vec<f64>, f64)> = self.equal.into_iter().chain(self.at_most).chain(self.cone).collect();
        let a: Vec<Vec<f64>> = rows.iter().map(|(row, _)| row.clone()).collect();
        let b: Vec<f64> = rows.iter().map(|(_, limit)| *limit).collect();
        let settings = DefaultSettings {
            verbose: false,
            tol_gap_abs: 1e-10,
            tol_gap_rel: 1e-10,
            tol_feas: 1e-10,
            ..DefaultSettings::default()
        };
        let mut solver = DefaultSolver::new(&sparse(&dense, n), q, &sparse(&a, n), &b, used, settings).unwrap();
        solver.solve();
        match solver.solution.status {
            SolverStatus::Solved | SolverStatus::AlmostSolved => Verdict::Value(solver.solution.obj_val),
            SolverStatus::PrimalInfeasible | SolverStatus::AlmostPrimalInfeasible => Verdict::Impossible,
            _ => Verdict::Unsure,
        }
    }
}

fn sparse(rows: &[Vec<f64>], n: usize) -> CscMatrix<f64> {
    let (mut starts, mut indices, mut values) = (vec![0], Vec::new(), Vec::new());
    for column in 0..n {
        for (row, entries) in rows.iter().enumerate().filter(|(_, entries)| entries[column] != 0.0) {
            indices.push(row);
            values.push(entries[column]);
        }
        starts.push(indices.len());
    }
    CscMatrix::new(rows.len(), n, starts, indices, values)
}

/// The covariance with the penalty on concentration, written out.
fn risk(request: &OptimizationRequest, universe: &Universe) -> Vec<Vec<f64>> {
    let mut rows: Vec<Vec<f64>> = universe.covariance().row_iter().map(|row| row.iter().copied().collect()).collect();
    for (i, row) in rows.iter_mut().enumerate() {
        row[i] += request.l2_regularization.unwrap_or(0.0);
    }
    rows
}

fn bounds(request: &OptimizationRequest) -> Vec<[f64; 2]> {
    match &request.bounds {
        Some(Bounds::All(pair)) => vec![*pair; request.assets.len()],
        Some(Bounds::PerAsset(pairs)) => pairs.clone(),
        _ => vec![[0.0, 1.0]; request.assets.len()],
    }
}

fn members(request: &OptimizationRequest, group: &Group) -> Vec<f64> {
    request.assets.iter().map(|asset| f64::from(u8::from(group.assets.contains(asset)))).collect()
}

/// The limits; with `homogeneous` a last variable multiplies every limit.
fn limits(request: &OptimizationRequest, homogeneous: bool) -> Rows {
    let n = request.assets.len();
    let mut rows = Rows::default();
    let row = |mut coefficients: Vec<f64>, limit: f64| {
        if homogeneous {
            coefficients.push(-limit);
            (coefficients, 0.0)
        } else {
            (coefficients, limit)
        }
    };
    let negative = |coefficients: &[f64]| coefficients.iter().map(|a| -a).collect::<Vec<f64>>();
    rows.equal.push(row(vec![1.0; n], 1.0));
    for (i, [lower, upper]) in bounds(request).into_iter().enumerate() {
        let mut unit = vec![0.0; n];
        unit[i] = 1.0;
        rows.at_most.push(row(negative(&unit), -lower));
        rows.at_most.push(row(unit, upper));
    }
    for group in &request.groups {
        let coefficients = members(request, group);
        if let Some(lower) = group.lower {
            rows.at_most.push(row(negative(&coefficients), -lower));
        }
        if let Some(upper) = group.upper {
            rows.at_most.push(row(coefficients, upper));
        }
    }
    rows
}

fn clarabel(request: &OptimizationRequest, universe: &Universe) -> Verdict {
    let n = request.assets.len();
    let mean = request.expected_returns.as_ref().unwrap();
    let covariance = risk(request, universe);
    let scaled =
        |factor: f64| covariance.iter().map(|row| row.iter().map(|c| factor * c).collect()).collect::<Vec<Vec<f64>>>();
    let mut rows = limits(request, false);
    match request.objective {
        Objective::MinimumVariance => rows.solve(&scaled(2.0), &vec![0.0; n]),
        Objective::EfficientReturn => {
            rows.at_most.push((mean.iter().map(|m| -m).collect(), -request.target_return.unwrap()));
            rows.solve(&scaled(2.0), &vec![0.0; n])
        }
        Objective::MaximumQuadraticUtility => {
            rows.solve(&scaled(request.risk_aversion.unwrap()), &mean.iter().map(|m| -m).collect::<Vec<f64>>())
        }
        Objective::EfficientRisk => {
            let root = nalgebra::DMatrix::from_fn(n, n, |i, j| covariance[i][j]).cholesky().unwrap().l();
            rows.cone.push((vec![0.0; n], request.target_volatility.unwrap()));
            for k in 0..n {
                rows.cone.push(((0..n).map(|i| -root[(i, k)]).collect(), 0.0));
            }
            rows.solve(&vec![vec![0.0; n]; n], &mean.iter().map(|m| -m).collect::<Vec<f64>>())
        }
        _ => {
            let mut rows = limits(request, true);
            let mut excess: Vec<f64> = mean.iter().map(|m| m - request.risk_free_rate).collect();
            excess.push(0.0);
            rows.equal.push((excess, 1.0));
            let mut positive = vec![0.0; n + 1];
            positive[n] = -1.0;
            rows.at_most.push((positive, 0.0));
            let mut hessian = scaled(2.0);
            hessian.iter_mut().for_each(|row| row.push(0.0));
            hessian.push(vec![0.0; n + 1]);
            rows.solve(&hessian, &vec![0.0; n + 1])
        }
    }
}

/// Our objective in Clarabel's terms, lower is better.
fn value(request: &OptimizationRequest, covariance: &[Vec<f64>], weights: &[f64]) -> f64 {
    let dot = |row: &[f64]| row.iter().zip(weights).map(|(a, w)| a * w).sum::<f64>();
    let variance: f64 = covariance.iter().zip(weights).map(|(row, w)| w * dot(row)).sum();
    let expected = dot(request.expected_returns.as_ref().unwrap());
    match request.objective {
        Objective::MinimumVariance | Objective::EfficientReturn => variance,
        Objective::MaximumQuadraticUtility => 0.5 * request.risk_aversion.unwrap() * variance - expected,
        Objective::EfficientRisk => -expected,
        _ => variance / (expected - request.risk_free_rate).powi(2),
    }
}

/// Largest violation of a limit or target.
fn violation(request: &OptimizationRequest, covariance: &[Vec<f64>], weights: &[f64]) -> f64 {
    let dot = |row: &[f64]| row.iter().zip(weights).map(|(a, w)| a * w).sum::<f64>();
    let rows = limits(request, false);
    let equal = rows.equal.iter().map(|(row, limit)| (dot(row) - limit).abs());
    let at_most = rows.at_most.iter().map(|(row, limit)| dot(row) - limit);
    let target = match request.objective {
        Objective::EfficientReturn => request.target_return.unwrap() - dot(request.expected_returns.as_ref().unwrap()),
        Objective::EfficientRisk => {
            let variance: f64 = covariance.iter().zip(weights).map(|(row, w)| w * dot(row)).sum();
            variance.sqrt() - request.target_volatility.unwrap()
        }
        _ => 0.0,
    };
    equal.chain(at_most).fold(target, f64::max)
}

/// Outcomes by kind.
#[derive(Debug, Default)]
struct Tally {
    optimal: usize,
    impossible: usize,
    no_excess: usize,
    unsure: usize,
}

fn compare(seed: u64, tally: &mut Tally) {
    let request = problem(seed);
    let universe = Universe::from_request(&request).unwrap();
    let verdict = clarabel(&request, &universe);
    if verdict == Verdict::Unsure {
        tally.unsure += 1;
    }
    let named = format!("problem {seed}, {:?}, {} assets", request.objective, request.assets.len());
    match solve(&request) {
        Ok(result) => {
            let weights: Vec<f64> = result.weights.values().copied().collect();
            let covariance = risk(&request, &universe);
            let outside = violation(&request, &covariance, &weights);
            assert!(outside <= 1e-9, "{named}: {outside:e} outside a limit");
            assert!(result.residuals.max() <= 1e-8, "{named}: {:?}", result.residuals);
            let ours = value(&request, &covariance, &weights);
            if let Verdict::Value(theirs) = verdict {
                assert!(ours <= theirs + 1e-7 * (1e-2 + theirs.abs()), "{named}: {ours} against {theirs}");
            }
            assert!(verdict != Verdict::Impossible, "{named}: solved, but Clarabel finds it impossible");
            tally.optimal += 1;
        }
        Err(
            OptimizeError::Infeasible { .. }
            | OptimizeError::TargetReturnOutOfReach { .. }
            | OptimizeError::TargetVolatilityTooLow { .. },
        ) => {
            assert!(!matches!(verdict, Verdict::Value(_)), "{named}: refused, but Clarabel has {verdict:?}");
            tally.impossible += 1;
        }
        // Clarabel's homogeneous problem then has no solution, or one at infinity.
        Err(OptimizeError::NoExcessReturn { highest, .. }) => {
            assert!(highest <= request.risk_free_rate + 1e-9, "{named}: {highest}");
            tally.no_excess += 1;
        }
        Err(error) => panic!("{named}: {error}"),
    }
}

#[test]
fn random_problems_agree_with_an_interior_point_method() {
    let mut tally = Tally::default();
    (0..300).for_each(|seed| compare(seed, &mut tally));
    assert!(tally.optimal > 150 && tally.impossible > 10, "{tally:?}");
}

#[test]
#[ignore = "a minute in release"]
#[allow(clippy::print_stderr)] // the count is what the run is for
fn ten_thousand_random_problems_agree_with_an_interior_point_method() {
    let mut tally = Tally::default();
    (0..10_000).for_each(|seed| compare(seed, &mut tally));
    eprintln!("{tally:?}");
}
