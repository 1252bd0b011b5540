//! News that were published while the machine slept: asked for afterwards, told once, and to alerts as late.

use std::{process::Command, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use fakes::{
    alpaca::{FakeAlpaca, Settings},
    day::{Article, Day},
};
use model::{
    currency::Currency,
    time::{Clock, Dial, Timestamp},
};
use serde_json::json;
use workstation::{
    Ctx, Start, Workstation,
    alerts::{AlertFields, AlertsQuery},
    news::NewsQuery,
    workspaces::WorkspaceKind,
};

/// The key comes out of the environment, which belongs to the whole process: the test runs in one of its own.
const KEY: &str = "QUARTERDECK_KEY_ALPACA";
const NAME: &str = "missed_news::news_of_the_night_are_told_late_and_once";

fn day(articles: &[(u64, DateTime<Utc>, &str)]) -> Day {
    let article = |(id, at, headline): &(u64, DateTime<Utc>, &str)| Article {
        id: *id,
        at: *at,
        symbols: vec!["ACME".to_owned()],
        headline: (*headline).to_owned(),
    };
    Day { news: articles.iter().map(article).collect(), ..Day::default() }
}

async fn soon(what: &str, mut is_so: impl AsyncFnMut() -> bool) {
    let waiting = async {
        while !is_so().await {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), waiting).await.unwrap_or_else(|_| panic!("{what}"));
}

#[tokio::test(flavor = "multi_thread")]
async fn news_of_the_night_are_told_late_and_once() {
    if std::env::var_os(KEY).is_none() {
        let mut own = Command::new(std::env::current_exe().unwrap());
        let run = own.args(["--exact", NAME, "--nocapture"]).env(KEY, "id:secret").output().unwrap();
        assert!(
            run.status.success(),
            "{}{}",
            String::from_utf8_lossy(&run.stdout),
            String::from_utf8_lossy(&run.stderr)
        );
        return;
    }
    let evening = Utc::now();
    let (night, morning) = (evening + TimeDelta::hours(3), evening + TimeDelta::hours(9));
    let before = (1, evening - TimeDelta::seconds(30), "Takeover of Acme denied");
    let missed = (2, night, "Takeover of Acme agreed");
    let stream = FakeAlpaca::open(day(&[before]), Settings::of("id", "secret"), 0).await.unwrap();
    let asked = FakeAlpaca::open(day(&[before, missed]), Settings::of("id", "secret"), 0).await.unwrap();

    let dir = tempfile::tempdir().unwrap();
    let dial = Dial::new(Timestamp::from(evening));
    let start = Start {
        path: dir.path().join("desk"),
        when_missing: WorkspaceKind::Empty,
        base_currency: Currency::USD,
        clock: Clock::Dial(dial),
        program: "test".into(),
    };
    let (ctx, station) = (Ctx::local(), Workstation::open_with(start).await.unwrap());
    station.create_instrument(&ctx, testkit::build::share("ACME").fields).await.unwrap();
    let words = json!({ "words": "news about ACME has any of \"takeover\", every time" });
    let fields: AlertFields = serde_json::from_value(words).unwrap();
    station.create_alert(&ctx, fields).await.unwrap();
    let settings = json!({
        "on": ["alpaca_news"],
        "addresses": [{ "source": "alpaca_news", "address": asked.http(), "streams": stream.socket("") }],
    });
    station.set_providers(&ctx, serde_json::from_value(settings).unwrap()).await.unwrap();
    let firings = async || {
        let query = AlertsQuery { alert_id: None, limit: Some(100), cursor: None };
        let events = station.alert_events(&ctx, &query).await.unwrap().items;
        let fired = events.into_iter().filter_map(|event| match event.event {
            alerts::Effect::Fired { at, .. } => Some((at, event.is_late)),
            _ => None,
        });
        fired.collect::<Vec<(Timestamp, bool)>>()
    };
    soon("the evening's news fire", async || firings().await.len() == 1).await;
    assert!(!firings().await[0].1, "at once");

    dial.set(Timestamp::from(morning));
    soon("the night's news fire", async || firings().await.len() == 2).await;
    let late: Vec<_> = firings().await.into_iter().filter(|(_, is_late)| *is_late).collect();
    let published = Timestamp::from_micros(night.timestamp_micros());
    assert_eq!(late, [(published, true)], "published in the night, seen in the morning");
    // The stream that came back told the evening's again, and so did the answer.
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!(firings().await.len(), 2);
    let shown = station.news(&ctx, &NewsQuery::default()).await.unwrap();
    let headlines: Vec<&str> = shown.items.iter().map(|item| item.headline.as_str()).collect();
    assert_eq!(headlines, ["Takeover of Acme agreed", "Takeover of Acme denied"]);
    station.close().await;
}
