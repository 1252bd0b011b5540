//! A run allocates nothing for a bar, an order or a fill, once there is room for what is recorded.
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

/// In and out every seventh bar, with a limit order that is made and canceled in between. Counts allocations after a while.
struct Busy {
    limit: Option<model::id::OrderId>,
    start: u64,
}

impl Strategy for Busy {
    fn on_bar(&mut self, ctx: &mut Context<'_>, bar: &ClosedBar) -> StrategyResult {
        if bar.index == WARM {
            self.start = COUNT.with(Cell::get);
        }
        match bar.index % 7 {
            0 => _ = ctx.place(OrderRequest::market(0, Side::Buy, Size::FundsShare(Decimal::ONE))),
            2 => {
                let limit = "500".parse().expect("invariant: a price");
                let far = OrderRequest::new(0, Side::Sell, Size::Position, OrderTerms::Limit { limit });
                self.limit = Some(ctx.place(far));
            }
            4 => ctx.cancel(0, self.limit.take().expect("invariant: made two bars ago")),
            5 => _ = ctx.close(0),
            _ => {}
        }
        Ok(())
    }
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
    let account = AccountSettings::cash(Currency::USD, Decimal::from(100_000));
    let id = AccountId::from_uuid(Uuid::from_u128(1));
    let settings = EngineSettings {
        fees: FeeSchedule::share("0.001".parse().unwrap()),
        ..EngineSettings::new(account, id, "paper".parse().unwrap())
    };
    let listing = Listing::whole_units(InstrumentId::from_uuid(Uuid::from_u128(2)), Currency::USD);
    let mut engine = Engine::new(settings, &[listing]).unwrap();
    engine.reserve(bars.len(), 10_000);
    let mut busy = Busy { limit: None, start: 0 };
    engine.run(&mut busy, &[&bars]).unwrap();
    let allocated = COUNT.with(Cell::get) - busy.start;
    assert!(engine.record().fills().len() > 5000, "{} fills", engine.record().fills().len());
    assert_eq!((engine.record().refused().len(), allocated), (0, 0));
}
