//! The gap to reality: what a run on paper brought beside the back-test of the same strategy, and why.

use std::collections::BTreeMap;

use ::backtest::gap::{GapInstrument, GapSettings, RealityGap, TracedFill, reality_gap};
use ::bars::{
    build::{BarBuilder, BuiltBar, Print},
    series::BarSeries,
};
use execution::{listing::Sessions, number::decimal};
use model::id::{BacktestId, InstrumentId};
use rust_decimal::Decimal;
use serde::Deserialize;

use super::{
    data::{self, RunData},
    kept::KeptRun,
    saved,
};
use crate::{
    Workstation,
    apart::worked_out,
    ctx::{Action, Ctx},
    error::{Error, Result},
};

/// Orders that begin to trade within so many bars of each other are one and the same when nothing is said.
const APART_BARS: i64 = 2;
const DAY_MICROS: i64 = 86_400_000_000;

/// Which runs are laid beside each other.
#[derive(Clone, Debug, PartialEq, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct GapQuery {
    /// The run on paper that shows what really came.
    pub actual: BacktestId,
    /// Orders of both that begin to trade at most so many seconds apart are one and the same; two bars when nothing is said.
    #[serde(default)]
    pub apart_s: Option<u32>,
}

impl Workstation {
    /// Splits the difference between a back-test and a run on paper over the same instruments into data, timing, slippage, partial fills, fees and
    /// decisions. The split is in the currency of the back-test's account.
    ///
    /// # Errors
    /// When one of them is not there or has no result, they trade different instruments or in different currencies, or the bars of the back-test are
    /// gone.
    pub async fn backtest_gap(&self, ctx: &Ctx, id: BacktestId, query: &GapQuery) -> Result<RealityGap> {
        let ws = self.for_use(ctx, Action::Read, "backtests").await?;
        let (expected, actual) = (saved(&ws, id).await?, saved(&ws, query.actual).await?);
        if expected.summary.currency != actual.summary.currency {
            let message = format!(
                "one account is in {} and the other in {}; compare accounts of one currency",
                expected.summary.currency, actual.summary.currency
            );
            return Err(Error::field("actual", "other_currency", message));
        }
        if actual.instruments.iter().any(|traded| !expected.instruments.contains(traded)) {
            let message = "it trades instruments that the back-test does not; run the back-test over the same ones";
            return Err(Error::field("actual", "other_instruments", message));
        }
        let data = data::read(&ws, &self.host, &expected.settings.question).await?;
        let (there, here) = (ws.shelf.get(&ws, id).await?, ws.shelf.get(&ws, query.actual).await?);
        let apart = query.apart_s.map_or_else(
            || data.interval.micros().unwrap_or(DAY_MICROS) * APART_BARS,
            |seconds| i64::from(seconds) * 1_000_000,
        );
        worked_out("the gap to reality", move || split(&data, &there, &here, apart)).await
    }
}

fn split(data: &RunData, expected: &KeptRun, actual: &KeptRun, apart_max_micros: i64) -> Result<RealityGap> {
    let built;
    let series: &[BarSeries] = match &data.ticks {
        None => &data.series,
        Some(_) => {
            built = bars_of(data)?;
            &built
        }
    };
    let settings = data.backtest.settings();
    let (there, here) = (last_prices(expected), last_prices(actual));
    let mut instruments = Vec::new();
    for (listing, series) in data.backtest.listings().iter().zip(series) {
        let close = series.close.last().copied().and_then(decimal);
        let Some(price) = there.get(&listing.instrument_id).copied().or(close) else { continue };
        let rates = settings.rates.iter().filter(|rate| rate.currency == listing.currency);
        let rate = if listing.currency == settings.currency {
            Some(Decimal::ONE)
        } else {
            rates.max_by_key(|rate| rate.at).and_then(|rate| rate.rate)
        };
        let rate = rate.ok_or_else(|| {
            let detail = format!("the rate of {} at the end is not known; import it", listing.currency);
            Error::conflict("rate_unknown", detail)
        })?;
        instruments.push(GapInstrument {
            instrument_id: listing.instrument_id,
            series,
            multiplier: listing.multiplier,
            expected_price: price,
            actual_price: here.get(&listing.instrument_id).copied(),
            rate,
        });
    }
    let settings = GapSettings { arrival: settings.arrival, apart_max_micros };
    Ok(reality_gap(settings, &instruments, &traced(expected), &traced(actual))?)
}

/// Fills with where the market stood.
fn traced(run: &KeptRun) -> Vec<TracedFill> {
    let markets = run.result.market_prices.iter().map(|price| decimal(*price)).chain(std::iter::repeat(None));
    run.result.fills.iter().zip(markets).map(|(fill, market)| TracedFill { fill: *fill, market }).collect()
}

/// Last prices of what is open at the end of a run.
fn last_prices(run: &KeptRun) -> BTreeMap<InstrumentId, Decimal> {
    let open = run.result.positions.iter();
    open.filter_map(|of| Some((of.instrument_id, of.price.and_then(decimal)?))).collect()
}

/// The bars that a run over ticks told its strategy.
fn bars_of(data: &RunData) -> Result<Vec<BarSeries>> {
    let Some((ticks, bars)) = &data.ticks else { return Ok(Vec::new()) };
    let mut made: Vec<(BarBuilder, BarSeries)> = data
        .backtest
        .listings()
        .iter()
        .map(|listing| {
            let hours = match listing.sessions {
                Sessions::Within { hours, .. } => hours,
                Sessions::EachBar => ::bars::hours::Hours::UTC,
            };
            (BarBuilder::new(bars.interval, hours, 0), BarSeries::default())
        })
        .collect();
    for (number, tick) in ticks {
        let Some(print) = Print::of(tick, bars.of) else { continue };
        let (builder, series) = &mut made[*number];
        let built = builder.push(&print, &mut |built: BuiltBar| series.push(&built.bar));
        built.map_err(|problem| Error::conflict("hours_unknown", problem.to_string()))?;
    }
    let ended = made.into_iter().map(|(mut builder, mut series)| {
        builder.finish(&mut |built: BuiltBar| series.push(&built.bar));
        series
    });
    Ok(ended.collect())
}
