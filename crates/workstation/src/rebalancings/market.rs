//! Prices of what is not held yet, cash by account, and how instruments move together.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use ::rebalance::Covariance;
use chrono::{Days, NaiveDate};
use model::{
    currency::Currency,
    id::{AccountId, InstrumentId},
};
use portfolio::history::{History, PriceAt};
use rust_decimal::Decimal;
use statistics::{CovarianceModel, MissingRule};

use super::shapes::RiskBasis;
use crate::{
    Host,
    error::Result,
    folded::Folded,
    optimizations::UniverseSpec,
    prices::{self, Reach},
    universe::{Seen, estimated},
    workspace::Workspace,
};

/// Days over which risk is measured: three years.
const RISK_DAYS: u64 = 3 * 365;
/// Fewest prices on which an instrument's risk rests: about half a year.
const PRICES_MIN: usize = 126;

/// What is looked up for plans, kept while nothing changes.
pub(crate) struct Market {
    seen: Seen,
    /// The instruments whose prices were looked for.
    ids: BTreeSet<InstrumentId>,
    /// Prices of those that the books do not use.
    beside: History,
    cash: BTreeMap<AccountId, BTreeMap<Currency, Decimal>>,
}

impl Market {
    /// The last price of an instrument.
    pub(super) fn price(&self, state: &Folded, id: InstrumentId) -> Option<PriceAt> {
        state.history.price_at(id, state.today).or_else(|| self.beside.price_at(id, state.today))
    }

    /// Cash of an account by currency.
    pub(super) fn cash(&self, id: AccountId) -> BTreeMap<Currency, Decimal> {
        self.cash.get(&id).cloned().unwrap_or_default()
    }

    fn points<'a>(&'a self, state: &'a Folded, id: InstrumentId) -> &'a [(NaiveDate, f64)] {
        match state.history.points(id) {
            [] => self.beside.points(id),
            points => points,
        }
    }
}

/// The market for a target's instruments, as it was looked up last where nothing has changed since.
///
/// # Errors
/// When the store cannot be read.
pub(super) async fn market(
    ws: &Workspace,
    host: &Host,
    state: &Folded,
    ids: BTreeSet<InstrumentId>,
) -> Result<Arc<Market>> {
    let seen = Seen::now(ws, ws.today(host.clock));
    let mut kept = ws.market.lock().await;
    if let Some(market) = kept.as_ref().filter(|m| m.seen == seen && m.ids.is_superset(&ids)) {
        return Ok(Arc::clone(market));
    }
    let unknown: BTreeSet<InstrumentId> =
        ids.iter().copied().filter(|id| state.history.points(*id).is_empty()).collect();
    let beside = prices::load(ws, &unknown, Reach::default()).await?;
    let mut cash: BTreeMap<AccountId, BTreeMap<Currency, Decimal>> = BTreeMap::new();
    for balance in state.books.cash_balances(None) {
        cash.entry(balance.account_id).or_default().insert(balance.currency, balance.amount);
    }
    let market = Arc::new(Market { seen, ids, beside, cash });
    *kept = Some(Arc::clone(&market));
    Ok(market)
}

/// Covariance of yearly returns over the last three years, and what it rests on. There is none where prices are missing: then
/// the tracking error is unknown, not zero.
pub(super) async fn covariance(
    ws: &Workspace,
    host: &Host,
    state: &Folded,
    market: &Market,
    ids: BTreeSet<InstrumentId>,
) -> (Option<Covariance>, RiskBasis) {
    let from = state.today.checked_sub_days(Days::new(RISK_DAYS)).unwrap_or(state.today);
    let enough = |id: &InstrumentId| {
        let points = market.points(state, *id);
        let span = points.partition_point(|p| p.0 < from)..points.partition_point(|p| p.0 <= state.today);
        span.len() >= PRICES_MIN
    };
    let (known, unknown): (Vec<InstrumentId>, Vec<InstrumentId>) = ids.into_iter().partition(enough);
    let symbol = |id: &InstrumentId| state.instrument(*id).map(|i| i.fields.symbol.clone());
    let mut missing: Vec<String> = unknown.iter().filter_map(symbol).collect();
    missing.sort_unstable();
    let mut basis = RiskBasis { first_date: None, last_date: None, n_observations: None, missing, note: None };
    if !basis.missing.is_empty() {
        basis.note = Some(format!(
            "fewer than {PRICES_MIN} prices of the last three years are known of {}: import more prices to know the tracking error",
            basis.missing.join(", ")
        ));
        return (None, basis);
    }
    if known.is_empty() {
        basis.note = Some("nothing is held or wanted whose risk could be measured".to_owned());
        return (None, basis);
    }
    let spec = UniverseSpec {
        instrument_ids: known,
        from: Some(from),
        covariance_model: CovarianceModel::LedoitWolfConstantVariance { log_returns: false },
        missing: MissingRule::OwnWindow,
        ..UniverseSpec::default()
    };
    match estimated(ws, host, &spec).await {
        Ok(estimated) => {
            let view = &estimated.view;
            basis.first_date = Some(view.first_date);
            basis.last_date = Some(view.last_date);
            basis.n_observations = Some(view.n_observations);
            let instruments = estimated.symbols().to_vec();
            (Some(Covariance::Dense { instruments, matrix: view.covariance.clone() }), basis)
        }
        Err(error) => {
            basis.note = Some(format!("risk is unknown: {error}"));
            (None, basis)
        }
    }
}
