//! What has happened in a run.

use model::{order::fill::Fill, time::Timestamp};

use super::MarginCall;
use crate::{state::Anomaly, strategy::Refused};

/// Refusals beyond this are counted and not kept.
const REFUSED_KEPT: usize = 10_000;

/// What has happened in a run.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Record {
    pub(super) at: Vec<Timestamp>,
    pub(super) equity: Vec<Option<f64>>,
    pub(super) fills: Vec<Fill>,
    pub(super) market_prices: Vec<f64>,
    pub(super) refused: Vec<Refused>,
    pub(super) refused_count: u64,
    pub(super) anomalies: Vec<Anomaly>,
    pub(super) margin_calls: Vec<MarginCall>,
    pub(super) ticks: usize,
    pub(super) orders: u64,
}

impl Record {
    /// Times of the moments.
    #[must_use]
    pub fn at(&self) -> &[Timestamp] {
        &self.at
    }

    /// Equity at the end of each moment, in the base currency; `None` where it was not known.
    #[must_use]
    pub fn equity(&self) -> &[Option<f64>] {
        &self.equity
    }

    /// Every fill, in order.
    #[must_use]
    pub fn fills(&self) -> &[Fill] {
        &self.fills
    }

    /// The market's price of each fill, before slippage and before it was rounded to the tick.
    #[must_use]
    pub fn market_prices(&self) -> &[f64] {
        &self.market_prices
    }

    /// The first 10,000 requests that were refused.
    #[must_use]
    pub fn refused(&self) -> &[Refused] {
        &self.refused
    }

    /// How many requests were refused.
    #[must_use]
    pub const fn refused_count(&self) -> u64 {
        self.refused_count
    }

    /// What should not have happened to orders.
    #[must_use]
    pub fn anomalies(&self) -> &[Anomaly] {
        &self.anomalies
    }

    /// When the account had less equity than it must keep.
    #[must_use]
    pub fn margin_calls(&self) -> &[MarginCall] {
        &self.margin_calls
    }

    /// Orders that passed the gate.
    #[must_use]
    pub const fn orders(&self) -> u64 {
        self.orders
    }

    pub(super) fn reserve(&mut self, moments: usize, fills: usize) {
        self.at.reserve(moments);
        self.equity.reserve(moments);
        self.fills.reserve(fills);
        self.market_prices.reserve(fills);
    }

    #[inline]
    pub(super) fn mark(&mut self, at: Timestamp, equity: Option<f64>) {
        self.at.push(at);
        self.equity.push(equity);
    }

    pub(super) fn mark_last(&mut self, equity: Option<f64>) {
        if let Some(last) = self.equity.last_mut() {
            *last = equity;
        }
    }

    pub(super) fn call(&mut self, call: MarginCall) {
        self.margin_calls.push(call);
    }

    pub(super) fn refuse(&mut self, refused: Refused) {
        self.refused_count += 1;
        if self.refused.len() < REFUSED_KEPT {
            self.refused.push(refused);
        }
    }
}
