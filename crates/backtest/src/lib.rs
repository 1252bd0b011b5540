//! Strategies run over history, and what can be believed of it.
//!
//! - [`run`](Backtest): one strategy over bars or ticks through the engine of `execution`; [`BacktestResult`] has the curve, the fills, the
//!   round trips with their excursions, the costs by kind, what was refused, and every figure with its convention.
//! - [`signals`]: one instrument that is in, out or short by a list of signals, without the event engine. It gives the same fills, digit for
//!   digit, by going from signal to signal; what it cannot follow it refuses.
//! - [`sweep`](sweep()): many parameters on some threads, by grid, by chance, or guided by what was found.
//! - [`validation`]: choosing on one part of history and testing on another: walk-forward, purged cross-validation, and the probability that
//!   the choice is no better than the middle.
//! - [`look_ahead`]: whether a strategy knows what it cannot know, by changing the future and looking for changes in the past.
//! - [`gap`]: why fills of paper or live trading brought something else than those of the back-test.
//!
//! The same input gives the same bits on any number of threads. A figure that the data leave open is none, with the reason.
//!
//! The key decision: there is one engine. The quick path is a theorem about it (that nothing happens between signals) and not a second
//! model of the market; a test by chance compares both.
//!
//! Not here: strategies (a sibling has them; here is only their trait), storage, jobs, clocks.

mod attribution;
mod benchmark;
mod costs;
mod error;
pub mod gap;
mod holdings;
pub mod look_ahead;
mod measure;
mod notices;
mod parallel;
mod result;
mod round_trips;
mod run;
mod settings;
pub mod signals;
mod sweep;
mod taxes;
mod ticks;
pub mod validation;
mod watched;

pub use attribution::{DecisionAttribution, InstrumentGain};
pub use benchmark::{Benchmark, BenchmarkSettings, Rebalancing};
pub use costs::Costs;
pub use error::BacktestError;
pub use measure::{Every, MeasureSettings, Measured};
pub use notices::Notice;
pub use result::{BacktestResult, EndPosition, EquityCurve, RefusedRequest};
pub use round_trips::RoundTrip;
pub use run::Backtest;
pub use settings::BacktestSettings;
pub use sweep::{
    CrossValidationVerdict, Goal, HeatMap, Outcome, OverOthers, ParameterRange, ParameterSet, ParameterValues, Search,
    Sweep, SweepResult, SweepVerdict, Trial, WalkForwardVerdict, sweep,
};
pub use taxes::{AfterTax, TaxSettings, TaxYear, TaxedRun};
pub use ticks::TickBacktest;
