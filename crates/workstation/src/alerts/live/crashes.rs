//! The program ends between any two steps from a tick to its delivery, again and again: no firing is lost, none is told under two keys.

use std::{collections::BTreeMap, sync::Arc};

use ::alerts::{BarSeries, DeliveryKey, Names};
use ::bars::interval::Interval;
use model::{bar::Bar, id::InstrumentId, time::Timestamp};
use store::alerts::{Alert, Settled};
use tokio::sync::mpsc::{self, UnboundedReceiver};

use super::{
    engine::LiveEngine,
    keeper::{Order, Told, keep_one},
    tests::trade,
};
use crate::alerts::{
    crashes::{Chance, Ended, begin, dear, told_once},
    keep,
    step::{Came, RuleTime, step},
};

/// Ticks, each of which is told until its telling comes to an end; `QUARTERDECK_CRASHES` makes more.
const TRIALS: usize = 300;
const MINUTE_MICROS: i64 = 60_000_000;

/// A program that runs.
struct Running {
    engine: LiveEngine,
    orders: UnboundedReceiver<Order>,
}

/// What survives an end: the files, the minutes that the venue knows, and what the receiver was shown.
struct World {
    store: store::Store,
    alert: Alert,
    instrument: InstrumentId,
    minutes: Vec<Bar>,
    received: BTreeMap<DeliveryKey, usize>,
    ends: usize,
}

impl World {
    /// Begins: tells what came meanwhile from bars, and goes on with ticks.
    async fn start(&self, now: Timestamp, chance: &mut Chance) -> Result<Running, Ended> {
        let alert = store::alerts::get(&self.store, self.alert.id).await.unwrap();
        let open = store::alerts::open_firing(&self.store, &alert).await.unwrap();
        let recent = &self.minutes[self.minutes.len().saturating_sub(5)..];
        let bars =
            [BarSeries { instrument: self.instrument, interval: Interval::Minute1, bars: recent, sessions: None }];
        let end = recent.last().map(|bar| Timestamp::from_micros(bar.at.micros() + MINUTE_MICROS));
        let through = end.map_or(alert.seen_through, |end| end.max(alert.seen_through));
        let came = Came { bars: &bars, through, facts: &[], open: open.as_ref(), time: RuleTime::Bars { again: None } };
        let moved = step(&alert, &came, now, &Names::default()).unwrap();
        chance.goes_on()?;
        let mut w = begin(&self.store, now).await;
        keep(&mut w, &moved).await.unwrap();
        chance.goes_on()?;
        w.commit().await.unwrap();
        chance.goes_on()?;
        let (sender, orders) = mpsc::unbounded_channel();
        let mut engine = LiveEngine::new(sender, now);
        engine.set_complete(Arc::new([(self.instrument, now)].into()));
        engine.join((&moved.alert).into(), &[], now);
        let streams = engine.streams();
        engine.settled(&streams);
        assert!(engine.has(self.alert.id));
        Ok(Running { engine, orders })
    }

    /// Tells a tick, unless the program ends before all of it is done. One that was told does not come again.
    async fn tell(
        &self,
        running: &mut Running,
        tick: Option<(Timestamp, f64)>,
        now: Timestamp,
        chance: &mut Chance,
    ) -> Result<(), Ended> {
        if let Some((at, price)) = tick {
            running.engine.tick(&trade(self.instrument, at, price));
            chance.goes_on()?;
        }
        if chance.one_in(4) {
            running.engine.checkpoint();
        }
        while let Ok(order) = running.orders.try_recv() {
            let all: Vec<Told> = match order {
                Order::Decided(told) | Order::Left(told) => vec![told],
                Order::Remembers(all) => all,
                Order::Settle(_) | Order::End => Vec::new(),
            };
            chance.goes_on()?;
            let mut w = begin(&self.store, now).await;
            for told in &all {
                keep_one(&mut w, told, now).await.unwrap();
                chance.goes_on()?;
            }
            w.commit().await.unwrap();
            chance.goes_on()?;
        }
        Ok(())
    }

    async fn deliver(&mut self, now: Timestamp, chance: &mut Chance) -> Result<(), Ended> {
        for due in store::alerts::deliveries_due(&self.store, now, 100).await.unwrap() {
            chance.goes_on()?;
            *self.received.entry(due.key.clone()).or_default() += 1;
            chance.goes_on()?;
            let mut w = begin(&self.store, now).await;
            store::alerts::settle(&mut w, &due.key, &Settled::Accepted { receipt: None }).await.unwrap();
            chance.goes_on()?;
            w.commit().await.unwrap();
            chance.goes_on()?;
        }
        Ok(())
    }
}

#[tokio::test]
async fn whatever_was_the_last_step_after_a_tick_nothing_is_lost_or_told_under_two_keys() {
    let trials = std::env::var("QUARTERDECK_CRASHES").ok().and_then(|n| n.parse().ok()).unwrap_or(TRIALS);
    let dir = tempfile::tempdir().unwrap();
    let start = testkit::build::time("2026-01-01T00:00:00Z");
    let (store, alert, instrument) = dear(dir.path(), start).await;
    let mut chance = Chance(0x9e37_79b9_7f4a_7c15);
    let (received, minutes) = (BTreeMap::new(), Vec::new());
    let mut world = World { store, alert, instrument, minutes, received, ends: 0 };
    let mut running = None;
    let (mut crossings, mut before) = (0, None);
    for n in 0..trials {
        let price = if chance.one_in(2) { 99.0 } else { 101.0 };
        crossings += u64::from(price > 100.0 && before.is_some_and(|before| before <= 100.0));
        before = Some(price);
        let minute = Timestamp::from_micros(start.micros() + i64::try_from(n).unwrap() * MINUTE_MICROS);
        let at = Timestamp::from_micros(minute.micros() + MINUTE_MICROS / 2);
        let now = Timestamp::from_micros(minute.micros() + MINUTE_MICROS);
        let mut tick = Some((at, price));
        loop {
            let mut going = match running.take() {
                Some(running) => running,
                None => match world.start(now, &mut chance).await {
                    Ok(running) => running,
                    Err(Ended) => {
                        world.ends += 1;
                        continue;
                    }
                },
            };
            let told = world.tell(&mut going, tick.take(), now, &mut chance).await;
            if told.is_ok() && world.deliver(now, &mut chance).await.is_ok() {
                running = Some(going);
                break;
            }
            // The tick is gone with the program; what the venue tells of the minute is not.
            world.ends += 1;
            if world.minutes.last().is_none_or(|bar| bar.at < minute) {
                world.minutes.push(Bar {
                    at: minute,
                    open: Some(price),
                    high: Some(price),
                    low: Some(price),
                    close: price,
                    volume: None,
                });
            }
        }
        if world.minutes.last().is_none_or(|bar| bar.at < minute) {
            world.minutes.push(Bar {
                at: minute,
                open: Some(price),
                high: Some(price),
                low: Some(price),
                close: price,
                volume: None,
            });
        }
    }
    let again = told_once(&world.store, &world.alert, crossings, &world.received).await;
    assert!(world.ends > trials / 4, "the program ended only {} times", world.ends);
    println!("{trials} ticks, {crossings} firings, {} ends, {again} sent again under the same key", world.ends);
}
