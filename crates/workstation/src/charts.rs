//! Pictures of charts.

use model::id::InstrumentId;
use serde::{Deserialize, Serialize};

use crate::{Workstation, bars::BarsQuery, ctx::Ctx, error::Result, pending};

/// Colours of a picture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChartTheme {
    /// Light lines on dark.
    #[default]
    Dark,
    /// Dark lines on light.
    Light,
}

/// How a picture looks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ChartQuery {
    /// From this day.
    #[serde(default)]
    pub from: Option<chrono::NaiveDate>,
    /// To this day.
    #[serde(default)]
    pub to: Option<chrono::NaiveDate>,
    /// Pixels, 100 to 4096; 1280 when nothing is said.
    #[serde(default)]
    pub width: Option<u32>,
    /// Pixels, 100 to 4096; 720 when nothing is said.
    #[serde(default)]
    pub height: Option<u32>,
    /// `dark` (default) or `light`.
    #[serde(default)]
    pub theme: Option<ChartTheme>,
}

impl Workstation {
    /// A chart of an instrument as a PNG file.
    ///
    /// # Errors
    /// When there is no such instrument, it has no prices, or the size is out of range.
    pub async fn chart_png(&self, ctx: &Ctx, id: InstrumentId, query: &ChartQuery) -> Result<Vec<u8>> {
        let _ = BarsQuery::default();
        pending!(ctx, id, query)
    }
}
