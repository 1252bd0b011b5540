//! The convex relaxation: hulls in place of costs, solved as a quadratic program by Clarabel.
//!
//! Variables are parts of the household's value: `y` traded of each slot, `t ≥` each line of its hull, `u ≥` its half spread, and the
//! distance of each instrument from its aim. What a purchase and a sale in two accounts may not do together, and commissions in the
//! cash, are left out. So every plan is a point of it, and its optimum is a bound.

use clarabel::algebra::CscMatrix;
use clarabel::solver::{
    DefaultSettings, DefaultSolver, IPSolver, SolverStatus,
    SupportedConeT::{self, NonnegativeConeT, ZeroConeT},
};

use crate::DriftPrice;
use crate::curve::{hull, points};
use crate::household::{Household, Risk};

/// Tolerances of Clarabel: of the gap, and of feasibility.
const TOLERANCE: f64 = 1e-10;
/// What a bound gives away for rounding, as a part of its size and of the capital.
const SLACK: (f64, f64) = (1e-9, 1e-13);

/// Ranges of the slots, and what an instrument may do.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    pub(crate) low: Vec<f64>,
    pub(crate) high: Vec<f64>,
    pub(crate) rule: Vec<Rule>,
}

/// Which side of a wash sale an instrument takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rule {
    /// Not decided.
    Open,
    /// It is not bought.
    NoPurchase,
    /// No loss is sold.
    NoLoss,
}

/// What became of a node.
#[derive(Debug, Clone)]
pub(crate) enum Relaxed {
    /// The best trades of the relaxation, and what no plan of the node can be below, in money.
    Optimal { z: Vec<f64>, bound: f64 },
    /// No plan.
    Infeasible,
    /// No answer: nothing is known.
    Failed,
}

impl Node {
    /// All that the request allows.
    pub(crate) fn root(household: &Household<'_>) -> Self {
        Self {
            low: household.slots.iter().map(|slot| slot.low).collect(),
            high: household.slots.iter().map(|slot| slot.high).collect(),
            rule: vec![Rule::Open; household.instruments.len()],
        }
    }

    fn is_fixed(&self, s: usize) -> bool {
        self.high[s] - self.low[s] <= 1e-12 * (1.0 + self.high[s].abs())
    }
}

/// Columns of a sparse matrix under construction.
struct Columns(Vec<Vec<(usize, f64)>>);

impl Columns {
    fn compress(mut self, n_rows: usize) -> CscMatrix<f64> {
        let n = self.0.len();
        let (mut starts, mut rows, mut values) = (vec![0], Vec::new(), Vec::new());
        for column in &mut self.0 {
            column.sort_by_key(|(row, _)| *row);
            for &(row, value) in column.iter() {
                rows.push(row);
                values.push(value);
            }
            starts.push(rows.len());
        }
        CscMatrix::new(n_rows, n, starts, rows, values)
    }
}

/// The program under construction: `min ½x'Px + q'x`, equalities first.
struct Program {
    equal: Vec<(Vec<(usize, f64)>, f64)>,
    at_most: Vec<(Vec<(usize, f64)>, f64)>,
    q: Vec<f64>,
    quadratic: Vec<(usize, usize, f64)>,
    constant: f64,
}

impl Program {
    fn variable(&mut self, cost: f64) -> usize {
        self.q.push(cost);
        self.q.len() - 1
    }
}

/// Solves the relaxation of a node.
pub(crate) fn solve(household: &Household<'_>, node: &Node) -> Relaxed {
    let mut program =
        Program { equal: Vec::new(), at_most: Vec::new(), q: Vec::new(), quadratic: Vec::new(), constant: 0.0 };
    let mut base: Vec<f64> = household.instruments.iter().map(|listing| listing.held / household.capital).collect();
    let Some(y) = slots(household, node, &mut program, &mut base) else { return Relaxed::Infeasible };
    if !drift(household, &mut program, &base, &y) {
        return Relaxed::Failed;
    }
    let fixed_z = |s: usize| 0.5 * (node.low[s] + node.high[s]);
    let scale = |s: usize| household.capital / household.instruments[household.slots[s].instrument].price;
    let capital = household.capital;
    let lowered = |value: f64| value - SLACK.0 * value.abs() - SLACK.1;
    if program.q.is_empty() {
        let is_paid = program.at_most.iter().all(|(_, limit)| *limit >= -1e-12);
        let z = (0..y.len()).map(fixed_z).collect();
        return if is_paid {
            Relaxed::Optimal { z, bound: lowered(program.constant) * capital }
        } else {
            Relaxed::Infeasible
        };
    }
    let constant = program.constant;
    let (x, value) = match clarabel(program) {
        Solved::Optimal(x, value) => (x, value),
        Solved::Infeasible => return Relaxed::Infeasible,
        Solved::Failed => return Relaxed::Failed,
    };
    let z = y
        .iter()
        .enumerate()
        .map(|(s, y)| y.map_or_else(|| fixed_z(s), |y| (x[y] * scale(s)).clamp(node.low[s], node.high[s])))
        .collect();
    Relaxed::Optimal { z, bound: lowered(value + constant) * capital }
}

/// Variables and rows of the slots and the cash; the variable of each slot that is not fixed. `None` when a range is empty.
fn slots(
    household: &Household<'_>,
    node: &Node,
    program: &mut Program,
    base: &mut [f64],
) -> Option<Vec<Option<usize>>> {
    let capital = household.capital;
    let mut takes: Vec<Vec<(usize, f64)>> = vec![Vec::new(); household.accounts.len()];
    let mut cash: Vec<f64> = household.accounts.iter().map(|purse| purse.cash_now / capital).collect();
    let mut y = vec![None; household.slots.len()];
    for (s, slot) in household.slots.iter().enumerate() {
        let (low, high) = (node.low[s], node.high[s]);
        if low > high {
            return None;
        }
        let listing = &household.instruments[slot.instrument];
        let corners = match node.rule[slot.instrument] {
            Rule::Open | Rule::NoPurchase => &slot.full,
            Rule::NoLoss => &slot.clean,
        };
        let lines = hull(&points(&household.trade(slot, corners), low, high));
        if lines.is_empty() {
            return None;
        }
        program.constant += slot.drag * slot.held / capital;
        if node.is_fixed(s) {
            let z = 0.5 * (low + high);
            base[slot.instrument] += listing.price * z / capital;
            cash[slot.account] += household.cash_of(slot, z) / capital;
            program.constant += (crate::curve::highest(&lines, z) + slot.drag * z) / capital;
            continue;
        }
        let (price, spread) = (listing.price, listing.spread / listing.price);
        let variable = program.variable(slot.drag / price);
        y[s] = Some(variable);
        program.at_most.push((vec![(variable, 1.0)], high * price / capital));
        program.at_most.push((vec![(variable, -1.0)], -low * price / capital));
        if let [line] = lines[..] {
            program.q[variable] += line.slope / price;
            program.constant += line.level / capital;
        } else {
            let cost = program.variable(1.0);
            for line in &lines {
                program.at_most.push((vec![(variable, line.slope / price), (cost, -1.0)], -line.level / capital));
            }
        }
        let takes = &mut takes[slot.account];
        if low >= 0.0 || high <= 0.0 {
            takes.push((variable, if low >= 0.0 { 1.0 + spread } else { 1.0 - spread }));
            if low > 0.0 || high < 0.0 {
                cash[slot.account] -= household.accounts[slot.account].commission / capital;
            }
        } else {
            takes.push((variable, 1.0));
            if spread > 0.0 {
                let paid = program.variable(0.0);
                program.at_most.push((vec![(variable, spread), (paid, -1.0)], 0.0));
                program.at_most.push((vec![(variable, -spread), (paid, -1.0)], 0.0));
                takes.push((paid, 1.0));
            }
        }
    }
    let least: f64 = household.accounts.iter().map(|purse| purse.cash_least).sum();
    if household.buffer_least > least && household.accounts.len() > 1 {
        let all: f64 = cash.iter().sum();
        program.at_most.push((takes.concat(), all - household.buffer_least / capital));
    }
    for (a, takes) in takes.into_iter().enumerate() {
        let least = household.accounts[a].cash_least;
        let least = if household.accounts.len() == 1 { least.max(household.buffer_least) } else { least };
        let free = cash[a] - least / capital;
        // An account in which nothing moves keeps what it has.
        if !takes.is_empty() || free < -1e-12 {
            program.at_most.push((takes, free));
        }
    }
    Some(y)
}

/// Variables and rows of the drift; `false` when the price has no covariance.
fn drift(household: &Household<'_>, program: &mut Program, base: &[f64], y: &[Option<usize>]) -> bool {
    let off: Vec<f64> =
        base.iter().zip(&household.instruments).map(|(base, listing)| base - listing.aim / household.capital).collect();
    let moving: Vec<Vec<usize>> =
        household.instruments.iter().map(|listing| listing.slots.iter().filter_map(|s| y[*s]).collect()).collect();
    match (household.request.drift_price, &household.risk) {
        (DriftPrice::Absolute { per_unit }, _) => {
            for (variables, off) in moving.iter().zip(&off) {
                if variables.is_empty() {
                    program.constant += per_unit * off.abs();
                    continue;
                }
                let distance = program.variable(per_unit);
                for sign in [1.0, -1.0] {
                    let mut row: Vec<(usize, f64)> = variables.iter().map(|y| (*y, sign)).collect();
                    row.push((distance, -1.0));
                    program.at_most.push((row, -sign * off));
                }
            }
        }
        (DriftPrice::Squared { risk_aversion }, Some(risk)) => squared(program, risk_aversion, risk, &off, &moving),
        (DriftPrice::Squared { .. }, None) => return false,
    }
    true
}

fn squared(program: &mut Program, aversion: f64, risk: &Risk, off: &[f64], moving: &[Vec<usize>]) {
    let still: Vec<f64> =
        off.iter().zip(moving).map(|(off, variables)| if variables.is_empty() { *off } else { 0.0 }).collect();
    // `e`, the distance of each instrument that moves.
    let mut distance = vec![None; off.len()];
    for (i, variables) in moving.iter().enumerate().filter(|(_, variables)| !variables.is_empty()) {
        let e = program.variable(0.0);
        let mut row: Vec<(usize, f64)> = variables.iter().map(|y| (*y, 1.0)).collect();
        row.push((e, -1.0));
        program.equal.push((row, -off[i]));
        distance[i] = Some(e);
    }
    match risk {
        Risk::Dense { .. } => {
            let pull = risk.times(&still);
            program.constant += 0.5 * aversion * pull.iter().zip(&still).map(|(a, b)| a * b).sum::<f64>();
            for (i, e) in distance.iter().enumerate().filter_map(|(i, e)| e.map(|e| (i, e))) {
                program.q[e] += aversion * pull[i];
                for (j, other) in distance.iter().enumerate().take(i + 1).filter_map(|(j, e)| e.map(|e| (j, e))) {
                    program.quadratic.push((other, e, aversion * risk.entry(i, j)));
                }
            }
        }
        Risk::Factor { n_factors, loadings, specific } => {
            for (i, e) in distance.iter().enumerate() {
                match e {
                    Some(e) => program.quadratic.push((*e, *e, aversion * specific[i])),
                    None => program.constant += 0.5 * aversion * specific[i] * still[i] * still[i],
                }
            }
            for k in 0..*n_factors {
                let factor = program.variable(0.0);
                let mut row: Vec<(usize, f64)> =
                    distance.iter().enumerate().filter_map(|(i, e)| e.map(|e| (e, loadings[i][k]))).collect();
                row.push((factor, -1.0));
                let fixed: f64 = loadings.iter().zip(&still).map(|(row, still)| row[k] * still).sum();
                program.equal.push((row, -fixed));
                program.quadratic.push((factor, factor, aversion));
            }
        }
    }
}

/// What Clarabel found: the variables, and the lower of its two values.
enum Solved {
    Optimal(Vec<f64>, f64),
    Infeasible,
    Failed,
}

fn clarabel(program: Program) -> Solved {
    let n = program.q.len();
    let (mut a, mut p) = (Columns(vec![Vec::new(); n]), Columns(vec![Vec::new(); n]));
    let n_equal = program.equal.len();
    let mut limits = Vec::with_capacity(n_equal + program.at_most.len());
    for (row, limit) in program.equal.into_iter().chain(program.at_most) {
        for (variable, value) in row {
            a.0[variable].push((limits.len(), value));
        }
        limits.push(limit);
    }
    for (row, column, value) in program.quadratic {
        p.0[column].push((row, value));
    }
    let mut cones: Vec<SupportedConeT<f64>> = Vec::with_capacity(2);
    if n_equal > 0 {
        cones.push(ZeroConeT(n_equal));
    }
    if limits.len() > n_equal {
        cones.push(NonnegativeConeT(limits.len() - n_equal));
    }
    let settings = DefaultSettings {
        verbose: false,
        tol_gap_abs: 1e-2 * TOLERANCE,
        tol_gap_rel: TOLERANCE,
        tol_feas: TOLERANCE,
        max_iter: 100,
        ..DefaultSettings::default()
    };
    let (p, a) = (p.compress(n), a.compress(limits.len()));
    let Ok(mut solver) = DefaultSolver::new(&p, &program.q, &a, &limits, &cones, settings) else {
        return Solved::Failed;
    };
    solver.solve();
    match solver.solution.status {
        SolverStatus::Solved | SolverStatus::AlmostSolved => {
            let value = solver.solution.obj_val.min(solver.solution.obj_val_dual);
            Solved::Optimal(std::mem::take(&mut solver.solution.x), value)
        }
        SolverStatus::PrimalInfeasible | SolverStatus::AlmostPrimalInfeasible => Solved::Infeasible,
        SolverStatus::Unsolved
        | SolverStatus::DualInfeasible
        | SolverStatus::AlmostDualInfeasible
        | SolverStatus::MaxIterations
        | SolverStatus::MaxTime
        | SolverStatus::NumericalError
        | SolverStatus::InsufficientProgress
        | SolverStatus::CallbackTerminated => Solved::Failed,
    }
}
