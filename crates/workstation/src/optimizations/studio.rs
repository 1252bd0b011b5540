//! The studio: questions over stored prices, answered at once and saved nowhere.

use std::{ops::ControlFlow, sync::Arc};

use ::optimize::{
    CorrelationClusters, Objective, OptimizationRequest, OptimizationResult, WeightChanges, correlation_clusters,
    explain_changes,
};
use tokio_util::sync::CancellationToken;

use super::{
    Saved,
    lots::tax_lots,
    questions::{ChangesQuery, ChangesQuestion, CorrelationsQuestion, LotsQuestion, StudioQuestion},
};
use crate::{
    Host, Workstation,
    ctx::{Action, Ctx},
    error::{Error, Result},
    folded::folded,
    universe::{Aside, Estimated, Held, estimated, go_on},
    workspace::Workspace,
};

impl Workstation {
    /// Solves over a universe without saving. The estimates are kept, so that the next question over the same universe costs its
    /// solve alone; a change of what they depend on throws them away. Assets without a weight are left out of the frontier's points.
    ///
    /// # Errors
    /// When the universe cannot be estimated, lots cannot be valued, or the request is malformed or has no solution.
    pub async fn preview_optimization(&self, ctx: &Ctx, question: StudioQuestion) -> Result<OptimizationResult> {
        let ws = self.for_use(ctx, Action::Read, "optimizations").await?;
        let universe = estimated(&ws, &self.host, &question.universe).await?;
        let aside = Aside { frontier_points: question.frontier_points, corners: question.corners };
        let request = filled(&ws, &self.host, &universe, question.request, question.lots.as_ref()).await?;
        // Whoever drags on has no use for this answer any more: then its solve ends.
        let stop = CancellationToken::new();
        let _guard = stop.clone().drop_guard();
        let solve = move || {
            universe.solve(&request, aside, &mut |_| {
                if stop.is_cancelled() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            })
        };
        let mut solved =
            tokio::task::spawn_blocking(solve).await.map_err(|_| Error::Broken { what: "the solver" })??;
        // Most weights along a frontier are zero; at every step of a drag they would be most of the answer.
        for point in &mut solved.frontier {
            point.weights.retain(|_, weight| *weight != 0.0);
        }
        Ok(solved)
    }

    /// Correlations of a universe, ordered by clusters.
    ///
    /// # Errors
    /// When the universe cannot be estimated, an instrument has no variance, or the number of clusters is out of range.
    pub async fn correlations(&self, ctx: &Ctx, question: CorrelationsQuestion) -> Result<CorrelationClusters> {
        let ws = self.for_use(ctx, Action::Read, "optimizations").await?;
        let universe = estimated(&ws, &self.host, &question.universe).await?;
        let work = move || {
            let request = OptimizationRequest {
                linkage: question.linkage,
                n_clusters: question.n_clusters,
                ..OptimizationRequest::new(Vec::new(), Objective::EqualWeight)
            };
            correlation_clusters(universe.desk()?.universe(), &request)
        };
        Ok(tokio::task::spawn_blocking(work).await.map_err(|_| Error::Broken { what: "the clusters" })??)
    }

    /// Why the weights of two saved runs differ.
    ///
    /// # Errors
    /// When one does not exist, or judges portfolios by past prices that have changed since.
    pub async fn optimization_changes(&self, ctx: &Ctx, query: &ChangesQuery) -> Result<WeightChanges> {
        let ws = self.for_use(ctx, Action::Read, "optimizations").await?;
        let mut runs: Vec<Saved> = Vec::with_capacity(2);
        for id in [query.before, query.after] {
            runs.push(store::optimizations::get(&ws.store, id).await?);
        }
        let by_past = runs.iter().any(|run| run.settings.request.objective.uses_scenarios());
        let mut requests = Vec::with_capacity(2);
        for run in runs {
            let mut request = run.settings.request;
            if by_past {
                let universe = estimated(&ws, &self.host, &run.settings.universe).await?;
                if universe.view.data_hash != run.data_hash {
                    let detail = format!(
                        "the prices that \"{}\" saw have changed since, and its objective depends on them; run it again to compare",
                        run.name
                    );
                    return Err(Error::conflict("prices_changed", detail));
                }
                universe.put_past(&mut request)?;
            }
            requests.push(request);
        }
        changes(requests).await
    }

    /// Why the weights of two questions differ.
    ///
    /// # Errors
    /// As [`Workstation::preview_optimization`] for either of them.
    pub async fn question_changes(&self, ctx: &Ctx, question: ChangesQuestion) -> Result<WeightChanges> {
        let ws = self.for_use(ctx, Action::Read, "optimizations").await?;
        let questions = vec![question.before, question.after];
        let by_past = questions.iter().any(|question| question.request.objective.uses_scenarios());
        let mut requests = Vec::with_capacity(2);
        for question in questions {
            requests.push(Box::pin(whole(&ws, &self.host, question, by_past)).await?);
        }
        changes(requests).await
    }
}

/// A question's request with its moments, and past returns where they are wanted.
async fn whole(ws: &Workspace, host: &Host, question: StudioQuestion, by_past: bool) -> Result<OptimizationRequest> {
    let universe = estimated(ws, host, &question.universe).await?;
    let mut request = filled(ws, host, &universe, question.request, question.lots.as_ref()).await?;
    universe.put_moments(&mut request);
    if by_past {
        universe.put_past(&mut request)?;
    }
    Ok(request)
}

/// Explains the step from the first request to the second.
async fn changes(requests: Vec<OptimizationRequest>) -> Result<WeightChanges> {
    let work = move || explain_changes(&requests[0], &requests[1], &mut go_on);
    Ok(tokio::task::spawn_blocking(work).await.map_err(|_| Error::Broken { what: "the comparison" })??)
}

/// A request with what the books and the universe know: its assets, lots and today's weights where it needs them. Moments and past
/// returns are left to whoever solves it.
///
/// # Errors
/// When it names other assets, lots cannot be valued, or today's weights are needed and unknown.
pub(super) async fn filled(
    ws: &Workspace,
    host: &Host,
    universe: &Arc<Estimated>,
    mut request: OptimizationRequest,
    lots: Option<&LotsQuestion>,
) -> Result<OptimizationRequest> {
    let symbols = universe.symbols();
    if !request.assets.is_empty() && request.assets != symbols {
        let message =
            "the assets are not those of the universe in its order; leave them out, or load the universe again";
        return Err(Error::field("request.assets", "other_assets", message));
    }
    request.assets = symbols.to_vec();
    (request.prices, request.dates, request.returns) = (None, None, None);
    (request.expected_returns, request.covariance, request.factor_model) = (None, None, None);
    (request.benchmark, request.factors) = (None, None);
    request.periods_per_year = universe.periods_per_year();
    if let Some(asked) = lots {
        if request.tax_lots.is_some() {
            let message = "given beside tax_lots of the request; leave out one of the two";
            return Err(Error::field("lots", "given_twice", message));
        }
        let state = folded(ws, host).await?;
        request.tax_lots = Some(tax_lots(&state, &universe.view.assets, asked)?);
    }
    if request.current_weights.is_none() && request.tax_lots.is_none() && counts_from_today(&request) {
        request.current_weights = Some(match &universe.held {
            Held::Weights(weights) => weights.iter().map(|(symbol, weight)| (symbol.clone(), *weight)).collect(),
            Held::Nothing => std::iter::empty::<(String, f64)>().collect(),
            Held::Unknown(reason) => {
                let message = format!("today's weights are needed and unknown: {reason}; or give current_weights");
                return Err(Error::field("request.current_weights", "unknown", message));
            }
        });
    }
    Ok(request)
}

/// Whether limits or costs count from what is held.
fn counts_from_today(request: &OptimizationRequest) -> bool {
    let trades_cost = request.costs.as_ref().is_some_and(|costs| costs.linear.is_some() || costs.impact.is_some());
    trades_cost || request.constraints.turnover.is_some() || !request.constraints.do_not_trade.is_empty()
}
