//! The covariance of the instruments: checked, and multiplied.

use std::collections::HashMap;

use crate::{Covariance, RebalanceError, RebalanceRequest};

/// How far from symmetric a matrix may be, relative to its largest entry.
const SYMMETRY: f64 = 1e-9;
/// Added to the diagonal, relative to its largest entry, when it is tested to be positive semidefinite.
const JITTER: f64 = 1e-10;

/// Covariance of all instruments of the request, `n × n`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Risk {
    /// Row by row.
    Dense { n: usize, matrix: Vec<f64> },
    /// `L L' + diag(specific)`, with `loadings[i]` the `k` numbers of an instrument.
    Factor { n_factors: usize, loadings: Vec<Vec<f64>>, specific: Vec<f64> },
}

impl Risk {
    /// The request's covariance over its instruments, zero for those that it does not name.
    pub(super) fn open(
        request: &RebalanceRequest,
        position: &HashMap<&str, usize>,
    ) -> Result<Option<Self>, RebalanceError> {
        let n = request.instruments.len();
        let Some(covariance) = &request.covariance else { return Ok(None) };
        let (names, rows) = match covariance {
            Covariance::Dense { instruments, matrix } => (instruments, matrix.len()),
            Covariance::Factor { instruments, exposures, .. } => (instruments, exposures.len()),
        };
        if rows != names.len() {
            return fail(format!("{rows} rows for {} instruments; give one row for each", names.len()));
        }
        let mut at = Vec::with_capacity(names.len());
        for name in names {
            match position.get(name.as_str()) {
                Some(&i) if at.contains(&i) => {
                    return Err(RebalanceError::Repeated { what: "covariance row", name: name.clone() });
                }
                Some(&i) => at.push(i),
                None => {
                    let (name, used_by) = (name.clone(), "the covariance".to_owned());
                    return Err(RebalanceError::UnknownName { what: "instrument", name, used_by });
                }
            }
        }
        match covariance {
            Covariance::Dense { matrix, .. } => {
                check(matrix, names.len())?;
                root(matrix)?;
                let mut all = vec![0.0; n * n];
                for (row, &i) in matrix.iter().zip(&at) {
                    for (value, &j) in row.iter().zip(&at) {
                        all[i * n + j] = *value;
                    }
                }
                Ok(Some(Self::Dense { n, matrix: all }))
            }
            Covariance::Factor { exposures, factor_covariance, specific, .. } => {
                let k = factor_covariance.len();
                check(factor_covariance, k)?;
                if specific.len() != at.len() || specific.iter().any(|own| !(*own >= 0.0 && own.is_finite())) {
                    return fail("specific must have a variance of zero or more for each instrument".to_owned());
                }
                if exposures.iter().any(|row| row.len() != k || row.iter().any(|x| !x.is_finite())) {
                    return fail(format!("exposures must have {k} numbers a row, one for each factor"));
                }
                let lower = root(factor_covariance)?;
                let mut own = vec![0.0; n];
                let mut loadings = vec![vec![0.0; k]; n];
                for ((row, variance), &i) in exposures.iter().zip(specific).zip(&at) {
                    own[i] = *variance;
                    loadings[i] = (0..k).map(|f| (f..k).map(|g| row[g] * lower[g][f]).sum()).collect();
                }
                Ok(Some(Self::Factor { n_factors: k, loadings, specific: own }))
            }
        }
    }

    /// One entry.
    pub(crate) fn entry(&self, i: usize, j: usize) -> f64 {
        match self {
            Self::Dense { n, matrix } => matrix[i * n + j],
            Self::Factor { loadings, specific, .. } => {
                let common: f64 = loadings[i].iter().zip(&loadings[j]).map(|(a, b)| a * b).sum();
                if i == j { common + specific[i] } else { common }
            }
        }
    }

    /// `Σ x`.
    pub(crate) fn times(&self, x: &[f64]) -> Vec<f64> {
        match self {
            Self::Dense { n, matrix } => {
                matrix.chunks(*n).map(|row| row.iter().zip(x).map(|(a, b)| a * b).sum()).collect()
            }
            Self::Factor { n_factors, loadings, specific } => {
                let mut factors = vec![0.0; *n_factors];
                for (row, x) in loadings.iter().zip(x) {
                    for (factor, loading) in factors.iter_mut().zip(row) {
                        *factor += loading * x;
                    }
                }
                let common = loadings.iter().map(|row| row.iter().zip(&factors).map(|(a, b)| a * b).sum::<f64>());
                common.zip(specific).zip(x).map(|((common, own), x)| common + own * x).collect()
            }
        }
    }

    /// Upper bounds on the variances of the inverse, `(Σ⁻¹)_ii`: infinite where there is none. Of a factor model `1/specific`, which is
    /// more than the inverse has.
    pub(crate) fn inverse_variances(&self) -> Vec<f64> {
        match self {
            Self::Factor { specific, .. } => specific.iter().map(|own| 1.0 / own).collect(),
            Self::Dense { n, matrix } => {
                let rows: Vec<Vec<f64>> = matrix.chunks(*n).map(<[f64]>::to_vec).collect();
                match root(&rows) {
                    // Only a matrix that is far from singular: the jitter of the test changes nothing there.
                    Ok(lower) if (0..*n).all(|i| lower[i][i] * lower[i][i] > 1e-4 * matrix[i * n + i]) => {
                        let inverse = inverse_of(&lower);
                        (0..*n).map(|i| 1.001 * inverse[i..].iter().map(|row| row[i] * row[i]).sum::<f64>()).collect()
                    }
                    _ => vec![f64::INFINITY; *n],
                }
            }
        }
    }

    /// `√(x'Σx)`.
    pub(crate) fn deviation(&self, x: &[f64]) -> f64 {
        self.times(x).iter().zip(x).map(|(a, b)| a * b).sum::<f64>().max(0.0).sqrt()
    }
}

/// The inverse of a lower triangle, row by row.
fn inverse_of(lower: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let n = lower.len();
    let mut inverse: Vec<Vec<f64>> = Vec::with_capacity(n);
    for (i, row) in lower.iter().enumerate() {
        let mut next = vec![0.0; n];
        for (k, done) in inverse.iter().enumerate() {
            for (value, above) in next[..=k].iter_mut().zip(done) {
                *value -= row[k] * above;
            }
        }
        next[i] = 1.0;
        next.iter_mut().for_each(|value| *value /= row[i]);
        inverse.push(next);
    }
    inverse
}

fn fail<T>(problem: String) -> Result<T, RebalanceError> {
    Err(RebalanceError::field("covariance", problem))
}

fn check(matrix: &[Vec<f64>], n: usize) -> Result<(), RebalanceError> {
    if matrix.iter().any(|row| row.len() != n || row.iter().any(|x| !x.is_finite())) {
        return fail(format!("a matrix must have {n} finite numbers a row"));
    }
    let largest = matrix.iter().flatten().fold(0.0f64, |most, x| most.max(x.abs()));
    for (i, row) in matrix.iter().enumerate() {
        if let Some(j) = (0..i).find(|&j| (row[j] - matrix[j][i]).abs() > SYMMETRY * largest) {
            return fail(format!("entries {i},{j} and {j},{i} differ; a covariance is symmetric"));
        }
    }
    Ok(())
}

/// The lower triangle `L` of `Σ + jitter = L L'`, which shows that `Σ` is positive semidefinite.
fn root(matrix: &[Vec<f64>]) -> Result<Vec<Vec<f64>>, RebalanceError> {
    let n = matrix.len();
    let jitter = JITTER * (0..n).map(|i| matrix[i][i]).fold(f64::MIN_POSITIVE, f64::max);
    let mut lower: Vec<Vec<f64>> = vec![vec![0.0; n]; n];
    for i in 0..n {
        for j in 0..=i {
            let (done, rest) = lower.split_at_mut(i);
            let own = &mut rest[0];
            let other = if j < i { &done[j][..j] } else { &[][..] };
            let sum: f64 = if j < i {
                own[..j].iter().zip(other).map(|(a, b)| a * b).sum()
            } else {
                own[..i].iter().map(|a| a * a).sum()
            };
            if j < i {
                own[j] = (matrix[i][j] - sum) / done[j][j];
            } else {
                let square = matrix[i][i] + jitter - sum;
                if square <= 0.0 {
                    return fail("not positive semidefinite: some portfolio would have a negative variance".to_owned());
                }
                own[i] = square.sqrt();
            }
        }
    }
    Ok(lower)
}
