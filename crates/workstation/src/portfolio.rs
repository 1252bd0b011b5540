//! The portfolio on a day: positions, cash, profit and returns, with a reason for every unknown.

use std::{collections::BTreeMap, sync::Arc};

use chrono::NaiveDate;
use model::{currency::Currency, id::{AccountId, InstrumentId}, time::Timestamp};
use serde::{Deserialize, Serialize};

use crate::early::pf::*;
use crate::{Workstation, ctx::Ctx, error::Result, pending};

/// Which portfolio.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PortfolioQuery {
    /// At the end of this day; today when nothing is said.
    #[serde(default)]
    pub as_of: Option<NaiveDate>,
    /// Only this account.
    #[serde(default)]
    #[param(value_type = Option<String>)]
    pub account_id: Option<AccountId>,
    /// As it was known at this time; now when nothing is said.
    #[serde(default)]
    #[param(value_type = Option<String>)]
    pub known_at: Option<Timestamp>,
}

/// A portfolio on a day. Figures are in `base_currency` unless they say otherwise; a null value is unknown and says why.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct PortfolioView {
    /// The day.
    pub as_of: NaiveDate,
    /// As known at; null for now.
    pub known_at: Option<Timestamp>,
    /// The account, or null for all.
    pub account_id: Option<AccountId>,
    /// The currency of totals.
    pub base_currency: Currency,
    /// Sums over everything.
    pub totals: Totals,
    /// What is held.
    pub positions: Vec<PositionValue>,
    /// Cash by account and currency.
    pub cash: Vec<CashValue>,
    /// Values by sector.
    pub allocation_by_sector: Vec<Slice>,
    /// Values by asset class.
    pub allocation_by_asset_class: Vec<Slice>,
    /// Values by currency.
    pub allocation_by_currency: Vec<Slice>,
    /// Returns since the first flow.
    pub returns: Returns,
    /// The last closes of each instrument held, oldest first, at most 60, by instrument id.
    pub sparklines: BTreeMap<String, Vec<f64>>,
    /// Everything that could not be computed, and why.
    pub unknowns: Vec<Unknown>,
    /// Transactions that the books could not use, and why.
    pub problems: Vec<BookProblem>,
}

/// Which lots.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct LotsQuery {
    /// Only this account.
    #[serde(default)]
    #[param(value_type = Option<String>)]
    pub account_id: Option<AccountId>,
    /// Only this instrument.
    #[serde(default)]
    #[param(value_type = Option<String>)]
    pub instrument_id: Option<InstrumentId>,
    /// At the end of this day; today when nothing is said.
    #[serde(default)]
    pub as_of: Option<NaiveDate>,
}

/// Open lots and the closed ones.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct LotsView {
    /// Open lots with their value, oldest first.
    pub open: Vec<LotValue>,
    /// Closed lots with their gain, newest first.
    pub closed: Vec<RealizedGain>,
}

impl Workstation {
    /// The portfolio on a day.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn portfolio(&self, ctx: &Ctx, query: &PortfolioQuery) -> Result<Arc<PortfolioView>> {
        pending!(ctx, query)
    }

    /// Open lots, oldest first, and closed ones.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn lots(&self, ctx: &Ctx, query: &LotsQuery) -> Result<LotsView> {
        pending!(ctx, query)
    }
}
