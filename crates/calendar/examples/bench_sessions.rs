//! Times the sessions of all years: first with the years still to be worked out, then with them kept.
#![allow(clippy::print_stdout)] // a command-line tool: its result is what it prints

use std::{error::Error, hint::black_box, time::Instant};

use calendar::exchange::Exchange;

fn main() -> Result<(), Box<dyn Error>> {
    let (first, last) = ("1990-01-01".parse()?, "2035-12-31".parse()?);
    for exchange in Exchange::ALL {
        let mut milliseconds = Vec::new();
        let mut count = 0;
        for _ in 0..20 {
            let start = Instant::now();
            count = exchange.sessions(first..=last)?.map(black_box).count();
            milliseconds.push(start.elapsed().as_secs_f64() * 1e3);
        }
        let cold = milliseconds.remove(0);
        milliseconds.sort_by(f64::total_cmp);
        println!("{exchange}: {count} sessions, first time {cold:.2} ms, then median {:.2} ms", milliseconds[9]);
    }
    Ok(())
}
