//! Alerts: the rule of each and where it stands, what happened to it, and whom that must reach.
//!
//! [`advance`] is the only way in which an alert moves: where it stands, its events and the deliveries that they ask for are one
//! change. An epoch fires once and a delivery is made once, whatever is tried again: both are keys.

mod deliveries;
mod events;

use ::alerts::{AlertMachine, AlertRule, Escalation, Memory, Need, depends};
use model::{
    alert::AlertSeverity,
    audit::AuditAction,
    error::ValueError,
    id::{AlertId, InstrumentId},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use self::{
    deliveries::{AlertDelivery, Settled, deliveries, deliveries_due, drop_waiting, next_delivery_at, settle, told},
    events::{AlertEvent, Happened, OpenFiring, event_at, events, firing, open_firing},
};
pub(crate) use self::{
    deliveries::{COLUMNS as DELIVERY_COLUMNS, archive_page as deliveries_page, values as delivery_values},
    events::{COLUMNS as EVENT_COLUMNS, archive_page as events_page, values as event_values},
};
use crate::{
    errors::{Result, StoreError},
    page::{Page, Paging},
    record::{self, Record},
    sql::{Cells, Source, Value, count},
    write::{Change, Write},
};

const NOUN: &str = "portfolio_alerts";
/// The longest name, in characters.
const NAME_MAX: usize = 200;

/// What a person says of an alert.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AlertFields {
    /// Its name, 1 to 200 characters.
    pub name: String,
    /// How much it matters.
    pub severity: AlertSeverity,
    /// When it fires.
    pub rule: AlertRule,
    /// Whom a firing reaches beside the list of alerts.
    pub escalation: Option<Escalation>,
    /// Whether it watches.
    pub enabled: bool,
    /// What else is to be known of it.
    pub note: Option<String>,
}

/// An alert, with all that it needs to go on after a restart.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Alert {
    /// Its identity.
    pub id: AlertId,
    /// What is said of it.
    #[serde(flatten)]
    pub fields: AlertFields,
    /// Where it stands.
    pub machine: AlertMachine,
    /// What its rule remembers.
    pub memory: Memory,
    /// It was told every bar that ended by then.
    pub seen_through: Timestamp,
    /// When time alone does something: look at it then.
    pub next_due_at: Option<Timestamp>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When a person last changed what is said of it.
    pub updated_at: Timestamp,
}

impl Alert {
    /// A new one that has seen everything through a time.
    #[must_use]
    pub fn starting(id: AlertId, fields: AlertFields, seen_through: Timestamp, at: Timestamp) -> Self {
        Self {
            id,
            fields,
            machine: AlertMachine::new(id),
            memory: Memory::default(),
            seen_through,
            next_due_at: None,
            created_at: at,
            updated_at: at,
        }
    }

    /// The instruments whose prices or bars it watches, each once.
    #[must_use]
    pub fn instruments(&self) -> Vec<InstrumentId> {
        instruments_of(&self.fields.rule)
    }
}

/// The instruments whose prices or bars a rule watches, each once, in the order of its conditions.
#[must_use]
pub fn instruments_of(rule: &AlertRule) -> Vec<InstrumentId> {
    let mut ids = Vec::new();
    for need in depends(rule) {
        match need {
            Need::Ticks { instrument, .. } | Need::Bars { instrument, .. } if !ids.contains(&instrument) => {
                ids.push(instrument);
            }
            _ => {}
        }
    }
    ids
}

impl Record for Alert {
    const TABLE: &'static str = NOUN;
    const ONE: &'static str = "alert";
    const COLUMNS: &'static str = "id, name, severity, state, instrument_id, condition, created_at, updated_at, \
         fired_at, snoozed_until, enabled, note, escalation, machine, memory, epoch, seen_through, next_due_at";

    fn id(&self) -> Uuid {
        self.id.uuid()
    }

    fn title(&self) -> String {
        self.fields.name.clone()
    }

    fn values(&self) -> Result<Vec<Value>> {
        let f = &self.fields;
        let watched = self.instruments();
        let alone = watched.first().filter(|_| watched.len() == 1);
        let [state, fired_at, snoozed_until, machine, memory, epoch, seen_through, next_due_at] = self.standing()?;
        Ok(vec![
            Value::uuid(self.id.uuid()),
            Value::text(&f.name),
            Value::text(f.severity.as_str()),
            state,
            Value::Uuid(alone.map(|id| id.uuid())),
            Value::json(NOUN, &f.rule)?,
            Value::time(self.created_at),
            Value::time(self.updated_at),
            fired_at,
            snoozed_until,
            Value::Bool(f.enabled),
            Value::opt_text(f.note.as_deref()),
            f.escalation.as_ref().map_or(Ok(Value::Json(None)), |plan| Value::json(NOUN, plan))?,
            machine,
            memory,
            epoch,
            seen_through,
            next_due_at,
        ])
    }

    fn read(c: &mut Cells<'_>) -> Result<Self> {
        let id = AlertId::from_uuid(c.uuid()?);
        let (name, severity) = (c.text()?, c.parsed()?);
        // What follows stands in the rule and the machine too: for the database to look at.
        let (_state, _instrument) = (c.text()?, c.opt_uuid()?);
        let (rule, created_at, updated_at) = (c.json()?, c.time()?, c.time()?);
        let (_fired_at, _snoozed_until) = (c.opt_time()?, c.opt_time()?);
        let (enabled, note, escalation) = (c.bool()?, c.opt_text()?, c.opt_json()?);
        let (machine, memory) = (c.opt_json()?, c.opt_json()?);
        c.int()?;
        Ok(Self {
            id,
            fields: AlertFields { name, severity, rule, escalation, enabled, note },
            machine: machine.unwrap_or(AlertMachine::new(id)),
            memory: memory.unwrap_or_default(),
            seen_through: c.time()?,
            next_due_at: c.opt_time()?,
            created_at,
            updated_at,
        })
    }
}

impl Alert {
    /// What moves by itself, in the order of [`STANDING`].
    fn standing(&self) -> Result<[Value; 8]> {
        let machine = &self.machine;
        Ok([
            Value::text(machine.state().as_str()),
            Value::opt_time(machine.fired_at()),
            Value::opt_time(machine.snoozed_until()),
            Value::json(NOUN, machine)?,
            Value::json(NOUN, &self.memory)?,
            count(machine.epoch()),
            Value::time(self.seen_through),
            Value::opt_time(self.next_due_at),
        ])
    }
}

const STANDING: &str = "UPDATE portfolio_alerts SET state = $2, fired_at = $3, snoozed_until = $4, machine = $5, \
     memory = $6, epoch = $7, seen_through = $8, next_due_at = $9 WHERE id = $1";

/// Adds an alert.
///
/// # Errors
/// When its name is empty or too long, or its identity is taken.
pub async fn insert(w: &mut Write, alert: &Alert) -> Result<()> {
    acceptable(&alert.fields)?;
    if record::find::<Alert>(&mut Source::from(&mut *w), alert.id.uuid()).await?.is_some() {
        return Err(StoreError::Duplicate { noun: NOUN, field: "id", value: alert.id.to_string() });
    }
    record::insert(w, alert).await
}

/// One alert.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn get(on: impl Into<Source<'_>>, id: AlertId) -> Result<Alert> {
    record::get(&mut on.into(), id.uuid()).await
}

/// A page of them, newest first.
///
/// # Errors
/// When the database cannot be read, or the cursor is foreign.
pub async fn list(on: impl Into<Source<'_>>, paging: &Paging) -> Result<Page<Alert>> {
    record::newest(&mut on.into(), paging, |alert: &Alert| (alert.created_at.micros(), alert.id.uuid())).await
}

/// Every alert that is switched on, oldest first.
///
/// # Errors
/// When the database cannot be read.
pub async fn watching(on: impl Into<Source<'_>>) -> Result<Vec<Alert>> {
    record::select(&mut on.into(), "WHERE enabled = $1 ORDER BY created_at, id", vec![Value::Bool(true)]).await
}

/// Says something else of an alert. Another rule begins anew, armed, and is told what comes from `seen_through` on.
///
/// # Errors
/// As [`insert`], and [`StoreError::NotFound`].
pub async fn update(w: &mut Write, id: AlertId, fields: &AlertFields, seen_through: Timestamp) -> Result<Alert> {
    acceptable(fields)?;
    let before = get(&mut *w, id).await?;
    let goes_on = before.fields.rule == fields.rule && (before.fields.enabled || !fields.enabled);
    let mut after = Alert { fields: fields.clone(), updated_at: w.at(), ..before };
    if !goes_on {
        after.machine = after.machine.begun_anew();
        (after.memory, after.seen_through, after.next_due_at) = (Memory::default(), seen_through, None);
    }
    record::update(w, &after).await?;
    Ok(after)
}

/// Deletes an alert with its history, and returns what there was.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn delete(w: &mut Write, id: AlertId) -> Result<Alert> {
    record::delete(w, id.uuid()).await
}

/// Keeps where an alert stands now, what happened to it and whom that must reach. Something that happened is told in the trail, one
/// event for all; that bars were seen is not.
///
/// # Errors
/// When the alert is gone, or an epoch fired before.
pub async fn advance(w: &mut Write, alert: &Alert, happened: &[Happened], due: &[::alerts::Delivery]) -> Result<()> {
    let values = [vec![Value::uuid(alert.id.uuid())], alert.standing()?.into()].concat();
    if Source::from(&mut *w).run(STANDING, values).await? == 0 {
        return Err(StoreError::not_found(NOUN, alert.id));
    }
    w.touched(NOUN);
    events::add(w, alert, happened).await?;
    deliveries::add(w, due).await?;
    let Some(summary) = events::summary(alert, happened) else { return Ok(()) };
    let change = Change {
        action: AuditAction::Run,
        noun: "portfolio_alert_events",
        object_id: alert.id.to_string(),
        summary: &summary,
        before: None,
        after: Some(crate::write::to_json(NOUN, &happened)?),
        undoable: false,
    };
    w.record(change).await.map(drop)
}

/// Keeps what an alert's rule remembers and through when it was told, where nobody changed the alert since `updated_at`; whether it did.
///
/// # Errors
/// When the database refuses.
pub async fn remember(
    w: &mut Write,
    id: AlertId,
    updated_at: Timestamp,
    memory: &Memory,
    seen_through: Timestamp,
) -> Result<bool> {
    let sql = "UPDATE portfolio_alerts SET memory = $3, seen_through = $4 WHERE id = $1 AND updated_at = $2";
    let memory = Value::json(NOUN, memory)?;
    let values = vec![Value::uuid(id.uuid()), Value::time(updated_at), memory, Value::time(seen_through)];
    Ok(Source::from(w).run(sql, values).await? > 0)
}

pub(crate) fn acceptable(fields: &AlertFields) -> Result<()> {
    if fields.name.trim().is_empty() || fields.name.chars().count() > NAME_MAX {
        let errors = vec![ValueError::Length { field: "name", max: NAME_MAX }];
        return Err(StoreError::Invalid { noun: NOUN, errors });
    }
    Ok(())
}
