//! Which stored bars tell a rule, how far they reach, and reading them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use ::alerts::{AlertRule, BarSeries, Need, depends};
use ::bars::interval::Interval;
use model::{
    bar::{Bar, BarSize},
    id::InstrumentId,
    time::Timestamp,
};
use store::bars::BarQuery;

use crate::{error::Result, workspace::Workspace};

const DAY_MICROS: i64 = 86_400_000_000;
/// A series that ends so much earlier than another of the same rule is not waited for.
const LAGGING_MICROS: i64 = 7 * DAY_MICROS;
/// Bars that tell a price: days, and minutes where there are some.
const OF_PRICES: [BarSize; 2] = [BarSize::Minute1, BarSize::Day1];
/// Minutes before what is new: they fill the windows in which moves are measured.
const BEFORE_MICROS: i64 = 2 * DAY_MICROS;

/// Bars of one size of an instrument.
pub(super) type SeriesOf = (InstrumentId, BarSize);

/// How far a rule of several series is told of bars.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Reach {
    /// As far as all of them reach, but for those that end long before the others.
    Common,
    /// As far as any of them reaches: what is missing comes in no bars any more.
    Longest,
}

/// The session of a bar: the day in UTC, which is what a day's own bar begins with.
pub(super) const fn session_of(at: Timestamp) -> i64 {
    at.micros().div_euclid(DAY_MICROS) * DAY_MICROS
}

/// When a bar is over that begins at a time: of a day at the end of its date in UTC.
pub(super) fn end(at: Timestamp, interval: Interval) -> Timestamp {
    Timestamp::from_micros(at.micros().saturating_add(interval.micros().unwrap_or(DAY_MICROS)))
}

fn of_need(need: &Need) -> Vec<SeriesOf> {
    match need {
        Need::Ticks { instrument, .. } => OF_PRICES.iter().map(|size| (*instrument, *size)).collect(),
        Need::Bars { instrument, interval } => {
            interval.bar_size().map(|size| (*instrument, size)).into_iter().collect()
        }
        Need::Fact { .. } | Need::News { .. } | Need::Orders { .. } | Need::Clock => Vec::new(),
    }
}

/// The series of stored bars that a rule is told of: those that it reads, and those that tell prices.
fn series_of(rule: &AlertRule) -> Vec<SeriesOf> {
    let mut series = Vec::new();
    for found in depends(rule).iter().flat_map(of_need) {
        if !series.contains(&found) {
            series.push(found);
        }
    }
    series
}

/// The instruments of the series that rules are told of, each once, by the size of their bars.
pub(super) fn by_size<'a>(rules: impl Iterator<Item = &'a AlertRule>) -> BTreeMap<BarSize, Vec<InstrumentId>> {
    let mut found: BTreeMap<BarSize, Vec<InstrumentId>> = BTreeMap::new();
    for (id, size) in rules.flat_map(series_of).collect::<BTreeSet<_>>() {
        found.entry(size).or_default().push(id);
    }
    found
}

/// Through when a rule can be told of bars, given when the last one of each series begins.
pub(super) fn through(
    rule: &AlertRule,
    last: &HashMap<SeriesOf, Timestamp>,
    now: Timestamp,
    reach: Reach,
) -> Timestamp {
    let of_series = |(id, size): SeriesOf| {
        let begins = *last.get(&(id, size))?;
        let end = end(begins, size.into());
        // The last bar may not be over yet: then those before it are.
        Some(if end > now { begins } else { end }.min(now).micros())
    };
    let of_need = |need: &Need| of_need(need).into_iter().filter_map(of_series).max();
    let ends: Vec<i64> = depends(rule).iter().filter_map(of_need).collect();
    let newest = ends.iter().copied().max().unwrap_or(i64::MIN);
    let awaited = ends.into_iter().filter(|end| newest.saturating_sub(*end) <= LAGGING_MICROS);
    Timestamp::from_micros(match reach {
        Reach::Common => awaited.min().unwrap_or(i64::MIN),
        Reach::Longest => newest,
    })
}

/// How far the bars reach that a new rule is not told of: all there are, or through now where there are none.
///
/// # Errors
/// When the store cannot be read.
pub(super) async fn newest(ws: &Workspace, rule: &AlertRule, now: Timestamp) -> Result<Timestamp> {
    let mut newest = None;
    for (id, size) in series_of(rule) {
        let found = store::bars::latest(&ws.store, &[id], size, now, None).await?;
        newest = newest.max(found.get(&id).map(|bar| end(bar.at, size.into()).min(now)));
    }
    Ok(newest.unwrap_or(now))
}

/// Bars in memory, with the session of each.
#[derive(Debug, Default)]
pub(super) struct Read(HashMap<SeriesOf, (Vec<Bar>, Vec<i64>)>);

impl Read {
    /// Those that rules need to be told what came from a time on: of what tells prices by the minute not much before it.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub(super) async fn of(ws: &Workspace, rules: &[&AlertRule], from: Timestamp) -> Result<Self> {
        let (mut whole, mut recent) = (BTreeSet::new(), BTreeSet::new());
        for need in rules.iter().flat_map(|rule| depends(rule)) {
            let is_price = matches!(need, Need::Ticks { .. });
            for (id, size) in of_need(&need) {
                if is_price && size != BarSize::Day1 { &mut recent } else { &mut whole }.insert((size, id));
            }
        }
        let from = Some(Timestamp::from_micros(from.micros().saturating_sub(BEFORE_MICROS)));
        let mut read = HashMap::new();
        for (wanted, query) in
            [(&recent - &whole, BarQuery { from, ..BarQuery::default() }), (whole, BarQuery::default())]
        {
            let mut by_size: BTreeMap<BarSize, Vec<InstrumentId>> = BTreeMap::new();
            wanted.into_iter().for_each(|(size, id)| by_size.entry(size).or_default().push(id));
            for (size, ids) in by_size {
                for (id, series) in store::bars::read_many(&ws.store, &ids, size, &query).await? {
                    let bars: Vec<Bar> = series.iter().collect();
                    let sessions = bars.iter().map(|bar| session_of(bar.at)).collect();
                    read.insert((id, size), (bars, sessions));
                }
            }
        }
        Ok(Self(read))
    }

    /// All of them.
    pub(super) fn all(&self) -> Vec<BarSeries<'_>> {
        self.0.keys().filter_map(|key| self.one(*key)).collect()
    }

    /// Those that tell a rule.
    pub(super) fn of_rule(&self, rule: &AlertRule) -> Vec<BarSeries<'_>> {
        series_of(rule).into_iter().filter_map(|key| self.one(key)).collect()
    }

    fn one(&self, (instrument, size): SeriesOf) -> Option<BarSeries<'_>> {
        let (bars, sessions) = self.0.get(&(instrument, size))?;
        Some(BarSeries { instrument, interval: Interval::from(size), bars, sessions: Some(sessions) })
    }
}
