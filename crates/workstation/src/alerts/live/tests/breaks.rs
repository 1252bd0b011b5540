//! Streams that break, machines that sleep, and what comes afterwards.

use std::time::Duration;

use market::sink::{Batch, Missed, Sink};
use model::{bar::BarSize, time::Timestamp};
use serde_json::json;

use super::{Floor, after, at, until};

const CALM: [f64; 4] = [99.0, 99.2, 98.8, 99.0];

#[tokio::test(flavor = "multi_thread")]
async fn bars_tell_what_came_while_the_stream_was_broken_once() {
    let dir = tempfile::tempdir().unwrap();
    let floor = Floor::open(&dir.path().join("desk"), "2026-03-03T10:00:00Z").await;
    floor.all_complete();
    let id = floor.watching("ACME crosses above 100, every time").await;
    floor.tick(floor.acme, "2026-03-03T10:00:01Z", 99.0).await;
    let now = floor.dial.now();
    floor.complete.send_replace(std::sync::Arc::new([(floor.beta, now)].into()));
    floor.left(&[id]).await;
    // What still comes of a broken stream waits.
    floor.tick(floor.acme, "2026-03-03T10:20:30Z", 99.4).await;
    floor
        .store(
            BarSize::Minute1,
            &[
                ("2026-03-03T10:00:00Z", CALM),
                ("2026-03-03T10:01:00Z", [99.0, 101.0, 99.0, 99.5]),
                ("2026-03-03T10:19:00Z", CALM),
            ],
        )
        .await;
    assert_eq!(floor.story(id).await, ["firing", "fired 1", "resolved"], "before it streams again");
    floor.tick_then(floor.acme, at("2026-03-03T10:20:31Z"), 100.6).await;
    floor.tick_then(floor.acme, at("2026-03-03T10:20:32Z"), 99.6).await;
    floor.go(at("2026-03-03T10:20:33Z"));
    floor.all_complete();
    floor.joined(&[id]).await;
    let firings = floor.firings(id).await;
    assert_eq!(firings.len(), 2, "{firings:?}");
    assert!(firings[0].1, "nineteen minutes later is late");
    assert_eq!(firings[1], (at("2026-03-03T10:20:31Z"), false), "what streamed between bars and hand-over is told");
    floor.tick(floor.acme, "2026-03-03T10:20:34Z", 100.2).await;
    assert_eq!(floor.firings(id).await.len(), 3);
    // The same minutes come again, with the rest of the hour.
    floor.store(BarSize::Minute1, &[("2026-03-03T10:20:00Z", [99.4, 100.6, 99.0, 100.2])]).await;
    floor.complete.send_replace(Default::default());
    floor.left(&[id]).await;
    floor.go(at("2026-03-03T10:21:01Z"));
    assert_eq!(floor.firings(id).await.len(), 3);
    floor.close().await;
}

/// Nine hours pass, and bars say what came.
async fn sleeps(clock_every: Duration) {
    let dir = tempfile::tempdir().unwrap();
    let floor = Floor::open_with(&dir.path().join("desk"), "2026-03-02T23:00:00Z", clock_every).await;
    floor.all_complete();
    let steps =
        json!([{"after_minutes": 0, "channel": {"way": "mail"}}, {"after_minutes": 0, "channel": {"way": "desktop"}}]);
    let words = "ACME crosses above 100, every time";
    let id = floor.create(json!({"words": words, "escalation": {"steps": steps}})).await;
    let held = floor.create(json!({"words": "ACME is above 100 for 10 minutes", "escalation": {"steps": steps}})).await;
    floor.joined(&[id, held]).await;
    floor.tick(floor.acme, "2026-03-02T23:00:01Z", 99.0).await;
    floor.look().await;
    // The machine sleeps. Streams are still said to be complete, since before.
    floor.dial.set(at("2026-03-03T08:00:00Z"));
    floor.left(&[id, held]).await;
    floor.look().await;
    assert_eq!(floor.story(id).await, [""; 0], "nothing is known yet");
    assert!(!floor.live().engine().has(id), "streams of before are not complete");
    let minute = |n: i64| after(at("2026-03-02T23:00:00Z"), n * 60_000_000).to_string();
    let bars: Vec<(String, [f64; 4])> = (0..540)
        .map(|n| match n {
            252 => (minute(n), [99.5, 101.0, 99.5, 100.8]),
            253..=270 => (minute(n), [100.8, 100.9, 100.7, 100.8]),
            271 => (minute(n), [100.8, 100.8, 99.0, 99.0]),
            _ => (minute(n), CALM),
        })
        .collect();
    let bars: Vec<(&str, [f64; 4])> = bars.iter().map(|(time, bar)| (time.as_str(), *bar)).collect();
    floor.store(BarSize::Minute1, &bars).await;
    floor.all_complete();
    floor.joined(&[id, held]).await;
    assert_eq!(floor.story(id).await, ["firing", "fired 1", "resolved"]);
    let fired = floor.events(id).await.remove(1);
    assert_eq!(
        (fired.not_before, fired.not_after),
        (Some(at("2026-03-03T03:12:00Z")), Some(at("2026-03-03T03:13:00Z")))
    );
    assert_eq!((fired.seen_at, fired.is_late), (at("2026-03-03T08:00:00Z"), true), "crossed at 03:12, seen at 08:00");
    let held_at = floor.firings(held).await;
    assert_eq!(held_at.len(), 1);
    let about = |time: Timestamp| at("2026-03-03T03:22:00Z") <= time && time <= at("2026-03-03T03:23:00Z");
    assert!(about(held_at[0].0) && held_at[0].1, "ten minutes later: {held_at:?}");
    for alert in [id, held] {
        let mut ways: Vec<String> = floor.deliveries(alert).await.into_iter().map(|d| d.channel.way).collect();
        ways.sort();
        assert_eq!(ways, ["desktop", "mail"], "each once");
    }
    floor.tick(floor.acme, "2026-03-03T08:00:01Z", 99.5).await;
    floor.tick(floor.acme, "2026-03-03T08:00:02Z", 100.5).await;
    assert_eq!(floor.firings(id).await[1..], [(at("2026-03-03T08:00:02Z"), false)]);
    // The day's own bar, whose high was told by the minute.
    floor.complete.send_replace(Default::default());
    floor.left(&[id, held]).await;
    floor.dial.set(at("2026-03-04T00:00:01Z"));
    floor.store(BarSize::Day1, &[("2026-03-03", [99.0, 101.0, 98.8, 100.5])]).await;
    assert_eq!(floor.alert(id).await.firings, 2);
    assert_eq!(floor.firings(id).await.len(), 2);
    floor.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_nine_hours_of_sleep_bars_tell_the_night_late() {
    sleeps(Duration::from_secs(3_600)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_nine_hours_of_sleep_that_the_hub_notices_too_bars_tell_the_night_late() {
    sleeps(Duration::from_millis(20)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_missed_is_asked_for_and_told_by_bars() {
    let dir = tempfile::tempdir().unwrap();
    let floor = Floor::open(&dir.path().join("desk"), "2026-03-03T10:00:00Z").await;
    floor.all_complete();
    let id = floor.watching("ACME crosses above 100, every time").await;
    floor.tick(floor.acme, "2026-03-03T10:00:01Z", 99.0).await;
    let missed = floor.ws.watching.missed_since();
    assert_eq!(*missed.borrow(), None);
    floor.go(at("2026-03-03T10:05:00Z"));
    // The hub could not give what came meanwhile.
    let mut sink = super::super::Ticks { ws: floor.ws.clone(), live: floor.live() };
    let missed_some = Missed { batches: 1, ticks: 7, bars: 0 };
    sink.take(&Batch::default(), missed_some).await.unwrap();
    floor.left(&[id]).await;
    assert_eq!(*missed.borrow(), Some(at("2026-03-03T10:05:00Z")));
    floor.look().await;
    assert!(!floor.live().engine().has(id), "the streams are complete, but not what was told of them");
    floor
        .store(BarSize::Minute1, &[("2026-03-03T10:02:00Z", [99.0, 101.0, 99.0, 99.0]), ("2026-03-03T10:04:00Z", CALM)])
        .await;
    floor.go(at("2026-03-03T10:05:01Z"));
    floor.all_complete();
    floor.joined(&[id]).await;
    assert_eq!(floor.story(id).await, ["firing", "fired 1", "resolved"]);
    until("nothing more", async || (floor.alert(id).await.firings == 1).then_some(())).await;
    floor.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_live_alerts_remember_survives_the_end_of_the_program() {
    let dir = tempfile::tempdir().unwrap();
    let floor = Floor::open(&dir.path().join("desk"), "2026-03-03T10:00:00Z").await;
    floor.all_complete();
    let id = floor.watching("ACME crosses above 100, every time").await;
    floor.tick(floor.acme, "2026-03-03T10:00:01Z", 99.0).await;
    assert_eq!(floor.alert(id).await.seen_through, at("2026-03-03T10:00:00Z"), "ticks alone are not kept one by one");
    floor.live().engine().checkpoint();
    floor.live().settle().await;
    assert_eq!(floor.alert(id).await.seen_through, at("2026-03-03T10:00:01Z"));
    floor.tick(floor.acme, "2026-03-03T10:00:02Z", 101.0).await;
    floor.tick(floor.acme, "2026-03-03T10:00:03Z", 101.5).await;
    // It ends without a look.
    floor.stop.cancel();
    floor.run.await.unwrap().unwrap();
    let alert = floor.station.alert(&crate::Ctx::local(), id).await.unwrap();
    assert_eq!((alert.firings, alert.seen_through), (1, at("2026-03-03T10:00:03Z")));
    floor.hub.stop().await.unwrap();
    floor.station.close().await;
}
