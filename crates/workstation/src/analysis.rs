//! Figures, attribution and significance of series that a request brings along; nothing is read from the workspace.

use statistics::{
    PerformanceReport, PerformanceRequest,
    attribution::{AttributionReport, AttributionRequest},
    significance::{SignificanceReport, SignificanceRequest},
};

use crate::{
    Workstation,
    apart::{threads, worked_out},
    ctx::{Action, Ctx, authorize},
    error::Result,
};

/// What works, in words.
const WORK: &str = "the analysis";

impl Workstation {
    /// Every figure of a series of returns.
    ///
    /// # Errors
    /// When the request cannot be worked out; the message says why.
    pub async fn metrics(&self, ctx: &Ctx, request: PerformanceRequest) -> Result<PerformanceReport> {
        authorize(&ctx.actor, Action::Read, "analysis")?;
        worked_out(WORK, move || request.report()).await
    }

    /// Where a difference from a benchmark came from.
    ///
    /// # Errors
    /// As [`Workstation::metrics`].
    pub async fn attribution(&self, ctx: &Ctx, request: AttributionRequest) -> Result<AttributionReport> {
        authorize(&ctx.actor, Action::Read, "analysis")?;
        worked_out(WORK, move || request.attribute()).await
    }

    /// Whether chance could have made a series.
    ///
    /// # Errors
    /// As [`Workstation::metrics`].
    pub async fn significance(&self, ctx: &Ctx, request: SignificanceRequest) -> Result<SignificanceReport> {
        authorize(&ctx.actor, Action::Read, "analysis")?;
        worked_out(WORK, move || request.test(threads())).await
    }
}
