//! Indicators over stored bars: what there is, and what they give for an instrument.

use ::indicators::{Indicator, IndicatorError, IndicatorSpec, Ohlcv, Pane, catalogue, compute};
use chrono::NaiveDate;
use model::{bar::BarSize, currency::Currency, id::InstrumentId};
use serde::{Deserialize, Serialize};
use store::bars::BarQuery;

use crate::{
    Workstation,
    ctx::{Action, Ctx},
    error::{Error, Result},
};

/// Indicators of one question.
const SPECS_MAX: usize = 32;

/// Every indicator with its parameters, inputs and outputs.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct IndicatorCatalogue {
    /// The entries.
    pub indicators: Vec<Indicator>,
}

/// What is computed over the daily bars of an instrument.
#[derive(Clone, Debug, PartialEq, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct IndicatorsQuestion {
    /// The indicators, 1 to 32.
    pub indicators: Vec<IndicatorSpec>,
    /// Results from this day; the bars before it warm the indicators up.
    #[serde(default)]
    pub from: Option<NaiveDate>,
    /// Results to this day. Bars after it are not looked at.
    #[serde(default)]
    pub to: Option<NaiveDate>,
}

/// Indicators over the bars of an instrument.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct IndicatorsView {
    /// The instrument.
    pub instrument_id: InstrumentId,
    /// Its symbol.
    pub symbol: String,
    /// Its currency.
    pub currency: Currency,
    /// The day of each bar.
    pub dates: Vec<NaiveDate>,
    /// One for each indicator that was asked for, in that order.
    pub indicators: Vec<IndicatorResult>,
}

/// What an indicator gave.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct IndicatorResult {
    /// The description with every parameter written out.
    pub indicator: IndicatorSpec,
    /// What it is, in words.
    pub words: &'static str,
    /// Where a chart draws it.
    pub pane: Pane,
    /// Bars before the first result.
    pub warm_up: usize,
    /// The outputs; empty when the bars lack a column that it reads.
    pub outputs: Vec<IndicatorOutput>,
    /// Why there are none; null when there are.
    pub missing: Option<String>,
}

/// An output of an indicator.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct IndicatorOutput {
    /// Its name, such as `signal`.
    pub name: &'static str,
    /// Bars by which a chart draws it later (positive) or earlier than the bar that made it known.
    pub shift: i32,
    /// One for each date; null where it is unknown.
    pub values: Vec<Option<f64>>,
}

impl Workstation {
    /// Every indicator.
    ///
    /// # Errors
    /// When nothing may be read.
    pub async fn indicator_catalogue(&self, ctx: &Ctx) -> Result<IndicatorCatalogue> {
        self.for_use(ctx, Action::Read, "indicators").await?;
        Ok(IndicatorCatalogue { indicators: catalogue().to_vec() })
    }

    /// Indicators over the daily bars of an instrument.
    ///
    /// # Errors
    /// When there is no such instrument, too many indicators are asked for, or the bars cannot be read. A column that the bars do
    /// not have is said at the indicator.
    pub async fn indicators(&self, ctx: &Ctx, id: InstrumentId, asked: IndicatorsQuestion) -> Result<IndicatorsView> {
        let ws = self.for_use(ctx, Action::Read, "indicators").await?;
        if !(1..=SPECS_MAX).contains(&asked.indicators.len()) {
            let message = format!("{} indicators are asked for; name 1 to {SPECS_MAX}", asked.indicators.len());
            return Err(Error::field("indicators", "out_of_range", message));
        }
        let instrument = store::instruments::get(&ws.store, id).await?;
        let to = asked.to.map(model::time::Timestamp::from_date);
        let series = store::bars::read(&ws.store, id, BarSize::Day1, &BarQuery { to, ..BarQuery::default() }).await?;
        let work = move || {
            let bars: Vec<model::bar::Bar> = series.iter().collect();
            let days: Vec<NaiveDate> = bars.iter().map(|bar| bar.at.date()).collect();
            // A day's session is the day itself.
            let sessions: Vec<i64> = bars.iter().map(|bar| bar.at.micros()).collect();
            let columns =
                Ohlcv::from_bars(&bars).and_then(|bars| bars.with_sessions(&sessions)).map_err(|e| refused(&e))?;
            let first = asked.from.map_or(0, |from| days.partition_point(|day| *day < from));
            let results = asked.indicators.into_iter().map(|spec| result(spec, &columns, first));
            Ok::<_, Error>((days[first..].to_vec(), results.collect::<Result<Vec<_>>>()?))
        };
        let worked = tokio::task::spawn_blocking(work).await.map_err(|_| Error::Broken { what: "the indicators" })?;
        let (dates, indicators) = worked?;
        let (symbol, currency) = (instrument.fields.symbol, instrument.fields.currency);
        Ok(IndicatorsView { instrument_id: id, symbol, currency, dates, indicators })
    }
}

fn result(spec: IndicatorSpec, bars: &Ohlcv<'_>, first: usize) -> Result<IndicatorResult> {
    let entry = spec.kind().indicator();
    let (outputs, missing) = match compute(&spec, bars) {
        Ok(outputs) => {
            let output = |o: &::indicators::Output| IndicatorOutput {
                name: o.name,
                shift: o.shift,
                values: o.values.iter().skip(first).collect(),
            };
            (outputs.columns().iter().map(output).collect(), None)
        }
        Err(missing @ IndicatorError::MissingColumn { .. }) => (Vec::new(), Some(missing.to_string())),
        Err(error) => return Err(refused(&error)),
    };
    let warm_up = spec.warm_up();
    Ok(IndicatorResult { indicator: spec, words: entry.words, pane: entry.pane, warm_up, outputs, missing })
}

fn refused(error: &IndicatorError) -> Error {
    Error::field(error.field(), error.code(), error.to_string())
}
