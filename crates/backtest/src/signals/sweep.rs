//! Many pairs of crossing averages over the same bars.

use std::{num::NonZeroUsize, ops::ControlFlow};

use super::{
    AverageKind, SharedAverages, Signal, SignalBars, SignalFigures, SignalRun, SignalSettings, Target,
    list::crossings_into,
};
use crate::{BacktestError, parallel};

/// Runs of averages that cross, a fast and a slow length each. Every average is made once; a thread keeps its lists from run to run. Answers stand in the
/// order of the pairs, none where `observe`, which is told how many are done, stopped it before.
///
/// # Errors
/// As [`SharedAverages::new`] and [`SignalSettings::run`]; the first in the order of the pairs.
pub fn sweep_crossings(
    settings: &SignalSettings,
    bars: &SignalBars<'_>,
    kind: AverageKind,
    below: Target,
    pairs: &[(usize, usize)],
    threads: NonZeroUsize,
    observe: &(dyn Fn(usize) -> ControlFlow<()> + Sync),
) -> Result<Vec<Option<SignalFigures>>, BacktestError> {
    let averages = SharedAverages::new(bars, kind, pairs.iter().flat_map(|(fast, slow)| [*fast, *slow]))?;
    let start = || (Vec::<Signal>::new(), SignalRun::default());
    let work = |n: usize, kept: &mut (Vec<Signal>, SignalRun)| {
        let (signals, run) = kept;
        let of = |length| averages.get(length).expect("invariant: made for these pairs");
        crossings_into(of(pairs[n].0), of(pairs[n].1), below, signals);
        settings.run_into(bars, signals, run)?;
        Ok(run.figures(settings, bars))
    };
    let found = parallel::each(pairs.len(), threads, start, work, observe);
    found.into_iter().map(Option::transpose).collect()
}
