//! Times correlated paths: `bench_simulation PATHS THREADS` draws that many of 252 days and 20 assets, normal with one common factor,
//! lets equal amounts in each asset grow, and prints one JSON object: seconds of each repetition, and mean and quantiles of the end.
#![allow(clippy::print_stdout)] // a command-line tool: its result is what it prints

use std::error::Error;
use std::num::NonZeroUsize;
use std::time::Instant;

use nalgebra::DMatrix;
use serde_json::json;
use statistics::quantile;
use statistics::simulation::{NormalReturns, each_path};

const ASSETS: usize = 20;
const DAYS: usize = 252;
const REPEAT: usize = 3;

fn main() -> Result<(), Box<dyn Error>> {
    let argument = |place: usize, usual: usize| std::env::args().nth(place).map_or(Ok(usual), |text| text.parse());
    let paths = argument(1, 100_000)?;
    let threads = NonZeroUsize::new(argument(2, 2)?).ok_or("there must be a thread")?;
    // A correlation of 0.3, a volatility of 1 % a day.
    let covariance = DMatrix::from_fn(ASSETS, ASSETS, |i, j| if i == j { 1e-4 } else { 3e-5 });
    let returns = NormalReturns::new(&[0.0003; ASSETS], &covariance)?;
    let (mut seconds, mut ends) = (Vec::new(), Vec::new());
    for _ in 0..REPEAT {
        let start = Instant::now();
        ends = each_path(
            paths,
            threads,
            || (returns.draws(1, 0), [[0.0; NormalReturns::PERIODS]; ASSETS]),
            |path, (draws, drawn)| {
                draws.restart(1, path as u64);
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
        );
        seconds.push(start.elapsed().as_secs_f64());
    }
    let mean = ends.iter().sum::<f64>() / ends.len() as f64;
    let quantiles = [0.05, 0.5, 0.95].map(|share| quantile(&ends, share));
    let case = format!("monte_carlo_{paths}x{DAYS}x{ASSETS}");
    println!("{}", json!({"case": case, "program": "Quarterdeck", "seconds": seconds, "result": [mean, quantiles]}));
    Ok(())
}
