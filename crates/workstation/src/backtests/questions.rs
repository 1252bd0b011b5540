//! What is asked of a back-test.

use ::backtest::{BacktestSettings, BenchmarkSettings, MeasureSettings};
use ::bars::{build::PriceOf, interval::Interval};
use ::strategies::StrategySpecification;
use chrono::NaiveDate;
use execution::{
    account::{AccountMode, DatedAction, InterestRates},
    engine::{Arrival, Finish},
    fees::FeeSchedule,
    gate::GateLimits,
    matching::{PathRule, TouchRule},
    slippage::Slippage,
    ticks::TickBars,
};
use model::{
    bar::BarSize,
    currency::Currency,
    id::{BacktestId, InstrumentId, StrategyId},
};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{
    error::{Error, Result},
    paper_runs::PaperState,
    replays::ReplayOf,
};

/// A strategy, the instruments and days that it runs over, and how the account and the market are simulated.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BacktestQuestion {
    /// A name for people; made of the strategy and the instruments when nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// A strategy that is kept; this or a specification.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub strategy_id: Option<StrategyId>,
    /// A strategy as it is described.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub specification: Option<StrategySpecification>,
    /// What it trades, 1 to 500, in the order in which the strategy knows them.
    pub instrument_ids: Vec<InstrumentId>,
    /// The first day; as early as there are bars when nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
    /// The last day, included; as late as there are bars when nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<NaiveDate>,
    /// What a bar covers; a day when nothing is said, a minute over ticks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interval: Option<Interval>,
    /// Trades and quotes in place of stored bars: orders meet them, and the strategy hears of the bars built of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ticks: Option<TicksQuestion>,
    /// The account and the market.
    pub settings: SimulationSettings,
    /// What it is compared with; nothing when nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub benchmark: Option<BenchmarkQuestion>,
    /// Whether splits, dividends and delistings are taken from the transactions of the workspace. They are when nothing is said; those of
    /// instruments whose prices are adjusted never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ledger_actions: Option<bool>,
    /// Splits, dividends and delistings beside those.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub actions: Vec<DatedAction>,
}

/// Which ticks a run goes over: those that a replay of the same gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TicksQuestion {
    /// What was recorded, or what is made of stored bars or closes.
    pub of: ReplayOf,
    /// Of which bars they are made; days when nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<BarSize>,
    /// Which price of a tick makes the bars that the strategy hears of; trades when nothing is said.
    #[serde(default = "of_trades")]
    pub price: PriceOf,
}

const fn of_trades() -> PriceOf {
    PriceOf::Trade
}

impl TicksQuestion {
    /// The bars that are built.
    pub(crate) const fn bars(&self, interval: Interval) -> TickBars {
        TickBars { interval, of: self.price }
    }
}

impl BacktestQuestion {
    /// What a bar covers.
    pub(crate) fn interval(&self) -> Interval {
        self.interval.unwrap_or(if self.ticks.is_some() { Interval::Minute1 } else { Interval::Day1 })
    }

    /// Refuses ticks where only stored bars serve.
    ///
    /// # Errors
    /// When it is about ticks.
    pub(crate) fn refuse_ticks(&self, what: &str) -> Result<()> {
        if self.ticks.is_none() {
            return Ok(());
        }
        Err(Error::field("ticks", "bars_only", format!("{what} goes over stored bars; leave ticks out")))
    }
}

/// How the account and the market are simulated. All but the cash may be left out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SimulationSettings {
    /// The currency of the account; the base currency of the workspace when nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<Currency>,
    /// Cash at the start, above zero.
    #[schema(value_type = String)]
    pub cash: Decimal,
    /// What may be borrowed; nothing when nothing is said.
    #[serde(default = "cash_account")]
    pub account: AccountMode,
    /// When and where an order that was asked for at a close trades. When nothing is said: at the next open, or at the next close where an
    /// instrument's bars have closes only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arrival: Option<Arrival>,
    /// What becomes of positions at the end.
    #[serde(default)]
    pub finish: Finish,
    /// The way of the price within a bar.
    #[serde(default)]
    pub path: PathRule,
    /// Whether a tick at the limit of a resting order fills it.
    #[serde(default)]
    pub touch: TouchRule,
    /// The part of a bar's volume that orders get, above 0 and up to 1; as much as they want when nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub volume_share: Option<f64>,
    /// What orders pay that come to the market.
    #[serde(default)]
    pub slippage: Slippage,
    /// What trades cost.
    #[serde(default)]
    pub fees: FeeSchedule,
    /// Interest on cash, and on what is sold short.
    #[serde(default)]
    pub interest: InterestRates,
    /// Days of a year of interest: 360 or 365.
    #[serde(default = "year_days")]
    pub year_days: u16,
    /// What the gate lets pass. Without anything said: no short sales, and the account must be able to pay.
    #[serde(default)]
    pub limits: GateLimits,
    /// How the result is measured.
    #[serde(default)]
    pub measure: MeasureSettings,
    /// Makes the ids of orders.
    #[serde(default)]
    pub seed: u64,
}

/// What a run is compared with, in its own currency.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct BenchmarkQuestion {
    /// What it holds.
    #[serde(flatten)]
    pub settings: BenchmarkSettings,
    /// Of what, in the order of the weights.
    pub instrument_ids: Vec<InstrumentId>,
}

/// A new name.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RenameBacktest {
    /// The name: 1 to 200 characters.
    pub name: String,
}

/// How much of a curve is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CurveQuery {
    /// Points of the curve at most, 4 to 100,000; 1,500 when nothing is said. The lowest and the highest of each stretch are among them.
    #[serde(default)]
    pub points: Option<usize>,
}

/// Which rows of a long list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct RowsQuery {
    /// Rows before the stretch.
    #[serde(default)]
    pub offset: Option<usize>,
    /// Rows of the stretch, 1 to 1000; 100 when nothing is said.
    #[serde(default)]
    pub limit: Option<u32>,
}

/// How a history that might have been is made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SimulationMethod {
    /// Blocks of the run's returns, drawn anew.
    #[default]
    BlockBootstrap,
    /// The gains of the run's round trips in another order.
    TradeShuffle,
    /// Returns out of a Student distribution fitted to the run's.
    Student,
}

/// What is simulated.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SimulationQuery {
    /// `block_bootstrap` (default), `trade_shuffle` or `student`.
    #[serde(default)]
    #[param(value_type = Option<String>)]
    pub method: Option<SimulationMethod>,
    /// Histories, 100 to 100,000; 1,000 when nothing is said.
    #[serde(default)]
    pub paths: Option<usize>,
    /// Mean periods of a block; the best length for these returns when nothing is said.
    #[serde(default)]
    pub block: Option<f64>,
    /// The part of the start at or below which a history is ruined; 0.5 when nothing is said.
    #[serde(default)]
    pub ruin: Option<f64>,
    /// The chance: the same one gives the same answer.
    #[serde(default)]
    pub seed: Option<u64>,
}

/// What a back-test was asked, as it is kept: with the strategy as it was then.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Kept {
    /// The strategy that ran.
    pub(crate) specification: StrategySpecification,
    /// All else.
    pub(crate) question: BacktestQuestion,
    /// How it stands, of a run on paper. By this member it is told from a back-test.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) paper: Option<PaperState>,
}

/// The job's result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct BacktestDone {
    /// The back-test that is kept.
    pub backtest_id: BacktestId,
}

const fn cash_account() -> AccountMode {
    AccountMode::Cash
}

const fn year_days() -> u16 {
    360
}

impl SimulationSettings {
    /// What the engine of back-tests is told, without what is read from the workspace. `usual` is when orders trade when nothing is said.
    pub(crate) fn settings(&self, base: Currency, usual: Arrival) -> BacktestSettings {
        BacktestSettings {
            account: self.account,
            arrival: self.arrival.unwrap_or(usual),
            finish: self.finish,
            path: self.path,
            touch: self.touch,
            volume_share: self.volume_share,
            slippage: self.slippage,
            fees: self.fees.clone(),
            interest: self.interest,
            year_days: self.year_days,
            limits: self.limits.clone(),
            measure: self.measure,
            seed: self.seed,
            ..BacktestSettings::new(self.currency.unwrap_or(base), self.cash)
        }
    }
}
