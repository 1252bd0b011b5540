//! The hub's task: who gets what, how much, and what a slow one costs the others.

use std::{sync::Arc, time::Duration};

use bars::{build::BarState, interval::Interval};
use feed::{
    conflate::Conflated,
    incidents::IncidentChange,
    last::{Freshness, StaleAfter},
};
use market::{
    error::MarketError,
    hub::{MarketHub, Time},
    sink::{Batch, Missed, Sink, SinkSettings, WhenFull},
};
use model::{
    bar::{Bar, BarSize},
    market::{DataKind, MarketEvent, NewsItem, SourceBar, incident::IncidentKind},
    time::{Clock, Dial},
};
use tokio::sync::Semaphore;

use crate::{
    language::source,
    support::{Everything, at, events, instrument, origin, quick, quote, recording, route, setup, soon, trade},
};

/// A hub whose clock is set by hand.
fn dialed() -> (MarketHub, Dial) {
    let dial = Dial::new(at(0));
    (MarketHub::start(quick(), Time::Live(Arc::new(Clock::Dial(dial)))), dial)
}

async fn watching() -> (MarketHub, Dial) {
    let (hub, dial) = dialed();
    for (n, symbol) in [(1, "AAA"), (2, "BBB")] {
        hub.watch(instrument(n), setup(), vec![route(symbol)]).await.unwrap();
    }
    (hub, dial)
}

#[tokio::test]
async fn only_what_is_watched_and_has_a_source_can_be_subscribed_to() {
    let (hub, _) = watching().await;
    let unknown = hub.subscribe(instrument(9), &[DataKind::Trade]).await.unwrap_err();
    assert!(matches!(unknown, MarketError::NotWatched(of) if of == instrument(9)), "{unknown}");
    let mut narrow = route("AAA");
    narrow.kinds = vec![DataKind::Quote];
    hub.watch(instrument(1), setup(), vec![narrow]).await.unwrap();
    for kind in [DataKind::Trade, DataKind::Bar] {
        let problem = hub.subscribe(instrument(1), &[DataKind::Quote, kind]).await.unwrap_err();
        assert_eq!(problem.code(), "instrument_no_source", "{problem}");
    }
    let mut wrong = setup();
    wrong.trades.spike = -1.0;
    assert_eq!(hub.watch(instrument(3), wrong, vec![]).await.unwrap_err().code(), "feed_limit_invalid");
    hub.stop().await.unwrap();
    let stopped = hub.subscribe(instrument(1), &[DataKind::Quote]).await.unwrap_err();
    assert_eq!(stopped.code(), "market_stopped");
}

#[tokio::test]
async fn each_consumer_gets_what_it_subscribed_to_and_no_more() {
    let (hub, _) = watching().await;
    let mut trades = hub.subscribe(instrument(1), &[DataKind::Trade]).await.unwrap();
    let mut both = hub.subscribe(instrument(1), &[DataKind::Quote]).await.unwrap();
    both.more(instrument(2), &[DataKind::Quote, DataKind::Trade]).await.unwrap();
    both.more(instrument(2), &[DataKind::Trade]).await.unwrap();
    let inlet = hub.inlet();
    inlet.events(events([trade(1, 1, 1, 10.0), quote(1, 2, 1, 10.0), trade(2, 3, 1, 20.0)])).await.unwrap();
    hub.settle().await.unwrap();
    let kinds = |values: &[Conflated]| {
        let name = |value: &Conflated| match value {
            Conflated::Quote { .. } => "quote",
            Conflated::Trades(_) => "trades",
            Conflated::Bar(_) => "bar",
        };
        values.iter().map(name).collect::<Vec<_>>()
    };
    assert_eq!(kinds(&trades.next().await.unwrap().values), ["trades"]);
    assert_eq!(kinds(&both.next().await.unwrap().values), ["quote", "trades"]);
    // Subscribed to twice, given up once.
    both.less(instrument(2), &[DataKind::Trade]).unwrap();
    inlet.events(events([trade(2, 4, 2, 20.0)])).await.unwrap();
    hub.settle().await.unwrap();
    assert_eq!(kinds(&both.look().unwrap().values), ["trades"]);
    both.less(instrument(2), &[DataKind::Trade]).unwrap();
    inlet.events(events([trade(2, 5, 3, 20.0)])).await.unwrap();
    hub.settle().await.unwrap();
    assert_eq!(both.look(), None);
}

#[tokio::test]
async fn a_consumer_that_never_looks_costs_nothing_and_gets_the_last() {
    let (hub, _) = watching().await;
    let mut slow = hub.subscribe(instrument(1), &[DataKind::Quote, DataKind::Trade]).await.unwrap();
    let sink = recording(&hub);
    for chunk in 0..100_u64 {
        let quotes = (0..100).map(|n| chunk * 100 + n);
        let ticks = quotes.flat_map(|n| {
            let (received, price) = (i64::try_from(n).unwrap(), 100.0 + n as f64 / 1e4);
            [quote(1, received, n + 1, price), trade(1, received, n + 1, price)]
        });
        hub.inlet().events(events(ticks)).await.unwrap();
    }
    hub.settle().await.unwrap();
    let update = slow.next().await.unwrap();
    let [Conflated::Quote { last, count: 10_000 }, Conflated::Trades(merged)] = update.values[..] else {
        panic!("{:?}", update.values.len())
    };
    assert_eq!(last.origin.sequence, Some(10_000));
    assert_eq!((merged.count, merged.volume), (10_000, Some(10_000.0)));
    hub.stop().await.unwrap();
    assert_eq!(sink.all().ticks.len(), 20_000, "the sink got every one");
    assert_eq!(slow.next().await, None);
}

#[tokio::test]
async fn updates_come_at_the_consumers_own_rate() {
    let (hub, _) = watching().await;
    let every = Duration::from_millis(80);
    let mut slow = hub.subscribe(instrument(1), &[DataKind::Quote]).await.unwrap().every(every);
    let hub_of_task = hub.clone();
    let feeding = tokio::spawn(async move {
        for n in 1..=200_u64 {
            let tick = quote(1, i64::try_from(n).unwrap(), n, 100.0);
            hub_of_task.inlet().events(events([tick])).await.unwrap();
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        hub_of_task.stop().await.unwrap();
    });
    let (mut times, mut seen) = (Vec::new(), 0);
    while let Some(update) = soon("an update", slow.next()).await {
        times.push(tokio::time::Instant::now());
        for value in update.values {
            let Conflated::Quote { count, .. } = value else { panic!("{value:?}") };
            seen += count;
        }
    }
    feeding.await.unwrap();
    assert_eq!(seen, 200, "every quote stands in some update");
    assert!(times.len() < 20, "{}", times.len());
    assert!(times.windows(2).all(|pair| pair[1] - pair[0] >= every));
}

#[tokio::test]
async fn bars_close_by_the_clock_and_go_to_sinks_and_consumers() {
    let (hub, dial) = watching().await;
    let sink = recording(&hub);
    let mut consumer = hub.subscribe(instrument(1), &[DataKind::Bar]).await.unwrap();
    let ticks = [trade(1, 1_000_000, 1, 10.0), trade(1, 59_000_000, 2, 10.5)];
    hub.inlet().events(events(ticks)).await.unwrap();
    hub.settle().await.unwrap();
    let forming = hub.current_bar(instrument(1), Interval::Minute1).await.unwrap().unwrap();
    assert_eq!((forming.state, forming.bar.close), (BarState::Open, 10.5));
    dial.set(at(62_000_000));
    let all = sink.until("a bar", |all| !all.bars.is_empty()).await;
    assert_eq!((all.bars[0].built.bar.high, all.bars[0].built.parts), (Some(10.5), 2));
    let update = soon("a bar", consumer.next()).await.unwrap();
    assert!(matches!(update.values[..], [Conflated::Bar(bar)] if bar == all.bars[0]));
}

#[tokio::test]
async fn a_bar_of_a_source_is_looked_at_before_it_is_handed_on() {
    let (hub, _) = watching().await;
    let sink = recording(&hub);
    let mut consumer = hub.subscribe(instrument(1), &[DataKind::Bar]).await.unwrap();
    let good = Bar { at: at(0), open: Some(1.0), high: Some(2.0), low: Some(1.0), close: 1.5, volume: None };
    let bar = |bar| MarketEvent::Bar(SourceBar { origin: origin(1, 5, 1), size: BarSize::Minute1, bar });
    let wrong = Bar { close: 3.0, ..good };
    hub.inlet().events(vec![bar(good), bar(wrong)]).await.unwrap();
    hub.settle().await.unwrap();
    assert_eq!(consumer.next().await.unwrap().source_bars.len(), 1);
    assert_eq!(hub.refused().await.unwrap().bars, 1);
    hub.stop().await.unwrap();
    assert_eq!(sink.all().source_bars[0].bar, good);
}

#[tokio::test]
async fn last_values_age_and_silence_is_an_incident_only_where_somebody_waits() {
    let (hub, dial) = dialed();
    let stale_after = StaleAfter { trade_micros: None, quote_micros: Some(5_000_000) };
    for (n, symbol) in [(1, "AAA"), (2, "BBB")] {
        let setup = feed::hub::Setup { stale_after, ..setup() };
        hub.watch(instrument(n), setup, vec![route(symbol)]).await.unwrap();
    }
    let sink = recording(&hub);
    let consumer = hub.subscribe(instrument(1), &[DataKind::Quote]).await.unwrap();
    let left = hub.subscribe(instrument(2), &[DataKind::Quote]).await.unwrap();
    hub.inlet().events(events([quote(1, 0, 1, 10.0), quote(2, 0, 1, 20.0)])).await.unwrap();
    hub.settle().await.unwrap();
    drop(left);
    dial.set(at(4_000_000));
    let aged = hub.last(instrument(1), DataKind::Quote).await.unwrap().unwrap();
    assert_eq!((aged.age_micros, aged.freshness), (4_000_000, Freshness::Fresh));
    assert_eq!(hub.last(instrument(1), DataKind::Trade).await.unwrap(), None, "what never came is unknown");
    dial.set(at(7_000_000));
    let all = sink.until("an incident", |all| !all.incidents.is_empty()).await;
    let IncidentChange::Began(incident) = all.incidents[0] else { panic!("{:?}", all.incidents) };
    assert_eq!((incident.kind, incident.instrument), (IncidentKind::Stale, instrument(1)));
    assert_eq!(all.incidents.len(), 1, "nobody waits for the other one");
    let aged = hub.last_from(instrument(1), DataKind::Quote, source()).await.unwrap().unwrap();
    assert_eq!(aged.freshness, Freshness::Stale);
    hub.inlet().events(events([quote(1, 7_100_000, 2, 10.0)])).await.unwrap();
    let all = sink.until("its end", |all| all.incidents.len() == 2).await;
    assert!(matches!(all.incidents[1], IncidentChange::Ended(_)));
    drop(consumer);
}

#[tokio::test]
async fn what_is_refused_is_kept_with_its_reason() {
    let (hub, _) = watching().await;
    let mut consumer = hub.subscribe(instrument(1), &[DataKind::Trade]).await.unwrap();
    let ticks = [
        trade(1, 1, 1, 10.0),
        trade(1, 2, 1, 10.0),
        trade(1, 3, 2, -5.0),
        trade(1, 4, 3, f64::NAN),
        trade(9, 5, 1, 10.0),
    ];
    hub.inlet().events(events(ticks)).await.unwrap();
    hub.settle().await.unwrap();
    let refused = hub.refused().await.unwrap();
    let counts: Vec<_> = refused.counts.iter().map(|counted| (counted.kind, counted.count)).collect();
    assert_eq!(counts, [(IncidentKind::Duplicate, 1), (IncidentKind::Range, 2)]);
    assert_eq!((refused.last.len(), refused.unwatched), (3, 1));
    let incidents = hub.incidents().await.unwrap();
    assert_eq!(incidents.len(), 2);
    let update = consumer.next().await.unwrap();
    assert_eq!((update.values.len(), update.incidents.len()), (1, 2));
}

#[tokio::test]
async fn news_reach_those_whom_they_are_about() {
    let (hub, _) = watching().await;
    let mut about = hub.subscribe(instrument(1), &[DataKind::News]).await.unwrap();
    let mut other = hub.subscribe(instrument(2), &[DataKind::News]).await.unwrap();
    let news = NewsItem {
        source: source(),
        id: "1".into(),
        at: None,
        received_at: at(1),
        instruments: vec![instrument(1)],
        headline: "Something happened".into(),
        url: None,
    };
    hub.inlet().events(vec![MarketEvent::News(news.clone())]).await.unwrap();
    hub.settle().await.unwrap();
    assert_eq!(about.look().unwrap().news[0].item, news);
    assert_eq!(other.look(), None);
}

/// Takes a batch for each permit.
struct Held(Arc<Semaphore>, Everything);

impl Sink for Held {
    fn name(&self) -> &'static str {
        "held"
    }

    async fn take(&mut self, batch: &Batch, missed: Missed) -> Result<(), String> {
        self.0.acquire().await.map_err(|e| e.to_string())?.forget();
        self.1.take(batch, missed).await?;
        if batch.ticks.iter().any(|tick| tick.price() == Some(13.0)) { Err("13 is refused".into()) } else { Ok(()) }
    }
}

#[tokio::test]
async fn a_sink_that_lags_is_told_what_it_missed_and_one_that_must_not_miss_slows_the_hub() {
    let (hub, _) = watching().await;
    let (permits, kept) = (Arc::new(Semaphore::new(0)), Everything::default());
    let settings = SinkSettings { room: 1, when_full: WhenFull::Miss, wants_received: false };
    hub.add_sink(Held(Arc::clone(&permits), kept.clone()), settings).unwrap();
    let strict = recording(&hub);
    for n in 1..=50_u64 {
        hub.inlet().events(events([trade(1, 1, n, 10.0)])).await.unwrap();
        hub.settle().await.unwrap();
    }
    strict.until("everything", |all| all.ticks.len() == 50).await;
    let missed = hub.sinks().await.unwrap()[0].missed;
    assert!(missed.ticks >= 47, "{missed:?}");
    permits.add_permits(1_000);
    kept.until("what was given", |all| all.ticks.len() as u64 == 50 - missed.ticks).await;
    hub.inlet().events(events([trade(1, 1, 51, 10.2)])).await.unwrap();
    kept.until("one more", |all| all.ticks.len() as u64 == 51 - missed.ticks).await;
    assert_eq!(kept.missed().last().unwrap().ticks, missed.ticks);
    hub.inlet().events(events([trade(1, 1, 52, 13.0), trade(1, 1, 53, 13.0)])).await.unwrap();
    hub.stop().await.unwrap();
    assert_eq!(strict.all().ticks.len(), 53);
}

#[tokio::test]
async fn a_machine_that_slept_is_noticed() {
    let (hub, dial) = watching().await;
    let sink = recording(&hub);
    // The first night may pass before the clock was looked at for the first time.
    let mut nights = 0;
    soon("the morning", async {
        while sink.all().resumed.is_empty() {
            nights += 1;
            dial.set(at(nights * 8 * 3_600 * 1_000_000));
            hub.settle().await.unwrap();
        }
    })
    .await;
    let resumed = sink.all().resumed;
    assert!(resumed[0].gap_micros > 28_000_000_000 && resumed.len() == 1, "{resumed:?}");
}

#[tokio::test]
async fn nonsense_from_a_source_is_survived() {
    let (hub, _) = watching().await;
    let mut consumer = hub.subscribe(instrument(1), &[DataKind::Trade, DataKind::Quote]).await.unwrap();
    for received in [i64::MIN, i64::MAX, 0, -1, 1] {
        for price in [0.0, -0.0, f64::INFINITY, f64::NAN, f64::MIN_POSITIVE, f64::MAX, 10.0] {
            let mut tick = trade(1, 0, u64::MAX, price);
            tick.origin.received_at = model::time::Timestamp::from_micros(received);
            hub.inlet().events(events([tick])).await.unwrap();
        }
    }
    hub.settle().await.unwrap();
    let _ = consumer.look();
    assert!(hub.refused().await.unwrap().counts.len() > 1);
    hub.inlet().broke("nobody".parse().unwrap()).await.unwrap();
    hub.settle().await.unwrap();
}

fn news(id: &str, headline: &str) -> venues::NewsItem {
    let item = NewsItem {
        source: source(),
        id: id.into(),
        at: None,
        received_at: at(1),
        instruments: vec![instrument(1)],
        headline: headline.into(),
        url: None,
    };
    venues::NewsItem { item, summary: None, author: None, symbols: Vec::new(), sentiment: None }
}

#[tokio::test]
async fn news_that_are_asked_for_after_a_break_are_told_once() {
    let (hub, _) = watching().await;
    let everything = recording(&hub);
    let mut about = hub.subscribe(instrument(1), &[DataKind::News]).await.unwrap();
    hub.inlet().news(vec![news("1", "Before the break")]).await.unwrap();
    hub.inlet().broke(source()).await.unwrap();
    hub.inlet().news(vec![news("1", "Before the break"), news("2", "In the break")]).await.unwrap();
    hub.inlet().news(vec![news("2", "In the break"), news("2", "In the break, corrected")]).await.unwrap();
    hub.stop().await.unwrap();
    let told: Vec<String> = about.look().unwrap().news.into_iter().map(|news| news.item.headline).collect();
    assert_eq!(told, ["Before the break", "In the break", "In the break, corrected"]);
    assert_eq!(everything.all().news.len(), 3);
}

#[tokio::test]
async fn prices_that_are_asked_for_reach_who_looks_and_nobody_who_counts_on_all_of_them() {
    let (hub, _) = dialed();
    let only_asked = || {
        let mut route = route("AAA");
        (route.kinds, route.polled) = (Vec::new(), vec![DataKind::Trade]);
        route
    };
    hub.watch(instrument(1), setup(), vec![only_asked()]).await.unwrap();
    let mut wanted = hub.polled();
    let everything = recording(&hub);
    let bars = hub.subscribe(instrument(1), &[DataKind::Bar]).await.unwrap_err();
    assert_eq!(bars.code(), "instrument_no_source", "no bars are made of them");
    let streams = hub.subscribe_streams(instrument(1), &[DataKind::Trade]).await.unwrap();
    hub.settle().await.unwrap();
    assert!(wanted.borrow_and_update().is_empty(), "for its sake nobody is asked");
    let mut looks = hub.subscribe(instrument(1), &[DataKind::Trade]).await.unwrap();
    soon("the wish", wanted.wait_for(|wanted| wanted.contains(&instrument(1)))).await.unwrap();

    let mut tick = trade(1, 1_000_000, 0, 101.0);
    tick.origin.sequence = None;
    hub.inlet().polled(vec![tick], 15_000_000).await.unwrap();
    hub.inlet().polled(vec![tick], 15_000_000).await.unwrap();
    hub.settle().await.unwrap();
    let update = looks.look().unwrap();
    assert!(matches!(&update.values[..], [Conflated::Trades(trades)] if trades.count == 1), "{update:?}");
    drop(looks);
    soon("its end", wanted.wait_for(|wanted| wanted.is_empty())).await.unwrap();
    drop(streams);
    hub.stop().await.unwrap();
    let all = everything.all();
    assert!(all.ticks.is_empty() && all.received.is_empty() && all.bars.is_empty(), "{all:?}");
}
