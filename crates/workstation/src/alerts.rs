//! Alerts: rules that watch, what happened to them, and whom that reaches.
//!
//! Beside each open workspace a task (`watch`) tells the rules what came: bars, figures of the portfolio, the time. Rules whose streams
//! are complete are told live ticks instead (`live`). What follows is kept with its deliveries in one transaction, and sent afterwards (`deliver`).

mod backtest;
#[cfg(test)]
mod crashes;
mod facts;
pub(crate) mod live;
mod seen;
mod series;
mod shapes;
mod step;
mod wanted;
mod watch;
mod watching;

use ::alerts::{AlertRule, AlertsError, Event, Names, parse_words, words as sentence};
use model::{id::AlertId, instrument::Instrument};
use store::{
    Write,
    alerts::{Alert, AlertFields as Said},
};

use self::step::{Moved, act};
pub use self::{
    backtest::{AlertBacktest, AlertBacktestQuestion, AlertFiring, TriedOn},
    live::LiveSince,
    shapes::{AlertActQuestion, AlertDeliveryView, AlertEventView, AlertFields, AlertView, AlertsQuery},
    wanted::{Wanted, WantedData},
    watch::AlertsLook,
};
pub(crate) use self::{
    live::{run as tell_live, taken_in},
    watch::watch,
    watching::Watching,
};
use crate::{
    Host, Workstation,
    ctx::{Action, Ctx},
    error::{Error, Result},
    ledger::{Changed, Deleted, patched},
    page::{Page, PageQuery, paging},
    workspace::{Workspace, last_event},
};

impl Workstation {
    /// Alerts, newest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn alerts(&self, ctx: &Ctx, query: &PageQuery) -> Result<Page<AlertView>> {
        let ws = self.for_use(ctx, Action::Read, "alerts").await?;
        let names = names(&ws).await?;
        let page = store::alerts::list(&ws.store, &paging(query.limit, query.cursor.clone())?).await?;
        Ok(Page::from(page).map(|alert| AlertView::of(alert, &names)))
    }

    /// One of them.
    ///
    /// # Errors
    /// When there is none with that identity.
    pub async fn alert(&self, ctx: &Ctx, id: AlertId) -> Result<AlertView> {
        let ws = self.for_use(ctx, Action::Read, "alerts").await?;
        Ok(AlertView::of(store::alerts::get(&ws.store, id).await?, &names(&ws).await?))
    }

    /// Makes one. It is told what comes after the bars there are: nothing before counts.
    ///
    /// # Errors
    /// When a field is wrong, the sentence is not understood, or the rule watches an unknown instrument.
    pub async fn create_alert(&self, ctx: &Ctx, fields: AlertFields) -> Result<Changed<AlertView>> {
        let ws = self.for_use(ctx, Action::Write, "alerts").await?;
        let instruments = store::instruments::all(&ws.store).await?;
        let names = names_of(&instruments);
        let said = said(fields, &instruments, &names)?;
        let through = series::newest(&ws, &said.rule, self.host.clock.now()).await?;
        let mut w = ws.begin(ctx, &self.host).await?;
        let alert = Alert::starting(AlertId::new(), said, through, w.at());
        store::alerts::insert(&mut w, &alert).await?;
        let change_id = last_event(&mut w).await?;
        ws.commit(w, &self.host).await?;
        Ok(Changed { value: AlertView::of(alert, &names), change_id })
    }

    /// Changes the fields that a merge patch names. Another rule, and an alert that is switched on again, begins anew.
    ///
    /// # Errors
    /// When there is none, or as [`Workstation::create_alert`].
    pub async fn update_alert(&self, ctx: &Ctx, id: AlertId, patch: &serde_json::Value) -> Result<Changed<AlertView>> {
        let ws = self.for_use(ctx, Action::Write, "alerts").await?;
        let instruments = store::instruments::all(&ws.store).await?;
        let names = names_of(&instruments);
        let before = store::alerts::get(&ws.store, id).await?;
        let mut fields = AlertFields::from(before.fields);
        if patch.get("words").is_some_and(|words| !words.is_null()) {
            // A sentence takes the place of the rule there was.
            fields.rule = None;
        }
        let said = said(patched(&fields, patch)?, &instruments, &names)?;
        let through = series::newest(&ws, &said.rule, self.host.clock.now()).await?;
        let mut w = ws.begin(ctx, &self.host).await?;
        let after = store::alerts::update(&mut w, id, &said, through).await?;
        let change_id = last_event(&mut w).await?;
        ws.commit(w, &self.host).await?;
        Ok(Changed { value: AlertView::of(after, &names), change_id })
    }

    /// Deletes one with its history.
    ///
    /// # Errors
    /// When there is none.
    pub async fn delete_alert(&self, ctx: &Ctx, id: AlertId) -> Result<Deleted> {
        let ws = self.for_use(ctx, Action::Write, "alerts").await?;
        let mut w = ws.begin(ctx, &self.host).await?;
        store::alerts::delete(&mut w, id).await?;
        let change_id = last_event(&mut w).await?;
        ws.commit(w, &self.host).await?;
        Ok(Deleted { change_id })
    }

    /// Acknowledges, resolves, snoozes an alert or arms it again, in the name of who asks.
    ///
    /// # Errors
    /// When there is none, or what is wanted does not go with where it stands.
    pub async fn act_on_alert(&self, ctx: &Ctx, id: AlertId, asked: AlertActQuestion) -> Result<AlertView> {
        let ws = self.for_use(ctx, Action::Write, "alerts").await?;
        let AlertActQuestion { act: wanted, note } = asked;
        let event = Event::Person { act: wanted, who: ctx.actor.label(), note };
        let alert = answer(&ws, &self.host, ctx, id, &event).await?;
        Ok(AlertView::of(alert, &names(&ws).await?))
    }

    /// What happened to one alert, or to all, last seen first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn alert_events(&self, ctx: &Ctx, query: &AlertsQuery) -> Result<Page<AlertEventView>> {
        let ws = self.for_use(ctx, Action::Read, "alerts").await?;
        let paging = paging(query.limit, query.cursor.clone())?;
        let page = store::alerts::events(&ws.store, query.alert_id, &paging).await?;
        Ok(Page::from(page).map(AlertEventView::from))
    }

    /// Whom firings of one alert, or of all, had to reach and what became of it, the latest due first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn alert_deliveries(&self, ctx: &Ctx, query: &AlertsQuery) -> Result<Page<AlertDeliveryView>> {
        let ws = self.for_use(ctx, Action::Read, "alerts").await?;
        let paging = paging(query.limit, query.cursor.clone())?;
        let page = store::alerts::deliveries(&ws.store, query.alert_id, &paging).await?;
        Ok(Page::from(page).map(AlertDeliveryView::from))
    }
}

/// Does with an alert what a person wants.
///
/// # Errors
/// When there is none, or what is wanted does not go with where it stands.
pub(crate) async fn answer(ws: &Workspace, host: &Host, ctx: &Ctx, id: AlertId, event: &Event) -> Result<Alert> {
    let mut w = ws.begin(ctx, host).await?;
    let alert = store::alerts::get(&mut w, id).await?;
    let open = store::alerts::open_firing(&mut w, &alert).await?;
    let moved = act(alert, open.as_ref(), event, host.clock.now()).map_err(|e| refused("act", &e))?;
    keep(&mut w, &moved).await?;
    ws.commit(w, host).await?;
    Ok(moved.alert)
}

/// Keeps what follows from a step.
pub(crate) async fn keep(w: &mut Write, moved: &Moved) -> Result<()> {
    store::alerts::advance(w, &moved.alert, &moved.happened, &moved.due).await?;
    if moved.is_settled_by_person {
        store::alerts::drop_waiting(w, moved.alert.id, "somebody reacted before it left").await?;
    }
    Ok(())
}

/// Brings a deleted alert back: it goes on with what comes from now on.
pub(crate) async fn bring_back(w: &mut Write, gone: Alert) -> Result<()> {
    Ok(store::alerts::insert(w, &gone).await?)
}

/// Says again of an alert what was said before a change.
pub(crate) async fn say_again(w: &mut Write, before: &Alert) -> Result<()> {
    store::alerts::update(w, before.id, &before.fields, before.seen_through).await?;
    Ok(())
}

/// What is said of an alert, checked.
fn said(fields: AlertFields, instruments: &[Instrument], names: &Names) -> Result<Said> {
    let AlertFields { name, severity, words, rule, escalation, enabled, note } = fields;
    let rule = rule_of(words.as_deref(), rule, names)?;
    rule.check().map_err(|e| refused("rule", &e))?;
    known(&rule, instruments)?;
    if let Some(plan) = &escalation {
        plan.check().map_err(|e| refused("escalation", &e))?;
    }
    let name = name.filter(|name| !name.trim().is_empty()).unwrap_or_else(|| shortened(&sentence(&rule, names)));
    Ok(Said { name, severity, rule, escalation, enabled, note })
}

/// A rule out of its words or its JSON.
fn rule_of(words: Option<&str>, rule: Option<AlertRule>, names: &Names) -> Result<AlertRule> {
    match (words, rule) {
        (Some(text), None) => parse_words(text, names).map_err(|e| refused("words", &e)),
        (None, Some(rule)) => Ok(rule),
        _ => Err(Error::field("rule", "rule_missing", "give either words or a rule")),
    }
}

/// Passes when there is every instrument that a rule watches.
fn known(rule: &AlertRule, instruments: &[Instrument]) -> Result<()> {
    match store::alerts::instruments_of(rule).iter().find(|id| !instruments.iter().any(|i| i.id == **id)) {
        Some(id) => {
            let problem = format!("the rule watches {id}, which is no instrument");
            Err(Error::field("rule", "instrument_unknown", problem))
        }
        None => Ok(()),
    }
}

/// The symbols of the workspace.
pub(crate) async fn names(ws: &Workspace) -> Result<Names> {
    Ok(names_of(&store::instruments::all(&ws.store).await?))
}

fn names_of(instruments: &[Instrument]) -> Names {
    instruments.iter().map(|i| (i.fields.symbol.clone(), i.id)).collect()
}

/// A sentence as a name.
fn shortened(sentence: &str) -> String {
    const MAX: usize = 120;
    if sentence.chars().count() <= MAX {
        return sentence.to_owned();
    }
    let kept: String = sentence.chars().take(MAX - 1).collect();
    format!("{}…", kept.trim_end())
}

fn refused(where_: &str, error: &AlertsError) -> Error {
    match error {
        AlertsError::Field { path, .. } => Error::field(path.as_str(), error.code(), error.to_string()),
        AlertsError::NotPossible { .. } => Error::conflict(error.code(), error.to_string()),
        _ => Error::field(where_, error.code(), error.to_string()),
    }
}
