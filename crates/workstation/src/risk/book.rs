//! Holdings of the workspace with their histories in the base currency, as the reports of risk take them.

mod columns;

use std::collections::{BTreeMap, BTreeSet};

use ::risk::{HistoryKind, HistoryTable, Holding, LeftOut, Series};
use chrono::{Days, NaiveDate};
use model::{
    id::{AccountId, InstrumentId},
    instrument::{AssetClass, Instrument},
};
use portfolio::valuation::{PositionValue, Valuation};
use rust_decimal::prelude::ToPrimitive;

use super::HeldBasis;
use crate::{
    Host,
    error::{Error, Result},
    folded::{Folded, folded},
    portfolio::valuation,
    universe::prices,
    workspace::Workspace,
};
use columns::{Columns, foreign_cash, names, weekdays};

/// Days of history that are read when nothing is said: five years.
const HISTORY_DAYS: u64 = 5 * 365;
/// Days over which betas to the benchmark are measured.
const BETA_DAYS: usize = 5 * 252;
/// With fewer of them a beta says nothing.
const BETA_DAYS_MIN: usize = 60;
/// Days that all holdings should share: a year.
const SHARED_DAYS: usize = 252;
/// Part of the gross value that may be left out for the sake of more shared days.
const SHORT_SHARE_MAX: f64 = 0.2;

/// What is held, and how it moved.
pub(super) struct Book {
    pub(super) holdings: Vec<Holding>,
    /// Everything, cash too; none while a value is not known.
    pub(super) capital: Option<f64>,
    pub(super) history: HistoryTable,
    /// Names of the series that were asked for beside those of holdings.
    pub(super) beside: Vec<String>,
    pub(super) periods_per_year: f64,
    pub(super) basis: HeldBasis,
    /// Currency units per price point of every instrument by name.
    multipliers: BTreeMap<String, f64>,
}

/// What is read of the workspace.
#[derive(Default)]
pub(super) struct Reading<'a> {
    /// Only this account.
    pub(super) account_id: Option<AccountId>,
    /// The first day of the history; five years before today when nothing is said.
    pub(super) from: Option<NaiveDate>,
    /// Instruments whose histories are needed beside those of holdings; the benchmark when nothing is said.
    pub(super) beside: Option<&'a [InstrumentId]>,
    /// Symbols of instruments whose histories are needed too.
    pub(super) symbols: Vec<String>,
}

/// Instruments to hedge with when nobody names any: funds with prices that are not held.
///
/// # Errors
/// When the store cannot be read.
pub(super) async fn candidates(ws: &Workspace, host: &Host) -> Result<Vec<InstrumentId>> {
    let state = folded(ws, host).await?;
    let held = state.held();
    let coverage = store::bars::coverage(&ws.store).await?;
    let is_free = |id: &InstrumentId| {
        let is_fund = state.instrument(*id).is_some_and(|of| of.fields.asset_class == AssetClass::Fund);
        is_fund && !held.contains(id)
    };
    // One row for each source of prices.
    let free: BTreeSet<InstrumentId> =
        coverage.into_iter().filter(|of| of.n_bars > 2).map(|of| of.instrument_id).filter(is_free).collect();
    Ok(free.into_iter().collect())
}

impl Book {
    /// Reads what is held today and its prices.
    ///
    /// # Errors
    /// When nothing is held, an instrument is unknown, or the store cannot be read.
    pub(super) async fn read(ws: &Workspace, host: &Host, asked: Reading<'_>) -> Result<Self> {
        let state = folded(ws, host).await?;
        let from = asked.from.or_else(|| state.today.checked_sub_days(Days::new(HISTORY_DAYS)));
        let benchmark = state.settings.benchmark_id.and_then(|id| state.instrument(id)).cloned();
        let beside: Vec<Instrument> = match asked.beside {
            None => benchmark.iter().cloned().collect(),
            Some(ids) => ids.iter().map(|id| known(&state, *id)).collect::<Result<_>>()?,
        };
        let valuation = valuation(&state, &state.books, asked.account_id);
        let held = valuation.positions.iter().filter_map(|position| state.instrument(position.instrument_id));
        let mut instruments: Vec<Instrument> = Vec::new();
        let named = state.instruments.iter().filter(|of| asked.symbols.contains(&of.fields.symbol));
        for instrument in held.chain(&beside).chain(&benchmark).chain(named) {
            if !instruments.iter().any(|other| other.id == instrument.id) {
                instruments.push(instrument.clone());
            }
        }
        let mut read = prices::read(ws, &instruments, from, state.today).await?;
        if read.prices.dates.is_empty() {
            // Foreign cash moves also where no instrument has a price.
            read.prices.dates = weekdays(from, state.today);
            read.prices.columns = vec![vec![None; read.prices.dates.len()]; instruments.len()];
        }
        let names = names(&instruments);
        let data_hash = read.prices.hash(&[]);
        let mut holdings = positions(&valuation, &instruments, &names, &read.traded);
        let columns = Columns::new(&state, read.prices.dates);
        let priced = instruments.iter().zip(&names).zip(&read.prices.columns);
        let mut series: Vec<Series> = priced
            .map(|((instrument, name), closes)| Series { name: name.clone(), values: columns.of(instrument, closes) })
            .collect();
        for (currency, value) in foreign_cash(&valuation.cash, state.settings.base_currency) {
            let mut name = format!("{} cash", currency.code());
            while names.contains(&name) {
                name.push('*');
            }
            series.push(Series { name: name.clone(), values: columns.rates(currency) });
            holdings.push(Holding {
                name,
                value,
                currency: Some(currency.code().to_owned()),
                asset_class: Some(AssetClass::Cash.as_str().to_owned()),
                ..Holding::default()
            });
        }
        if holdings.is_empty() {
            return Err(Error::NothingHeld);
        }
        let with_prices = |of: &Instrument| {
            let place = instruments.iter().position(|other| other.id == of.id)?;
            series[place].values.iter().any(Option::is_some).then(|| names[place].clone())
        };
        Ok(Self {
            capital: valuation.totals.total_value.value.and_then(|value| value.to_f64()),
            beside: beside.iter().filter_map(with_prices).collect(),
            periods_per_year: f64::from(state.settings.periods_per_year),
            basis: HeldBasis {
                as_of: state.today,
                account_id: asked.account_id,
                base_currency: state.settings.base_currency,
                instruments: names.iter().cloned().zip(instruments.iter().map(|of| of.id)).collect(),
                benchmark: benchmark.as_ref().and_then(with_prices),
                holdings: holdings.clone(),
                data_hash,
            },
            multipliers: names
                .iter()
                .zip(&instruments)
                .filter_map(|(name, of)| Some((name.clone(), of.fields.multiplier.to_f64()?)))
                .collect(),
            holdings,
            history: HistoryTable { kind: HistoryKind::Prices, dates: columns.into_dates(), series },
        })
    }

    /// The last price of a series in the base currency, and the units of it in one unit traded.
    pub(super) fn last_price(&self, name: &str) -> Option<(f64, f64)> {
        let price = self.find(name)?.values.iter().rev().find_map(|value| *value)?;
        Some((price, self.multipliers.get(name).copied()?))
    }

    /// Takes away histories that are so short that all others would count for less than a year because of them, as long as those are a
    /// small part of what is held. Says which, and why; reports then leave them out.
    pub(super) fn without_short(&mut self) -> Vec<LeftOut> {
        let gross: f64 = self.holdings.iter().filter_map(|of| of.value).map(f64::abs).sum();
        let (mut left_out, mut left) = (Vec::new(), 0.0);
        loop {
            let is_used =
                |series: &&Series| self.holdings.iter().any(|of| of.name == series.name && of.value.is_some());
            let used: Vec<&Series> =
                self.history.series.iter().filter(is_used).filter(|series| count(series) > 1).collect();
            let longest = used.iter().map(|series| count(series)).max().unwrap_or(0);
            let shared = self.shared(&used);
            let Some(shortest) = used.iter().min_by_key(|series| count(series)).map(|series| series.name.clone())
            else {
                return left_out;
            };
            let value =
                self.holdings.iter().find(|of| of.name == shortest).and_then(|of| of.value).unwrap_or(0.0).abs();
            let is_needed = self.beside.contains(&shortest) || self.basis.benchmark.as_ref() == Some(&shortest);
            if shared >= SHARED_DAYS.min(longest / 2)
                || used.len() < 2
                || is_needed
                || left + value > SHORT_SHARE_MAX * gross
            {
                return left_out;
            }
            left += value;
            let why = format!(
                "it has prices on {} days only; with it all figures would rest on {shared} days",
                self.find(&shortest).map_or(0, count)
            );
            self.history.series.retain(|series| series.name != shortest);
            left_out.push(LeftOut { name: shortest, why });
        }
    }

    /// Of the series beside the holdings, those that have a price on nearly every day that the holdings share.
    pub(super) fn beside_throughout(&self) -> Vec<String> {
        let held = self.holdings.iter().filter(|of| of.value.is_some()).filter_map(|of| self.find(&of.name));
        let held: Vec<&Series> = held.collect();
        let days = self.shared(&held);
        let covers = |name: &&String| {
            self.find(name).is_some_and(|series| {
                let with: Vec<&Series> = held.iter().copied().chain([series]).collect();
                10 * self.shared(&with) >= 9 * days
            })
        };
        self.beside.iter().filter(covers).cloned().collect()
    }

    /// The holdings with their betas to the benchmark, where the history is long enough to tell.
    pub(super) fn with_betas(&self) -> Vec<Holding> {
        let mut holdings = self.holdings.clone();
        for holding in &mut holdings {
            if holding.asset_class.as_deref() == Some(AssetClass::Cash.as_str()) {
                holding.sensitivities.duration = Some(0.0);
                holding.sensitivities.equity_beta = Some(0.0);
                holding.sensitivities.vega = Some(0.0);
            } else {
                holding.sensitivities.equity_beta = self.beta(&holding.name);
            }
        }
        holdings
    }

    fn beta(&self, name: &str) -> Option<f64> {
        let (own, market) = (self.find(name)?, self.find(self.basis.benchmark.as_deref()?)?);
        let both = own.values.iter().zip(&market.values).rev();
        let mut prices: Vec<(f64, f64)> =
            both.filter_map(|(own, market)| (*own).zip(*market)).take(BETA_DAYS + 1).collect();
        prices.reverse();
        let returns = |of: fn(&(f64, f64)) -> f64| -> Vec<f64> {
            prices.windows(2).map(|pair| of(&pair[1]) / of(&pair[0]) - 1.0).collect()
        };
        let (own, market) = (returns(|pair| pair.0), returns(|pair| pair.1));
        if own.len() < BETA_DAYS_MIN {
            return None;
        }
        statistics::Against::new(&own, &market, self.periods_per_year)?.beta()
    }

    fn find(&self, name: &str) -> Option<&Series> {
        self.history.series.iter().find(|series| series.name == name)
    }

    /// Days on which all of them have a price.
    fn shared(&self, series: &[&Series]) -> usize {
        (0..self.history.dates.len()).filter(|row| series.iter().all(|one| one.values[*row].is_some())).count()
    }
}

fn count(series: &Series) -> usize {
    series.values.iter().flatten().count()
}

fn known(state: &Folded, id: InstrumentId) -> Result<Instrument> {
    state.instrument(id).cloned().ok_or_else(|| Error::not_found("instrument", id))
}

/// A holding for each instrument; what several accounts hold of one is one holding.
fn positions(
    valuation: &Valuation,
    instruments: &[Instrument],
    names: &[String],
    traded: &[Option<f64>],
) -> Vec<Holding> {
    let mut holdings: Vec<Holding> = Vec::new();
    for position in &valuation.positions {
        let Some(place) = instruments.iter().position(|of| of.id == position.instrument_id) else { continue };
        let value = position.market_value_base.value.and_then(|value| value.to_f64());
        match holdings.iter_mut().find(|holding| holding.name == names[place]) {
            Some(known) => known.value = known.value.zip(value).map(|(a, b)| a + b),
            None => holdings.push(Holding {
                name: names[place].clone(),
                value,
                currency: Some(position.currency.code().to_owned()),
                sector: position.sector.clone(),
                asset_class: Some(position.asset_class.as_str().to_owned()),
                average_daily_value: daily_value(position, traded[place]),
                ..Holding::default()
            }),
        }
    }
    holdings
}

/// What a day's trading is worth in the base currency.
fn daily_value(position: &PositionValue, traded: Option<f64>) -> Option<f64> {
    let rate = position.rate.as_ref()?.rate.to_f64()?;
    Some(traded? * rate * position.multiplier.to_f64()?).filter(|value| *value > 0.0)
}
