//! Times correlated paths: normal returns of 20 assets with one common factor over 252 days, in which equal amounts grow.
//!
//! `bench_simulation make` prints one input: `repeat`, `paths`, `threads`, and the standard normal numbers of the first few paths (path by path, day by
//! day, asset by asset). `bench_simulation` and `simulation_peers.py` read it from standard input and print one JSON object a line, as
//! `crates/xtask/bench/README.md` says: mean and quantiles of the ends of all paths, and the ends of the few from the same numbers.
#![allow(clippy::print_stdout)] // a command-line tool: its result is what it prints

use std::error::Error;
use std::num::NonZeroUsize;
use std::time::Instant;

use nalgebra::DMatrix;
use serde_json::{Value, json};
use statistics::quantile;
use statistics::simulation::{NormalReturns, each_path};

const ASSETS: usize = 20;
const DAYS: usize = 252;
const SEED: u64 = 1;
/// Paths that are compared one by one.
const SAME: usize = 50;

type Outcome<T> = Result<T, Box<dyn Error>>;
type Block = [[f64; NormalReturns::PERIODS]; ASSETS];

/// A correlation of 0.3, a volatility of 1 % a day.
fn market() -> Outcome<NormalReturns> {
    let covariance = DMatrix::from_fn(ASSETS, ASSETS, |i, j| if i == j { 1e-4 } else { 3e-5 });
    Ok(NormalReturns::new(&[0.0003; ASSETS], &covariance)?)
}

/// What each path comes to.
fn ends(returns: &NormalReturns, paths: usize, threads: NonZeroUsize) -> Vec<f64> {
    each_path(
        paths,
        threads,
        || (returns.draws(SEED, 0), [[0.0; NormalReturns::PERIODS]; ASSETS]),
        |path, (draws, drawn)| {
            draws.restart(SEED, path as u64);
            // The growth of each asset, apart for each place of a block.
            let mut growths = [[1.0; NormalReturns::PERIODS]; ASSETS];
            for first in (0..DAYS).step_by(NormalReturns::PERIODS) {
                draws.next_periods(drawn);
                let days = NormalReturns::PERIODS.min(DAYS - first);
                for (growth, asset) in growths.iter_mut().zip(&*drawn) {
                    growth.iter_mut().zip(asset).take(days).for_each(|(growth, r)| *growth *= 1.0 + r);
                }
            }
            growths.iter().map(|asset| asset.iter().product::<f64>()).sum::<f64>() / ASSETS as f64
        },
    )
}

/// The numbers behind the first paths: draws of assets that do not go together, with a variance of 1.
fn normals() -> Outcome<Vec<f64>> {
    let apart = NormalReturns::new(&[0.0; ASSETS], &DMatrix::identity(ASSETS, ASSETS))?;
    let (mut draws, mut drawn): (_, Block) = (apart.draws(SEED, 0), [[0.0; NormalReturns::PERIODS]; ASSETS]);
    let mut found = Vec::with_capacity(SAME * DAYS * ASSETS);
    for path in 0..SAME {
        draws.restart(SEED, path as u64);
        for day in 0..DAYS {
            if day % NormalReturns::PERIODS == 0 {
                draws.next_periods(&mut drawn);
            }
            found.extend(drawn.iter().map(|asset| asset[day % NormalReturns::PERIODS]));
        }
    }
    Ok(found)
}

fn timed(repeat: u64, mut work: impl FnMut()) -> Vec<f64> {
    let once = |_| {
        let start = Instant::now();
        work();
        start.elapsed().as_secs_f64()
    };
    (0..repeat).map(once).collect()
}

fn told(case: &str, seconds: &[f64], result: &[f64]) {
    println!("{}", json!({"case": case, "program": "Quarterdeck", "seconds": seconds, "result": result}));
}

fn main() -> Outcome<()> {
    if std::env::args().nth(1).as_deref() == Some("make") {
        println!("{}", json!({"repeat": 5, "paths": 100_000, "threads": 2, "normals": normals()?}));
        return Ok(());
    }
    let input: Value = serde_json::from_reader(std::io::stdin().lock())?;
    let whole = |name: &str| input[name].as_u64().ok_or_else(|| format!("there is no {name}"));
    let (paths, repeat) = (whole("paths")? as usize, whole("repeat")?);
    let threads = NonZeroUsize::new(whole("threads")? as usize).ok_or("there must be a thread")?;
    let returns = market()?;
    let mut found = Vec::new();
    let seconds = timed(repeat, || found = ends(&returns, paths, threads));
    let mean = found.iter().sum::<f64>() / found.len() as f64;
    let quantiles = [0.05, 0.5, 0.95].map(|share| quantile(&found, share).unwrap_or(f64::NAN));
    told("monte_carlo", &seconds, &[mean, quantiles[0], quantiles[1], quantiles[2]]);
    let seconds = timed(repeat * 20, || found = ends(&returns, SAME, NonZeroUsize::MIN));
    told("monte_carlo_same", &seconds, &found);
    Ok(())
}
