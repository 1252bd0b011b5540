//! The corner portfolios of a walk along the critical line, and the portfolios between them.
//!
//! Between two neighbouring corners the weights are linear in the risk tolerance. A corner keeps its weights without zeros
//! and what changes there, so that thousands of corners of thousands of assets fit in memory.

use nalgebra::DVector;

use crate::critical_line::{CriticalLine, Segment};
use crate::polytope::Polytope;
use crate::working_set::{Change, WorkingSet};

/// A corner with the segment that begins there.
#[derive(Debug, Clone)]
pub(crate) struct Corner {
    pub(crate) segment: Segment,
    /// Weights at `segment.from`, without zeros, by position.
    pub(crate) weights: Vec<(usize, f64)>,
    /// What changed against the segment before.
    pub(crate) changes: Vec<Change>,
}

/// Every corner from minimum variance to the highest return.
#[derive(Debug, Clone)]
pub(crate) struct Corners {
    n: usize,
    /// Working set of the first segment.
    first: WorkingSet,
    pub(crate) corners: Vec<Corner>,
}

impl Corners {
    pub(crate) fn new(polytope: &Polytope) -> Self {
        Self { n: polytope.n(), first: WorkingSet::fixed_only(polytope), corners: Vec::new() }
    }

    /// Takes over the segment that `line` handed over last.
    pub(crate) fn push(&mut self, segment: Segment, line: &CriticalLine<'_>) {
        if self.corners.is_empty() {
            self.first = line.set().clone();
        }
        self.corners.push(Corner { segment, weights: line.weights(), changes: line.changes().to_vec() });
    }

    /// Working set of the segment that begins at corner `index`.
    pub(crate) fn set(&self, index: usize) -> WorkingSet {
        let mut set = self.first.clone();
        for corner in self.corners.iter().take(index + 1).skip(1) {
            corner.changes.iter().for_each(|change| set.change(*change));
        }
        set
    }

    /// Weights at the risk tolerance `lambda`, on the segment that begins at corner `index`.
    pub(crate) fn weights_at(&self, index: usize, lambda: f64) -> DVector<f64> {
        let corner = &self.corners[index];
        let (from, to) = (corner.segment.from, corner.segment.end());
        let next = self.corners.get(index + 1).filter(|_| to > from);
        let share = next.map_or(0.0, |_| ((lambda - from) / (to - from)).clamp(0.0, 1.0));
        let mut x = DVector::zeros(self.n);
        for &(i, weight) in &corner.weights {
            x[i] += (1.0 - share) * weight;
        }
        for &(i, weight) in next.map_or(&[][..], |next| &next.weights) {
            x[i] += share * weight;
        }
        x
    }

    /// The segment on which `return` lies, beginning the search at corner `from`.
    pub(crate) fn segment_of_return(&self, target: f64, from: usize) -> usize {
        let mut index = from;
        while index + 1 < self.corners.len() {
            let segment = &self.corners[index].segment;
            if segment.return_at(segment.end()) >= target {
                break;
            }
            index += 1;
        }
        index
    }

    pub(crate) fn highest_return(&self) -> f64 {
        self.corners.last().map_or(f64::NEG_INFINITY, |corner| corner.segment.return_at(corner.segment.from))
    }

    pub(crate) fn lowest_return(&self) -> f64 {
        self.corners.first().map_or(f64::INFINITY, |corner| corner.segment.return_at(corner.segment.from))
    }
}
