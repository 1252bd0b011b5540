//! One estimation from start to end: covariance, repair, expected returns, and what a reader should know.

use nalgebra::{DMatrix, DVector};

use crate::black_litterman::BlackLittermanReport;
use crate::covariance::{CovarianceEstimate, Returns, covariance_of, covariance_with_gaps, variances};
use crate::expected_returns::{History, MeanInputs, expected_returns_of};
use crate::observations::{MissingRule, Observations};
use crate::repair::repaired_spectrum;
use crate::{
    CovarianceModel, ExpectedReturnsModel, FactorModel, PsdRepair, RepairReport, Spectrum, StatisticsError, check,
    eigenvalue_range, repair,
};

/// Models and what they share.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Plan<'a> {
    pub(crate) expected_returns: &'a ExpectedReturnsModel,
    pub(crate) covariance: &'a CovarianceModel,
    pub(crate) missing: MissingRule,
    pub(crate) repair: PsdRepair,
    pub(crate) periods_per_year: f64,
    pub(crate) risk_free_rate: f64,
}

/// Where the covariance comes from.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Source<'a> {
    /// Estimated from returns.
    Returns(&'a Observations),
    /// Given, a year's, with the assets' names.
    Covariance(&'a [String], &'a DMatrix<f64>),
}

/// What came out.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Estimated {
    pub(crate) mean: DVector<f64>,
    pub(crate) covariance: CovarianceEstimate,
    pub(crate) spectrum: Spectrum,
    pub(crate) repair: Option<RepairReport>,
    pub(crate) black_litterman: Option<BlackLittermanReport>,
    pub(crate) risk_aversion: Option<f64>,
    pub(crate) warnings: Vec<String>,
}

pub(crate) fn run(source: Source<'_>, plan: Plan<'_>) -> Result<Estimated, StatisticsError> {
    check::periods(plan.periods_per_year)?;
    let mut covariance = match source {
        Source::Returns(observations) => from_returns(observations, plan)?,
        Source::Covariance(_, matrix) => CovarianceEstimate::plain(matrix.clone()),
    };
    let mut spectrum = eigenvalue_range(&covariance.matrix);
    let repaired = repair(&mut covariance.matrix, spectrum, plan.repair)?;
    spectrum = repaired_spectrum(&covariance.matrix, spectrum, repaired.as_ref());
    let mut warnings = warnings(source, plan, &covariance, spectrum, repaired.as_ref());

    let log = plan.expected_returns.uses_log_returns();
    let kind = match source {
        Source::Returns(observations) => Some(observations.kind(log)),
        Source::Covariance(..) => None,
    };
    let history = kind.as_ref().map(|kind| History {
        returns: &kind.returns,
        complete: kind.complete(),
        market: kind.market.as_deref(),
    });
    let assets = source.assets();
    let inputs = MeanInputs {
        assets,
        history,
        covariance: Some(&covariance.matrix),
        periods_per_year: plan.periods_per_year,
        risk_free_rate: plan.risk_free_rate,
    };
    if plan.missing == MissingRule::Pairwise
        && matches!(plan.expected_returns, ExpectedReturnsModel::Shrunk { .. })
        && source.has_gaps()
    {
        return Err(StatisticsError::NeedsCompleteCases { model: plan.expected_returns.name() });
    }
    let mean = expected_returns_of(inputs, plan.expected_returns)?;
    warnings.extend(mean.warnings);
    if let Some(posterior) = mean.covariance {
        // The posterior has its own uncertainty in every entry: no few factors explain it any more.
        covariance.factor_model = None;
        covariance.matrix = posterior;
        spectrum = eigenvalue_range(&covariance.matrix);
    }
    Ok(Estimated {
        mean: mean.mean,
        covariance,
        spectrum,
        repair: repaired,
        black_litterman: mean.black_litterman,
        risk_aversion: mean.risk_aversion,
        warnings,
    })
}

impl<'a> Source<'a> {
    pub(crate) fn assets(self) -> &'a [String] {
        match self {
            Source::Returns(observations) => &observations.assets,
            Source::Covariance(assets, _) => assets,
        }
    }

    fn has_gaps(self) -> bool {
        matches!(self, Source::Returns(observations) if observations.has_gaps())
    }
}

fn from_returns(observations: &Observations, plan: Plan<'_>) -> Result<CovarianceEstimate, StatisticsError> {
    let kind = observations.kind(plan.covariance.uses_log_returns());
    if plan.missing == MissingRule::Pairwise && observations.has_gaps() {
        if !plan.covariance.allows_gaps() {
            return Err(StatisticsError::NeedsCompleteCases { model: plan.covariance.name() });
        }
        return covariance_with_gaps(&observations.assets, &kind.returns, plan.covariance, plan.periods_per_year);
    }
    let returns = Returns {
        assets: &observations.assets,
        assets_returns: kind.complete(),
        factor_returns: kind.factors.as_deref(),
    };
    let common = covariance_of(returns, plan.covariance, plan.periods_per_year)?;
    if plan.missing == MissingRule::OwnWindow && observations.has_gaps() {
        let scales = volatility_ratios(&observations.assets, &kind.returns, kind.complete())?;
        return Ok(common.rescale(&scales));
    }
    Ok(common)
}

/// Each asset's volatility over its own returns as a multiple of that over the common ones.
fn volatility_ratios(
    assets: &[String],
    own: &DMatrix<f64>,
    common: &DMatrix<f64>,
) -> Result<DVector<f64>, StatisticsError> {
    let (own, common) = (variances(own), variances(common));
    let mut ratios = DVector::repeat(assets.len(), 1.0);
    for (asset, name) in assets.iter().enumerate() {
        if common[asset] > check::CONSTANT {
            ratios[asset] = (own[asset] / common[asset]).sqrt();
        } else if own[asset] > check::CONSTANT {
            return Err(StatisticsError::ConstantSeries { asset: name.clone() });
        }
    }
    Ok(ratios)
}

fn warnings(
    source: Source<'_>,
    plan: Plan<'_>,
    covariance: &CovarianceEstimate,
    spectrum: Spectrum,
    repaired: Option<&RepairReport>,
) -> Vec<String> {
    let mut warnings = Vec::new();
    if let Some(report) = repaired {
        warnings.push(format!(
            "the covariance had {} negative eigenvalue{} (smallest {:e}) and was repaired; the largest change is {:.2e} of the \
             largest variance",
            report.n_negative,
            if report.n_negative == 1 { "" } else { "s" },
            report.min_eigenvalue,
            report.largest_change
        ));
    }
    if let Source::Returns(observations) = source {
        if observations.n_dropped > 0 {
            let rows = if observations.first_date.is_some() { "dates" } else { "rows" };
            let (dropped, what) = (observations.n_dropped, if rows == "dates" { "price" } else { "return" });
            warnings.push(format!("{dropped} {rows} were left out because an asset has no {what} there"));
        }
        for (first, second) in observations.copies().iter().take(5) {
            warnings.push(format!("{second} has exactly the returns of {first}; leave out one of the two"));
        }
        let variances = covariance.matrix.diagonal();
        let never_changes = |variance: f64| variance <= check::CONSTANT * plan.periods_per_year;
        for (asset, _) in observations.assets.iter().zip(variances.iter()).filter(|(_, v)| never_changes(**v)) {
            warnings.push(format!("the returns of {asset} never change: its volatility is zero"));
        }
        if spectrum.is_singular() {
            warnings.push(why_singular(observations, plan));
        }
    } else if spectrum.is_singular() {
        warnings.push("the covariance is singular: some combination of assets has no risk at all".to_owned());
    }
    warnings
}

fn why_singular(observations: &Observations, plan: Plan<'_>) -> String {
    let (n_assets, n_obs) = (observations.assets.len(), observations.n_observations());
    if matches!(plan.covariance, CovarianceModel::Detoned { .. }) {
        return "the covariance is singular on purpose: the market's part was taken away".to_owned();
    }
    if n_obs <= n_assets {
        return format!(
            "the covariance is singular: {n_obs} returns cannot tell {n_assets} assets apart; use shrinkage \
             (ledoit_wolf_constant_variance), a factor model, or more dates"
        );
    }
    "the covariance is singular: some combination of assets has no risk at all; look for assets that copy each other"
        .to_owned()
}

/// The factor model of an estimate with its factors' names.
pub(crate) fn factor_names(source: Source<'_>, model: &FactorModel) -> Vec<String> {
    if let Source::Returns(observations) = source
        && observations.factor_names.len() == model.n_factors()
    {
        return observations.factor_names.clone();
    }
    (1..=model.n_factors()).map(|factor| format!("component {factor}")).collect()
}
