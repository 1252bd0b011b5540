//! The rules of one jurisdiction, as data.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{TaxError, WashSaleWindow};

/// Which lots a sale takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LotOrder {
    /// Those that the seller names.
    #[default]
    Specific,
    /// The oldest first.
    FirstInFirstOut,
    /// The newest first.
    LastInFirstOut,
    /// Those that cost most per unit first.
    HighestCostFirst,
    /// All lots are one pool with one average cost.
    Average,
}

impl LotOrder {
    /// In words.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Specific => "specific lots",
            Self::FirstInFirstOut => "first in, first out",
            Self::LastInFirstOut => "last in, first out",
            Self::HighestCostFirst => "highest cost first",
            Self::Average => "average cost",
        }
    }
}

/// Longest holding period that is believed.
const MAX_MONTHS: u32 = 1200;
/// Longest window that is believed.
const MAX_DAYS: u16 = 366;

/// What the law of a place says about selling listed shares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TaxRules {
    /// A lot held longer than this many months is long-term; null where there is no such difference.
    #[serde(default)]
    pub long_term_after_months: Option<u32>,
    /// Days around a sale at a loss on which a purchase of the same asset cancels the loss; null where there is no such rule.
    #[serde(default)]
    pub wash_sale_window: Option<WashSaleWindow>,
    /// Which lots a sale takes.
    #[serde(default)]
    pub lot_order: LotOrder,
}

impl TaxRules {
    /// Checks that the numbers are possible.
    ///
    /// # Errors
    /// [`TaxError::Rule`] naming the rule.
    pub fn check(self) -> Result<Self, TaxError> {
        let fail = |field, problem| Err(TaxError::Rule { field, problem });
        if let Some(months) = self.long_term_after_months.filter(|months| *months > MAX_MONTHS) {
            return fail("rules.long_term_after_months", format!("{months}; give at most {MAX_MONTHS}, or null"));
        }
        if let Some(window) = self.wash_sale_window
            && window.days_before.max(window.days_after) > MAX_DAYS
        {
            return fail("rules.wash_sale_window", format!("give at most {MAX_DAYS} days on either side, or null"));
        }
        Ok(self)
    }
}
