//! What `statistics` is asked for a universe: prices, and the benchmark and the factors where a model looks at them.

use std::collections::HashSet;

use chrono::NaiveDate;
use model::{id::InstrumentId, instrument::Instrument};
use statistics::{
    CovarianceModel, ExpectedReturnsModel, MissingRule, MomentsRequest, PriceTable, RiskAversion, simple_returns,
};

use super::prices::{self, Prices};
use crate::{
    error::{Error, Result},
    folded::Folded,
    optimizations::UniverseSpec,
    workspace::Workspace,
};

/// Series beside those of the assets.
pub(super) struct Beside {
    /// The market, where the model of expected returns looks at one.
    pub(super) benchmark: Option<(InstrumentId, Prices)>,
    /// The factors, where the covariance model looks at them.
    pub(super) factors: Option<Prices>,
}

impl Beside {
    /// All of them, for the hash.
    pub(super) fn all(&self) -> Vec<&Prices> {
        self.benchmark.iter().map(|(_, prices)| prices).chain(&self.factors).collect()
    }
}

/// Reads the series that the models look at.
///
/// # Errors
/// When one is unknown, has no prices, or is needed and not named.
pub(super) async fn beside(ws: &Workspace, state: &Folded, spec: &UniverseSpec, to: NaiveDate) -> Result<Beside> {
    let benchmark = match spec.benchmark_instrument_id.or(state.settings.benchmark_id) {
        Some(id) if looks_at_market(&spec.expected_returns_model) => {
            let instrument = known(state, id)?;
            let found = prices::read(ws, std::slice::from_ref(&instrument), spec.from, to).await?.prices;
            if found.dates.is_empty() {
                let message = format!(
                    "the benchmark {} has no prices on these days; import them, or choose another benchmark",
                    instrument.fields.symbol
                );
                return Err(Error::field("benchmark_instrument_id", "no_prices", message));
            }
            Some((id, found))
        }
        _ => None,
    };
    let factors = match spec.covariance_model {
        CovarianceModel::GivenFactors { .. } => {
            let ids = &spec.factor_instrument_ids;
            if ids.is_empty() {
                let message =
                    "given_factors needs factors; choose instruments whose returns are the factors, such as ETFs";
                return Err(Error::field("factor_instrument_ids", "missing_input", message));
            }
            if let Some((_, twice)) = ids.iter().enumerate().find(|(i, id)| ids[..*i].contains(id)) {
                return Err(Error::field("factor_instrument_ids", "twice", format!("{twice} stands twice")));
            }
            let instruments = ids.iter().map(|id| known(state, *id)).collect::<Result<Vec<_>>>()?;
            Some(prices::read(ws, &instruments, spec.from, to).await?.prices)
        }
        _ => None,
    };
    Ok(Beside { benchmark, factors })
}

fn known(state: &Folded, id: InstrumentId) -> Result<Instrument> {
    state.instrument(id).cloned().ok_or_else(|| Error::not_found("instrument", id))
}

/// Whether a model's answer depends on a benchmark.
pub(super) fn looks_at_market(model: &ExpectedReturnsModel) -> bool {
    match model {
        ExpectedReturnsModel::Capm { .. } => true,
        ExpectedReturnsModel::Equilibrium { risk_aversion, .. } => matches!(risk_aversion, RiskAversion::Implied(_)),
        ExpectedReturnsModel::BlackLitterman(settings) => looks_at_market(&settings.prior),
        ExpectedReturnsModel::HistoricalMean { .. }
        | ExpectedReturnsModel::ExponentiallyWeighted { .. }
        | ExpectedReturnsModel::ExponentialHalfLife { .. }
        | ExpectedReturnsModel::Shrunk { .. }
        | ExpectedReturnsModel::Given { .. } => false,
    }
}

/// The request without its risk-free rate, the days that it begins and ends with, and what a reader should know of it.
pub(super) struct Asked {
    pub(super) request: MomentsRequest,
    pub(super) days: Option<(NaiveDate, NaiveDate)>,
    pub(super) warnings: Vec<String>,
}

/// Puts the request together.
///
/// # Errors
/// When the factors have no prices in common.
pub(super) fn request(
    prices: &Prices,
    beside: &Beside,
    spec: &UniverseSpec,
    periods_per_year: f64,
) -> std::result::Result<Asked, statistics::StatisticsError> {
    let mut warnings = Vec::new();
    let (mut dates, mut columns) = (prices.dates.clone(), prices.columns.clone());
    let mut factors = None;
    if let Some(given) = &beside.factors {
        // A regression needs every factor on every day, so days without one are left out.
        let days = PriceTable::complete_cases(given.symbols.clone(), &dates, &given.on(&dates))?;
        let kept: HashSet<&NaiveDate> = days.dates().iter().collect();
        if kept.len() < dates.len() {
            let dropped = dates.len() - kept.len();
            warnings.push(format!("{dropped} dates were left out because a factor has no price there"));
        }
        columns = prices.on(days.dates());
        dates = days.dates().to_vec();
        let returns = simple_returns(days.prices());
        // The return of a row ends on its day; before the first day there is none.
        let series = returns.column_iter().map(|column| {
            let returns = column.iter().map(|value| Some(*value));
            std::iter::once(None).chain(returns).collect::<Vec<_>>()
        });
        factors = Some(given.symbols.iter().cloned().zip(series).collect());
    }
    let benchmark = beside.benchmark.as_ref().map(|(_, market)| market.on(&dates).swap_remove(0));
    let used = Prices { symbols: prices.symbols.clone(), dates, columns };
    let days = match spec.missing {
        MissingRule::CompleteCases => used.complete_days(benchmark.as_slice()),
        MissingRule::Pairwise | MissingRule::OwnWindow => {
            used.dates.first().zip(used.dates.last()).map(|(first, last)| (*first, *last))
        }
    };
    let request = MomentsRequest {
        assets: used.symbols.clone(),
        dates: Some(used.dates),
        prices: Some(used.symbols.into_iter().zip(used.columns).collect()),
        benchmark,
        factors,
        expected_returns_model: spec.expected_returns_model.clone(),
        covariance_model: spec.covariance_model,
        missing: spec.missing,
        repair: spec.repair,
        periods_per_year,
        ..MomentsRequest::default()
    };
    Ok(Asked { request, days, warnings })
}
