//! Times averages that cross over minute bars by events, with orders, fees and fills, on one core: built in, and as a script;
//! and traded at the close without fees, in ten thousand units each time.
//!
//! `bench_strategies make` prints one input: `what`, `repeat`, the closes of a million bars in millionths, and how many of them are traded at the close. `bench_strategies` reads it from standard
//! input and prints one JSON object a line, as `crates/xtask/bench/README.md` says, with the number of trades and the equity at the end.
#![allow(clippy::print_stdout)] // a command-line tool: its result is what it prints

use std::{error::Error, hint::black_box, time::Instant};

use bars::series::BarSeries;
use execution::{
    account::{AccountMode, AccountSettings},
    engine::{Arrival, Engine, EngineSettings, Finish},
    fees::FeeSchedule,
    listing::Listing,
    number::float,
};
use model::order::Side;
use model::{
    bar::Bar,
    currency::Currency,
    id::{AccountId, InstrumentId},
    time::Timestamp,
};
use rust_decimal::Decimal;
use serde_json::{Value, json};
use strategies::{StrategySpecification, Surroundings, build, script::Watchdog};
use uuid::Uuid;

const BARS: usize = 1_000_000;
/// The first bar, and from bar to bar, in microseconds.
const BEGIN: i64 = 1_704_067_200_000_000;
const MINUTE: i64 = 60_000_000;

/// A walk by chance from 100, never below 50, in millionths: so fine that averages are never equal, where programs differ.
fn walk(count: usize) -> Vec<i64> {
    let (mut chance, mut last) = (88_172_645_463_325_252_u64, 100_000_000_i64);
    let mut next = || {
        chance ^= chance << 13;
        chance ^= chance >> 7;
        chance ^= chance << 17;
        last = (last + (chance >> 33) as i64 % 110_001 - 55_000).max(50_000_000);
        last
    };
    (0..count).map(|_| next()).collect()
}

/// Each bar opens at the close before it and goes a cent beyond both.
fn minutes(closes: &[Value]) -> Result<BarSeries, Box<dyn Error>> {
    let mut last = None;
    let bar = |(n, close): (usize, &Value)| {
        let close = close.as_i64().ok_or("a close is no whole number of millionths")?;
        let open = last.replace(close).unwrap_or(close);
        let price = |millionths: i64| Some(millionths as f64 / 1e6);
        let at = Timestamp::from_micros(BEGIN + n as i64 * MINUTE);
        let (high, low) = (open.max(close) + 10_000, open.min(close) - 10_000);
        let of_close = Bar::close_only(at, close as f64 / 1e6);
        Ok(Bar { open: price(open), high: price(high), low: price(low), volume: Some(1000.0), ..of_close })
    };
    let bars: Vec<Bar> = closes.iter().enumerate().map(bar).collect::<Result<_, Box<dyn Error>>>()?;
    Ok(BarSeries::from_bars(&bars)?)
}

fn run(
    strategy: &StrategySpecification,
    bars: &BarSeries,
    watchdog: &Watchdog,
) -> Result<(usize, f64), Box<dyn Error>> {
    let instrument = InstrumentId::from_uuid(Uuid::from_u128(2));
    let mode = AccountMode::Margin { initial: Decimal::ONE, maintenance: Decimal::ZERO };
    let account = AccountSettings::cash(Currency::USD, Decimal::from(1_000_000)).with_mode(mode);
    let settings = EngineSettings {
        fees: FeeSchedule::share("0.00001".parse()?),
        finish: Finish::CloseAtOpen,
        ..EngineSettings::new(account, AccountId::from_uuid(Uuid::from_u128(1)), "paper".parse()?)
    };
    let mut engine = Engine::new(settings, &[Listing::whole_units(instrument, Currency::USD)])?;
    engine.reserve(bars.len(), bars.len() / 10);
    let surroundings =
        Surroundings { instruments: &[instrument], watchdog: Some(watchdog.clone()), ..Surroundings::default() };
    let mut strategy = build(strategy, surroundings)?;
    engine.run(&mut *strategy, &[bars])?;
    let equity = engine.account().exact_equity().ok_or("the equity is not known")?;
    Ok((engine.account().closed_trades().len(), float(equity)))
}

/// Purchases, sales, the sum of the bars of either, units of all, and the equity at the end.
fn run_at_closes(strategy: &StrategySpecification, bars: &BarSeries) -> Result<[f64; 6], Box<dyn Error>> {
    let instrument = InstrumentId::from_uuid(Uuid::from_u128(2));
    let account = AccountSettings::cash(Currency::USD, Decimal::from(10_000_000));
    let settings = EngineSettings {
        arrival: Arrival::SameClose,
        finish: Finish::Keep,
        ..EngineSettings::new(account, AccountId::from_uuid(Uuid::from_u128(1)), "paper".parse()?)
    };
    let mut engine = Engine::new(settings, &[Listing::whole_units(instrument, Currency::USD)])?;
    engine.reserve(bars.len(), bars.len() / 10);
    let mut strategy = build(strategy, Surroundings { instruments: &[instrument], ..Surroundings::default() })?;
    engine.run(&mut *strategy, &[bars])?;
    let mut told = [0.0; 6];
    for fill in engine.record().fills() {
        let way = usize::from(fill.side == Side::Sell);
        told[way] += 1.0;
        told[2 + way] += ((fill.at.micros() - BEGIN) / MINUTE) as f64;
        told[4] += float(fill.quantity.get());
    }
    told[5] = float(engine.account().exact_equity().ok_or("the equity is not known")?);
    Ok(told)
}

/// Seconds of each repetition.
fn timed<T>(repeat: u64, mut work: impl FnMut() -> Result<T, Box<dyn Error>>) -> Result<Vec<f64>, Box<dyn Error>> {
    let once = |_| {
        let start = Instant::now();
        black_box(work()?);
        Ok(start.elapsed().as_secs_f64())
    };
    (0..repeat).map(once).collect()
}

fn main() -> Result<(), Box<dyn Error>> {
    if std::env::args().nth(1).as_deref() == Some("make") {
        let input = json!({"what": "events", "repeat": 7, "millionths": walk(BARS), "closes_bars": BARS});
        println!("{input}");
        return Ok(());
    }
    let input: Value = serde_json::from_reader(std::io::stdin().lock())?;
    let bars = minutes(input["millionths"].as_array().ok_or("no closes")?)?;
    let (repeat, watchdog) = (input["repeat"].as_u64().unwrap_or(1), Watchdog::start());
    let cross = json!({"kind": "moving_average_cross"});
    let script = json!({"kind": "script", "source": include_str!("../samples/sma_cross.luau")});
    for (case, strategy) in [("crossing_events", cross), ("crossing_script", script)] {
        let strategy: StrategySpecification = serde_json::from_value(strategy)?;
        let (trades, equity) = run(&strategy, &bars, &watchdog)?;
        let seconds = timed(repeat, || run(&strategy, &bars, &watchdog))?;
        let result = [trades as f64, equity];
        println!("{}", json!({"case": case, "program": "Quarterdeck", "seconds": seconds, "result": result}));
    }
    let count = input["closes_bars"].as_u64().map_or(bars.len(), |count| count as usize);
    let bars = bars.slice(0..count.min(bars.len()));
    let units = json!({"kind": "moving_average_cross", "size": {"by": "units", "units": "10000"}});
    let units: StrategySpecification = serde_json::from_value(units)?;
    let result = run_at_closes(&units, &bars)?;
    let seconds = timed(repeat, || run_at_closes(&units, &bars))?;
    println!("{}", json!({"case": "crossing_closes", "program": "Quarterdeck", "seconds": seconds, "result": result}));
    Ok(())
}
