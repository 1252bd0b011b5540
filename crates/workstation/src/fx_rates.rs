//! Exchange rates.

use chrono::NaiveDate;
use model::{
    currency::Currency,
    fx::{FxRate, FxRateFields},
    id::FxRateId,
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

use crate::{
    Workstation,
    ctx::{Action, Ctx},
    error::{Result, checked},
    ledger::{Changed, Deleted, patched},
    page::{Page, paging},
    workspace::last_event,
};

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
    /// Those that match, page by page.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn fx_rates(&self, ctx: &Ctx, query: &FxRatesQuery) -> Result<Page<FxRate>> {
        let ws = self.for_use(ctx, Action::Read, "fx_rates").await?;
        let paging = paging(query.limit, query.cursor.clone())?;
        let filter = store::fx_rates::FxRateFilter {
            base: query.base,
            quote: query.quote,
            from: query.from,
            to: query.to,
            known_at: query.known_at,
        };
        Ok(store::fx_rates::list(&ws.store, &filter, &paging).await?.into())
    }

    /// One of them.
    ///
    /// # Errors
    /// When there is none with that identity.
    pub async fn fx_rate(&self, ctx: &Ctx, id: FxRateId) -> Result<FxRate> {
        let ws = self.for_use(ctx, Action::Read, "fx_rates").await?;
        Ok(store::fx_rates::get(&ws.store, id).await?)
    }

    /// Creates one.
    ///
    /// # Errors
    /// When its fields do not pass.
    pub async fn create_fx_rate(&self, ctx: &Ctx, fields: FxRateFields) -> Result<Changed<FxRate>> {
        let ws = self.for_use(ctx, Action::Write, "fx_rates").await?;
        checked(&fields.check())?;
        let mut w = ws.begin(ctx, &self.host).await?;

        let value = store::fx_rates::insert(&mut w, FxRateId::new(), &fields).await?;
        let change_id = last_event(&mut w).await?;
        ws.commit(w, &self.host).await?;
        Ok(Changed { value, change_id })
    }

    /// Changes the fields that a merge patch names.
    ///
    /// # Errors
    /// When there is none, or the fields do not pass.
    pub async fn update_fx_rate(&self, ctx: &Ctx, id: FxRateId, patch: &serde_json::Value) -> Result<Changed<FxRate>> {
        let ws = self.for_use(ctx, Action::Write, "fx_rates").await?;
        let mut w = ws.begin(ctx, &self.host).await?;
        let before = store::fx_rates::get(&mut w, id).await?;
        let fields: FxRateFields = patched(&before.fields, patch)?;
        checked(&fields.check())?;

        let value = store::fx_rates::revise(&mut w, id, Some(before.revision), &fields).await?;
        let change_id = last_event(&mut w).await?;
        ws.commit(w, &self.host).await?;
        Ok(Changed { value, change_id })
    }

    /// Deletes one.
    ///
    /// # Errors
    /// When there is none, or others refer to it.
    pub async fn delete_fx_rate(&self, ctx: &Ctx, id: FxRateId) -> Result<Deleted> {
        let ws = self.for_use(ctx, Action::Write, "fx_rates").await?;
        let mut w = ws.begin(ctx, &self.host).await?;
        store::fx_rates::delete(&mut w, id, None).await?;
        let change_id = last_event(&mut w).await?;
        ws.commit(w, &self.host).await?;
        Ok(Deleted { change_id })
    }

    /// The pairs that have rates.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn fx_pairs(&self, ctx: &Ctx) -> Result<Vec<PairView>> {
        let ws = self.for_use(ctx, Action::Read, "fx_rates").await?;
        let pairs = store::fx_rates::pairs(&ws.store).await?.into_iter();
        Ok(pairs
            .map(|p| PairView { base: p.base, quote: p.quote, first: p.first, last: p.last, count: p.count })
            .collect())
    }
}
