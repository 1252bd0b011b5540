//! Instruments.

use model::{
    id::InstrumentId,
    instrument::{AssetClass, Instrument, InstrumentFields},
};
use serde::Deserialize;

use crate::{
    Workstation,
    ctx::{Action, Ctx},
    error::{Result, checked},
    ledger::{Changed, Deleted, patched},
    page::{Page, paging},
    workspace::last_event,
};

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
    /// Those that match, page by page.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn instruments(&self, ctx: &Ctx, query: &InstrumentsQuery) -> Result<Page<Instrument>> {
        let ws = self.for_use(ctx, Action::Read, "instruments").await?;
        let paging = paging(query.limit, query.cursor.clone())?;
        let filter = store::instruments::InstrumentFilter { q: query.q.clone(), asset_class: query.asset_class };
        Ok(store::instruments::list(&ws.store, &filter, &paging).await?.into())
    }

    /// One of them.
    ///
    /// # Errors
    /// When there is none with that identity.
    pub async fn instrument(&self, ctx: &Ctx, id: InstrumentId) -> Result<Instrument> {
        let ws = self.for_use(ctx, Action::Read, "instruments").await?;
        Ok(store::instruments::get(&ws.store, id).await?)
    }

    /// Creates one.
    ///
    /// # Errors
    /// When its fields do not pass.
    pub async fn create_instrument(&self, ctx: &Ctx, fields: InstrumentFields) -> Result<Changed<Instrument>> {
        let ws = self.for_use(ctx, Action::Write, "instruments").await?;
        checked(&fields.check())?;
        let value = Instrument { id: InstrumentId::new(), fields };
        let mut w = ws.begin(ctx, &self.host).await?;
        store::instruments::insert(&mut w, &value).await?;
        let change_id = last_event(&mut w).await?;
        ws.commit(w, &self.host).await?;
        Ok(Changed { value, change_id })
    }

    /// Changes the fields that a merge patch names.
    ///
    /// # Errors
    /// When there is none, or the fields do not pass.
    pub async fn update_instrument(
        &self,
        ctx: &Ctx,
        id: InstrumentId,
        patch: &serde_json::Value,
    ) -> Result<Changed<Instrument>> {
        let ws = self.for_use(ctx, Action::Write, "instruments").await?;
        let mut w = ws.begin(ctx, &self.host).await?;
        let before = store::instruments::get(&mut w, id).await?;
        let fields = patched(&before.fields, patch)?;
        checked(&fields.check())?;
        let value = Instrument { id, fields };
        store::instruments::update(&mut w, &value).await?;
        let change_id = last_event(&mut w).await?;
        ws.commit(w, &self.host).await?;
        Ok(Changed { value, change_id })
    }

    /// Deletes one.
    ///
    /// # Errors
    /// When there is none, or others refer to it.
    pub async fn delete_instrument(&self, ctx: &Ctx, id: InstrumentId) -> Result<Deleted> {
        let ws = self.for_use(ctx, Action::Write, "instruments").await?;
        let mut w = ws.begin(ctx, &self.host).await?;
        store::instruments::delete(&mut w, id).await?;
        let change_id = last_event(&mut w).await?;
        ws.commit(w, &self.host).await?;
        Ok(Deleted { change_id })
    }
}
