//! How alike two instruments are: by their returns and by their exposures to factors, never by their names.

use std::collections::{BTreeMap, BTreeSet};

use model::id::InstrumentId;
use nalgebra::{DMatrix, DVector};
use statistics::{CovarianceModel, TRADING_DAYS_PER_YEAR, cholesky, estimate_covariance};

use super::identity::Identities;
use super::report::{Excluded, ExclusionReason, RankedReplacement, Replacements};
use super::request::{HarvestRequest, ReplacementUniverse};

/// Variance a year below which a series counts as constant.
const CONSTANT: f64 = 1e-12;

/// Exposures by instrument, and the factors' covariance.
struct Components {
    exposures: BTreeMap<InstrumentId, DVector<f64>>,
    factors: DMatrix<f64>,
}

pub(super) struct Similarity<'a> {
    universe: &'a ReplacementUniverse<'a>,
    /// Principal components of the universe, when no factors are given.
    components: Option<Components>,
}

impl<'a> Similarity<'a> {
    pub(super) fn new(universe: &'a ReplacementUniverse<'a>) -> Self {
        let components = if universe.factors.is_empty() { principal_components(universe) } else { None };
        Self { universe, components }
    }

    /// Everything in the universe as a replacement for `sold`.
    pub(super) fn rank(
        &self,
        request: &HarvestRequest<'_>,
        identities: &Identities,
        sold: InstrumentId,
        candidates: &BTreeSet<InstrumentId>,
    ) -> Replacements {
        let mut found = Replacements::default();
        for series in self.universe.returns.iter().filter(|series| series.instrument_id != sold) {
            let other = series.instrument_id;
            let ranked = excluded(request, identities, sold, other).map_or_else(|| self.compare(sold, other), Err);
            match ranked {
                Ok(ranked) => {
                    let is_candidate = candidates.contains(&other);
                    found.ranked.push(RankedReplacement { is_candidate, ..ranked });
                }
                Err(reason) => found.excluded.push(Excluded { instrument_id: other, reason }),
            }
        }
        found.ranked.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.instrument_id.cmp(&b.instrument_id)));
        found.ranked.truncate(self.universe.most);
        found
    }

    fn compare(&self, sold: InstrumentId, other: InstrumentId) -> Result<RankedReplacement, ExclusionReason> {
        let factors = self.universe.factors.iter().map(|(_, returns)| returns.as_slice());
        let columns: Vec<&[Option<f64>]> = [self.series(sold), self.series(other)].into_iter().chain(factors).collect();
        let rows = complete_rows(&columns);
        let n_observations = rows.nrows();
        if n_observations < self.universe.min_observations.max(columns.len() + 1) {
            return Err(ExclusionReason::TooFewReturns { n_observations });
        }
        let sample = CovarianceModel::Sample { log_returns: false };
        let covariance = estimate_covariance(&rows, &sample, TRADING_DAYS_PER_YEAR)
            .map_err(|_| ExclusionReason::TooFewReturns { n_observations })?
            .matrix;
        let (own, others, both) = (covariance[(0, 0)], covariance[(1, 1)], covariance[(0, 1)]);
        if own < CONSTANT || others < CONSTANT {
            return Err(ExclusionReason::NoVariation);
        }
        let correlation = (both / (own * others).sqrt()).clamp(-1.0, 1.0);
        let exposure_similarity = match &self.components {
            Some(Components { exposures, factors }) => {
                exposures.get(&sold).zip(exposures.get(&other)).and_then(|(a, b)| alike(a, b, factors))
            }
            None => by_regression(&covariance),
        };
        Ok(RankedReplacement {
            instrument_id: other,
            score: exposure_similarity.map_or(correlation, |alike| 0.5 * (correlation + alike)),
            correlation,
            exposure_similarity,
            tracking_error: (own + others - 2.0 * both).max(0.0).sqrt(),
            n_observations,
            is_candidate: false,
        })
    }

    fn series(&self, id: InstrumentId) -> &'a [Option<f64>] {
        let found = self.universe.returns.iter().find(|series| series.instrument_id == id);
        found.map(|series| series.returns.as_slice()).unwrap_or_default()
    }
}

fn excluded(
    request: &HarvestRequest<'_>,
    identities: &Identities,
    sold: InstrumentId,
    other: InstrumentId,
) -> Option<ExclusionReason> {
    if identities.are_identical(sold, other) {
        return Some(ExclusionReason::Identical);
    }
    let window = request.repurchase?.window;
    let earlier = request.loss_sales.iter().filter(|sale| identities.are_identical(sale.instrument_id, other));
    let blocked = earlier.filter(|sale| window.blocks_purchase(sale.date, request.today));
    let until = blocked.filter_map(|sale| window.purchase_blocked_until(sale.date).succ_opt()).max()?;
    Some(ExclusionReason::SoldAtALoss { until })
}

/// The rows in which every column has a value; none when a column is empty.
fn complete_rows(columns: &[&[Option<f64>]]) -> DMatrix<f64> {
    let length = columns.iter().map(|column| column.len()).min().unwrap_or(0);
    let rows: Vec<Vec<f64>> =
        (0..length).filter_map(|row| columns.iter().map(|column| column[row]).collect::<Option<Vec<f64>>>()).collect();
    DMatrix::from_fn(rows.len(), columns.len(), |row, column| rows[row][column])
}

/// Exposures by least squares with an intercept, out of the joint covariance of both instruments and the factors.
fn by_regression(covariance: &DMatrix<f64>) -> Option<f64> {
    let n_factors = covariance.nrows() - 2;
    if n_factors == 0 {
        return None;
    }
    let factors = covariance.view((2, 2), (n_factors, n_factors)).into_owned();
    let solver = cholesky(factors.clone())?;
    let exposures = solver.solve(&covariance.view((2, 0), (n_factors, 2)).into_owned());
    alike(&exposures.column(0).into_owned(), &exposures.column(1).into_owned(), &factors)
}

/// `1 − ‖a − b‖ / (‖a‖ + ‖b‖)` in the metric of the factors' covariance; `None` when neither has any exposure.
fn alike(a: &DVector<f64>, b: &DVector<f64>, factors: &DMatrix<f64>) -> Option<f64> {
    let length = |x: &DVector<f64>| x.dot(&(factors * x)).max(0.0).sqrt();
    let sum = length(a) + length(b);
    (sum > CONSTANT.sqrt()).then(|| (1.0 - length(&(a - b)) / sum).clamp(0.0, 1.0))
}

/// The principal components of the dates on which all have a return; `None` when there are too few of them.
fn principal_components(universe: &ReplacementUniverse<'_>) -> Option<Components> {
    let columns: Vec<&[Option<f64>]> = universe.returns.iter().map(|series| series.returns.as_slice()).collect();
    let rows = complete_rows(&columns);
    if rows.nrows() < universe.min_observations {
        return None;
    }
    let model = CovarianceModel::StatisticalFactors { n_factors: None, log_returns: false };
    let factors = estimate_covariance(&rows, &model, TRADING_DAYS_PER_YEAR).ok()?.factor_model?;
    let exposures = universe
        .returns
        .iter()
        .enumerate()
        .map(|(i, series)| (series.instrument_id, factors.exposures.row(i).transpose()))
        .collect();
    Some(Components { exposures, factors: factors.factor_covariance })
}
