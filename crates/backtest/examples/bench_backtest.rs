//! Times runs over signals: the bare simulation, whole runs with averages and figures, and sweeps, on two threads and in two processes of one.
//!
//! `bench_backtest make` prints one input: `what`, `repeat` and the closes of a million bars in millionths. `bench_backtest` reads it from standard input
//! and prints one JSON object a line, as `crates/xtask/bench/README.md` says.
#![allow(clippy::print_stdout)] // a command-line tool: its result is what it prints

use std::{
    error::Error,
    hint::black_box,
    io::Write,
    num::NonZeroUsize,
    ops::ControlFlow,
    process::{Child, Command, Stdio},
    time::Instant,
};

use backtest::{
    BacktestSettings, Every, MeasureSettings,
    signals::{
        AverageKind, SharedAverages, SignalBars, SignalRun, SignalSettings, SignalSize, Target, crossings,
        sweep_crossings,
    },
};
use bars::series::BarSeries;
use execution::{engine::Arrival, fees::FeeSchedule, listing::Listing};
use model::{bar::Bar, currency::Currency, id::InstrumentId, time::Timestamp};
use rust_decimal::Decimal;
use serde_json::{Value, json};
use uuid::Uuid;

type Outcome<T> = Result<T, Box<dyn Error>>;

const BARS: usize = 1_000_000;
const FAST: usize = 10;
const SLOW: usize = 30;

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

fn minutes(closes: &[Value]) -> Outcome<BarSeries> {
    let bar = |(n, close): (usize, &Value)| {
        let close = close.as_i64().ok_or("a close is no whole number of millionths")? as f64 / 1e6;
        Ok(Bar::close_only(Timestamp::from_micros(1_704_067_200_000_000 + n as i64 * 60_000_000), close))
    };
    let bars: Vec<Bar> = closes.iter().enumerate().map(bar).collect::<Outcome<_>>()?;
    Ok(BarSeries::from_bars(&bars)?)
}

/// Fractions of units at the close of the signal's bar, as vectorbt trades.
fn settings() -> Outcome<(SignalSettings, Listing)> {
    let whole = BacktestSettings {
        arrival: Arrival::SameClose,
        fees: FeeSchedule::share("0.00001".parse()?),
        measure: MeasureSettings { every: Every::Bar, periods_per_year: 525_600.0, ..MeasureSettings::default() },
        ..BacktestSettings::new(Currency::USD, Decimal::from(1_000_000))
    };
    let listing = Listing {
        lot_size: Decimal::new(1, 12),
        ..Listing::whole_units(InstrumentId::from_uuid(Uuid::from_u128(2)), Currency::USD)
    };
    Ok((SignalSettings::new(&whole, listing, SignalSize::ALL)?, listing))
}

/// Seconds of each of some repetitions, after one that is not counted.
fn timed(repeat: u64, mut work: impl FnMut() -> Outcome<()>) -> Outcome<Vec<f64>> {
    work()?;
    let once = |_| {
        let start = Instant::now();
        work()?;
        Ok(start.elapsed().as_secs_f64())
    };
    (0..repeat).map(once).collect()
}

fn told(case: &str, seconds: &[f64], result: &[f64]) {
    println!("{}", json!({"case": case, "program": "Quarterdeck", "seconds": seconds, "result": result}));
}

fn singles(series: &BarSeries, repeat: u64) -> Outcome<()> {
    let (settings, listing) = settings()?;
    let bars = SignalBars::new(series, listing.instrument_id)?;
    let averages = SharedAverages::new(&bars, AverageKind::Simple, [FAST, SLOW])?;
    let of = |averages: &SharedAverages| -> Outcome<Vec<_>> {
        let [fast, slow] = [FAST, SLOW].map(|length| averages.get(length).ok_or("an average is missing"));
        Ok(crossings(fast?, slow?, Target::Flat))
    };
    let signals = of(&averages)?;
    let mut run = SignalRun::default();
    let bare = timed(repeat, || {
        settings.run_into(&bars, &signals, &mut run)?;
        black_box(&run);
        Ok(())
    })?;
    let end = run.equity(&bars).last().copied().ok_or("no bars")?;
    told("signals_bare", &bare, &[run.fills().len() as f64, end]);
    let whole = timed(repeat, || {
        let bars = SignalBars::new(series, listing.instrument_id)?;
        let averages = SharedAverages::new(&bars, AverageKind::Simple, [FAST, SLOW])?;
        let run = settings.run(&bars, &of(&averages)?)?;
        black_box((run.equity(&bars), run.figures(&settings, &bars)));
        Ok(())
    })?;
    let figures = run.figures(&settings, &bars);
    let sharpe = figures.sharpe_ratio.ok_or("no Sharpe ratio")?;
    told("signals_whole", &whole, &[run.fills().len() as f64, end, sharpe]);
    Ok(())
}

/// So many pairs of a fast and a slow length.
fn pairs(fast: usize, slow: usize) -> Vec<(usize, usize)> {
    (0..fast).flat_map(|f| (0..slow).map(move |s| (5 + f, 5 + fast + 2 * s))).collect()
}

/// A sweep with its seconds; how many ratios came out, their mean and the best.
fn sweep(series: &BarSeries, pairs: &[(usize, usize)], threads: usize, repeat: u64) -> Outcome<(Vec<f64>, [f64; 3])> {
    let (settings, listing) = settings()?;
    let bars = SignalBars::new(series, listing.instrument_id)?;
    let threads = NonZeroUsize::new(threads).ok_or("no threads")?;
    let mut sharpes = Vec::new();
    let seconds = timed(repeat, || {
        let on = |_: usize| ControlFlow::Continue(());
        let found = sweep_crossings(&settings, &bars, AverageKind::Simple, Target::Flat, pairs, threads, &on)?;
        sharpes = found.iter().flatten().map(|figures| figures.sharpe_ratio.unwrap_or(f64::NAN)).collect();
        Ok(())
    })?;
    let (sum, best) = (sharpes.iter().sum::<f64>(), sharpes.iter().copied().fold(f64::MIN, f64::max));
    Ok((seconds, [sharpes.len() as f64, sum / sharpes.len() as f64, best]))
}

/// The same sweep twice at the same time, in two processes that know nothing of each other: the seconds of one sweep at the speed of both.
fn sweep_apart(closes: &[Value]) -> Outcome<(Vec<f64>, [f64; 3])> {
    let input = json!({"millionths": closes}).to_string();
    let begun = || -> Outcome<Child> {
        let mut child =
            Command::new(std::env::current_exe()?).arg("one").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        child.stdin.take().ok_or("no way in")?.write_all(input.as_bytes())?;
        Ok(child)
    };
    let children = [begun()?, begun()?];
    let (mut slowest, mut result) = (0.0_f64, [0.0; 3]);
    for child in children {
        let told: Value = serde_json::from_slice(&child.wait_with_output()?.stdout)?;
        slowest = slowest.max(told["seconds"].as_f64().ok_or("no time was told")?);
        result = serde_json::from_value(told["result"].clone())?;
    }
    Ok((vec![slowest / 2.0], result))
}

fn main() -> Outcome<()> {
    if std::env::args().nth(1).as_deref() == Some("make") {
        println!("{}", json!({"what": "signals", "repeat": 11, "millionths": walk(BARS), "sweep": pairs(25, 40)}));
        return Ok(());
    }
    let input: Value = serde_json::from_reader(std::io::stdin().lock())?;
    let closes = input["millionths"].as_array().ok_or("no closes")?;
    if std::env::args().nth(1).as_deref() == Some("one") {
        let (seconds, result) = sweep(&minutes(closes)?, &pairs(100, 100), 1, 1)?;
        println!("{}", json!({"seconds": seconds[0], "result": result}));
        return Ok(());
    }
    let repeat = input["repeat"].as_u64().unwrap_or(1);
    singles(&minutes(closes)?, repeat)?;
    let (seconds, result) = sweep(&minutes(&closes[..10_000])?, &pairs(25, 40), 2, repeat)?;
    told("sweep_1000", &seconds, &result);
    let closes = &closes[..100_000];
    let (seconds, result) = sweep(&minutes(closes)?, &pairs(100, 100), 2, 3)?;
    told("sweep_10000", &seconds, &result);
    let (seconds, result) = sweep_apart(closes)?;
    let apart = "two processes of one thread";
    println!("{}", json!({"case": "sweep_10000", "program": apart, "seconds": seconds, "result": result}));
    Ok(())
}
