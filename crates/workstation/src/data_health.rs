//! Data health: what is missing, stale or refused, and where to mend it.

use chrono::NaiveDate;
use model::{
    currency::Currency,
    id::{InstrumentId, TransactionId},
};
use serde::Serialize;

use crate::{Workstation, ctx::Ctx, error::Result, pending};

/// The state of the data.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct DataHealth {
    /// The day that counts as today.
    pub as_of: NaiveDate,
    /// Every instrument's prices.
    pub instruments: Vec<InstrumentHealth>,
    /// The pairs needed for what is held.
    pub rates: Vec<RateHealth>,
    /// What to mend, most urgent first.
    pub problems: Vec<DataProblem>,
}

/// Prices of an instrument.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct InstrumentHealth {
    /// The instrument.
    pub instrument_id: InstrumentId,
    /// Its symbol.
    pub symbol: String,
    /// Its name.
    pub name: String,
    /// It is held today.
    pub held: bool,
    /// First day with a price.
    pub first: Option<NaiveDate>,
    /// Last day with a price.
    pub last: Option<NaiveDate>,
    /// Days with a price.
    pub n_bars: u64,
    /// Days with a price over weekdays between first and last, a fraction.
    pub coverage: Option<f64>,
    /// Stretches without a price longer than a week.
    pub gaps: Vec<Gap>,
    /// The last price is older than the settings allow.
    pub stale: bool,
    /// Where its prices come from.
    pub sources: Vec<String>,
}

/// A stretch without prices.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Gap {
    /// The last day before it.
    pub from: NaiveDate,
    /// The first day after it.
    pub to: NaiveDate,
}

/// Rates of a pair.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct RateHealth {
    /// One unit of this …
    pub base: Currency,
    /// … in this.
    pub quote: Currency,
    /// First day, directly, inverted or through a third currency.
    pub first: Option<NaiveDate>,
    /// Last day.
    pub last: Option<NaiveDate>,
    /// The last rate is older than the settings allow, or there is none.
    pub stale: bool,
}

/// How urgent a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Urgency {
    /// Figures are unknown because of it.
    Blocking,
    /// Figures are old or may mislead.
    Warning,
    /// Good to know.
    Info,
}

/// One thing to mend.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct DataProblem {
    /// A stable name.
    pub code: String,
    /// How urgent it is.
    pub urgency: Urgency,
    /// What is wrong and what to do.
    pub message: String,
    /// The instrument concerned.
    pub instrument_id: Option<InstrumentId>,
    /// The transaction concerned.
    pub transaction_id: Option<TransactionId>,
    /// What mends it.
    pub remedy: Option<Remedy>,
}

/// What mends a problem.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Remedy {
    /// The button's words.
    pub label: String,
    /// `import_prices`, `import_fx_rates`, `edit_transaction`, `edit_instrument`, `add_price` or `add_fx_rate`.
    pub action: String,
    /// The API route that mends it, e.g. `POST /api/v1/bars/{id}`.
    pub route: String,
}

impl Workstation {
    /// The state of the data.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn data_health(&self, ctx: &Ctx) -> Result<DataHealth> {
        pending!(ctx)
    }
}
