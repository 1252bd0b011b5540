//! Properties that hold for any prices.

use nalgebra::DMatrix;
use proptest::prelude::*;
use statistics::{CovarianceModel, eigenvalue_range, estimate_covariance, max_drawdown, simple_returns};

fn returns() -> impl Strategy<Value = DMatrix<f64>> {
    (1usize..6, 3usize..30).prop_flat_map(|(n_assets, n_obs)| {
        proptest::collection::vec(-0.2..0.2, n_assets * n_obs)
            .prop_map(move |values| DMatrix::from_vec(n_obs, n_assets, values))
    })
}

proptest! {
    #[test]
    fn every_covariance_is_symmetric_and_positive_semidefinite(returns in returns(), span in 2.0..60.0) {
        for model in [
            CovarianceModel::Sample { log_returns: false },
            CovarianceModel::ExponentiallyWeighted { span, log_returns: false },
            CovarianceModel::LedoitWolfConstantVariance { log_returns: false },
        ] {
            let estimate = estimate_covariance(&returns, &model, 252.0).unwrap();
            prop_assert_eq!(&estimate.matrix, &estimate.matrix.transpose());
            prop_assert!(eigenvalue_range(&estimate.matrix).is_positive_semidefinite());
            prop_assert!(estimate.shrinkage.is_none_or(|delta| (0.0..=1.0).contains(&delta)));
        }
    }

    #[test]
    fn shrinkage_keeps_the_total_variance(returns in returns()) {
        let n_obs = returns.nrows() as f64;
        let sample = estimate_covariance(&returns, &CovarianceModel::Sample { log_returns: false }, 252.0).unwrap();
        let shrunk = estimate_covariance(&returns, &CovarianceModel::default(), 252.0).unwrap();
        let total = sample.matrix.trace() * (n_obs - 1.0) / n_obs;
        prop_assert!((shrunk.matrix.trace() - total).abs() <= 1e-12 * total.max(1e-12));
    }

    #[test]
    fn drawdown_never_exceeds_the_fall_between_any_two_values(values in proptest::collection::vec(0.1..10.0, 1..40)) {
        let drawdown = max_drawdown(&values).unwrap();
        for (idx, early) in values.iter().enumerate() {
            for late in &values[idx..] {
                prop_assert!(drawdown.depth <= late / early - 1.0 + 1e-15);
            }
        }
        prop_assert!(drawdown.peak_idx <= drawdown.trough_idx);
    }

    #[test]
    fn returns_rebuild_the_prices(prices in proptest::collection::vec(0.01..1000.0, 2..50)) {
        let returns = simple_returns(&DMatrix::from_column_slice(prices.len(), 1, &prices));
        let mut price = prices[0];
        for (r, expected) in returns.iter().zip(&prices[1..]) {
            price *= 1.0 + r;
            prop_assert!((price / expected - 1.0).abs() < 1e-9);
        }
    }
}
