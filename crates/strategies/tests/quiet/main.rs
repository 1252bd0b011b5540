//! A built-in strategy allocates nothing for a bar, an order or a fill, once its indicators are warm.
#![allow(unsafe_code, reason = "an allocator that counts is unsafe by its trait")]
#![allow(clippy::print_stdout, reason = "counts are told where they are asserted")]

use std::{
    alloc::{GlobalAlloc, Layout, System},
    cell::Cell,
};

use bars::series::BarSeries;
use execution::{
    account::{AccountMode, AccountSettings},
    engine::{Engine, EngineSettings},
    gate::GateLimits,
    listing::Listing,
    strategy::{ClosedBar, Context, Refused, Strategy, StrategyResult},
};
use model::{
    bar::Bar,
    currency::Currency,
    id::{AccountId, InstrumentId},
    order::fill::Fill,
    time::Timestamp,
};
use rust_decimal::Decimal;
use serde_json::{Value, json};
use strategies::{Surroundings, build};
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

/// Bars after which nothing may be allocated any more.
const WARM: usize = 2_000;
const BARS: usize = 10_000;

/// A strategy whose allocations are counted from a bar on.
struct Counted {
    inner: Box<dyn Strategy + Send>,
    start: u64,
}

impl Strategy for Counted {
    fn on_bar(&mut self, ctx: &mut Context<'_>, bar: &ClosedBar) -> StrategyResult {
        if bar.index == WARM && bar.instrument == 0 {
            self.start = COUNT.with(Cell::get);
        }
        self.inner.on_bar(ctx, bar)
    }

    fn on_moment(&mut self, ctx: &mut Context<'_>) -> StrategyResult {
        self.inner.on_moment(ctx)
    }

    fn on_fill(&mut self, ctx: &mut Context<'_>, fill: &Fill) -> StrategyResult {
        self.inner.on_fill(ctx, fill)
    }

    fn on_refused(&mut self, ctx: &mut Context<'_>, refused: &Refused) -> StrategyResult {
        self.inner.on_refused(ctx, refused)
    }
}

fn series(seed: u64) -> BarSeries {
    let mut chance = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let (mut cents, mut open) = (10_000_i64, 100.0);
    let bars: Vec<Bar> = (0..BARS as i64)
        .map(|n| {
            chance ^= chance << 13;
            chance ^= chance >> 7;
            chance ^= chance << 17;
            cents = (cents + (chance >> 33) as i64 % 301 - 150).max(1_000);
            let close = cents as f64 / 100.0;
            let (high, low) = (close.max(open) + 0.5, close.min(open) - 0.5);
            let at = Timestamp::from_micros(n * 3_600_000_000);
            let bar = Bar { open: Some(open), high: Some(high), low: Some(low), ..Bar::close_only(at, close) };
            open = close;
            bar
        })
        .collect();
    BarSeries::from_bars(&bars).expect("invariant: sound bars")
}

fn check(strategy: &Value, series: &[BarSeries]) {
    let listing =
        |n: usize| Listing::whole_units(InstrumentId::from_uuid(Uuid::from_u128(n as u128 + 1)), Currency::USD);
    let listings: Vec<Listing> = (0..series.len()).map(listing).collect();
    let instruments: Vec<InstrumentId> = listings.iter().map(|listing| listing.instrument_id).collect();
    let specification = serde_json::from_value(strategy.clone()).expect("invariant: a description");
    let surroundings = Surroundings { instruments: &instruments, ..Surroundings::default() };
    let inner = build(&specification, surroundings).expect("invariant: a sound description");
    let mode = AccountMode::Margin { initial: Decimal::new(5, 1), maintenance: Decimal::new(25, 2) };
    let account = AccountSettings::cash(Currency::USD, Decimal::from(100_000)).with_mode(mode);
    let settings = EngineSettings {
        limits: GateLimits { allow_short: true, ..GateLimits::default() },
        ..EngineSettings::new(account, AccountId::from_uuid(Uuid::from_u128(9)), "paper".parse().expect("a name"))
    };
    let mut engine = Engine::new(settings, &listings).expect("invariant: sound settings");
    engine.reserve(BARS * 2, BARS * 4);
    let mut counted = Counted { inner, start: 0 };
    engine.run(&mut counted, &series.iter().collect::<Vec<_>>()).expect("invariant: sound bars");
    let allocated = COUNT.with(Cell::get) - counted.start;
    let (fills, refused) = (engine.record().fills().len(), engine.record().refused().len());
    println!("{strategy}: {fills} fills, {refused} refused, {allocated} allocations");
    assert!(fills > 20, "{strategy}: {fills} fills");
    // A refusal is written down in words; and a list of the engine may grow once more, to as many orders as come together.
    assert!(allocated <= refused as u64 * 4 + 1, "{strategy}: {allocated} allocations");
}

#[test]
fn nothing_is_allocated_while_built_ins_trade() {
    let (one, two) = ([series(1)], [series(1), series(2)]);
    let every = json!({"every": "bars", "count": 5});
    for strategy in [
        json!({"kind": "moving_average_cross"}),
        json!({"kind": "moving_average_cross", "average": "ema", "short": true}),
        json!({"kind": "rsi_reversion", "short": true}),
        json!({"kind": "breakout"}),
        json!({"kind": "breakout", "stop_atr": 2.0, "short": true}),
    ] {
        check(&strategy, &one);
    }
    for strategy in [
        json!({"kind": "momentum_rotation", "look_back": 20, "rebalance": every}),
        json!({"kind": "pairs", "length": 50, "entry": 1.0}),
        json!({"kind": "volatility_target", "rebalance": every}),
        json!({"kind": "fixed_weights", "rebalance": {"every": "day"}}),
    ] {
        check(&strategy, &two);
    }
}

/// Allocations of a whole run of averages that cross, its fills, and its orders.
fn whole_run(bars: &BarSeries) -> (u64, usize, u64) {
    let listing = Listing::whole_units(InstrumentId::from_uuid(Uuid::from_u128(1)), Currency::USD);
    let instruments = [listing.instrument_id];
    let specification =
        serde_json::from_value(json!({"kind": "moving_average_cross"})).expect("invariant: a description");
    let surroundings = Surroundings { instruments: &instruments, ..Surroundings::default() };
    let mut strategy = build(&specification, surroundings).expect("invariant: a sound description");
    let mode = AccountMode::Margin { initial: Decimal::ONE, maintenance: Decimal::ZERO };
    let account = AccountSettings::cash(Currency::USD, Decimal::from(1_000_000_000)).with_mode(mode);
    let account_id = AccountId::from_uuid(Uuid::from_u128(9));
    let settings = EngineSettings::new(account, account_id, "paper".parse().expect("a name"));
    let mut engine = Engine::new(settings, &[listing]).expect("invariant: sound settings");
    engine.reserve(bars.len(), bars.len());
    let before = COUNT.with(Cell::get);
    engine.run(&mut *strategy, &[bars]).expect("invariant: sound bars");
    let allocated = COUNT.with(Cell::get) - before;
    assert_eq!(engine.record().refused().len(), 0);
    (allocated, engine.record().fills().len(), engine.record().orders())
}

#[test]
fn allocations_do_not_grow_with_the_bars() {
    let rising = |bars: i64| {
        let bar = |n: i64| {
            let close = 100.0 + n as f64 / 100.0;
            let (at, open) = (Timestamp::from_micros(n * 60_000_000), Some(close));
            Bar { open, high: Some(close + 1.0), low: Some(close - 1.0), ..Bar::close_only(at, close) }
        };
        BarSeries::from_bars(&(0..bars).map(bar).collect::<Vec<_>>()).expect("invariant: sound bars")
    };
    let (few, many) = (whole_run(&rising(5_000)), whole_run(&rising(50_000)));
    println!("bars without orders: {few:?} of 5,000, {many:?} of 50,000 (allocations, fills, orders)");
    assert_eq!((few.1, many.1), (0, 0));
    assert_eq!(few.0, many.0);
    let walk = series(1);
    let (few, many) = (whole_run(&walk.slice(0..BARS / 4)), whole_run(&walk));
    println!("bars with orders: {few:?} of {}, {many:?} of {BARS}", BARS / 4);
    // 0 for each order too: only the first ones make room.
    assert!(many.2 > few.2 + 200, "{few:?}, {many:?}");
    assert_eq!(few.0, many.0);
}
