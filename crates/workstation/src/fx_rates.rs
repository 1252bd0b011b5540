//! Exchange rates.

use chrono::NaiveDate;
use model::{currency::Currency, fx::{FxRate, FxRateFields}, id::FxRateId, time::Timestamp};
use serde::{Deserialize, Serialize};

use crate::{Workstation, ctx::Ctx, error::Result, ledger::{Changed, Deleted}, page::Page, pending};

/// Which rates.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct FxRatesQuery {
    /// Only with this base.
    #[serde(default)]
    #[param(value_type = Option<String>)]
    pub base: Option<Currency>,
    /// Only with this quote.
    #[serde(default)]
    #[param(value_type = Option<String>)]
    pub quote: Option<Currency>,
    /// On or after this day.
    #[serde(default)]
    pub from: Option<NaiveDate>,
    /// On or before this day.
    #[serde(default)]
    pub to: Option<NaiveDate>,
    /// As known at this time; now when nothing is said.
    #[serde(default)]
    #[param(value_type = Option<String>)]
    pub known_at: Option<Timestamp>,
    /// Items of a page, 1 to 1000; 100 when nothing is said.
    #[serde(default)]
    pub limit: Option<u32>,
    /// Where to go on: `next_cursor` of the page before.
    #[serde(default)]
    pub cursor: Option<String>,
}

/// A pair of currencies and the days for which it has rates.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct PairView {
    /// One unit of this …
    pub base: Currency,
    /// … costs so many of this.
    pub quote: Currency,
    /// First day.
    pub first: NaiveDate,
    /// Last day.
    pub last: NaiveDate,
    /// Rates.
    pub count: u64,
}

impl Workstation {
    /// Exchange rates that match, page by page.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn fx_rates(&self, ctx: &Ctx, query: &FxRatesQuery) -> Result<Page<FxRate>> {
        pending!(ctx, query)
    }

    /// One of them.
    ///
    /// # Errors
    /// When there is none with that identity.
    pub async fn fx_rate(&self, ctx: &Ctx, id: FxRateId) -> Result<FxRate> {
        pending!(ctx, id)
    }

    /// Creates one.
    ///
    /// # Errors
    /// When its fields do not pass.
    pub async fn create_fx_rate(&self, ctx: &Ctx, fields: FxRateFields) -> Result<Changed<FxRate>> {
        pending!(ctx, fields)
    }

    /// Changes the fields that a merge patch names.
    ///
    /// # Errors
    /// When there is none, or the fields do not pass.
    pub async fn update_fx_rate(&self, ctx: &Ctx, id: FxRateId, patch: &serde_json::Value) -> Result<Changed<FxRate>> {
        pending!(ctx, id, patch)
    }

    /// Deletes one.
    ///
    /// # Errors
    /// When there is none, or others refer to it.
    pub async fn delete_fx_rate(&self, ctx: &Ctx, id: FxRateId) -> Result<Deleted> {
        pending!(ctx, id)
    }
}

impl Workstation {
    /// The pairs that have rates.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn fx_pairs(&self, ctx: &Ctx) -> Result<Vec<PairView>> {
        pending!(ctx)
    }
}
