//! What a run gives.

use execution::{engine::MarginCall, strategy::Refused};
use model::{
    id::{InstrumentId, OrderId},
    order::fill::Fill,
    time::Timestamp,
};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{Costs, DecisionAttribution, InstrumentGain, Measured, Notice, RoundTrip};

/// The account at the end of each moment, in its currency. Unknown where a price or a rate was missing.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, utoipa::ToSchema)]
pub struct EquityCurve {
    /// The moments.
    pub at: Vec<Timestamp>,
    /// Cash and positions.
    pub equity: Vec<Option<f64>>,
    /// Fall from the highest equity so far, as a part of it; zero or negative.
    pub drawdown: Vec<Option<f64>>,
    /// Worth of all positions, long and short added.
    pub gross_exposure: Vec<Option<f64>>,
    /// Worth of all positions, short ones taken off.
    pub net_exposure: Vec<Option<f64>>,
    /// The benchmark, as if the cash at the start had been put into it; empty without one.
    pub benchmark: Vec<Option<f64>>,
}

/// A position that was still open.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct EndPosition {
    /// What.
    pub instrument_id: InstrumentId,
    /// Below zero when short.
    #[schema(value_type = String)]
    pub units: Decimal,
    /// What was paid, or received, for each on average.
    #[schema(value_type = Option<String>)]
    pub average_price: Option<Decimal>,
    /// The last price.
    pub price: Option<f64>,
}

/// A request that did not become an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct RefusedRequest {
    /// The id that the order would have had, or has.
    pub order_id: OrderId,
    /// When.
    pub at: Timestamp,
    /// The reason as a code.
    pub code: &'static str,
    /// The reason in words.
    pub message: String,
}

/// What a run gives. The same settings, bars and strategy give it again, byte for byte.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct BacktestResult {
    /// Cash at the start.
    #[schema(value_type = String)]
    pub cash: Decimal,
    /// Equity at the end, exact; none when a price or a rate is not known.
    #[schema(value_type = Option<String>)]
    pub equity_end: Option<Decimal>,
    /// The way there.
    pub curve: EquityCurve,
    /// What is open at the end.
    pub positions: Vec<EndPosition>,
    /// Orders that passed the gate.
    pub orders: u64,
    /// Every fill.
    pub fills: Vec<Fill>,
    /// The market's price at each fill, before slippage.
    pub market_prices: Vec<f64>,
    /// Round trips in the order of their ends.
    pub round_trips: Vec<RoundTrip>,
    /// What it cost.
    pub costs: Costs,
    /// The gain by decision; none when a rate, a price or a slippage is not known.
    pub attribution: Option<DecisionAttribution>,
    /// The gain by instrument, in the order of the series; none likewise.
    pub by_instrument: Option<Vec<InstrumentGain>>,
    /// The first 10,000 requests that were refused.
    pub refused: Vec<RefusedRequest>,
    /// How many were refused.
    pub refused_count: u64,
    /// When the account had less equity than it must keep, so that positions were closed.
    pub margin_calls: Vec<MarginCall>,
    /// The figures.
    pub measured: Measured,
    /// What looks wrong about the bars.
    pub notices: Vec<Notice>,
    /// Orders traded at a close that they were decided on.
    pub knows_its_close: bool,
}

impl EquityCurve {
    /// Falls from the highest equity so far, which is at least `start`.
    pub(crate) fn falls(start: f64, equity: &[Option<f64>]) -> Vec<Option<f64>> {
        let mut peak = start;
        let fall = |equity: &Option<f64>| {
            equity.map(|equity| {
                peak = peak.max(equity);
                equity / peak - 1.0
            })
        };
        equity.iter().map(fall).collect()
    }
}

impl From<&Refused> for RefusedRequest {
    fn from(refused: &Refused) -> Self {
        Self { order_id: refused.order_id, at: refused.at, code: refused.why.code(), message: refused.why.to_string() }
    }
}
