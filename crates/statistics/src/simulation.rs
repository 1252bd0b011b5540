//! What else might have come: series drawn anew, and what they amount to.
//!
//! Each path has a stream of random numbers of its own, numbered by the path, so that the same seed gives the same bits on any number
//! of threads.

mod copula;
mod lanes;
mod margins;
mod monte_carlo;
mod normal;
mod paths;
mod resampling;
mod stream;

use std::num::NonZeroUsize;
use std::ops::Range;

pub use copula::{CopulaFit, StudentCopula, kendall_tau};
pub use margins::{Margin, Margins, fit_student};
pub use monte_carlo::{Fan, MetricBand, MonteCarlo, MonteCarloMethod, MonteCarloRequest, Ruin};
pub use normal::{NormalDraws, NormalReturns};
pub use resampling::{BlockLengths, Resampling, optimal_block_lengths};
pub use stream::Stream;

/// Works through paths `0..n` on as many threads as allowed, each thread on a run of its own; the answers stand in the order of the
/// paths. `start` makes what a thread keeps from path to path, such as a buffer: nothing of it may decide what a path gives.
pub fn each_path<S, T: Send>(
    n: usize,
    threads: NonZeroUsize,
    start: impl Fn() -> S + Sync,
    path: impl Fn(usize, &mut S) -> T + Sync,
) -> Vec<T> {
    let run = |paths: Range<usize>| -> Vec<T> {
        let mut kept = start();
        paths.map(|number| path(number, &mut kept)).collect()
    };
    let share = n.div_ceil(threads.get()).max(1);
    if share >= n {
        return run(0..n);
    }
    let run = &run;
    std::thread::scope(|scope| {
        let runs: Vec<_> =
            (0..n).step_by(share).map(|first| scope.spawn(move || run(first..(first + share).min(n)))).collect();
        runs.into_iter().flat_map(|run| run.join().expect("invariant: a path does not panic")).collect()
    })
}
