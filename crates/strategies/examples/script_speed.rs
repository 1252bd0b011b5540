//! The crossing script and the built-in over minute bars, with orders, fees and fills, on one core.
//!
//! `cargo run --release -p strategies --example script_speed [BARS]`
#![allow(clippy::print_stdout)] // a command-line tool: its result is what it prints

use std::{error::Error, hint::black_box, time::Instant};

use bars::series::BarSeries;
use execution::{
    account::AccountSettings,
    engine::{Engine, EngineSettings},
    fees::FeeSchedule,
    listing::Listing,
};
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

fn run(
    strategy: &StrategySpecification,
    bars: &BarSeries,
    watchdog: &Watchdog,
) -> Result<(usize, String), Box<dyn Error>> {
    let instrument = InstrumentId::from_uuid(Uuid::from_u128(2));
    let account = AccountSettings::cash(Currency::USD, Decimal::from(1_000_000));
    let settings = EngineSettings {
        fees: FeeSchedule::share("0.0001".parse()?),
        ..EngineSettings::new(account, AccountId::from_uuid(Uuid::from_u128(1)), "paper".parse()?)
    };
    let mut engine = Engine::new(settings, &[Listing::whole_units(instrument, Currency::USD)])?;
    engine.reserve(bars.len(), bars.len() / 10);
    let surroundings =
        Surroundings { instruments: &[instrument], watchdog: Some(watchdog.clone()), ..Surroundings::default() };
    let mut strategy = build(strategy, surroundings)?;
    engine.run(&mut *strategy, &[bars])?;
    let equity = engine.account().exact_equity().unwrap_or_default();
    Ok((engine.record().fills().len(), equity.to_string()))
}

fn measure(what: &str, strategy: Value, bars: &BarSeries, watchdog: &Watchdog) -> Result<(), Box<dyn Error>> {
    let strategy: StrategySpecification = serde_json::from_value(strategy)?;
    let (fills, equity) = run(&strategy, bars, watchdog)?;
    let mut seconds = Vec::new();
    for _ in 0..7 {
        let start = Instant::now();
        black_box(run(&strategy, bars, watchdog)?);
        seconds.push(start.elapsed().as_secs_f64());
    }
    seconds.sort_by(f64::total_cmp);
    let rate = bars.len() as f64 / seconds[3];
    println!(
        "{what}: {:.2} million bars a second ({:.0} ns each), {fills} fills, equity {equity}",
        rate / 1e6,
        1e9 / rate
    );
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    let count = std::env::args().nth(1).map_or(Ok(1_000_000), |text| text.parse())?;
    let (bars, watchdog) = (minutes(count)?, Watchdog::start());
    println!("{count} minute bars, averages of 10 and 30, median of 7 runs");
    let cross = include_str!("../samples/sma_cross.luau");
    let empty = "function on_bar(ctx, bar) end";
    measure("built in", json!({"kind": "moving_average_cross"}), &bars, &watchdog)?;
    measure("script", json!({"kind": "script", "source": cross}), &bars, &watchdog)?;
    measure("script that does nothing", json!({"kind": "script", "source": empty}), &bars, &watchdog)
}
