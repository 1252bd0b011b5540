//! What a run gave, as it is shown: the curve thinned, long lists in stretches.

use ::backtest::{Costs, DecisionAttribution, EndPosition, EquityCurve, Notice, RefusedRequest, RoundTrip};
use ::bars::pyramid::Pyramid;
use ::strategies::script::LogLine;
use execution::engine::MarginCall;
use model::{currency::Currency, id::BacktestId, order::fill::Fill, time::Timestamp};
use rust_decimal::Decimal;
use serde::Serialize;
use serde_json::Value;
use statistics::PerformanceReport;

use super::{
    CurveQuery, RowsQuery, RunCounts,
    kept::{KeptFigures, KeptRun},
    saved,
};
use crate::{
    Workstation,
    ctx::{Action, Ctx},
    error::{Error, Result},
    page,
};

/// Points of a curve when nothing is said.
const POINTS: usize = 1_500;
/// Points of a curve at most.
const POINTS_MAX: usize = 100_000;
/// Refusals that are shown.
const REFUSED: usize = 100;

/// What a run gave.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct BacktestOutcome {
    /// Of which back-test.
    pub id: BacktestId,
    /// The currency of the account.
    pub currency: Currency,
    /// Cash at the start.
    #[schema(value_type = String)]
    pub cash: Decimal,
    /// Equity at the end, exact; null when a price or a rate is not known.
    #[schema(value_type = Option<String>)]
    pub equity_end: Option<Decimal>,
    /// The way there.
    pub curve: EquityCurve,
    /// Moments before thinning.
    pub moments: usize,
    /// Some were left out.
    pub thinned: bool,
    /// Returns of the periods, with their ends.
    pub returns: PeriodReturns,
    /// Every figure with its convention; null when there is no report at all.
    #[schema(value_type = Option<PerformanceReport>)]
    pub report: Option<Value>,
    /// Why there is no report.
    pub undefined: Option<String>,
    /// What it cost.
    pub costs: Costs,
    /// The gain by decision; null when a rate, a price or a slippage is not known.
    pub attribution: Option<DecisionAttribution>,
    /// What was open at the end.
    pub positions: Vec<EndPosition>,
    /// When the account had less equity than it must keep.
    pub margin_calls: Vec<MarginCall>,
    /// What looks wrong about the bars.
    pub notices: Vec<Notice>,
    /// The first 100 requests that were refused.
    #[schema(value_type = Vec<RefusedRequest>)]
    pub refused: Vec<Value>,
    /// How much there is of what.
    pub counts: RunCounts,
    /// Orders traded at a close that they were decided on: a look ahead of one bar.
    pub knows_its_close: bool,
    /// What a script wrote, at most 1,000 lines.
    pub journal: Vec<LogLine>,
    /// How many lines came after these.
    pub journal_dropped: u64,
}

/// Returns of the periods that were measured.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct PeriodReturns {
    /// The end of each.
    pub at: Vec<Timestamp>,
    /// Simple returns; null where equity was not known.
    pub values: Vec<Option<f64>>,
}

/// A fill with the market's price.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct RunFill {
    /// The fill.
    #[serde(flatten)]
    pub fill: Fill,
    /// The market's price, before slippage and rounding.
    pub market_price: Option<f64>,
}

/// A stretch of the fills of a run.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct FillsWindow {
    /// The rows, in the order of time.
    pub items: Vec<RunFill>,
    /// Rows before them.
    pub offset: usize,
    /// Rows that match: all.
    pub matching: usize,
    /// Rows there are.
    pub total: usize,
    /// Always null: nothing is looked for.
    pub place: Option<usize>,
}

/// A stretch of the round trips of a run.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct RoundTripsWindow {
    /// The rows, in the order of their ends.
    pub items: Vec<RoundTrip>,
    /// Rows before them.
    pub offset: usize,
    /// Rows that match: all.
    pub matching: usize,
    /// Rows there are.
    pub total: usize,
    /// Always null: nothing is looked for.
    pub place: Option<usize>,
}

impl Workstation {
    /// What a run gave, without its long lists.
    ///
    /// # Errors
    /// When there is none, or its result is missing.
    pub async fn backtest_result(&self, ctx: &Ctx, id: BacktestId, query: &CurveQuery) -> Result<BacktestOutcome> {
        let ws = self.for_use(ctx, Action::Read, "backtests").await?;
        let points = query.points.unwrap_or(POINTS);
        if !(4..=POINTS_MAX).contains(&points) {
            let message = format!("points is {points}; give 4 to {POINTS_MAX}");
            return Err(Error::field("points", "out_of_range", message));
        }
        let currency = saved(&ws, id).await?.summary.currency;
        let run = ws.shelf.get(&ws, id).await?;
        Ok(outcome(id, currency, &run, points))
    }

    /// Some of the fills of a run.
    ///
    /// # Errors
    /// As [`Workstation::backtest_result`].
    pub async fn backtest_fills(&self, ctx: &Ctx, id: BacktestId, query: &RowsQuery) -> Result<FillsWindow> {
        let ws = self.for_use(ctx, Action::Read, "backtests").await?;
        let limit = page::limit(query.limit)?;
        saved(&ws, id).await?;
        let run = ws.shelf.get(&ws, id).await?;
        let (fills, total) = (&run.result.fills, run.result.fills.len());
        let offset = query.offset.unwrap_or(0).min(total);
        let row = |n: usize| RunFill { fill: fills[n], market_price: run.result.market_prices.get(n).copied() };
        let items = (offset..offset.saturating_add(limit).min(total)).map(row).collect();
        Ok(FillsWindow { items, offset, matching: total, total, place: None })
    }

    /// Some of the round trips of a run.
    ///
    /// # Errors
    /// As [`Workstation::backtest_result`].
    pub async fn backtest_round_trips(&self, ctx: &Ctx, id: BacktestId, query: &RowsQuery) -> Result<RoundTripsWindow> {
        let ws = self.for_use(ctx, Action::Read, "backtests").await?;
        let limit = page::limit(query.limit)?;
        saved(&ws, id).await?;
        let run = ws.shelf.get(&ws, id).await?;
        let (trips, total) = (&run.result.round_trips, run.result.round_trips.len());
        let offset = query.offset.unwrap_or(0).min(total);
        let items = trips[offset..offset.saturating_add(limit).min(total)].to_vec();
        Ok(RoundTripsWindow { items, offset, matching: total, total, place: None })
    }
}

fn outcome(id: BacktestId, currency: Currency, run: &KeptRun, points: usize) -> BacktestOutcome {
    let result = &run.result;
    let KeptFigures { returns, at, report, undefined } = &result.measured;
    let curve = thinned(&result.curve, points);
    BacktestOutcome {
        id,
        currency,
        cash: result.cash,
        equity_end: result.equity_end,
        moments: result.curve.at.len(),
        thinned: curve.at.len() < result.curve.at.len(),
        curve,
        returns: PeriodReturns { at: at.clone(), values: returns.clone() },
        report: report.clone(),
        undefined: undefined.clone(),
        costs: result.costs,
        attribution: result.attribution,
        positions: result.positions.clone(),
        margin_calls: result.margin_calls.clone(),
        notices: result.notices.clone(),
        refused: result.refused.iter().take(REFUSED).cloned().collect(),
        counts: RunCounts {
            orders: result.orders,
            fills: result.fills.len(),
            round_trips: result.round_trips.len(),
            refused: result.refused_count,
        },
        knows_its_close: result.knows_its_close,
        journal: run.journal.clone(),
        journal_dropped: run.journal_dropped,
    }
}

/// The first, the lowest, the highest and the last equity of each stretch.
fn thinned(curve: &EquityCurve, points: usize) -> EquityCurve {
    let n = curve.at.len();
    if n <= points {
        return curve.clone();
    }
    // Where equity is not known, the one before stands in for it when it is chosen what to leave out.
    let mut last = curve.equity.iter().flatten().next().copied().unwrap_or(0.0);
    let carried: Vec<f64> = curve
        .equity
        .iter()
        .map(|equity| {
            last = equity.unwrap_or(last);
            last
        })
        .collect();
    let kept = Pyramid::new(&carried).outline(&carried, 0..n, points / 4);
    let of = |column: &[Option<f64>]| kept.iter().filter_map(|n| column.get(*n).copied()).collect();
    EquityCurve {
        at: kept.iter().map(|n| curve.at[*n]).collect(),
        equity: of(&curve.equity),
        drawdown: of(&curve.drawdown),
        gross_exposure: of(&curve.gross_exposure),
        net_exposure: of(&curve.net_exposure),
        benchmark: of(&curve.benchmark),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thinned_curve_keeps_its_ends_and_extremes() {
        let equity: Vec<Option<f64>> = (0..10_000)
            .map(|n| match n {
                4_321 => Some(1.0),
                7_654 => Some(9_999.0),
                5_000..5_010 => None,
                n => Some(100.0 + f64::from(n % 7)),
            })
            .collect();
        let at: Vec<Timestamp> = (0..10_000).map(Timestamp::from_micros).collect();
        let curve = EquityCurve { at, equity: equity.clone(), drawdown: equity, ..EquityCurve::default() };
        let thin = thinned(&curve, 100);
        assert!(thin.at.len() <= 100 && thin.at.len() > 50, "{}", thin.at.len());
        assert_eq!((thin.at[0].micros(), thin.at[thin.at.len() - 1].micros()), (0, 9_999));
        assert!(thin.equity.contains(&Some(1.0)) && thin.equity.contains(&Some(9_999.0)));
        assert_eq!((thin.drawdown.len(), thin.benchmark.len()), (thin.at.len(), 0));
        assert_eq!(thinned(&curve, 10_000), curve);
    }
}
