//! What a run over signals is set up with: a part of a back-test's settings.

use execution::{
    account::{AccountMode, InterestRates},
    engine::{Arrival, Finish},
    fees::FeeSchedule,
    gate::GateLimits,
    listing::Listing,
    slippage::Slippage,
    strategy::Size,
};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{BacktestError, BacktestSettings, MeasureSettings};

/// How large a position is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "by", rename_all = "snake_case", deny_unknown_fields)]
pub enum SignalSize {
    /// A part of the free funds: 1 for all of them.
    Funds {
        /// Above zero.
        #[schema(value_type = String)]
        share: Decimal,
    },
    /// Always the same number of units, a multiple of the lot.
    Units {
        /// Above zero.
        #[schema(value_type = String)]
        units: Decimal,
    },
    /// Always the same money, fees included.
    Money {
        /// Above zero, in the account's currency.
        #[schema(value_type = String)]
        amount: Decimal,
    },
}

impl SignalSize {
    /// All free funds.
    pub const ALL: Self = Self::Funds { share: Decimal::ONE };

    pub(super) const fn request(self) -> Size {
        match self {
            Self::Funds { share } => Size::FundsShare(share),
            Self::Units { units } => Size::Units(units),
            Self::Money { amount } => Size::Money(amount),
        }
    }
}

/// A run over signals, checked.
#[derive(Debug, Clone, PartialEq)]
pub struct SignalSettings {
    pub(super) listing: Listing,
    pub(super) size: SignalSize,
    pub(super) cash: Decimal,
    /// Worth that may be opened for each unit of equity, as its inverse; none for a cash account.
    pub(super) initial_margin: Option<Decimal>,
    /// The part of a position's worth that equity must be; none for an account that is never called.
    pub(super) maintenance: Option<Decimal>,
    pub(super) arrival: Arrival,
    pub(super) finish: Finish,
    pub(super) fees: FeeSchedule,
    pub(super) slippage: Slippage,
    pub(super) allow_short: bool,
    pub(super) check_buying_power: bool,
    pub(super) measure: MeasureSettings,
}

impl SignalSettings {
    /// Those of a back-test of one instrument.
    ///
    /// # Errors
    /// Whatever makes no sense, and [`BacktestError::NeedsEvents`] for what only the engine can follow.
    pub fn new(settings: &BacktestSettings, listing: Listing, size: SignalSize) -> Result<Self, BacktestError> {
        let needs = |why: &str| Err(BacktestError::NeedsEvents { why: why.to_owned() });
        settings.engine()?;
        listing.check()?;
        settings.fees.check()?;
        settings.slippage.check()?;
        execution::account::SimulatedAccount::new(settings.engine()?.account, &[listing])?;
        if settings.volume_share.is_some() || matches!(settings.slippage, Slippage::VolumeShare { .. }) {
            return needs("orders that get a part of each bar's volume last for several bars");
        }
        if settings.interest != InterestRates::default() || !settings.actions.is_empty() {
            return needs("interest and corporate actions change the account between signals");
        }
        if settings.currency != listing.currency {
            return needs("an instrument of another currency needs exchange rates");
        }
        let GateLimits { allow_short, check_buying_power, .. } = settings.limits;
        if settings.limits != (GateLimits { allow_short, check_buying_power, ..GateLimits::default() }) {
            return needs("limits of the gate look at each order");
        }
        let (amount, field) = match size {
            SignalSize::Funds { share } => (share, "share"),
            SignalSize::Units { units } => (units, "units"),
            SignalSize::Money { amount } => (amount, "amount"),
        };
        if amount <= Decimal::ZERO {
            return Err(BacktestError::Setting { field, value: amount.to_string(), allowed: "more than zero" });
        }
        if let SignalSize::Units { units } = size
            && execution::number::floor_to(units, listing.lot_size) != units
        {
            let allowed = "a multiple of the instrument's lot";
            return Err(BacktestError::Setting { field, value: units.to_string(), allowed });
        }
        let (initial_margin, maintenance) = match settings.account {
            AccountMode::Cash => (None, None),
            AccountMode::Margin { initial, maintenance } => (Some(initial), Some(maintenance)),
        };
        Ok(Self {
            listing,
            size,
            cash: settings.cash,
            initial_margin,
            maintenance: maintenance.filter(|part| !part.is_zero()),
            arrival: settings.arrival,
            finish: settings.finish,
            fees: settings.fees.clone(),
            slippage: settings.slippage,
            allow_short,
            check_buying_power,
            measure: settings.measure,
        })
    }
}
