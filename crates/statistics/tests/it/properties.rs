//! Properties that hold for any prices.

use nalgebra::DMatrix;
use proptest::prelude::*;
use statistics::{
    Compounding, CovarianceModel, ExpectedReturnsModel, MeanShrinkage, MeanTarget, eigenvalue_range,
    estimate_covariance, estimate_expected_returns, max_drawdown, simple_returns,
};

/// Every covariance model that needs nothing but returns.
fn models() -> Vec<CovarianceModel> {
    let log_returns = false;
    vec![
        CovarianceModel::Sample { log_returns },
        CovarianceModel::Semicovariance { benchmark_return: 0.0, log_returns },
        CovarianceModel::ExponentiallyWeighted { span: 20.0, log_returns },
        CovarianceModel::ExponentialHalfLife { half_life: 10.0, log_returns },
        CovarianceModel::LedoitWolfConstantVariance { log_returns },
        CovarianceModel::LedoitWolfSingleFactor { log_returns },
        CovarianceModel::LedoitWolfConstantCorrelation { log_returns },
        CovarianceModel::OracleApproximating { log_returns },
        CovarianceModel::FixedShrinkage { intensity: 0.3, log_returns },
        CovarianceModel::Gerber { threshold: 0.5, log_returns },
        CovarianceModel::Denoised { log_returns },
        CovarianceModel::Detoned { n_markets: 1, denoise: false, log_returns },
        CovarianceModel::StatisticalFactors { n_factors: Some(1), log_returns },
    ]
}

/// More observations than assets, at least two of them: every model is defined.
fn many_returns() -> impl Strategy<Value = DMatrix<f64>> {
    (2usize..6, 8usize..30).prop_flat_map(|(n_assets, n_obs)| {
        proptest::collection::vec(-0.2..0.2, n_assets * n_obs)
            .prop_map(move |values| DMatrix::from_vec(n_obs, n_assets, values))
    })
}

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
    fn every_model_gives_a_covariance(returns in many_returns()) {
        for model in models() {
            let estimate = estimate_covariance(&returns, &model, 252.0).unwrap();
            prop_assert_eq!(&estimate.matrix, &estimate.matrix.transpose(), "{}", model.name());
            // Counting can leave a Gerber matrix a little short of a covariance when assets are few and threshold moves rare.
            let gerber = matches!(model, CovarianceModel::Gerber { .. });
            prop_assert!(gerber || eigenvalue_range(&estimate.matrix).is_positive_semidefinite(), "{}", model.name());
            prop_assert!(estimate.shrinkage.is_none_or(|delta| (0.0..=1.0).contains(&delta)), "{}", model.name());
        }
    }

    #[test]
    fn twice_the_returns_give_four_times_the_covariance(returns in many_returns()) {
        for model in models() {
            let once = estimate_covariance(&returns, &model, 252.0).unwrap();
            let twice = estimate_covariance(&(&returns * 2.0), &model, 252.0).unwrap();
            let gap = (twice.matrix - &once.matrix * 4.0).amax();
            prop_assert!(gap <= 1e-9 * once.matrix.amax(), "{}: {gap:e}", model.name());
        }
    }

    #[test]
    fn the_order_of_assets_does_not_matter(returns in many_returns()) {
        let reversed: Vec<usize> = (0..returns.ncols()).rev().collect();
        for model in models() {
            let straight = estimate_covariance(&returns, &model, 252.0).unwrap().matrix;
            let other = estimate_covariance(&returns.select_columns(&reversed), &model, 252.0).unwrap().matrix;
            let gap = (other.select_columns(&reversed).select_rows(&reversed) - &straight).amax();
            prop_assert!(gap <= 1e-9 * straight.amax(), "{}: {gap:e}", model.name());
        }
        for method in [MeanShrinkage::JamesStein, MeanShrinkage::BayesStein, MeanShrinkage::BodnarOkhrin] {
            let model = ExpectedReturnsModel::Shrunk { method, target: MeanTarget::VolatilityWeighted, positive_part: true };
            let straight = estimate_expected_returns(&returns, &model, 252.0).unwrap();
            let other = estimate_expected_returns(&returns.select_columns(&reversed), &model, 252.0).unwrap();
            prop_assert!((other.select_rows(&reversed) - &straight).amax() <= 1e-9 * straight.amax().max(1e-6));
        }
    }

    #[test]
    fn shrunk_means_lie_between_the_means_and_their_mean(returns in many_returns()) {
        let arithmetic =
            ExpectedReturnsModel::HistoricalMean { compounding: Compounding::Arithmetic, log_returns: false };
        let plain = estimate_expected_returns(&returns, &arithmetic, 252.0).unwrap();
        let grand = plain.mean();
        for method in [MeanShrinkage::JamesStein, MeanShrinkage::BayesStein] {
            let model = ExpectedReturnsModel::Shrunk { method, target: MeanTarget::GrandMean, positive_part: true };
            let shrunk = estimate_expected_returns(&returns, &model, 252.0).unwrap();
            for (mean, shrunk) in plain.iter().zip(shrunk.iter()) {
                let (low, high) = (mean.min(grand), mean.max(grand));
                prop_assert!((low - 1e-9..=high + 1e-9).contains(shrunk), "{low} {shrunk} {high}");
            }
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
