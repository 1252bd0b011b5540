//! What the law says of one tax year of one place, as data with its sources.

use chrono::NaiveDate;
use model::currency::Currency;
use rust_decimal::{Decimal, prelude::ToPrimitive};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{Charge, Jurisdiction, LotOrder, TaxError, TaxRates, TaxRules, WashSaleWindow};

/// The rules of one tax year: the built-in ones ([`Jurisdiction::year`]) and a user's own ([`TaxYearRules::from_json`]) alike.
///
/// Money is in `currency`; rates and shares are decimals between 0 and 1.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TaxYearRules {
    /// Whose rules, for people: "United States", or the name that a user gave.
    pub name: String,
    /// The jurisdiction; null for a user's own rules.
    #[serde(default)]
    pub jurisdiction: Option<Jurisdiction>,
    /// The calendar year in which the tax year begins: 2024 for 2024/25 in the United Kingdom.
    pub year: i32,
    /// Its first day.
    pub first_day: NaiveDate,
    /// Its last day.
    pub last_day: NaiveDate,
    /// The currency in which gains are figured.
    #[schema(value_type = String, example = "USD")]
    pub currency: Currency,
    /// A lot held longer than this many months is long-term; null where there is no such difference.
    #[serde(default)]
    pub long_term_after_months: Option<u32>,
    /// The orders of lots that the law allows, at least one.
    pub lot_orders: Vec<LotOrder>,
    /// The one that holds when nothing is chosen; one of `lot_orders`.
    pub default_lot_order: LotOrder,
    /// What a purchase around a sale at a loss does; null where it does nothing.
    #[serde(default)]
    pub repurchase: Option<RepurchaseRule>,
    /// What becomes of losses that the year's gains do not use up.
    pub losses: LossRules,
    /// How a year's gains are taxed.
    pub charge: Charge,
    /// The highest rates, to start from; null where they depend on the region.
    #[serde(default)]
    pub highest_rates: Option<DecimalRates>,
    /// Where each rule stands and when it was checked.
    #[serde(default)]
    pub sources: Vec<Citation>,
    /// What these rules leave out, in words.
    #[serde(default)]
    pub limits: Vec<String>,
}

/// What a purchase around a sale at a loss does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RepurchaseRule {
    /// The kind of rule.
    pub kind: RepurchaseKind,
    /// The days around the sale.
    pub window: WashSaleWindow,
}

/// The kinds of rules on buying back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RepurchaseKind {
    /// The loss is disallowed and added to the basis of the replacement: [`crate::wash_sales`].
    WashSale,
    /// The loss is denied when the replacement is still held after the window: [`crate::superficial_losses`].
    SuperficialLoss,
    /// The shares bought back are the ones sold: found with the cost, in the books.
    Matching,
}

/// What becomes of losses that the year's gains do not use up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LossRules {
    /// How long they are carried forward.
    pub carry_forward: CarryForwardRule,
    /// Into how many earlier years they may be carried back, by choice.
    #[serde(default)]
    pub carry_back_years: u32,
    /// Years after the end of the tax year within which a loss must be claimed to be carried forward; null where it need not be.
    #[serde(default)]
    pub claim_within_years: Option<u32>,
}

/// How long losses are carried forward.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum CarryForwardRule {
    /// Until they are used.
    Unlimited,
    /// Until the end of this many tax years after the one in which they arose.
    Years {
        /// How many.
        years: u32,
    },
    /// Not at all.
    None,
}

/// Rates by term as exact decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DecimalRates {
    /// Of gains on lots held no longer than the holding period, "0.37" = 37 %.
    #[schema(value_type = String, example = "0.37")]
    pub short_term: Decimal,
    /// Of gains on lots held longer.
    #[schema(value_type = String, example = "0.2")]
    pub long_term: Decimal,
}

impl DecimalRates {
    /// The same as binary fractions, for the optimizer's coefficients.
    ///
    /// # Errors
    /// [`TaxError::Rate`] as [`TaxRates::check`].
    pub fn rates(self) -> Result<TaxRates, TaxError> {
        let float = |rate: Decimal| rate.to_f64().unwrap_or(f64::NAN);
        TaxRates { short_term: float(self.short_term), long_term: float(self.long_term) }.check()
    }
}

/// Where one rule stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Citation {
    /// Which rule: a field of [`TaxYearRules`], or a part of its charge.
    pub rule: String,
    /// The law or official page.
    pub source: String,
    /// The day on which the figure was compared with `checked_against`; null when it was not verified.
    #[serde(default)]
    pub checked: Option<NaiveDate>,
    /// What it was compared with: the text of the law, or who reproduces it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checked_against: Option<String>,
    /// What else there is to say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl TaxYearRules {
    /// A user's own rules out of JSON, checked.
    ///
    /// # Errors
    /// [`TaxError::RuleSet`] with the place in the JSON and what is wrong there.
    pub fn from_json(json: &[u8]) -> Result<Self, TaxError> {
        let rules: Self = serde_json::from_slice(json).map_err(|error| TaxError::RuleSet {
            path: format!("line {} column {}", error.line(), error.column()),
            problem: format!("{error}; see the guide, Taxes, for the form"),
        })?;
        rules.checked()
    }

    /// "2024", or "2024/25" when the year ends in the next calendar year.
    #[must_use]
    pub fn label(&self) -> String {
        use chrono::Datelike;
        let last = self.last_day.year();
        if last == self.year { self.year.to_string() } else { format!("{}/{:02}", self.year, last.rem_euclid(100)) }
    }

    /// Whether the day belongs to the year.
    #[must_use]
    pub fn contains(&self, day: NaiveDate) -> bool {
        self.first_day <= day && day <= self.last_day
    }

    /// The part that the optimizer uses, with the default order of lots.
    #[must_use]
    pub fn rules(&self) -> TaxRules {
        TaxRules {
            long_term_after_months: self.long_term_after_months,
            wash_sale_window: self.repurchase.map(|rule| rule.window),
            lot_order: self.default_lot_order,
        }
    }

    /// The same with an order of lots that was chosen.
    ///
    /// # Errors
    /// [`TaxError::Rule`] when the law does not allow it, saying which orders it does.
    pub fn rules_by(&self, order: LotOrder) -> Result<TaxRules, TaxError> {
        if !self.lot_orders.contains(&order) {
            let allowed: Vec<&str> = self.lot_orders.iter().map(|order| order.name()).collect();
            let problem = format!(
                "{} is not allowed in {} {}; choose {}",
                order.name(),
                self.name,
                self.label(),
                allowed.join(" or ")
            );
            return Err(TaxError::Rule { field: "rules.lot_order", problem });
        }
        Ok(TaxRules { lot_order: order, ..self.rules() })
    }

    /// Rules whose figures nobody has verified, by name.
    pub fn unverified(&self) -> impl Iterator<Item = &Citation> {
        self.sources.iter().filter(|citation| citation.checked.is_none())
    }
}
