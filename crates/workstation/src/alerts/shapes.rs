//! What is said and shown of alerts.

use ::alerts::{Act, AlertRule, Channel, Effect, Escalation, Names, Need, depends, words as sentence};
use model::{
    alert::{AlertSeverity, AlertState, DeliveryState},
    id::{AlertId, InstrumentId},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};
use store::alerts::{Alert, AlertDelivery, AlertEvent, AlertFields as Said};

/// What a person says of an alert: its rule in words or as JSON.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AlertFields {
    /// Its name, 1 to 200 characters; its sentence when nothing is said.
    #[serde(default)]
    pub name: Option<String>,
    /// How much it matters; `warning` when nothing is said.
    #[serde(default = "warning")]
    pub severity: AlertSeverity,
    /// Its sentence, such as `AAPL crosses above 150`; then without `rule`.
    #[serde(default)]
    pub words: Option<String>,
    /// The rule itself; then without `words`.
    #[serde(default)]
    pub rule: Option<AlertRule>,
    /// Whom a firing reaches beside the list of alerts; nobody when nothing is said.
    #[serde(default)]
    pub escalation: Option<Escalation>,
    /// Whether it watches; yes when nothing is said.
    #[serde(default = "switched_on")]
    pub enabled: bool,
    /// What else is to be known of it.
    #[serde(default)]
    pub note: Option<String>,
}

const fn warning() -> AlertSeverity {
    AlertSeverity::Warning
}

const fn switched_on() -> bool {
    true
}

impl From<Said> for AlertFields {
    fn from(said: Said) -> Self {
        let Said { name, severity, rule, escalation, enabled, note } = said;
        Self { name: Some(name), severity, words: None, rule: Some(rule), escalation, enabled, note }
    }
}

/// An alert.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct AlertView {
    /// Its identity.
    pub id: AlertId,
    /// Its name.
    pub name: String,
    /// How much it matters.
    pub severity: AlertSeverity,
    /// Where it stands.
    pub state: AlertState,
    /// Whether it watches.
    pub enabled: bool,
    /// Whether it can fire no more: its time is over, or it fired once and was not armed again.
    pub is_over: bool,
    /// When it fires.
    pub rule: AlertRule,
    /// The same as a sentence.
    pub words: String,
    /// What it must be told to be decided.
    pub needs: Vec<Need>,
    /// The instruments whose prices or bars it watches.
    pub instrument_ids: Vec<InstrumentId>,
    /// Whom a firing reaches beside the list of alerts.
    pub escalation: Option<Escalation>,
    /// What else is to be known of it.
    pub note: Option<String>,
    /// How often it fired.
    pub firings: u64,
    /// When it fired last.
    pub fired_at: Option<Timestamp>,
    /// Until when it is silent, when it is snoozed.
    pub snoozed_until: Option<Timestamp>,
    /// It was told every bar that ended by then.
    pub seen_through: Timestamp,
    /// When it was made.
    pub created_at: Timestamp,
    /// When a person last changed what is said of it.
    pub updated_at: Timestamp,
}

impl AlertView {
    pub(super) fn of(alert: Alert, names: &Names) -> Self {
        let instrument_ids = alert.instruments();
        let Alert { id, fields, machine, seen_through, created_at, updated_at, .. } = alert;
        let Said { name, severity, rule, escalation, enabled, note } = fields;
        Self {
            id,
            name,
            severity,
            state: machine.state(),
            enabled,
            is_over: machine.is_over(),
            words: sentence(&rule, names),
            needs: depends(&rule),
            instrument_ids,
            rule,
            escalation,
            note,
            firings: machine.epoch(),
            fired_at: machine.fired_at(),
            snoozed_until: machine.snoozed_until(),
            seen_through,
            created_at,
            updated_at,
        }
    }
}

/// What a person does with an alert.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
pub struct AlertActQuestion {
    /// What: `acknowledge`, `resolve`, `snooze` (then with `until`) or `rearm`.
    #[serde(flatten)]
    pub act: Act,
    /// Why, in their words.
    #[serde(default)]
    pub note: Option<String>,
}

/// Whose history.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AlertsQuery {
    /// Only of this alert.
    #[serde(default)]
    #[param(value_type = Option<String>)]
    pub alert_id: Option<AlertId>,
    /// Items of a page, 1 to 1000; 100 when nothing is said.
    #[serde(default)]
    pub limit: Option<u32>,
    /// Where to go on: `next_cursor` of the page before.
    #[serde(default)]
    pub cursor: Option<String>,
}

/// Something that happened to an alert.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct AlertEventView {
    /// To which alert.
    pub alert_id: AlertId,
    /// Its number among those of the alert, from 1.
    pub number: u32,
    /// The number of the firing that it belongs to; 0 before the first.
    pub firing: u64,
    /// What happened.
    pub event: Effect,
    /// When it was seen.
    pub seen_at: Timestamp,
    /// Of a firing that only bars tell of: it was at this moment or later,
    pub not_before: Option<Timestamp>,
    /// and at this moment or earlier. The event's own time is an assumption then.
    pub not_after: Option<Timestamp>,
    /// Whether it depends on which came first in a bar, the high or the low.
    pub is_order_assumed: bool,
    /// Whether it was seen long after it happened: the program was not running, or the bars came late.
    pub is_late: bool,
}

impl From<AlertEvent> for AlertEventView {
    fn from(event: AlertEvent) -> Self {
        let AlertEvent { alert_id, number, seen_at, happened } = event;
        Self {
            alert_id,
            number,
            firing: happened.firing,
            event: happened.effect,
            seen_at,
            not_before: happened.not_before,
            not_after: happened.not_after,
            is_order_assumed: happened.is_order_assumed,
            is_late: happened.is_late,
        }
    }
}

/// Somebody whom a firing had to reach, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct AlertDeliveryView {
    /// Of which alert.
    pub alert_id: AlertId,
    /// Of which firing.
    pub firing: u64,
    /// Where to.
    pub channel: Channel,
    /// 0 for the first; reminders count on.
    pub reminder: u32,
    /// From when on it was to be made.
    pub due_at: Timestamp,
    /// What became of it.
    pub state: DeliveryState,
    /// How often it was tried.
    pub attempts: u32,
    /// When it is tried next, while it waits.
    pub next_try_at: Option<Timestamp>,
    /// When that was decided.
    pub settled_at: Option<Timestamp>,
    /// What the receiver said, such as the number of the message.
    pub receipt: Option<String>,
    /// Why it did not leave, at the last attempt.
    pub trouble: Option<String>,
}

impl From<AlertDelivery> for AlertDeliveryView {
    fn from(delivery: AlertDelivery) -> Self {
        let AlertDelivery { key, due_at, state, attempts, next_try_at, settled_at, receipt, trouble } = delivery;
        Self {
            alert_id: key.alert,
            firing: key.epoch,
            channel: key.channel,
            reminder: key.reminder,
            due_at,
            state,
            attempts,
            next_try_at,
            settled_at,
            receipt,
            trouble,
        }
    }
}
