//! Whether a strategy knows what it cannot know: the future is cut off or changed, and the past must stay as it was.
//!
//! A strategy sees only closed bars through its context, but what made it was perhaps given all bars: an average over the whole sample, a level that is drawn
//! through later turning points, the number of bars. So the strategy is made anew from bars that end at a moment (*cut*), and from bars whose prices
//! after it are others, and everything that it asked for up to the cut must be the same, request by request.
//!
//! What this cannot find: a strategy that keeps the true bars from elsewhere and never looks at those that it is given.

mod compare;
mod trace;

use std::collections::BTreeSet;

use bars::series::BarSeries;
use execution::{
    engine::{Arrival, Finish},
    strategy::Strategy,
};
use model::{id::InstrumentId, time::Timestamp};
use serde::{Deserialize, Serialize};
use statistics::simulation::Stream;

use crate::{Backtest, BacktestError, BacktestSettings, Notice, notices::notices};
use compare::{Difference, difference};
use trace::{Trace, trace};

/// How thoroughly it is looked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct LookAheadSettings {
    /// Moments at which the future is cut off and changed; at least one. Half of them lie where the strategy asked for something.
    pub cuts: usize,
    /// The chance by which prices after a cut are changed.
    pub seed: u64,
}

impl Default for LookAheadSettings {
    fn default() -> Self {
        Self { cuts: 24, seed: 0 }
    }
}

/// What a strategy does that it cannot do live.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Cheat {
    /// Two runs over the same bars differ: a clock, chance without a seed, or something that an earlier run left.
    NotRepeatable,
    /// Other prices after a moment change what was asked for before it.
    KnowsPrices,
    /// Only the end of the bars does: the strategy knows how many there will be, or when they end.
    KnowsTheEnd,
}

/// Where it was seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Finding {
    /// What.
    pub cheat: Cheat,
    /// The last moment whose bars were left as they are; none when two equal runs differ.
    pub cut: Option<Timestamp>,
    /// The first moment at which something else was asked for, or traded.
    pub at: Timestamp,
    /// How many moments ahead it looks at least.
    pub moments_ahead: Option<usize>,
    /// The instrument whose later prices decide, where it is one of several.
    pub instrument_id: Option<InstrumentId>,
    /// What was asked for with all bars.
    pub expected: Option<String>,
    /// What was asked for instead.
    pub found: Option<String>,
    /// All of it in words.
    pub message: String,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct LookAheadVerdict {
    /// Cheats, each kind where it was seen first. That the end of the bars is known is told only where prices are not.
    pub findings: Vec<Finding>,
    /// Requests of the run with all bars.
    pub requests: usize,
    /// Moments at which the future was changed.
    pub cuts: usize,
    /// Runs that were made.
    pub runs: usize,
    /// Orders trade at the close that they were decided on: a look ahead of one bar that the settings state.
    pub same_close: bool,
    /// Instruments whose bars are longer than those of others; they are told at their beginning.
    pub longer_bars: Vec<InstrumentId>,
}

impl LookAheadVerdict {
    /// Whether nothing was found, stated or not.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.findings.is_empty() && !self.same_close && self.longer_bars.is_empty()
    }
}

/// Makes a strategy from the bars that it may know.
pub type Factory<'f> = dyn FnMut(&[&BarSeries]) -> Result<Box<dyn Strategy>, BacktestError> + 'f;

/// Checks strategies that a factory makes. It must make them from the bars that it is given, as it would for a run.
///
/// # Errors
/// Whatever keeps the run with all bars from ending: settings, bars, a strategy that fails.
pub fn check_look_ahead(
    backtest: &Backtest,
    series: &[&BarSeries],
    settings: LookAheadSettings,
    make: &mut Factory<'_>,
) -> Result<LookAheadVerdict, BacktestError> {
    if settings.cuts == 0 {
        let allowed = "at least one";
        return Err(BacktestError::Setting { field: "cuts", value: "0".to_owned(), allowed });
    }
    // Positions are kept at the end: where the bars end must not decide about what is compared.
    let kept = BacktestSettings { finish: Finish::Keep, ..backtest.settings().clone() };
    let backtest = Backtest::new(kept, backtest.listings().to_vec())?;
    let full = trace(&backtest, series, make)?;
    if let Some(failure) = full.failure {
        return Err(failure);
    }
    let ids: Vec<InstrumentId> = backtest.listings().iter().map(|listing| listing.instrument_id).collect();
    let longer = |notice: Notice| match notice {
        Notice::MixedIntervals { instrument_id } => Some(instrument_id),
        _ => None,
    };
    let mut verdict = LookAheadVerdict {
        findings: Vec::new(),
        requests: full.requests.len(),
        cuts: 0,
        runs: 1,
        same_close: backtest.settings().arrival == Arrival::SameClose,
        longer_bars: notices(&ids, series, &[]).into_iter().filter_map(longer).collect(),
    };
    let mut check = Check { backtest: &backtest, series, make, full: &full, verdict: &mut verdict, ids: &ids };
    if check.repeats()? {
        check.cut(settings)?;
    }
    Ok(verdict)
}

struct Check<'c, 'f> {
    backtest: &'c Backtest,
    series: &'c [&'c BarSeries],
    make: &'c mut Factory<'f>,
    full: &'c Trace,
    verdict: &'c mut LookAheadVerdict,
    ids: &'c [InstrumentId],
}

impl Check<'_, '_> {
    fn again(&mut self, series: &[&BarSeries]) -> Result<Trace, BacktestError> {
        self.verdict.runs += 1;
        trace(self.backtest, series, self.make)
    }

    /// Whether the same bars give the same requests. A third run tells what an earlier one left from chance.
    fn repeats(&mut self) -> Result<bool, BacktestError> {
        let second = self.again(self.series)?;
        let third = self.again(self.series)?;
        let end = Timestamp::from_micros(i64::MAX);
        let differs =
            difference(self.full, &second, end).map(|found| (found, difference(&second, &third, end).is_none()));
        let Some((found, settled)) = differs.or_else(|| difference(self.full, &third, end).map(|found| (found, false)))
        else {
            return Ok(true);
        };
        let why = if settled {
            "later runs agree with each other but not with the first: something is left over from an earlier run"
        } else {
            "each run is another one: a clock, chance without a seed, or something that earlier runs left"
        };
        let message = format!("over the same bars something else happens at {}: {why}", found.at);
        self.verdict.findings.push(finding(Cheat::NotRepeatable, None, found, message));
        Ok(false)
    }

    fn cut(&mut self, settings: LookAheadSettings) -> Result<(), BacktestError> {
        let moments: Vec<i64> = self
            .series
            .iter()
            .flat_map(|series| series.at.iter().copied())
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect();
        let cuts = self.cuts(&moments, settings.cuts);
        self.verdict.cuts = cuts.len();
        let mut prices: Option<(Difference, usize, usize)> = None;
        let mut end: Option<(Difference, usize)> = None;
        for (n, place) in cuts.iter().copied().enumerate() {
            let cut = Timestamp::from_micros(moments[place]);
            let changed = self.with_other_prices(cut, None, Stream::new(settings.seed, n as u64))?;
            if let Some(found) = changed {
                let ahead = 1 + place - moments.partition_point(|at| *at < found.at.micros()).min(place);
                prices = match prices {
                    Some((first, at, most)) if first.at <= found.at => Some((first, at, most.max(ahead))),
                    other => Some((found, place, ahead.max(other.map_or(0, |(_, _, most)| most)))),
                };
            } else if let Some(found) = self.without_the_rest(cut)? {
                end = match end {
                    Some((first, at)) if first.at <= found.at => Some((first, at)),
                    _ => Some((found, place)),
                };
            }
        }
        if (prices.is_some() || end.is_some()) && self.remembers()? {
            return Ok(());
        }
        // Who knows later prices also misses them where they end; that is no second cheat.
        if let Some((found, place, ahead)) = prices {
            let cut = Timestamp::from_micros(moments[place]);
            let number = cuts.iter().position(|other| *other == place).unwrap_or(0) as u64;
            let instrument = self.whose_prices(cut, &Stream::new(settings.seed, number))?;
            let of = instrument.map(|id| format!(" of {id}")).unwrap_or_default();
            let at = found.at;
            let message = format!(
                "what is asked for at {at} depends on prices{of} after {cut}, at least {ahead} bar(s) ahead; work it out of closed bars only"
            );
            let mut finding = finding(Cheat::KnowsPrices, Some(cut), found, message);
            (finding.moments_ahead, finding.instrument_id) = (Some(ahead), instrument);
            self.verdict.findings.push(finding);
        }
        if let Some((found, place)) = end.filter(|_| self.verdict.findings.is_empty()) {
            let cut = Timestamp::from_micros(moments[place]);
            let at = found.at;
            let message = format!(
                "what is asked for at {at} depends on whether bars go on after {cut}; a strategy cannot know how many bars there will be"
            );
            self.verdict.findings.push(finding(Cheat::KnowsTheEnd, Some(cut), found, message));
        }
        Ok(())
    }

    /// Whether the true bars give something else after runs over other bars: then those left something behind, and what differed was that.
    fn remembers(&mut self) -> Result<bool, BacktestError> {
        let again = self.again(self.series)?;
        let Some(found) = difference(self.full, &again, Timestamp::from_micros(i64::MAX)) else { return Ok(false) };
        let message = format!(
            "after runs over other bars something else happens at {} over the same ones: something is left over from an earlier run",
            found.at
        );
        self.verdict.findings.push(finding(Cheat::NotRepeatable, None, found, message));
        Ok(true)
    }

    /// Places of moments: some spread evenly, some where something was asked for. Never the last one, after which nothing can be changed.
    fn cuts(&self, moments: &[i64], wanted: usize) -> Vec<usize> {
        let last = moments.len().saturating_sub(1);
        let spread = |count: usize, wanted: usize| {
            let wanted = wanted.min(count);
            (0..wanted).map(move |n| (2 * n + 1) * count / (2 * wanted))
        };
        let mut asked: Vec<usize> = self
            .full
            .requests
            .iter()
            .map(|request| moments.partition_point(|at| *at < request.made_at.micros()))
            .filter(|place| *place < last)
            .collect();
        asked.dedup();
        let mut found: BTreeSet<usize> = spread(asked.len(), wanted / 2).map(|n| asked[n]).collect();
        found.extend(spread(last, wanted.saturating_sub(found.len())));
        found.into_iter().collect()
    }

    fn without_the_rest(&mut self, cut: Timestamp) -> Result<Option<Difference>, BacktestError> {
        let known = |series: &&BarSeries| series.slice(0..series.at.partition_point(|at| *at <= cut.micros()));
        let series: Vec<BarSeries> = self.series.iter().map(known).collect();
        self.differs(&series, cut)
    }

    /// The same bars up to the cut, and other prices after it: of one instrument, or of all.
    fn with_other_prices(
        &mut self,
        cut: Timestamp,
        only: Option<usize>,
        mut stream: Stream,
    ) -> Result<Option<Difference>, BacktestError> {
        let mut series: Vec<BarSeries> = Vec::with_capacity(self.series.len());
        for (n, from) in self.series.iter().enumerate() {
            let mut changed = (*from).clone();
            for idx in from.at.partition_point(|at| *at <= cut.micros())..from.len() {
                // Between two thirds and one and a half, by chance anew at each bar: highs, lows and means all change.
                let factor = (stream.uniform() * 2.0 - 1.0) * 1.5_f64.ln();
                let factor = factor.exp();
                if only.is_none_or(|only| only == n) {
                    scale(&mut changed, idx, factor);
                }
            }
            series.push(changed);
        }
        self.differs(&series, cut)
    }

    fn whose_prices(&mut self, cut: Timestamp, stream: &Stream) -> Result<Option<InstrumentId>, BacktestError> {
        if self.series.len() < 2 {
            return Ok(None);
        }
        for n in 0..self.series.len() {
            if self.with_other_prices(cut, Some(n), stream.clone())?.is_some() {
                return Ok(Some(self.ids[n]));
            }
        }
        Ok(None)
    }

    fn differs(&mut self, series: &[BarSeries], cut: Timestamp) -> Result<Option<Difference>, BacktestError> {
        let series: Vec<&BarSeries> = series.iter().collect();
        if series.iter().all(|series| series.is_empty()) {
            return Ok(None);
        }
        let other = match self.again(&series) {
            // Bars that were cut so short that they lack a part say nothing about the strategy.
            Err(BacktestError::Execution(execution::error::ExecutionError::MissingPart { .. })) => return Ok(None),
            other => other?,
        };
        Ok(difference(self.full, &other, cut))
    }
}

fn scale(series: &mut BarSeries, idx: usize, factor: f64) {
    series.close[idx] *= factor;
    for column in [&mut series.open, &mut series.high, &mut series.low, &mut series.volume].into_iter().flatten() {
        column.values[idx] *= factor;
    }
}

fn finding(cheat: Cheat, cut: Option<Timestamp>, found: Difference, message: String) -> Finding {
    Finding {
        cheat,
        cut,
        at: found.at,
        moments_ahead: None,
        instrument_id: None,
        expected: found.expected,
        found: found.found,
        message,
    }
}
