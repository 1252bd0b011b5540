//! Figures, attribution and significance of series that a request brings along; nothing is read from the workspace.

use std::num::NonZeroUsize;

use statistics::{
    PerformanceReport, PerformanceRequest, StatisticsError,
    attribution::{AttributionReport, AttributionRequest},
    significance::{SignificanceReport, SignificanceRequest},
};

use crate::{
    Workstation,
    ctx::{Action, Ctx, authorize},
    error::{Error, Result},
};

impl Workstation {
    /// Every figure of a series of returns.
    ///
    /// # Errors
    /// When the request cannot be worked out; the message says why.
    pub async fn metrics(&self, ctx: &Ctx, request: PerformanceRequest) -> Result<PerformanceReport> {
        worked_out(ctx, move || request.report()).await
    }

    /// Where a difference from a benchmark came from.
    ///
    /// # Errors
    /// As [`Workstation::metrics`].
    pub async fn attribution(&self, ctx: &Ctx, request: AttributionRequest) -> Result<AttributionReport> {
        worked_out(ctx, move || request.attribute()).await
    }

    /// Whether chance could have made a series.
    ///
    /// # Errors
    /// As [`Workstation::metrics`].
    pub async fn significance(&self, ctx: &Ctx, request: SignificanceRequest) -> Result<SignificanceReport> {
        let threads = std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
        worked_out(ctx, move || request.test(threads)).await
    }
}

/// Works on a thread of its own, as some of it takes seconds.
async fn worked_out<T: Send + 'static>(
    ctx: &Ctx,
    work: impl FnOnce() -> std::result::Result<T, StatisticsError> + Send + 'static,
) -> Result<T> {
    authorize(&ctx.actor, Action::Read, "analysis")?;
    let done = tokio::task::spawn_blocking(work).await;
    Ok(done.map_err(|_| Error::Broken { what: "the analysis" })??)
}
