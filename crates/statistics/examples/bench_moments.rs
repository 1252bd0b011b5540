//! Times the estimators. `bench_moments make` prints the input, prices of 500 assets on 1,001 days; `bench_moments < input`
//! prints one JSON object a line: case, program, seconds of each repetition, and figures of the result. The same input goes
//! to `crates/xtask/bench/moments_peers.py`, so that outputs can be compared before times are.
#![allow(clippy::print_stdout)] // a command-line tool: its result is what it prints

use std::error::Error;
use std::hint::black_box;
use std::io::Read;
use std::time::Instant;

use chrono::{Days, NaiveDate};
use nalgebra::DMatrix;
use serde::{Deserialize, Serialize};
use serde_json::json;
use statistics::{
    CovarianceModel, ExpectedReturnsModel, PriceTable, TRADING_DAYS_PER_YEAR, estimate, estimate_covariance,
    simple_returns,
};

const ASSETS: usize = 500;
const DATES: usize = 1_001;

/// What all programs time.
#[derive(Serialize, Deserialize)]
struct Input {
    /// Repetitions after one to warm up.
    repeat: usize,
    /// One column for each asset.
    prices: Vec<Vec<f64>>,
}

fn main() -> Result<(), Box<dyn Error>> {
    if std::env::args().nth(1).as_deref() == Some("make") {
        println!("{}", serde_json::to_string(&Input { repeat: 15, prices: prices() })?);
        return Ok(());
    }
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    let input: Input = serde_json::from_str(&text)?;
    let first = NaiveDate::from_ymd_opt(2000, 1, 3).ok_or("no such day")?;
    let dates: Vec<NaiveDate> = (0..input.prices[0].len() as u64).map(|day| first + Days::new(day)).collect();
    let columns: Vec<Vec<Option<f64>>> =
        input.prices.iter().map(|column| column.iter().copied().map(Some).collect()).collect();
    let names = (0..columns.len()).map(|asset| format!("A{asset:03}")).collect();
    let table = PriceTable::complete_cases(names, &dates, &columns)?;
    let returns = simple_returns(table.prices());
    let mean = ExpectedReturnsModel::default();
    for (name, model) in [
        ("ledoit_wolf", CovarianceModel::LedoitWolfConstantVariance { log_returns: false }),
        ("ledoit_wolf_single_factor", CovarianceModel::LedoitWolfSingleFactor { log_returns: false }),
        ("ledoit_wolf_constant_correlation", CovarianceModel::LedoitWolfConstantCorrelation { log_returns: false }),
        ("oracle_approximating", CovarianceModel::OracleApproximating { log_returns: false }),
        ("sample", CovarianceModel::Sample { log_returns: false }),
        ("exponentially_weighted", CovarianceModel::ExponentiallyWeighted { span: 180.0, log_returns: false }),
        ("gerber", CovarianceModel::Gerber { threshold: 0.5, log_returns: false }),
        ("statistical_factors", CovarianceModel::StatisticalFactors { n_factors: Some(20), log_returns: false }),
        ("denoised", CovarianceModel::Denoised { log_returns: false }),
    ] {
        // Only the estimator, from returns to the annualized matrix.
        let matrix = || estimate_covariance(black_box(&returns), &model, TRADING_DAYS_PER_YEAR).map(|out| out.matrix);
        report(&format!("{name}_500x1000_matrix"), input.repeat, matrix)?;
        // From prices: returns, expected returns, estimator, eigenvalues.
        let whole = || estimate(black_box(&table), &mean, &model, TRADING_DAYS_PER_YEAR).map(|out| out.covariance);
        report(&format!("{name}_500x1000"), input.repeat, whole)?;
    }
    Ok(())
}

fn report<E: Error + 'static>(
    case: &str,
    repeat: usize,
    work: impl Fn() -> Result<DMatrix<f64>, E>,
) -> Result<(), Box<dyn Error>> {
    let mut result = work()?;
    let mut seconds = Vec::with_capacity(repeat);
    for _ in 0..repeat {
        let start = Instant::now();
        result = black_box(work()?);
        seconds.push(start.elapsed().as_secs_f64());
    }
    let figures = [result.trace(), result.sum(), result.norm(), result[(3, 7)]];
    println!("{}", json!({"case": case, "program": "Quarterdeck", "seconds": seconds, "result": figures}));
    Ok(())
}

/// Prices that move with a market, ten sectors and by themselves, from a fixed sequence of numbers.
fn prices() -> Vec<Vec<f64>> {
    let mut state = 2_026_u64;
    let mut uniform = move || {
        // SplitMix64 (Steele, Lea and Flood 2014).
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    };
    // Sums of twelve uniforms are close enough to normal.
    let mut normal = || (0..12).map(|_| uniform()).sum::<f64>() - 6.0;
    let market: Vec<f64> = (1..DATES).map(|_| 0.0004 + 0.009 * normal()).collect();
    let sectors: Vec<Vec<f64>> = (0..10).map(|_| (1..DATES).map(|_| 0.006 * normal()).collect()).collect();
    (0..ASSETS)
        .map(|asset| {
            let (beta, own) = (1.0 + 0.3 * normal(), (0.015 + 0.004 * normal()).abs());
            let mut price = 100.0;
            std::iter::once(100.0)
                .chain((0..DATES - 1).map(|day| {
                    price *= 1.0 + beta * market[day] + sectors[asset % 10][day] + own * normal();
                    price
                }))
                .collect()
        })
        .collect()
}
