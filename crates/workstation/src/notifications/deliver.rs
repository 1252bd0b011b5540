//! The task beside an open workspace that sends what waits.
//!
//! A delivery leaves first and is settled afterwards: a process that dies in between sends it again at the next start, under the same key,
//! by which a receiver knows it. What is known of it is kept as it was said: handed over, accepted, or why it did not leave.

use std::{sync::Arc, time::Duration};

use ::alerts::{Act, Event, Names};
use futures_util::{StreamExt, stream};
use model::{actor::Actor, id::CorrelationId, time::Timestamp};
use notify::{Backoff, DesktopAct, DesktopAction, Message, NextTry, Notifier, Receipt};
use serde_json::json;
use store::{
    StoreError,
    alerts::{Alert, AlertDelivery, Settled, event_at},
};
use tokio_util::sync::CancellationToken;

use super::{Notifications, desk::Ends, kept, way};
use crate::{Ctx, Host, alerts as noun, error::Result, event::Event as Told, workspace::Workspace};

/// After this long at the latest it looks at the clock again.
const LOOK: Duration = Duration::from_secs(30);
/// It looks no more often by itself.
const PAUSE: Duration = Duration::from_millis(100);
/// Deliveries that leave side by side: one server that does not answer keeps no other waiting.
const AT_ONCE: usize = 8;
/// Deliveries that are looked at together.
const BATCH: u32 = 64;
/// A snooze by a click on the desktop.
const SNOOZE_MICROS: i64 = 3_600_000_000;

/// Sends what waits, until told to stop.
pub(crate) async fn deliver(ws: Arc<Workspace>, host: Host, stop: CancellationToken) {
    let mut ends: Option<Ends> = None;
    loop {
        let wait = tokio::select! {
            () = stop.cancelled() => return,
            sent = send_due(&ws, &host) => sent,
        };
        let wait = wait.unwrap_or_else(|problem| {
            tracing::warn!(%problem, "notifications cannot be sent; tried again");
            LOOK
        });
        if let Some(fresh) = ws.desk.take_ends() {
            ends = Some(fresh);
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = ws.desk.woken() => {}
            () = tokio::time::sleep(wait) => {}
            came = from_desktop(&mut ends) => came.answer(&ws, &host).await,
        }
    }
}

/// What came back from the desktop.
enum Came {
    Click(DesktopAction),
    Sound(notify::Sound),
    /// It will say nothing more.
    Nothing,
}

async fn from_desktop(ends: &mut Option<Ends>) -> Came {
    let Some(open) = ends else { return std::future::pending().await };
    let came = tokio::select! {
        click = open.actions.recv() => click.map(Came::Click),
        sound = open.sounds.recv() => sound.map(Came::Sound),
    };
    came.unwrap_or_else(|| {
        *ends = None;
        Came::Nothing
    })
}

impl Came {
    async fn answer(self, ws: &Workspace, host: &Host) {
        match self {
            Self::Sound(sound) => {
                host.events.send(Told::Sound { name: sound.sound.theme_name().to_owned(), severity: sound.severity });
            }
            Self::Click(DesktopAction { key, act }) => {
                let now = host.clock.now();
                let act = match act {
                    DesktopAct::Acknowledge => Act::Acknowledge,
                    DesktopAct::Snooze => {
                        Act::Snooze { until: Timestamp::from_micros(now.micros().saturating_add(SNOOZE_MICROS)) }
                    }
                    DesktopAct::Open => {
                        host.events.send(Told::ShowAlert { id: key.alert });
                        return;
                    }
                };
                let ctx = Ctx { actor: Actor::LocalOwner, correlation_id: CorrelationId::new() };
                let note = Some("on the desktop's notification".to_owned());
                let event = Event::Person { act, who: ctx.actor.label(), note };
                if let Err(problem) = noun::answer(ws, host, &ctx, key.alert, &event).await {
                    tracing::info!(%problem, "a click on a notification came too late");
                }
            }
            Self::Nothing => {}
        }
    }
}

/// Sends what is due, and says how long there is nothing to do.
async fn send_due(ws: &Workspace, host: &Host) -> Result<Duration> {
    loop {
        let due = store::alerts::deliveries_due(&ws.store, host.clock.now(), BATCH).await?;
        if due.is_empty() {
            break;
        }
        let notifications = kept(ws).await?;
        let notifier = ws.desk.notifier(host)?;
        let names = noun::names(ws).await?;
        let sent: Vec<(AlertDelivery, Settled)> = stream::iter(due)
            .map(|delivery| {
                let (notifications, notifier, names) = (&notifications, &notifier, &names);
                async move {
                    let settled = send(ws, host, notifications, notifier, names, &delivery).await?;
                    Ok::<_, crate::Error>((delivery, settled))
                }
            })
            .buffer_unordered(AT_ONCE)
            .filter_map(|sent| async move { sent.inspect_err(|problem| tracing::warn!(%problem, "not sent")).ok() })
            .collect()
            .await;
        if sent.is_empty() {
            return Ok(LOOK);
        }
        let own =
            Ctx { actor: Actor::Schedule { job: "notifications".to_owned() }, correlation_id: CorrelationId::new() };
        let mut w = ws.begin(&own, host).await?;
        for (delivery, settled) in &sent {
            store::alerts::settle(&mut w, &delivery.key, settled).await?;
        }
        ws.commit(w, host).await?;
    }
    let next = store::alerts::next_delivery_at(&ws.store).await?;
    Ok(host.until(next, LOOK).max(PAUSE))
}

/// Sends one delivery, and says what came of it.
async fn send(
    ws: &Workspace,
    host: &Host,
    notifications: &Notifications,
    notifier: &Notifier,
    names: &Names,
    delivery: &AlertDelivery,
) -> Result<Settled> {
    let key = &delivery.key;
    let Some(way) = way(notifications, &key.channel.way) else {
        let trouble =
            format!("there is no way called \"{}\" any more; set it up, or change the alert", key.channel.way);
        return Ok(Settled::GivenUp { trouble });
    };
    let alert = match store::alerts::get(&ws.store, key.alert).await {
        Ok(alert) => alert,
        Err(StoreError::NotFound { .. }) => {
            return Ok(Settled::Dropped { trouble: "its alert was deleted".to_owned() });
        }
        Err(problem) => return Err(problem.into()),
    };
    let message = message(ws, &alert, delivery, names).await?;
    Ok(match notifier.send(&way, &message, &host.notification_secrets()).await {
        Ok(Receipt::HandedOver) => Settled::HandedOver { receipt: None },
        Ok(Receipt::Accepted { id }) => Settled::Accepted { receipt: id },
        Err(problem) => match Backoff::default().next(delivery.attempts + 1, Backoff::seed(key), &problem) {
            NextTry::After(wait) => {
                let wait = i64::try_from(wait.as_micros()).unwrap_or(i64::MAX);
                let at = Timestamp::from_micros(host.clock.now().micros().saturating_add(wait));
                Settled::Again { at, trouble: problem.to_string() }
            }
            NextTry::DeadLetter => Settled::GivenUp { trouble: problem.to_string() },
        },
    })
}

/// What is said of a firing.
async fn message(ws: &Workspace, alert: &Alert, delivery: &AlertDelivery, names: &Names) -> Result<Message> {
    let key = delivery.key.clone();
    let fired = store::alerts::firing(&ws.store, alert.id, key.epoch).await?;
    let happened = fired.as_ref().map(|fired| &fired.happened);
    let at = happened.map_or(delivery.due_at, |happened| event_at(&happened.effect));
    let is_late = happened.is_some_and(|happened| happened.is_late);
    let words = ::alerts::words(&alert.fields.rule, names);
    let seen = fired.as_ref().filter(|_| is_late).map(|fired| format!("\nSeen at {}.", clock(fired.seen_at)));
    let reminder = if key.reminder == 0 {
        String::new()
    } else {
        format!("\nReminder {}: nobody has answered yet.", key.reminder)
    };
    let note = alert.fields.note.as_ref().map(|note| format!("\n{note}")).unwrap_or_default();
    let window = happened.and_then(|happened| happened.not_before.zip(happened.not_after));
    let when = match window {
        Some((from, to)) => format!("Between {} and {}.", clock(from), clock(to)),
        None => format!("At {}.", clock(at)),
    };
    Ok(Message {
        title: alert.fields.name.clone(),
        body: format!("{words}\n{when}{}{reminder}{note}", seen.unwrap_or_default()),
        severity: alert.fields.severity,
        at,
        is_late,
        link: None,
        values: json!({
            "alert_id": alert.id,
            "name": alert.fields.name,
            "rule": words,
            "firing": key.epoch,
            "reminder": key.reminder,
            "note": alert.fields.note,
        }),
        key,
    })
}

/// A time as a person reads it.
fn clock(at: Timestamp) -> String {
    at.to_chrono().format("%Y-%m-%d %H:%M UTC").to_string()
}
