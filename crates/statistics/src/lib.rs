//! Returns, expected returns, covariance estimators; performance, attribution, significance and simulation of series.
//!
//! Everything here is a pure function of price or return matrices (`n_observations × n_assets`, oldest row first). A
//! [`MomentsRequest`] is the one JSON form of the command line and the API: prices, returns or a covariance, an
//! [`ExpectedReturnsModel`], a [`CovarianceModel`], and rules for what is missing ([`MissingRule`]) and what is no covariance
//! ([`PsdRepair`]). [`estimate`] does the same for a [`PriceTable`], which keeps complete cases only: a date on which any asset
//! has no price is dropped and reported, never filled. The results are a year's and go into the optimizer as they are.
//!
//! The order of an estimation: covariance first, then its repair, then the expected returns, because equilibrium and
//! Black–Litterman look at the covariance; last a Black–Litterman posterior takes the covariance's place.
//!
//! [`PerformanceRequest`] measures a series; [`attribution`] says where a return came from, [`significance`] whether chance could
//! have made it, [`simulation`] what else might have come. Chance is a seed: the same one gives the same bits on any number of
//! threads. A figure that the data leave open is none, with the reason, and never zero.
//!
//! Not here: optimization, risk of loss (`risk`), and anything that reads a file or a clock.

pub mod attribution;
mod black_litterman;
mod check;
mod cholesky;
mod covariance;
pub mod distributions;
mod error;
mod estimate;
mod estimation;
mod expected_returns;
mod factor_estimates;
mod factor_model;
mod gram;
mod json;
mod observations;
mod performance;
mod prices;
mod repair;
mod request;
mod result;
mod returns;
pub mod significance;
pub mod simulation;
mod spectrum;
mod weights;

pub use black_litterman::{
    BlackLitterman, BlackLittermanReport, Posterior, View, black_litterman, idzorek_omega, proportional_omega,
};
pub use cholesky::cholesky;
pub use covariance::{CovarianceEstimate, CovarianceModel, estimate_covariance};
pub use error::StatisticsError;
pub use estimate::{Moments, estimate, estimate_above};
pub use expected_returns::{
    Compounding, ExpectedReturnsModel, MeanShrinkage, MeanTarget, RiskAversion, RiskAversionSource,
    estimate_expected_returns,
};
pub use factor_model::FactorModel;
pub use observations::{AssetWindow, MissingRule};
pub use performance::{
    Against, ClosedTrade, Drawdown, DrawdownEpisode, PerformanceFigure, PerformanceReport, PerformanceRequest,
    RollingFigures, TradeFigures, Unit, YearOfReturns, annual_turnover, annualized_return, annualized_volatility,
    average_drawdown, average_gain, average_loss, calmar_ratio, conditional_value_at_risk, downside_deviation,
    drawdowns, excess_kurtosis, expectancy, hit_rate, kelly_fraction, longest_runs, max_drawdown, monthly_returns,
    omega_ratio, payoff_ratio, profit_factor, quantile, recovery_idx, rolling, rolling_beta, rolling_correlation,
    rolling_return, rolling_sharpe, rolling_volatility, sharpe_ratio, skewness, sortino_ratio, stability, tail_ratio,
    tear_sheet, time_in_market, ulcer_index, underwater, value_at_risk,
};
pub use prices::{PriceHistory, PriceTable};
pub use repair::{PsdRepair, RepairReport, repair};
pub use request::MomentsRequest;
pub use result::{FactorModelView, MomentsResult};
pub use returns::{log_returns, simple_returns};
pub use spectrum::{Spectrum, eigenvalue_range};

/// Trading days a year, the default annualization of daily figures.
pub const TRADING_DAYS_PER_YEAR: f64 = 252.0;
