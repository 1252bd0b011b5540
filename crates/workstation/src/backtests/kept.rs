//! Whole results: how they are packed and read again, and those that were read last.

use std::sync::Arc;

use ::backtest::{BacktestResult, Costs, DecisionAttribution, EndPosition, EquityCurve, Notice, RoundTrip};
use ::strategies::script::{Journal, LogLine};
use execution::engine::MarginCall;
use model::{id::BacktestId, order::fill::Fill, time::Timestamp};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::backtests::results::{self, PackedResult};
use tokio::sync::Mutex;

use crate::{
    apart::worked_out,
    error::{Error, Result},
    workspace::Workspace,
};

/// Lines of a script that are kept.
const LINES_MAX: usize = 1_000;
/// Results that stay in memory: a table asks for one stretch after another, and two runs are compared.
const AT_HAND: usize = 2;

/// What is packed of a run.
#[derive(Serialize)]
struct Packing<'a> {
    result: &'a BacktestResult,
    journal: Vec<LogLine>,
    journal_dropped: u64,
}

/// The same as it is read.
#[derive(Debug, Deserialize)]
pub(crate) struct KeptRun {
    pub(crate) result: KeptResult,
    /// What a script wrote.
    pub(crate) journal: Vec<LogLine>,
    /// How many lines came after these.
    pub(crate) journal_dropped: u64,
}

/// A [`BacktestResult`] as it is read. What is only passed on stays JSON.
#[derive(Debug, Deserialize)]
pub(crate) struct KeptResult {
    pub(crate) cash: Decimal,
    pub(crate) equity_end: Option<Decimal>,
    pub(crate) curve: EquityCurve,
    pub(crate) positions: Vec<EndPosition>,
    pub(crate) orders: u64,
    pub(crate) fills: Vec<Fill>,
    pub(crate) market_prices: Vec<f64>,
    pub(crate) round_trips: Vec<RoundTrip>,
    pub(crate) costs: Costs,
    pub(crate) attribution: Option<DecisionAttribution>,
    pub(crate) refused: Vec<Value>,
    pub(crate) refused_count: u64,
    pub(crate) margin_calls: Vec<MarginCall>,
    pub(crate) measured: KeptFigures,
    pub(crate) notices: Vec<Notice>,
    pub(crate) knows_its_close: bool,
}

/// Figures as they are read.
#[derive(Debug, Deserialize)]
pub(crate) struct KeptFigures {
    pub(crate) returns: Vec<Option<f64>>,
    pub(crate) at: Vec<Timestamp>,
    pub(crate) report: Option<Value>,
    pub(crate) undefined: Option<String>,
}

/// Packs a run, on the thread of whoever calls.
///
/// # Errors
/// When it is too long to be kept.
pub(crate) fn packed(result: &BacktestResult, journal: &Journal) -> Result<PackedResult> {
    let mut lines = journal.lines();
    let beyond = lines.len().saturating_sub(LINES_MAX);
    lines.truncate(LINES_MAX);
    let journal_dropped = journal.dropped() + beyond as u64;
    Ok(PackedResult::pack(&Packing { result, journal: lines, journal_dropped })?)
}

/// Results that were read last, the newest first.
#[derive(Debug, Default)]
pub(crate) struct Shelf(Mutex<Vec<(BacktestId, Arc<KeptRun>)>>);

impl Shelf {
    /// The whole result of a back-test. Whoever asks meanwhile waits for it instead of unpacking it too.
    ///
    /// # Errors
    /// When there is no such back-test, its result is missing, or it cannot be read.
    pub(super) async fn get(&self, ws: &Workspace, id: BacktestId) -> Result<Arc<KeptRun>> {
        let mut at_hand = self.0.lock().await;
        let known = at_hand.iter().position(|(other, _)| *other == id).map(|place| at_hand.remove(place));
        let found = match known {
            // It may have been deleted since.
            Some(found) if results::missing(&ws.store, &[id]).await?.is_empty() => found,
            _ => {
                let Some(packed) = results::get(&ws.store, id).await? else { return Err(missing(ws, id).await) };
                (id, Arc::new(worked_out("reading the result", move || packed.unpack::<KeptRun>()).await?))
            }
        };
        at_hand.insert(0, found);
        at_hand.truncate(AT_HAND);
        Ok(Arc::clone(&at_hand[0].1))
    }
}

/// Why there is no result: the back-test is gone, or only its result is.
async fn missing(ws: &Workspace, id: BacktestId) -> Error {
    let of: std::result::Result<store::backtests::Backtest<Value, Value>, _> =
        store::backtests::get(&ws.store, id).await;
    let detail = "the result of this back-test is missing, as after a deletion that was undone or in a restored archive; run it again";
    of.map_or_else(Error::from, |_| Error::conflict("result_missing", detail))
}
