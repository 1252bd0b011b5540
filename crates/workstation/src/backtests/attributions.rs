//! Where the gain of a back-test came from: by instrument, sector, currency and decision, and by the benchmark as its factor. They are worked out when
//! the run has ended, and kept beside its result.

use std::collections::BTreeMap;

use ::backtest::{BacktestResult, DecisionAttribution, InstrumentGain};
use model::{
    attribution::AttributionMethod,
    id::{AttributionId, BacktestId, InstrumentId},
};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use statistics::attribution::{newey_west_lags, regress};
use store::attributions::Attribution;

use super::{Saved, saved};
use crate::{
    Workstation,
    ctx::{Action, Ctx},
    error::{Error, Result},
    folded::Ledger,
};

/// What one part of a run brought, in the currency of the account.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct GainRow {
    /// The symbol, the sector or the currency as it was; null for instruments without a sector.
    pub name: Option<String>,
    /// The instrument; null for a sector or a currency.
    pub instrument_id: Option<InstrumentId>,
    /// Closed round trips, before costs.
    #[schema(value_type = String)]
    pub closed: Decimal,
    /// What was still open, before costs.
    #[schema(value_type = String)]
    pub open: Decimal,
    /// Dividends.
    #[schema(value_type = String)]
    pub dividends: Decimal,
    /// Fees, zero or below unless there were rebates.
    #[schema(value_type = String)]
    pub fees: Decimal,
    /// Slippage, zero or below.
    #[schema(value_type = String)]
    pub slippage: Decimal,
    /// All of it.
    #[schema(value_type = String)]
    pub total: Decimal,
}

/// The gain of a run by some part. Rows, financing and currency add up to the total, but for the last of 28 digits.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct GainSplit {
    /// The parts: instruments in the order of the run, others by name.
    pub rows: Vec<GainRow>,
    /// Interest and the cost of borrowed units, which no part has by itself.
    #[schema(value_type = String)]
    pub financing: Decimal,
    /// What changes of exchange rates did to cash and positions.
    #[schema(value_type = String)]
    pub currency: Decimal,
    /// Equity at the end less cash at the start.
    #[schema(value_type = String)]
    pub total: Decimal,
}

/// The returns of a run explained by those of its benchmark: least squares with a constant.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct FactorSplit {
    /// Periods in which both have a return.
    pub n: usize,
    /// The constant: what the benchmark does not explain, a period's.
    pub alpha: f64,
    /// Alpha over its error (Newey and West 1987); null where there is no error.
    pub alpha_t: Option<f64>,
    /// The part of the benchmark's return that the run has.
    pub beta: f64,
    /// Beta over its error, likewise.
    pub beta_t: Option<f64>,
    /// Beta × mean return of the benchmark: what it brought a period on average.
    pub mean_contribution: f64,
    /// The part of the variance that the benchmark explains.
    pub r_squared: f64,
}

/// Where the gain of a back-test came from. A part is null where it was not known, or the back-test ran before it was kept.
#[derive(Clone, Debug, Default, PartialEq, Serialize, utoipa::ToSchema)]
pub struct BacktestAttribution {
    /// By decision: what was chosen, how large, what it cost.
    pub decision: Option<DecisionAttribution>,
    /// By instrument.
    pub asset: Option<GainSplit>,
    /// By sector, as the instruments were classified when it ran.
    pub sector: Option<GainSplit>,
    /// By the currency of the instruments.
    pub currency: Option<GainSplit>,
    /// By the benchmark; null without one.
    pub factor: Option<FactorSplit>,
}

impl Workstation {
    /// Where the gain of a back-test came from.
    ///
    /// # Errors
    /// When there is none, or what was kept is of another version of the program.
    pub async fn backtest_attribution(&self, ctx: &Ctx, id: BacktestId) -> Result<BacktestAttribution> {
        let ws = self.for_use(ctx, Action::Read, "backtests").await?;
        saved(&ws, id).await?;
        let mut found = BacktestAttribution::default();
        for kept in store::attributions::of_backtest::<Value>(&ws.store, id).await? {
            match kept.method {
                AttributionMethod::Decision => found.decision = read(kept.result)?,
                AttributionMethod::Asset => found.asset = read(kept.result)?,
                AttributionMethod::Sector => found.sector = read(kept.result)?,
                AttributionMethod::Currency => found.currency = read(kept.result)?,
                AttributionMethod::Factor => found.factor = read(kept.result)?,
                AttributionMethod::BrinsonFachler | AttributionMethod::Contribution => {}
            }
        }
        Ok(found)
    }
}

fn read<T: for<'de> Deserialize<'de>>(kept: Value) -> Result<Option<T>> {
    let detail = "the attribution of this back-test is of another version of the program; run it again";
    serde_json::from_value(kept).map(Some).map_err(|_| Error::conflict("result_missing", detail))
}

/// Splits of one run, each with its method.
pub(crate) type Splits = Vec<(AttributionMethod, Value)>;

/// Divides what a run gained.
pub(crate) fn splits(result: &BacktestResult, ledger: &Ledger) -> Splits {
    let mut found = Vec::new();
    let mut add = |method, split: serde_json::Result<Value>| found.extend(split.ok().map(|split| (method, split)));
    if let Some(decision) = &result.attribution {
        add(AttributionMethod::Decision, serde_json::to_value(decision));
        if let Some(gains) = &result.by_instrument {
            let of = |id| ledger.instrument(id).map(|of| &of.fields);
            let by_sector = |id| of(id).and_then(|fields| fields.sector.clone());
            let by_currency = |id| of(id).map(|fields| fields.currency.to_string());
            add(AttributionMethod::Asset, serde_json::to_value(by_asset(gains, decision, ledger)));
            add(AttributionMethod::Sector, serde_json::to_value(grouped(gains, decision, by_sector)));
            add(AttributionMethod::Currency, serde_json::to_value(grouped(gains, decision, by_currency)));
        }
    }
    if let Some(factor) = by_benchmark(result) {
        add(AttributionMethod::Factor, serde_json::to_value(factor));
    }
    found
}

/// As the store keeps them.
pub(crate) fn of(saved: &Saved, splits: Splits) -> Vec<Attribution<Value>> {
    let one = |(method, result)| Attribution {
        id: AttributionId::new(),
        account_id: None,
        benchmark_id: None,
        method,
        from: saved.from,
        to: saved.to,
        created_at: saved.created_at,
        data_hash: saved.data_hash.clone(),
        result,
    };
    splits.into_iter().map(one).collect()
}

fn by_asset(gains: &[InstrumentGain], whole: &DecisionAttribution, ledger: &Ledger) -> GainSplit {
    let row = |gain: &InstrumentGain| {
        let symbol = ledger.instrument(gain.instrument_id).map(|of| of.fields.symbol.clone());
        GainRow { instrument_id: Some(gain.instrument_id), ..GainRow::of(symbol, gain) }
    };
    GainSplit::new(gains.iter().map(row).collect(), whole)
}

fn grouped(
    gains: &[InstrumentGain],
    whole: &DecisionAttribution,
    name: impl Fn(InstrumentId) -> Option<String>,
) -> GainSplit {
    let mut rows: BTreeMap<Option<String>, GainRow> = BTreeMap::new();
    for gain in gains {
        let name = name(gain.instrument_id);
        let added = GainRow::of(name.clone(), gain);
        rows.entry(name).and_modify(|row| row.add(&added)).or_insert(added);
    }
    GainSplit::new(rows.into_values().collect(), whole)
}

impl GainSplit {
    fn new(rows: Vec<GainRow>, whole: &DecisionAttribution) -> Self {
        Self { rows, financing: whole.financing, currency: whole.currency, total: whole.total }
    }
}

impl GainRow {
    fn of(name: Option<String>, gain: &InstrumentGain) -> Self {
        let &InstrumentGain { closed, open, dividends, fees, slippage, .. } = gain;
        Self { name, instrument_id: None, closed, open, dividends, fees, slippage, total: gain.total() }
    }

    fn add(&mut self, other: &Self) {
        self.closed += other.closed;
        self.open += other.open;
        self.dividends += other.dividends;
        self.fees += other.fees;
        self.slippage += other.slippage;
        self.total += other.total;
    }
}

/// None without a benchmark, or where the returns are too few or do not vary.
fn by_benchmark(result: &BacktestResult) -> Option<FactorSplit> {
    let measured = &result.measured;
    let places = measured.at.iter().map(|at| result.curve.at.binary_search(at).ok());
    let values: Vec<Option<f64>> = places.map(|n| result.curve.benchmark.get(n?).copied().flatten()).collect();
    let before = std::iter::once(&None).chain(&values);
    let returns = before.zip(&values).map(|(before, now)| {
        let (before, now) = before.filter(|before| *before > 0.0).zip(*now)?;
        Some(now / before - 1.0)
    });
    let pairs = measured.returns.iter().zip(returns).filter_map(|(own, other)| own.zip(other));
    let (own, other): (Vec<f64>, Vec<f64>) = pairs.unzip();
    let fit = regress(&own, &[("benchmark", &other)], Some(newey_west_lags(own.len()))).ok()?;
    let [alpha, beta] = fit.coefficients.as_slice() else { return None };
    Some(FactorSplit {
        n: fit.n,
        alpha: alpha.value,
        alpha_t: alpha.t_hac,
        beta: beta.value,
        beta_t: beta.t_hac,
        mean_contribution: beta.mean_contribution,
        r_squared: fit.r_squared,
    })
}
