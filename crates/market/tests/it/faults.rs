//! Each fault, and what becomes of it: no wrong price, nothing counted twice, and something to be seen.

use std::{collections::BTreeSet, sync::Arc, time::Duration};

use feed::incidents::IncidentChange;
use market::connection::{ConnectionReport, ConnectionState};
use model::market::{DataKind, TickData, incident::IncidentKind};

use crate::{
    proxy::{Fault, Proxy},
    support::{connection, instrument, live, recording, route, setup, soon},
    venue::Venue,
};

/// What was seen of a fault.
struct Seen {
    incidents: BTreeSet<IncidentKind>,
    /// Every state in which the connection was.
    reasons: Vec<String>,
    report: ConnectionReport,
    repeated: u64,
    /// Numbers of the good trades.
    numbers: Vec<u64>,
}

/// Runs a venue behind faults until trades have come for a while after them, and checks what must hold with any fault.
async fn run(faults: &[Fault], enough: u64) -> Seen {
    let venue = Arc::new(Venue::open().await);
    let proxy = Proxy::open(venue.address, faults).await;
    let hub = live();
    let sink = recording(&hub);
    hub.watch(instrument(1), setup(), vec![route("AAA")]).await.unwrap();
    let mut state = hub.connect(connection(&proxy.url())).unwrap();
    let mut followed = state.clone();
    let follower = tokio::spawn(async move {
        let mut reasons = Vec::new();
        while followed.changed().await.is_ok() {
            match followed.borrow_and_update().clone() {
                ConnectionState::Waiting { reason, .. } => reasons.push(reason),
                ConnectionState::Stopped { reason, what_to_do } => reasons.push(format!("{reason}; {what_to_do}")),
                ConnectionState::Idle | ConnectionState::Connecting | ConnectionState::Ready => {}
            }
        }
        reasons
    });
    let subscription = hub.subscribe(instrument(1), &[DataKind::Trade]).await.unwrap();
    soon("the first connection", state.wait_for(|s| *s != ConnectionState::Idle)).await.unwrap();
    let trading = venue.trade_on("AAA", Duration::from_millis(2));
    let last = |all: &market::sink::Batch| all.ticks.iter().filter_map(|t| t.origin.sequence).max().unwrap_or(0);
    // Trades are numbered from the venue's opening on: enough of them have come when the faults are long over.
    let mut base = None;
    sink.until("trades after the fault", |all| {
        let last = last(all);
        let base = *base.get_or_insert(last);
        all.ticks.len() as u64 >= enough && last >= base + enough
    })
    .await;
    trading.abort();
    hub.settle().await.unwrap();
    let report = hub.connections().await.unwrap().remove(0);
    let repeated = hub.refused().await.unwrap().repeated;
    drop(subscription);
    hub.stop().await.unwrap();
    let all = sink.all();
    let told = venue.told.lock().unwrap().trades.clone();
    let mut numbers = Vec::new();
    for tick in &all.ticks {
        let TickData::Trade(trade) = tick.data else { panic!("{tick:?}") };
        let number = tick.origin.sequence.unwrap();
        let (_, price) = told.iter().find(|(n, _)| *n == number).unwrap_or_else(|| panic!("{number} was never told"));
        assert_eq!(trade.price, price.parse::<f64>().unwrap(), "{faults:?}: a wrong price");
        numbers.push(number);
    }
    let distinct: BTreeSet<u64> = numbers.iter().copied().collect();
    assert_eq!(distinct.len(), numbers.len(), "{faults:?}: a trade was counted twice");
    let began = all.incidents.iter().filter_map(|change| match change {
        IncidentChange::Began(incident) => Some(incident.kind),
        IncidentChange::Ended(_) => None,
    });
    let incidents = began.collect();
    drop(hub);
    let reasons = soon("the end of the connection", follower).await.unwrap();
    Seen { incidents, reasons, report, repeated, numbers }
}

impl Seen {
    fn waited_for(&self, words: &str) -> bool {
        self.reasons.iter().any(|reason| reason.contains(words))
    }
}

#[tokio::test]
async fn without_a_fault_every_trade_comes_once_and_nothing_is_wrong() {
    let seen = run(&[Fault::None], 50).await;
    assert!(seen.incidents.is_empty(), "{:?}", seen.incidents);
    let first = seen.numbers[0];
    let all: Vec<u64> = (first..first + seen.numbers.len() as u64).collect();
    assert_eq!(seen.numbers, all);
    assert_eq!((seen.report.connected, seen.report.garbage), (1, 0));
}

#[tokio::test]
async fn faults_of_single_messages_are_incidents_and_the_connection_stays() {
    for (fault, expected) in [
        (Fault::Drop, Some(IncidentKind::Gap)),
        (Fault::Duplicate, Some(IncidentKind::Duplicate)),
        (Fault::Reorder, Some(IncidentKind::Gap)),
        (Fault::WrongNumber, Some(IncidentKind::SequenceJump)),
        (Fault::Skewed, Some(IncidentKind::ClockSkew)),
        (Fault::WrongPrice, Some(IncidentKind::Spike)),
        (Fault::Truncate, Some(IncidentKind::Gap)),
        (Fault::Null, Some(IncidentKind::Gap)),
        (Fault::Slow, None),
    ] {
        let seen = run(&[fault], 60).await;
        if let Some(expected) = expected {
            assert!(seen.incidents.contains(&expected), "{fault:?}: {:?}", seen.incidents);
        } else {
            assert!(seen.incidents.is_empty(), "{fault:?}: {:?}", seen.incidents);
        }
        assert_eq!(seen.report.connected, 1, "{fault:?}: {:?}", seen.reasons);
    }
}

#[tokio::test]
async fn what_cannot_be_read_is_counted_with_its_beginning() {
    for (fault, garbage, beginning) in [
        (Fault::Garbage, 1, "  {{{[[["),
        (Fault::Truncate, 1, "{\""),
        (Fault::Null, 3, "null"),
        (Fault::Page, 1, "<html>"),
    ] {
        let seen = run(&[fault], 60).await;
        assert_eq!(seen.report.garbage, garbage, "{fault:?}");
        let sample = seen.report.last_garbage.unwrap().sample;
        assert!(sample.starts_with(beginning), "{fault:?}: {sample}");
    }
}

#[tokio::test]
async fn faults_of_the_connection_are_told_and_it_comes_back() {
    for (fault, words) in [
        (Fault::HalfOpen, "does not answer pings"),
        (Fault::LostPong, "does not answer pings"),
        (Fault::NoAnswer, "did not answer within"),
        (Fault::Cut, "broke off"),
        (Fault::Oversize, "more than is read"),
        (Fault::NoText, "text that is none"),
        (Fault::OnlyGarbage, "nothing that can be read"),
        (Fault::Answer(503, "", "busy"), "status 503: busy"),
        (Fault::Answer(406, "", "too many"), "as many connections of this key as it allows"),
        (Fault::Answer(200, "content-type: text/html\r\n", "<html>Sign in</html>"), "a page instead of a stream"),
        (Fault::Answer(302, "location: https://elsewhere.example/\r\n", ""), "points elsewhere"),
    ] {
        // While pongs are missing, trades still come.
        let enough = if fault == Fault::LostPong { 400 } else { 60 };
        let seen = run(&[fault], enough).await;
        assert!(seen.waited_for(words), "{fault:?}: {:?}", seen.reasons);
        assert!(seen.report.connected >= 1, "{fault:?}");
    }
}

#[tokio::test]
async fn trades_that_are_told_again_after_a_break_are_not_counted_again() {
    let seen = run(&[Fault::Replay], 60).await;
    assert_eq!(seen.report.connected, 2);
    assert!(seen.repeated >= 19, "{}", seen.repeated);
}

#[tokio::test]
async fn faults_one_after_the_other_are_all_survived() {
    let faults = [
        Fault::Cut,
        Fault::Replay,
        Fault::Oversize,
        Fault::Answer(500, "", ""),
        Fault::OnlyGarbage,
        Fault::HalfOpen,
        Fault::Duplicate,
    ];
    let seen = run(&faults, 150).await;
    assert_eq!(seen.report.connected, 6, "{:?}", seen.reasons);
}
