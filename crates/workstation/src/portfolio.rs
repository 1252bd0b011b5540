//! The portfolio on a day: positions, cash, profit and returns, with a reason for every unknown.

use std::{collections::BTreeMap, sync::Arc};

use chrono::NaiveDate;
use model::{
    currency::Currency,
    id::{AccountId, InstrumentId},
    time::Timestamp,
};
use portfolio::{
    books::{BookProblem, Books, RealizedGain},
    performance::{Returns, Span},
    unknown::Unknown,
    valuation::{CashValue, LotValue, PositionValue, Scope, Slice, Totals, Valuation, value},
};
use serde::{Deserialize, Serialize};

use crate::{
    Workstation,
    ctx::{Action, Ctx},
    error::{Error, Result},
    folded::{Folded, Ledger, Once, folded_as_known},
    performance::{PerformanceQuery, series},
    prices::Prices,
    workspace::Workspace,
};

/// Which portfolio.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PortfolioQuery {
    /// At the end of this day; today when nothing is said.
    #[serde(default)]
    pub as_of: Option<NaiveDate>,
    /// Only this account.
    #[serde(default)]
    #[param(value_type = Option<String>)]
    pub account_id: Option<AccountId>,
    /// As it was known at this time; now when nothing is said.
    #[serde(default)]
    #[param(value_type = Option<String>)]
    pub known_at: Option<Timestamp>,
    /// With its returns, unless this is false: today's portfolio without them waits only for its last prices.
    #[serde(default)]
    pub returns: Option<bool>,
}

impl PortfolioQuery {
    /// What a window shows first: today's portfolio without returns.
    fn first() -> Self {
        Self { returns: Some(false), ..Self::default() }
    }

    fn wants_returns(&self) -> bool {
        self.returns.unwrap_or(true)
    }

    /// The last prices are enough.
    fn is_of_last_prices(&self) -> bool {
        !self.wants_returns() && self.as_of.is_none() && self.known_at.is_none()
    }
}

/// A portfolio on a day. Figures are in `base_currency` unless they say otherwise; a null value is unknown and says why.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct PortfolioView {
    /// The day.
    pub as_of: NaiveDate,
    /// As known at; null for now.
    pub known_at: Option<Timestamp>,
    /// The account, or null for all.
    pub account_id: Option<AccountId>,
    /// The currency of totals.
    pub base_currency: Currency,
    /// Sums over everything.
    pub totals: Totals,
    /// What is held.
    pub positions: Vec<PositionValue>,
    /// Cash by account and currency.
    pub cash: Vec<CashValue>,
    /// Values by sector.
    pub allocation_by_sector: Vec<Slice>,
    /// Values by asset class.
    pub allocation_by_asset_class: Vec<Slice>,
    /// Values by currency.
    pub allocation_by_currency: Vec<Slice>,
    /// Returns since the first flow; null where they were not wanted.
    pub returns: Option<Returns>,
    /// The last closes of each instrument held, oldest first, at most 60, by instrument id.
    pub sparklines: BTreeMap<String, Vec<f64>>,
    /// Everything that could not be computed, and why.
    pub unknowns: Vec<Unknown>,
    /// Transactions that the books could not use, and why.
    pub problems: Vec<BookProblem>,
}

/// Which lots.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct LotsQuery {
    /// Only this account.
    #[serde(default)]
    #[param(value_type = Option<String>)]
    pub account_id: Option<AccountId>,
    /// Only this instrument.
    #[serde(default)]
    #[param(value_type = Option<String>)]
    pub instrument_id: Option<InstrumentId>,
    /// At the end of this day; today when nothing is said.
    #[serde(default)]
    pub as_of: Option<NaiveDate>,
    /// As it was known at this time; now when nothing is said.
    #[serde(default)]
    #[param(value_type = Option<String>)]
    pub known_at: Option<Timestamp>,
}

/// Open lots and the closed ones.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct LotsView {
    /// Open lots with their value, oldest first.
    pub open: Vec<LotValue>,
    /// Closed lots with their gain, newest first.
    pub closed: Vec<RealizedGain>,
}

impl Workstation {
    /// The portfolio on a day.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn portfolio(&self, ctx: &Ctx, query: &PortfolioQuery) -> Result<Arc<PortfolioView>> {
        let ws = self.for_use(ctx, Action::Read, "portfolio").await?;
        if query.is_of_last_prices() {
            return self.of_last_prices(&ws, query).await;
        }
        let state = folded_as_known(&ws, &self.host, query.known_at).await?;
        let kept = {
            let mut cache = ws.cache.lock().await;
            if query.known_at.is_none() && cache.is_current(&state) {
                cache.trim();
                Arc::clone(cache.views.entry(query.clone()).or_default())
            } else {
                Once::default()
            }
        };
        let computed = async {
            let as_of = query.as_of.unwrap_or(state.today);
            let span =
                Span { from: None, to: as_of, account_id: query.account_id, benchmark_id: state.settings.benchmark_id };
            let returns = async {
                match query.wants_returns() {
                    // The chart beside the positions asks for the same series.
                    true => series(&ws, &state, span).await.map(|series| Some(series.summary.clone())),
                    false => Ok(None),
                }
            };
            let prices = Prices::Whole(Arc::clone(&state.history));
            let values = values(Arc::clone(state.ledger()), prices, as_of, query.account_id);
            let (returns, values) = tokio::join!(returns, values);
            Ok(Arc::new(view(query, as_of, values?.0, returns?)))
        };
        kept.get_or_try_init(|| computed).await.map(Arc::clone)
    }

    /// Today's portfolio without its returns. It takes the prices of the last days, and older ones where these do not do.
    async fn of_last_prices(&self, ws: &Workspace, query: &PortfolioQuery) -> Result<Arc<PortfolioView>> {
        let (ledger, kept) = {
            let mut cache = ws.cache.lock().await;
            let ledger = cache.ledger(ws, &self.host).await?;
            cache.trim();
            (ledger, Arc::clone(cache.views.entry(query.clone()).or_default()))
        };
        let computed = async {
            let mut prices = ws.cache.lock().await.prices_of_today(ws, &ledger).await?;
            loop {
                let (found, used) = values(Arc::clone(&ledger), prices, ledger.today, query.account_id).await?;
                prices = used;
                if !prices.complete(ws).await? {
                    return Ok(Arc::new(view(query, ledger.today, found, None)));
                }
            }
        };
        kept.get_or_try_init(|| computed).await.map(Arc::clone)
    }

    /// Computes what a window asks for first, so that it need not wait: for a process that is about to show the
    /// portfolio. What goes wrong is told to whoever asks.
    pub async fn read_ahead(&self) {
        let read = async {
            let ctx = Ctx::local();
            let ws = self.for_use(&ctx, Action::Read, "portfolio").await?;
            let first = ws.first.write().await;
            self.portfolio(&ctx, &PortfolioQuery::first()).await?;
            drop(first);
            self.performance(&ctx, &PerformanceQuery::default()).await
        };
        if let Err(problem) = read.await {
            tracing::debug!(%problem, "the portfolio could not be read ahead");
        }
    }

    /// Open lots, oldest first, and closed ones.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn lots(&self, ctx: &Ctx, query: &LotsQuery) -> Result<LotsView> {
        let ws = self.for_use(ctx, Action::Read, "portfolio").await?;
        let state = folded_as_known(&ws, &self.host, query.known_at).await?;
        let books = state.books_on(query.as_of.unwrap_or(state.today));
        let valuation = valuation(&state, &books, query.account_id);
        let wanted = |id| query.instrument_id.is_none_or(|wanted| wanted == id);
        let mut open: Vec<LotValue> = valuation.lots.into_iter().filter(|l| wanted(l.lot.lot.instrument_id)).collect();
        open.sort_by_key(|l| (l.lot.lot.opened_on, l.lot.lot.id));
        let mine = |g: &&RealizedGain| query.account_id.is_none_or(|a| a == g.account_id) && wanted(g.instrument_id);
        let mut closed: Vec<RealizedGain> = books.realized.iter().filter(mine).cloned().collect();
        closed.sort_by_key(|g| std::cmp::Reverse(g.closed_on));
        Ok(LotsView { open, closed })
    }
}

/// The value of books with each of their lots.
pub(crate) fn valuation(state: &Folded, books: &Books, account_id: Option<AccountId>) -> Valuation {
    let scope = Scope { account_id, stale_after_days: state.settings.stale_after_days, lots: true };
    value(state.context(), books, |id, day| state.history.price_at(id, day), scope)
}

/// What is held on a day, its value, and the last closes of each instrument held.
struct Values {
    valuation: Valuation,
    sparklines: BTreeMap<String, Vec<f64>>,
}

/// Values on a thread of their own; the prices come back.
async fn values(
    ledger: Arc<Ledger>,
    prices: Prices,
    as_of: NaiveDate,
    account_id: Option<AccountId>,
) -> Result<(Values, Prices)> {
    let work = move || {
        let books = ledger.books_on(as_of);
        let scope = Scope { account_id, stale_after_days: ledger.settings.stale_after_days, lots: false };
        let valuation = value(ledger.context(), &books, |id, day| prices.price_at(id, day), scope);
        let spark = |p: &PositionValue| (p.instrument_id.to_string(), prices.sparkline(p.instrument_id, as_of));
        let sparklines = valuation.positions.iter().map(spark).collect();
        (Values { valuation, sparklines }, prices)
    };
    tokio::task::spawn_blocking(work).await.map_err(|_| Error::Broken { what: "the valuation" })
}

/// Everything on the portfolio's page.
fn view(query: &PortfolioQuery, as_of: NaiveDate, values: Values, returns: Option<Returns>) -> PortfolioView {
    let Values { valuation, sparklines } = values;
    PortfolioView {
        as_of,
        known_at: query.known_at,
        account_id: query.account_id,
        base_currency: valuation.base_currency,
        totals: valuation.totals,
        positions: valuation.positions,
        cash: valuation.cash,
        allocation_by_sector: valuation.allocation_by_sector,
        allocation_by_asset_class: valuation.allocation_by_asset_class,
        allocation_by_currency: valuation.allocation_by_currency,
        returns,
        sparklines,
        unknowns: valuation.unknowns,
        problems: valuation.problems,
    }
}
