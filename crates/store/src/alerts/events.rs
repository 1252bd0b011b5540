//! What happened to alerts, in order.

use alerts::{DeliveryKey, Effect, MovedBy};
use model::{alert::AlertState, id::AlertId, time::Timestamp};
use serde::{Deserialize, Serialize};

use super::{Alert, NOUN, deliveries};
use crate::{
    errors::Result,
    page::{Page, Paging},
    sql::{Row, Source, Value, count},
    write::Write,
};

/// The columns of an event.
pub(crate) const COLUMNS: &str = "alert_id, number, epoch, kind, at, seen_at, event";

/// One thing that happened to an alert.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Happened {
    /// What.
    #[serde(flatten)]
    pub effect: Effect,
    /// The number of the firing that it belongs to; 0 before the first.
    pub firing: u64,
    /// Of a firing that only bars tell of: it was at this moment or later,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_before: Option<Timestamp>,
    /// and at this moment or earlier. The effect's own time is an assumption then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_after: Option<Timestamp>,
    /// Whether it depends on which came first in a bar, the high or the low.
    #[serde(default)]
    pub is_order_assumed: bool,
    /// Whether it was seen long after it happened: the program was not running, or the bars came late.
    #[serde(default)]
    pub is_late: bool,
}

/// Something that happened, as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlertEvent {
    /// To which alert.
    pub alert_id: AlertId,
    /// Its number among those of the alert, from 1.
    pub number: u32,
    /// When it was seen.
    pub seen_at: Timestamp,
    /// What.
    #[serde(flatten)]
    pub happened: Happened,
}

/// When an effect was.
#[must_use]
pub const fn event_at(effect: &Effect) -> Timestamp {
    match effect {
        Effect::Fired { at, .. } | Effect::Moved { at, .. } | Effect::HeldBack { at, .. } | Effect::Expired { at } => {
            *at
        }
    }
}

const fn kind(effect: &Effect) -> &'static str {
    match effect {
        Effect::Fired { .. } => "fired",
        Effect::Moved { .. } => "moved",
        Effect::HeldBack { .. } => "held_back",
        Effect::Expired { .. } => "expired",
    }
}

/// Adds what happened behind what is there.
pub(super) async fn add(w: &mut Write, alert: &Alert, happened: &[Happened]) -> Result<()> {
    if happened.is_empty() {
        return Ok(());
    }
    let seen_at = w.at();
    let mut on = Source::from(&mut *w);
    let sql = "SELECT coalesce(max(number), 0) FROM portfolio_alert_events WHERE alert_id = $1";
    let last = on.number(sql, vec![Value::uuid(alert.id.uuid())]).await?;
    let mut rows = Vec::with_capacity(happened.len());
    for (happened, number) in happened.iter().zip(last + 1..) {
        let number = u32::try_from(number).unwrap_or(u32::MAX);
        rows.push(values(&AlertEvent { alert_id: alert.id, number, seen_at, happened: happened.clone() })?);
    }
    on.insert_rows("portfolio_alert_events", COLUMNS, rows).await.map(drop)
}

/// What the trail says of it; nothing where only a firing was held back.
pub(super) fn summary(alert: &Alert, happened: &[Happened]) -> Option<String> {
    let name = &alert.fields.name;
    let firings = happened.iter().filter(|h| matches!(h.effect, Effect::Fired { .. })).count();
    if firings > 0 {
        let times = if firings == 1 { String::new() } else { format!(", {firings} times") };
        return Some(format!("Alert fired: {name}{times}"));
    }
    let tell = |happened: &Happened| match &happened.effect {
        Effect::Moved { to, by: MovedBy::Person { note, .. }, .. } => {
            let note = note.as_deref().map(|note| format!(" ({note})")).unwrap_or_default();
            Some(format!("Alert {to}: {name}{note}"))
        }
        Effect::Moved { to: AlertState::Resolved, .. } => Some(format!("Alert over: {name}")),
        Effect::Moved { to, .. } => Some(format!("Alert {to}: {name}")),
        Effect::Expired { .. } => Some(format!("Alert expired: {name}")),
        Effect::Fired { .. } | Effect::HeldBack { .. } => None,
    };
    happened.iter().rev().find_map(tell)
}

/// A firing that nobody has settled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenFiring {
    /// Its number.
    pub epoch: u64,
    /// Since when somebody could have reacted: when it was seen.
    pub since: Timestamp,
    /// Deliveries of it that were made already, whatever became of them.
    pub told: Vec<DeliveryKey>,
}

/// The firing of an alert with a number.
///
/// # Errors
/// When the database cannot be read.
pub async fn firing(on: impl Into<Source<'_>>, alert_id: AlertId, epoch: u64) -> Result<Option<AlertEvent>> {
    let sql =
        format!("SELECT {COLUMNS} FROM portfolio_alert_events WHERE alert_id = $1 AND epoch = $2 AND kind = 'fired'");
    on.into().row(sql, vec![Value::uuid(alert_id.uuid()), count(epoch)]).await?.as_ref().map(read).transpose()
}

/// The firing of an alert that nobody has settled, where somebody is told of it.
///
/// # Errors
/// When the database cannot be read.
pub async fn open_firing(on: impl Into<Source<'_>>, alert: &Alert) -> Result<Option<OpenFiring>> {
    if alert.machine.state() != AlertState::Firing || alert.fields.escalation.is_none() {
        return Ok(None);
    }
    let (mut on, epoch) = (on.into(), alert.machine.epoch());
    let Some(fired) = firing(on.again(), alert.id, epoch).await? else { return Ok(None) };
    Ok(Some(OpenFiring { epoch, since: fired.seen_at, told: deliveries::told(on, alert.id, epoch).await? }))
}

/// What happened to one alert, or to all, last seen first.
///
/// # Errors
/// When the database cannot be read, or the cursor is foreign.
pub async fn events(on: impl Into<Source<'_>>, alert_id: Option<AlertId>, paging: &Paging) -> Result<Page<AlertEvent>> {
    let mut values = vec![Value::int(paging.rows())];
    let mut conditions = Vec::new();
    if let Some(id) = alert_id {
        values.push(Value::uuid(id.uuid()));
        conditions.push(format!("alert_id = ${}", values.len()));
    }
    if let Some((at, id, number)) = paging.key::<(i64, uuid::Uuid, i64)>()? {
        let n = values.len();
        values.extend([Value::int(at), Value::uuid(id), Value::int(number)]);
        conditions.push(format!("(seen_at, alert_id, number) < (${}, ${}, ${})", n + 1, n + 2, n + 3));
    }
    let filter = if conditions.is_empty() { String::new() } else { format!("WHERE {} ", conditions.join(" AND ")) };
    // The events of one alert are numbered as they were seen.
    let order = if alert_id.is_some() { "number DESC" } else { "seen_at DESC, alert_id DESC, number DESC" };
    let sql = format!("SELECT {COLUMNS} FROM portfolio_alert_events {filter}ORDER BY {order} LIMIT $1");
    let items = on.into().rows(sql, values).await?.iter().map(read).collect::<Result<Vec<_>>>()?;
    Ok(paging.page(items, |event| (event.seen_at.micros(), event.alert_id.uuid(), event.number)))
}

/// The cells of an event.
pub(crate) fn values(event: &AlertEvent) -> Result<Vec<Value>> {
    let happened = &event.happened;
    Ok(vec![
        Value::uuid(event.alert_id.uuid()),
        Value::int(event.number),
        count(happened.firing),
        Value::text(kind(&happened.effect)),
        Value::time(event_at(&happened.effect)),
        Value::time(event.seen_at),
        Value::json(NOUN, happened)?,
    ])
}

/// The events that follow one, by alert and number.
pub(crate) async fn archive_page(
    on: &mut Source<'_>,
    after: Option<&AlertEvent>,
    limit: u32,
) -> Result<Vec<AlertEvent>> {
    let mut values = vec![Value::int(limit)];
    let from = match after {
        Some(last) => {
            values.extend([Value::uuid(last.alert_id.uuid()), Value::int(last.number)]);
            "WHERE (alert_id, number) > ($2, $3) "
        }
        None => "",
    };
    let sql = format!("SELECT {COLUMNS} FROM portfolio_alert_events {from}ORDER BY alert_id, number LIMIT $1");
    on.rows(sql, values).await?.iter().map(read).collect()
}

fn read(row: &Row) -> Result<AlertEvent> {
    let mut c = row.cells(NOUN);
    let (alert_id, number) = (AlertId::from_uuid(c.uuid()?), c.small()?);
    // The next three stand in the event too.
    c.int()?;
    c.text()?;
    c.int()?;
    Ok(AlertEvent { alert_id, number, seen_at: c.time()?, happened: c.json()? })
}
