//! Changes: the audit trail, and undo as a new, inverse change.

use std::sync::Arc;

use model::{
    audit::{AuditAction, AuditEvent},
    fx::FxRateFields,
    id::{AuditEventId, CorrelationId},
    time::Timestamp,
    transaction::TransactionFields,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::{
    Paging, Write,
    audit::{self, AuditFilter},
    schedules::Scheduled,
};

use crate::{
    Workstation,
    ctx::{Action, Ctx},
    drawings::{DRAWINGS, Drawings},
    error::{Error, Result},
    notifications::{NOTIFICATIONS, Notifications},
    page::{Page, paging},
    providers::{PROVIDERS, ProviderSettings},
    rebalancings::Kept,
    schedules::ScheduleAction,
    taxes::{PROFILE, TaxProfile},
    watchlists::{WATCHLISTS, Watchlists},
    workspace::{Workspace, last_event},
};

/// Which changes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ChangesQuery {
    /// Only of this noun, e.g. `transactions`.
    #[serde(default)]
    pub noun: Option<String>,
    /// Only of this object; its noun must be named too.
    #[serde(default)]
    pub object_id: Option<String>,
    /// Only what this click caused.
    #[serde(default)]
    #[param(value_type = Option<String>)]
    pub correlation_id: Option<CorrelationId>,
    /// Items of a page, 1 to 1000; 100 when nothing is said.
    #[serde(default)]
    pub limit: Option<u32>,
    /// Where to go on: `next_cursor` of the page before.
    #[serde(default)]
    pub cursor: Option<String>,
}

/// A change undone.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Undone {
    /// The change that was undone.
    pub undone_id: AuditEventId,
    /// What it had been, for people.
    pub summary: String,
    /// The new change in the trail.
    pub change_id: AuditEventId,
}

impl Workstation {
    /// The audit trail, newest first.
    ///
    /// # Errors
    /// When an object is named without its noun, or the store cannot be read.
    pub async fn changes(&self, ctx: &Ctx, query: &ChangesQuery) -> Result<Page<AuditEvent>> {
        let ws = self.for_use(ctx, Action::Read, "changes").await?;
        let paging = paging(query.limit, query.cursor.clone())?;
        if query.object_id.is_some() && query.noun.is_none() && query.correlation_id.is_none() {
            let message = "an object is found by its noun and its identity; name the noun too, such as transactions";
            return Err(Error::field("noun", "noun_missing", message));
        }
        let filter = AuditFilter {
            noun: query.noun.clone(),
            object_id: query.object_id.clone(),
            correlation_id: query.correlation_id,
        };
        Ok(audit::list(&ws.store, &filter, &paging).await?.into())
    }

    /// Undoes one change.
    ///
    /// # Errors
    /// When it cannot be undone, or later changes of the same object stand in the way (it says which).
    pub async fn undo(&self, ctx: &Ctx, id: AuditEventId) -> Result<Undone> {
        let ws = self.for_use(ctx, Action::Write, "changes").await?;
        let event = audit::get(&ws.store, id).await?;
        self.undo_event(&ws, ctx, event).await
    }

    /// Undoes the last change that can be undone.
    ///
    /// # Errors
    /// When there is none.
    pub async fn undo_last(&self, ctx: &Ctx) -> Result<Undone> {
        let ws = self.for_use(ctx, Action::Write, "changes").await?;
        let event = audit::last_undoable(&ws.store).await?;
        let event =
            event.ok_or_else(|| Error::conflict("nothing_to_undo", "there is no change left that can be undone"))?;
        self.undo_event(&ws, ctx, event).await
    }

    async fn undo_event(&self, ws: &Arc<Workspace>, ctx: &Ctx, event: AuditEvent) -> Result<Undone> {
        if !event.undoable {
            return Err(in_the_way(ws, &event).await?);
        }
        if event.noun == "bars" && event.action == AuditAction::Import {
            return self.undo_bar_import(ws, ctx, &event).await;
        }
        if event.noun == "bars" {
            return self.undo_bar(ws, ctx, &event).await;
        }
        let mut w = ws.begin(ctx, &self.host).await?;
        w.undoing(event.id);
        invert(&mut w, &event, self.host.clock.now()).await?;
        let change_id = last_event(&mut w).await?;
        ws.commit(w, &self.host).await?;
        if event.object_id == PROVIDERS {
            ws.feeds.begin(ws, &self.host).await?;
        }
        Ok(Undone { undone_id: event.id, summary: event.summary, change_id })
    }
}

/// Why an event cannot be undone.
async fn in_the_way(ws: &Workspace, event: &AuditEvent) -> Result<Error> {
    let filter =
        AuditFilter { noun: Some(event.noun.clone()), object_id: Some(event.object_id.clone()), correlation_id: None };
    let page = audit::list(&ws.store, &filter, &Paging { limit: 200, cursor: None }).await?;
    let later = page.items.iter().filter(|e| e.seq > event.seq && e.action != AuditAction::Undo && e.undoable);
    let later: Vec<String> = later.map(|e| format!("\"{}\" of {}", e.summary, e.at)).collect();
    Ok(if later.is_empty() {
        Error::conflict("not_undoable", format!("\"{}\" cannot be undone, or was undone already", event.summary))
    } else {
        let list = later.join(", ");
        Error::conflict("undo_conflict", format!("later changes stand in the way: {list}; undo those first"))
    })
}

/// Writes the inverse of a change of the ledger, at a time by the clock.
async fn invert(w: &mut Write, event: &AuditEvent, now: Timestamp) -> Result<()> {
    let id = event.object_id.as_str();
    let (before, created) = (event.before.as_ref(), event.before.is_none());
    let deleted = event.after.is_none();
    match event.noun.as_str() {
        "transactions" if event.action == AuditAction::Import => {
            store::transactions::delete_import(w, parsed(id)?).await?;
        }
        "transactions" if created => drop(store::transactions::delete(w, parsed(id)?, None).await?),
        "transactions" => {
            let fields: TransactionFields = fields_of(before)?;
            store::transactions::revise(w, parsed(id)?, None, &fields).await?;
        }
        "fx_rates" if event.action == AuditAction::Import => {
            let pairs: Vec<store::fx_rates::PairSpan> = named(event, "pairs")?;
            store::fx_rates::delete_import(w, parsed(id)?, &pairs).await?;
        }
        "fx_rates" if created => drop(store::fx_rates::delete(w, parsed(id)?, None).await?),
        "fx_rates" => {
            let fields: FxRateFields = fields_of(before)?;
            store::fx_rates::revise(w, parsed(id)?, None, &fields).await?;
        }
        "instruments" if created => drop(store::instruments::delete(w, parsed(id)?).await?),
        "instruments" if deleted => store::instruments::insert(w, &whole(before)?).await?,
        "instruments" => store::instruments::update(w, &whole(before)?).await?,
        "accounts" if created => drop(store::accounts::delete(w, parsed(id)?).await?),
        "accounts" if deleted => store::accounts::insert(w, &whole(before)?).await?,
        "accounts" => store::accounts::update(w, &whole(before)?).await?,
        "targets" if created => drop(store::targets::delete(w, parsed(id)?).await?),
        "targets" if deleted => store::targets::insert(w, &whole(before)?).await?,
        "targets" => store::targets::update(w, &whole(before)?).await?,
        "rebalancing_events" if created => {
            drop(store::rebalancings::delete::<Kept>(w, parsed(id)?).await?);
        }
        "rebalancing_events" if deleted => {
            store::rebalancings::insert(w, &whole::<store::rebalancings::Rebalancing<Kept>>(before)?).await?;
        }
        "rebalancing_events" => {
            store::rebalancings::update(w, &whole::<store::rebalancings::Rebalancing<Kept>>(before)?).await?;
        }
        "schedules" if created => drop(store::schedules::delete::<ScheduleAction>(w, parsed(id)?).await?),
        "schedules" if deleted => crate::schedules::bring_back(w, whole(before)?, now).await?,
        "schedules" => {
            let before: Scheduled<ScheduleAction> = whole(before)?;
            store::schedules::update(w, before.id, &before.fields, now).await?;
        }
        "portfolio_alerts" if created => drop(store::alerts::delete(w, parsed(id)?).await?),
        "portfolio_alerts" if deleted => crate::alerts::bring_back(w, whole(before)?).await?,
        "portfolio_alerts" => crate::alerts::say_again(w, &whole(before)?).await?,
        "settings" if !created && id == "settings" => store::settings::put(w, &whole(before)?).await?,
        "settings" if id == NOTIFICATIONS => {
            let before: Notifications = if created { Notifications::default() } else { whole(before)? };
            store::settings::put_key(w, NOTIFICATIONS, &before).await?;
        }
        "settings" if id == PROVIDERS => {
            let before: ProviderSettings = if created { ProviderSettings::default() } else { whole(before)? };
            store::settings::put_key(w, PROVIDERS, &before).await?;
        }
        "settings" if id == WATCHLISTS && !created => {
            store::settings::put_key(w, WATCHLISTS, &whole::<Watchlists>(before)?).await?;
        }
        "settings" if id == WATCHLISTS => store::settings::delete_key::<Watchlists>(w, WATCHLISTS).await?,
        "settings" if id.starts_with(DRAWINGS) => {
            let before: Drawings = if created { Drawings::default() } else { whole(before)? };
            store::settings::put_key(w, id, &before).await?;
        }
        "settings" if id == PROFILE => {
            let before: TaxProfile = if created { TaxProfile::default() } else { whole(before)? };
            store::settings::put_key(w, PROFILE, &before).await?;
        }
        "portfolio_optimizations" if created => {
            drop(store::optimizations::delete::<Value, Value>(w, parsed(id)?).await?);
        }
        "portfolio_optimizations" if deleted => {
            store::optimizations::insert(w, &whole::<store::optimizations::Optimization<Value, Value>>(before)?)
                .await?;
        }
        "portfolio_optimizations" => {
            let before: store::optimizations::Optimization<Value, Value> = whole(before)?;
            store::optimizations::rename(w, before.id, &before.name).await?;
        }
        "strategies" if created => drop(store::strategies::delete::<Value>(w, parsed(id)?).await?),
        "strategies" if deleted => {
            store::strategies::insert(w, &whole::<store::strategies::Strategy<Value>>(before)?).await?;
        }
        "strategies" => {
            store::strategies::update(w, &whole::<store::strategies::Strategy<Value>>(before)?).await?;
        }
        "backtests" if created => drop(store::backtests::delete::<Value, Value>(w, parsed(id)?).await?),
        "backtests" if deleted => {
            store::backtests::insert(w, &whole::<store::backtests::Backtest<Value, Value>>(before)?).await?;
        }
        "backtests" => {
            let before: store::backtests::Backtest<Value, Value> = whole(before)?;
            store::backtests::rename(w, before.id, &before.name).await?;
        }
        _ => {
            let detail = format!("\"{}\" cannot be undone", event.summary);
            return Err(Error::conflict("not_undoable", detail));
        }
    }
    Ok(())
}

/// A part of what an event says came of the change.
pub(crate) fn named<T: serde::de::DeserializeOwned>(event: &AuditEvent, name: &str) -> Result<T> {
    whole(event.after.as_ref().and_then(|after| after.get(name)))
}

pub(crate) fn parsed<T: std::str::FromStr>(id: &str) -> Result<T> {
    id.parse().map_err(|_| Error::Broken { what: "the trail's identity of an object" })
}

fn whole<T: serde::de::DeserializeOwned>(before: Option<&Value>) -> Result<T> {
    let before = before.cloned().unwrap_or_default();
    serde_json::from_value(before).map_err(|_| Error::Broken { what: "the trail's copy of an object" })
}

/// The fields of a revision, without what the store adds to them.
fn fields_of<T: serde::de::DeserializeOwned>(before: Option<&Value>) -> Result<T> {
    let mut before = before.cloned().unwrap_or_default();
    if let Value::Object(map) = &mut before {
        for added in ["id", "revision", "known_at", "import_id"] {
            map.remove(added);
        }
    }
    whole(Some(&before))
}
