//! How much a portfolio may lose, what the loss is made of, and what would make it smaller.
//!
//! Returns are simple ones of equal periods, oldest first. Losses are positive: a value at risk of 0.02 is a loss of 2 % of the value
//! in one period. Every method says in its documentation what it assumes; none is right, and [`backtest`](backtest()) says how often
//! each was wrong. A figure that the data leave open is an error or none, with the reason, and never zero.
//!
//! [`RiskRequest`] works out all figures of a portfolio at once, [`StressRequest`] what crises, shocks and their reverse do to it,
//! [`HedgeRequest`] what would make its losses smaller; these three are the forms of the API and the command line.
//!
//! Not here: prices and positions (the caller gives values, histories and covariances), limits (`alerts`), and anything that reads a
//! file or a clock.

mod backtest;
mod concentration;
mod contributions;
mod coverage;
mod error;
mod extreme;
mod garch;
mod hedge;
mod hedging;
mod histories;
mod holdings;
mod liquidity;
mod minimize;
mod moments;
mod options;
mod report;
mod stress;
mod tail;
mod volatility;

pub use backtest::{TailBacktest, TailBacktestRequest, backtest, backtest_watched};
pub use concentration::{Concentration, EffectiveBets, concentration, effective_bets};
pub use contributions::{Contribution, HistoricalContribution, gaussian_contributions, historical_contributions};
pub use coverage::{Coverage, LikelihoodRatio, coverage};
pub use error::RiskError;
pub use extreme::{ParetoTail, fit_pareto_tail};
pub use garch::{GarchErrors, GarchFit, Innovations, VolatilityModel, fit_garch};
pub use hedge::{BetaHedge, MinimumVarianceHedge, beta_hedge, minimum_variance_hedge, rehedge_band};
pub use hedging::{
    HedgeBand, HedgeInstrument, HedgeKind, HedgeRecommendation, HedgeReport, HedgeRequest, HedgeTrade, OptionFigures,
    OptionMarket,
};
pub use histories::{HistoryKind, HistoryTable};
pub use holdings::{Answer, Convention, Holding, LeftOut, Sensitivities, Series};
pub use liquidity::{LiquidationPlan, LiquidationPosition, days_to_liquidate};
pub use options::{Greeks, OptionKind, OptionTerms, zero_cost_call_strike};
pub use report::{
    BacktestSettings, ClusterMerge, ConcentrationReport, CorrelationBreak, CorrelationReport, Exception,
    FactorExposure, FactorRisk, GroupShare, GroupSpread, HoldingClusters, HoldingContribution, HoldingExposure,
    MethodBacktest, PairBreak, RiskContributions, RiskReport, RiskRequest, RollingCorrelation, TailFigure,
    coverage_table,
};
pub use stress::{
    Basis, Crisis, FactorMove, HoldingStress, PathPoint, ProxyBeta, ReverseStress, ReverseStressRequest, Scenario,
    ScenarioStress, Shock, SingleFactorStress, StressReport, StressRequest, StressTestEngine, StressWindow, WorstDay,
    crises,
};
pub use tail::{FilteredPaths, TailMethod, TailRequest, TailRisk, tail_risk};
pub use volatility::ewma_variances;
