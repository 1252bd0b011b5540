//! Times indicators over 100,000 bars, whole and bar by bar.
//!
//! `bench_indicators make` prints one input: bars in columns and the indicators; `bench_indicators` reads it from standard input and prints one
//! JSON object a line, as `crates/xtask/bench/README.md` says: the indicator, the shortest time in nanoseconds, and of each output the mean and
//! the last value.
#![allow(clippy::print_stdout)] // a command-line tool: its result is what it prints

use std::error::Error;
use std::hint::black_box;
use std::io::Read;
use std::time::Instant;

use indicators::{IndicatorSpec, Kind, Ohlcv, Outputs, Row, Stream, compute, compute_into};
use serde_json::{Value, json};

const BARS: usize = 100_000;
/// What is compared with C TA-Lib, all with their default parameters.
const KINDS: &[&str] = &[
    "sma",
    "ema",
    "wma",
    "dema",
    "tema",
    "trima",
    "kama",
    "t3",
    "bbands",
    "sar",
    "midprice",
    "ht_trendline",
    "donchian",
    "keltner",
    "supertrend",
    "macd",
    "rsi",
    "stoch",
    "stochrsi",
    "adx",
    "plus_di",
    "cci",
    "cmo",
    "mfi",
    "mom",
    "roc",
    "willr",
    "ultosc",
    "aroon",
    "trix",
    "bop",
    "obv",
    "ad",
    "adosc",
    "vwap",
    "atr",
    "natr",
    "trange",
    "typprice",
    "heikin_ashi",
    "linearreg",
    "stddev",
    "correl",
    "ht_sine",
    "cdldoji",
    "cdlengulfing",
    "cdlmorningstar",
];
/// Whose updates are timed.
const STREAMS: &[&str] = &[
    "sma",
    "ema",
    "wma",
    "rsi",
    "macd",
    "bbands",
    "atr",
    "stoch",
    "adx",
    "obv",
    "vwap",
    "session_vwap",
    "supertrend",
    "donchian",
    "keltner",
    "pivots",
];

fn main() -> Result<(), Box<dyn Error>> {
    if std::env::args().nth(1).as_deref() == Some("make") {
        println!("{}", make());
        return Ok(());
    }
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    let input: Value = serde_json::from_str(&text)?;
    drop(text);
    let column = |name: &str| -> Result<Vec<f64>, serde_json::Error> { serde_json::from_value(input[name].clone()) };
    let (open, high, low, close, volume) =
        (column("open")?, column("high")?, column("low")?, column("close")?, column("volume")?);
    let sessions: Vec<i64> = (0..i64::try_from(close.len())?).map(|bar| bar / 390).collect();
    let bars = Ohlcv::new(&open, &high, &low, &close, &volume)?.with_sessions(&sessions)?;
    let repeat = input["repeat"].as_u64().unwrap_or(15);
    let mut total = vec![0.0; usize::try_from(repeat)?];
    let mut all = Vec::new();
    for name in input["kinds"].as_array().ok_or("the input names no indicators")? {
        let name = name.as_str().ok_or("an indicator has no name")?;
        let spec = IndicatorSpec::new(name.parse::<Kind>()?);
        let mut outputs = compute(&spec, &bars)?;
        let result = figures(&outputs);
        let mut seconds = Vec::new();
        for _ in 0..repeat {
            let begun = Instant::now();
            compute_into(&spec, black_box(&bars), &mut outputs)?;
            black_box(&outputs);
            seconds.push(begun.elapsed().as_secs_f64());
        }
        total.iter_mut().zip(&seconds).for_each(|(sum, part)| *sum += part);
        all.extend_from_slice(&result);
        print(&format!("indicator_{name}"), &seconds, &result);
    }
    print("indicators_all", &total, &all);
    let rows: Vec<Row> = bars.rows().collect();
    for name in STREAMS {
        updates(&IndicatorSpec::new(name.parse::<Kind>()?), &rows, repeat);
    }
    Ok(())
}

/// A thousand updates of a running stream.
fn updates(spec: &IndicatorSpec, rows: &[Row], repeat: u64) {
    let mut seconds = Vec::new();
    for _ in 0..repeat {
        let mut stream = Stream::new(spec);
        let begun = Instant::now();
        for row in rows {
            black_box(stream.push(row));
        }
        seconds.push(begun.elapsed().as_secs_f64() * 1e3 / rows.len() as f64);
    }
    print(&format!("stream_{}", spec.kind()), &seconds, &[]);
}

fn print(case: &str, seconds: &[f64], result: &[f64]) {
    let best = seconds.iter().copied().fold(f64::INFINITY, f64::min) * 1e9;
    println!(
        "{}",
        json!({
            "case": case, "program": "Quarterdeck", "n_bars": BARS, "best_ns": best.round(), "seconds": seconds, "result": result,
        })
    );
}

/// The mean of what is known of each output, and its last value.
fn figures(outputs: &Outputs) -> Vec<f64> {
    let of = |values: &indicators::Series| {
        let (sum, count) = values.iter().flatten().fold((0.0, 0.0), |(sum, count), value| (sum + value, count + 1.0));
        [sum / count, values.iter().flatten().last().unwrap_or(f64::NAN)]
    };
    outputs.columns().iter().flat_map(|output| of(&output.values)).collect()
}

/// A random walk in cents, every bar with a range.
fn make() -> Value {
    let mut random = Random(2_026);
    let cents = |price: f64| (price * 100.0).round() / 100.0;
    let mut columns: [Vec<f64>; 5] = Default::default();
    let mut price = 100.0;
    for _ in 0..BARS {
        let open = price;
        price = f64::max(cents(price + 0.8 * (random.uniform() - 0.5)), 20.0);
        let high = cents(f64::max(open, price) + 0.01 + 0.2 * random.uniform());
        let low = cents(f64::min(open, price) - 0.01 - 0.2 * random.uniform());
        let volume = (10.0 + 90.0 * random.uniform()).round();
        for (column, value) in columns.iter_mut().zip([open, high, low, price, volume]) {
            column.push(value);
        }
    }
    let [open, high, low, close, volume] = columns;
    json!({"repeat": 15, "kinds": KINDS, "open": open, "high": high, "low": low, "close": close, "volume": volume})
}

/// SplitMix64 (Steele, Lea and Flood 2014).
struct Random(u64);

impl Random {
    fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }
}
