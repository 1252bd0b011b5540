//! The task beside a run on paper: gives it what streams, lets time pass, keeps it now and then, and ends it.

use std::{sync::Arc, time::Duration};

use chrono::NaiveDate;
use market::{
    hub::{MarketHub, Subscription},
    replay::ReplayState,
    sink::{Batch, Missed, Sink, SinkSettings, WhenFull},
};
use model::{id::InstrumentId, market::DataKind, time::Timestamp};
use store::backtests::results;
use tokio::{
    sync::{mpsc, watch},
    time::{MissedTickBehavior, interval},
};
use tokio_util::sync::CancellationToken;

use super::{
    PaperStanding,
    course::{Come, Course, Message, ask},
};
use crate::{
    Ctx, Host,
    backtests::{Saved, attributions, data::Ground, kept::KeptRun, summary::BacktestSummary},
    error::{Error, Result},
    event::Event,
    feeds::{Feed, Wanted},
    replays::{Heard, heard},
    workspace::Workspace,
};

/// How often time passes for a run without ticks.
const SECOND: Duration = Duration::from_secs(1);
/// A tick is on its way for so much longer than the last one at most, in microseconds: a bar is over then.
const ON_THE_WAY_MICROS: i64 = 2_000_000;
/// How often a run is kept while it goes on, in seconds.
const KEEP_EVERY: u32 = 30;
/// Batches that wait for a run on a hub.
const ROOM: usize = 1024;

/// A run with what it takes to tend it.
pub(super) struct Tended {
    pub(super) ws: Arc<Workspace>,
    pub(super) host: Host,
    pub(super) ctx: Ctx,
    pub(super) saved: Saved,
    pub(super) course: Course,
    pub(super) ground: Ground,
}

/// A run on a hub.
pub(super) struct On {
    hub: MarketHub,
    /// Cancelled when the hub has ended.
    gone: CancellationToken,
    /// What the hub sends goes on to be sent.
    _open: Option<Subscription>,
}

impl On {
    /// Puts a run on a hub: from now on it hears what comes.
    pub(super) fn hub(
        hub: &MarketHub,
        heard: Heard,
        open: Option<Subscription>,
        when_full: WhenFull,
        to: &mpsc::Sender<Message>,
    ) -> Self {
        let gone = CancellationToken::new();
        let sink = Listening { heard, to: to.clone(), gone: gone.clone(), is_done: false };
        let settings = SinkSettings { room: ROOM, when_full, wants_received: false };
        if hub.add_sink(sink, settings).is_err() {
            gone.cancel();
        }
        Self { hub: hub.clone(), gone, _open: open }
    }
}

/// Asks a feed for the trades and quotes of instruments.
///
/// # Errors
/// When its hub has stopped.
pub(super) async fn subscribe(feed: &Feed, ids: &[InstrumentId]) -> Result<Option<Subscription>> {
    let kinds = [DataKind::Trade, DataKind::Quote];
    let wanted: Wanted = ids.iter().map(|id| (*id, kinds.into())).collect();
    feed.subscribe_streams(&wanted).await.map_err(Error::Market)
}

/// Why a run is over.
type Over = (PaperStanding, Option<String>);

impl Tended {
    /// Tends it until it is over, and keeps it.
    pub(super) async fn run(mut self, on: On, replay: Option<watch::Receiver<ReplayState>>, stop: CancellationToken) {
        let id = self.saved.id;
        let over = match replay {
            Some(state) => self.on_replay(&on, state, &stop).await,
            None => self.live(on, &stop).await,
        };
        let kept = self.end(over).await;
        if let Err(problem) = kept {
            tracing::error!(%problem, %id, "a run on paper could not be kept");
            let message = format!("A run on paper could not be kept: {problem}");
            self.host.events.send(Event::Notice { code: "paper_run_not_kept".into(), message });
        }
        self.ws.paper.forget(id);
        self.host.events.changed(&["paper_runs", "backtests"], self.ctx.correlation_id);
    }

    async fn on_replay(&self, on: &On, mut state: watch::Receiver<ReplayState>, stop: &CancellationToken) -> Over {
        let mut failed = self.course.failed.clone();
        let mut seconds = seconds();
        let mut beats = 0;
        loop {
            tokio::select! {
                biased;
                () = stop.cancelled() => break (PaperStanding::Stopped, None),
                () = has_failed(&mut failed) => break self.failure(),
                () = on.gone.cancelled() => {
                    let why = "the replay was ended or another took its place";
                    break (PaperStanding::Stopped, Some(why.to_owned()));
                }
                at_end = is_at_end(&mut state) => {
                    // One that is gone is told by the hub.
                    if !at_end || on.hub.settle_sinks().await.is_err() {
                        on.gone.cancelled().await;
                        continue;
                    }
                    // A strategy that fails at the last ticks has failed.
                    let _ = ask(&self.course.to, Message::Look).await;
                    let why = self.course.failed.borrow().clone();
                    break why.map_or((PaperStanding::Finished, None), |why| (PaperStanding::Failed, Some(why)));
                }
                _ = seconds.tick() => self.beat(&mut beats).await,
            }
        }
    }

    async fn live(&mut self, mut on: On, stop: &CancellationToken) -> Over {
        let mut failed = self.course.failed.clone();
        let mut seconds = seconds();
        let (mut beats, mut day) = (0, self.host.clock.now().date());
        loop {
            tokio::select! {
                biased;
                () = stop.cancelled() => break (PaperStanding::Stopped, None),
                () = has_failed(&mut failed) => break self.failure(),
                _ = seconds.tick() => {
                    if on.gone.is_cancelled() && let Some(again) = self.again().await {
                        on = again;
                    }
                    let now = self.host.clock.now();
                    if now.date() != day {
                        day = now.date();
                        self.new_day(day).await;
                    }
                    let known = Timestamp::from_micros(now.micros() - ON_THE_WAY_MICROS);
                    // One that has ended is told above.
                    let _ = self.course.to.send(Message::Clock(known)).await;
                    self.beat(&mut beats).await;
                }
            }
        }
    }

    /// The live hub was begun anew: the run goes onto the new one when it has the same instruments.
    async fn again(&self) -> Option<On> {
        let feed = self.ws.feeds.live_feed().await?;
        let subscription = subscribe(&feed, &self.saved.instruments).await.ok()?;
        let heard = heard(&feed, &self.saved.instruments, &self.ground.symbols()).ok()?;
        Some(On::hub(&feed.hub, heard, subscription, WhenFull::Miss, &self.course.to))
    }

    /// Rates of a new day.
    async fn new_day(&mut self, day: NaiveDate) {
        match Ground::read(&self.ws, &self.host, &self.saved.settings.question).await {
            Ok(ground) => {
                let rates = ground.dated_rates((day, day), true);
                self.ground = ground;
                let _ = self.course.to.send(Message::Rates(rates)).await;
            }
            Err(problem) => tracing::warn!(%problem, "a run on paper goes on with the rates of the day before"),
        }
    }

    /// A second has passed: now and then the run is kept.
    async fn beat(&self, beats: &mut u32) {
        *beats += 1;
        if !beats.is_multiple_of(KEEP_EVERY) {
            return;
        }
        if let Err(problem) = self.keep_result().await {
            tracing::warn!(%problem, "a run on paper could not be kept for now");
        }
    }

    /// Keeps what has come of it so far, without a trail: only the end is one.
    async fn keep_result(&self) -> Result<()> {
        let Some(come) = self.come().await? else { return Ok(()) };
        let mut w = self.ws.begin(&self.ctx, &self.host).await?;
        results::put(&mut w, self.saved.id, come.packed).await?;
        self.ws.commit(w, &self.host).await
    }

    async fn come(&self) -> Result<Option<Come>> {
        let come = ask(&self.course.to, |reply| Message::Result(Arc::clone(&self.ground.ledger), reply)).await;
        come.unwrap_or(Err(Error::Broken { what: "the run on paper" }))
    }

    fn failure(&self) -> Over {
        let why = self.course.failed.borrow().clone();
        (PaperStanding::Failed, Some(why.unwrap_or_else(|| "the run broke off; send the diagnostics".to_owned())))
    }

    async fn end(&mut self, (standing, why): Over) -> Result<()> {
        let come = self.come().await;
        let _ = self.course.to.send(Message::End).await;
        let mut saved = self.saved.clone();
        // It may have been renamed since.
        if let Ok(now) = store::backtests::get::<_, BacktestSummary>(&self.ws.store, saved.id).await {
            saved = now;
        }
        let come = match come {
            Ok(come) => come,
            Err(problem) => {
                let why = Some(why.unwrap_or_else(|| problem.to_string()));
                return keep_end(&self.ws, &self.host, &self.ctx, saved, PaperStanding::Failed, why).await;
            }
        };
        ended(&self.host, &mut saved, standing, why);
        let mut packed = None;
        if let Some(come) = come {
            (saved.from, saved.to) = (come.span.0.date(), come.span.1.date());
            (saved.summary, saved.data_hash, packed) = (come.summary, come.data_hash, Some((come.packed, come.splits)));
            let question = &mut saved.settings.question;
            (question.from, question.to) = (Some(saved.from), Some(saved.to));
            if let Some(paper) = &mut saved.settings.paper {
                paper.missed_ticks = come.missed_ticks;
            }
        }
        let mut w = self.ws.begin(&self.ctx, &self.host).await?;
        store::backtests::replace(&mut w, &saved).await?;
        if let Some((packed, splits)) = packed {
            results::put(&mut w, saved.id, packed).await?;
            store::attributions::put(&mut w, saved.id, &attributions::of(&saved, splits)).await?;
        }
        self.ws.commit(w, &self.host).await
    }
}

/// Notes that a run has ended of which there is only what was kept before.
///
/// # Errors
/// When the store cannot be read or written.
pub(super) async fn keep_end(
    ws: &Workspace,
    host: &Host,
    ctx: &Ctx,
    mut saved: Saved,
    standing: PaperStanding,
    why: Option<String>,
) -> Result<()> {
    ended(host, &mut saved, standing, why);
    if let Some(packed) = results::get(&ws.store, saved.id).await? {
        let run: KeptRun = packed.unpack()?;
        saved.summary = BacktestSummary::of_kept(&run.result, saved.summary.currency);
        if let Some((first, last)) = run.result.curve.at.first().zip(run.result.curve.at.last()) {
            (saved.from, saved.to) = (first.date(), last.date());
        }
    }
    let mut w = ws.begin(ctx, host).await?;
    store::backtests::replace(&mut w, &saved).await?;
    ws.commit(w, host).await
}

fn ended(host: &Host, saved: &mut Saved, standing: PaperStanding, why: Option<String>) {
    if let Some(paper) = &mut saved.settings.paper {
        (paper.standing, paper.why, paper.ended_at) = (standing, why, Some(host.clock.now()));
    }
}

fn seconds() -> tokio::time::Interval {
    let mut seconds = interval(SECOND);
    seconds.set_missed_tick_behavior(MissedTickBehavior::Delay);
    seconds
}

/// Waits until a replay has given everything; no when it is gone.
async fn is_at_end(state: &mut watch::Receiver<ReplayState>) -> bool {
    state.wait_for(|state| state.remaining == 0).await.is_ok()
}

/// Waits until the run cannot go on.
async fn has_failed(failed: &mut watch::Receiver<Option<String>>) {
    // A thread that broke off has failed without a word.
    let _ = failed.wait_for(Option::is_some).await;
}

/// What a hub gives to a run.
struct Listening {
    heard: Heard,
    to: mpsc::Sender<Message>,
    gone: CancellationToken,
    is_done: bool,
}

impl Sink for Listening {
    fn name(&self) -> &'static str {
        "paper"
    }

    async fn take(&mut self, batch: &Batch, missed: Missed) -> std::result::Result<(), String> {
        if missed.ticks > 0 {
            // What it missed may be of others; what counts is that it may lack something.
            self.is_done |= self.to.send(Message::Missed(missed.ticks)).await.is_err();
        }
        let ticks = self.heard.of(batch);
        if !ticks.is_empty() {
            self.is_done |= self.to.send(Message::Ticks(ticks)).await.is_err();
        }
        Ok(())
    }

    fn is_done(&self) -> bool {
        self.is_done
    }

    async fn end(&mut self) -> std::result::Result<(), String> {
        self.gone.cancel();
        Ok(())
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        self.gone.cancel();
    }
}
