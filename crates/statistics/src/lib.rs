//! Returns, expected returns and covariance estimators.
