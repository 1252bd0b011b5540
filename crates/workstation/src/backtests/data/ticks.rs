//! What a run over ticks reads, and one on paper.

use ::backtest::Backtest;
use chrono::{Days, NaiveDate};
use execution::{
    engine::Arrival,
    listing::{Listing, Sessions},
    ticks::TickBars,
};
use model::{bar::BarSize, id::InstrumentId, instrument::Instrument, market::Tick, time::Timestamp};
use store::bars::BarQuery;

use super::{
    super::questions::{BacktestQuestion, TicksQuestion},
    Ground, RunData, daily, end_of,
    hash::BacktestHasher,
    listing,
};
use crate::{
    Host,
    error::{Error, Result},
    feeds::hours,
    replays::{self, NewReplay},
    workspace::Workspace,
};

/// Days whose trading is the usual one of an instrument, before a run over ticks.
const USUAL_DAYS: u64 = 90;

impl RunData {
    /// A run on paper, which has heard nothing yet.
    pub(crate) fn on_paper(
        backtest: Backtest,
        bars: TickBars,
        question: &BacktestQuestion,
        symbols: Vec<String>,
        (from, to): (NaiveDate, NaiveDate),
    ) -> Self {
        let mut hasher = BacktestHasher::default();
        hasher.settings(backtest.settings());
        Self {
            backtest,
            series: Vec::new(),
            ticks: Some((Vec::new(), bars)),
            benchmark: None,
            interval: bars.interval,
            ids: question.instrument_ids.clone(),
            symbols,
            from,
            to,
            data_hash: hasher.finish(),
        }
    }
}

impl Ground {
    /// A run over ticks from a day on.
    ///
    /// # Errors
    /// When a setting makes no sense, or bars cannot be read.
    pub(crate) async fn tick_backtest(
        &self,
        ws: &Workspace,
        question: &BacktestQuestion,
        (from, to): (NaiveDate, NaiveDate),
    ) -> Result<Backtest> {
        let settings = self.settings(question, Arrival::NextOpen, (from, to), true);
        let ids: Vec<InstrumentId> = self.instruments.iter().map(|of| of.id).collect();
        // What was known of its trading on the day before.
        let query = BarQuery {
            from: Some(Timestamp::from_date(from - Days::new(USUAL_DAYS))),
            to: Some(Timestamp::from_micros(Timestamp::from_date(from).micros() - 1)),
            ..BarQuery::default()
        };
        let before = store::bars::read_many(&ws.store, &ids, BarSize::Day1, &query).await?;
        let listing = |instrument: &Instrument| Listing {
            daily: before.get(&instrument.id).and_then(daily),
            ..listing(instrument, Sessions::Within { hours: hours(instrument), interval: self.interval })
        };
        Ok(Backtest::new(settings, self.instruments.iter().map(listing).collect())?)
    }
}

/// Reads what a run over ticks needs.
///
/// # Errors
/// When there are none, or a benchmark is wanted.
pub(super) async fn of_ticks(
    ws: &Workspace,
    host: &Host,
    ground: Ground,
    question: &BacktestQuestion,
    of: &TicksQuestion,
) -> Result<RunData> {
    if question.benchmark.is_some() {
        let message = "a benchmark is made of stored bars; leave it out, or run over bars";
        return Err(Error::field("benchmark", "bars_only", message));
    }
    let new = NewReplay {
        of: of.of,
        instrument_ids: question.instrument_ids.clone(),
        from: question.from.map(Timestamp::from_date),
        to: question.to.and_then(end_of),
        size: of.size,
        speed: None,
        paused: true,
    };
    let symbols = ground.symbols();
    let ticks = replays::ticks(ws, host, new, &symbols).await?;
    let days = |pick: Option<&(usize, Tick)>| pick.map(|(_, tick)| tick.origin.time().date());
    let span = days(ticks.first()).zip(days(ticks.last()));
    let (from, to) = span.ok_or_else(|| Error::conflict("replay_empty", "none of these ticks was found good"))?;
    let backtest = ground.tick_backtest(ws, question, (from, to)).await?;
    let mut hasher = BacktestHasher::default();
    hasher.settings(backtest.settings());
    ticks.iter().for_each(|(number, tick)| hasher.tick(*number, tick));
    Ok(RunData {
        backtest,
        series: Vec::new(),
        ticks: Some((ticks, of.bars(ground.interval))),
        benchmark: None,
        interval: ground.interval,
        ids: question.instrument_ids.clone(),
        symbols,
        from,
        to,
        data_hash: hasher.finish(),
    })
}
