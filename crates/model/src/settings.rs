//! Settings of a workspace.

use serde::{Deserialize, Serialize};

use crate::{currency::Currency, error::ValueError, id::InstrumentId, names::named_enum};

named_enum! {
    /// How the window draws; it holds from the next start on.
    Renderer ("renderer") {
        /// By the graphics card where there is one.
        Auto = "auto",
        /// By the graphics card.
        Gpu = "gpu",
        /// Without it: slower, for cards and drivers that show a blank or torn window.
        Software = "software",
    }
}

/// What holds for a whole workspace.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The currency of totals.
    pub base_currency: Currency,
    /// What performance is compared with.
    #[serde(default)]
    pub benchmark_id: Option<InstrumentId>,
    /// Annual risk-free rate as a fraction (0.02 is 2 %) for Sharpe ratios; unset: the sample's series, else 0.
    #[serde(default)]
    pub risk_free_rate: Option<f64>,
    /// Trading days in a year.
    #[serde(default = "trading_days")]
    pub periods_per_year: u16,
    /// A last price older than this many days is shown as stale.
    #[serde(default = "stale_days")]
    pub stale_after_days: u16,
    /// How the window draws from its next start on.
    #[serde(default = "automatic")]
    pub renderer: Renderer,
}

fn trading_days() -> u16 {
    252
}

fn stale_days() -> u16 {
    5
}

fn automatic() -> Renderer {
    Renderer::Auto
}

impl Settings {
    /// The settings of a new workspace.
    pub fn new(base_currency: Currency) -> Self {
        Self {
            base_currency,
            benchmark_id: None,
            risk_free_rate: None,
            periods_per_year: trading_days(),
            stale_after_days: stale_days(),
            renderer: automatic(),
        }
    }

    /// Everything that is wrong with them.
    pub fn check(&self) -> Vec<ValueError> {
        let mut wrong = Vec::new();
        if self.risk_free_rate.is_some_and(|r| !r.is_finite() || r.abs() > 1.0) {
            wrong.push(ValueError::Unknown {
                what: "risk-free rate",
                value: self.risk_free_rate.unwrap_or_default().to_string(),
                allowed: "a yearly fraction between -1 and 1, such as 0.02".to_owned(),
            });
        }
        if !(1..=366).contains(&self.periods_per_year) {
            wrong.push(ValueError::NotPositive { field: "periods_per_year", value: self.periods_per_year.to_string() });
        }
        wrong
    }
}
