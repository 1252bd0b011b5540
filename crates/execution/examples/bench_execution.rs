//! Two averages that cross over minute bars, with orders, fees and fills, on one core; and orders through gate and state machine.
//!
//! `cargo run --release -p execution --example bench_execution [BARS]`
#![allow(clippy::print_stdout)] // a command-line tool: its result is what it prints

use std::{error::Error, hint::black_box, time::Instant};

use bars::series::BarSeries;
use execution::{
    account::AccountSettings,
    blotter::Blotter,
    engine::{Arrival, Engine, EngineSettings, Finish},
    fees::FeeSchedule,
    gate::{AccountFacts, Gate, GateFacts, GateLimits, InstrumentFacts, StreamState},
    listing::Listing,
    matching::{MatchRules, PathRule},
};
use model::{
    bar::Bar,
    currency::Currency,
    id::{AccountId, InstrumentId, OrderId},
    money::Money,
    order::{
        Order, OrderFields, OrderTerms, Side, TimeInForce,
        event::{OrderEvent, OrderEventData},
        fill::{ExecutionId, Fill},
    },
    quantity::{Price, Quantity},
    time::Timestamp,
};
use rust_decimal::Decimal;
use uuid::Uuid;

#[allow(dead_code)] // the tests use more of it
#[path = "../tests/it/sma_cross.rs"]
mod sma_cross;

/// A walk by chance in cents from 100, never below 50.
fn minutes(count: usize) -> Result<BarSeries, Box<dyn Error>> {
    let mut chance = 88_172_645_463_325_252_u64;
    let mut next = || {
        chance ^= chance << 13;
        chance ^= chance >> 7;
        chance ^= chance << 17;
        (chance >> 33) as i64 % 11 - 5
    };
    let mut last = 10_000_i64;
    let bars: Vec<Bar> = (0..count)
        .map(|n| {
            let open = last;
            let close = (open + next()).max(5_000);
            last = close;
            let cents = |cents: i64| Some(cents as f64 / 100.0);
            let at = Timestamp::from_micros(1_704_067_200_000_000 + n as i64 * 60_000_000);
            let bar = Bar::close_only(at, close as f64 / 100.0);
            let (high, low) = (open.max(close) + 1, open.min(close) - 1);
            Bar { open: cents(open), high: cents(high), low: cents(low), volume: Some(1000.0), ..bar }
        })
        .collect();
    Ok(BarSeries::from_bars(&bars)?)
}

/// The median of several runs.
fn measure(what: &str, unit: &str, count: usize, mut run: impl FnMut()) {
    run();
    let mut seconds: Vec<f64> = (0..7)
        .map(|_| {
            let start = Instant::now();
            run();
            start.elapsed().as_secs_f64()
        })
        .collect();
    seconds.sort_by(f64::total_cmp);
    let rate = count as f64 / seconds[3];
    println!("{what}: {:.2} million {unit} a second ({:.0} ns each)", rate / 1e6, 1e9 / rate);
}

fn settings() -> Result<EngineSettings, Box<dyn Error>> {
    let account = AccountSettings::cash(Currency::USD, Decimal::from(1_000_000));
    let id = AccountId::from_uuid(Uuid::from_u128(1));
    Ok(EngineSettings {
        fees: FeeSchedule::share("0.0001".parse()?),
        ..EngineSettings::new(account, id, "paper".parse()?)
    })
}

fn crossings(bars: &BarSeries) -> Result<(), Box<dyn Error>> {
    let listing = Listing::whole_units(InstrumentId::from_uuid(Uuid::from_u128(2)), Currency::USD);
    let run = |settings: EngineSettings, fast: usize, slow: usize| {
        let mut engine = Engine::new(settings, &[listing]).expect("invariant: sound settings");
        engine.reserve(bars.len(), bars.len() / 10);
        let mut strategy = sma_cross::SmaCross::new(fast, slow, false, sma_cross::Summing::Compensated);
        engine.run(&mut strategy, &[bars]).expect("invariant: sound bars");
        engine
    };
    let next_open = EngineSettings { finish: Finish::CloseAtOpen, ..settings()? };
    let rules = MatchRules { volume_share: Some(1.0), path: PathRule::NearerFirst, ..MatchRules::default() };
    for (what, settings, fast, slow) in [
        ("averages of 10 and 30, next open", next_open.clone(), 10, 30),
        ("the same, same close", EngineSettings { arrival: Arrival::SameClose, ..settings()? }, 10, 30),
        ("the same, next open, by volume", EngineSettings { rules, ..next_open.clone() }, 10, 30),
        ("averages of 50 and 200, next open", next_open, 50, 200),
    ] {
        let engine = run(settings.clone(), fast, slow);
        let (record, equity) = (engine.record(), engine.account().exact_equity());
        println!(
            "{what}: {} orders, {} fills, equity {}",
            record.orders(),
            record.fills().len(),
            equity.unwrap_or_default()
        );
        measure(what, "bars", bars.len(), || {
            black_box(run(settings.clone(), fast, slow));
        });
    }
    Ok(())
}

/// Gate, intent, acknowledgement and fill of orders that stand by themselves.
fn orders(count: usize) -> Result<(), Box<dyn Error>> {
    let listing = Listing::whole_units(InstrumentId::from_uuid(Uuid::from_u128(2)), Currency::USD);
    let limits = GateLimits {
        order_notional_max: Some(Decimal::from(1_000_000)),
        position_notional_max: Some(Decimal::from(10_000_000)),
        price_collar: Some("0.05".parse()?),
        orders_per_second_max: Some(1_000_000),
        daily_loss_max: Some(Decimal::from(10_000)),
        ..GateLimits::default()
    };
    let facts = GateFacts {
        listing: &listing,
        instrument: InstrumentFacts {
            price: Some(100.0),
            price_age_micros: Some(0),
            position: Some(Decimal::from(500)),
            open_buy: Some(Decimal::ZERO),
            open_sell: Some(Decimal::ZERO),
            shortable: None,
            market_open: Some(true),
            rate: Some(Decimal::ONE),
        },
        account: AccountFacts {
            buying_power: Some(Decimal::from(1_000_000)),
            gross_exposure: Some(Decimal::ZERO),
            day_pnl: Some(Decimal::ZERO),
        },
        stream: StreamState::Live,
        fee_estimate: Decimal::ONE,
    };
    let limit: Price = "100.25".parse()?;
    let fields = OrderFields {
        account_id: AccountId::from_uuid(Uuid::from_u128(1)),
        instrument_id: listing.instrument_id,
        side: Side::Buy,
        quantity: Quantity::new(Decimal::from(100)),
        terms: OrderTerms::Limit { limit },
        time_in_force: TimeInForce::Day,
        reduce_only: false,
        parent: None,
        oco_group: None,
    };
    let venue = "paper".parse()?;
    measure("gate, intent, acknowledgement, fill", "orders", count, || {
        let mut gate = Gate::new(limits.clone()).expect("invariant: sound limits");
        let mut blotter = Blotter::with_capacity(count, count);
        for n in 0..count as u64 {
            let (id, at) = (OrderId::from_uuid(Uuid::from_u64_pair(7, n)), Timestamp::from_micros(n as i64));
            let order = Order::new(id, at, fields).expect("invariant: a sound order");
            let approved = gate.check(at, &order, &facts).expect("invariant: within the limits");
            blotter.add(*approved.get()).expect("invariant: a new id");
            let fill = Fill {
                order_id: id,
                venue,
                account_id: order.account_id,
                execution_id: ExecutionId::from_number(n),
                instrument_id: order.instrument_id,
                side: order.side,
                quantity: order.quantity,
                price: limit,
                fee: Money::zero(Currency::USD),
                liquidity: None,
                at,
            };
            for data in [OrderEventData::SubmitRequested, OrderEventData::Accepted, OrderEventData::Filled { fill }] {
                blotter.take(&OrderEvent { order_id: id, at, data }).expect("invariant: a possible event");
            }
        }
        assert_eq!(blotter.len(), count);
    });
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    let count = std::env::args().nth(1).map_or(Ok(1_000_000), |text| text.parse())?;
    let bars = minutes(count)?;
    println!("{count} minute bars");
    crossings(&bars)?;
    orders(200_000)
}
