//! Tells the person that long work has ended while they look elsewhere.

use std::{
    collections::HashMap,
    sync::Arc,
    time::{Duration, Instant},
};

use serde::Deserialize;
use tauri::{AppHandle, Manager};
use tauri_plugin_notification::NotificationExt;

use super::{gate::Gate, windows};

/// Work shorter than this is not worth a notification.
const LONG: Duration = Duration::from_secs(10);
/// Whole seconds in place of [`LONG`].
const LONG_VARIABLE: &str = "QUARTERDECK_NOTIFY_AFTER_S";
/// The pause before events are asked for again.
const PAUSE: Duration = Duration::from_secs(2);

/// The part of an event that matters here.
#[derive(Debug, Deserialize)]
struct JobEvent {
    kind: String,
    #[serde(default)]
    id: String,
    #[serde(default)]
    title: String,
    #[serde(default)]
    state: String,
    #[serde(default)]
    message: String,
}

/// Jobs under way, by id, with the time of their first event, and how long is long.
#[derive(Debug)]
struct Watch {
    began: HashMap<String, Instant>,
    long: Duration,
}

impl Watch {
    fn new(long: Duration) -> Self {
        Self { began: HashMap::new(), long }
    }

    /// Takes an event; gives title and text of a notification when long work has ended.
    fn step(&mut self, now: Instant, event: JobEvent) -> Option<(String, String)> {
        if event.kind != "job" {
            return None;
        }
        match event.state.as_str() {
            "queued" | "running" => {
                self.began.entry(event.id).or_insert(now);
                None
            }
            ended => {
                let began = self.began.remove(&event.id)?;
                (now.duration_since(began) >= self.long).then(|| (event.title, text(ended, &event.message)))
            }
        }
    }
}

/// The variable's seconds; [`LONG`] when it says nothing usable.
fn long(seconds: Option<&str>) -> Duration {
    seconds.and_then(|text| text.parse().ok()).map_or(LONG, Duration::from_secs)
}

fn text(state: &str, message: &str) -> String {
    match state {
        "done" => "Done".to_owned(),
        "cancelled" => "Cancelled".to_owned(),
        _ if message.is_empty() => "Failed".to_owned(),
        _ => format!("Failed: {message}"),
    }
}

/// Watches jobs for as long as the program runs.
pub(super) async fn watch(app: AppHandle) {
    let gate = Arc::clone(&app.state::<Arc<Gate>>());
    let mut jobs = Watch::new(long(std::env::var(LONG_VARIABLE).ok().as_deref()));
    loop {
        if let Ok(mut events) = gate.events().await {
            while let Ok(Some(event)) = events.next().await {
                let Ok(event) = serde_json::from_str::<JobEvent>(&event) else { continue };
                if let Some((title, body)) = jobs.step(Instant::now(), event)
                    && !windows::is_watched(&app)
                {
                    show(&app, &title, &body);
                }
            }
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// Shows a native notification. Whether the desktop delivers it cannot be known.
pub(super) fn show(app: &AppHandle, title: &str, body: &str) {
    if let Err(problem) = app.notification().builder().title(title).body(body).show() {
        tracing::warn!(%problem, "a notification could not be shown");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(state: &str) -> JobEvent {
        serde_json::from_value(serde_json::json!({
            "kind": "job", "id": "1", "title": "Import prices.csv", "state": state, "message": "disk full", "progress": 0.5,
        }))
        .unwrap()
    }

    #[test]
    fn only_long_work_is_announced_and_once() {
        let start = Instant::now();
        let mut watch = Watch::new(LONG);
        assert_eq!(watch.step(start, event("running")), None);
        assert_eq!(watch.step(start + Duration::from_secs(9), event("running")), None);
        let announced = watch.step(start + LONG, event("done"));
        assert_eq!(announced, Some(("Import prices.csv".to_owned(), "Done".to_owned())));
        assert_eq!(watch.step(start + LONG, event("done")), None);
    }

    #[test]
    fn how_long_is_long_can_be_chosen() {
        for (said, expected) in [(None, LONG), (Some("0"), Duration::ZERO), (Some("60"), Duration::from_secs(60))] {
            assert_eq!(long(said), expected);
        }
        assert_eq!(long(Some("soon")), LONG);
    }

    #[test]
    fn short_work_is_not_announced_and_a_failure_says_why() {
        let start = Instant::now();
        let mut watch = Watch::new(LONG);
        watch.step(start, event("queued"));
        assert_eq!(watch.step(start + Duration::from_secs(3), event("done")), None);
        watch.step(start, event("queued"));
        assert_eq!(watch.step(start + LONG, event("failed")).unwrap().1, "Failed: disk full");
    }
}
