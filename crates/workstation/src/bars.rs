//! Daily bars: read for charts, entered and removed by hand.

use chrono::NaiveDate;
use model::{bar::Bar, currency::Currency, id::{AuditEventId, InstrumentId}};
use serde::{Deserialize, Serialize};

use crate::{Workstation, ctx::Ctx, error::Result, pending, performance::SeriesFormat};

/// Which bars.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct BarsQuery {
    /// From this day.
    #[serde(default)]
    pub from: Option<NaiveDate>,
    /// To this day.
    #[serde(default)]
    pub to: Option<NaiveDate>,
    /// At most about this many: each column of a chart that wide keeps its first, least, greatest and last close.
    #[serde(default)]
    pub max_points: Option<u32>,
    /// `json` (default) or `binary`.
    #[serde(default)]
    pub format: Option<SeriesFormat>,
}

/// Bars of an instrument, oldest first.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct BarsView {
    /// The instrument.
    pub instrument_id: InstrumentId,
    /// Its symbol.
    pub symbol: String,
    /// Its currency.
    pub currency: Currency,
    /// Bars in the range before thinning.
    pub n_total: usize,
    /// Some were left out to meet `max_points`.
    pub thinned: bool,
    /// The bars.
    pub bars: Vec<Bar>,
}

/// A bar by hand. It wins over files on its day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ManualBar {
    /// The day.
    pub date: NaiveDate,
    /// Last price.
    pub close: f64,
    /// First price.
    #[serde(default)]
    pub open: Option<f64>,
    /// Highest price.
    #[serde(default)]
    pub high: Option<f64>,
    /// Lowest price.
    #[serde(default)]
    pub low: Option<f64>,
    /// Units traded.
    #[serde(default)]
    pub volume: Option<f64>,
}

impl Workstation {
    /// Bars of an instrument.
    ///
    /// # Errors
    /// When there is no such instrument or its bars cannot be read.
    pub async fn bars(&self, ctx: &Ctx, id: InstrumentId, query: &BarsQuery) -> Result<BarsView> {
        pending!(ctx, id, query)
    }

    /// Enters a bar by hand, in place of what is there.
    ///
    /// # Errors
    /// When its parts contradict each other or it lies in the future.
    pub async fn put_bar(&self, ctx: &Ctx, id: InstrumentId, bar: &ManualBar) -> Result<(Bar, AuditEventId)> {
        pending!(ctx, id, bar)
    }

    /// Removes the bar of a day.
    ///
    /// # Errors
    /// When there is none.
    pub async fn delete_bar(&self, ctx: &Ctx, id: InstrumentId, date: NaiveDate) -> Result<AuditEventId> {
        pending!(ctx, id, date)
    }
}
