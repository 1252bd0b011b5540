//! Draws a million bars off screen and times it: `cargo run --release -p charts --example bench_charts [PICTURE.png]`.
//! Prints JSON: milliseconds to build the series, and per picture (median, slowest of 20) at several stretches.

use std::time::Instant;

use charts::{
    picture::{View, png},
    series::{Columns, Series},
    theme::Theme,
};

fn walk(n: usize) -> Columns {
    let mut state = 1u64;
    let mut step = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 40) as f64 / (1u64 << 24) as f64 - 0.5
    };
    let mut close = Vec::with_capacity(n);
    let mut price = 100.0f64;
    for _ in 0..n {
        price *= 1.0 + step() * 0.02;
        close.push(price);
    }
    let open: Vec<f64> = (0..n).map(|i| close[i.saturating_sub(1)]).collect();
    let high = (0..n).map(|i| open[i].max(close[i]) * 1.004).collect();
    let low = (0..n).map(|i| open[i].min(close[i]) * 0.996).collect();
    let at = (0..n as i64).map(|i| 1_000_000_000_000_000 + i * 60_000_000).collect();
    let volume = (0..n).map(|i| 1e5 + (i % 390) as f64 * 1e3).collect();
    Columns { at, open, high, low, close, volume }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut rows = Vec::new();
    for n in [1_000, 100_000, 1_000_000] {
        let columns = walk(n);
        let start = Instant::now();
        let series = Series::new("WALK", "USD · one minute · invented", columns)?;
        let build = start.elapsed();
        let mut times: Vec<f64> = (0..20)
            .map(|_| {
                let start = Instant::now();
                png(&series, View::default(), 1000, 600, 1.0).map(|_| start.elapsed().as_secs_f64() * 1e3)
            })
            .collect::<Result<_, _>>()?;
        times.sort_by(f64::total_cmp);
        rows.push(format!(
            r#"{{"bars":{n},"build_ms":{:.2},"png_ms_median":{:.1},"png_ms_max":{:.1}}}"#,
            build.as_secs_f64() * 1e3,
            times[10],
            times[19]
        ));
    }
    #[expect(clippy::print_stdout, reason = "an example's output")]
    {
        println!("[{}]", rows.join(","));
    }
    if let Some(path) = std::env::args().nth(1) {
        let series = Series::new("WALK", "USD · one minute · invented", walk(600))?;
        let view = View { theme: Theme::Light, ..View::default() };
        std::fs::write(format!("{path}.light.png"), png(&series, view, 1000, 600, 1.0)?)?;
        std::fs::write(path, png(&series, View::default(), 1000, 600, 1.0)?)?;
    }
    Ok(())
}
