//! What ticks do to rules of each kind.

use model::{alert::AlertState, bar::BarSize};
use serde_json::json;

use super::{Floor, at};
use crate::Ctx;

#[tokio::test(flavor = "multi_thread")]
async fn a_tick_lets_an_alert_fire_once_with_its_own_time() {
    let dir = tempfile::tempdir().unwrap();
    let floor = Floor::open(&dir.path().join("desk"), "2026-03-03T10:00:00Z").await;
    floor.all_complete();
    let plan = json!({"steps": [{"after_minutes": 0, "channel": {"way": "desk"}}]});
    let id = floor.create(json!({"words": "ACME crosses above 100, every time", "escalation": plan})).await;
    let once = floor.create(json!({"words": "ACME crosses above 100"})).await;
    floor.joined(&[id, once]).await;
    floor.tick(floor.acme, "2026-03-03T10:00:01Z", 99.0).await;
    floor.tick(floor.acme, "2026-03-03T10:00:02.345Z", 100.5).await;
    floor.tick(floor.acme, "2026-03-03T10:00:03Z", 101.0).await;
    assert_eq!(floor.story(id).await, ["firing", "fired 1"]);
    let fired = &floor.events(id).await[1];
    assert_eq!((fired.is_late, fired.not_before, fired.not_after), (false, None, None), "the moment is known");
    assert_eq!(floor.firings(id).await, [(at("2026-03-03T10:00:02.345Z"), false)]);
    assert_eq!(floor.deliveries(id).await.len(), 1);
    floor.tick(floor.acme, "2026-03-03T10:00:04Z", 99.5).await;
    floor.tick(floor.acme, "2026-03-03T10:00:05Z", 100.1).await;
    assert_eq!(floor.story(id).await, ["firing", "fired 1", "resolved", "firing", "fired 2"]);
    assert_eq!(floor.story(once).await, ["firing", "fired 1", "resolved", "held back Spent"]);
    floor.tick(floor.acme, "2026-03-03T10:00:06Z", 99.0).await;

    // The day's bar comes while it streams, and once more when it does not: nothing of it is new.
    floor.store(BarSize::Day1, &[("2026-03-02", [98.0, 99.0, 97.0, 98.0])]).await;
    assert_eq!(floor.alert(id).await.firings, 2);
    floor.complete.send_replace(Default::default());
    floor.left(&[id, once]).await;
    assert_eq!(floor.alert(id).await.seen_through, at("2026-03-03T10:00:06Z"));
    floor.dial.set(at("2026-03-04T00:00:01Z"));
    floor.store(BarSize::Day1, &[("2026-03-03", [98.5, 103.0, 98.0, 99.0])]).await;
    assert_eq!(floor.story(id).await.len(), 6, "{:?}", floor.story(id).await);
    assert_eq!(floor.alert(id).await.firings, 2, "the high of the day was told as it came");
    assert_eq!(floor.alert(id).await.seen_through, at("2026-03-04T00:00:00Z"));
    floor.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn holds_moves_and_conditions_together_are_decided_as_ticks_come() {
    let dir = tempfile::tempdir().unwrap();
    let floor = Floor::open(&dir.path().join("desk"), "2026-03-03T10:00:00Z").await;
    floor.all_complete();
    let both = floor.watching("ACME is above 100 and BETA is below 50").await;
    let either = floor.watching("ACME is above 102 or BETA is below 49").await;
    let held = floor.watching("ACME is above 100 for 3 seconds").await;
    let moved = floor.watching("ACME falls 2% in 1 minute").await;
    floor.tick(floor.acme, "2026-03-03T10:00:01Z", 101.0).await;
    assert_eq!(floor.story(both).await, [""; 0], "nothing is known of the other");
    floor.tick(floor.beta, "2026-03-03T10:00:02Z", 49.5).await;
    assert_eq!(floor.firings(both).await, [(at("2026-03-03T10:00:02Z"), false)]);
    floor.go(at("2026-03-03T10:00:04.2Z"));
    assert_eq!(floor.firings(held).await, [], "its last ticks may be on their way");
    floor.go(at("2026-03-03T10:00:04.3Z"));
    assert_eq!(floor.firings(held).await, [(at("2026-03-03T10:00:04Z"), false)], "no tick was needed");
    floor.tick(floor.acme, "2026-03-03T10:00:40Z", 98.9).await;
    assert_eq!(floor.firings(moved).await, [(at("2026-03-03T10:00:40Z"), false)]);
    floor.tick(floor.beta, "2026-03-03T10:00:41Z", 48.0).await;
    assert_eq!(floor.firings(either).await, [(at("2026-03-03T10:00:41Z"), false)]);
    floor.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_acts_while_it_is_live() {
    let dir = tempfile::tempdir().unwrap();
    let floor = Floor::open(&dir.path().join("desk"), "2026-03-03T10:00:00Z").await;
    floor.all_complete();
    let id = floor.watching("ACME is above 100, every time").await;
    floor.tick(floor.acme, "2026-03-03T10:00:01Z", 101.0).await;
    assert_eq!(floor.story(id).await, ["firing", "fired 1"]);
    floor.act(id, json!({"act": "acknowledge"})).await;
    floor.tick(floor.acme, "2026-03-03T10:00:02Z", 99.0).await;
    floor.tick(floor.acme, "2026-03-03T10:00:03Z", 101.0).await;
    floor.look().await;
    floor.act(id, json!({"act": "snooze", "until": "2026-03-03T10:00:10Z"})).await;
    floor.tick(floor.acme, "2026-03-03T10:00:04Z", 99.0).await;
    floor.tick(floor.acme, "2026-03-03T10:00:05Z", 101.0).await;
    floor.look().await;
    assert_eq!(floor.alert(id).await.state, AlertState::Snoozed);
    floor.go(at("2026-03-03T10:00:10Z"));
    let story = floor.story(id).await;
    let begins = ["firing", "fired 1", "acknowledged", "resolved", "firing", "fired 2", "snoozed"];
    assert_eq!(story[..7], begins);
    assert_eq!(story.last().unwrap(), "fired 3", "it holds when the snooze is over: {story:?}");
    floor.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn alerts_are_made_changed_and_deleted_while_others_are_live() {
    let dir = tempfile::tempdir().unwrap();
    let floor = Floor::open(&dir.path().join("desk"), "2026-03-03T10:00:00Z").await;
    floor.all_complete();
    let first = floor.watching("ACME crosses above 100, every time").await;
    floor.tick(floor.acme, "2026-03-03T10:00:01Z", 99.0).await;
    let second = floor.watching("ACME crosses above 102, every time").await;
    let gone = floor.watching("ACME crosses above 101, every time").await;
    floor.tick(floor.acme, "2026-03-03T10:00:02Z", 99.5).await;
    // Another name changes nothing; another rule begins anew.
    let ctx = Ctx::local();
    floor.station.update_alert(&ctx, first, &json!({"name": "Dear"})).await.unwrap();
    floor.go(at("2026-03-03T10:00:02.5Z"));
    floor.station.update_alert(&ctx, second, &json!({"words": "ACME crosses above 103, every time"})).await.unwrap();
    floor.station.delete_alert(&ctx, gone).await.unwrap();
    floor.look().await;
    floor.joined(&[first, second]).await;
    assert!(!floor.live().engine().has(gone));
    floor.tick(floor.acme, "2026-03-03T10:00:03Z", 102.5).await;
    assert_eq!(floor.firings(first).await, [(at("2026-03-03T10:00:03Z"), false)], "it knows where the price stood");
    floor.tick(floor.acme, "2026-03-03T10:00:04Z", 104.0).await;
    assert_eq!(floor.firings(second).await, [(at("2026-03-03T10:00:04Z"), false)]);
    assert_eq!(floor.alert(first).await.firings, 1);
    // Switched off it is silent.
    floor.station.update_alert(&ctx, first, &json!({"enabled": false})).await.unwrap();
    floor.left(&[first]).await;
    floor.tick(floor.acme, "2026-03-03T10:00:05Z", 99.0).await;
    floor.tick(floor.acme, "2026-03-03T10:00:06Z", 101.0).await;
    floor.look().await;
    assert_eq!(floor.alert(first).await.firings, 1);
    let wanted = floor.ws.watching.wanted().borrow().clone();
    assert_eq!(wanted.instruments.keys().collect::<Vec<_>>(), [&floor.acme]);
    floor.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn figures_and_prices_are_told_in_one_rule() {
    let dir = tempfile::tempdir().unwrap();
    let floor = Floor::open(&dir.path().join("desk"), "2026-03-03T10:00:00Z").await;
    let ctx = Ctx::local();
    let account = floor.station.create_account(&ctx, testkit::build::account("Main").fields).await.unwrap().value.id;
    let deposit = |amount| testkit::build::deposit(account, "2026-02-27", amount);
    floor.station.create_transaction(&ctx, deposit("1000")).await.unwrap();
    floor.all_complete();
    let id = floor.watching("ACME is above 100 and portfolio value is above 1500").await;
    floor.tick(floor.acme, "2026-03-03T10:00:01Z", 101.0).await;
    assert_eq!(floor.story(id).await, [""; 0]);
    floor.go(at("2026-03-03T10:00:02Z"));
    floor.station.create_transaction(&ctx, deposit("1000")).await.unwrap();
    assert_eq!(floor.story(id).await, ["firing", "fired 1"], "the figure comes while the price is live");
    floor.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn bars_that_close_are_told_once_and_indicators_begin_warm() {
    let dir = tempfile::tempdir().unwrap();
    let floor = Floor::open(&dir.path().join("desk"), "2026-03-03T10:00:00Z").await;
    let minutes: Vec<(String, f64)> = (50..60).map(|n| (format!("2026-03-03T09:{n}:00Z"), 100.0)).collect();
    let bars: Vec<(&str, [f64; 4])> = minutes.iter().map(|(time, close)| (time.as_str(), [*close; 4])).collect();
    floor.store(BarSize::Minute1, &bars).await;
    floor.all_complete();
    let id = floor.watching("close of ACME on 1m crosses above SMA(10), every time").await;
    // The tenth bar and the average of all ten are known from the store.
    for (second, price) in [("01", 100.0), ("30", 101.0)] {
        floor.tick(floor.acme, &format!("2026-03-03T10:00:{second}Z"), price).await;
    }
    floor.tick(floor.acme, "2026-03-03T10:01:40Z", 99.0).await;
    // The store has the same minute a moment later.
    floor.store(BarSize::Minute1, &[("2026-03-03T10:00:00Z", [100.0, 101.0, 100.0, 101.0])]).await;
    for time in ["2026-03-03T10:02:40Z", "2026-03-03T10:03:40Z", "2026-03-03T10:04:40Z"] {
        floor.tick(floor.acme, time, 103.0).await;
    }
    // The minute of ten o'clock closed above the average, on which the stored ones lay; the next one below, then above again.
    let fired = [(at("2026-03-03T10:01:00Z"), false), (at("2026-03-03T10:03:00Z"), false)];
    assert_eq!(floor.firings(id).await, fired);
    floor.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_tick_of_a_new_alert_is_compared_with_the_last_stored_price() {
    let dir = tempfile::tempdir().unwrap();
    let floor = Floor::open(&dir.path().join("desk"), "2026-03-03T08:00:00Z").await;
    floor.store(BarSize::Day1, &[("2026-03-02", [94.0, 96.0, 93.0, 95.0])]).await;
    floor.all_complete();
    let id = floor.watching("ACME crosses above 100").await;
    floor.tick(floor.acme, "2026-03-03T14:30:00Z", 103.0).await;
    assert_eq!(floor.firings(id).await, [(at("2026-03-03T14:30:00Z"), false)]);
    floor.close().await;
}
