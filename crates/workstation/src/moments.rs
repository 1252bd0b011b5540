//! Moments of prices, returns or a covariance that a request brings along; nothing is read from the workspace.

use ::optimize::OptimizeError;
use statistics::{MomentsRequest, MomentsResult};

use crate::{
    Workstation,
    ctx::{Action, Ctx, authorize},
    error::{Error, Result},
};

impl Workstation {
    /// Estimates expected returns and covariance.
    ///
    /// # Errors
    /// When the request cannot be estimated; the message says why.
    pub async fn estimate_moments(&self, ctx: &Ctx, request: MomentsRequest) -> Result<MomentsResult> {
        authorize(&ctx.actor, Action::Read, "optimizations")?;
        let estimated = tokio::task::spawn_blocking(move || request.estimate()).await;
        Ok(estimated.map_err(|_| Error::Broken { what: "the estimators" })?.map_err(OptimizeError::from)?)
    }
}
