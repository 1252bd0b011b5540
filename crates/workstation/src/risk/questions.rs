//! What is asked of risk, crises and hedges of the workspace.

use std::collections::BTreeMap;

use ::risk::{BacktestSettings, ReverseStressRequest, Scenario, Sensitivities, StressWindow, TailMethod};
use chrono::NaiveDate;
use model::id::{AccountId, InstrumentId};
use serde::Deserialize;

/// What is asked of the workspace's risk. All of it may be left out.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RiskQuestion {
    /// Only this account.
    #[serde(default)]
    pub account_id: Option<AccountId>,
    /// The first day of the history; five years before today when nothing is said.
    #[serde(default)]
    pub from: Option<NaiveDate>,
    /// Instruments whose returns are factors; the benchmark when nothing is said.
    #[serde(default)]
    pub factor_instrument_ids: Option<Vec<InstrumentId>>,
    /// Probabilities with which a loss is not exceeded; 0.95 and 0.99 when nothing is said.
    #[serde(default)]
    pub confidences: Option<Vec<f64>>,
    /// Days over which losses are estimated; 1 and 10 when nothing is said.
    #[serde(default)]
    pub horizons: Option<Vec<usize>>,
    /// Methods; all eight when empty.
    #[serde(default)]
    pub methods: Vec<TailMethod>,
    /// How methods are tested on the past; they are not when nothing is said.
    #[serde(default)]
    pub backtest: Option<BacktestSettings>,
    /// Of the random numbers of methods.
    #[serde(default)]
    pub seed: u64,
}

/// What is asked of the workspace in a crisis. All of it may be left out.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StressQuestion {
    /// Only this account.
    #[serde(default)]
    pub account_id: Option<AccountId>,
    /// Instruments that stand in for a holding without a history of its own; the benchmark when nothing is said.
    #[serde(default)]
    pub proxy_instrument_ids: Option<Vec<InstrumentId>>,
    /// Crises of the catalogue by name; all when nothing is said.
    #[serde(default)]
    pub crises: Option<Vec<String>>,
    /// Windows of one's own.
    #[serde(default)]
    pub windows: Vec<StressWindow>,
    /// Shocks that did not happen.
    #[serde(default)]
    pub scenarios: Vec<Scenario>,
    /// Losses that a cause is looked for. Factors are symbols.
    #[serde(default)]
    pub reverse: Vec<ReverseStressRequest>,
    /// How holdings answer shocks, by symbol. Betas to the benchmark are measured where none is given.
    #[serde(default)]
    pub sensitivities: BTreeMap<String, Sensitivities>,
}

/// What is asked of hedges of the workspace. All of it may be left out.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HedgeQuestion {
    /// Only this account.
    #[serde(default)]
    pub account_id: Option<AccountId>,
    /// The first day of the history; five years before today when nothing is said.
    #[serde(default)]
    pub from: Option<NaiveDate>,
    /// What to hedge with; every fund and index that is not held when nothing is said.
    #[serde(default)]
    pub instrument_ids: Option<Vec<InstrumentId>>,
    /// Cost of trading as a part of the value traded; 0.0005 when nothing is said.
    #[serde(default)]
    pub cost: Option<f64>,
    /// The beta to the benchmark that a beta hedge aims at.
    #[serde(default)]
    pub target_beta: f64,
    /// Options that can be had.
    #[serde(default)]
    pub options: Vec<HedgeOptions>,
    /// Probability with which a loss is not exceeded; 0.95 when nothing is said.
    #[serde(default)]
    pub confidence: Option<f64>,
    /// Days over which hedges are judged; 10 when nothing is said.
    #[serde(default)]
    pub horizon: Option<usize>,
}

/// Options on an instrument of the workspace.
#[derive(Clone, Debug, PartialEq, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HedgeOptions {
    /// The symbol of the underlying.
    pub underlying: String,
    /// Its price in the base currency; the last one when nothing is said.
    #[serde(default)]
    pub spot: Option<f64>,
    /// Units of the underlying in one option; 1 when nothing is said.
    #[serde(default)]
    pub multiplier: Option<f64>,
    /// Years until the options end.
    pub years: f64,
    /// Strike of the put over the spot; 0.95 when nothing is said.
    #[serde(default)]
    pub moneyness: Option<f64>,
    /// Interest rate a year, continuous.
    #[serde(default)]
    pub rate: f64,
    /// What the underlying pays a year, continuous.
    #[serde(default)]
    pub dividend_yield: f64,
    /// Implied volatility of the put a year, 0.2 for 20 %.
    #[serde(default)]
    pub implied_volatility: Option<f64>,
    /// Implied volatility of the call of a collar; the put's when nothing is said.
    #[serde(default)]
    pub call_volatility: Option<f64>,
    /// An index of implied volatility in percent, such as the VIX, that stands in where none is given.
    #[serde(default)]
    pub vix: Option<f64>,
    /// Cost of trading as a part of the premium.
    #[serde(default)]
    pub cost: f64,
}

/// Which portfolio's risk a screen shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct RiskQuery {
    /// Only this account.
    #[serde(default)]
    #[param(value_type = Option<String>)]
    pub account_id: Option<AccountId>,
    /// The first day of the history; five years before today when nothing is said.
    #[serde(default)]
    pub from: Option<NaiveDate>,
    /// With every method tested on the past, which takes seconds; without when nothing is said.
    #[serde(default)]
    pub tested: Option<bool>,
}

/// Of which portfolio a screen shows crises or hedges.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct RiskAccountQuery {
    /// Only this account.
    #[serde(default)]
    #[param(value_type = Option<String>)]
    pub account_id: Option<AccountId>,
}

impl From<RiskQuery> for RiskQuestion {
    fn from(query: RiskQuery) -> Self {
        let backtest = query.tested.unwrap_or(false).then(BacktestSettings::default);
        Self { account_id: query.account_id, from: query.from, backtest, ..Self::default() }
    }
}

impl From<RiskAccountQuery> for StressQuestion {
    fn from(query: RiskAccountQuery) -> Self {
        Self { account_id: query.account_id, ..Self::default() }
    }
}

impl From<RiskAccountQuery> for HedgeQuestion {
    fn from(query: RiskAccountQuery) -> Self {
        Self { account_id: query.account_id, ..Self::default() }
    }
}
