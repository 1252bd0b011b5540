//! How far a figure would have varied, by drawing its periods anew.

use std::num::NonZeroUsize;

use serde::Serialize;
use utoipa::ToSchema;

use crate::simulation::{Resampling, Stream, each_path};
use crate::{StatisticsError, quantile};

/// The spread of a figure over resampled series.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct BootstrapInterval {
    /// The figure of the series itself.
    pub estimate: f64,
    /// Sample deviation over the resampled series.
    pub standard_error: f64,
    /// Lower end of the interval: the quantile (1 − confidence)/2 of the resampled figures.
    pub lower: f64,
    /// Upper end.
    pub upper: f64,
    /// Share of the interval.
    pub confidence: f64,
    /// Probability of a figure at least as high where the true one is zero: the part of resampled figures that exceed the estimate by
    /// the estimate or more, one added to each side so that it is never zero.
    pub p_not_above_zero: f64,
    /// Resampled series.
    pub n_resamples: usize,
    /// Of them, those of which the figure is undefined; they are left out.
    pub n_undefined: usize,
}

/// Resamples a series and looks at a figure of it.
///
/// # Errors
/// When the series is too short, a value is not a number, blocks do not fit, the figure is undefined, or for more than half of the
/// resampled series; when the confidence is not between 0 and 1.
pub fn bootstrap_interval(
    values: &[f64],
    figure: impl Fn(&[f64]) -> Option<f64> + Sync,
    resampling: Resampling,
    n_resamples: usize,
    confidence: f64,
    seed: u64,
    threads: NonZeroUsize,
) -> Result<BootstrapInterval, StatisticsError> {
    crate::check::values("returns", values, 2, "one period drawn again and again tells nothing")?;
    resampling.check(values.len())?;
    if !(confidence > 0.0 && confidence < 1.0) {
        let allowed = "above 0 and below 1";
        return Err(StatisticsError::InvalidSetting { setting: "confidence", value: confidence, allowed });
    }
    if n_resamples < 20 {
        let allowed = "20 or more";
        return Err(StatisticsError::InvalidSetting { setting: "n_resamples", value: n_resamples as f64, allowed });
    }
    let why = "it has no value for this series, or for most of those drawn from it";
    let undefined = StatisticsError::Undefined { figure: "resampled figure", why };
    let estimate = figure(values).ok_or_else(|| undefined.clone())?;
    let n = values.len();
    let drawn = each_path(
        n_resamples,
        threads,
        || (vec![0; n], vec![0.0; n]),
        |path, (places, series)| {
            resampling.draw(&mut Stream::new(seed, path as u64), n, places);
            for (value, place) in series.iter_mut().zip(&*places) {
                *value = values[*place];
            }
            figure(series)
        },
    );
    let found: Vec<f64> = drawn.into_iter().flatten().collect();
    if found.len() * 2 < n_resamples {
        return Err(undefined);
    }
    let size = found.len() as f64;
    let mean = found.iter().sum::<f64>() / size;
    let variance = found.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (size - 1.0);
    let end = |share: f64| quantile(&found, share).unwrap_or(estimate);
    let as_high = found.iter().filter(|value| **value - estimate >= estimate).count() as f64;
    Ok(BootstrapInterval {
        estimate,
        standard_error: variance.sqrt(),
        lower: end((1.0 - confidence) / 2.0),
        upper: end((1.0 + confidence) / 2.0),
        confidence,
        p_not_above_zero: (as_high + 1.0) / (size + 1.0),
        n_resamples,
        n_undefined: n_resamples - found.len(),
    })
}
