//! Instruments.

use model::{id::InstrumentId, instrument::{AssetClass, Instrument, InstrumentFields}};
use serde::Deserialize;

use crate::{Workstation, ctx::Ctx, error::Result, ledger::{Changed, Deleted}, page::Page, pending};

/// Which instruments.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct InstrumentsQuery {
    /// Part of the symbol, name, ISIN, CUSIP or FIGI.
    #[serde(default)]
    pub q: Option<String>,
    /// Only this class.
    #[serde(default)]
    #[param(value_type = Option<String>)]
    pub asset_class: Option<AssetClass>,
    /// Items of a page, 1 to 1000; 100 when nothing is said.
    #[serde(default)]
    pub limit: Option<u32>,
    /// Where to go on: `next_cursor` of the page before.
    #[serde(default)]
    pub cursor: Option<String>,
}

impl Workstation {
    /// Instruments that match, page by page.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn instruments(&self, ctx: &Ctx, query: &InstrumentsQuery) -> Result<Page<Instrument>> {
        pending!(ctx, query)
    }

    /// One of them.
    ///
    /// # Errors
    /// When there is none with that identity.
    pub async fn instrument(&self, ctx: &Ctx, id: InstrumentId) -> Result<Instrument> {
        pending!(ctx, id)
    }

    /// Creates one.
    ///
    /// # Errors
    /// When its fields do not pass.
    pub async fn create_instrument(&self, ctx: &Ctx, fields: InstrumentFields) -> Result<Changed<Instrument>> {
        pending!(ctx, fields)
    }

    /// Changes the fields that a merge patch names.
    ///
    /// # Errors
    /// When there is none, or the fields do not pass.
    pub async fn update_instrument(&self, ctx: &Ctx, id: InstrumentId, patch: &serde_json::Value) -> Result<Changed<Instrument>> {
        pending!(ctx, id, patch)
    }

    /// Deletes one.
    ///
    /// # Errors
    /// When there is none, or others refer to it.
    pub async fn delete_instrument(&self, ctx: &Ctx, id: InstrumentId) -> Result<Deleted> {
        pending!(ctx, id)
    }
}
