//! Plans of trades towards a target, for a request that brings everything along; nothing is read from the workspace.

use ::rebalance::{RebalancePlan, RebalanceRequest, rebalance};

use crate::{
    Workstation,
    ctx::{Action, Ctx, authorize},
    error::{Error, Result},
};

impl Workstation {
    /// Plans the trades, lot by lot.
    ///
    /// # Errors
    /// When the request has no plan; the message says why.
    pub async fn plan_rebalancing(&self, ctx: &Ctx, request: RebalanceRequest) -> Result<RebalancePlan> {
        authorize(&ctx.actor, Action::Read, "rebalancings")?;
        let planned = tokio::task::spawn_blocking(move || rebalance(&request)).await;
        Ok(planned.map_err(|_| Error::Broken { what: "the planner" })??)
    }
}
