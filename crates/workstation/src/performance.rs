//! Value, time-weighted index and benchmark through time.

use chrono::NaiveDate;
use model::id::{AccountId, InstrumentId};
use serde::{Deserialize, Serialize};

pub use crate::early::pf::Performance;
use crate::{Workstation, ctx::Ctx, error::Result, pending};

/// Which period.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PerformanceQuery {
    /// From this day; the first flow's when nothing is said.
    #[serde(default)]
    pub from: Option<NaiveDate>,
    /// To this day; today when nothing is said.
    #[serde(default)]
    pub to: Option<NaiveDate>,
    /// Only this account.
    #[serde(default)]
    #[param(value_type = Option<String>)]
    pub account_id: Option<AccountId>,
    /// The benchmark; the settings' when nothing is said.
    #[serde(default)]
    #[param(value_type = Option<String>)]
    pub benchmark_id: Option<InstrumentId>,
    /// `json` (default) or `binary`: columns `at`, `value`, `invested`, `twr_index`, `benchmark`.
    #[serde(default)]
    #[param(inline)]
    pub format: Option<SeriesFormat>,
}

/// How a series travels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SeriesFormat {
    /// JSON.
    #[default]
    Json,
    /// Typed columns, `application/octet-stream`.
    Binary,
}

impl Workstation {
    /// The series.
    ///
    /// # Errors
    /// When the period is empty or the store cannot be read.
    pub async fn performance(&self, ctx: &Ctx, query: &PerformanceQuery) -> Result<Performance> {
        pending!(ctx, query)
    }
}
