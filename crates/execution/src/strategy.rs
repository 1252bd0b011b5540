//! What decides: a strategy is told what happens and asks for orders. The same one runs in a back-test, on paper and live.
//!
//! A strategy sees only what was known: the context holds series up to the bar that has just closed, never the ones after it, and
//! there is no way to ask for more.

mod request;

use bars::series::BarSeries;
use model::{
    bar::Bar,
    id::{InstrumentId, OrderId},
    market::Tick,
    order::{Order, Parent, ParentLink, event::Replacement, fill::Fill},
    quantity::Price,
    time::Timestamp,
};
use rust_decimal::Decimal;

pub use request::{Ask, OrderRequest, Refused, Request, Size, WhyRefused};

use crate::{account::SimulatedAccount, blotter::Blotter, listing::Listing, state::OrderState};

/// Why a strategy stops the run.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct StrategyError(pub String);

/// Whether the run goes on.
pub type StrategyResult = Result<(), StrategyError>;

/// A bar that has closed.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct ClosedBar {
    /// Which instrument, in the order of the run.
    pub instrument: usize,
    /// Its number, from 0.
    pub index: usize,
    /// The bar.
    pub bar: Bar,
}

/// What decides. All that it does not need it may leave out.
pub trait Strategy {
    /// Before the first bar or tick.
    ///
    /// # Errors
    /// To stop the run.
    fn on_start(&mut self, _ctx: &mut Context<'_>) -> StrategyResult {
        Ok(())
    }

    /// A bar has closed. Bars of one moment come in the order of the instruments; all of them are in the account's prices.
    ///
    /// # Errors
    /// To stop the run.
    fn on_bar(&mut self, _ctx: &mut Context<'_>, _bar: &ClosedBar) -> StrategyResult {
        Ok(())
    }

    /// All bars of a moment have been told.
    ///
    /// # Errors
    /// To stop the run.
    fn on_moment(&mut self, _ctx: &mut Context<'_>) -> StrategyResult {
        Ok(())
    }

    /// A trade or a quote has come.
    ///
    /// # Errors
    /// To stop the run.
    fn on_tick(&mut self, _ctx: &mut Context<'_>, _instrument: usize, _tick: &Tick) -> StrategyResult {
        Ok(())
    }

    /// One of its orders has traded.
    ///
    /// # Errors
    /// To stop the run.
    fn on_fill(&mut self, _ctx: &mut Context<'_>, _fill: &Fill) -> StrategyResult {
        Ok(())
    }

    /// One of its requests was refused.
    ///
    /// # Errors
    /// To stop the run.
    fn on_refused(&mut self, _ctx: &mut Context<'_>, _refused: &Refused) -> StrategyResult {
        Ok(())
    }
}

/// Bars as far as they are known.
#[derive(Clone, Debug)]
pub(crate) enum History<'a> {
    /// The first bars of a series that goes on.
    Given { series: &'a BarSeries, seen: usize },
    /// Bars as they came.
    Grown(Box<BarSeries>),
}

impl History<'_> {
    #[inline]
    pub(crate) const fn series(&self) -> &BarSeries {
        match self {
            Self::Given { series, .. } => series,
            Self::Grown(series) => series,
        }
    }

    #[inline]
    pub(crate) fn seen(&self) -> usize {
        match self {
            Self::Given { seen, .. } => *seen,
            Self::Grown(series) => series.len(),
        }
    }
}

/// Makes ids of orders that are the same in every run of the same seed.
#[derive(Clone, Copy, Debug)]
pub struct OrderIds {
    seed: u64,
    next: u64,
}

impl OrderIds {
    /// Ids of a seed. Two runs whose orders meet in one place need two seeds.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self { seed, next: 1 }
    }

    pub(crate) fn make(&mut self) -> OrderId {
        let id = uuid::Uuid::from_u64_pair(self.seed, self.next);
        self.next += 1;
        OrderId::from_uuid(id)
    }
}

/// What a strategy may know and ask for at a moment.
#[derive(Debug)]
pub struct Context<'a> {
    pub(crate) now: Timestamp,
    pub(crate) listings: &'a [Listing],
    pub(crate) history: &'a [History<'a>],
    pub(crate) account: &'a SimulatedAccount,
    pub(crate) blotter: &'a Blotter,
    pub(crate) requests: &'a mut Vec<Request>,
    pub(crate) ids: &'a mut OrderIds,
}

impl Context<'_> {
    /// The time of the bars or the tick.
    #[must_use]
    pub const fn now(&self) -> Timestamp {
        self.now
    }

    /// The instruments of the run.
    #[must_use]
    pub const fn listings(&self) -> &[Listing] {
        self.listings
    }

    /// The number of an instrument.
    #[must_use]
    pub fn instrument(&self, id: InstrumentId) -> Option<usize> {
        self.listings.iter().position(|listing| listing.instrument_id == id)
    }

    /// Closes of an instrument, the last one of the bar that has just closed.
    #[must_use]
    #[inline]
    pub fn closes(&self, instrument: usize) -> &[f64] {
        let history = &self.history[instrument];
        &history.series().close[..history.seen()]
    }

    /// How many bars of an instrument are known.
    #[must_use]
    pub fn bars(&self, instrument: usize) -> usize {
        self.history[instrument].seen()
    }

    /// A bar of an instrument; `None` for one that has not closed.
    #[must_use]
    pub fn bar(&self, instrument: usize, index: usize) -> Option<Bar> {
        let history = &self.history[instrument];
        (index < history.seen()).then(|| history.series().bar(index))
    }

    /// The account as it stands.
    #[must_use]
    pub const fn account(&self) -> &SimulatedAccount {
        self.account
    }

    /// Units held; below zero when short.
    #[must_use]
    #[inline]
    pub fn units(&self, instrument: usize) -> f64 {
        self.account.units_float(instrument)
    }

    /// One of its orders; `None` when it was never sent, or is closed and forgotten.
    #[must_use]
    pub fn order(&self, id: OrderId) -> Option<&OrderState> {
        self.blotter.get(id).ok()
    }

    /// Asks for an order. The id is the one that the order will have; whether the gate lets it pass is told later.
    pub fn place(&mut self, order: OrderRequest) -> OrderId {
        let id = self.ids.make();
        self.requests.push(Request { id, made_at: self.now, instrument: order.instrument, ask: Ask::Place(order) });
        id
    }

    /// Asks for an order with exits: a limit where it gains, a stop where it loses. The exits wait for its fills, and cancel each other.
    pub fn bracket(&mut self, entry: OrderRequest, gain: Option<Price>, loss: Option<Price>) -> OrderId {
        let id = self.place(entry);
        let parent = Some(Parent { id, link: ParentLink::Exit });
        let exit =
            OrderRequest { parent, size: Size::Parent, side: entry.side.opposite(), oco_group: Some(id), ..entry };
        let terms = [
            gain.map(|limit| model::order::OrderTerms::Limit { limit }),
            loss.map(|stop| model::order::OrderTerms::Stop { stop }),
        ];
        for terms in terms.into_iter().flatten() {
            self.place(OrderRequest { terms, time_in_force: model::order::TimeInForce::Gtc, ..exit });
        }
        id
    }

    /// Asks to close a position at the market, if there is one.
    pub fn close(&mut self, instrument: usize) -> Option<OrderId> {
        let (side, _) = crate::account::closing(self.account.units(instrument))?;
        Some(self.place(OrderRequest::market(instrument, side, Size::Position)))
    }

    /// Asks to cancel an order.
    pub fn cancel(&mut self, instrument: usize, id: OrderId) {
        self.requests.push(Request { id, made_at: self.now, instrument, ask: Ask::Cancel });
    }

    /// Asks to change an order.
    pub fn replace(&mut self, instrument: usize, id: OrderId, to: Replacement) {
        self.requests.push(Request { id, made_at: self.now, instrument, ask: Ask::Replace(to) });
    }

    /// What has been asked for and is not yet on its way, for those who watch a strategy.
    #[must_use]
    pub const fn asked(&self) -> &[Request] {
        self.requests.as_slice()
    }

    /// Open orders of the run, in no particular sequence.
    pub fn open_orders(&self) -> impl Iterator<Item = &Order> {
        self.blotter.iter().filter(|state| !state.status().is_closed()).map(OrderState::order)
    }
}

/// Units out of a strategy's arithmetic.
///
/// # Errors
/// [`StrategyError`] for what is no number, is below zero, or is beyond exact decimals.
pub fn units_from(units: f64) -> Result<Decimal, StrategyError> {
    match crate::number::decimal(units) {
        Some(exact) if exact >= Decimal::ZERO => Ok(exact),
        _ => Err(StrategyError(format!("{units} is not a number of units; give zero or more, below 10^28"))),
    }
}
