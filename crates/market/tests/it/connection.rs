//! The life of a connection: opened when something is wanted, stopped by what only a person can change, patient with what passes.

use std::{sync::Arc, time::Duration};

use feed::book::depth::Depth;
use market::connection::{AskSnapshot, Connection, ConnectionSetup, ConnectionState, Inlet};
use market::hub::Subscription;
use model::{
    market::{DataKind, incident::IncidentKind},
    time::Timestamp,
};
use serde_json::json;
use tokio::time::Instant;

use crate::{
    language::{Plain, source},
    proxy::{Fault, Proxy},
    support::{connection, connection_with, fast, instrument, live, recording, route, setup, soon, until, until_ready},
    venue::Venue,
};

/// The next depth that is as expected.
async fn depth_of(subscription: &mut Subscription, is_it: impl Fn(&Option<Depth>) -> bool) -> Option<Depth> {
    soon("a depth", async {
        loop {
            let update = subscription.next().await.unwrap();
            if let Some(of) = update.depths.into_iter().find(|of| is_it(&of.depth)) {
                return of.depth;
            }
        }
    })
    .await
}

async fn watched(url: &str) -> (market::hub::MarketHub, tokio::sync::watch::Receiver<ConnectionState>) {
    watched_with(connection(url)).await
}

async fn watched_with(
    setup_of: ConnectionSetup,
) -> (market::hub::MarketHub, tokio::sync::watch::Receiver<ConnectionState>) {
    let hub = live();
    hub.watch(instrument(1), setup(), vec![route("AAA")]).await.unwrap();
    hub.watch(instrument(2), setup(), vec![route("BBB")]).await.unwrap();
    let state = hub.connect(setup_of).unwrap();
    (hub, state)
}

#[tokio::test]
async fn it_connects_when_something_is_wanted_and_leaves_when_nothing_is() {
    let venue = Venue::open().await;
    let (hub, mut state) = watched(&venue.url()).await;
    hub.settle().await.unwrap();
    assert_eq!(*state.borrow(), ConnectionState::Idle);
    let one = hub.subscribe(instrument(1), &[DataKind::Trade]).await.unwrap();
    until_ready(&mut state).await;
    one.more(instrument(2), &[DataKind::Trade, DataKind::Quote]).await.unwrap();
    drop(one);
    until(&mut state, "idle", |state| *state == ConnectionState::Idle).await;
    let wants = venue.wants();
    assert_eq!(wants[0], ["trade AAA"]);
    assert_eq!(wants.last().unwrap().len(), 0, "{wants:?}");
}

#[tokio::test]
async fn after_a_break_everything_is_asked_for_anew() {
    let venue = Arc::new(Venue::open().await);
    let proxy = Proxy::open(venue.address, &[Fault::Cut]).await;
    let (hub, mut state) = watched(&proxy.url()).await;
    let sink = recording(&hub);
    let subscription = hub.subscribe(instrument(1), &[DataKind::Trade]).await.unwrap();
    subscription.more(instrument(2), &[DataKind::Quote]).await.unwrap();
    until_ready(&mut state).await;
    let trading = venue.trade_on("AAA", Duration::from_millis(1));
    sink.until("trades of two connections", |all| all.ticks.len() > 60).await;
    trading.abort();
    let wants = venue.wants();
    assert_eq!(wants.last().unwrap(), &["trade AAA", "quote BBB"], "{wants:?}");
    assert_eq!(hub.connections().await.unwrap()[0].topics, Some(2));
}

#[tokio::test]
async fn what_a_person_must_change_stops_it_until_it_is_told_to_try_again() {
    for (fault, words) in [
        (Fault::Answer(401, "", "no such key"), "refuses the key (status 401): no such key"),
        (Fault::Answer(403, "", ""), "refuses the key (status 403)"),
        (Fault::Answer(404, "", ""), "has no stream at this address"),
        (Fault::Answer(451, "", ""), "not allowed to serve this place"),
    ] {
        let venue = Venue::open().await;
        let proxy = Proxy::open(venue.address, &[fault]).await;
        let (hub, mut state) = watched(&proxy.url()).await;
        let _subscription = hub.subscribe(instrument(1), &[DataKind::Trade]).await.unwrap();
        let is_stopped = |state: &ConnectionState| matches!(state, ConnectionState::Stopped { .. });
        let ConnectionState::Stopped { reason, what_to_do } = until(&mut state, "a stop", is_stopped).await else {
            panic!("{fault:?}")
        };
        assert!(reason.contains(words), "{fault:?}: {reason}");
        assert!(!what_to_do.is_empty());
        assert_eq!(venue.connections.load(std::sync::atomic::Ordering::SeqCst), 0, "it does not try by itself");
        hub.retry(source()).unwrap();
        until_ready(&mut state).await;
    }
}

#[tokio::test]
async fn a_final_refusal_in_the_stream_stops_it_and_another_one_does_not() {
    let venue = Venue::open().await;
    let (hub, mut state) = watched(&venue.url()).await;
    let _subscription = hub.subscribe(instrument(1), &[DataKind::Trade]).await.unwrap();
    until_ready(&mut state).await;
    venue.say(&json!({ "t": "error", "code": 405, "msg": "symbol limit exceeded", "final": false }));
    soon("the refusal", async {
        while hub.connections().await.unwrap()[0].last_refusal.is_none() {
            tokio::task::yield_now().await;
        }
    })
    .await;
    assert_eq!(*state.borrow(), ConnectionState::Ready);
    venue.say(&json!({ "t": "error", "code": 406, "msg": "connection limit exceeded", "final": false }));
    let waits = |state: &ConnectionState| matches!(state, ConnectionState::Waiting { reason, .. } if reason.contains("connection limit exceeded"));
    until(&mut state, "a wait", waits).await;
    until_ready(&mut state).await;
    venue.say(&json!({ "t": "error", "code": 409, "msg": "insufficient subscription", "final": true }));
    let stops = |state: &ConnectionState| matches!(state, ConnectionState::Stopped { reason, .. } if reason.contains("insufficient subscription (code 409)"));
    until(&mut state, "a stop", stops).await;
}

#[tokio::test]
async fn a_server_that_asks_for_patience_gets_it() {
    let venue = Venue::open().await;
    let proxy = Proxy::open(venue.address, &[Fault::Answer(429, "retry-after: 1\r\n", "")]).await;
    let (hub, mut state) = watched(&proxy.url()).await;
    let began = Instant::now();
    let _subscription = hub.subscribe(instrument(1), &[DataKind::Trade]).await.unwrap();
    let waits = |state: &ConnectionState| matches!(state, ConnectionState::Waiting { .. });
    let ConnectionState::Waiting { until: end, reason } = until(&mut state, "a wait", waits).await else { panic!() };
    assert!(reason.contains("takes no more connections for now"), "{reason}");
    assert!(end > Timestamp::from_micros(0));
    until_ready(&mut state).await;
    assert!(began.elapsed() >= Duration::from_secs(1));
}

#[tokio::test]
async fn silence_and_age_end_it_before_the_source_does() {
    let venue = Venue::open().await;
    // Pongs are signs of life: with slow pings a second of silence is one.
    let quiet = connection_with(&venue.url(), Plain { silence_s: 1, ..Plain::default() });
    let settings = market::connection::ConnectionSettings { ping_every: Duration::from_secs(60), ..fast() };
    let (hub, mut state) = watched_with(ConnectionSetup { settings, ..quiet }).await;
    let _subscription = hub.subscribe(instrument(1), &[DataKind::Trade]).await.unwrap();
    let silent = |state: &ConnectionState| matches!(state, ConnectionState::Waiting { reason, .. } if reason.contains("was silent for 1 s"));
    until(&mut state, "a wait", silent).await;

    let old = connection_with(&venue.url(), Plain { life_s: Some(1), ..Plain::default() });
    let (hub, mut state) = watched_with(old).await;
    let _subscription = hub.subscribe(instrument(1), &[DataKind::Trade]).await.unwrap();
    until_ready(&mut state).await;
    soon("a second connection", async {
        while hub.connections().await.unwrap()[0].connected < 2 {
            tokio::task::yield_now().await;
        }
    })
    .await;
    let report = hub.connections().await.unwrap().remove(0);
    assert_eq!(report.last_end.as_deref(), Some("the source ends connections of this age"));
}

#[tokio::test]
async fn a_venue_that_shuts_down_is_left_and_found_again() {
    let venue = Venue::open().await;
    let (hub, mut state) = watched(&venue.url()).await;
    let _subscription = hub.subscribe(instrument(1), &[DataKind::Trade]).await.unwrap();
    until_ready(&mut state).await;
    venue.say(&json!({ "t": "bye" }));
    soon("a second connection", async {
        while hub.connections().await.unwrap()[0].connected < 2 {
            tokio::task::yield_now().await;
        }
    })
    .await;
    until_ready(&mut state).await;
}

#[tokio::test]
async fn a_book_that_broke_is_asked_for_anew() {
    let venue = Venue::open().await;
    let (hub, mut state) = watched(&venue.url()).await;
    let mut subscription = hub.subscribe(instrument(1), &[DataKind::Book]).await.unwrap();
    until_ready(&mut state).await;
    soon("the first request", async {
        while venue.wants().is_empty() {
            tokio::task::yield_now().await;
        }
    })
    .await;
    let whole =
        json!({ "t": "book", "s": "AAA", "whole": true, "n": 1, "bids": [[99.0, 1.0]], "asks": [[101.0, 2.0]] });
    venue.say(&whole);
    let depth = depth_of(&mut subscription, Option::is_some).await.unwrap();
    assert_eq!((depth.mid, depth.bids[0].size), (Some(100.0), 1.0));
    assert_eq!(hub.depth(instrument(1), source(), 5).await.unwrap(), Some(depth));
    // A bid above the ask cannot be: the book is not shown any longer, given up and asked for again.
    venue.say(&json!({ "t": "book", "s": "AAA", "n": 2, "bids": [[102.0, 1.0]] }));
    assert_eq!(depth_of(&mut subscription, Option::is_none).await, None);
    assert_eq!(hub.incidents().await.unwrap()[0].kind, IncidentKind::Crossed);
    soon("a new request", async {
        while venue.wants().len() < 3 {
            tokio::task::yield_now().await;
        }
    })
    .await;
    assert_eq!(venue.wants()[1..], [vec![], vec!["book AAA".to_owned()]]);
    venue.say(&whole);
    assert!(depth_of(&mut subscription, Option::is_some).await.is_some());
    assert!(hub.incidents().await.unwrap().is_empty());
    // Without its connection nobody knows what the book is.
    hub.disconnect(source()).unwrap();
    assert_eq!(depth_of(&mut subscription, Option::is_none).await, None);
    assert_eq!(hub.depth(instrument(1), source(), 5).await.unwrap(), None);
}

#[tokio::test]
async fn a_snapshot_by_request_reaches_the_book() {
    let venue = Venue::open().await;
    let ask: AskSnapshot = Arc::new(|_, symbol| {
        let body = json!({ "t": "book", "s": symbol, "whole": true, "n": 1, "bids": [[99.0, 1.0]], "asks": [] });
        Box::pin(async move { Ok(body.to_string().into_bytes()) })
    });
    let (hub, mut state) = watched_with(ConnectionSetup { snapshots: Some(ask), ..connection(&venue.url()) }).await;
    let mut subscription = hub.subscribe(instrument(1), &[DataKind::Book]).await.unwrap();
    until_ready(&mut state).await;
    soon("the request", async {
        while venue.wants().is_empty() {
            tokio::task::yield_now().await;
        }
    })
    .await;
    venue.say(&json!({ "t": "need", "s": "AAA" }));
    assert_eq!(depth_of(&mut subscription, Option::is_some).await.unwrap().bids[0].price, 99.0);
}

#[tokio::test]
async fn a_connection_ends_with_its_handle() {
    let venue = Venue::open().await;
    let hub = live();
    let clock = Arc::new(model::time::Clock::System);
    let inlet: Inlet = hub.inlet();
    let handle = Connection::open(connection(&venue.url()), inlet, clock).unwrap();
    assert_eq!(handle.source(), source());
    let mut state = handle.state();
    let topic =
        venues::Topic { instrument: instrument(1), symbol: "AAA".into(), currency: None, kind: DataKind::Trade };
    handle.want(vec![topic]);
    until_ready(&mut state).await;
    handle.reconnect("the test wants it");
    soon("a second connection", async {
        while handle.report().connected < 2 {
            tokio::task::yield_now().await;
        }
    })
    .await;
    drop(handle);
    let stopped = |state: &ConnectionState| matches!(state, ConnectionState::Stopped { .. });
    until(&mut state, "the end", stopped).await;
}
