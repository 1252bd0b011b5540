//! Portfolios compared on data they were not made from, and under small changes of what they were made from.

mod past;
pub(crate) mod random;
mod simulation;
mod stability;
mod walk_forward;

pub use simulation::{Path, PathFigures};
pub use stability::{AssetStability, Perturbation, StabilityRequest, StabilityResult, stability};
pub use walk_forward::{Rebalancing, WalkForwardRequest, WalkForwardResult, Window, walk_forward};
