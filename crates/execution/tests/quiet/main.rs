//! A run allocates nothing for a bar, a tick, an order or a fill, once there is room for what is recorded.
#![allow(unsafe_code, reason = "an allocator that counts is unsafe by its trait")]

use std::{
    alloc::{GlobalAlloc, Layout, System},
    cell::Cell,
};

use bars::series::BarSeries;
use execution::{
    account::AccountSettings,
    engine::{Engine, EngineSettings},
    fees::FeeSchedule,
    listing::Listing,
    strategy::{ClosedBar, Context, OrderRequest, Size, Strategy, StrategyResult},
};
use model::{
    bar::Bar,
    currency::Currency,
    id::{AccountId, InstrumentId},
    market::{Adjustment, BidAsk, Origin, Tick, TickData, Trade, TradeUse},
    order::{OrderTerms, Side},
    time::Timestamp,
};
use rust_decimal::Decimal;
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

const WARM: usize = 1000;

/// In and out every seventh bar or tick, with a limit order that is made and canceled in between. Counts allocations after a while.
struct Busy {
    size: Size,
    limit: Option<model::id::OrderId>,
    start: u64,
    ticks: usize,
}

impl Busy {
    fn new(size: Size) -> Self {
        Self { size, limit: None, start: 0, ticks: 0 }
    }

    fn step(&mut self, ctx: &mut Context<'_>, index: usize) {
        if index == WARM {
            self.start = COUNT.with(Cell::get);
        }
        match index % 7 {
            0 => _ = ctx.place(OrderRequest::market(0, Side::Buy, self.size)),
            2 => {
                let limit = "500".parse().expect("invariant: a price");
                let far = OrderRequest::new(0, Side::Sell, Size::Position, OrderTerms::Limit { limit });
                self.limit = Some(ctx.place(far));
            }
            4 => ctx.cancel(0, self.limit.take().expect("invariant: made two bars ago")),
            5 => _ = ctx.close(0),
            _ => {}
        }
    }
}

impl Strategy for Busy {
    fn on_bar(&mut self, ctx: &mut Context<'_>, bar: &ClosedBar) -> StrategyResult {
        self.step(ctx, bar.index);
        Ok(())
    }

    fn on_tick(&mut self, ctx: &mut Context<'_>, _: usize, _: &Tick) -> StrategyResult {
        self.step(ctx, self.ticks);
        self.ticks += 1;
        Ok(())
    }
}

fn engine<'a>(moments: usize) -> Engine<'a> {
    let account = AccountSettings::cash(Currency::USD, Decimal::from(100_000));
    let id = AccountId::from_uuid(Uuid::from_u128(1));
    let settings = EngineSettings {
        fees: FeeSchedule::share("0.001".parse().expect("invariant: a number")),
        ..EngineSettings::new(account, id, "paper".parse().expect("invariant: a name"))
    };
    let mut engine =
        Engine::new(settings, &[Listing::whole_units(instrument(), Currency::USD)]).expect("invariant: sound settings");
    engine.reserve(moments, 10_000);
    engine
}

fn instrument() -> InstrumentId {
    InstrumentId::from_uuid(Uuid::from_u128(2))
}

#[test]
fn nothing_is_allocated_for_bars_orders_and_fills() {
    let bars: Vec<Bar> = (0..20_000_i64)
        .map(|n| {
            let price = 100.0 + (n % 11) as f64;
            let at = Timestamp::from_micros(n * 60_000_000);
            Bar {
                open: Some(price),
                high: Some(price + 1.0),
                low: Some(price - 1.0),
                ..Bar::close_only(at, price + 0.5)
            }
        })
        .collect();
    let bars = BarSeries::from_bars(&bars).unwrap();
    let mut engine = engine(bars.len());
    let mut busy = Busy::new(Size::FundsShare(Decimal::ONE));
    engine.run(&mut busy, &[&bars]).unwrap();
    let allocated = COUNT.with(Cell::get) - busy.start;
    assert!(engine.record().fills().len() > 5000, "{} fills", engine.record().fills().len());
    assert_eq!((engine.record().refused().len(), allocated), (0, 0));
}

#[test]
fn nothing_is_allocated_for_ticks_orders_and_fills() {
    let tick = |n: i64| {
        let price = 100.0 + (n % 11) as f64;
        let origin = Origin {
            instrument: instrument(),
            source: "test".parse().unwrap(),
            at: None,
            received_at: Timestamp::from_micros(n * 1_000_000),
            sequence: None,
            currency: None,
            adjustment: Adjustment::Raw,
        };
        let data = if n % 3 == 0 {
            TickData::Trade(Trade { price, size: Some(9.0), aggressor: None, counts: TradeUse::PriceAndVolume })
        } else {
            let (bid, ask) = (Some(price - 0.5), Some(price + 0.5));
            TickData::Quote(BidAsk { bid, bid_size: Some(7.0), ask, ask_size: Some(8.0) })
        };
        Tick { origin, data }
    };
    let ticks: Vec<Tick> = (0..20_000).map(tick).collect();
    let mut engine = engine(0);
    let mut busy = Busy::new(Size::Units(Decimal::TEN));
    engine.start(&mut busy).unwrap();
    for tick in &ticks {
        engine.tick(&mut busy, 0, tick).unwrap();
    }
    let allocated = COUNT.with(Cell::get) - busy.start;
    assert!(engine.record().fills().len() > 5000, "{} fills", engine.record().fills().len());
    assert_eq!((engine.record().refused().len(), allocated), (0, 0));
}
