//! Alerts under a clock that is set by hand: what they are told, what they do with it, and whom that reaches.

use std::{path::Path, sync::Arc};

use model::{
    alert::{AlertSeverity, AlertState, DeliveryState},
    currency::Currency,
    id::{AlertId, InstrumentId},
    time::{Clock, Dial, Timestamp},
};
use serde_json::{Value, json};
use workstation::{
    Ctx, Start, Workstation,
    alerts::{AlertActQuestion, AlertDeliveryView, AlertEventView, AlertFields, AlertView, AlertsQuery},
    bars::ManualBar,
    workspaces::WorkspaceKind,
};

fn at(text: &str) -> Timestamp {
    testkit::build::time(text)
}

/// A desk with one share, whose clock the test sets.
struct Desk {
    station: Arc<Workstation>,
    dial: Dial,
    share: InstrumentId,
}

impl Desk {
    async fn open(path: &Path, now: &str) -> Self {
        let dial = Dial::new(at(now));
        let start = Start {
            path: path.to_owned(),
            when_missing: WorkspaceKind::Empty,
            base_currency: Currency::USD,
            clock: Clock::Dial(dial),
            program: "test".into(),
        };
        let station = Workstation::open_with(start).await.unwrap();
        let made = station.create_instrument(&Ctx::local(), testkit::build::share("ACME").fields).await.unwrap();
        Self { station, dial, share: made.value.id }
    }

    /// A day's bar, and its close comes last.
    async fn bar(&self, date: &str, [open, high, low, close]: [f64; 4]) {
        let bar = ManualBar {
            date: testkit::build::day(date),
            close,
            open: Some(open),
            high: Some(high),
            low: Some(low),
            volume: None,
        };
        self.station.put_bar(&Ctx::local(), self.share, &bar).await.unwrap();
    }

    /// A day of which only the close is known.
    async fn close_of(&self, date: &str, close: f64) {
        let date = testkit::build::day(date);
        let bar = ManualBar { date, close, open: None, high: None, low: None, volume: None };
        self.station.put_bar(&Ctx::local(), self.share, &bar).await.unwrap();
    }

    async fn create(&self, fields: Value) -> AlertId {
        let fields: AlertFields = serde_json::from_value(fields).unwrap();
        self.station.create_alert(&Ctx::local(), fields).await.unwrap().value.id
    }

    async fn alert(&self, id: AlertId) -> AlertView {
        self.station.alert(&Ctx::local(), id).await.unwrap()
    }

    /// Sets the clock and lets alerts be told what came by then.
    async fn look(&self, now: &str) {
        self.dial.set(at(now));
        self.station.look_at_alerts(&Ctx::local()).await.unwrap();
    }

    async fn act(&self, id: AlertId, act: Value) -> Result<AlertView, workstation::Error> {
        let asked: AlertActQuestion = serde_json::from_value(act).unwrap();
        self.station.act_on_alert(&Ctx::local(), id, asked).await
    }

    /// What happened, in order.
    async fn events(&self, id: AlertId) -> Vec<AlertEventView> {
        let query = AlertsQuery { alert_id: Some(id), limit: Some(1000), cursor: None };
        let mut events = self.station.alert_events(&Ctx::local(), &query).await.unwrap().items;
        events.reverse();
        events
    }

    /// The same in words.
    async fn story(&self, id: AlertId) -> Vec<String> {
        let events = self.events(id).await;
        let words = events.iter().map(|event| match &event.event {
            alerts::Effect::Fired { epoch, .. } => format!("fired {epoch}"),
            alerts::Effect::Moved { to, .. } => to.to_string(),
            alerts::Effect::HeldBack { why, .. } => format!("held back {why:?}"),
            alerts::Effect::Expired { .. } => "expired".to_owned(),
        });
        words.collect()
    }

    async fn deliveries(&self, id: AlertId) -> Vec<AlertDeliveryView> {
        let query = AlertsQuery { alert_id: Some(id), limit: Some(1000), cursor: None };
        let mut found = self.station.alert_deliveries(&Ctx::local(), &query).await.unwrap().items;
        found.reverse();
        found
    }

    async fn close(self) {
        self.station.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn bars_that_come_after_it_was_made_let_an_alert_fire_once() {
    let dir = tempfile::tempdir().unwrap();
    let desk = Desk::open(&dir.path().join("desk"), "2026-03-02T22:00:00Z").await;
    // What was there before does not count.
    desk.bar("2026-02-27", [90.0, 120.0, 89.0, 95.0]).await;
    let id = desk.create(json!({"words": "ACME crosses above 100", "severity": "critical"})).await;
    let view = desk.alert(id).await;
    assert_eq!((view.state, view.severity, view.firings), (AlertState::Armed, AlertSeverity::Critical, 0));
    assert_eq!(
        (view.name.as_str(), view.instrument_ids.as_slice()),
        ("ACME crosses above 100", [desk.share].as_slice())
    );
    assert_eq!(view.seen_through, at("2026-02-28T00:00:00Z"));
    desk.look("2026-03-02T22:00:00Z").await;
    assert_eq!(desk.story(id).await, [""; 0]);

    // The bar of a day that is not over tells nothing yet.
    desk.bar("2026-03-02", [96.0, 104.0, 95.0, 103.0]).await;
    desk.look("2026-03-02T22:30:00Z").await;
    assert_eq!(desk.story(id).await, [""; 0]);
    desk.look("2026-03-03T00:00:30Z").await;
    assert_eq!(desk.story(id).await, ["firing", "fired 1"]);
    let fired = &desk.events(id).await[1];
    assert!(!fired.is_late, "the bar has just ended");
    let day = (Some(at("2026-03-02T00:00:00Z")), Some(at("2026-03-03T00:00:00Z")));
    assert_eq!((fired.not_before, fired.not_after), day, "a bar does not tell the moment of its high");
    desk.look("2026-03-03T00:01:00Z").await;
    desk.bar("2026-03-03", [103.0, 104.0, 90.0, 101.0]).await;
    desk.look("2026-03-04T00:01:00Z").await;
    assert_eq!(desk.alert(id).await.firings, 1, "it fires once until it is armed again");
    assert!(desk.alert(id).await.is_over);
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_first_close_is_compared_with_the_last_one_before_the_alert() {
    let dir = tempfile::tempdir().unwrap();
    let desk = Desk::open(&dir.path().join("desk"), "2026-03-02T22:00:00Z").await;
    desk.close_of("2026-03-01", 95.0).await;
    let crosses = desk.create(json!({"words": "ACME crosses above 100"})).await;
    let is_above = desk.create(json!({"words": "ACME is above 90"})).await;
    desk.close_of("2026-03-02", 103.0).await;
    desk.look("2026-03-03T00:00:30Z").await;
    assert_eq!(desk.story(crosses).await, ["firing", "fired 1"], "of both days only the close is known");
    assert_eq!(desk.story(is_above).await, ["firing", "fired 1"], "what holds already is told with the first price");
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_came_while_nobody_looked_is_told_late() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("desk");
    let desk = Desk::open(&path, "2026-03-02T22:00:00Z").await;
    desk.bar("2026-03-01", [90.0, 92.0, 89.0, 91.0]).await;
    let words = "ACME crosses above 100, every time";
    let id = desk
        .create(json!({"words": words, "escalation": {"steps": [
            {"after_minutes": 0, "channel": {"way": "desk"}},
            {"after_minutes": 10, "channel": {"way": "mail"}},
        ]}}))
        .await;
    desk.dial.set(at("2026-03-09T08:00:00Z"));
    for (date, bar) in [
        ("2026-03-02", [91.0, 93.0, 90.0, 92.0]),
        ("2026-03-03", [92.0, 105.0, 91.0, 104.0]),
        ("2026-03-04", [104.0, 106.0, 95.0, 96.0]),
        ("2026-03-05", [96.0, 110.0, 95.0, 108.0]),
    ] {
        desk.bar(date, bar).await;
    }
    desk.look("2026-03-09T08:00:00Z").await;
    assert_eq!(desk.story(id).await, ["firing", "fired 1", "resolved", "firing", "fired 2"]);
    let events = desk.events(id).await;
    assert!(events.iter().all(|event| event.seen_at == at("2026-03-09T08:00:00Z")));
    let late: Vec<bool> = events.iter().map(|event| event.is_late).collect();
    assert_eq!(late, [false, true, false, false, true], "firings alone are late");
    // Both are told at once; the next step counts from when it was seen.
    let told = desk.deliveries(id).await;
    let ways: Vec<(u64, &str)> = told.iter().map(|d| (d.firing, d.channel.way.as_str())).collect();
    assert_eq!(ways, [(1, "desk"), (2, "desk")]);
    desk.look("2026-03-09T08:09:59Z").await;
    assert_eq!(desk.deliveries(id).await.len(), 2);
    desk.look("2026-03-09T08:10:00Z").await;
    assert_eq!(desk.deliveries(id).await.len(), 3, "nobody acknowledged");
    desk.look("2026-03-09T12:00:00Z").await;
    assert_eq!(desk.deliveries(id).await.len(), 3);
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_answers_and_what_waits_need_not_leave() {
    let dir = tempfile::tempdir().unwrap();
    let desk = Desk::open(&dir.path().join("desk"), "2026-03-02T00:00:00Z").await;
    desk.bar("2026-03-01", [90.0, 92.0, 89.0, 91.0]).await;
    // Nobody listens there: what leaves comes back and waits.
    let nobody = json!({"way": "webhook", "url": "http://127.0.0.1:1/", "allow_private": true});
    let ways = serde_json::from_value(json!({"ways": [{"name": "mail", "settings": nobody}]})).unwrap();
    desk.station.set_notifications(&Ctx::local(), ways).await.unwrap();
    let words = "ACME is above 100, every time";
    let plan = json!({"steps": [{"after_minutes": 5, "channel": {"way": "mail"}}], "repeat_minutes": 60});
    let id = desk.create(json!({"words": words, "name": "Dear", "escalation": plan})).await;
    assert_eq!(desk.act(id, json!({"act": "acknowledge"})).await.unwrap_err().code(), "alert_step_not_possible");
    desk.bar("2026-03-02", [91.0, 101.0, 90.0, 101.0]).await;
    desk.look("2026-03-03T00:00:00Z").await;
    assert_eq!(desk.alert(id).await.state, AlertState::Firing);
    assert_eq!(desk.deliveries(id).await.len(), 0, "in five minutes");
    let view = desk.act(id, json!({"act": "acknowledge", "note": "on the phone"})).await.unwrap();
    assert_eq!(view.state, AlertState::Acknowledged);
    desk.look("2026-03-03T02:00:00Z").await;
    assert_eq!(desk.deliveries(id).await.len(), 0, "somebody reacted before");

    // It comes back below and above again; nobody reacts, and reminders come.
    desk.dial.set(at("2026-03-04T00:00:00Z"));
    desk.bar("2026-03-03", [101.0, 101.0, 95.0, 96.0]).await;
    desk.bar("2026-03-04", [96.0, 103.0, 95.0, 102.0]).await;
    desk.look("2026-03-05T00:00:00Z").await;
    desk.look("2026-03-05T00:05:00Z").await;
    desk.look("2026-03-05T01:05:00Z").await;
    let told = desk.deliveries(id).await;
    let keys: Vec<(u64, u32, DeliveryState)> = told.iter().map(|d| (d.firing, d.reminder, d.state)).collect();
    assert_eq!(keys, [(2, 0, DeliveryState::Waiting), (2, 1, DeliveryState::Waiting)]);
    let snoozed = desk.act(id, json!({"act": "snooze", "until": "2026-03-05T03:00:00Z"})).await.unwrap();
    assert_eq!((snoozed.state, snoozed.snoozed_until), (AlertState::Snoozed, Some(at("2026-03-05T03:00:00Z"))));
    let told = desk.deliveries(id).await;
    assert!(told.iter().all(|d| d.state == DeliveryState::Dropped && d.trouble.is_some()), "{told:?}");
    desk.look("2026-03-05T02:59:59Z").await;
    assert_eq!(desk.alert(id).await.state, AlertState::Snoozed);
    desk.look("2026-03-05T03:00:00Z").await;
    assert_eq!(desk.alert(id).await.state, AlertState::Firing, "it still holds");
    let story = desk.story(id).await;
    let expected =
        ["firing", "fired 1", "acknowledged", "resolved", "firing", "fired 2", "snoozed", "firing", "fired 3"];
    assert_eq!(story, expected);
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn figures_of_the_portfolio_are_watched() {
    let dir = tempfile::tempdir().unwrap();
    let desk = Desk::open(&dir.path().join("desk"), "2026-03-02T22:00:00Z").await;
    let ctx = Ctx::local();
    let account = desk.station.create_account(&ctx, testkit::build::account("Main").fields).await.unwrap().value.id;
    let put = |fields| {
        let (station, ctx) = (Arc::clone(&desk.station), ctx.clone());
        async move { station.create_transaction(&ctx, fields).await.unwrap() }
    };
    put(testkit::build::deposit(account, "2026-02-27", "10000")).await;
    put(testkit::build::buy(account, desk.share, "2026-02-27", "50", "100")).await;
    desk.bar("2026-02-27", [100.0, 100.0, 100.0, 100.0]).await;
    let below = desk.create(json!({"words": "portfolio value crosses below 9500", "name": "Poor"})).await;
    let heavy = desk.create(json!({"words": "portfolio weight of \"ACME\" is above 55", "name": "Heavy"})).await;
    let fallen = desk.create(json!({"words": "portfolio drawdown is above 10", "name": "Fallen"})).await;
    let wild = desk.create(json!({"words": "portfolio volatility is above 100", "name": "Wild"})).await;
    let risky =
        desk.create(json!({"words": "portfolio conditional value at risk is above 500", "name": "Risky"})).await;
    let largest = desk.create(json!({"words": "portfolio largest weight is above 99", "name": "One"})).await;
    let few = desk.create(json!({"words": "portfolio effective number of holdings is below 2", "name": "Few"})).await;
    let unknown = desk.create(json!({"words": "portfolio weight of \"NOSUCH\" is above 0", "name": "None"})).await;
    desk.look("2026-03-02T22:00:00Z").await;
    // All that is invested is one share.
    for id in [largest, few] {
        assert_eq!(desk.story(id).await, ["firing", "fired 1"]);
    }
    for id in [below, heavy, fallen, wild, risky, unknown] {
        assert_eq!(desk.alert(id).await.state, AlertState::Armed, "{}", desk.alert(id).await.name);
    }
    // 5,000 in cash and 50 shares at 80: 9,000 in all.
    desk.bar("2026-03-02", [100.0, 100.0, 80.0, 80.0]).await;
    desk.look("2026-03-02T22:01:00Z").await;
    assert_eq!(desk.story(below).await, ["firing", "fired 1"]);
    assert_eq!(desk.story(heavy).await, [""; 0]);
    desk.bar("2026-03-02", [100.0, 150.0, 80.0, 150.0]).await;
    desk.look("2026-03-02T22:02:00Z").await;
    assert_eq!(desk.story(heavy).await, ["firing", "fired 1"], "7,500 of 12,500");
    assert_eq!(desk.story(below).await, ["firing", "fired 1", "resolved"]);
    desk.bar("2026-03-02", [100.0, 150.0, 60.0, 70.0]).await;
    desk.look("2026-03-02T22:03:00Z").await;
    assert_eq!(desk.story(fallen).await, ["firing", "fired 1"], "8,500 after 10,000");
    // A day lost a tenth of 10,000; and a single return has no deviation.
    assert_eq!(desk.story(risky).await[..2], ["firing", "fired 1"]);
    assert_eq!(desk.story(wild).await, [""; 0], "what is unknown does not fire");
    assert_eq!(desk.story(unknown).await, [""; 0], "what is unknown does not fire");
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hold_and_an_expiry_pass_by_the_clock_alone() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("desk");
    let desk = Desk::open(&path, "2026-03-02T22:00:00Z").await;
    desk.bar("2026-03-01", [90.0, 92.0, 89.0, 91.0]).await;
    // A rising bar's high is taken to be at two thirds of its time: at 16:00.
    let long = desk.create(json!({"words": "ACME is above 100 for 12 hours"})).await;
    let mut rule = serde_json::to_value(desk.alert(long).await.rule).unwrap();
    rule["expires_at"] = json!("2026-03-03T01:00:00Z");
    let short = desk.create(json!({"rule": rule, "name": "Short"})).await;
    desk.bar("2026-03-02", [91.0, 101.0, 90.0, 101.0]).await;
    desk.look("2026-03-03T00:00:00Z").await;
    // A restart in between loses nothing.
    let (dial, share) = (desk.dial, desk.share);
    desk.station.close().await;
    dial.set(at("2026-03-03T00:30:00Z"));
    let start = Start {
        path,
        when_missing: WorkspaceKind::Empty,
        base_currency: Currency::USD,
        clock: Clock::Dial(dial),
        program: "test".into(),
    };
    let desk = Desk { station: Workstation::open_with(start).await.unwrap(), dial, share };
    desk.look("2026-03-03T01:30:00Z").await;
    assert_eq!(desk.story(short).await, ["expired"]);
    assert_eq!(desk.story(long).await, [""; 0]);
    desk.look("2026-03-03T04:00:00Z").await;
    assert_eq!(desk.story(long).await, ["firing", "fired 1"]);
    assert_eq!(desk.story(short).await, ["expired", "held back Expired"]);
    desk.close().await;
}
