//! Few positions, none of them tiny: at most so many holdings, and each either nothing or at least so much.
//!
//! Both make the problem combinatorial. Every objective with an exact relaxation is solved by branch and bound over it: a node
//! says of some assets that they are out, or in with at least the minimum position; its relaxation is the ordinary problem with
//! those bounds, solved from the working set of its parent. With up to about thirty assets the tree is usually exhausted, and
//! the answer proved. Beyond that relaxation, thinning and exchange find a good answer, and the gap to the best bound is told.

mod branch;
mod check;
mod exact;
mod thin;

use nalgebra::DVector;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::OptimizeError;
use crate::polytope::Polytope;

pub(crate) use check::check;
pub(crate) use exact::{add_report, optimum, translate};

/// A weight below this is none.
pub(crate) const HELD: f64 = 1e-9;
/// Up to this many assets the tree is searched to the end, within its limit of nodes.
const SMALL: usize = 30;
/// Nodes of a small and of a large problem.
const NODES: (usize, usize) = (50_000, 200);
/// A bound that is nearer to the best score than this part of it is met.
const CLOSED: f64 = 1e-10;

/// What was asked for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Cardinality {
    /// Most positions.
    pub(crate) max_holdings: Option<usize>,
    /// Least absolute weight of a position; 0 when open.
    pub(crate) minimum_position: f64,
}

/// How the limit of positions was met.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CardinalityReport {
    /// Positions of the answer.
    pub holdings: usize,
    /// The answer is proved to be the best.
    pub exact: bool,
    /// The best value of the objective that may exist, in the unit of `objective_value`.
    pub bound: f64,
    /// Distance of `objective_value` from the bound; 0 when the answer is proved.
    pub gap: f64,
    /// Relaxations that were solved.
    pub nodes: usize,
}

/// A relaxation's optimum: its weights, its score (less is better), and what its solver wants to keep.
#[derive(Debug, Clone)]
pub(crate) struct Relaxed<A> {
    pub(crate) weights: DVector<f64>,
    pub(crate) score: f64,
    pub(crate) answer: A,
}

/// Solves the problem with other bounds, from the answer of a similar one; `None` when no portfolio keeps them.
pub(crate) type Solve<'a, A> = &'a mut dyn FnMut(&Polytope, Option<&A>) -> Result<Option<Relaxed<A>>, OptimizeError>;

/// The best portfolio with few positions.
#[derive(Debug, Clone)]
pub(crate) struct Found<A> {
    pub(crate) best: Relaxed<A>,
    /// Bounds under which it is the optimum of an ordinary problem.
    pub(crate) polytope: Polytope,
    /// Assets that are out by the limit of positions, not by their own bounds.
    pub(crate) out: Vec<bool>,
    /// Least score that may exist.
    pub(crate) bound: f64,
    pub(crate) nodes: usize,
}

/// What a node says of an asset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Choice {
    Open,
    Out,
    Long,
    Short,
}

/// Finds the best portfolio with few positions.
///
/// # Errors
/// Those of the relaxation; [`OptimizeError::Infeasible`] when no choice of assets keeps all limits.
pub(crate) fn solve<A: Clone>(
    polytope: &Polytope,
    rules: Cardinality,
    relaxation: Solve<'_, A>,
) -> Result<Found<A>, OptimizeError> {
    let root = rules.root(polytope);
    let mut tree = branch::Tree::new(polytope, rules, relaxation);
    if let Some(relaxed) = tree.relax(&root, None)? {
        thin::suggest(&mut tree, &root, &relaxed)?;
        let max_nodes = if polytope.n() <= SMALL { NODES.0 } else { NODES.1 };
        tree.search(root, relaxed, max_nodes)?;
    }
    tree.finish().ok_or_else(|| check::nothing_fits(rules))
}

impl Cardinality {
    /// Neither limit is set.
    pub(crate) fn is_open(&self) -> bool {
        self.max_holdings.is_none() && self.minimum_position == 0.0
    }

    /// Refuses the limits of positions together with `what`, unless they are open.
    pub(crate) fn refuse(&self, what: &str) -> Result<(), OptimizeError> {
        if self.is_open() {
            return Ok(());
        }
        let field = if self.max_holdings.is_some() { "max_holdings" } else { "minimum_position" };
        let problem = format!("limits of positions do not go with {what}; leave one of the two out");
        Err(OptimizeError::field(format!("constraints.{field}"), problem))
    }

    fn most(&self) -> usize {
        self.max_holdings.unwrap_or(usize::MAX)
    }

    /// What the bounds alone say: assets that cannot be zero are in, assets that cannot reach the minimum position are out.
    fn root(&self, polytope: &Polytope) -> Vec<Choice> {
        let choose = |i: usize| {
            let (lower, upper) = (polytope.lower[i], polytope.upper[i]);
            let (long, short) =
                (upper > 0.0 && upper >= self.minimum_position, lower < 0.0 && -lower >= self.minimum_position);
            match (lower > 0.0, upper < 0.0) {
                (true, _) => Choice::Long,
                (_, true) => Choice::Short,
                _ if !long && !short => Choice::Out,
                _ => Choice::Open,
            }
        };
        (0..polytope.n()).map(choose).collect()
    }

    /// The polytope with the bounds of the choices; `None` when one of them is empty.
    fn bounded(&self, polytope: &Polytope, choices: &[Choice]) -> Option<Polytope> {
        let mut narrowed = polytope.clone();
        for (i, choice) in choices.iter().enumerate() {
            let (lower, upper) = (polytope.lower[i], polytope.upper[i]);
            let (lower, upper) = match choice {
                Choice::Open => (lower, upper),
                Choice::Out => (0.0, 0.0),
                // Without a minimum position, to be in is to be free.
                Choice::Long | Choice::Short if self.minimum_position == 0.0 => (lower, upper),
                Choice::Long => (lower.max(self.minimum_position), upper),
                Choice::Short => (lower, upper.min(-self.minimum_position)),
            };
            if lower > upper {
                return None;
            }
            (narrowed.lower[i], narrowed.upper[i]) = (lower, upper);
        }
        Some(narrowed)
    }

    /// The position is neither nothing nor large enough.
    fn is_too_small(&self, weight: f64) -> bool {
        weight.abs() > HELD && weight.abs() < self.minimum_position - HELD
    }
}

/// Assets with a weight.
pub(crate) fn count_held(weights: &DVector<f64>) -> usize {
    weights.iter().filter(|weight| weight.abs() > HELD).count()
}
