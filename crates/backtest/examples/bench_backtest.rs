//! How long runs over signals take: the bare simulation, whole runs with averages and figures, and sweeps.
//!
//! `cargo run --release -p backtest --example bench_backtest [SCALE]`, where a scale below 1 makes everything smaller.
#![allow(clippy::print_stdout)] // a command-line tool: its result is what it prints

use std::{error::Error, hint::black_box, num::NonZeroUsize, ops::ControlFlow, time::Instant};

use backtest::{
    Backtest, BacktestSettings, Every, MeasureSettings,
    signals::{
        AverageKind, SharedAverages, Signal, SignalBars, SignalRun, SignalSettings, SignalSize, SignalStrategy, Target,
        crossings, sweep_crossings,
    },
};
use bars::series::BarSeries;
use execution::{engine::Arrival, fees::FeeSchedule, listing::Listing};
use model::{bar::Bar, currency::Currency, id::InstrumentId, time::Timestamp};
use rust_decimal::Decimal;
use uuid::Uuid;

type Outcome = Result<(), Box<dyn Error>>;

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
    let bar = |n: usize| {
        let open = last;
        let close = (open + next()).max(5_000);
        last = close;
        let cents = |cents: i64| Some(cents as f64 / 100.0);
        let at = Timestamp::from_micros(1_704_067_200_000_000 + n as i64 * 60_000_000);
        let (high, low) = (open.max(close) + 1, open.min(close) - 1);
        let close_only = Bar::close_only(at, close as f64 / 100.0);
        Bar { open: cents(open), high: cents(high), low: cents(low), volume: Some(1000.0), ..close_only }
    };
    Ok(BarSeries::from_bars(&(0..count).map(bar).collect::<Vec<_>>())?)
}

/// The median of some runs, in milliseconds.
fn measure(what: &str, runs: usize, mut run: impl FnMut()) -> f64 {
    run();
    let mut times: Vec<f64> = (0..runs)
        .map(|_| {
            let start = Instant::now();
            run();
            start.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    times.sort_by(f64::total_cmp);
    println!("{what}: {:.3} ms (best {:.3})", times[runs / 2], times[0]);
    times[runs / 2]
}

fn settings(every: Every) -> Result<(BacktestSettings, Listing), Box<dyn Error>> {
    let settings = BacktestSettings {
        arrival: Arrival::SameClose,
        fees: FeeSchedule::share("0.0001".parse()?),
        measure: MeasureSettings { every, periods_per_year: 525_600.0, ..MeasureSettings::default() },
        ..BacktestSettings::new(Currency::USD, Decimal::from(1_000_000))
    };
    let listing = Listing::whole_units(InstrumentId::from_uuid(Uuid::from_u128(2)), Currency::USD);
    Ok((settings, listing))
}

fn singles(count: usize) -> Outcome {
    let series = minutes(count)?;
    let (whole, listing) = settings(Every::Bar)?;
    let quick = SignalSettings::new(&whole, listing, SignalSize::ALL)?;
    let bars = SignalBars::new(&series, listing.instrument_id)?;
    for (fast, slow) in [(10, 30), (50, 200)] {
        let averages = SharedAverages::new(&bars, AverageKind::Simple, [fast, slow])?;
        let of = |length| averages.get(length).ok_or("invariant: it was made");
        let signals: Vec<Signal> = crossings(of(fast)?, of(slow)?, Target::Flat);
        let mut run = SignalRun::default();
        quick.run_into(&bars, &signals, &mut run)?;
        println!("averages of {fast} and {slow} over {count} bars: {} fills, cash {}", run.fills().len(), run.cash());
        measure("  bare simulation of the signals", 21, || {
            quick.run_into(&bars, &signals, &mut run).expect("invariant: it ran before");
            black_box(&run);
        });
        measure("  whole run: check of bars, averages, signals, fills, equity, figures of each bar", 11, || {
            let bars = SignalBars::new(&series, listing.instrument_id).expect("invariant: sound bars");
            let averages =
                SharedAverages::new(&bars, AverageKind::Simple, [fast, slow]).expect("invariant: two lengths");
            let of = |length| averages.get(length).expect("invariant: it was made");
            let run = quick.run(&bars, &crossings(of(fast), of(slow), Target::Flat)).expect("invariant: it ran before");
            black_box((run.equity(&bars), run.figures(&quick, &bars)));
        });
        let backtest = Backtest::new(whole.clone(), vec![listing])?;
        let mut on = |_| ControlFlow::Continue(());
        let started = Instant::now();
        let mut strategy = SignalStrategy::new(signals.clone(), SignalSize::ALL);
        let events = backtest.run(&[&series], &mut strategy, None, &mut on)?;
        println!("  the engine with its full report: {:.1} ms", started.elapsed().as_secs_f64() * 1e3);
        let same = events
            .fills
            .iter()
            .zip(run.fills())
            .all(|(a, b)| (a.quantity.get(), a.price.get(), a.fee.amount) == (b.units, b.price, b.fee));
        assert!(same && events.fills.len() == run.fills().len(), "the engine trades otherwise");
        println!("  equal to the engine: {} fills", events.fills.len());
    }
    Ok(())
}

fn sweeps(bars: usize, pairs: &[(usize, usize)], what: &str) -> Outcome {
    let series = minutes(bars)?;
    let (whole, listing) = settings(Every::Bar)?;
    let quick = SignalSettings::new(&whole, listing, SignalSize::ALL)?;
    let bars = SignalBars::new(&series, listing.instrument_id)?;
    for threads in [1, 2] {
        let count = NonZeroUsize::new(threads).ok_or("invariant: above zero")?;
        let started = Instant::now();
        let on = |_: usize| ControlFlow::Continue(());
        let found = sweep_crossings(&quick, &bars, AverageKind::Simple, Target::Flat, pairs, count, &on)?;
        let seconds = started.elapsed().as_secs_f64();
        let best = found.iter().flatten().filter_map(|figures| figures.sharpe_ratio).fold(f64::MIN, f64::max);
        let trades: usize = found.iter().flatten().map(|figures| figures.n_trades).sum();
        let each = seconds * 1e3 / pairs.len() as f64;
        println!(
            "{what}, {threads} threads: {seconds:.3} s ({each:.3} ms each), {trades} trades, best Sharpe {best:.3}"
        );
    }
    Ok(())
}

/// So many pairs of a fast and a slow length.
fn pairs(fast: usize, slow: usize) -> Vec<(usize, usize)> {
    (0..fast).flat_map(|f| (0..slow).map(move |s| (5 + f, 5 + fast + 2 * s))).collect()
}

fn main() -> Outcome {
    let scale: f64 = std::env::args().nth(1).map_or(Ok(1.0), |text| text.parse())?;
    let scaled = |count: f64| (count * scale) as usize;
    singles(scaled(100_000.0))?;
    singles(scaled(1_000_000.0))?;
    sweeps(scaled(10_000.0), &pairs(25, 40), "1,000 pairs × 10,000 bars with Sharpe")?;
    sweeps(scaled(100_000.0), &pairs(100, 100), "10,000 pairs × 100,000 bars with Sharpe")
}
