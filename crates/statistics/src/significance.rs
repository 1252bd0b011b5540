//! Whether chance could have made a result: tests that count how often one tried.
//!
//! Sharpe ratios are a period's here, not a year's, because the number of periods is what decides. Tests by resampling take a seed; the
//! same one gives the same bits on any number of threads.

mod bootstrap;
mod data_snooping;
mod overfitting;
mod report;
mod series;
mod sharpe;
mod splits;
mod unit_root;

pub use bootstrap::{BootstrapInterval, bootstrap_interval};
pub use data_snooping::{DataSnooping, DataSnoopingRequest};
pub use overfitting::{Overfitting, probability_of_overfitting};
pub use report::{FigureInterval, SignificanceReport, SignificanceRequest};
pub use series::{TestResult, jarque_bera, ljung_box};
pub use sharpe::{SharpeMoments, deflated_sharpe, expected_best_sharpe, minimum_track_record, probabilistic_sharpe};
pub use splits::{PurgedSplit, PurgedSplits};
pub use unit_root::{UnitRootTest, augmented_dickey_fuller};
