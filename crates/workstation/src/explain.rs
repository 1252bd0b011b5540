//! Where a figure comes from: its formula and inputs, down to lots, prices and rates.

use chrono::NaiveDate;
use model::id::AccountId;
use serde::Deserialize;

pub use crate::early::pf::{Explanation, FigureKind};
use crate::{Workstation, ctx::Ctx, error::Result, pending};

/// Which figure.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ExplainQuery {
    /// The figure.
    #[param(inline)]
    pub figure: FigureKind,
    /// What it is of: nothing for the portfolio, `position:<account id>:<instrument id>`, `cash:<account id>:<currency>` or
    /// `lot:<lot id>`.
    #[serde(default)]
    pub id: Option<String>,
    /// Only this account.
    #[serde(default)]
    #[param(value_type = Option<String>)]
    pub account_id: Option<AccountId>,
    /// At the end of this day; today when nothing is said.
    #[serde(default)]
    pub as_of: Option<NaiveDate>,
}

impl Workstation {
    /// Explains a figure.
    ///
    /// # Errors
    /// When there is no such figure or object.
    pub async fn explain(&self, ctx: &Ctx, query: &ExplainQuery) -> Result<Explanation> {
        pending!(ctx, query)
    }
}
