//! Solving over one universe again and again, each time from where the last solve ended.

use std::{
    ops::ControlFlow,
    sync::{Mutex, OnceLock, TryLockError},
};

use ::optimize::{Objective, OnProgress, OptimizationRequest, OptimizationResult, OptimizeError, Progress, Workspace};

/// What to give beside a solution.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Aside {
    /// Points of the frontier.
    pub(crate) frontier_points: Option<usize>,
    /// Its corner portfolios.
    pub(crate) corners: bool,
}

/// Checked moments, and the solvers over them.
pub(crate) struct Desk {
    /// Never solved with, so that a copy of it starts cold.
    moments: Workspace,
    /// The same with past returns, once an objective has asked for them.
    past: OnceLock<Workspace>,
    warm: Mutex<Warm>,
}

/// One solver for each kind of question: each remembers the limits that bound at its last answer.
struct Warm {
    point: Workspace,
    line: Workspace,
    past: Option<Workspace>,
}

impl Desk {
    /// Checks the moments of a request that has nothing else.
    pub(super) fn new(moments: &OptimizationRequest) -> Result<Self, OptimizeError> {
        let moments = Workspace::new(moments)?;
        let warm = Mutex::new(Warm { point: moments.clone(), line: moments.clone(), past: None });
        Ok(Self { moments, past: OnceLock::new(), warm })
    }

    /// The assets and their moments.
    pub(crate) fn universe(&self) -> &::optimize::Universe {
        self.moments.universe()
    }

    /// Solves, with the frontier beside the solution when it is asked for. An objective that judges portfolios by past returns
    /// finds them in `request`. A frontier that cannot be drawn is told as a warning.
    ///
    /// # Errors
    /// When the request is malformed or has no solution.
    pub(crate) fn solve(
        &self,
        request: &OptimizationRequest,
        aside: Aside,
        on_progress: OnProgress<'_>,
    ) -> Result<OptimizationResult, OptimizeError> {
        let is_line = request.objective == Objective::EfficientFrontier;
        if is_line {
            let line = as_line(request, aside);
            return self.with(&line, on_progress);
        }
        let wants_line = aside.frontier_points.is_some() || aside.corners;
        let part = if wants_line { 0.5 } else { 1.0 };
        let mut solved = self.with(request, &mut |p| on_progress(scaled(p, 0.0, part)))?;
        if wants_line {
            let (line, left_out) = plain(request);
            match self.with(&as_line(&line, aside), &mut |p| on_progress(scaled(p, part, 1.0))) {
                Ok(line) => {
                    if aside.frontier_points.is_some() {
                        (solved.frontier, solved.tangency) = (line.frontier, line.tangency);
                    }
                    solved.corners = line.corners;
                    if !left_out.is_empty() {
                        solved.warnings.push(format!("the frontier is drawn without {}", left_out.join(", ")));
                    }
                }
                Err(OptimizeError::Cancelled) => return Err(OptimizeError::Cancelled),
                Err(problem) => solved.warnings.push(format!("no frontier: {problem}")),
            }
        }
        Ok(solved)
    }

    fn with(
        &self,
        request: &OptimizationRequest,
        on_progress: OnProgress<'_>,
    ) -> Result<OptimizationResult, OptimizeError> {
        let by_past = request.objective.uses_scenarios();
        let mut warm = match self.warm.try_lock() {
            Ok(warm) => warm,
            Err(TryLockError::Poisoned(held)) => held.into_inner(),
            // Somebody else solves: a cold copy is sooner ready than the warm one.
            Err(TryLockError::WouldBlock) => {
                let mut cold = if by_past { self.past(request)?.clone() } else { self.moments.clone() };
                return cold.solve(request, on_progress);
            }
        };
        if by_past {
            if warm.past.is_none() {
                warm.past = Some(self.past(request)?.clone());
            }
            if let Some(past) = &mut warm.past {
                return past.solve(request, on_progress);
            }
        }
        let solver = if request.objective == Objective::EfficientFrontier { &mut warm.line } else { &mut warm.point };
        solver.solve(request, on_progress)
    }

    /// The solver that knows past returns.
    fn past(&self, request: &OptimizationRequest) -> Result<&Workspace, OptimizeError> {
        if let Some(past) = self.past.get() {
            return Ok(past);
        }
        let made = Workspace::new(request)?;
        Ok(self.past.get_or_init(|| made))
    }

    /// Whether past returns are known, so that a request need not bring them.
    pub(crate) fn knows_past(&self) -> bool {
        self.past.get().is_some()
    }
}

/// The request as one for the frontier.
fn as_line(request: &OptimizationRequest, aside: Aside) -> OptimizationRequest {
    // Corners do not depend on the points: without a wish for those, the fewest will do.
    let points = aside.frontier_points.or(if aside.corners && request.objective != Objective::EfficientFrontier {
        Some(2)
    } else {
        request.points
    });
    OptimizationRequest {
        objective: Objective::EfficientFrontier,
        points,
        corners: aside.corners || request.corners,
        sensitivity: request.sensitivity && request.objective == Objective::EfficientFrontier,
        ..request.clone()
    }
}

/// The request without what a frontier cannot have, and the names of what was left out.
fn plain(request: &OptimizationRequest) -> (OptimizationRequest, Vec<&'static str>) {
    let mut line = request.clone();
    let mut left_out = Vec::new();
    let limits = &mut line.constraints;
    if line.tax_lots.take().is_some() {
        left_out.push("taxes");
        // Costs, turnover and locked assets count from what the lots hold.
        if line.costs.take().is_some() {
            left_out.push("costs");
        }
        if limits.turnover.take().is_some() {
            left_out.push("the limit of turnover");
        }
        if !std::mem::take(&mut limits.do_not_trade).is_empty() {
            left_out.push("assets not to be traded");
        }
    }
    if limits.max_holdings.take().is_some() {
        left_out.push("the limit of positions");
    }
    if limits.minimum_position.take().is_some() {
        left_out.push("the smallest position");
    }
    // Whole lots follow from the weights of the answer: a line has none of its own.
    limits.round_lots = None;
    (line, left_out)
}

fn scaled(progress: Progress, from: f64, to: f64) -> Progress {
    Progress { fraction: from + (to - from) * progress.fraction, ..progress }
}

/// Never stops.
pub(crate) fn go_on(_: Progress) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moments() -> OptimizationRequest {
        OptimizationRequest {
            expected_returns: Some(vec![0.1, 0.2]),
            covariance: Some(vec![vec![0.04, 0.0], vec![0.0, 0.09]]),
            ..OptimizationRequest::new(vec!["A".into(), "B".into()], Objective::MinimumVariance)
        }
    }

    #[test]
    fn a_warm_solver_and_a_busy_one_give_the_same_weights() {
        let desk = Desk::new(&moments()).unwrap();
        let first = desk.solve(&moments(), Aside::default(), &mut go_on).unwrap();
        // Two uncorrelated assets: the weights are as the inverse variances, 9 to 4.
        assert!((first.weights["A"] - 9.0 / 13.0).abs() < 1e-12);
        assert_eq!(desk.solve(&moments(), Aside::default(), &mut go_on).unwrap().weights, first.weights);
        let _busy = desk.warm.lock().unwrap();
        assert_eq!(desk.solve(&moments(), Aside::default(), &mut go_on).unwrap().weights, first.weights);
    }

    #[test]
    fn frontier_and_corners_come_beside_the_solution() {
        let desk = Desk::new(&moments()).unwrap();
        let aside = Aside { frontier_points: Some(5), corners: true };
        let solved = desk.solve(&moments(), aside, &mut go_on).unwrap();
        assert_eq!((solved.objective, solved.frontier.len()), (Objective::MinimumVariance, 5));
        assert!(solved.corners.len() >= 2 && solved.tangency.is_some(), "{:?}", solved.corners);
        let corners = Aside { frontier_points: None, corners: true };
        let only = desk.solve(&moments(), corners, &mut go_on).unwrap();
        assert_eq!((only.frontier.len(), only.corners.len()), (0, solved.corners.len()));
    }

    #[test]
    fn a_line_leaves_out_what_it_cannot_have_and_says_so() {
        let desk = Desk::new(&moments()).unwrap();
        let mut few = moments();
        few.constraints.max_holdings = Some(1);
        let aside = Aside { frontier_points: Some(3), corners: false };
        let solved = desk.solve(&few, aside, &mut go_on).unwrap();
        assert_eq!(solved.frontier.len(), 3);
        assert!(solved.warnings.iter().any(|w| w.contains("without the limit of positions")), "{:?}", solved.warnings);
    }

    #[test]
    fn past_returns_are_brought_once() {
        let desk = Desk::new(&moments()).unwrap();
        let mut tail = OptimizationRequest { objective: Objective::MinimumCvar, ..moments() };
        tail.returns = Some(vec![vec![0.01, -0.02], vec![-0.01, 0.03], vec![0.02, 0.01], vec![-0.03, -0.01]]);
        let first = desk.solve(&tail, Aside::default(), &mut go_on).unwrap();
        assert!(desk.knows_past());
        tail.returns = None;
        assert_eq!(desk.solve(&tail, Aside::default(), &mut go_on).unwrap().weights, first.weights);
    }
}
