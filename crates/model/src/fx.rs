//! Exchange rates.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{currency::Currency, error::ValueError, id::FxRateId, time::Timestamp};

/// What is said of a rate: on a date, one unit of `base` cost `rate` units of `quote`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FxRateFields {
    /// The currency of which there is one unit.
    pub base: Currency,
    /// The currency in which it is priced.
    pub quote: Currency,
    /// The day for which it holds.
    pub date: NaiveDate,
    /// Units of `quote` for one `base`; above zero.
    #[schema(value_type = String)]
    pub rate: Decimal,
    /// Who says so, e.g. `ECB` or `manual`.
    pub source: String,
}

impl FxRateFields {
    /// Everything that is wrong with it.
    pub fn check(&self) -> Vec<ValueError> {
        let mut wrong = Vec::new();
        if self.rate <= Decimal::ZERO {
            wrong.push(ValueError::NotPositive { field: "rate", value: self.rate.to_string() });
        }
        if self.base == self.quote {
            wrong.push(ValueError::Unexpected { kind: "a pair of one currency with itself", field: "rate" });
        }
        if self.source.trim().is_empty() || self.source.chars().count() > 80 {
            wrong.push(ValueError::Length { field: "source", max: 80 });
        }
        wrong
    }
}

/// A rate of the workspace, in one revision.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct FxRate {
    /// Its identity through all revisions.
    pub id: FxRateId,
    /// 1 for the first, one more for each correction.
    pub revision: u32,
    /// When this revision became known.
    pub known_at: Timestamp,
    /// What it says.
    #[serde(flatten)]
    pub fields: FxRateFields,
}
