//! The thread of a run on paper: strategy, orders, market and account. Whoever wants something of it sends a message.

use std::sync::Arc;

use ::backtest::{BacktestError, EndPosition, RefusedRequest, TickBacktest};
use ::strategies::{
    StrategySpecification,
    script::{Journal, LogLine, Watchdog},
};
use execution::{engine::DatedRate, strategy::Strategy};
use model::{id::BacktestId, market::Tick, order::fill::Fill, time::Timestamp};
use rust_decimal::Decimal;
use store::backtests::results::PackedResult;
use tokio::sync::{mpsc, oneshot, watch};

use super::{OpenOrder, PaperFeed};
use crate::{
    backtests::{
        attributions::{self, Splits},
        data::{BacktestHasher, RunData},
        kept,
        run::made,
        summary::BacktestSummary,
        targets::Targets,
    },
    error::{Error, Result},
    folded::Ledger,
};

/// Batches that wait for the thread.
const ROOM: usize = 256;
/// Fills, refusals and lines that are shown.
const LAST: usize = 50;

/// What the thread is told.
pub(super) enum Message {
    /// Trades and quotes came.
    Ticks(Vec<(usize, Tick)>),
    /// The time has come so far, less what ticks are on their way.
    Clock(Timestamp),
    /// Rates came to be known.
    Rates(Vec<DatedRate>),
    /// So many ticks were not given.
    Missed(u64),
    /// How does it stand?
    Look(oneshot::Sender<Seen>),
    /// What has come of it, divided by these books? Nothing before the first tick.
    Result(Arc<Ledger>, oneshot::Sender<Result<Option<Come>>>),
    /// It is over.
    End,
}

/// How a run stands.
pub(super) struct Seen {
    pub(super) last_at: Option<Timestamp>,
    pub(super) ticks: u64,
    pub(super) missed_ticks: u64,
    pub(super) cash: Decimal,
    pub(super) equity: Option<Decimal>,
    pub(super) positions: Vec<EndPosition>,
    pub(super) open_orders: Vec<OpenOrder>,
    pub(super) orders: u64,
    pub(super) fills: usize,
    pub(super) last_fills: Vec<Fill>,
    pub(super) refused_count: u64,
    pub(super) refused: Vec<RefusedRequest>,
    pub(super) journal: Vec<LogLine>,
}

/// What has come of a run, ready to be kept.
pub(super) struct Come {
    pub(super) packed: PackedResult,
    pub(super) summary: BacktestSummary,
    pub(super) splits: Splits,
    pub(super) data_hash: String,
    /// The days of the first and the last tick.
    pub(super) span: (Timestamp, Timestamp),
    pub(super) missed_ticks: u64,
}

/// A thread that goes on.
pub(super) struct Course {
    pub(super) to: mpsc::Sender<Message>,
    /// Why it cannot go on.
    pub(super) failed: watch::Receiver<Option<String>>,
}

impl Course {
    /// Starts it. The strategy has begun then.
    ///
    /// # Errors
    /// When the description makes no strategy, or the strategy fails at its beginning.
    pub(super) async fn begin(
        feed: PaperFeed,
        data: RunData,
        specification: StrategySpecification,
        targets: Option<Targets>,
        id: BacktestId,
    ) -> Result<Self> {
        let (to, messages) = mpsc::channel(ROOM);
        let (fail, failed) = watch::channel(None);
        let (begun, has_begun) = oneshot::channel();
        let work = move || {
            let (journal, watchdog) = (Journal::default(), Watchdog::start());
            let of = (&data.ids[..], Some(data.interval));
            let bars = data.ticks.as_ref().map(|(_, bars)| *bars);
            let made = made(&specification, of, targets.as_ref(), &journal, &watchdog)
                .and_then(|strategy| Ok((strategy, data.backtest.begin_ticks(bars)?)))
                .and_then(|(mut strategy, mut run)| {
                    run.start(strategy.as_mut())?;
                    Ok((strategy, run))
                });
            match made {
                Err(problem) => {
                    // Whoever began it has gone away then.
                    let _ = begun.send(Err(problem));
                }
                Ok((strategy, run)) => {
                    let _ = begun.send(Ok(()));
                    let heard = Heard::new(feed, &data);
                    Thread { data: &data, strategy, run, journal, fail, heard }.serve(messages);
                }
            }
        };
        let thread = std::thread::Builder::new().name(format!("paper {id}"));
        thread.spawn(work).map_err(|_| Error::Broken { what: "the thread of the run" })?;
        has_begun.await.map_err(|_| Error::Broken { what: "the run on paper" })??;
        Ok(Self { to, failed })
    }
}

/// Asks the thread something; none when it has ended.
pub(super) async fn ask<T>(
    to: &mpsc::Sender<Message>,
    question: impl FnOnce(oneshot::Sender<T>) -> Message,
) -> Option<T> {
    let (reply, answer) = oneshot::channel();
    to.send(question(reply)).await.ok()?;
    answer.await.ok()
}

/// What a run has heard.
struct Heard {
    feed: PaperFeed,
    ticks: u64,
    missed: u64,
    first: Option<Timestamp>,
    /// When the last tick was received.
    received_at: Option<Timestamp>,
    /// How long the last tick of each instrument was on its way, in microseconds.
    lags: Vec<i64>,
    /// Of everything that was heard.
    hasher: BacktestHasher,
}

impl Heard {
    fn new(feed: PaperFeed, data: &RunData) -> Self {
        let mut hasher = BacktestHasher::default();
        hasher.settings(data.backtest.settings());
        Self { feed, ticks: 0, missed: 0, first: None, received_at: None, lags: vec![0; data.ids.len()], hasher }
    }

    /// How long ticks are on their way now: what is made up after a break comes later than usual.
    fn lag(&self) -> i64 {
        self.lags.iter().copied().max().unwrap_or(0)
    }

    /// Notes a tick, unless a replay went back in time with it. What streams is now and then made up a little later.
    fn take(&mut self, number: usize, tick: &Tick) -> bool {
        let received_at = tick.origin.received_at;
        if self.feed == PaperFeed::Replay && self.received_at.is_some_and(|before| received_at < before) {
            return false;
        }
        self.received_at = Some(received_at);
        self.lags[number] = (received_at.micros() - tick.origin.time().micros()).max(0);
        self.first.get_or_insert(tick.origin.time());
        self.ticks += 1;
        self.hasher.tick(number, tick);
        true
    }
}

/// The thread's own.
struct Thread<'d> {
    data: &'d RunData,
    strategy: Box<dyn Strategy + Send>,
    run: TickBacktest<'d>,
    journal: Journal,
    fail: watch::Sender<Option<String>>,
    heard: Heard,
}

impl Thread<'_> {
    fn serve(mut self, mut messages: mpsc::Receiver<Message>) {
        while let Some(message) = messages.blocking_recv() {
            // Whoever asked and went away needs no answer.
            match message {
                Message::Ticks(ticks) => self.ticks(&ticks),
                Message::Clock(now) => {
                    let known = Timestamp::from_micros(now.micros() - self.heard.lag());
                    self.go_on(|this| this.run.advance(this.strategy.as_mut(), known));
                }
                Message::Rates(rates) => self.go_on(|this| this.run.schedule_rates(&rates)),
                Message::Missed(ticks) => self.heard.missed += ticks,
                Message::Look(reply) => drop(reply.send(self.seen())),
                Message::Result(ledger, reply) => drop(reply.send(self.come(&ledger))),
                Message::End => return,
            }
        }
    }

    fn ticks(&mut self, ticks: &[(usize, Tick)]) {
        for (number, tick) in ticks {
            if self.fail.borrow().is_some() {
                return;
            }
            if !self.heard.take(*number, tick) {
                let why = "the replay went back in time, where a run cannot follow; begin another one there";
                self.fail.send_replace(Some(why.to_owned()));
                return;
            }
            self.go_on(|this| this.run.tick(this.strategy.as_mut(), *number, tick));
        }
    }

    /// Does something unless the run has failed; what fails ends it.
    fn go_on(&mut self, does: impl FnOnce(&mut Self) -> std::result::Result<(), BacktestError>) {
        if self.fail.borrow().is_some() {
            return;
        }
        if let Err(problem) = does(self) {
            self.fail.send_replace(Some(problem.to_string()));
        }
    }

    fn seen(&self) -> Seen {
        let engine = self.run.engine();
        let (record, account) = (engine.record(), engine.account());
        let open = engine.blotter().iter().filter(|state| !state.status().is_closed());
        let mut open_orders: Vec<OpenOrder> = open.map(OpenOrder::from).collect();
        open_orders.sort_by_key(|open| (open.order.created_at(), open.order.id()));
        let lines = self.journal.lines();
        Seen {
            last_at: self.run.last(),
            ticks: self.heard.ticks,
            missed_ticks: self.heard.missed,
            cash: account.cash(self.data.backtest.settings().currency),
            equity: account.exact_equity(),
            positions: self.run.positions(),
            open_orders,
            orders: record.orders(),
            fills: record.fills().len(),
            last_fills: record.fills().iter().rev().take(LAST).copied().collect(),
            refused_count: record.refused_count(),
            refused: record.refused().iter().rev().take(LAST).map(RefusedRequest::from).collect(),
            journal: lines[lines.len().saturating_sub(LAST)..].to_vec(),
        }
    }

    fn come(&self, ledger: &Ledger) -> Result<Option<Come>> {
        let Some(span) = self.heard.first.zip(self.run.last()) else { return Ok(None) };
        let result = self.run.result(None)?;
        Ok(Some(Come {
            packed: kept::packed(&result, &self.journal)?,
            splits: attributions::splits(&result, ledger),
            summary: BacktestSummary::of(&result, self.data.backtest.settings().currency),
            data_hash: self.heard.hasher.finish(),
            span,
            missed_ticks: self.heard.missed,
        }))
    }
}
