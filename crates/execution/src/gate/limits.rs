//! What an account may do at most.

use model::id::InstrumentId;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::error::ExecutionError;

/// Limits of an account. Money is in its base currency; a limit that is `None` does not exist.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct GateLimits {
    /// Units of one order.
    #[schema(value_type = Option<String>)]
    pub order_units_max: Option<Decimal>,
    /// Worth of one order.
    #[schema(value_type = Option<String>)]
    pub order_notional_max: Option<Decimal>,
    /// Units of a position with all open orders that make it larger.
    #[schema(value_type = Option<String>)]
    pub position_units_max: Option<Decimal>,
    /// Worth of the same.
    #[schema(value_type = Option<String>)]
    pub position_notional_max: Option<Decimal>,
    /// Worth of all positions, long and short added.
    #[schema(value_type = Option<String>)]
    pub gross_notional_max: Option<Decimal>,
    /// Units of one order as a part of an average day's.
    #[schema(value_type = Option<String>)]
    pub volume_share_max: Option<Decimal>,
    /// How far a limit may lie on the wrong side of the market, as a part of its price: 0.05 for 5 %.
    #[schema(value_type = Option<String>)]
    pub price_collar: Option<Decimal>,
    /// How old the market's price may be, in microseconds.
    pub price_age_max_micros: Option<i64>,
    /// Within how many microseconds the same order again is a mistake.
    pub duplicate_window_micros: Option<i64>,
    /// Orders that may pass within any second.
    pub orders_per_second_max: Option<u32>,
    /// Loss of a day, above zero, after which positions may only get smaller.
    #[schema(value_type = Option<String>)]
    pub daily_loss_max: Option<Decimal>,
    /// What must not be bought or sold short, ascending.
    pub restricted: Vec<InstrumentId>,
    /// Whether units may be sold that are not held.
    pub allow_short: bool,
    /// Whether orders may wait for the opening while the market is closed.
    pub queue_while_closed: bool,
    /// Whether the account must be able to pay. Only a simulation may leave that out.
    pub check_buying_power: bool,
}

impl Default for GateLimits {
    /// No short sales, no orders while the market is closed, and the account must be able to pay; nothing else.
    fn default() -> Self {
        Self {
            order_units_max: None,
            order_notional_max: None,
            position_units_max: None,
            position_notional_max: None,
            gross_notional_max: None,
            volume_share_max: None,
            price_collar: None,
            price_age_max_micros: None,
            duplicate_window_micros: None,
            orders_per_second_max: None,
            daily_loss_max: None,
            restricted: Vec::new(),
            allow_short: false,
            queue_while_closed: false,
            check_buying_power: true,
        }
    }
}

impl GateLimits {
    /// Whether they make sense.
    ///
    /// # Errors
    /// [`ExecutionError::Setting`].
    pub fn check(&self) -> Result<(), ExecutionError> {
        let wrong = |field, value: String, allowed| Err(ExecutionError::Setting { field, value, allowed });
        let amounts = [
            ("order_units_max", self.order_units_max),
            ("order_notional_max", self.order_notional_max),
            ("position_units_max", self.position_units_max),
            ("position_notional_max", self.position_notional_max),
            ("gross_notional_max", self.gross_notional_max),
            ("volume_share_max", self.volume_share_max),
            ("price_collar", self.price_collar),
            ("daily_loss_max", self.daily_loss_max),
        ];
        for (field, amount) in amounts {
            if let Some(amount) = amount.filter(|amount| *amount <= Decimal::ZERO) {
                return wrong(field, amount.to_string(), "more than zero, or nothing for no limit");
            }
        }
        for (field, time) in [
            ("price_age_max_micros", self.price_age_max_micros),
            ("duplicate_window_micros", self.duplicate_window_micros),
            ("orders_per_second_max", self.orders_per_second_max.map(i64::from)),
        ] {
            if let Some(time) = time.filter(|time| *time <= 0) {
                return wrong(field, time.to_string(), "more than zero, or nothing for no limit");
            }
        }
        if !self.restricted.is_sorted() {
            return wrong("restricted", "not ascending".to_owned(), "instruments in ascending order");
        }
        Ok(())
    }

    /// Whether anything but the order's own units is limited.
    pub(super) const fn look_beyond_units(&self) -> bool {
        self.check_buying_power
            || self.order_notional_max.is_some()
            || self.position_units_max.is_some()
            || self.position_notional_max.is_some()
            || self.gross_notional_max.is_some()
            || self.volume_share_max.is_some()
    }
}
