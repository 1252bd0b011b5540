//! Targets: portfolios to steer towards.

use std::collections::BTreeMap;

use ::rebalance::targets::{RowKind, flatten};
use model::{
    id::{InstrumentId, TargetId},
    target::{Target, TargetFields, TargetModel},
};
use rust_decimal::Decimal;

use crate::{
    Workstation,
    ctx::{Action, Ctx},
    error::{Error, Result, checked},
    ledger::{Changed, Deleted, patched},
    page::{Page, PageQuery, paging},
    workspace::last_event,
};

/// Decimal places of weights that a tree comes to.
const WEIGHT_PLACES: u32 = 10;

/// The fields with weights that are those of the tree, where there is one.
fn reckoned(mut fields: TargetFields) -> Result<TargetFields> {
    if let Some(tree) = &fields.tree {
        fields.weights = weights(tree)?;
    }
    Ok(fields)
}

/// Weights of the whole portfolio by instrument.
fn weights(tree: &TargetModel) -> Result<BTreeMap<InstrumentId, Decimal>> {
    let flat = flatten(tree).map_err(|e| Error::field("tree", e.code(), e.to_string()))?;
    let instruments = flat.rows.iter().filter(|row| row.kind == RowKind::Instrument);
    let weight = |row: &::rebalance::targets::FlatTarget| {
        let id = row.name.parse().map_err(|_| {
            let message =
                format!("\"{}\" is not the identity of an instrument; load the list of instruments", row.name);
            Error::field("tree", "instrument_unknown", message)
        })?;
        Ok((id, row.weight.round_dp(WEIGHT_PLACES).normalize()))
    };
    instruments.map(weight).collect()
}

impl Workstation {
    /// Targets, newest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn targets(&self, ctx: &Ctx, query: &PageQuery) -> Result<Page<Target>> {
        let ws = self.for_use(ctx, Action::Read, "targets").await?;
        let paging = paging(query.limit, query.cursor.clone())?;
        Ok(store::targets::list(&ws.store, &paging).await?.into())
    }

    /// One of them.
    ///
    /// # Errors
    /// When there is none with that identity.
    pub async fn target(&self, ctx: &Ctx, id: TargetId) -> Result<Target> {
        let ws = self.for_use(ctx, Action::Read, "targets").await?;
        Ok(store::targets::get(&ws.store, id).await?)
    }

    /// Creates one.
    ///
    /// # Errors
    /// When its fields do not pass, or name an instrument or a saved optimization that is not there.
    pub async fn create_target(&self, ctx: &Ctx, fields: TargetFields) -> Result<Changed<Target>> {
        let ws = self.for_use(ctx, Action::Write, "targets").await?;
        let fields = reckoned(fields)?;
        checked(&fields.check())?;
        let mut w = ws.begin(ctx, &self.host).await?;
        let value = Target { id: TargetId::new(), fields, created_at: w.at(), updated_at: w.at() };
        store::targets::insert(&mut w, &value).await?;
        let change_id = last_event(&mut w).await?;
        ws.commit(w, &self.host).await?;
        Ok(Changed { value, change_id })
    }

    /// Changes the fields that a merge patch names; weights are replaced as a whole. Weights without a tree take its place.
    ///
    /// # Errors
    /// When there is none, or as [`Workstation::create_target`].
    pub async fn update_target(&self, ctx: &Ctx, id: TargetId, patch: &serde_json::Value) -> Result<Changed<Target>> {
        let ws = self.for_use(ctx, Action::Write, "targets").await?;
        let mut w = ws.begin(ctx, &self.host).await?;
        let before = store::targets::get(&mut w, id).await?;
        let mut fields: TargetFields = patched(&before.fields, patch)?;
        if patch.get("weights").is_some() && patch.get("tree").is_none() {
            fields.tree = None;
        }
        let fields = reckoned(fields)?;
        checked(&fields.check())?;
        let value = Target { fields, updated_at: w.at(), ..before };
        store::targets::update(&mut w, &value).await?;
        let change_id = last_event(&mut w).await?;
        ws.commit(w, &self.host).await?;
        Ok(Changed { value, change_id })
    }

    /// Deletes one.
    ///
    /// # Errors
    /// When there is none.
    pub async fn delete_target(&self, ctx: &Ctx, id: TargetId) -> Result<Deleted> {
        let ws = self.for_use(ctx, Action::Write, "targets").await?;
        let mut w = ws.begin(ctx, &self.host).await?;
        store::targets::delete(&mut w, id).await?;
        let change_id = last_event(&mut w).await?;
        ws.commit(w, &self.host).await?;
        Ok(Deleted { change_id })
    }
}
