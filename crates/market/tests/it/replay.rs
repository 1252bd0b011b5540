//! A recording gives what the day gave.

use std::sync::Arc;

use feed::{
    hub::{Effects, Hub, Input, Setup},
    replay::{Replay, Speed},
};
use market::{
    hub::{MarketHub, Subscription, Time},
    replay::ReplayHandle,
};
use model::{
    market::{DataKind, MarketEvent},
    time::{Clock, Dial, Timestamp},
};
use proptest::prelude::*;

use crate::language::source;
use crate::support::{at, connection, events, instrument, quick, quote, recording, route, setup, soon, trade};

/// Two instruments with duplicates, holes, spikes and pauses, in order of receipt.
fn day(steps: &[(u8, u8, u32)]) -> Vec<MarketEvent> {
    let (mut received, mut numbers) = (0_i64, [[0_u64; 2]; 2]);
    let ticks = steps.iter().map(|(which, what, pause)| {
        received += i64::from(*pause);
        let n = usize::from(which % 2);
        let kind = usize::from(which / 2 % 2);
        numbers[n][kind] += match what {
            0 => 0, // the same number again
            1 => 3, // a hole
            _ => 1,
        };
        let price = if *what == 2 { 250.0 } else { 100.0 + f64::from(*what) / 10.0 };
        let number = numbers[n][kind];
        if kind == 0 {
            trade(n as u128 + 1, received, number, price)
        } else {
            quote(n as u128 + 1, received, number, price)
        }
    });
    events(ticks.collect::<Vec<_>>())
}

async fn watching(time: Time) -> MarketHub {
    let hub = MarketHub::start(quick(), time);
    for (n, symbol) in [(1, "AAA"), (2, "BBB")] {
        hub.watch(instrument(n), setup(), vec![route(symbol)]).await.unwrap();
    }
    hub
}

/// Somebody who wants everything.
async fn wanted(hub: &MarketHub) -> Vec<Subscription> {
    let mut all = Vec::new();
    for n in [1, 2] {
        all.push(hub.subscribe(instrument(n), &[DataKind::Trade, DataKind::Quote]).await.unwrap());
    }
    all
}

async fn replayed(recording_of: Vec<MarketEvent>, speed: Speed) -> market::sink::Batch {
    let hub = watching(Time::Recorded).await;
    let _wanted = wanted(&hub).await;
    let sink = recording(&hub);
    let replay = ReplayHandle::start(&hub, Replay::new(vec![recording_of]));
    replay.play(speed).await.unwrap();
    soon("the end of the recording", replay.finished()).await.unwrap();
    hub.settle().await.unwrap();
    hub.stop().await.unwrap();
    sink.all()
}

/// The pure hub, told each whole second between the events.
fn pure(events: &[MarketEvent], setups: &[(u128, Setup)]) -> Effects {
    let (mut hub, mut effects) = (Hub::new(1_000, 10_000_000), Effects::default());
    for (n, setup) in setups {
        hub.watch(instrument(*n), setup.clone()).unwrap();
        for kind in [DataKind::Trade, DataKind::Quote] {
            hub.expect(events[0].received_at(), instrument(*n), source(), kind).unwrap();
        }
    }
    let mut second = events[0].received_at().micros().div_euclid(1_000_000);
    for event in events {
        let now = event.received_at();
        while second < now.micros().div_euclid(1_000_000) {
            second += 1;
            hub.step(Timestamp::from_micros(second * 1_000_000), Input::Clock, &mut effects);
        }
        let MarketEvent::Tick(tick) = event else { panic!("{event:?}") };
        hub.step(now, Input::Tick(tick), &mut effects);
    }
    effects
}

/// Lets a day happen live: the clock is set before each event, as it would stand.
async fn lived(events: &[MarketEvent]) -> market::sink::Batch {
    let dial = Dial::new(events[0].received_at());
    let hub = watching(Time::Live(Arc::new(Clock::Dial(dial)))).await;
    let _wanted = wanted(&hub).await;
    let sink = recording(&hub);
    for event in events {
        dial.set(event.received_at());
        hub.inlet().events(vec![event.clone()]).await.unwrap();
        hub.settle().await.unwrap();
    }
    hub.stop().await.unwrap();
    sink.all()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn a_replay_at_any_speed_gives_the_same_as_the_day_itself(
        steps in prop::collection::vec((0_u8..4, 0_u8..12, 0_u32..20_000_000), 1..80)
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let day = day(&steps);
        let (live, unbounded, fast) = runtime.block_on(async {
            let live = lived(&day).await;
            let unbounded = replayed(live.received.clone(), Speed::UNBOUNDED).await;
            let fast = replayed(live.received.clone(), Speed::times(1e6).unwrap()).await;
            (live, unbounded, fast)
        });
        prop_assert_eq!(&live.received, &day, "the recording is what came");
        let expected = pure(&day, &[(1, setup()), (2, setup())]);
        for batch in [&live, &unbounded, &fast] {
            prop_assert_eq!(&batch.ticks, &expected.ticks);
            prop_assert_eq!(&batch.bars, &expected.bars);
            prop_assert_eq!(&batch.incidents, &expected.incidents);
        }
    }
}

#[tokio::test]
async fn it_pauses_steps_and_begins_anew_where_it_is_sent() {
    let hub = watching(Time::Recorded).await;
    let sink = recording(&hub);
    let mut consumer = hub.subscribe(instrument(1), &[DataKind::Trade]).await.unwrap();
    let ticks: Vec<_> = (0..10_u64).map(|n| trade(1, i64::try_from(n).unwrap() * 1_000_000, n + 1, 100.0)).collect();
    let replay = ReplayHandle::start(&hub, Replay::new(vec![events(ticks)]));
    hub.settle().await.unwrap();
    assert_eq!(consumer.look(), None, "it stands before the first event");
    replay.step().await.unwrap();
    replay.step().await.unwrap();
    hub.settle().await.unwrap();
    assert!(consumer.look().is_some());
    assert_eq!(replay.state().borrow().remaining, 8);
    let last = hub.last(instrument(1), DataKind::Trade).await.unwrap().unwrap();
    assert_eq!((last.value.origin.sequence, last.age_micros), (Some(2), 0), "ages are those of recorded time");
    replay.play(Speed::times(1_000.0).unwrap()).await.unwrap();
    soon("the end", replay.finished()).await.unwrap();
    replay.pause().await.unwrap();
    assert!(!replay.state().borrow().is_running);
    replay.seek(at(0)).await.unwrap();
    assert_eq!(replay.state().borrow().remaining, 10);
    hub.settle().await.unwrap();
    assert_eq!(hub.last(instrument(1), DataKind::Trade).await.unwrap(), None, "what comes later is not known yet");
    replay.play(Speed::UNBOUNDED).await.unwrap();
    soon("the end", replay.finished()).await.unwrap();
    hub.settle().await.unwrap();
    hub.stop().await.unwrap();
    assert_eq!(sink.all().ticks.len(), 20, "nothing is taken for a repetition");
    assert_eq!(replay.play(Speed::REAL).await.unwrap_err().code(), "market_stopped");
}

#[tokio::test]
async fn a_replay_takes_no_live_connection() {
    let hub = watching(Time::Recorded).await;
    let problem = hub.connect(connection("ws://127.0.0.1:9/")).unwrap_err();
    assert_eq!(problem.code(), "market_replaying");
}
