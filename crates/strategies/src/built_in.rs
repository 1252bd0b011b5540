//! The strategies that are there from the beginning.
//!
//! Those that look at each instrument by itself are a [`Signal`] each; those that weigh instruments against each other steer to
//! weights. Nothing is allocated for a bar.

mod breakout;
mod crossing;
mod fixed_weights;
mod hold;
mod pairs;
mod regression;
mod reversion;
mod rotation;
mod signal;
mod sourced;
mod steering;
mod volatility_target;

pub use breakout::Breakout;
pub use crossing::{AverageKind, MovingAverageCross};
pub use fixed_weights::FixedWeights;
pub use hold::BuyAndHold;
pub use pairs::Pairs;
pub use reversion::RsiReversion;
pub use rotation::MomentumRotation;
pub use volatility_target::VolatilityTarget;

pub(crate) use signal::{Exits, enter, leave, price};
pub(crate) use sourced::{BAND, Sourced, check_band};
pub(crate) use steering::toward;
