//! Optimizations compared: over the past, under changed inputs, over histories that might have been. All are jobs.

use ::optimize::{
    Objective, OptimizationRequest, Perturbation, ResamplingRequest, ResamplingResult, StabilityRequest,
    StabilityResult, WalkForwardRequest, WalkForwardResult, resample, stability, walk_forward,
};
use model::job::{Job, JobKind};

use super::{
    kind_of,
    questions::{ResamplingQuestion, StabilityQuestion, WalkForwardQuestion},
    spec::UniverseSpec,
    studio::filled,
};
use crate::{
    Workstation,
    ctx::{Action, Ctx},
    error::{Error, Result},
    jobs::{Task, Work},
    universe::{Estimated, estimated},
};

impl Workstation {
    /// Starts a comparison with equal weights over the past; the job's result is a `WalkForwardResult`.
    ///
    /// # Errors
    /// When the universe cannot be estimated.
    pub async fn start_walk_forward(&self, ctx: &Ctx, question: WalkForwardQuestion) -> Result<Job> {
        let universe = self.ready(ctx, &question.universe).await?;
        let title = title("Walk forward", question.request.objective, &universe);
        self.start(ctx, JobKind::WalkForward, &title, Work::WalkForward(Box::new(question))).await
    }

    /// Starts an optimization under small changes of its inputs; the job's result is a `StabilityResult`.
    ///
    /// # Errors
    /// As [`Workstation::start_walk_forward`].
    pub async fn start_stability(&self, ctx: &Ctx, question: StabilityQuestion) -> Result<Job> {
        let universe = self.ready(ctx, &question.universe).await?;
        let title = title("Stability", question.request.objective, &universe);
        self.start(ctx, JobKind::Stability, &title, Work::Stability(Box::new(question))).await
    }

    /// Starts an optimization over histories that might have been; the job's result is a `ResamplingResult`.
    ///
    /// # Errors
    /// When the universe cannot be estimated.
    pub async fn start_resampling(&self, ctx: &Ctx, question: ResamplingQuestion) -> Result<Job> {
        let universe = self.ready(ctx, &question.universe).await?;
        let title = title("Resampling", question.request.objective, &universe);
        self.start(ctx, JobKind::Resampling, &title, Work::Resampling(Box::new(question))).await
    }

    /// The universe, so that a wrong one is told at once and not by a failed job.
    async fn ready(&self, ctx: &Ctx, spec: &UniverseSpec) -> Result<std::sync::Arc<Estimated>> {
        let ws = self.for_use(ctx, Action::Write, "optimizations").await?;
        estimated(&ws, &self.host, spec).await
    }

    async fn start(&self, ctx: &Ctx, kind: JobKind, title: &str, work: Work) -> Result<Job> {
        let ws = self.for_use(ctx, Action::Write, "optimizations").await?;
        self.enqueue(&ws, ctx, kind, title, work).await
    }
}

fn title(what: &str, objective: Objective, universe: &Estimated) -> String {
    let objective = kind_of(objective).as_str().replace('_', " ");
    format!("{what}: {objective} of {} instruments", universe.symbols().len())
}

/// The universe of a job, and its request with what the books know.
async fn prepared(
    task: &Task,
    spec: &UniverseSpec,
    request: OptimizationRequest,
) -> Result<(std::sync::Arc<Estimated>, OptimizationRequest)> {
    task.control.report(0.0, "Estimating");
    let universe = estimated(&task.ws, &task.host, spec).await?;
    let request = filled(&task.ws, &task.host, &universe, request, None).await?;
    task.control.check()?;
    Ok((universe, request))
}

/// Runs a calculation that tells its progress.
async fn calculated<T: Send + 'static>(
    task: &Task,
    doing: &'static str,
    work: impl FnOnce(::optimize::OnProgress<'_>) -> std::result::Result<T, ::optimize::OptimizeError> + Send + 'static,
) -> Result<T> {
    let watched = task.control.clone();
    let work = move || {
        work(&mut |p| {
            watched.report(p.fraction, doing);
            watched.flow()
        })
    };
    Ok(tokio::task::spawn_blocking(work).await.map_err(|_| Error::Broken { what: "the comparison" })??)
}

/// The job of a walk-forward.
pub(crate) async fn run_walk_forward(task: &Task, question: WalkForwardQuestion) -> Result<WalkForwardResult> {
    let (universe, mut optimization) = prepared(task, &question.universe, question.request).await?;
    universe.put_prices(&mut optimization);
    let request = WalkForwardRequest {
        optimization,
        window_size: question.window_size,
        window: question.window,
        rebalance_every: question.rebalance_every,
        cost: question.cost,
    };
    let mut result = calculated(task, "Walking forward", move |report| walk_forward(&request, report)).await?;
    result.warnings.extend(universe.lost_in_parts());
    Ok(result)
}

/// The job of a stability.
pub(crate) async fn run_stability(task: &Task, question: StabilityQuestion) -> Result<StabilityResult> {
    let (universe, mut optimization) = prepared(task, &question.universe, question.request).await?;
    let mut lost = None;
    match question.perturbation {
        Perturbation::Noise { .. } => universe.put_moments(&mut optimization),
        Perturbation::Bootstrap { .. } => {
            universe.put_prices(&mut optimization);
            lost = universe.lost_in_parts();
        }
    }
    let StabilityQuestion { perturbation, samples, seed, .. } = question;
    let request = StabilityRequest { optimization, perturbation, samples, seed };
    let mut result = calculated(task, "Changing the inputs", move |report| stability(&request, report)).await?;
    result.warnings.extend(lost);
    Ok(result)
}

/// The job of a resampling.
pub(crate) async fn run_resampling(task: &Task, question: ResamplingQuestion) -> Result<ResamplingResult> {
    let (universe, mut optimization) = prepared(task, &question.universe, question.request).await?;
    universe.put_moments(&mut optimization);
    if optimization.objective.uses_scenarios() {
        universe.put_past(&mut optimization)?;
    }
    let ResamplingQuestion { samples, seed, confidence, .. } = question;
    let observations = Some(universe.view.n_observations);
    let request = ResamplingRequest { optimization, observations, samples, seed, confidence };
    calculated(task, "Resampling", move |report| resample(&request, report)).await
}
