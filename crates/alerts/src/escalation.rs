//! Whom a firing reaches, and when: deliveries as a pure function of what was delivered already.
//!
//! An outbox keeps what is due under its [`DeliveryKey`] in the transaction of the firing and sends it until it succeeds: at least once,
//! and a receiver that knows the key shows it once.

use model::{alert::AlertSeverity, id::AlertId, time::Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{AlertsError, LocalHours};

/// Where something is delivered to: a channel, and a person where it has several.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = AlertChannel)]
#[serde(deny_unknown_fields)]
pub struct Channel {
    /// Which way, such as `desktop` or `mail`.
    pub way: String,
    /// To whom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
}

/// What makes a delivery the same one when it is tried again.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize, ToSchema)]
pub struct DeliveryKey {
    /// Of which alert.
    pub alert: AlertId,
    /// Of which firing.
    pub epoch: u64,
    /// Where to.
    pub channel: Channel,
    /// 0 for the first; reminders until somebody acknowledges count on.
    pub reminder: u32,
}

/// A step of a plan.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = AlertEscalationStep)]
#[serde(deny_unknown_fields)]
pub struct EscalationStep {
    /// Minutes after the firing without an acknowledgement.
    pub after_minutes: u32,
    /// Where to.
    pub channel: Channel,
}

/// Hours in which nothing is delivered.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = AlertQuietHours)]
#[serde(deny_unknown_fields)]
pub struct QuietHours {
    /// When.
    pub hours: LocalHours,
    /// What is delivered all the same: this severity and those above.
    pub broken_by: AlertSeverity,
}

/// Who is told of a firing until somebody acknowledges it.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
#[schema(as = AlertEscalation)]
#[serde(deny_unknown_fields)]
pub struct Escalation {
    /// In the order of their minutes.
    pub steps: Vec<EscalationStep>,
    /// Minutes after which the last step is repeated; never when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repeat_minutes: Option<u32>,
    /// What is due in them waits for their end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quiet: Option<QuietHours>,
}

/// A firing that may have to be told.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Firing {
    /// Of which alert.
    pub alert: AlertId,
    /// Its number.
    pub epoch: u64,
    /// When.
    pub at: Timestamp,
    /// How much it matters.
    pub severity: AlertSeverity,
    /// When somebody reacted, or it ended: what is due from then on is not told. What was due before still is, so that none is lost.
    pub settled_at: Option<Timestamp>,
}

/// A delivery and its time.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Delivery {
    /// Which.
    pub key: DeliveryKey,
    /// From when on; not before.
    pub due: Timestamp,
}

impl Escalation {
    /// Whether it makes sense.
    ///
    /// # Errors
    /// [`AlertsError::Field`] with the path of the field.
    pub fn check(&self) -> Result<(), AlertsError> {
        if self.steps.is_empty() {
            return Err(AlertsError::field("steps", "has none; say where the first delivery goes"));
        }
        for (n, step) in self.steps.iter().enumerate() {
            if step.channel.way.trim().is_empty() {
                return Err(AlertsError::field(
                    format!("steps[{n}].channel.way"),
                    "is empty; name a way such as desktop",
                ));
            }
            let (before, rest) = self.steps.split_at(n);
            if before.last().is_some_and(|before| before.after_minutes > step.after_minutes) {
                let problem = "comes before the step above; put the steps in the order of their minutes";
                return Err(AlertsError::field(format!("steps[{n}].after_minutes"), problem));
            }
            if rest.iter().skip(1).any(|other| other.channel == step.channel) {
                let problem = "stands twice; a firing reaches a channel once, and reminders come by repeat_minutes";
                return Err(AlertsError::field(format!("steps[{n}].channel"), problem));
            }
        }
        if self.repeat_minutes == Some(0) {
            return Err(AlertsError::field("repeat_minutes", "is 0; give 1 or more, or leave it out"));
        }
        Ok(())
    }

    /// The next delivery of a firing that is not among `delivered`; `None` when there is nothing to come.
    ///
    /// Reminders that were missed, such as over a night of sleep, come as one: the latest.
    #[must_use]
    pub fn next(&self, firing: &Firing, delivered: &[DeliveryKey], now: Timestamp) -> Option<Delivery> {
        let key = |step: &EscalationStep, reminder| DeliveryKey {
            alert: firing.alert,
            epoch: firing.epoch,
            channel: step.channel.clone(),
            reminder,
        };
        let steps = self.steps.iter().map(|step| (key(step, 0), minutes_after(firing.at, step.after_minutes)));
        let next = steps.filter(|(key, _)| !delivered.contains(key)).min_by_key(|(_, due)| *due);
        let (key, due) = match next {
            Some(next) => next,
            None => {
                let (last, every) = (self.steps.last()?, self.repeat_minutes.filter(|every| *every > 0)?);
                let begun = minutes_after(firing.at, last.after_minutes);
                let told = delivered.iter().filter(|other| other.epoch == firing.epoch && other.alert == firing.alert);
                let told =
                    told.filter(|other| other.channel == last.channel).map(|other| other.reminder).max().unwrap_or(0);
                let passed = now.micros().saturating_sub(begun.micros()).max(0) / (i64::from(every) * MINUTE);
                let reminder = u32::try_from(passed).unwrap_or(u32::MAX).max(told.saturating_add(1));
                (key(last, reminder), minutes_after(begun, every.saturating_mul(reminder)))
            }
        };
        let due = self.after_quiet(firing.severity, due.max(firing.at), now)?;
        let is_settled = firing.settled_at.is_some_and(|settled| settled <= due);
        (!is_settled).then_some(Delivery { key, due })
    }

    /// The first moment from `due` on, and not before now where that is later, at which a delivery may be made.
    fn after_quiet(&self, severity: AlertSeverity, due: Timestamp, now: Timestamp) -> Option<Timestamp> {
        match &self.quiet {
            Some(quiet) if severity < quiet.broken_by => {
                let free = quiet.hours.next_outside(due)?;
                // What was not delivered when it might have been waits for the end of a later quiet.
                if free < now {
                    quiet.hours.next_outside(now).map(|end| if end == now { free } else { end })
                } else {
                    Some(free)
                }
            }
            Some(_) | None => Some(due),
        }
    }
}

const MINUTE: i64 = 60_000_000;

fn minutes_after(at: Timestamp, minutes: u32) -> Timestamp {
    Timestamp::from_micros(at.micros().saturating_add(i64::from(minutes) * MINUTE))
}
