//! Back-tests and sweeps of bars that a request brings along, without a workspace.

use std::{num::NonZeroUsize, ops::ControlFlow};

use ::backtest::{Backtest, BacktestResult, BacktestSettings, Benchmark, BenchmarkSettings, Goal, Sweep, SweepVerdict};
use ::bars::{hours::Hours, interval::Interval, series::BarSeries};
use ::strategies::{
    StrategySpecification,
    script::{Journal, LogLine, Watchdog},
};
use calendar::exchange::Exchange;
use chrono::{NaiveDate, NaiveTime};
use execution::listing::{Listing, Sessions};
use indexmap::IndexMap;
use model::{bar::Bar, currency::Currency, id::InstrumentId, time::Timestamp};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::run::made;
use crate::{
    error::{Error, FieldProblem, Result},
    sweeps::{SweepTrial, blocks, space, trials::Trials},
};

/// A strategy with the bars that it runs over.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OwnBacktest {
    /// The account and the market.
    pub settings: BacktestSettings,
    /// How instruments trade; those that are left out in whole units and the currency of the account.
    #[serde(default)]
    pub listings: Vec<OwnListing>,
    /// The bars of each instrument, in the order in which the strategy knows them.
    pub series: Vec<OwnSeries>,
    /// What a bar covers; a day when nothing is said.
    #[serde(default)]
    pub interval: Option<Interval>,
    /// What decides.
    pub strategy: StrategySpecification,
    /// What it is compared with.
    #[serde(default)]
    pub benchmark: Option<OwnBenchmark>,
}

/// How an instrument trades.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OwnListing {
    /// The name that its series has.
    pub instrument: String,
    /// The currency of its prices; that of the account when nothing is said.
    #[serde(default)]
    pub currency: Option<Currency>,
    /// Smallest step of units; 1 when nothing is said.
    #[serde(default)]
    pub lot_size: Option<Decimal>,
    /// Smallest step of prices.
    #[serde(default)]
    pub tick_size: Option<Decimal>,
    /// Currency units for each price point and unit; 1 when nothing is said.
    #[serde(default)]
    pub multiplier: Option<Decimal>,
    /// The exchange whose sessions bars within a day have, by its market identifier code; around the clock when nothing is said.
    #[serde(default)]
    pub exchange_mic: Option<String>,
}

/// Bars of an instrument.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OwnSeries {
    /// Its name, or its identity.
    pub instrument: String,
    /// Date or time, open, high, low, close, volume; what is not known is null.
    pub bars: Vec<OwnBar>,
}

/// Date or time, open, high, low, close, volume.
pub type OwnBar = (String, Option<f64>, Option<f64>, Option<f64>, f64, Option<f64>);

/// What a run is compared with.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct OwnBenchmark {
    /// What it holds.
    #[serde(flatten)]
    pub settings: BenchmarkSettings,
    /// Of what, in the currency of the account.
    pub series: Vec<OwnSeries>,
}

/// A sweep with the bars that it runs over.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OwnSweep {
    /// What is run.
    pub backtest: OwnBacktest,
    /// What is tried.
    pub sweep: Sweep,
    /// What is looked for; the Sharpe ratio when nothing is said.
    #[serde(default)]
    pub figure: Option<String>,
    /// Whether more of it is better.
    #[serde(default)]
    pub goal: Goal,
}

/// What a run gave.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OwnRun {
    /// Identities of the instruments by their names.
    pub instruments: IndexMap<String, InstrumentId>,
    /// What it gave.
    pub result: BacktestResult,
    /// What a script wrote.
    pub journal: Vec<LogLine>,
}

/// What a sweep gave.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OwnSweepRun {
    /// What was looked for.
    pub figure: String,
    /// Whether more of it is better.
    pub goal: Goal,
    /// The number of the trial with the best value of it; none when no trial has it.
    pub best: Option<usize>,
    /// What the number of trials leaves of the best.
    pub verdict: SweepVerdict,
    /// The trials.
    pub trials: Vec<SweepTrial>,
}

/// A request, ready to run.
struct Ready {
    backtest: Backtest,
    names: IndexMap<String, InstrumentId>,
    series: Vec<BarSeries>,
    beside: Vec<BarSeries>,
}

impl OwnBacktest {
    /// Reads a request.
    ///
    /// # Errors
    /// When it is not JSON of this form.
    pub fn from_json(text: &[u8]) -> Result<Self> {
        serde_json::from_slice(text).map_err(|error| malformed(&error))
    }

    /// Runs it.
    ///
    /// # Errors
    /// When a series is missing or makes no sense, the description makes no strategy, or the strategy fails; the message says where.
    pub fn run(&self) -> Result<OwnRun> {
        let ready = self.ready()?;
        let ids: Vec<InstrumentId> = ready.names.values().copied().collect();
        let (journal, watchdog) = (Journal::default(), Watchdog::start());
        let mut strategy =
            made(&self.strategy, (&ids, self.interval.or(Some(Interval::Day1))), None, &journal, &watchdog)?;
        let series: Vec<&BarSeries> = ready.series.iter().collect();
        let beside: Vec<&BarSeries> = ready.beside.iter().collect();
        let benchmark = self.benchmark.as_ref().map(|of| Benchmark { settings: &of.settings, series: &beside });
        let go_on = &mut |_: usize| ControlFlow::Continue(());
        let result = ready.backtest.run(&series, strategy.as_mut(), benchmark, go_on)?;
        Ok(OwnRun { instruments: ready.names, result, journal: journal.lines() })
    }

    fn ready(&self) -> Result<Ready> {
        let mut names = IndexMap::new();
        for (n, series) in self.series.iter().enumerate() {
            let id =
                series.instrument.parse().unwrap_or_else(|_| InstrumentId::from_uuid(Uuid::from_u128(n as u128 + 1)));
            if names.insert(series.instrument.clone(), id).is_some() {
                let message = format!("series names {} twice; put its bars together", series.instrument);
                return Err(Error::field("series", "given_twice", message));
            }
        }
        if let Some(of) = self.listings.iter().find(|of| !names.contains_key(&of.instrument)) {
            let message =
                format!("listings names {}, which has no series; add its bars or leave it out", of.instrument);
            return Err(Error::field("listings", "no_bars", message));
        }
        let listing = |(name, id): (&String, &InstrumentId)| {
            let of = self.listings.iter().find(|of| of.instrument == *name);
            self.listing(of, *id)
        };
        let listings = names.iter().map(listing).collect::<Result<Vec<_>>>()?;
        let series = self.series.iter().map(|of| of.read("series")).collect::<Result<_>>()?;
        let of_benchmark = self.benchmark.iter().flat_map(|of| &of.series);
        let beside = of_benchmark.map(|of| of.read("benchmark")).collect::<Result<_>>()?;
        Ok(Ready { backtest: Backtest::new(self.settings.clone(), listings)?, names, series, beside })
    }

    fn listing(&self, of: Option<&OwnListing>, id: InstrumentId) -> Result<Listing> {
        let currency = of.and_then(|of| of.currency).unwrap_or(self.settings.currency);
        let plain = Listing::whole_units(id, currency);
        let hours = match of.and_then(|of| of.exchange_mic.as_deref()) {
            None => Hours::AroundTheClock { zone: chrono_tz::UTC, begins: NaiveTime::MIN },
            Some(mic) => Hours::of(mic.parse::<Exchange>().map_err(|_| {
                let message = format!("no sessions are known of exchange {mic}; leave it out for around the clock");
                Error::field("listings", "exchange_unknown", message)
            })?),
        };
        let interval = self.interval.unwrap_or(Interval::Day1);
        Ok(Listing {
            lot_size: of.and_then(|of| of.lot_size).unwrap_or(plain.lot_size),
            tick_size: of.and_then(|of| of.tick_size),
            multiplier: of.and_then(|of| of.multiplier).unwrap_or(plain.multiplier),
            sessions: interval.micros().map_or(Sessions::EachBar, |_| Sessions::Within { hours, interval }),
            ..plain
        })
    }
}

impl OwnSeries {
    fn read(&self, field: &str) -> Result<BarSeries> {
        let wrong = |n: usize, what: String| {
            let message = format!("{field}: bar {} of {}: {what}", n + 1, self.instrument);
            Error::field(field, "bar_invalid", message)
        };
        if self.bars.is_empty() {
            let message = format!("{field}: {} has no bars; add some, or leave it out", self.instrument);
            return Err(Error::field(field, "no_bars", message));
        }
        let mut series = BarSeries::default();
        for (n, (time, open, high, low, close, volume)) in self.bars.iter().enumerate() {
            let at = moment(time).ok_or_else(|| {
                wrong(
                    n,
                    format!(
                        "\"{time}\" is no time; give a date such as 2024-01-31 or a time such as 2024-01-31T14:30:00Z"
                    ),
                )
            })?;
            let bar = Bar { at, open: *open, high: *high, low: *low, close: *close, volume: *volume };
            bar.check().map_err(|error| wrong(n, error.to_string()))?;
            if series.at.last().is_some_and(|before| *before >= at.micros()) {
                return Err(wrong(n, format!("{time} is not after the bar before it; put them in the order of time")));
            }
            series.push(&bar);
        }
        Ok(series)
    }
}

impl OwnSweep {
    /// Reads a request.
    ///
    /// # Errors
    /// When it is not JSON of this form.
    pub fn from_json(text: &[u8]) -> Result<Self> {
        serde_json::from_slice(text).map_err(|error| malformed(&error))
    }

    /// Makes the trials. The answer is the same for any number of threads.
    ///
    /// # Errors
    /// As [`OwnBacktest::run`], but a trial that fails is told among the others; and for a parameter that the strategy does not have.
    pub fn run(&self, threads: NonZeroUsize) -> Result<OwnSweepRun> {
        let ready = self.backtest.ready()?;
        let figure = space::figure(self.figure.as_deref())?;
        let planned = space::check(&self.sweep, &self.backtest.strategy)?;
        let ids: Vec<InstrumentId> = ready.names.values().copied().collect();
        let series: Vec<&BarSeries> = ready.series.iter().collect();
        let beside: Vec<&BarSeries> = ready.beside.iter().collect();
        let trials = Trials {
            backtest: &ready.backtest,
            series: &series,
            benchmark: self.backtest.benchmark.as_ref().map(|of| Benchmark { settings: &of.settings, series: &beside }),
            instruments: &ids,
            interval: self.backtest.interval.unwrap_or(Interval::Day1),
            specification: &self.backtest.strategy,
            targets: None,
            figure: &figure,
            with_returns: space::keeps_returns(planned, &series),
            watchdog: Watchdog::start(),
            flow: &|| ControlFlow::Continue(()),
        };
        let result = trials.make(&self.sweep, threads, &[], &|_, _| ControlFlow::Continue(()))?;
        Ok(OwnSweepRun {
            best: result.best(&figure, self.goal).map(|trial| trial.index),
            verdict: result.verdict(blocks(&result)),
            trials: result.trials.into_iter().map(SweepTrial::from).collect(),
            figure,
            goal: self.goal,
        })
    }
}

fn moment(text: &str) -> Option<Timestamp> {
    let date = text.parse::<NaiveDate>().map(Timestamp::from_date).ok();
    date.or_else(|| text.parse().ok())
}

fn malformed(error: &serde_json::Error) -> Error {
    let message = format!("the request cannot be read: {error}; see the guide, Back-tests, for the form");
    Error::Invalid { fields: vec![FieldProblem { field: None, code: "request_malformed", message }] }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use serde_json::json;

    use super::*;

    fn request() -> OwnSweep {
        let bar = |n: u32| {
            let close = 100.0 + 8.0 * (f64::from(n) / 5.0).sin();
            json!([format!("2024-{:02}-{:02}", n / 28 + 1, n % 28 + 1), close, close + 1.0, close - 1.0, close, null])
        };
        let bars: Vec<_> = (0..200).map(bar).collect();
        let steps =
            |name: &str, from: f64| json!({"name": name, "kind": "steps", "from": from, "to": from + 3.0, "step": 1.0});
        let request = json!({
            "backtest": {"settings": {"currency": "USD", "cash": "1000"}, "series": [{"instrument": "W", "bars": bars}],
                "strategy": {"kind": "moving_average_cross"}},
            "sweep": {"search": {"kind": "grid"}, "parameters": [steps("fast", 2.0), steps("slow", 6.0)]}});
        serde_json::from_value(request).unwrap()
    }

    #[test]
    fn any_number_of_threads_makes_the_same_trials() {
        let on = |threads: usize| {
            let run = request().run(NonZeroUsize::new(threads).unwrap()).unwrap();
            serde_json::to_string(&run).unwrap()
        };
        let one = on(1);
        assert!(one.contains("\"index\":15"));
        for threads in [2, 8] {
            assert_eq!(on(threads), one, "{threads}");
        }
    }

    #[test]
    fn trials_that_were_stopped_go_on_to_the_same_end() {
        let request = request();
        let ready = request.backtest.ready().unwrap();
        let ids: Vec<InstrumentId> = ready.names.values().copied().collect();
        let series: Vec<&BarSeries> = ready.series.iter().collect();
        let trials = Trials {
            backtest: &ready.backtest,
            series: &series,
            benchmark: None,
            instruments: &ids,
            interval: Interval::Day1,
            specification: &request.backtest.strategy,
            targets: None,
            figure: "sharpe_ratio",
            with_returns: true,
            watchdog: Watchdog::start(),
            flow: &|| ControlFlow::Continue(()),
        };
        let go_on = |_: usize, _: usize| ControlFlow::Continue(());
        let whole = trials.make(&request.sweep, NonZeroUsize::MIN, &[], &go_on).unwrap();
        let stop = |done: usize, _: usize| if done < 5 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) };
        let part = trials.make(&request.sweep, NonZeroUsize::MIN, &[], &stop).unwrap();
        assert_eq!((part.trials.len(), part.planned, part.stopped), (5, 16, true));
        let made = AtomicUsize::new(0);
        let count = |_: usize, _: usize| {
            made.fetch_add(1, Ordering::Relaxed);
            ControlFlow::Continue(())
        };
        let rest = trials.make(&request.sweep, NonZeroUsize::MIN, &part.trials, &count).unwrap();
        assert_eq!((rest, made.into_inner()), (whole, 11), "the five are not made again");
    }
}
