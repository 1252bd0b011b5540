//! What is told of plans, and what is kept of them.

use std::collections::BTreeMap;

use ::rebalance::{PlanFigures, RebalancePlan};
use chrono::NaiveDate;
use model::{
    account::AccountKind,
    currency::Currency,
    id::{AccountId, InstrumentId, LotId, RebalancingId, TargetId},
    instrument::AssetClass,
    rebalancing::{RebalancingState, RebalancingTrigger},
    time::Timestamp,
};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use tax::{DecimalRates, WashSaleWindow};

use super::{checks::Crossing, terms::RebalancingTerms};

/// A plan for the workspace, and what the names in it stand for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct RebalancingPreview {
    /// The day of the trades.
    pub date: NaiveDate,
    /// The currency of amounts that name none.
    pub base_currency: Currency,
    /// What is steered towards, by name; null when it was given with the terms.
    pub target_name: Option<String>,
    /// The same trades have the same one: what is approved is what was looked at.
    pub fingerprint: String,
    /// The trades, and what they amount to.
    pub plan: RebalancePlan,
    /// Instruments by the symbol that the plan names.
    #[schema(value_type = std::collections::HashMap<String, PlannedInstrument>)]
    pub instruments: BTreeMap<String, PlannedInstrument>,
    /// Accounts by the name that the plan names.
    #[schema(value_type = std::collections::HashMap<String, PlannedAccount>)]
    pub accounts: BTreeMap<String, PlannedAccount>,
    /// Lots by the name that the plan names.
    #[schema(value_type = std::collections::HashMap<String, PlannedLot>)]
    pub lots: BTreeMap<String, PlannedLot>,
    /// Whose tax rules hold.
    pub taxes: TaxBasis,
    /// What the tracking error rests on.
    pub risk: RiskBasis,
    /// Losses that purchases cancel, where such trades are made all the same.
    pub wash_sales: Vec<String>,
    /// What was left out, and why.
    pub warnings: Vec<String>,
}

/// An instrument of a plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct PlannedInstrument {
    /// Its identity.
    pub instrument_id: InstrumentId,
    /// Its symbol.
    pub symbol: String,
    /// Its name.
    pub name: String,
    /// What it is.
    pub asset_class: AssetClass,
    /// Its sector.
    pub sector: Option<String>,
    /// The currency of its price.
    pub currency: Currency,
    /// ISO 6166.
    pub isin: Option<String>,
    /// The day of its last price; null when there is none.
    pub price_date: Option<NaiveDate>,
    /// The price is older than the settings allow.
    pub stale: bool,
    /// It is neither bought nor sold.
    pub locked: bool,
}

/// An account of a plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct PlannedAccount {
    /// Its identity.
    pub account_id: AccountId,
    /// Its name.
    pub name: String,
    /// How it is taxed.
    pub kind: AccountKind,
    /// Whose it is.
    pub owner: Option<String>,
}

/// A lot of a plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct PlannedLot {
    /// Its identity.
    pub lot_id: LotId,
    /// The account that holds it.
    pub account_id: AccountId,
    /// What is held.
    pub instrument_id: InstrumentId,
    /// The day from which the holding period counts.
    pub opened_on: NaiveDate,
    /// Units.
    #[schema(value_type = String)]
    pub quantity: Decimal,
    /// What they cost in the base currency, with the losses that buying back added; null when unknown.
    #[schema(value_type = Option<String>)]
    pub cost_base: Option<Decimal>,
}

/// Whose tax rules hold.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct TaxBasis {
    /// Taxes are in the figures; else those are unknown, not zero.
    pub counted: bool,
    /// The rules, by name.
    pub rules: Option<String>,
    /// The rates.
    pub rates: Option<DecimalRates>,
    /// What the reader should know of them.
    pub note: Option<String>,
    /// The days around a sale at a loss on which a purchase cancels it.
    pub wash_sales: Option<WashSaleWindow>,
}

/// What the tracking error rests on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct RiskBasis {
    /// The first day of prices.
    pub first_date: Option<NaiveDate>,
    /// The last.
    pub last_date: Option<NaiveDate>,
    /// Returns that were used.
    pub n_observations: Option<usize>,
    /// Instruments of which too few prices are known.
    pub missing: Vec<String>,
    /// Why there is no tracking error.
    pub note: Option<String>,
}

/// A plan to keep.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRebalancing {
    /// What is planned.
    pub terms: RebalancingTerms,
    /// The fingerprint of the plan that was looked at; a plan that comes out otherwise now is refused.
    #[serde(default)]
    pub fingerprint: Option<String>,
    /// A note, at most 2000 characters.
    #[serde(default)]
    pub note: Option<String>,
}

/// A step of a rebalancing to another state.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RebalancingStep {
    /// `approved`, `dismissed` or `executed`.
    pub state: RebalancingState,
    /// Why, at most 2000 characters.
    #[serde(default)]
    pub note: Option<String>,
}

/// A step that was made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct RebalancingDecision {
    /// The state that it led to.
    pub state: RebalancingState,
    /// Who decided.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// Why.
    pub note: Option<String>,
}

/// What is kept of a rebalancing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Kept {
    pub(crate) terms: RebalancingTerms,
    pub(crate) preview: RebalancingPreview,
    pub(crate) reasons: Vec<Crossing>,
    pub(crate) decisions: Vec<RebalancingDecision>,
    pub(crate) note: Option<String>,
}

/// A rebalancing: why it became due, before and after, what it costs, and who decided.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct RebalancingView {
    /// Its identity.
    pub id: RebalancingId,
    /// What made it due.
    pub trigger: RebalancingTrigger,
    /// Where it stands.
    pub state: RebalancingState,
    /// When it was proposed.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// What was planned.
    pub terms: RebalancingTerms,
    /// Why it became due.
    pub reasons: Vec<Crossing>,
    /// The plan as it was then: weights before and after, trades with reasons, cost and tax.
    pub preview: RebalancingPreview,
    /// Who decided what, in order.
    pub decisions: Vec<RebalancingDecision>,
    /// A note.
    pub note: Option<String>,
}

/// A rebalancing in a line.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct RebalancingSummary {
    /// Its identity.
    pub id: RebalancingId,
    /// What made it due.
    pub trigger: RebalancingTrigger,
    /// Where it stands.
    pub state: RebalancingState,
    /// When it was proposed.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// The target's name; null when it was given with the terms.
    pub target_name: Option<String>,
    /// The target, when it is one of the workspace.
    pub target_id: Option<TargetId>,
    /// The day of the prices.
    pub date: NaiveDate,
    /// The currency of amounts.
    pub base_currency: Currency,
    /// Orders.
    pub n_trades: usize,
    /// Whether taxes are in the figures.
    pub taxes_counted: bool,
    /// What the trades amount to.
    pub figures: PlanFigures,
    /// The part of the portfolio that lay elsewhere than it should before; null when unknown.
    #[schema(value_type = Option<String>)]
    pub off_target_before: Option<Decimal>,
    /// Who decided last.
    pub decided_by: Option<String>,
    /// A note.
    pub note: Option<String>,
}
