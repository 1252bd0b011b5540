//! The same ticks in any order, some of them several times: the same bars, and no tick counted twice.

use std::collections::BTreeMap;

use bars::{
    build::{BarState, BuiltBar},
    hours::Hours,
    interval::Interval,
};
use calendar::exchange::Exchange;
use feed::{
    check::Limits,
    hub::{Effects, Hub, Input, Setup},
    sequence::Numbering,
};
use model::{
    market::{MarketEvent, Tick},
    time::Timestamp,
};
use proptest::prelude::*;

use super::streams::{START, instrument, trade};

const LATENESS: i64 = 20_000_000;

fn hub() -> Hub {
    let mut hub = Hub::new(1000, 10_000_000);
    let limits = Limits { numbering: Numbering::Counted, ..Limits::default() };
    let intervals = Interval::ALL.to_vec();
    let setup = Setup {
        trades: limits,
        intervals,
        expected_price: Some(100.0),
        lateness_micros: LATENESS,
        ..Setup::new(Hours::of(Exchange::Crypto))
    };
    hub.watch(instrument(1), setup).unwrap();
    hub
}

type Bars = BTreeMap<(Interval, Timestamp), BuiltBar>;

/// The last revision of each bar, after everything was closed.
fn run(ticks: &[Tick]) -> (Bars, usize) {
    let (mut hub, mut effects) = (hub(), Effects::default());
    for tick in ticks {
        hub.step(tick.origin.received_at, Input::Tick(tick), &mut effects);
    }
    hub.step(Timestamp::from_micros(START + 48 * 3_600_000_000), Input::Clock, &mut effects);
    let mut bars = Bars::new();
    for bar in &effects.bars {
        let before = bars.insert((bar.built.interval, bar.built.bar.at), BuiltBar { revision: 0, ..bar.built });
        assert_eq!(before.is_some(), bar.built.revision > 0, "a bar comes again as a revision only");
    }
    (bars, effects.ticks.len())
}

/// What the bars must be, worked out the slow way from all ticks in order.
fn naive(ticks: &[Tick], interval: Interval) -> Bars {
    let mut groups: BTreeMap<i64, Vec<(f64, f64)>> = BTreeMap::new();
    let length = interval.micros().unwrap_or(86_400_000_000);
    for tick in ticks {
        let model::market::TickData::Trade(trade) = tick.data else { continue };
        let at = tick.origin.time().micros();
        groups.entry(at - (at - START).rem_euclid(length)).or_default().push((trade.price, trade.size.unwrap()));
    }
    let bar = |(at, group): (&i64, &Vec<(f64, f64)>)| {
        let at = Timestamp::from_micros(*at);
        let prices = || group.iter().map(|(price, _)| *price);
        let bar = model::bar::Bar {
            at,
            open: prices().next(),
            high: prices().reduce(f64::max),
            low: prices().reduce(f64::min),
            close: prices().next_back().unwrap(),
            volume: Some(group.iter().map(|(_, size)| size).sum()),
        };
        ((interval, at), BuiltBar { interval, bar, parts: group.len() as u32, revision: 0, state: BarState::Closed })
    };
    groups.iter().map(bar).collect()
}

proptest! {
    #[test]
    fn order_and_repetition_make_no_difference(
        steps in prop::collection::vec((0_i64..4_000_000, 0_u32..500, 1_u32..64), 1..300),
        delays in prop::collection::vec(0_i64..LATENESS, 300),
        repeated in prop::collection::vec((0_usize..300, 0_usize..400), 0..60),
    ) {
        let mut at = START;
        let mut ticks = Vec::new();
        for (n, (step, cents, eighths)) in steps.iter().enumerate() {
            at += step;
            // Eighths add up exactly, so the slow way gets the same sums.
            ticks.push(trade(at, 1000 + n as u64, 100.0 + f64::from(*cents) / 100.0, f64::from(*eighths) / 8.0));
        }
        let mut order: Vec<usize> = (0..ticks.len()).collect();
        order.sort_by_key(|i| ticks[*i].origin.time().micros() + delays[*i]);
        let mut shuffled: Vec<Tick> = order.into_iter().map(|i| ticks[i]).collect();
        for (which, after) in repeated {
            let (which, again) = (which % ticks.len(), ticks[which % ticks.len()]);
            let first = shuffled.iter().position(|t| t.origin.sequence == again.origin.sequence).unwrap_or(which);
            shuffled.insert((first + 1 + after).min(shuffled.len()), again);
        }
        let (bars, accepted) = run(&shuffled);
        prop_assert_eq!(accepted, ticks.len());
        let (straight, _) = run(&ticks);
        prop_assert_eq!(&bars, &straight);
        let slow: Bars = Interval::ALL.into_iter().flat_map(|interval| naive(&ticks, interval)).collect();
        prop_assert_eq!(&bars, &slow);
    }
}

/// A replay feeds the hub what live data would, whatever its speed: the effects are the same, one by one.
#[test]
fn replay_and_live_are_the_same() {
    use feed::replay::{Replay, Speed};
    let price = |n: i64| 100.0 + (n % 7) as f64;
    let ticks: Vec<Tick> = (0..2000).map(|n| trade(START + n * 300_000, n as u64, price(n), 1.5)).collect();
    let mut live = Effects::default();
    let mut watching = hub();
    for tick in &ticks {
        watching.step(tick.origin.received_at, Input::Tick(tick), &mut live);
    }
    for speed in [Speed::times(60.0).unwrap(), Speed::UNBOUNDED] {
        let (even, odd) = ticks.iter().partition::<Vec<Tick>, _>(|t| t.origin.sequence.unwrap().is_multiple_of(2));
        let events = |ticks: Vec<Tick>| ticks.into_iter().map(MarketEvent::Tick).collect();
        let mut replay = Replay::new(vec![events(even), events(odd)]);
        let (mut watching, mut replayed) = (hub(), Effects::default());
        replay.play(0, speed);
        let mut wall = 0;
        while replay.remaining() > 0 {
            wall += 16_667;
            while let Some(event) = replay.due(wall) {
                let MarketEvent::Tick(tick) = event else { panic!("{event:?}") };
                watching.step(tick.origin.received_at, Input::Tick(tick), &mut replayed);
            }
        }
        assert_eq!(replayed, live);
    }
}
