//! Strategies as data: one typed description, in JSON, of everything that can decide in a run, and what makes a
//! [`execution::strategy::Strategy`] of it.
//!
//! - [`StrategySpecification`] describes, [`build()`] builds, [`catalogue()`] says what there is, for forms and help.
//!   [`StrategySpecification::parameters`] says what one description can be asked for, and
//!   [`StrategySpecification::with_parameters`] sets it by name, for sweeps.
//! - [`built_in`]: averages that cross, breakouts, rotation, pairs and others; weights that are held by a [`Cadence`].
//! - [`rules`]: entry and exit by conditions, the same ones as alerts are made of.
//! - [`script`]: what users write in Luau, in a sandbox.
//!
//! A strategy sees closed bars and its account, and asks for orders; it never knows whether it runs over the past, on paper or live.
//! Everything is a function of its input. The key decision: a script is bounded by counted steps, so that the same script ends in the
//! same way on any machine; wall time only ends a run that hangs, and then the run has failed.
//!
//! Not here: running (`execution`), searching for parameters, and whatever needs saved optimizations or targets: their weights come
//! through a [`TargetSource`].

mod build;
pub mod built_in;
mod cadence;
mod catalogue;
mod error;
mod indicator;
mod number;
mod parameters;
pub mod rules;
pub mod script;
mod size;
mod specification;
mod targets;

pub use build::{Surroundings, build};
pub use cadence::Cadence;
pub use catalogue::{StrategyForm, catalogue};
pub use error::StrategyProblem;
pub use number::{Domain, ParameterForm, Unit};
pub use size::PositionSize;
pub use specification::{RebalancerTargets, SavedOptimization, StrategySpecification};
pub use targets::TargetSource;
