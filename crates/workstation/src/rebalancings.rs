//! Rebalancing: plans of trades towards a target, what is kept of them, and whether one is due.
//!
//! A preview changes nothing. What is kept is a preview with its terms; approving plans anew and refuses when prices or books have
//! moved since, so that nobody approves what they have not seen.

mod checks;
mod household;
mod market;
mod orders;
mod shapes;
mod terms;
mod warnings;

use ::rebalance::{RebalancePlan, RebalanceRequest, Side, rebalance, targets::Verdict};
use model::{
    id::RebalancingId,
    rebalancing::{RebalancingState, RebalancingTrigger},
    target::{TargetModel, TargetNode, TargetSource, Tolerance},
};
use rust_decimal::Decimal;
use store::rebalancings::Rebalancing;

pub use checks::{CheckReport, Crossing, RebalancingCheck, RebalancingCondition};
pub(crate) use market::Market;
pub(crate) use shapes::Kept;
pub use shapes::{
    NewRebalancing, PlannedAccount, PlannedInstrument, PlannedLot, RebalancingDecision, RebalancingPreview,
    RebalancingStep, RebalancingSummary, RebalancingView, RiskBasis, TaxBasis,
};
pub use terms::{Effort, RebalancingTarget, RebalancingTerms, TaxCounting, WashSales};

use crate::{
    Host, Workstation,
    ctx::{Action, Ctx, authorize},
    error::{Error, Result},
    folded::{Folded, folded},
    ledger::{Changed, Deleted},
    page::{Page, PageQuery, paging},
    taxes::{PROFILE, TaxProfile},
    workspace::{Workspace, last_event},
};
use household::Sources;

/// The longest note.
const NOTE_MAX: usize = 2000;

impl Workstation {
    /// Plans the trades of a request that brings everything along, lot by lot; nothing is read from the workspace.
    ///
    /// # Errors
    /// When the request has no plan; the message says why.
    pub async fn plan_rebalancing(&self, ctx: &Ctx, request: RebalanceRequest) -> Result<RebalancePlan> {
        authorize(&ctx.actor, Action::Read, "rebalancings")?;
        let planned = tokio::task::spawn_blocking(move || rebalance(&request)).await;
        Ok(planned.map_err(|_| Error::Broken { what: "the planner" })??)
    }

    /// Plans the trades of the workspace: lots, cash, prices, rates and taxes come out of the books.
    ///
    /// # Errors
    /// When the terms name what is not there, or have no plan; the message says why.
    pub async fn preview_rebalancing(&self, ctx: &Ctx, terms: &RebalancingTerms) -> Result<RebalancingPreview> {
        let ws = self.for_use(ctx, Action::Read, "rebalancings").await?;
        preview(&ws, &self.host, terms).await
    }

    /// Rebalancings, newest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn rebalancings(&self, ctx: &Ctx, query: &PageQuery) -> Result<Page<RebalancingSummary>> {
        let ws = self.for_use(ctx, Action::Read, "rebalancings").await?;
        let paging = paging(query.limit, query.cursor.clone())?;
        let page: Page<Rebalancing<Kept>> = store::rebalancings::list(&ws.store, &paging).await?.into();
        Ok(page.map(summary))
    }

    /// One of them, whole.
    ///
    /// # Errors
    /// When there is none.
    pub async fn rebalancing(&self, ctx: &Ctx, id: RebalancingId) -> Result<RebalancingView> {
        let ws = self.for_use(ctx, Action::Read, "rebalancings").await?;
        Ok(view(store::rebalancings::get(&ws.store, id).await?))
    }

    /// Plans once more and keeps the plan as a proposal.
    ///
    /// # Errors
    /// As [`Workstation::preview_rebalancing`], or when the plan is not the one that was looked at.
    pub async fn create_rebalancing(&self, ctx: &Ctx, new: NewRebalancing) -> Result<Changed<RebalancingView>> {
        let ws = self.for_use(ctx, Action::Write, "rebalancings").await?;
        noted(new.note.as_deref())?;
        let preview = preview(&ws, &self.host, &new.terms).await?;
        if new.fingerprint.as_ref().is_some_and(|seen| *seen != preview.fingerprint) {
            return Err(outdated("keep"));
        }
        let kept = Kept { terms: new.terms, preview, reasons: Vec::new(), decisions: Vec::new(), note: new.note };
        keep(&ws, &self.host, ctx, RebalancingTrigger::Manual, kept).await
    }

    /// Approves, dismisses, or notes as done. Approving plans once more: a plan that comes out otherwise now is refused.
    ///
    /// # Errors
    /// When there is none, the step is not possible from where it stands, or prices or books have moved since.
    pub async fn step_rebalancing(
        &self,
        ctx: &Ctx,
        id: RebalancingId,
        step: RebalancingStep,
    ) -> Result<Changed<RebalancingView>> {
        let ws = self.for_use(ctx, Action::Write, "rebalancings").await?;
        noted(step.note.as_deref())?;
        let before: Rebalancing<Kept> = store::rebalancings::get(&ws.store, id).await?;
        let possible = match before.state {
            RebalancingState::Proposed => {
                [RebalancingState::Approved, RebalancingState::Dismissed].contains(&step.state)
            }
            RebalancingState::Approved => {
                [RebalancingState::Executed, RebalancingState::Dismissed].contains(&step.state)
            }
            RebalancingState::Executed | RebalancingState::Dismissed => false,
        };
        if !possible {
            let detail = format!("a rebalancing that is {} cannot become {}", before.state, step.state);
            return Err(Error::conflict("rebalancing_state", detail));
        }
        if step.state == RebalancingState::Approved {
            let now = preview(&ws, &self.host, &before.plan.terms).await?;
            if now.fingerprint != before.plan.preview.fingerprint {
                return Err(outdated("approve"));
            }
        }
        let mut w = ws.begin(ctx, &self.host).await?;
        let mut event: Rebalancing<Kept> = store::rebalancings::get(&mut w, id).await?;
        if event.state != before.state {
            let detail = format!("the rebalancing has become {} meanwhile; look at it again", event.state);
            return Err(Error::conflict("rebalancing_state", detail));
        }
        event.plan.decisions.push(RebalancingDecision {
            state: step.state,
            by: ctx.actor.label(),
            at: w.at(),
            note: step.note,
        });
        event.state = step.state;
        event.updated_at = w.at();
        store::rebalancings::update(&mut w, &event).await?;
        let change_id = last_event(&mut w).await?;
        ws.commit(w, &self.host).await?;
        Ok(Changed { value: view(event), change_id })
    }

    /// Deletes one.
    ///
    /// # Errors
    /// When there is none.
    pub async fn delete_rebalancing(&self, ctx: &Ctx, id: RebalancingId) -> Result<Deleted> {
        let ws = self.for_use(ctx, Action::Write, "rebalancings").await?;
        let mut w = ws.begin(ctx, &self.host).await?;
        let _: Rebalancing<Kept> = store::rebalancings::delete(&mut w, id).await?;
        let change_id = last_event(&mut w).await?;
        ws.commit(w, &self.host).await?;
        Ok(Deleted { change_id })
    }

    /// The orders of a rebalancing as CSV (RFC 4180): an order a line, with the lots that a sale names.
    ///
    /// # Errors
    /// When there is none.
    pub async fn rebalancing_orders(&self, ctx: &Ctx, id: RebalancingId) -> Result<Vec<u8>> {
        let ws = self.for_use(ctx, Action::Read, "rebalancings").await?;
        let event: Rebalancing<Kept> = store::rebalancings::get(&ws.store, id).await?;
        Ok(orders::csv(&event.plan.preview))
    }

    /// Looks whether a rebalancing is due, and keeps a proposal when it is.
    ///
    /// # Errors
    /// As [`Workstation::preview_rebalancing`], or when no condition is named.
    pub async fn check_rebalancing(&self, ctx: &Ctx, asked: &RebalancingCheck) -> Result<CheckReport> {
        let ws = self.for_use(ctx, Action::Write, "rebalancings").await?;
        check(&ws, &self.host, ctx, asked).await
    }
}

/// Plans the trades of a workspace.
async fn preview(ws: &Workspace, host: &Host, terms: &RebalancingTerms) -> Result<RebalancingPreview> {
    let state = folded(ws, host).await?;
    let profile: TaxProfile = store::settings::get_key(&ws.store, PROFILE).await?.unwrap_or_default();
    let (target, target_name) = target_of(ws, &state, &terms.target).await?;
    let mut ids = household::wanted_ids(&state, &target);
    let market = market::market(ws, host, &state, ids.clone()).await?;
    ids.extend(state.held());
    ids.retain(|id| !terms.left_out.contains(id));
    let (covariance, risk) = market::covariance(ws, host, &state, &market, ids).await;
    let terms = terms.clone();
    let work = move || {
        let sources = Sources { state: &state, profile: &profile, terms: &terms, target, market: &market, covariance };
        let asked = sources.household()?;
        let plan = rebalance(&asked.request)?;
        Ok(RebalancingPreview {
            date: asked.request.date,
            base_currency: asked.request.base_currency,
            target_name,
            fingerprint: fingerprint(&plan, &asked.request)?,
            wash_sales: warnings::wash_sales(&asked.request, &plan, asked.taxes.wash_sales),
            plan,
            instruments: asked.instruments,
            accounts: asked.accounts,
            lots: asked.lots,
            taxes: asked.taxes,
            risk,
            warnings: asked.warnings,
        })
    };
    tokio::task::spawn_blocking(work).await.map_err(|_| Error::Broken { what: "the planner" })?
}

/// Keeps a plan as a proposal.
async fn keep(
    ws: &Workspace,
    host: &Host,
    ctx: &Ctx,
    trigger: RebalancingTrigger,
    kept: Kept,
) -> Result<Changed<RebalancingView>> {
    let account_id = match kept.terms.account_ids.as_slice() {
        [only] => Some(*only),
        _ => None,
    };
    let mut w = ws.begin(ctx, host).await?;
    let optimization_id = match kept.terms.target {
        RebalancingTarget::Saved { target_id } => {
            store::targets::get(&mut w, target_id).await?.fields.source_optimization_id
        }
        RebalancingTarget::Given { .. } => None,
    };
    let event = Rebalancing {
        id: RebalancingId::new(),
        account_id,
        optimization_id,
        trigger,
        state: RebalancingState::Proposed,
        created_at: w.at(),
        updated_at: w.at(),
        plan: kept,
    };
    store::rebalancings::insert(&mut w, &event).await?;
    let change_id = last_event(&mut w).await?;
    ws.commit(w, host).await?;
    Ok(Changed { value: view(event), change_id })
}

/// Looks whether a rebalancing is due, and keeps a proposal when it is.
///
/// # Errors
/// As [`Workstation::preview_rebalancing`], or when no condition is named.
pub(crate) async fn check(ws: &Workspace, host: &Host, ctx: &Ctx, check: &RebalancingCheck) -> Result<CheckReport> {
    check.checked()?;
    let preview = preview(ws, host, &check.terms).await?;
    let (due, unknown) = checks::look(check, &preview);
    let report = |rebalancing_id, words: String| CheckReport {
        due: due.clone(),
        unknown: unknown.clone(),
        rebalancing_id,
        words,
    };
    let Some(first) = due.first() else {
        let off = preview.plan.drift_before.iter().filter(|r| matches!(r.verdict, Verdict::Over | Verdict::Under));
        return Ok(report(None, format!("nothing is due; {} weights are out of their bands", off.count())));
    };
    if preview.plan.trades.is_empty() {
        return Ok(report(None, format!("{}, but no trade is worth its tax and cost", first.words)));
    }
    if let Some(id) = waiting(ws, &preview.plan).await? {
        return Ok(report(Some(id), format!("{}; the same proposal waits already", first.words)));
    }
    let words = format!("{}: {} trades are proposed", first.words, preview.plan.trades.len());
    let trigger = first.trigger;
    let kept = Kept { terms: check.terms.clone(), preview, reasons: due.clone(), decisions: Vec::new(), note: None };
    let made = keep(ws, host, ctx, trigger, kept).await?;
    Ok(report(Some(made.value.id), words))
}

/// The proposal with the same trades that nobody has decided on yet, among the latest: also one of an earlier day, at other
/// prices. It is planned anew before it is approved.
async fn waiting(ws: &Workspace, plan: &RebalancePlan) -> Result<Option<RebalancingId>> {
    let trades = |plan: &RebalancePlan| -> Vec<(Side, String, String, Decimal)> {
        plan.trades.iter().map(|t| (t.side, t.account.clone(), t.instrument.clone(), t.units)).collect()
    };
    let wanted = trades(plan);
    let latest: store::Page<Rebalancing<Kept>> =
        store::rebalancings::list(&ws.store, &store::Paging { limit: 20, cursor: None }).await?;
    let mut proposed = latest.items.iter().filter(|r| r.state == RebalancingState::Proposed);
    Ok(proposed.find(|r| trades(&r.plan.preview.plan) == wanted).map(|r| r.id))
}

/// The target with its instruments named by symbol, and its name.
async fn target_of(
    ws: &Workspace,
    state: &Folded,
    target: &RebalancingTarget,
) -> Result<(TargetModel, Option<String>)> {
    match target {
        RebalancingTarget::Given { model } => Ok((household::by_symbol(state, model)?, None)),
        RebalancingTarget::Saved { target_id } => {
            let fields = store::targets::get(&ws.store, *target_id).await?.fields;
            let plain = || TargetModel {
                source: match fields.source_optimization_id {
                    Some(_) => TargetSource::Optimizer,
                    None => TargetSource::ByHand,
                },
                members: fields
                    .weights
                    .iter()
                    .map(|(id, weight)| TargetNode::Instrument {
                        instrument: id.to_string(),
                        weight: *weight,
                        band: None,
                    })
                    .collect(),
                member_band: fields.tolerance.map(|points| Tolerance { absolute: Some(points), relative: None }),
            };
            let model = fields.tree.clone().unwrap_or_else(plain);
            Ok((household::by_symbol(state, &model)?, Some(fields.name)))
        }
    }
}

/// BLAKE3 over what would be done: the day, the trades with their lots and prices, and the cash that they leave.
fn fingerprint(plan: &RebalancePlan, request: &RebalanceRequest) -> Result<String> {
    let done = (request.date, &plan.trades, &plan.accounts);
    let json = serde_json::to_vec(&done).map_err(|_| Error::Broken { what: "the plan's fingerprint" })?;
    Ok(blake3::hash(&json).to_string())
}

fn outdated(what: &str) -> Error {
    let detail = format!(
        "prices or holdings have moved, and the plan would be another one now; plan anew, look at it, and {what} that"
    );
    Error::conflict("plan_outdated", detail)
}

fn noted(note: Option<&str>) -> Result<()> {
    match note {
        Some(note) if note.chars().count() > NOTE_MAX => {
            Err(Error::field("note", "text_length", format!("a note has at most {NOTE_MAX} characters")))
        }
        _ => Ok(()),
    }
}

fn view(event: Rebalancing<Kept>) -> RebalancingView {
    let Kept { terms, preview, reasons, decisions, note } = event.plan;
    RebalancingView {
        id: event.id,
        trigger: event.trigger,
        state: event.state,
        created_at: event.created_at,
        updated_at: event.updated_at,
        terms,
        reasons,
        preview,
        decisions,
        note,
    }
}

fn summary(event: Rebalancing<Kept>) -> RebalancingSummary {
    let Kept { terms, preview, decisions, note, .. } = event.plan;
    RebalancingSummary {
        id: event.id,
        trigger: event.trigger,
        state: event.state,
        created_at: event.created_at,
        updated_at: event.updated_at,
        target_name: preview.target_name,
        target_id: match terms.target {
            RebalancingTarget::Saved { target_id } => Some(target_id),
            RebalancingTarget::Given { .. } => None,
        },
        date: preview.date,
        base_currency: preview.base_currency,
        n_trades: preview.plan.trades.len(),
        taxes_counted: preview.taxes.counted,
        off_target_before: preview.plan.untouched.map(|figures| figures.off_target),
        figures: preview.plan.figures,
        decided_by: decisions.last().map(|decision| decision.by.clone()),
        note,
    }
}
