//! Pictures of charts.

use ::charts::{
    picture::{View, png},
    series::{Columns, Series},
    theme::Theme,
};
use model::{bar::Bar, id::InstrumentId};
use serde::{Deserialize, Serialize};

use crate::{
    Workstation,
    bars::{BarsQuery, BarsView},
    ctx::Ctx,
    error::{Error, Result},
};

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
        let range = BarsQuery { from: query.from, to: query.to, ..BarsQuery::default() };
        let view = self.bars(ctx, id, &range).await?;
        let (width, height) = (query.width.unwrap_or(1280), query.height.unwrap_or(720));
        for (field, pixels) in [("width", width), ("height", height)] {
            if !(100..=4096).contains(&pixels) {
                return Err(Error::field(
                    field,
                    "out_of_range",
                    format!("{field} is {pixels}; give 100 to 4096 pixels"),
                ));
            }
        }
        let theme = match query.theme.unwrap_or_default() {
            ChartTheme::Dark => Theme::Dark,
            ChartTheme::Light => Theme::Light,
        };
        let draw = move || {
            let series = series(&view)?;
            Ok(png(&series, View { theme, ..View::default() }, width, height, 1.0)?)
        };
        tokio::task::spawn_blocking(draw).await.map_err(|_| Error::Broken { what: "drawing the chart" })?
    }
}

/// The series of a chart.
fn series(view: &BarsView) -> Result<Series> {
    let column = |part: fn(&Bar) -> Option<f64>| -> Vec<f64> {
        if view.bars.iter().all(|b| part(b).is_none()) {
            return Vec::new();
        }
        view.bars.iter().map(|b| part(b).unwrap_or(f64::NAN)).collect()
    };
    let columns = Columns {
        at: view.bars.iter().map(|b| b.at.micros()).collect(),
        open: column(|b| b.open),
        high: column(|b| b.high),
        low: column(|b| b.low),
        close: view.bars.iter().map(|b| b.close).collect(),
        volume: column(|b| b.volume),
    };
    Ok(Series::new(&view.symbol, &format!("{} · daily", view.currency), columns)?)
}
