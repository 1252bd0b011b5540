//! The tree: nodes by the least bound first, branching on the asset whose choice matters most.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use super::{CLOSED, Cardinality, Choice, Found, HELD, Relaxed, Solve, count_held};
use crate::OptimizeError;
use crate::polytope::Polytope;

/// The search with the best portfolio so far.
pub(super) struct Tree<'a, 'b, A> {
    polytope: &'a Polytope,
    pub(super) rules: Cardinality,
    relaxation: Solve<'b, A>,
    best: Option<(Relaxed<A>, Vec<Choice>)>,
    bound: f64,
    nodes: usize,
}

struct Open<A> {
    relaxed: Relaxed<A>,
    choices: Vec<Choice>,
    number: usize,
}

impl<A> PartialEq for Open<A> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl<A> Eq for Open<A> {}

impl<A> PartialOrd for Open<A> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<A> Ord for Open<A> {
    /// The least score first, of equal scores the younger.
    fn cmp(&self, other: &Self) -> Ordering {
        other.relaxed.score.total_cmp(&self.relaxed.score).then(self.number.cmp(&other.number))
    }
}

impl<'a, 'b, A: Clone> Tree<'a, 'b, A> {
    pub(super) fn new(polytope: &'a Polytope, rules: Cardinality, relaxation: Solve<'b, A>) -> Self {
        Self { polytope, rules, relaxation, best: None, bound: f64::INFINITY, nodes: 0 }
    }

    /// Solves the relaxation of the choices.
    pub(super) fn relax(&mut self, choices: &[Choice], near: Option<&A>) -> Result<Option<Relaxed<A>>, OptimizeError> {
        self.nodes += 1;
        match self.rules.bounded(self.polytope, choices) {
            Some(polytope) => (self.relaxation)(&polytope, near),
            None => Ok(None),
        }
    }

    /// Score of the best portfolio so far.
    pub(super) fn best_score(&self) -> f64 {
        self.best.as_ref().map_or(f64::INFINITY, |(best, _)| best.score)
    }

    pub(super) fn best(&self) -> Option<(&Relaxed<A>, &[Choice])> {
        self.best.as_ref().map(|(best, choices)| (best, choices.as_slice()))
    }

    /// Keeps the portfolio when it satisfies both limits and is the best so far; says whether it satisfies them.
    pub(super) fn offer(&mut self, relaxed: &Relaxed<A>, choices: &[Choice]) -> bool {
        let fits = count_held(&relaxed.weights) <= self.rules.most()
            && relaxed.weights.iter().all(|weight| !self.rules.is_too_small(*weight));
        if fits && relaxed.score < self.best_score() {
            // What is not held is out: the answer is then the optimum of an ordinary problem.
            let held = |i: usize| relaxed.weights[i].abs() > HELD;
            let side = |i: usize| if relaxed.weights[i] > 0.0 { Choice::Long } else { Choice::Short };
            let few = self.rules.max_holdings.is_some_and(|most| count_held(&relaxed.weights) == most);
            let settled = choices.iter().enumerate().map(|(i, choice)| match choice {
                Choice::Open if held(i) && self.rules.minimum_position > 0.0 => side(i),
                Choice::Open if !held(i) && (few || self.rules.minimum_position > 0.0) => Choice::Out,
                choice => *choice,
            });
            self.best = Some((relaxed.clone(), settled.collect()));
        }
        fits
    }

    /// A node with this score may still hold something better.
    fn is_promising(&self, score: f64) -> bool {
        let best = self.best_score();
        score < best - CLOSED * best.abs().min(f64::MAX)
    }

    /// Searches from the root until the tree is exhausted or `max_nodes` relaxations are solved.
    pub(super) fn search(
        &mut self,
        root: Vec<Choice>,
        relaxed: Relaxed<A>,
        max_nodes: usize,
    ) -> Result<(), OptimizeError> {
        self.bound = relaxed.score;
        let mut open = BinaryHeap::new();
        open.push(Open { relaxed, choices: root, number: 0 });
        let mut number = 0;
        let limit = self.nodes + max_nodes;
        while let Some(node) = open.pop() {
            self.bound = node.relaxed.score;
            if !self.is_promising(node.relaxed.score) {
                break;
            }
            if self.nodes >= limit {
                return Ok(());
            }
            if self.offer(&node.relaxed, &node.choices) {
                continue;
            }
            for choices in self.children(&node) {
                let same = self.stays_optimal(&node, &choices);
                let relaxed =
                    if same { Some(node.relaxed.clone()) } else { self.relax(&choices, Some(&node.relaxed.answer))? };
                if let Some(relaxed) = relaxed.filter(|relaxed| self.is_promising(relaxed.score)) {
                    number += 1;
                    open.push(Open { relaxed, choices, number });
                }
            }
        }
        // Nothing better is left.
        self.bound = self.best_score();
        Ok(())
    }

    /// The parent's optimum keeps the child's bounds: it is the child's as well.
    fn stays_optimal(&self, node: &Open<A>, choices: &[Choice]) -> bool {
        let weights = &node.relaxed.weights;
        choices.iter().zip(&node.choices).enumerate().all(|(i, (new, old))| {
            new == old
                || match new {
                    Choice::Open => true,
                    Choice::Out => weights[i] == 0.0,
                    Choice::Long | Choice::Short if self.rules.minimum_position == 0.0 => true,
                    Choice::Long => weights[i] >= self.rules.minimum_position,
                    Choice::Short => weights[i] <= -self.rules.minimum_position,
                }
        })
    }

    fn children(&self, node: &Open<A>) -> Vec<Vec<Choice>> {
        let Some(asset) = self.branching_asset(node) else { return Vec::new() };
        let (lower, upper) = (self.polytope.lower[asset], self.polytope.upper[asset]);
        let mut ways = vec![Choice::Out];
        // Without a minimum position being in is one choice, whichever side.
        if upper > 0.0 || self.rules.minimum_position == 0.0 {
            ways.push(Choice::Long);
        }
        if lower < 0.0 && self.rules.minimum_position > 0.0 {
            ways.push(Choice::Short);
        }
        ways.into_iter().filter_map(|way| self.with(&node.choices, asset, way)).collect()
    }

    /// The choices with one more; when no position is left the others are out. `None` when there are too many already.
    pub(super) fn with(&self, choices: &[Choice], asset: usize, way: Choice) -> Option<Vec<Choice>> {
        let mut choices = choices.to_vec();
        choices[asset] = way;
        let inside = choices.iter().filter(|choice| matches!(choice, Choice::Long | Choice::Short)).count();
        if inside > self.rules.most() {
            return None;
        }
        if inside == self.rules.most() {
            for choice in choices.iter_mut().filter(|choice| **choice == Choice::Open) {
                *choice = Choice::Out;
            }
        }
        Some(choices)
    }

    /// A position that is too small, the one that is the furthest from both of its ways; else the largest undecided one.
    fn branching_asset(&self, node: &Open<A>) -> Option<usize> {
        let weights = &node.relaxed.weights;
        let undecided = |i: &usize| node.choices[*i] == Choice::Open && weights[*i].abs() > HELD;
        let least = self.rules.minimum_position;
        let first_of_largest = |best: Option<(usize, f64)>, (i, value): (usize, f64)| match best {
            Some((_, most)) if most >= value => best,
            _ => Some((i, value)),
        };
        let misfit = (0..weights.len())
            .filter(undecided)
            .filter(|&i| self.rules.is_too_small(weights[i]))
            .map(|i| (i, weights[i].abs().min(least - weights[i].abs())))
            .fold(None, first_of_largest);
        let largest =
            || (0..weights.len()).filter(undecided).map(|i| (i, weights[i].abs())).fold(None, first_of_largest);
        misfit.or_else(largest).map(|(i, _)| i)
    }

    /// The best portfolio with what is known about it.
    pub(super) fn finish(self) -> Option<Found<A>> {
        let (best, choices) = self.best?;
        let polytope = self.rules.bounded(self.polytope, &choices)?;
        let out = choices
            .iter()
            .enumerate()
            .map(|(i, choice)| *choice == Choice::Out && self.polytope.lower[i] < self.polytope.upper[i])
            .collect();
        Some(Found { bound: self.bound.min(best.score), best, polytope, out, nodes: self.nodes })
    }
}
