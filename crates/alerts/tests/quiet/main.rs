//! A step in which nothing fires allocates nothing.
#![allow(unsafe_code, reason = "an allocator that counts is unsafe by its trait")]

use std::{
    alloc::{GlobalAlloc, Layout, System},
    cell::Cell,
};

use alerts::{
    AlertRule, Condition, Engine, Input, Series,
    condition::{Direction, Streamed, Test, WhichKeywords},
};
use bars::{build::PriceOf, interval::Interval};
use indicators::{IndicatorSpec, Kind};
use model::{
    bar::Bar,
    id::{AlertId, InstrumentId},
    market::{Adjustment, NewsItem, Origin, Tick, TickData, Trade, TradeUse},
    time::Timestamp,
};
use uuid::Uuid;

thread_local! {
    static COUNT: Cell<u64> = const { Cell::new(0) };
}

struct Counting;

// SAFETY: every call is handed on to the system's allocator as it came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        COUNT.with(|count| count.set(count.get() + 1));
        // SAFETY: the caller keeps the contract of `alloc`.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, ptr: *mut u8, layout: Layout) {
        // SAFETY: the caller keeps the contract of `dealloc`.
        unsafe { System.dealloc(ptr, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

#[test]
fn nothing_is_allocated_while_nothing_fires() {
    let instrument = InstrumentId::from_uuid(Uuid::from_u128(1));
    let at = |micros| Timestamp::from_micros(micros);
    let price = |test| Condition::Price { instrument, of: PriceOf::Trade, test };
    let rsi = Series::Indicator { spec: IndicatorSpec::new(Kind::Rsi), output: None };
    let conditions = [
        price(Test::CrossesAbove { level: 1e6 }),
        Condition::Not { condition: Box::new(price(Test::Above { level: 0.0 })) },
        Condition::And { all: vec![price(Test::Above { level: 0.0 }), price(Test::Above { level: 1e6 })] },
        Condition::Move { instrument, direction: Direction::Either, percent: 50.0, within_s: 60 },
        Condition::Stale { instrument, data: Streamed::Trades, after_s: 60 },
        Condition::Series { instrument, interval: Interval::Minute1, series: rsi, test: Test::Above { level: 101.0 } },
        Condition::News { instrument: None, keywords: vec!["Übernahme".to_owned()], which: WhichKeywords::Any },
    ];
    let mut engine = Engine::new();
    for (n, condition) in (0_u128..).zip(conditions) {
        engine.arm(AlertId::from_uuid(Uuid::from_u128(n)), &AlertRule::new(condition)).unwrap();
    }
    let source = "test".parse().unwrap();
    let origin = Origin {
        instrument,
        source,
        at: None,
        received_at: at(0),
        sequence: None,
        currency: None,
        adjustment: Adjustment::Raw,
    };
    let news = NewsItem {
        source,
        id: String::new(),
        at: None,
        received_at: at(0),
        instruments: vec![instrument],
        headline: "Nothing happened at ACME".to_owned(),
        url: None,
    };
    let mut round = |second: i64| {
        let price = 100.0 + (second % 7) as f64;
        let trade = Trade { price, size: None, aggressor: None, counts: TradeUse::PriceAndVolume };
        let now = at(second * 1_000_000);
        let bar = alerts::ClosedBar {
            instrument,
            interval: Interval::Minute1,
            bar: Bar::close_only(now, price),
            session: None,
        };
        for input in [
            Input::Tick(&Tick { origin, data: TickData::Trade(trade) }),
            Input::Bar(&bar),
            Input::News(&news),
            Input::Clock,
        ] {
            assert_eq!(engine.step(now, &input), []);
        }
    };
    (0..200).for_each(&mut round);
    let before = COUNT.with(Cell::get);
    (200..5200).for_each(&mut round);
    assert_eq!(COUNT.with(Cell::get) - before, 0);
}
