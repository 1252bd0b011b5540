//! How much of a run may be believed: trials that were counted, histories that might have been, and a look for knowledge of the future.

use std::collections::BTreeSet;

use ::backtest::look_ahead::{LookAheadSettings, LookAheadVerdict, check_look_ahead};
use ::strategies::script::{Journal, Watchdog};
use execution::strategy::Strategy;
use model::id::{BacktestId, StrategyId};
use rust_decimal::prelude::ToPrimitive;
use serde::Serialize;
use serde_json::Value;
use statistics::{
    StatisticsError,
    significance::{
        SharpeMoments, SignificanceReport, SignificanceRequest, expected_best_sharpe, probabilistic_sharpe,
    },
    simulation::{Margins, MonteCarlo, MonteCarloMethod, MonteCarloRequest, Resampling, optimal_block_lengths},
};

use super::{Saved, SimulationMethod, SimulationQuery, data, kept::KeptRun, run::made, saved, targets};
use crate::{
    Workstation,
    apart::{threads, worked_out},
    ctx::{Action, Ctx},
    error::{Error, Result},
    sweeps::sharpe_ratios,
    workspace::Workspace,
};

/// Histories when nothing is said.
const PATHS: usize = 1_000;
/// Parts of the histories below each band.
const SHARES: [f64; 5] = [0.05, 0.25, 0.5, 0.75, 0.95];
/// What works, in words.
const WORK: &str = "the analysis of the back-test";

/// Whether chance could have made a run, by the number of trials that were made.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct BacktestSignificance {
    /// Trials of the strategy over days that overlap these, sweeps with each of theirs, deleted ones too: those that were counted.
    pub n_trials: u32,
    /// Those whose Sharpe ratio is still known. Their spread says how far luck goes.
    pub n_known: usize,
    /// The Sharpe ratio a year that the best of so many trials without skill is expected to show.
    pub expected_best_sharpe: Option<f64>,
    /// Probability that the true Sharpe ratio is above that.
    pub deflated_sharpe: Option<f64>,
    /// Why the two are undefined.
    pub undefined: Option<String>,
    /// Returns that are missing, and so left out.
    pub n_missing: usize,
    /// Every test. Its deflated Sharpe ratio counts the known trials only.
    pub report: SignificanceReport,
}

/// Whether a strategy knows what it cannot know.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct BacktestLookAhead {
    /// Whether nothing was found.
    pub is_clean: bool,
    /// Whether the bars are still those that the back-test saw.
    pub same_data: bool,
    /// What was found.
    pub verdict: LookAheadVerdict,
}

impl Workstation {
    /// Whether chance could have made a run.
    ///
    /// # Errors
    /// When there is none, its result is missing, or its returns are too few.
    pub async fn backtest_significance(&self, ctx: &Ctx, id: BacktestId) -> Result<BacktestSignificance> {
        let ws = self.for_use(ctx, Action::Read, "backtests").await?;
        let of = saved(&ws, id).await?;
        let run = ws.shelf.get(&ws, id).await?;
        let (counted, sharpes) = match of.strategy_id {
            None => (1, Vec::new()),
            Some(strategy) => trials(&ws, strategy, &of).await?,
        };
        worked_out(WORK, move || significance(&of, &run, counted.max(of.n_trials), sharpes)).await
    }

    /// Histories that might have been.
    ///
    /// # Errors
    /// When there is none, its result is missing, it has too few returns or round trips, or a setting is out of range.
    pub async fn backtest_monte_carlo(&self, ctx: &Ctx, id: BacktestId, query: &SimulationQuery) -> Result<MonteCarlo> {
        let ws = self.for_use(ctx, Action::Read, "backtests").await?;
        let of = saved(&ws, id).await?;
        let run = ws.shelf.get(&ws, id).await?;
        let paths = query.paths.unwrap_or(PATHS);
        if !(100..=100_000).contains(&paths) {
            return Err(Error::field("paths", "out_of_range", format!("paths is {paths}; give 100 to 100000")));
        }
        let measure = of.settings.question.settings.measure;
        let measured = || run.result.measured.returns.iter().flatten().copied().collect::<Vec<f64>>();
        let (mut assets, mut weights) = (Vec::new(), Vec::new());
        let (method, returns, periods_per_year) = match query.method.unwrap_or_default() {
            SimulationMethod::BlockBootstrap => {
                let returns = measured();
                let best = || optimal_block_lengths(&returns).map_or(1.0, |best| best.stationary.ceil().max(1.0));
                let resampling = Resampling::StationaryBlocks { mean_length: query.block.unwrap_or_else(best) };
                (MonteCarloMethod::Bootstrap { resampling }, returns, measure.periods_per_year)
            }
            SimulationMethod::Student => {
                (assets, weights) = (vec![measured()], vec![1.0]);
                let margins = Margins::Student;
                (MonteCarloMethod::StudentCopula { margins }, measured(), measure.periods_per_year)
            }
            SimulationMethod::TradeShuffle => {
                let returns = of_trades(&ws, &of, &run).await?;
                let years = ((of.to - of.from).num_days() as f64 / 365.25).max(1.0 / 365.25);
                let a_year = (returns.len() as f64 / years).max(f64::MIN_POSITIVE);
                (MonteCarloMethod::Shuffle, returns, a_year)
            }
        };
        let request = MonteCarloRequest {
            method,
            returns,
            assets,
            weights,
            n_paths: paths,
            horizon: None,
            seed: query.seed.unwrap_or(0),
            ruin_level: query.ruin.unwrap_or(0.5),
            risk_free_rate: measure.risk_free_rate,
            periods_per_year,
            shares: SHARES.to_vec(),
        };
        worked_out(WORK, move || request.simulate(threads())).await
    }

    /// Whether the strategy of a back-test knows what it cannot know: it is run again over bars whose future is cut off or changed.
    ///
    /// # Errors
    /// When there is none, its bars are gone, or the strategy does not come to an end.
    pub async fn backtest_look_ahead(
        &self,
        ctx: &Ctx,
        id: BacktestId,
        settings: LookAheadSettings,
    ) -> Result<BacktestLookAhead> {
        let ws = self.for_use(ctx, Action::Read, "backtests").await?;
        let of = saved(&ws, id).await?;
        of.settings.question.refuse_ticks("the look for knowledge of the future")?;
        let data = data::read(&ws, &self.host, &of.settings.question).await?;
        let targets = targets::read(&ws, &of.settings.specification, &data).await?;
        let work = move || {
            let watchdog = Watchdog::start();
            let mut make = |_: &[&::bars::series::BarSeries]| {
                let instruments = (&data.ids[..], Some(data.interval));
                let strategy =
                    made(&of.settings.specification, instruments, targets.as_ref(), &Journal::default(), &watchdog)?;
                Ok(strategy as Box<dyn Strategy>)
            };
            let verdict = check_look_ahead(&data.backtest, &data.series(), settings, &mut make)?;
            let same_data = data.data_hash == of.data_hash;
            Ok::<_, Error>(BacktestLookAhead { is_clean: verdict.is_clean(), same_data, verdict })
        };
        worked_out(WORK, work).await
    }
}

/// How many trials were counted over days that overlap those of a run, and the Sharpe ratios a year that are still known.
async fn trials(ws: &Workspace, strategy: StrategyId, of: &Saved) -> Result<(u32, Vec<f64>)> {
    let counted = store::backtests::n_trials(&ws.store, strategy, of.from, of.to).await?;
    let mut sharpes = Vec::new();
    for trial in store::backtests::trials::<Value>(&ws.store, strategy, Some((of.from, of.to))).await? {
        if trial.summary.get("planned").is_some() {
            sharpes.extend(sharpe_ratios(ws, trial.id).await?);
        } else {
            sharpes.extend(trial.summary.get("sharpe_ratio").and_then(Value::as_f64));
        }
    }
    Ok((counted, sharpes))
}

fn significance(of: &Saved, run: &KeptRun, n_trials: u32, sharpes: Vec<f64>) -> Result<BacktestSignificance> {
    let measure = of.settings.question.settings.measure;
    let all = &run.result.measured.returns;
    let returns: Vec<f64> = all.iter().flatten().copied().collect();
    let (n_known, n_missing) = (sharpes.len().max(1), all.len() - returns.len());
    let root = measure.periods_per_year.sqrt();
    let excess: Vec<f64> =
        returns.iter().map(|value| value - measure.risk_free_rate / measure.periods_per_year).collect();
    let luck = best_by_luck(n_trials, &sharpes, root);
    let deflated = luck.clone().and_then(|luck| probabilistic_sharpe(&SharpeMoments::of(&excess)?, luck));
    let undefined = luck.as_ref().err().or(deflated.as_ref().err()).map(ToString::to_string);
    let request = SignificanceRequest {
        risk_free_rate: measure.risk_free_rate,
        periods_per_year: measure.periods_per_year,
        trial_sharpes: if sharpes.len() > 1 { sharpes } else { Vec::new() },
        ..SignificanceRequest::of(&returns)
    };
    Ok(BacktestSignificance {
        n_trials,
        n_known,
        expected_best_sharpe: luck.ok().map(|luck| luck * root),
        deflated_sharpe: deflated.ok(),
        undefined,
        n_missing,
        report: request.test(threads())?,
    })
}

/// The Sharpe ratio a period that the best of all counted trials would show by chance.
fn best_by_luck(n_trials: u32, sharpes: &[f64], root: f64) -> std::result::Result<f64, StatisticsError> {
    let n = sharpes.len() as f64;
    if n_trials <= 1 {
        return expected_best_sharpe(1, 0.0);
    }
    if sharpes.len() < 2 {
        let why = "the spread of the trials says how far luck goes, and fewer than two of them are still known";
        return Err(StatisticsError::Undefined { figure: "deflated Sharpe ratio", why });
    }
    let mean = sharpes.iter().sum::<f64>() / n;
    let variance = sharpes.iter().map(|sharpe| ((sharpe - mean) / root).powi(2)).sum::<f64>() / (n - 1.0);
    expected_best_sharpe(n_trials as usize, variance)
}

/// What each round trip gained on what the account was worth by the round trips before it.
async fn of_trades(ws: &Workspace, of: &Saved, run: &KeptRun) -> Result<Vec<f64>> {
    let traded: BTreeSet<_> = run.result.round_trips.iter().map(|trip| trip.instrument_id).collect();
    for instrument in store::instruments::all(&ws.store).await? {
        if traded.contains(&instrument.id) && instrument.fields.currency != of.summary.currency {
            let message = format!(
                "{} is traded in {}, and gains of several currencies do not add up; take block_bootstrap",
                instrument.fields.symbol, instrument.fields.currency
            );
            return Err(Error::field("method", "currencies", message));
        }
    }
    let mut worth = run.result.cash.to_f64().unwrap_or(f64::NAN);
    let gain = |trip: &::backtest::RoundTrip| {
        let gain = trip.pnl.to_f64().unwrap_or(f64::NAN);
        let part = gain / worth;
        worth += gain;
        part
    };
    Ok(run.result.round_trips.iter().map(gain).collect())
}
