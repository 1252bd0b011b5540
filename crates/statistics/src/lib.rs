//! Returns, expected returns, covariance estimators and plain performance figures.
//!
//! Everything here is a pure function of price or return matrices (`n_observations × n_assets`, oldest row first). Prices
//! enter through [`PriceTable`], which checks them once and keeps complete cases only: a date on which any asset has no
//! price is dropped and reported, never filled. [`estimate`] turns a table into annualized [`Moments`] for the optimizer.
//!
//! Not here: optimization, attribution, significance tests, and anything that reads a file or a clock.

mod covariance;
mod error;
mod estimate;
mod expected_returns;
mod factor_model;
mod performance;
mod prices;
mod returns;
mod spectrum;

pub use covariance::{CovarianceEstimate, CovarianceModel, estimate_covariance};
pub use error::StatisticsError;
pub use estimate::{Moments, estimate};
pub use expected_returns::{Compounding, ExpectedReturnsModel, estimate_expected_returns};
pub use factor_model::FactorModel;
pub use performance::{Drawdown, annualized_return, annualized_volatility, max_drawdown, sharpe_ratio};
pub use prices::PriceTable;
pub use returns::{log_returns, simple_returns};
pub use spectrum::{Spectrum, eigenvalue_range};

/// Trading days a year, the default annualization of daily figures.
pub const TRADING_DAYS_PER_YEAR: f64 = 252.0;
