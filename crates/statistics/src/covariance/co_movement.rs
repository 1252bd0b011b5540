//! The Gerber statistic: correlation by counting, which neither outliers nor small noise can move.

use nalgebra::DMatrix;

use super::{CovarianceEstimate, Returns};
use crate::gram::{centred_rows, gram};
use crate::{StatisticsError, check};

/// A pair's periods in which both move beyond the threshold the same way, less those in opposite ways, over the periods in which
/// at least one of the two does; times the standard deviations with divisor n.
pub(crate) fn gerber(returns: Returns<'_>, threshold: f64) -> Result<CovarianceEstimate, StatisticsError> {
    if !(threshold > 0.0 && threshold < 1.0) {
        let allowed = "above 0 and below 1 standard deviation";
        return Err(StatisticsError::InvalidSetting { setting: "threshold", value: threshold, allowed });
    }
    let x = returns.assets_returns;
    let n_obs = x.nrows() as f64;
    let rows = centred_rows(x);
    let variances = DMatrix::from_diagonal(&nalgebra::DVector::from_iterator(
        rows.nrows(),
        rows.row_iter().map(|row| row.norm_squared() / n_obs),
    ));
    check::varying(returns.assets, &variances)?;
    let deviations = variances.diagonal().map(f64::sqrt);

    // With +1, −1 and 0 for up, down and neutral, concordant less discordant periods are a plain product.
    let mut signs = x.clone();
    for (mut column, deviation) in signs.column_iter_mut().zip(deviations.iter()) {
        let limit = threshold * deviation;
        column.apply(|value| *value = f64::from(i8::from(*value >= limit) - i8::from(*value <= -limit)));
    }
    let neutral = signs.map(|sign| 1.0 - sign.abs());
    let together = gram(&signs);
    let both_neutral = gram(&neutral);
    let correlation = together.zip_map(&both_neutral, |net, neutral| {
        let active = n_obs - neutral;
        // Neither asset ever passes its threshold: nothing was seen moving together.
        if active > 0.0 { net / active } else { 0.0 }
    });
    Ok(CovarianceEstimate::plain(crate::repair::scaled(correlation, deviations.as_slice())))
}
