//! The job of a back-test: reads, runs, packs and keeps.

use ::backtest::{BacktestError, BacktestResult};
use ::bars::interval::Interval;
use ::strategies::{
    StrategySpecification, Surroundings, build,
    script::{Journal, Watchdog},
};
use execution::strategy::Strategy;
use model::id::{BacktestId, InstrumentId};

use super::{
    Saved, attributions,
    data::{self, RunData},
    kept,
    questions::{BacktestDone, BacktestQuestion, Kept},
    summary::BacktestSummary,
    targets::{self, Targets},
};
use crate::{
    apart::worked_out,
    error::{Error, Result},
    folded,
    jobs::{Control, Task},
    strategies::title_of,
};

/// Symbols in a name.
const NAMED: usize = 3;
/// Characters of a name at most.
const NAME_MAX: usize = 200;
/// What works, in words.
const WORK: &str = "the back-test";

/// Makes the strategy of a run.
///
/// # Errors
/// [`BacktestError::NotMade`] with what is wrong with it.
pub(crate) fn made(
    specification: &StrategySpecification,
    (instruments, interval): (&[InstrumentId], Option<Interval>),
    targets: Option<&Targets>,
    journal: &Journal,
    watchdog: &Watchdog,
) -> std::result::Result<Box<dyn Strategy + Send>, BacktestError> {
    let surroundings = Surroundings {
        instruments,
        interval,
        targets: targets.map(Targets::source),
        journal: journal.clone(),
        watchdog: Some(watchdog.clone()),
    };
    build(specification, surroundings).map_err(|problem| BacktestError::NotMade { why: problem.to_string() })
}

/// The job.
pub(crate) async fn run(task: &Task, mut question: BacktestQuestion) -> Result<BacktestDone> {
    let Task { ws, host, ctx, control, job } = task;
    control.report(0.0, "Reading bars");
    let specification = data::strategy(ws, &question).await?;
    let mut data = data::read(ws, host, &question).await?;
    data.backtest = data.backtest.stopped_by(control.flag());
    let targets = targets::read(ws, &specification, &data).await?.map(|of| of.stopped_by(control.flag()));
    let ledger = folded::ledger(ws, host).await?;
    control.check()?;
    if data.ticks.is_none() {
        // What was left to the bars is kept as it was decided.
        question.settings.arrival = Some(data.backtest.settings().arrival);
    }
    let (watched, kept) = (control.clone(), Kept { specification, question, paper: None });
    let work = move || {
        let (journal, watchdog) = (Journal::default(), Watchdog::stopped_by(watched.flag()));
        let of = (&data.ids[..], Some(data.interval));
        let mut strategy = made(&kept.specification, of, targets.as_ref(), &journal, &watchdog)?;
        let result = ran(&data, strategy.as_mut(), &watched)?;
        watched.report(0.95, "Keeping the result");
        let packed = kept::packed(&result, &journal)?;
        let summary = BacktestSummary::of(&result, data.backtest.settings().currency);
        let splits = attributions::splits(&result, &ledger);
        Ok::<_, Error>((data, kept, summary, packed, splits))
    };
    let done = worked_out(WORK, work).await;
    // A script that was ended for it says that it took too long.
    control.check()?;
    let (data, kept, summary, packed, splits) = done?;
    let mut w = ws.begin(ctx, host).await?;
    let n_trials = match kept.question.strategy_id {
        Some(id) => store::backtests::n_trials(&mut w, id, data.from, data.to).await?.saturating_add(1),
        None => 1,
    };
    let name = kept.question.name.clone();
    let saved = Saved {
        id: BacktestId::new(),
        name: name.unwrap_or_else(|| name_of(&kept.specification, &data.symbols)),
        created_at: w.at(),
        job_id: Some(*job),
        strategy_id: kept.question.strategy_id,
        from: data.from,
        to: data.to,
        data_hash: data.data_hash,
        n_trials,
        instruments: data.ids,
        settings: kept,
        summary,
    };
    store::backtests::insert(&mut w, &saved).await?;
    store::backtests::results::put(&mut w, saved.id, packed).await?;
    store::attributions::put(&mut w, saved.id, &attributions::of(&saved, splits)).await?;
    ws.commit(w, host).await?;
    Ok(BacktestDone { backtest_id: saved.id })
}

fn ran(
    data: &RunData,
    strategy: &mut (dyn Strategy + Send),
    watched: &Control,
) -> std::result::Result<BacktestResult, BacktestError> {
    let moments = data.moments().max(1) as f64;
    let mut observe = |done: usize| {
        let part = (done as f64 / moments).min(1.0);
        watched.report(0.05 + 0.9 * part, format!("{done} moments"));
        watched.flow()
    };
    match &data.ticks {
        Some((ticks, bars)) => data.backtest.run_ticks(ticks, Some(*bars), strategy, None, &mut observe),
        None => data.with_benchmark(|benchmark| data.backtest.run(&data.series(), strategy, benchmark, &mut observe)),
    }
}

/// `Moving-average cross of SPY, QQQ and 3 more`.
pub(crate) fn name_of(specification: &StrategySpecification, symbols: &[String]) -> String {
    let named = symbols.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
    let more = match symbols.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let name = format!("{} of {named}{more}", title_of(specification));
    name.chars().take(NAME_MAX).collect()
}
