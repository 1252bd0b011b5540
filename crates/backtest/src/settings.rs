//! How a back-test is set up, as JSON says it.

use execution::{
    account::{AccountMode, AccountSettings, DatedAction, InterestRates},
    engine::{Arrival, DatedRate, EngineSettings, Finish},
    fees::FeeSchedule,
    gate::GateLimits,
    matching::{MatchRules, PathRule, TouchRule},
    slippage::Slippage,
};
use model::{currency::Currency, id::AccountId};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{BacktestError, MeasureSettings};

/// The venue of simulated fills.
const VENUE: &str = "backtest";
/// The account of simulated fills.
const ACCOUNT: AccountId = AccountId::from_uuid(Uuid::from_u128(0x6261_636b_7465_7374));

/// How a back-test is set up. All but currency and cash may be left out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BacktestSettings {
    /// The currency in which the account is reckoned.
    pub currency: Currency,
    /// Cash at the start, above zero.
    #[schema(value_type = String)]
    pub cash: Decimal,
    /// What may be borrowed; nothing unless said.
    #[serde(default = "cash_account")]
    pub account: AccountMode,
    /// When and where an order that was asked for at a close trades.
    #[serde(default)]
    pub arrival: Arrival,
    /// What becomes of positions at the end.
    #[serde(default)]
    pub finish: Finish,
    /// The way of the price within a bar.
    #[serde(default)]
    pub path: PathRule,
    /// Whether a tick at the limit of a resting order fills it.
    #[serde(default)]
    pub touch: TouchRule,
    /// The part of a bar's volume that orders get, above 0 and up to 1; as much as they want unless said.
    #[serde(default)]
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
    /// Dividends, splits and delistings. Prices that are adjusted for them already must not have them here too.
    #[serde(default)]
    pub actions: Vec<DatedAction>,
    /// Rates of other currencies by the time at which they were known.
    #[serde(default)]
    pub rates: Vec<DatedRate>,
    /// Microseconds that an order is on its way, with ticks.
    #[serde(default)]
    pub latency_micros: i64,
    /// Makes the ids of orders.
    #[serde(default)]
    pub seed: u64,
    /// How the result is measured.
    #[serde(default)]
    pub measure: MeasureSettings,
}

impl BacktestSettings {
    /// A cash account without costs whose orders trade at the next open.
    #[must_use]
    pub fn new(currency: Currency, cash: Decimal) -> Self {
        Self {
            currency,
            cash,
            account: AccountMode::Cash,
            arrival: Arrival::default(),
            finish: Finish::default(),
            path: PathRule::default(),
            touch: TouchRule::default(),
            volume_share: None,
            slippage: Slippage::default(),
            fees: FeeSchedule::default(),
            interest: InterestRates::default(),
            year_days: year_days(),
            limits: GateLimits::default(),
            actions: Vec::new(),
            rates: Vec::new(),
            latency_micros: 0,
            seed: 0,
            measure: MeasureSettings::default(),
        }
    }

    /// What the engine is told.
    ///
    /// # Errors
    /// [`BacktestError::Setting`] for cash that is not above zero or a latency below it. The engine checks the rest.
    pub fn engine(&self) -> Result<EngineSettings, BacktestError> {
        if self.cash <= Decimal::ZERO {
            let (value, allowed) = (self.cash.to_string(), "more than zero: returns are parts of it");
            return Err(BacktestError::Setting { field: "cash", value, allowed });
        }
        if self.latency_micros < 0 {
            let (value, allowed) = (self.latency_micros.to_string(), "zero or more");
            return Err(BacktestError::Setting { field: "latency_micros", value, allowed });
        }
        self.measure.check()?;
        let rules =
            MatchRules { path: self.path, touch: self.touch, volume_share: self.volume_share, slippage: self.slippage };
        let account = AccountSettings {
            base: self.currency,
            cash: self.cash,
            mode: self.account,
            interest: self.interest,
            year_days: self.year_days,
        };
        let venue = VENUE.parse().expect("invariant: the name of a venue");
        Ok(EngineSettings {
            arrival: self.arrival,
            finish: self.finish,
            rules,
            fees: self.fees.clone(),
            limits: self.limits.clone(),
            latency_micros: self.latency_micros,
            seed: self.seed,
            ..EngineSettings::new(account, ACCOUNT, venue)
        })
    }
}

const fn cash_account() -> AccountMode {
    AccountMode::Cash
}

const fn year_days() -> u16 {
    360
}
