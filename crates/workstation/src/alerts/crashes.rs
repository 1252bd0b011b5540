//! The program ends between any two steps from a bar to its delivery, again and again: no firing is lost, none is told under two keys.

use std::{collections::BTreeMap, path::Path};

use ::alerts::{BarSeries, Channel, DeliveryKey, Effect, Escalation, EscalationStep, Names, parse_words};
use ::bars::interval::Interval;
use model::{
    actor::Actor,
    alert::{AlertSeverity, DeliveryState},
    bar::Bar,
    id::{AlertId, CorrelationId, InstrumentId},
    time::Timestamp,
};
use store::{
    OpenOptions, Paging, Store, Write,
    alerts::{Alert, AlertFields, Settled},
};

use super::{
    keep,
    step::{Came, RuleTime, step},
};

/// Bars, each of which is told until its telling comes to an end; `QUARTERDECK_CRASHES` makes more.
const TRIALS: usize = 300;
const DAY_MICROS: i64 = 86_400_000_000;

/// Xorshift (Marsaglia 2003).
pub(super) struct Chance(pub(super) u64);

impl Chance {
    pub(super) fn one_in(&mut self, n: u64) -> bool {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.is_multiple_of(n)
    }

    /// The program may end here.
    pub(super) fn goes_on(&mut self) -> Result<(), Ended> {
        if self.one_in(6) { Err(Ended) } else { Ok(()) }
    }
}

/// What survives an end: the files, the bars, and what the receiver was shown.
struct World {
    store: Store,
    alert: AlertId,
    instrument: InstrumentId,
    bars: Vec<Bar>,
    received: BTreeMap<DeliveryKey, usize>,
    ends: usize,
}

/// The program ended.
pub(super) struct Ended;

impl World {
    /// Tells the last bar and delivers what follows, unless the program ends before.
    async fn tell(&mut self, chance: &mut Chance) -> Result<(), Ended> {
        let mut goes_on = || chance.goes_on();
        let alert = store::alerts::get(&self.store, self.alert).await.unwrap();
        let open = store::alerts::open_firing(&self.store, &alert).await.unwrap();
        let recent = &self.bars[self.bars.len().saturating_sub(3)..];
        let through = Timestamp::from_micros(recent[recent.len() - 1].at.micros() + DAY_MICROS);
        let series =
            [BarSeries { instrument: self.instrument, interval: Interval::Day1, bars: recent, sessions: None }];
        let came = Came { bars: &series, through, facts: &[], open: open.as_ref(), time: RuleTime::Clock };
        let moved = step(&alert, &came, through, &Names::default()).unwrap();
        goes_on()?;
        let mut w = begin(&self.store, through).await;
        goes_on()?;
        keep(&mut w, &moved).await.unwrap();
        goes_on()?;
        w.commit().await.unwrap();
        goes_on()?;
        for due in store::alerts::deliveries_due(&self.store, through, 100).await.unwrap() {
            goes_on()?;
            *self.received.entry(due.key.clone()).or_default() += 1;
            goes_on()?;
            let mut w = begin(&self.store, through).await;
            store::alerts::settle(&mut w, &due.key, &Settled::Accepted { receipt: None }).await.unwrap();
            goes_on()?;
            w.commit().await.unwrap();
            goes_on()?;
        }
        Ok(())
    }
}

pub(super) async fn begin(store: &Store, at: Timestamp) -> Write {
    store.begin(&Actor::Schedule { job: "alerts".to_owned() }, CorrelationId::new(), at).await.unwrap()
}

/// A workspace with an alert that fires each time when its share crosses above 100, and tells one channel.
pub(super) async fn dear(dir: &Path, start: Timestamp) -> (Store, Alert, InstrumentId) {
    let store = Store::open(dir, &OpenOptions::new(start)).await.unwrap();
    let acme = testkit::build::share("ACME");
    let names: Names = [("ACME", acme.id)].into_iter().collect();
    let steps = vec![EscalationStep { after_minutes: 0, channel: desk() }];
    let fields = AlertFields {
        name: "Dear".to_owned(),
        severity: AlertSeverity::Warning,
        rule: parse_words("ACME crosses above 100, every time", &names).unwrap(),
        escalation: Some(Escalation { steps, ..Escalation::default() }),
        enabled: true,
        note: None,
    };
    let alert = Alert::starting(AlertId::new(), fields, start, start);
    let mut w = begin(&store, start).await;
    store::instruments::insert(&mut w, &acme).await.unwrap();
    store::alerts::insert(&mut w, &alert).await.unwrap();
    w.commit().await.unwrap();
    (store, alert, acme.id)
}

fn desk() -> Channel {
    Channel { way: "desk".to_owned(), person: None }
}

/// Fails unless each of so many firings is listed once and was received, under one key; how many were received again.
pub(super) async fn told_once(
    store: &Store,
    alert: &Alert,
    crossings: u64,
    received: &BTreeMap<DeliveryKey, usize>,
) -> usize {
    let expected: Vec<DeliveryKey> =
        (1..=crossings).map(|epoch| DeliveryKey { alert: alert.id, epoch, channel: desk(), reminder: 0 }).collect();
    assert_eq!(received.keys().cloned().collect::<Vec<_>>(), expected, "none is lost, none comes under two keys");
    let (mut fired, mut paging) = (Vec::new(), Paging { limit: 1000, cursor: None });
    loop {
        let page = store::alerts::events(store, Some(alert.id), &paging).await.unwrap();
        fired.extend(page.items.iter().filter_map(|event| match event.happened.effect {
            Effect::Fired { epoch, .. } => Some(epoch),
            _ => None,
        }));
        paging.cursor = page.next_cursor;
        if paging.cursor.is_none() {
            break;
        }
    }
    fired.reverse();
    assert_eq!(fired, (1..=crossings).collect::<Vec<_>>(), "each is listed once");
    let told = store::alerts::deliveries(store, None, &Paging { limit: 1000, cursor: None }).await.unwrap();
    assert!(told.items.iter().all(|delivery| delivery.state == DeliveryState::Accepted));
    received.values().map(|times| times - 1).sum()
}

#[tokio::test]
async fn whatever_was_the_last_step_nothing_is_lost_or_told_under_two_keys() {
    let trials = std::env::var("QUARTERDECK_CRASHES").ok().and_then(|n| n.parse().ok()).unwrap_or(TRIALS);
    let dir = tempfile::tempdir().unwrap();
    let start = testkit::build::time("2026-01-01T00:00:00Z");
    let (store, alert, instrument) = dear(dir.path(), start).await;

    let mut chance = Chance(0x9e37_79b9_7f4a_7c15);
    let mut world = World { store, alert: alert.id, instrument, bars: Vec::new(), received: BTreeMap::new(), ends: 0 };
    let mut crossings = 0;
    for day in 0..trials {
        let close = if chance.one_in(2) { 90.0 } else { 110.0 };
        let before = world.bars.last().map(|bar| bar.close);
        crossings += u64::from(close > 100.0 && before.is_some_and(|before| before <= 100.0));
        let at = Timestamp::from_micros(start.micros() + i64::try_from(day).unwrap() * DAY_MICROS);
        world.bars.push(Bar::close_only(at, close));
        while world.tell(&mut chance).await.is_err() {
            world.ends += 1;
        }
    }

    let again = told_once(&world.store, &alert, crossings, &world.received).await;
    assert!(world.ends > trials / 4, "the program ended only {} times", world.ends);
    println!("{trials} bars, {crossings} firings, {} ends, {again} sent again under the same key", world.ends);
}
