//! Jobs: long work as rows that survive the process.

use std::{
    ops::ControlFlow,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};

use model::{
    actor::Actor,
    id::{CorrelationId, JobId},
    job::{Job, JobKind, JobState},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::{
    Write,
    backup::BackupReason,
    jobs::{Beat, Claim, JobEnd, Lost},
};
use tokio::{sync::Notify, task::JoinHandle};
use tokio_util::sync::CancellationToken;

use crate::{
    Host, Workstation,
    backtests::BacktestQuestion,
    ctx::{Action, Ctx},
    error::{Error, Result},
    event::Event,
    histories::HistoryRequest,
    imports::ImportRequest,
    optimizations::{NewOptimization, ResamplingQuestion, StabilityQuestion, WalkForwardQuestion, comparisons},
    page::{Page, paging},
    rebalancings::RebalancingCheck,
    sweeps::SweepWork,
    workspace::Workspace,
};

/// Which jobs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct JobsQuery {
    /// Only in this state.
    #[serde(default)]
    #[param(value_type = Option<String>)]
    pub state: Option<JobState>,
    /// Only of this kind.
    #[serde(default)]
    #[param(value_type = Option<String>)]
    pub kind: Option<JobKind>,
    /// Items of a page, 1 to 1000; 100 when nothing is said.
    #[serde(default)]
    pub limit: Option<u32>,
    /// Where to go on: `next_cursor` of the page before.
    #[serde(default)]
    pub cursor: Option<String>,
}

impl Workstation {
    /// Jobs, newest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn jobs(&self, ctx: &Ctx, query: &JobsQuery) -> Result<Page<Job>> {
        let ws = self.for_use(ctx, Action::Read, "jobs").await?;
        let paging = paging(query.limit, query.cursor.clone())?;
        let filter = store::jobs::JobFilter { state: query.state, kind: query.kind };
        Ok(store::jobs::list(&ws.store, &filter, &paging).await?.into())
    }

    /// One job.
    ///
    /// # Errors
    /// When there is none.
    pub async fn job(&self, ctx: &Ctx, id: JobId) -> Result<Job> {
        let ws = self.for_use(ctx, Action::Read, "jobs").await?;
        Ok(store::jobs::get(&ws.store, id).await?)
    }

    /// Asks a job to stop.
    ///
    /// # Errors
    /// When it has already ended.
    pub async fn cancel_job(&self, ctx: &Ctx, id: JobId) -> Result<Job> {
        let ws = self.for_use(ctx, Action::Write, "jobs").await?;
        let mut w = ws.begin(ctx, &self.host).await?;
        let job = store::jobs::request_cancel(&mut w, id).await?;
        ws.commit(w, &self.host).await?;
        ws.queue.cancel(id);
        tell(&self.host, &job, None);
        Ok(job)
    }

    /// Puts a job into the queue.
    pub(crate) async fn enqueue(
        &self,
        ws: &Workspace,
        ctx: &Ctx,
        kind: JobKind,
        title: &str,
        work: Work,
    ) -> Result<Job> {
        let mut w = ws.begin(ctx, &self.host).await?;
        let job = put(&mut w, ctx, kind, title, work).await?;
        ws.commit(w, &self.host).await?;
        queued(ws, &self.host, &job);
        Ok(job)
    }
}

/// Puts a job into the queue within a change, for who acts in `ctx`. After the commit call [`queued`].
pub(crate) async fn put(w: &mut Write, ctx: &Ctx, kind: JobKind, title: &str, work: Work) -> Result<Job> {
    let input = Input { actor: ctx.actor.clone(), correlation_id: ctx.correlation_id, work };
    let new = store::jobs::NewJob { id: JobId::new(), kind, title, input: &input };
    Ok(store::jobs::create(w, &new).await?)
}

/// Tells of a job that is in the queue, and wakes the worker.
pub(crate) fn queued(ws: &Workspace, host: &Host, job: &Job) {
    tell(host, job, None);
    ws.queue.wake();
}

/// What a job does, as its row keeps it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "work", rename_all = "snake_case")]
pub(crate) enum Work {
    /// Solves and saves.
    Optimization(Box<NewOptimization>),
    /// Compares with equal weights over the past.
    WalkForward(Box<WalkForwardQuestion>),
    /// Solves under small changes.
    Stability(Box<StabilityQuestion>),
    /// Solves over histories that might have been.
    Resampling(Box<ResamplingQuestion>),
    /// Takes a file in.
    Import(Box<ImportRequest>),
    /// Makes a backup.
    Backup {
        /// Why; a job that does not say was asked for by hand.
        #[serde(default = "by_hand")]
        reason: BackupReason,
    },
    /// Looks whether a rebalancing is due.
    Rebalancing(Box<RebalancingCheck>),
    /// Gets, compares or mends bars of the past.
    History(Box<HistoryRequest>),
    /// Runs a strategy over the past and keeps the run.
    Backtest(Box<BacktestQuestion>),
    /// Runs a strategy over the past under many settings.
    Sweep(Box<SweepWork>),
    /// Restores a backup into a scratch folder and compares.
    RestoreDrill {
        /// Which.
        backup_id: String,
    },
}

const fn by_hand() -> BackupReason {
    BackupReason::Manual
}

/// The input of a job: the work, and on whose behalf.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Input {
    actor: Actor,
    correlation_id: CorrelationId,
    pub(crate) work: Work,
}

/// All kinds this worker takes.
const KINDS: &[JobKind] = JobKind::ALL;
/// A claim lasts this long without a heartbeat.
const LEASE: Duration = Duration::from_secs(30);
/// A heartbeat at least this often.
const HEARTBEAT: Duration = Duration::from_secs(5);
/// Progress is passed on at most this often.
const THROTTLE: Duration = Duration::from_millis(100);
/// The queue is looked at this often even when nobody wakes the worker.
const POLL: Duration = Duration::from_secs(2);
/// A job that took the program down this often is not tried again.
const ATTEMPTS_MAX: u32 = 3;

/// Wakes the worker, and reaches the job it works on.
#[derive(Debug, Default)]
pub(crate) struct Queue {
    waker: Notify,
    running: Mutex<Option<(JobId, CancellationToken)>>,
}

impl Queue {
    fn wake(&self) {
        self.waker.notify_one();
    }

    fn cancel(&self, id: JobId) {
        let running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, token)) = running.as_ref().filter(|(job, _)| *job == id) {
            token.cancel();
        }
    }

    /// Whether a job is being worked on.
    pub(crate) fn is_busy(&self) -> bool {
        self.running.lock().unwrap_or_else(PoisonError::into_inner).is_some()
    }
}

/// What a job under way reads and writes: whether to stop, and how far it is.
#[derive(Clone, Debug)]
pub(crate) struct Control {
    stop: CancellationToken,
    /// The same as a flag, which the innermost loops can look at all the time.
    flag: Arc<AtomicBool>,
    state: Arc<Mutex<(f64, String)>>,
}

impl Control {
    fn new(stop: CancellationToken) -> Self {
        let (flag, state) = (Arc::default(), Arc::new(Mutex::new((0.0, "Started".to_owned()))));
        Self { stop, flag, state }
    }

    /// Set as soon as the job is to stop.
    pub(crate) fn flag(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.flag)
    }

    /// Says how far it is (0 to 1).
    pub(crate) fn report(&self, progress: f64, message: impl Into<String>) {
        *self.state.lock().unwrap_or_else(PoisonError::into_inner) = (progress, message.into());
    }

    /// Whether to stop, for loops of calculations.
    pub(crate) fn flow(&self) -> ControlFlow<()> {
        if self.stop.is_cancelled() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    /// Stops here when asked to.
    ///
    /// # Errors
    /// [`Error::Cancelled`].
    pub(crate) fn check(&self) -> Result<()> {
        if self.stop.is_cancelled() { Err(Error::Cancelled) } else { Ok(()) }
    }

    fn read(&self) -> (f64, String) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// At start: jobs whose worker died go back into the queue or, after several deaths, fail. This process has the only lock,
/// so no other worker can be alive: leases need not run out first.
pub(crate) async fn recover(ws: &Workspace, host: &Host) -> Result<()> {
    let ctx = Ctx { actor: Actor::Schedule { job: "start".into() }, correlation_id: CorrelationId::new() };
    let running = store::jobs::JobFilter { state: Some(JobState::Running), kind: None };
    if store::jobs::list(&ws.store, &running, &store::Paging { limit: 1, cursor: None }).await?.items.is_empty() {
        return Ok(());
    }
    let mut w = ws.begin(&ctx, host).await?;
    for job in store::jobs::recover(&mut w, Lost::All, ATTEMPTS_MAX).await? {
        tracing::warn!(id = %job.id, state = %job.state, "a job of the last run was found");
    }
    w.commit().await?;
    Ok(())
}

/// Works on jobs, one after another, until told to stop.
pub(crate) async fn work(ws: Arc<Workspace>, host: Host, stop: CancellationToken) {
    let owner = format!("process {}", std::process::id());
    loop {
        let claimed = store::jobs::claim(&ws.store, KINDS, &owner, LEASE, host.clock.now()).await;
        match claimed {
            Ok(Some(claim)) => {
                if let Err(e) = run(&ws, &host, &claim, &stop).await {
                    tracing::error!(%e, job = %claim.job.id, "a job's end could not be written");
                }
                if stop.is_cancelled() {
                    return;
                }
                continue;
            }
            Ok(None) => {}
            Err(e) => tracing::warn!(%e, "the queue cannot be read; tried again"),
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = ws.queue.waker.notified() => {}
            () = tokio::time::sleep(POLL) => {}
        }
    }
}

/// Runs one job to its end.
async fn run(ws: &Arc<Workspace>, host: &Host, claim: &Claim, stop: &CancellationToken) -> Result<()> {
    let input: Input = store::jobs::input(&ws.store, claim.job.id).await?;
    let ctx = Ctx { actor: input.actor.clone(), correlation_id: input.correlation_id };
    let token = stop.child_token();
    *ws.queue.running.lock().unwrap_or_else(PoisonError::into_inner) = Some((claim.job.id, token.clone()));
    let control = Control::new(token);
    let mut job = claim.job.clone();
    (job.state, job.message) = (JobState::Running, "Started".to_owned());
    tell(host, &job, None);
    let upload = match &input.work {
        Work::Import(request) => Some(request.upload_id),
        _ => None,
    };
    let task =
        Task { ws: Arc::clone(ws), host: host.clone(), ctx: ctx.clone(), control: control.clone(), job: claim.job.id };
    let mut work = tokio::spawn(task.dispatch(input.work));
    let (token, flag) = (control.stop.clone(), control.flag());
    let flagging = tokio::spawn(async move {
        token.cancelled().await;
        flag.store(true, Relaxed);
    });
    let outcome = watch(ws, host, claim, &control, &mut job, &mut work).await;
    flagging.abort();
    *ws.queue.running.lock().unwrap_or_else(PoisonError::into_inner) = None;
    let cancelled = matches!(&outcome, Err(Error::Cancelled | Error::Optimize(::optimize::OptimizeError::Cancelled)));
    if cancelled && stop.is_cancelled() {
        return Ok(()); // the program ends: the job stays as it is and is taken up at the next start
    }
    let end = match outcome {
        Ok(result) => JobEnd::Done(result),
        Err(_) if cancelled => JobEnd::Cancelled,
        Err(e) => JobEnd::Failed(e.to_string()),
    };
    let mut w = ws.begin(&ctx, host).await?;
    let job = store::jobs::finish(&mut w, claim, &end).await?;
    ws.commit(w, host).await?;
    tell(host, &job, None);
    if let Some(id) = upload.filter(|_| matches!(end, JobEnd::Done(_))) {
        crate::uploads::remove(ws, id).await;
    }
    Ok(())
}

/// Waits for the work, passing its progress on and keeping the claim.
async fn watch(
    ws: &Workspace,
    host: &Host,
    claim: &Claim,
    control: &Control,
    job: &mut Job,
    work: &mut JoinHandle<Result<Value>>,
) -> Result<Value> {
    let began = Instant::now();
    let (mut told, mut beat) = ((0.0, "Started".to_owned()), Instant::now());
    let mut tick = tokio::time::interval(THROTTLE);
    loop {
        tokio::select! {
            ended = &mut *work => return ended.map_err(|_| Error::Broken { what: "the job" })?,
            _ = tick.tick() => {}
        }
        let now = control.read();
        let moved = now != told;
        if moved {
            (job.progress, job.message) = now.clone();
            let spent = began.elapsed().as_secs_f64();
            let eta = (now.0 > 0.02).then(|| spent * (1.0 - now.0) / now.0);
            tell(host, job, eta);
            told = now;
        }
        if beat.elapsed() >= HEARTBEAT {
            beat = Instant::now();
            let heartbeat = store::jobs::heartbeat(&ws.store, claim, told.0, &told.1, LEASE, host.clock.now()).await;
            match heartbeat {
                Ok(Beat::Go) => {}
                Ok(Beat::CancelRequested) => control.stop.cancel(),
                Err(e @ store::StoreError::Fenced { .. }) => {
                    control.stop.cancel();
                    return Err(e.into());
                }
                Err(e) => tracing::warn!(%e, "a heartbeat failed; tried again"),
            }
        }
    }
}

/// A job with everything it needs.
pub(crate) struct Task {
    pub(crate) ws: Arc<Workspace>,
    pub(crate) host: Host,
    pub(crate) ctx: Ctx,
    pub(crate) control: Control,
    pub(crate) job: JobId,
}

impl Task {
    async fn dispatch(self, work: Work) -> Result<Value> {
        match work {
            Work::Optimization(new) => json(&Box::pin(crate::optimizations::run(&self, *new)).await?),
            Work::WalkForward(question) => json(&comparisons::run_walk_forward(&self, *question).await?),
            Work::Stability(question) => json(&comparisons::run_stability(&self, *question).await?),
            Work::Resampling(question) => json(&comparisons::run_resampling(&self, *question).await?),
            Work::Import(request) => json(&crate::imports::run(&self, *request).await?),
            Work::Backup { reason } => json(&crate::backups::run(&self, reason).await?),
            Work::Rebalancing(check) => {
                json(&Box::pin(crate::rebalancings::check(&self.ws, &self.host, &self.ctx, &check)).await?)
            }
            Work::History(request) => json(&Box::pin(crate::histories::run(&self, *request)).await?),
            Work::Backtest(question) => json(&Box::pin(crate::backtests::run::run(&self, *question)).await?),
            Work::Sweep(work) => json(&Box::pin(crate::sweeps::run(&self, *work)).await?),
            Work::RestoreDrill { backup_id } => json(&crate::backups::drill(&self, &backup_id).await?),
        }
    }
}

fn json<T: Serialize>(result: &T) -> Result<Value> {
    serde_json::to_value(result).map_err(|_| Error::Broken { what: "the job's result" })
}

/// Tells everybody where a job stands.
fn tell(host: &Host, job: &Job, eta_s: Option<f64>) {
    host.events.send(Event::Job {
        id: job.id,
        job_kind: job.kind,
        title: job.title.clone(),
        state: job.state,
        progress: job.progress,
        message: job.message.clone(),
        eta_s,
    });
}
