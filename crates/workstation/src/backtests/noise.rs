//! What a run would have given with other parameters near its own: a result that stands on one number is none.

use ::backtest::{ParameterRange, ParameterValues, Search, Sweep};
use ::strategies::{Domain, ParameterForm, StrategySpecification, script::Watchdog};
use model::id::BacktestId;
use serde::{Deserialize, Serialize};
use statistics::quantile;

use super::{data, saved, targets};
use crate::{
    Workstation,
    apart::{threads, worked_out},
    ctx::{Action, Ctx},
    error::{Error, Result},
    sweeps::{FIGURES, Trials},
};

/// How far parameters go from their own value when nothing is said.
const SHARE: f64 = 0.2;
/// Runs when nothing is said.
const RUNS: usize = 100;
/// Parts of the runs below each band.
const BANDS: [f64; 5] = [0.05, 0.25, 0.5, 0.75, 0.95];

/// How parameters are varied.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct NoiseQuery {
    /// How far a parameter goes from its own value, as a part of it, above 0 and up to 1; 0.2 when nothing is said. A whole number goes at least one
    /// step.
    #[serde(default)]
    pub share: Option<f64>,
    /// Runs, 10 to 1,000; 100 when nothing is said. There are fewer where there are not so many sets of parameters.
    #[serde(default)]
    pub runs: Option<usize>,
    /// The chance: the same one gives the same answer.
    #[serde(default)]
    pub seed: Option<u64>,
}

/// A parameter that was varied.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct VariedParameter {
    /// Its name.
    pub name: String,
    /// Its own value.
    pub own: f64,
    /// The least that was tried.
    pub from: f64,
    /// The greatest.
    pub to: f64,
}

/// A figure over the runs.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct NoiseBand {
    /// Which.
    pub name: String,
    /// That of the run itself; null when it is undefined.
    pub own: Option<f64>,
    /// Values that 5, 25, 50, 75 and 95 % of the runs that have it lie below; null when none has.
    pub bands: Vec<Option<f64>>,
    /// Runs that have it.
    pub n: usize,
    /// Part of these runs that is worse than the run itself; null when it has none. The deepest fall is worse when it is deeper, volatility and turnover when
    /// they are higher.
    pub worse: Option<f64>,
}

/// What other parameters near a run's own would have given.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct ParameterNoise {
    /// What was varied.
    pub parameters: Vec<VariedParameter>,
    /// Runs that were made.
    pub n_runs: usize,
    /// Those that could not be, as parameters that do not go together.
    pub n_failed: usize,
    /// Each figure.
    pub figures: Vec<NoiseBand>,
}

impl Workstation {
    /// Runs a back-test again and again with parameters near its own. They are not counted as trials, for nothing is chosen by them.
    ///
    /// # Errors
    /// When there is none, its bars are gone, it went over ticks, or its strategy has no numbers to vary.
    pub async fn backtest_parameter_noise(
        &self,
        ctx: &Ctx,
        id: BacktestId,
        query: &NoiseQuery,
    ) -> Result<ParameterNoise> {
        let ws = self.for_use(ctx, Action::Read, "backtests").await?;
        let (share, runs) = (query.share.unwrap_or(SHARE), query.runs.unwrap_or(RUNS));
        if !(share > 0.0 && share <= 1.0) {
            return Err(Error::field(
                "share",
                "out_of_range",
                format!("share is {share}; give more than 0 and up to 1"),
            ));
        }
        if !(10..=1_000).contains(&runs) {
            return Err(Error::field("runs", "out_of_range", format!("runs is {runs}; give 10 to 1000")));
        }
        let seed = query.seed.unwrap_or(0);
        let of = saved(&ws, id).await?;
        of.settings.question.refuse_ticks("other parameters near its own")?;
        let data = data::read(&ws, &self.host, &of.settings.question).await?;
        let targets = targets::read(&ws, &of.settings.specification, &data).await?;
        let work = move || {
            let watchdog = Watchdog::start();
            let specification = &of.settings.specification;
            let varied = varied(specification, share, &watchdog)?;
            let range = |of: &(VariedParameter, bool)| ParameterRange {
                name: of.0.name.clone(),
                values: if of.1 {
                    ParameterValues::Steps { from: of.0.from, to: of.0.to, step: 1.0 }
                } else {
                    ParameterValues::Between { from: of.0.from, to: of.0.to }
                },
            };
            let search = Search::Random { trials: runs, seed };
            let request = Sweep { parameters: varied.iter().map(range).collect(), ascending: Vec::new(), search };
            let series = data.series();
            let result = data.with_benchmark(|benchmark| {
                let trials = Trials {
                    backtest: &data.backtest,
                    series: &series,
                    benchmark,
                    instruments: &data.ids,
                    interval: data.interval,
                    specification,
                    targets: targets.as_ref(),
                    figure: FIGURES[0],
                    with_returns: false,
                    watchdog,
                    flow: &|| std::ops::ControlFlow::Continue(()),
                };
                let go_on = |_: usize, _: usize| std::ops::ControlFlow::Continue(());
                let own = trials.own()?;
                Ok::<_, Error>((own, trials.make(&request, threads(), &[], &go_on)?))
            });
            let (own, result) = result?;
            let band = |name: &str| {
                let own = own.figures.get(name).copied().flatten();
                let made = result.trials.iter().filter_map(|trial| trial.figure(name));
                let values: Vec<f64> = made.collect();
                let is_worse = |value: &&f64| {
                    own.is_some_and(|own| if LESS_IS_BETTER.contains(&name) { **value > own } else { **value < own })
                };
                let worse = values.iter().filter(is_worse).count() as f64 / values.len().max(1) as f64;
                NoiseBand {
                    name: name.to_owned(),
                    own,
                    bands: BANDS.iter().map(|share| quantile(&values, *share)).collect(),
                    n: values.len(),
                    worse: own.filter(|_| !values.is_empty()).map(|_| worse),
                }
            };
            Ok::<_, Error>(ParameterNoise {
                n_runs: result.trials.len(),
                n_failed: result.trials.iter().filter(|trial| trial.error.is_some()).count(),
                figures: FIGURES.iter().map(|name| band(name)).collect(),
                parameters: varied.into_iter().map(|(parameter, _)| parameter).collect(),
            })
        };
        worked_out("other parameters near its own", work).await
    }
}

/// Figures that are worse when they are higher. A fall is below zero, so that a deeper one is lower.
const LESS_IS_BETTER: [&str; 2] = ["volatility", "turnover"];

/// The numbers of a strategy with how far they go, and whether they are whole.
fn varied(
    specification: &StrategySpecification,
    share: f64,
    watchdog: &Watchdog,
) -> Result<Vec<(VariedParameter, bool)>> {
    let forms = specification.parameters(watchdog);
    let forms = forms.map_err(|problem| Error::conflict("script_invalid", problem.to_string()))?;
    let json = serde_json::to_value(specification).map_err(|_| Error::Broken { what: "the strategy's description" })?;
    let own = |form: &ParameterForm| {
        let places = [&json[&form.name], &json["parameters"][&form.name]];
        places.into_iter().find_map(serde_json::Value::as_f64)
    };
    let of = |form: &ParameterForm| {
        let (least, most, own, is_whole) = match form.domain {
            Domain::Integer { least, most, default } => {
                (least as f64, most as f64, own(form).unwrap_or(default as f64), true)
            }
            Domain::Real { least, most, default } => (least, most, own(form).or(default)?, false),
            _ => return None,
        };
        let reach = (own.abs() * share).max(if is_whole { 1.0 } else { 0.0 });
        let reach = if is_whole { reach.round() } else { reach };
        let (from, to) = ((own - reach).max(least), (own + reach).min(most));
        (from < to).then(|| (VariedParameter { name: form.name.clone(), own, from, to }, is_whole))
    };
    let found: Vec<_> = forms.iter().filter_map(of).collect();
    if found.is_empty() {
        let detail = "this strategy has no numbers to vary";
        return Err(Error::conflict("no_parameters", detail));
    }
    Ok(found)
}
